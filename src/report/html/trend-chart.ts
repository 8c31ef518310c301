/**
 * The last runs, oldest first: severities on top of each other, above each what appeared and was fixed since the run before,
 * below it the verdict as a sign. Then the repositories with most findings, a line each.
 */

import { severities } from '../../finding.ts'
import type { VerdictWord } from '../../judge/verdict.ts'
import { count, escapeInvisible, heaviestFirst, plural } from '../../text.ts'
import { changeOf, type PastRun } from '../history.ts'
import { axis, bands, chart, chartText, linearScale, rect } from './charts.ts'
import { type Child, h, shortName, utcTime, valueAt } from './parts.ts'

/** Differ without colour; the note of the picture explains them. */
const signs: Readonly<Record<VerdictWord, string>> = { pass: '✓', warn: '▲', fail: '✕', error: '◆' }
const fills = ['#8f1d3f', '#c2501b', '#d9a21b', '#7c94ab']

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
      return rect(`slice ${severity}`, place, fills[at] ?? '')
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
  return chart(' trend', spokenTrend(runs.length, first, last), { width: '100%', height }, [
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

function spokenTrend(runs: number, first: PastRun, last: PastRun): string {
  const [from, to] = [first, last].map(({ total }) => plural(total, 'finding'))
  return `The last ${plural(runs, 'run')}: from ${from} to ${to}. The numbers follow as a table.`
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
