/** The few findings to begin with, each with the reasons why. */
import { severities } from '../../finding.ts'
import { escapeInvisible } from '../../text.ts'
import { isShown } from '../change.ts'
import { branchRank, type Entry, entriesOf, placeOf, violatingEntries } from '../entries.ts'
import { shorten } from '../escape.ts'
import { isJudged, type Report, repositoryName } from '../model.ts'
import { type Child, h, section, utcTime } from './parts.ts'

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
