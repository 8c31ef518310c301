/** The last runs, oldest first: new findings on top of known ones, each run's verdict as a sign below. */

import type { VerdictWord } from '../../judge/verdict.ts'
import { count, plural } from '../../text.ts'
import type { PastRun } from '../history.ts'
import { axis, bands, chart, chartText, linearScale, rect } from './charts.ts'
import { type Child, h, utcTime, valueAt } from './parts.ts'

/** Differ without colour; the note of the picture explains them. */
const signs: Readonly<Record<VerdictWord, string>> = { pass: '✓', warn: '▲', fail: '✕', error: '◆' }

/** Room for at least this many runs, the last at the right, so that two runs do not become two walls. */
const fewestSlots = 12

/** Takes two runs or more. */
export function trendChart(runs: readonly PastRun[]): Child {
  const [height, plotTop] = [190, 16]
  const bottom = height - 34
  const most = Math.max(...runs.map(barTotal), 1)
  const scale = linearScale(most, bottom - plotTop)
  const slots = Math.max(runs.length, fewestSlots)
  const across = bands(slots, 100, 0.2)
  const bar = (run: PastRun, index: number): Child => {
    const { start, width, middle } = across(slots - runs.length + index)
    const total = barTotal(run)
    const known = Math.min(total, run.total - run.new)
    const part = (className: string, from: number, to: number, fill: string): Child => {
      const [low, high] = [scale(from), scale(to)]
      return rect(className, [`${start}%`, bottom - high, `${width}%`, Math.max(high - low, 0)], fill)
    }
    const title = `${utcTime(run.at)}: ${run.verdict}, ${plural(run.total, 'finding')}, ${count(run.new)} new`
    return h(
      'g',
      { key: index },
      h('title', null, title),
      part('fill known', 0, known, '#9db8e2'),
      part('fill new', known, total, '#1f57b0'),
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
