/** Horizontal bars: a label, its value, and a bar below them. Lengths are percentages, so it fits any width. */

import { shorten, visible } from '../../escape.ts'
import { type Child, h } from '../element.ts'
import { count } from '../text.ts'
import type { Figure } from './figures.ts'
import { spoken } from './frame.ts'
import { linearScale } from './geometry.ts'

const pitch = 34
/** Signs of a label that fit beside the value at the narrowest width the page gives a picture. */
const labelSigns = 42

export function barChart(title: string, figures: readonly Figure[]): Child {
  const most = Math.max(...figures.map((figure) => figure.value))
  const percent = linearScale(most, 100)
  return h(
    'svg',
    {
      class: 'chart',
      role: 'img',
      'aria-label': spoken(title, figures),
      width: '100%',
      height: figures.length * pitch,
    },
    figures.map((figure, place) => bar(figure, place * pitch, percent(figure.value))),
  )
}

function bar({ label, value, link }: Figure, top: number, width: number): Child {
  const text = visible(label)
  return h(
    'g',
    { key: top, class: link === null ? 'rest' : undefined, 'data-link': link },
    h('title', null, `${text}: ${count(value)}`),
    h('rect', { class: 'hit', y: top, width: '100%', height: pitch, fill: 'none' }),
    h('text', { y: top + 13, fill: '#16202c' }, shorten(text, labelSigns)),
    h(
      'text',
      { class: 'value', x: '100%', y: top + 13, 'text-anchor': 'end', fill: '#16202c' },
      count(value),
    ),
    h('rect', { class: 'track', y: top + 19, width: '100%', height: 7, rx: 3.5, fill: '#e3e8ee' }),
    h('rect', { class: 'fill', y: top + 19, width: `${width}%`, height: 7, rx: 3.5, fill: '#2a6fdb' }),
  )
}
