/** The severity mix as a ring with the total in the middle; its legend carries the numbers. */
import { count } from '../../count.ts'
import { type Child, h } from '../element.ts'
import type { Figure } from './figures.ts'
import { spoken } from './frame.ts'
import { ringSlices } from './geometry.ts'

const radius = 78
/** By rank of severity, for where a page's style is not let through. */
const fills = ['#8f1d3f', '#c2501b', '#d9a21b', '#7c94ab']

/** A ring with a slice for each figure, their sum in the middle. */
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
      width: 2 * radius,
      height: 2 * radius,
    },
    figures.map((figure, place) => slice(figure, slices[place] ?? '', fills[place])),
    h('text', { class: 'total', y: 2, 'text-anchor': 'middle', fill: '#16202c' }, count(total)),
    h(
      'text',
      { class: 'tick', y: 20, 'text-anchor': 'middle', fill: '#566273' },
      total === 1 ? 'finding' : 'findings',
    ),
  )
}

function slice({ label, value, link }: Figure, path: string, fill: string | undefined): Child {
  if (path === '') return null
  const title = h('title', null, `${label}: ${count(value)}`)
  return h('path', { key: label, class: `slice ${label}`, d: path, fill, 'data-link': link }, title)
}
