/** Which numbers become pictures. Pure; from the report's counts, and for ages from its shortlist. */
import { type Severity, severities } from '../../../findings/finding.ts'
import { counted, heaviestFirst } from '../../count.ts'
import { visible } from '../../escape.ts'
import type { JudgedFinding, Report } from '../../model.ts'

/** One value of a picture. `link` goes to the findings it stands for. */
export type Figure = { readonly label: string; readonly value: number; readonly link: string | null }

/** Rows of a ranking; what is beyond is summed up in one row. */
const rankingLimit = 8

/** The largest entries of a count, `link`ed to the filter of `facet`. */
export function ranking(
  facet: 'rule' | 'repository' | 'branch',
  counts: Readonly<Record<string, number>>,
): Figure[] {
  const sorted = heaviestFirst(counts)
  const shown = sorted.length > rankingLimit + 1 ? sorted.slice(0, rankingLimit) : sorted
  const figures = shown.map(([label, value]) => ({
    label: label === '' ? '(not told)' : label,
    value,
    link: `#${facet}=${encodeURIComponent(visible(label))}`,
  }))
  const others = sorted.slice(shown.length)
  if (others.length === 0) return figures
  const rest = others.reduce((sum, [, value]) => sum + value, 0)
  return [...figures, { label: `${counted(others.length, 'other')}`, value: rest, link: null }]
}

/** A figure for each severity, the worst first. */
export function severityMix(counts: Readonly<Record<Severity, number>>): Figure[] {
  return severities.map((severity) => ({
    label: severity,
    value: counts[severity],
    link: counts[severity] === 0 ? null : `#severity=${severity}`,
  }))
}

const day = 86_400_000
const ages: readonly (readonly [label: string, below: number])[] = [
  ['< 1 d', day],
  ['1–7 d', 7 * day],
  ['7–30 d', 30 * day],
  ['1–3 mo', 91 * day],
  ['3–12 mo', 365 * day],
  ['> 1 y', Number.POSITIVE_INFINITY],
]

/**
 * Findings that count, by the time between their `scanned_at` and the end of the run. Empty when no finding tells
 * its time: a picture of nothing but "not told" says nothing.
 */
export function ageMix({ shortlist, evidence }: Pick<Report, 'shortlist' | 'evidence'>): Figure[] {
  const now = Date.parse(evidence.finishedAt)
  const counting = shortlist.filter((finding) => finding.status !== 'suppressed')
  const places = counting.map((finding) => agePlace(finding, now))
  if (!places.some((place) => place >= 0)) return []
  const figures = ages.map(([label], place) => ({
    label,
    value: places.filter((p) => p === place).length,
    link: null,
  }))
  const untold = places.filter((place) => place < 0).length
  return untold === 0 ? figures : [...figures, { label: 'not told', value: untold, link: null }]
}

function agePlace({ scannedAt }: JudgedFinding, now: number): number {
  if (scannedAt === null) return -1
  return ages.findIndex(([, below]) => now - scannedAt < below)
}
