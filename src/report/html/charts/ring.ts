/** The severity mix as a ring with the total in the middle; its legend carries the numbers. */

import { count } from '../../count.ts'
import { type Child, h } from '../element.ts'
import type { Figure } from './figures.ts'
import { spoken } from './frame.ts'
import { ringSlices } from './geometry.ts'

const radius = 78

export function ringChart(title: string, figures: readonly Figure[]): Child {
  const total = figures.reduce((sum, figure) => sum + figure.value, 0)
  const slices = ringSlices(
    figures.map((figure) => figure.value),
    52,
    radius,
  )
  const box = `${-radius} ${-radius} ${2 * radius} ${2 * radius}`
  return h(
    'svg',
    {
      class: 'chart ring',
      role: 'img',
      'aria-label': spoken(title, figures),
      viewBox: box,
      width: 156,
      height: 156,
    },
    figures.map(({ label, value, link }, place) =>
      h(
        'path',
        { key: label, class: `slice ${label}`, d: slices[place], 'data-link': link },
        h('title', null, `${label}: ${count(value)}`),
      ),
    ),
    h('text', { class: 'total', y: 2, 'text-anchor': 'middle', fill: '#16202c' }, count(total)),
    h(
      'text',
      { class: 'tick', y: 20, 'text-anchor': 'middle', fill: '#566273' },
      total === 1 ? 'finding' : 'findings',
    ),
  )
}
