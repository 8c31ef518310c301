/** The sections that are drawn once: thresholds, the findings to fix first, evidence. */
import type { Evidence, SkippedEvidence } from '../../context.ts'
import { columnsInWords } from '../../export/header-view.ts'
import { type Contributor, severities, type ThresholdOutcome } from '../../finding.ts'
import { count, escapeInvisible, plural } from '../../text.ts'
import { branchRank, type Entry, entriesOf, placeOf, violatingEntries } from '../entries.ts'
import { shorten } from '../escape.ts'
import { isJudged, isShown, type Report, repositoryName } from '../model.ts'
import { linearScale, rect } from './charts.ts'
import {
  byteSize,
  type Child,
  columnHead,
  h,
  prose,
  scrollable,
  section,
  table,
  tiles,
  utcTime,
} from './parts.ts'

const rowLimit = 200

const FINGERPRINTS_WITHOUT_KEY =
  'Without a fingerprint-key two secrets of one rule in one file have one fingerprint, so findings.csv may show fewer fingerprints than there are distinct findings.'
const SKIPS =
  'A finished scan does not prove that every file was read: the scanner skips some. `check-skipped` reads which from the audit log.'

export function evidenceSection(report: Report): Child {
  const { policyFiles, targets, exports, skippedFiles, notes } = report.evidence
  const note = (text: string): Child => h('li', null, prose(text))
  return section(
    'evidence',
    'Evidence',
    notes.length > 0 && h('ul', { class: 'notes' }, notes.map(note)),
    h(
      'details',
      { class: 'evidence', open: report.verdict.error !== null },
      h('summary', null, 'Scans, exports and policy files of this run'),
      tiles('tiles', evidenceTiles(report)),
      report.evidence.findingsFile?.keyCheck === null && h('p', { class: 'soft' }, FINGERPRINTS_WITHOUT_KEY),
      fold('Policy files', policyFiles.length, policyTable(policyFiles)),
      fold('Targets and their proof', targets.length, targetTable(targets)),
      skippedFiles === null
        ? targets.some(({ provenBy }) => provenBy !== null) && h('p', { class: 'soft' }, prose(SKIPS))
        : skippedTable(skippedFiles),
      fold('Exports that were read', exports.length, exportTable(exports)),
    ),
  )
}

function fold(title: string, size: number, content: Child): Child {
  return size > 0 && h('details', { open: size <= 3 }, h('summary', null, title), content)
}

function evidenceTiles({ operation, evidence: { targets, exports } }: Report): [string, Child][] {
  const sum = (field: 'bytes' | 'rows' | 'refused'): number =>
    exports.reduce((total, one) => total + one[field], 0)
  const isRead = exports.length > 0
  const proven = targets.filter((target) => target.provenBy !== null).length
  const [first, ...more] = targets.flatMap((target) => target.triggeredAt ?? []).sort()
  const judged = operation === 'evaluate' ? 'local exports were judged' : 'the server’s last scans were used'
  const unreadable = sum('refused') === 0 ? 'none' : count(sum('refused'))
  const values = {
    'Proven scanned':
      targets.length === 0
        ? ['None', 'no scan was waited for']
        : [`${count(proven)} of ${count(targets.length)}`, targets.length === 1 ? 'target' : 'targets'],
    Triggered:
      first === undefined
        ? ['No', isRead ? judged : 'nothing was read either']
        : [utcTime(first), more.length > 0 ? `the first of ${count(more.length + 1)}` : 'by this run'],
    'Read to the end': isRead
      ? [plural(exports.length, 'export'), byteSize(sum('bytes'))]
      : ['None', 'no export was read'],
    Rows: isRead ? [count(sum('rows')), `${unreadable} unreadable`] : ['None', 'nothing was read'],
  }
  return Object.entries(values).map(([name, [value, note]]) => [name, [h('b', null, value), note]])
}

function policyTable(files: Evidence['policyFiles']): Child {
  return longTable('Policy files', ['File', 'SHA-256'], files, ({ path, sha256 }) => [
    escapeInvisible(path),
    h('code', { class: 'hash' }, sha256),
  ])
}

function targetTable(targets: Evidence['targets']): Child {
  const heads = ['Target', 'Triggered', 'States seen', 'Proven by', 'Server’s total']
  return longTable('Targets', heads, targets, ({ target, triggeredAt, states, provenBy, total }) => [
    escapeInvisible(target),
    h('span', { class: 'time' }, triggeredAt === null ? 'not by this run' : utcTime(triggeredAt)),
    states.map((seen) => escapeInvisible(seen.state)).join(' → ') || '—',
    provenBy === null ? h('strong', { class: 'unproven' }, 'Not proven') : escapeInvisible(provenBy),
    total === null ? '—' : count(total),
  ])
}

function skippedTable({ count: all, files }: SkippedEvidence): Child {
  const title = `Files that the scanner skipped: ${all === 0 ? 'none by the audit log' : count(all)}`
  if (all === 0) return h('p', { class: 'soft' }, `${title}.`)
  const heads = ['Repository', 'Branch', 'File', 'Reason']
  const listed = longTable('Skipped files', heads, files, ({ repository, branch, path, reason }) =>
    [repository ?? 'not named', branch ?? 'not named', path, reason].map(escapeInvisible),
  )
  const rest =
    all > files.length && h('p', { class: 'soft' }, `The other ${count(all - files.length)} are not listed.`)
  return fold(title, all, [listed, rest])
}

function exportTable(exports: Evidence['exports']): Child {
  const heads = ['Source', 'Format', 'Size', 'SHA-256', 'Files', 'Rows', 'Unreadable', 'Columns']
  return longTable('Exports', heads, exports, (one) => [
    escapeInvisible(one.source),
    one.format,
    h('span', { class: 'time' }, byteSize(one.bytes)),
    h('code', { class: 'hash' }, one.sha256),
    ...[one.members.length, one.rows, one.refused].map(count),
    one.columns.map((kind) => h('p', null, escapeInvisible(columnsInWords(kind)))),
  ])
}

function longTable<T>(
  caption: string,
  heads: readonly string[],
  entries: readonly T[],
  row: (entry: T) => Child[],
): Child {
  const cell = (content: Child): Child => h('td', null, content)
  const shown = entries.slice(0, rowLimit).map((entry) => h('tr', null, row(entry).map(cell)))
  const hidden = entries.length - shown.length
  const rest = hidden > 0 && h('p', { class: 'soft' }, `The other ${count(hidden)} are in report.json.`)
  return scrollable(caption, table(caption, heads.map(columnHead), shown), rest)
}

/** What made the run fail or warn, each linked to the findings that it counts. */
export function violatedThresholds({ thresholds, verdict }: Report): Child {
  const violated = thresholds.filter(({ passed }) => !passed)
  const title = `${count(violated.length)} of ${plural(thresholds.length, 'threshold')} exceeded`
  return thresholdSection('violated', title, violated, verdict)
}

export function keptThresholds({ thresholds, verdict }: Report): Child {
  const kept = thresholds.filter(({ passed }) => passed)
  return thresholdSection('thresholds', 'Thresholds kept', kept, verdict)
}

function thresholdSection(
  id: string,
  title: string,
  outcomes: readonly ThresholdOutcome[],
  { word }: Report['verdict'],
): Child {
  const items = outcomes.map((outcome) => threshold(outcome, word === 'error'))
  return items.length > 0 && section(id, title, h('ol', { class: 'thresholds' }, items))
}

function stateOf({ passed, level }: ThresholdOutcome, isError: boolean): readonly [string, words: string] {
  if (passed) return isError ? ['unproven', 'Not proven'] : ['kept', 'Within']
  return level === 'fail' ? ['exceeded', 'Exceeded'] : ['warned', 'Exceeded, warns only']
}

function threshold(outcome: ThresholdOutcome, isError: boolean): Child {
  const { name, selector, observed, max, passed, origin, contributors } = outcome
  const [state, words] = stateOf(outcome, isError)
  const numbers = h('p', { class: 'against' }, h('b', null, count(observed)), ` found, limit ${count(max)}`)
  const title = escapeInvisible(name)
  const link = `#limit=${encodeURIComponent(title)}`
  return h(
    'li',
    { class: state },
    h(
      'div',
      { class: 'title' },
      h('h3', null, passed ? title : h('a', { href: link }, title)),
      h('span', { class: 'state' }, words),
      numbers,
    ),
    gauge(observed, max),
    h(
      'p',
      { class: 'soft' },
      name !== selector && [h('code', null, escapeInvisible(selector)), ' · '],
      escapeInvisible(origin),
    ),
    contributors.length > 0 && h('ul', null, contributors.map(contributor)),
  )
}

/** Decoration: the text above it gives the same numbers. */
function gauge(observed: number, max: number): Child {
  const percent = linearScale(Math.max(observed, max, 1), 100)
  const within = percent(Math.min(observed, max))
  const beyond = percent(Math.max(observed - max, 0))
  const piece = (className: string, start: number, width: number, fill: string): Child =>
    rect(className, [`${start}%`, 3, `${width}%`, 8], fill, 4)
  return h(
    'svg',
    { class: 'gauge', width: '100%', height: 14, 'aria-hidden': 'true', focusable: 'false' },
    piece('track', 0, 100, '#e3e8ee'),
    piece('within', 0, within, '#8b97a5'),
    beyond > 0 && piece('beyond', within, beyond, '#55616f'),
    rect('limit', [`${Math.min(percent(max), 99.8)}%`, undefined, 2, 14], '#16202c'),
  )
}

function contributor({ repository, rule, count: findings }: Contributor): Child {
  const number = h('b', null, plural(findings, 'finding'))
  return h('li', null, number, ' ', escapeInvisible(repository), ' ', h('code', null, escapeInvisible(rule)))
}

const SHOWN = 5
/** Sorted among each other; many more take a second. */
const CANDIDATES = 1000

export function fixFirst(report: Report): Child {
  if (!isJudged(report)) return null
  const violating = new Set(violatingEntries(report))
  const open = entriesOf(report.shortlist).filter((entry) => isShown(entry, report))
  if (open.length <= SHOWN && violating.size === 0) return null
  // The rows are sorted by status and severity already.
  const candidates = [...violating, ...open.filter((entry) => !violating.has(entry))].slice(0, CANDIDATES)
  const worst = candidates.toSorted(
    (a, b) => Number(violating.has(b)) - Number(violating.has(a)) || byUrgency(a, b),
  )
  const first = worst.slice(0, SHOWN)
  const day = (entry: Entry): string =>
    entry.scannedAt === null ? '' : utcTime(entry.scannedAt).slice(0, 10)
  const isOfOneDay = new Set(first.map(day)).size === 1
  const oldest = Math.min(...first.map(({ scannedAt }) => scannedAt ?? Number.POSITIVE_INFINITY))
  const item = (entry: Entry): Child => {
    const { severity, rule, fingerprint, scannedAt } = entry
    const place = escapeInvisible(`${repositoryName(entry)} ${placeOf(entry)}`)
    const reasons = [
      ...(violating.has(entry) ? ['over a limit'] : []),
      ...reasonsOf(entry, report.hasBaseline !== false),
      ...(!isOfOneDay && scannedAt === oldest ? [`oldest of these, ${day(entry)}`] : []),
    ]
    return h(
      'li',
      null,
      h('span', { class: `severity ${severity}` }, severity),
      ' ',
      h('code', null, shorten(escapeInvisible(rule), 60)),
      ' in ',
      h('a', { href: `#${fingerprint}` }, h('code', null, shorten(place, 120))),
      h('p', { class: 'soft' }, reasons.join(' · ')),
    )
  }
  return section('first', 'Fix first', h('ol', { class: 'first' }, first.map(item)))
}

function reasonsOf({ severity, branches, status }: Entry, hasBaseline: boolean): string[] {
  const [main = ''] = branches
  return [
    severity,
    ...(branchRank(main) < 2 ? [`on ${escapeInvisible(main)}`] : []),
    ...(hasBaseline && status === 'new' ? ['new'] : []),
  ]
}

/** By severity, then what is on a main branch, new, and seen for longer. */
function byUrgency(a: Entry, b: Entry): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    branchRank(a.branches[0] ?? '') - branchRank(b.branches[0] ?? '') ||
    Number(b.status === 'new') - Number(a.status === 'new') ||
    (a.scannedAt ?? 0) - (b.scannedAt ?? 0)
  )
}
