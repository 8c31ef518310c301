/** The last runs, oldest first: new findings piled on those known before, each run's verdict as a sign below. */
import type { VerdictWord } from '../../../verdict.ts'
import { count, counted } from '../../count.ts'
import type { PastRun } from '../../history.ts'
import { type Child, h } from '../element.ts'
import { utcTime } from '../text.ts'
import { valueAt } from '../value-at.ts'
import { bands, type Layer, linearScale, piled } from './geometry.ts'

/** Room is kept for this many, the last run at the right, so that two runs are not two walls. */
const fewestSlots = 12

const height = 190
const plotTop = 16
const plotBottom = height - 34

/** Bars of the last runs, oldest first: two of them or more. */
export function trendChart(runs: readonly PastRun[]): Child {
  const most = Math.max(...runs.map((run) => heights(run).reduce((sum, part) => sum + part, 0)), 1)
  const tall = linearScale(most, plotBottom - plotTop)
  const slots = Math.max(runs.length, fewestSlots)
  const across = bands(slots, 100, 0.2)
  const layers = piled(runs.map(heights))
  return h(
    'svg',
    { class: 'chart trend', role: 'img', 'aria-label': spokenTrend(runs), width: '100%', height },
    h('text', { class: 'tick', y: 11, fill: '#566273' }, counted(most, 'finding')),
    h('line', { class: 'axis', x1: 0, x2: '100%', y1: plotBottom, y2: plotBottom, stroke: '#c4ccd6' }),
    runs.map((run, place) => {
      const { start, width, middle } = across(slots - runs.length + place)
      return h(
        'g',
        { key: place },
        h(
          'title',
          null,
          `${utcTime(run.at)}: ${run.verdict}, ${counted(run.total, 'finding')}, ${count(run.new)} new`,
        ),
        layers[place]?.map((layer, kind) => pile(layer, kind, start, width, tall)),
        h(
          'text',
          {
            class: `sign ${run.verdict}`,
            x: `${middle}%`,
            y: plotBottom + 14,
            'text-anchor': 'middle',
            fill: '#16202c',
          },
          signs[run.verdict],
        ),
      )
    }),
    ends(runs, across(slots - runs.length).start),
  )
}

/** Known and new findings; a run that ended in an error counted nothing reliable and has no bar. */
function heights({ verdict, total, new: fresh }: PastRun): readonly number[] {
  return verdict === 'error' ? [0, 0] : [total - fresh, fresh]
}

/** Told apart without colour; the key stands in the picture's note. */
const signs: Readonly<Record<VerdictWord, string>> = { pass: '✓', warn: '▲', fail: '✕', error: '◆' }

function pile(
  layer: Layer,
  kind: number,
  start: number,
  width: number,
  tall: (value: number) => number,
): Child {
  const top = plotBottom - tall(layer.to)
  const size = tall(layer.to) - tall(layer.from)
  const [name, fill] = kind === 0 ? ['fill known', '#9db8e2'] : ['fill new', '#1f57b0']
  return h('rect', {
    class: name,
    x: `${start}%`,
    y: top,
    width: `${width}%`,
    height: Math.max(size, 0),
    fill,
  })
}

function ends(runs: readonly PastRun[], start: number): Child {
  const [first, last] = [valueAt(runs, 0), valueAt(runs, runs.length - 1)]
  return [
    h(
      'text',
      { class: 'tick', x: `${start}%`, y: height - 4, fill: '#566273' },
      utcTime(first.at).slice(0, 10),
    ),
    h(
      'text',
      { class: 'tick', x: '100%', y: height - 4, 'text-anchor': 'end', fill: '#566273' },
      utcTime(last.at).slice(0, 10),
    ),
  ]
}

function spokenTrend(runs: readonly PastRun[]): string {
  const told = `The last ${counted(runs.length, 'run')}`
  const [first, last] = [valueAt(runs, 0), valueAt(runs, runs.length - 1)]
  return `${told}: from ${counted(first.total, 'finding')} to ${counted(last.total, 'finding')}. The numbers follow as a table.`
}
