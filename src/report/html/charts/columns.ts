/** Upright columns, for values whose order is their meaning (ages). */
import { count } from '../../count.ts'
import { type Child, h } from '../element.ts'
import type { Figure } from './figures.ts'
import { spoken } from './frame.ts'
import { bands, linearScale } from './geometry.ts'

const height = 170
const plotTop = 18
const plotBottom = height - 24

/** Standing bars, one for each figure, the numbers above them. */
export function columnChart(title: string, figures: readonly Figure[]): Child {
  const tall = linearScale(Math.max(...figures.map((figure) => figure.value)), plotBottom - plotTop)
  const across = bands(figures.length, 100, 0.22)
  return h(
    'svg',
    { class: 'chart', role: 'img', 'aria-label': spoken(title, figures), width: '100%', height },
    h('line', { class: 'axis', x1: 0, x2: '100%', y1: plotBottom, y2: plotBottom, stroke: '#c4ccd6' }),
    figures.map(({ label, value }, place) => {
      const { start, width, middle } = across(place)
      const top = plotBottom - Math.round(tall(value))
      return h(
        'g',
        { key: label },
        h('title', null, `${label}: ${count(value)}`),
        h('rect', {
          class: 'fill',
          x: `${start}%`,
          y: top,
          width: `${width}%`,
          height: plotBottom - top,
          rx: 2,
          fill: '#2a6fdb',
        }),
        h(
          'text',
          { class: 'value', x: `${middle}%`, y: top - 6, 'text-anchor': 'middle', fill: '#16202c' },
          count(value),
        ),
        h(
          'text',
          { class: 'tick', x: `${middle}%`, y: height - 7, 'text-anchor': 'middle', fill: '#566273' },
          label,
        ),
      )
    }),
  )
}
