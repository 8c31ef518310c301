/** The overview: severity mix, ages, rankings, trend, and a table of repositories by severity. */
import { type Severity, severities } from '../../finding.ts'
import type { VerdictWord } from '../../judge/verdict.ts'
import { count, escapeInvisible, heaviestFirst, plural } from '../../text.ts'
import { entriesOf } from '../entries.ts'
import { changeOf, type PastRun, TREND_RUNS } from '../history.ts'
import { isJudged, type Report, repositoryName } from '../model.ts'
import {
  axis,
  bands,
  barChart,
  chart,
  chartText,
  columnChart,
  type Figure,
  linearScale,
  picture,
  rect,
  ringPicture,
  severityFills,
} from './charts.ts'
import {
  type Child,
  columnHead,
  h,
  scrollable,
  section,
  shortName,
  table,
  utcTime,
  valueAt,
} from './parts.ts'

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

/** By the time from scan, or from the writing of the line, to the end of the run; empty when no finding has a time. */
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

/** Differ without colour; the note of the picture explains them. */
const signs: Readonly<Record<VerdictWord, string>> = { pass: '✓', warn: '▲', fail: '✕', error: '◆' }

/** Room for at least this many runs, the last at the right, so that two runs do not become two walls. */
const fewestSlots = 12

/** Takes two runs or more. */
export function trendChart(runs: readonly PastRun[]): Child {
  const [height, plotTop] = [210, 34]
  const bottom = height - 34
  const most = Math.max(...runs.map(barTotal), 1)
  const scale = linearScale(most, bottom - plotTop)
  const slots = Math.max(runs.length, fewestSlots)
  const across = bands(slots, 100, 0.2)
  const bar = (run: PastRun, index: number): Child => {
    const { start, width, middle } = across(slots - runs.length + index)
    const total = barTotal(run)
    // The worst severity is at the bottom, where all bars begin.
    let from = 0
    const parts = severities.map((severity, at) => {
      const to = total === 0 ? 0 : from + run.bySeverity[severity]
      const [low, high] = [scale(from), scale(to)]
      from = to
      const place = [`${start}%`, bottom - high, `${width}%`, Math.max(high - low, 0)] as const
      return rect(`slice ${severity}`, place, severityFills[at] ?? '')
    })
    const change = changeOf(runs.slice(0, index + 1))
    const moved = change === null ? '' : `+${count(change.appeared)} −${count(change.fixed)}`
    const top = bottom - scale(total) - 6
    return h(
      'g',
      { key: index },
      h('title', null, `${utcTime(run.at)}: ${run.verdict}, ${plural(run.total, 'finding')} ${moved}`),
      parts,
      slots <= 16 && moved !== '' && chartText('tick', [`${middle}%`, top], moved, 'middle'),
      chartText(`sign ${run.verdict}`, [`${middle}%`, bottom + 14], signs[run.verdict], 'middle'),
    )
  }
  const [first, last] = [valueAt(runs, 0), valueAt(runs, runs.length - 1)]
  const day = ({ at }: PastRun): string => utcTime(at).slice(0, 10)
  const [from, to] = [first, last].map(({ total }) => plural(total, 'finding'))
  const spoken = `The last ${plural(runs.length, 'run')}: from ${from} to ${to}. The numbers follow as a table.`
  return chart(' trend', spoken, { width: '100%', height }, [
    chartText('tick', [undefined, 11], plural(most, 'finding')),
    axis(bottom),
    runs.map(bar),
    chartText('tick', [`${across(slots - runs.length).start}%`, height - 4], day(first)),
    chartText('tick', ['100%', height - 4], day(last), 'end'),
  ])
}

/** A run that ended in an error counted nothing reliable and has no bar. */
function barTotal({ verdict, total }: PastRun): number {
  return verdict === 'error' ? 0 : total
}

const worstShown = 10

/** A small line for each of the repositories that have most findings now. */
export function repositoryLines(runs: readonly PastRun[]): Child {
  const judged = runs.filter(({ verdict }) => verdict !== 'error')
  const worst = heaviestFirst(judged.at(-1)?.byRepository ?? {}).slice(0, worstShown)
  if (judged.length < 2 || worst.length < 2) return null
  const line = ([name, now]: readonly [string, number]): Child => {
    const values = judged.map(({ byRepository }) => byRepository[name] ?? 0)
    const scale = linearScale(Math.max(...values), 20)
    const points = values.map((value, at) => `${(at * 100) / (values.length - 1)},${22 - scale(value)}`)
    const label = `${escapeInvisible(name)}: ${values.map(count).join(', ')}`
    const size = { viewBox: '0 0 100 24', width: 100, height: 24, preserveAspectRatio: 'none' }
    const stroke = { fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5 }
    return h(
      'li',
      { key: name },
      chart('', label, size, h('polyline', { points: points.join(' '), ...stroke })),
      h('b', null, count(now)),
      h('a', { href: `#repository=${encodeURIComponent(escapeInvisible(name))}` }, shortName(name)),
    )
  }
  return h('ul', { class: 'lines' }, worst.map(line))
}

const SHOWN = 20
const SHADES = 4

export function heatSection(report: Report): Child {
  const open = isJudged(report)
    ? entriesOf(report.shortlist).filter(({ status }) => status !== 'suppressed')
    : []
  const byRepository = Map.groupBy(open, repositoryName)
  if (byRepository.size < 2) return null
  const sizes = Object.fromEntries(Array.from(byRepository, ([name, { length }]) => [name, length]))
  const ranked = heaviestFirst(sizes)
  const shown = ranked.slice(0, SHOWN).map(([name]) => name)
  const cellsOf = (name: string): number[] =>
    severities.map(
      (level) => (byRepository.get(name) ?? []).filter(({ severity }) => severity === level).length,
    )
  const most = Math.max(...shown.flatMap(cellsOf))
  const row = (name: string): Child => {
    const cells = cellsOf(name).map((value, at) => heatCell(name, at, value, most))
    return h('tr', { key: name }, h('th', { scope: 'row' }, shortName(name)), cells)
  }
  const hidden = ranked.length - shown.length
  const rest = hidden > 0 ? [`${count(hidden)} more repositories have fewer.`] : []
  const cut = report.shortlistCut ? [`Of the ${count(report.shortlist.length)} worst rows.`] : []
  const note = [...rest, ...cut].join(' ')
  const heads = ['Repository', ...severities].map(columnHead)
  return section(
    'heat',
    'Repositories by severity',
    scrollable(
      'Heat table',
      table('Findings by repository and severity', heads, shown.map(row), { table: 'heat' }),
    ),
    note !== '' && h('p', { class: 'soft' }, note),
  )
}

function heatCell(name: string, at: number, value: number, most: number): Child {
  if (value === 0) return h('td', { class: 'soft' }, '0')
  const severity = severities[at] ?? ''
  const shade = Math.max(1, Math.ceil((SHADES * Math.log1p(value)) / Math.log1p(most)))
  const href = `#severity=${severity}&repository=${encodeURIComponent(escapeInvisible(name))}`
  const label = `${count(value)} ${severity} in ${escapeInvisible(name)}`
  return h('td', { class: `heat-${shade}` }, h('a', { href, 'aria-label': label }, count(value)))
}
