/** The charts of the page: severity mix, ages, rankings, trend, and which numbers they show. */
import { type Severity, severities } from '../../finding.ts'
import { count, escapeInvisible, heaviestFirst, plural } from '../../text.ts'
import { changeOf, type PastRun, TREND_RUNS } from '../history.ts'
import type { Report } from '../model.ts'
import { barChart, columnChart, type Figure, picture, ringPicture } from './charts.ts'
import { type Child, h, section, utcTime } from './parts.ts'
import { repositoryLines, trendChart } from './trend-chart.ts'

/** `history`: oldest run first, this run last; shown when there are at least two. */
export function picturesSection(report: Report, history: readonly PastRun[]): Child {
  const drawn = [...findingPictures(report), trendPicture(history)].filter(Boolean)
  if (drawn.length === 0) return null
  return section('pictures', 'Overview', h('div', { class: 'pictures' }, drawn))
}

function findingPictures(report: Report): Child[] {
  const { counts } = report
  if (counts.total === 0) return []
  return [
    ringPicture('severity', 'Severity mix', severityMix(counts.bySeverity)),
    agePicture(report),
    rankingPicture('rules', 'By rule', ranking('rule', counts.byRule)),
    rankingPicture('repositories', 'By repository', ranking('repository', counts.byRepository)),
    rankingPicture('branches', 'By branch', ranking('branch', counts.byBranch)),
    Object.keys(counts.byOwner).length > 0 &&
      rankingPicture('owners', 'By owner', ranking('owner', counts.byOwner)),
  ]
}

function rankingPicture(id: string, title: string, figures: readonly Figure[]): Child {
  return picture(id, title, null, figures, barChart(title, figures))
}

function agePicture(report: Report): Child {
  const figures = ageMix(report)
  // Findings that were all scanned at about the same time say nothing by their age.
  if (figures.filter(({ value }) => value > 0).length < 2) return null
  const note = report.shortlistCut ? `Of the ${count(report.shortlist.length)} worst findings. ` : ''
  const title = 'By age'
  const isBlamed = report.shortlist.some(({ blame }) => blame !== undefined)
  const since = isBlamed
    ? 'Time since the line was written, where that was looked up.'
    : 'Time since the finding was scanned.'
  return picture('age', title, `${note}${since}`, figures, columnChart(title, figures))
}

function trendPicture(history: readonly PastRun[]): Child {
  const runs = history.slice(-TREND_RUNS)
  if (runs.length < 2) return null
  const title = `Last ${count(runs.length)} runs`
  const legend =
    'The worst severity is at the bottom; above a run what appeared and was fixed since the one before, at least; below it its verdict: ✓ pass, ▲ warn, ✕ fail, ◆ error.'
  const figures = runs.map(({ at, verdict, total }) => {
    return { label: `${utcTime(at)}, ${verdict}`, value: total, link: null }
  })
  return picture('trend', title, `${changeSentence(runs)}${legend}`, figures, [
    trendChart(runs),
    repositoryLines(runs),
  ])
}

function changeSentence(runs: readonly PastRun[]): string {
  const change = changeOf(runs)
  if (change === null) return ''
  const { appeared, fixed, remaining } = change
  return `Since the last judged run: at least ${count(appeared)} appeared, ${count(fixed)} fixed, ${count(remaining)} remaining. `
}

/** Rows of a ranking; one more row sums up the others. */
const rankingLimit = 8

/** The largest entries of a count, linked to the filter of `facet`. */
export function ranking(
  facet: 'rule' | 'repository' | 'branch' | 'owner',
  counts: Readonly<Record<string, number>>,
): Figure[] {
  const sorted = heaviestFirst(counts)
  const shown = sorted.length > rankingLimit + 1 ? sorted.slice(0, rankingLimit) : sorted
  const figures = shown.map(([name, value]) => {
    const link = `#${facet}=${encodeURIComponent(escapeInvisible(name))}`
    return { label: name === '' ? '(no name)' : name, value, link }
  })
  const others = sorted.slice(shown.length)
  if (others.length === 0) return figures
  const rest = others.reduce((sum, [, value]) => sum + value, 0)
  return [...figures, { label: plural(others.length, 'other'), value: rest, link: null }]
}

/** A figure for each severity, the worst first. */
export function severityMix(counts: Readonly<Record<Severity, number>>): Figure[] {
  return severities.map((severity) => {
    const value = counts[severity]
    return { label: severity, value, link: value === 0 ? null : `#severity=${severity}` }
  })
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
 * Unsuppressed findings by the time from their scan to the end of the run, or from when their lines were written, where
 * that was looked up; empty when no finding has a time.
 */
export function ageMix({ shortlist, evidence }: Pick<Report, 'shortlist' | 'evidence'>): Figure[] {
  const now = Date.parse(evidence.finishedAt)
  const counting = shortlist.filter(({ status }) => status !== 'suppressed')
  const dates = counting.flatMap(({ blame }) => (blame?.date ? [Date.parse(blame.date)] : []))
  const times = dates.length > 0 ? dates : counting.map(({ scannedAt }) => scannedAt)
  const known = times.filter((time) => time !== null)
  if (known.length === 0) return []
  const classes = known.map((time) => ages.findIndex(([, below]) => now - time < below))
  const figures = ages.map(([label], index): Figure => {
    return { label, value: classes.filter((one) => one === index).length, link: null }
  })
  const unknown = times.length - known.length
  return unknown === 0 ? figures : [...figures, { label: 'unknown', value: unknown, link: null }]
}
