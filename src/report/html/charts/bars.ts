/** Horizontal bars: a label, its value, and a bar below them. Lengths are percentages, so it fits any width. */
import { count } from '../../count.ts'
import { shorten, visible } from '../../escape.ts'
import { type Child, h } from '../element.ts'
import type { Figure } from './figures.ts'
import { spoken } from './frame.ts'
import { linearScale } from './geometry.ts'

const pitch = 34
/** Signs of a label that fit beside the value at the width a picture usually has. */
const labelSigns = 40

/** Lying bars, one for each figure, with label and number above. */
export function barChart(title: string, figures: readonly Figure[]): Child {
  // What is summed up as "others" has no bar: it would dwarf the ones that are ranked.
  const most = Math.max(...figures.map(({ link, value }) => (link === null ? 0 : value)))
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
  const line = (name: string, length: number, fill: string): Child =>
    h('rect', { class: name, y: top + 19, width: `${length}%`, height: 7, rx: 3.5, fill })
  return h(
    'g',
    { key: top, class: link === null ? 'rest' : undefined, 'data-link': link },
    h('title', null, `${text}: ${count(value)}`),
    h('rect', { class: 'hit', y: top, width: '100%', height: pitch, fill: 'none' }),
    // An inner svg clips: a label never runs into its value, whatever script it is written in.
    h(
      'svg',
      { y: top, width: '78%', height: 18 },
      h('text', { y: 13, fill: '#16202c' }, shorten(text, labelSigns)),
    ),
    h(
      'text',
      { class: 'value', x: '100%', y: top + 13, 'text-anchor': 'end', fill: '#16202c' },
      count(value),
    ),
    link !== null && line('track', 100, '#e3e8ee'),
    link !== null && line('fill', width, '#2a6fdb'),
  )
}
