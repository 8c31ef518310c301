/** What all pictures share: title, the same numbers as a table for those who cannot see it. */
import { count } from '../../count.ts'
import { visible } from '../../escape.ts'
import { type Child, h } from '../element.ts'
import type { Figure } from './figures.ts'

/** What a picture is made of. */
export type Picture = {
  /** Unique on the page: part of ids. */
  readonly id: string
  readonly title: string
  /** What is counted, and what is left out. */
  readonly note: string | null
  readonly figures: readonly Figure[]
  readonly svg: Child
  /** True when the numbers are part of the picture (a legend) instead of folded away below it. */
  readonly legend?: boolean
}

/** A drawing with title, note and legend, and its numbers as a table. */
export function picture({ id, title, note, figures, svg, legend = false }: Picture): Child {
  const numbers = numbersTable(title, figures, legend)
  return h(
    'figure',
    { class: legend ? 'picture with-legend' : 'picture', id: `picture-${id}` },
    h('figcaption', null, h('h3', null, title), note !== null && h('p', { class: 'soft' }, note)),
    h('div', { class: 'drawing' }, svg, legend && numbers),
    !legend &&
      h(
        'details',
        null,
        h('summary', null, 'Numbers', h('span', { class: 'unseen' }, ` of ${title}`)),
        numbers,
      ),
  )
}

function numbersTable(title: string, figures: readonly Figure[], legend: boolean): Child {
  return h(
    'table',
    { class: 'numbers-table' },
    h('caption', { class: 'unseen' }, title),
    h(
      'thead',
      { class: legend ? 'unseen' : undefined },
      h('tr', null, h('th', { scope: 'col' }, 'What'), h('th', { scope: 'col' }, 'Findings')),
    ),
    h(
      'tbody',
      null,
      figures.map(({ label, value, link }) =>
        h(
          'tr',
          { key: label },
          h(
            'th',
            { scope: 'row' },
            legend && h('i', { class: `swatch ${label}` }),
            link === null ? visible(label) : h('a', { href: link }, visible(label)),
          ),
          h('td', null, count(value)),
        ),
      ),
    ),
  )
}

/** One sentence that says what the picture shows, for its `aria-label`. */
export function spoken(title: string, figures: readonly Figure[]): string {
  const linked = figures.filter((figure) => figure.link !== null)
  const [most] = (linked.length > 0 ? linked : [...figures]).sort((a, b) => b.value - a.value)
  const top = most === undefined ? '' : ` Most: ${visible(most.label)} with ${count(most.value)}.`
  return `${title}.${top} The numbers follow as a table.`
}
