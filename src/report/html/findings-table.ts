/** The findings section. Its table works without the script, as a first page; it runs in the page too. */

import { REDACTED, UNREADABLE_ROW } from '../../finding.ts'
import { count, escapeInvisible } from '../../text.ts'
import { adviceForMissing, historyAdvice, ruleAdvice, suppressionSnippet, whereOmitted } from '../advice.ts'
import { lineLink, statusWord } from '../entries.ts'
import { shorten } from '../escape.ts'
import type { Report } from '../model.ts'
import type { ShownFinding } from './findings-columns.ts'
import { copying, findingsControls, findingsPager } from './findings-controls.ts'
import {
  type FindingsPayload,
  firstScene,
  groupName,
  groupSizes,
  pageRows,
  type Scene,
  type SortKey,
} from './findings-view.ts'
import {
  breakable,
  type Child,
  chips,
  columnHead,
  definitions,
  Fragment,
  h,
  scrollable,
  section,
  shortName,
  snippet,
  table,
  utcTime,
} from './parts.ts'

export function findingsSection(report: Report, payload: FindingsPayload): Child {
  if (report.shortlist.length === 0)
    return section('findings', 'Findings', h('p', { class: 'empty' }, emptyText(report)))
  return section(
    'findings',
    'Findings',
    revealedNote(report),
    cutNote(report),
    // The script writes here when a link names a finding that the page does not hold.
    h('p', { id: 'link-note', role: 'alert', 'data-advice': adviceForMissing(report) }),
    h('div', { id: 'findings-table' }, findingsScene(firstScene(payload, () => {}))),
  )
}

/** Warns when `reveal-secrets` let matched text into the page. */
function revealedNote({ shortlist }: Report): Child {
  if (shortlist.every(({ match }) => match === '' || match === REDACTED)) return null
  const warning =
    'This page shows matched text in clear (reveal-secrets): keep it where the secrets themselves may be kept.'
  return h('p', { class: 'cut' }, warning)
}

function cutNote(report: Report): Child {
  const { shortlist, shortlistCut, counts } = report
  if (!shortlistCut) return null
  const all = count(counts.total + counts.suppressed)
  const text = `This page holds the ${count(shortlist.length)} worst of ${all} findings. The rest is ${whereOmitted(report)}.`
  return h('p', { class: 'cut' }, text)
}

/** "None" is a claim: only with an export that was read, and without an error. */
function emptyText({ verdict, evidence }: Report): string {
  if (verdict.error !== null || evidence.exports.length === 0)
    return 'None were read. That does not mean there are none.'
  return 'None. Every row of the export was read to its end.'
}

/** Controls, table and pager: drawn in Node for the first page, and by the script after each change. */
export function findingsScene(scene: Scene): Child {
  const shown = pageRows(scene.rows, scene.view)
  return [findingsControls(scene), findingsTable(scene, shown), findingsPager(scene)]
}

const heads: readonly (readonly [key: SortKey, title: string])[] = [
  ['severity', 'Severity'],
  ['rule', 'Rule'],
  ['path', 'File and line'],
  ['repository', 'Repository'],
  ['branch', 'Branches'],
  ['status', 'Status'],
  ['scanned', 'Scanned'],
]
const CHIPS = 3

function findingsTable(scene: Scene, shown: readonly number[]): Child {
  const caption = `Findings, ${count(shown.length)} of ${count(scene.rows.length)} shown`
  const sorting = heads.map(([key, title]) => {
    return sortingHead(scene, key, key === 'scanned' ? timeTitle(scene) : title)
  })
  const lastHead = columnHead(h('span', { class: 'unseen' }, 'Details'))
  const { group } = scene.view
  const sizes = group === null ? new Map() : groupSizes(scene.table, scene.rows, group)
  const rows = shown.map((row, at) => [
    groupHead(scene, row, shown[at - 1], sizes),
    findingRows(scene, row, scene.table.finding(row)),
  ])
  return scrollable('Table of findings', table(caption, [...sorting, lastHead], rows, { table: 'findings' }))
}

/** The age of a secret is that of its line, where that was looked up. */
function timeTitle({ table }: Scene): string {
  return table.exposedAt.length > 0 ? 'Exposed since' : 'Scanned'
}

/** Before the first finding of a group on the page. */
function groupHead(
  { table: all, view: { group } }: Scene,
  row: number,
  before: number | undefined,
  sizes: ReadonlyMap<string, number>,
): Child {
  if (group === null) return null
  const name = groupName(all, row, group)
  if (before !== undefined && groupName(all, before, group) === name) return null
  const title = `${name || '(none)'} · ${count(sizes.get(name) ?? 0)}`
  const head = h('th', { scope: 'rowgroup', colSpan: heads.length + 1 }, title)
  return h('tr', { key: `group ${name}`, class: 'group' }, head)
}

/** Sorts in ascending, then descending, then the report's order. */
function sortingHead({ view, change }: Scene, key: SortKey, title: string): Child {
  const sorted = view.sort?.key === key ? view.sort : null
  const direction = sorted === null ? 'none' : sorted.descending ? 'descending' : 'ascending'
  const next = sorted?.descending ? null : { key, descending: sorted !== null }
  const onClick = (): void => change({ sort: next, page: 0, open: null })
  return h('th', { scope: 'col', 'aria-sort': direction }, h('button', { type: 'button', onClick }, title))
}

function findingRows(scene: Scene, row: number, finding: ShownFinding): Child {
  const { severity, scannedAt, exposedAt } = finding
  const time = scene.table.exposedAt.length > 0 ? exposedAt : scannedAt
  const open = scene.view.open === row
  const current = scene.view.linked === row ? 'true' : undefined
  const status = statusWord(finding, scene)
  const cell = (title: string, className: string | undefined, content: Child): Child =>
    h('td', { class: className, 'data-title': title }, content)
  return h(
    Fragment,
    { key: row },
    h(
      'tr',
      { class: open ? 'open' : undefined, 'data-row': row, 'aria-current': current },
      cell('Severity', undefined, h('span', { class: `severity ${severity}` }, severity)),
      cell('Rule', undefined, h('code', null, shorten(escapeInvisible(finding.rule), 40))),
      cell('File', 'place', location(finding, scene.bitbucketUrl)),
      cell('Repository', 'name', shortName(`${finding.project}/${finding.repository}`)),
      cell('Branches', 'name', chips(finding.branches, CHIPS)),
      cell('Status', undefined, h('span', { class: `status ${status}` }, status)),
      cell(timeTitle(scene), 'time', time === null ? '—' : utcTime(time).slice(0, 10)),
      h('td', { class: 'more' }, toggle(scene, row, finding, open)),
    ),
    open &&
      h('tr', { class: 'detail' }, h('td', { colSpan: heads.length + 1 }, findingSteps(scene, row, finding))),
  )
}

function location(finding: ShownFinding, bitbucketUrl: string | null): Child {
  const path = escapeInvisible(finding.path)
  const line = finding.line === null ? '' : `:${finding.line}`
  const text = h('code', null, breakable(shorten(path, 64)), h('b', null, line))
  const href = lineLink(bitbucketUrl, finding)
  if (href === null) return h('span', { title: path }, text)
  return h('a', { href, title: path, target: '_blank', rel: 'noopener noreferrer' }, text)
}

function toggle({ change }: Scene, row: number, finding: ShownFinding, open: boolean): Child {
  const name = `${escapeInvisible(finding.rule)} in ${escapeInvisible(finding.path)}`
  const attributes = {
    type: 'button',
    'aria-expanded': open ? 'true' : 'false',
    'aria-label': `Details of ${shorten(name, 120)}`,
    onClick: () => change({ open: open ? null : row }),
  } as const
  return h('button', attributes, open ? '–' : '+')
}

const PURGE_TOOL = 'https://github.com/newren/git-filter-repo'

function findingSteps(scene: Scene, row: number, finding: ShownFinding): Child {
  const { what, rotate, link } = ruleAdvice(finding.rule, scene.remedies)
  return h(
    'div',
    { class: 'advice' },
    h(
      'div',
      null,
      h('h3', null, escapeInvisible(finding.rule)),
      h('p', null, what),
      h('ol', { class: 'steps' }, steps(finding, rotate, link, scene)),
      acceptance(finding, scene.startedAt),
    ),
    h('div', null, facts(finding), copying(scene, `#${finding.fingerprint}`, [row])),
  )
}

function steps(finding: ShownFinding, rotate: string, link: string | null, { bitbucketUrl }: Scene): Child {
  const line = lineLink(bitbucketUrl, finding)
  if (finding.rule === UNREADABLE_ROW) return h('li', null, rotate)
  const step = (title: string, ...content: Child[]): Child => h('li', null, h('b', null, title), content)
  return [
    step('Revoke. ', rotate, link !== null && [' ', outside(link, 'How to revoke it')]),
    step('Look for use. ', 'Whoever could read the repository may have used it since it was pushed.'),
    step(
      'Replace. ',
      'Read the new one from a secret store, and take it out of ',
      line === null ? 'the line' : outside(line, 'the line'),
      finding.branches.length > 1 ? ' on every branch.' : '.',
    ),
    step(
      'Purge. ',
      `${historyAdvice} Then rewrite the history with `,
      outside(PURGE_TOOL, 'git filter-repo'),
      ', and have everybody clone anew.',
    ),
  ]
}

function outside(href: string, title: string): Child {
  return h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, title)
}

function acceptance(finding: ShownFinding, startedAt: string): Child {
  return h(
    'details',
    { class: 'acceptance' },
    h('summary', null, 'No secret, or accepted for a while?'),
    h('p', null, 'Paste below ', h('code', null, 'suppressions:'), ' of the policy file:'),
    snippet(suppressionSnippet(finding, startedAt)),
  )
}

function facts(finding: ShownFinding): Child {
  const { path, match, scannedAt, fingerprint, branches, owner, exposedAt, author } = finding
  const written = [
    exposedAt === null ? '' : utcTime(exposedAt),
    author === '' ? '' : `by ${escapeInvisible(author)}`,
  ]
  const entries: readonly (readonly [string, Child])[] = [
    ['File', escapeInvisible(path)],
    ['Branches', chips(branches, 100)],
    [
      'Owner',
      owner === ''
        ? null
        : h('a', { href: `#owner=${encodeURIComponent(escapeInvisible(owner))}` }, escapeInvisible(owner)),
    ],
    ['Matched text', match === '' ? null : h('code', null, escapeInvisible(match))],
    ['Exposed since', author === '' ? null : written.join(' ').trim()],
    ['Scanned', scannedAt === null ? null : utcTime(scannedAt)],
    ['Fingerprint', h('a', { href: `#${fingerprint}` }, h('code', null, fingerprint))],
  ]
  return definitions(entries.filter(([, value]) => value !== null))
}
