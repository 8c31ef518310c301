/** Bars, columns and ring: the only import of d3. Widths are percentages, so a chart fits any page. */
import { scaleBand, scaleLinear } from 'd3-scale'
import { arc, pie } from 'd3-shape'
import { count, escapeInvisible } from '../../text.ts'
import { shorten } from '../escape.ts'
import { type Child, columnHead, h, table } from './parts.ts'

/** One value of a chart. `link` leads to the findings that it counts. */
export type Figure = { readonly label: string; readonly value: number; readonly link: string | null }

// Fills are attributes, too, for viewers that drop a page's style.
const colours = { ink: '#16202c', soft: '#566273', axis: '#c4ccd6', track: '#e3e8ee', bar: '#2a6fdb' }
/** The worst first. */
export const severityFills: readonly string[] = ['#8f1d3f', '#c2501b', '#d9a21b', '#7c94ab']

/** A chart with title and note, and its numbers as a table for readers who cannot see it. */
export function picture(
  id: string,
  title: string,
  note: string | null,
  figures: readonly Figure[],
  svg: Child,
): Child {
  const numbers = h('summary', null, 'Numbers', h('span', { class: 'unseen' }, ` of ${title}`))
  return h(
    'figure',
    { class: 'picture', id: `picture-${id}` },
    h('figcaption', null, h('h3', null, title), note !== null && h('p', { class: 'soft' }, note)),
    h('div', { class: 'drawing' }, svg),
    h('details', null, numbers, numbersTable(title, figures, false)),
  )
}

export function ringPicture(id: string, title: string, figures: readonly Figure[]): Child {
  return h(
    'figure',
    { class: 'picture with-legend', id: `picture-${id}` },
    h('figcaption', null, h('h3', null, title)),
    h('div', { class: 'drawing' }, ringChart(title, figures), numbersTable(title, figures, true)),
  )
}

function numbersTable(title: string, figures: readonly Figure[], legend: boolean): Child {
  const row = ({ label, value, link }: Figure): Child => {
    const name = link === null ? escapeInvisible(label) : h('a', { href: link }, escapeInvisible(label))
    const swatch = legend && h('i', { class: `swatch ${label}` })
    return h('tr', { key: label }, h('th', { scope: 'row' }, swatch, name), h('td', null, count(value)))
  }
  const heads = ['What', 'Findings'].map(columnHead)
  return table(title, heads, figures.map(row), {
    table: 'numbers-table',
    head: legend ? 'unseen' : undefined,
  })
}

export function barChart(title: string, figures: readonly Figure[]): Child {
  const pitch = 34
  // The sum of all others has no bar: it would dwarf the ranked ones.
  const longest = Math.max(...figures.map(({ link, value }) => (link === null ? 0 : value)))
  const percent = linearScale(longest, 100)
  const bar = ({ label, value, link }: Figure, index: number): Child => {
    const top = index * pitch
    const text = escapeInvisible(label)
    return h(
      'g',
      { key: top, class: link === null ? 'rest' : undefined, 'data-link': link },
      h('title', null, `${text}: ${count(value)}`),
      rect('hit', [undefined, top, '100%', pitch], 'none'),
      // An inner svg clips, so that a label never overlaps its value, whatever its script.
      h(
        'svg',
        { y: top, width: '78%', height: 18 },
        chartText(undefined, [undefined, 13], shorten(text, 40)),
      ),
      chartText('value', ['100%', top + 13], count(value), 'end'),
      link !== null && rect('track', [undefined, top + 19, '100%', 7], colours.track, 3.5),
      link !== null && rect('fill', [undefined, top + 19, `${percent(value)}%`, 7], colours.bar, 3.5),
    )
  }
  return chart(
    '',
    spoken(title, figures),
    { width: '100%', height: figures.length * pitch },
    figures.map(bar),
  )
}

/** Vertical columns, for values whose order has a meaning (ages). */
export function columnChart(title: string, figures: readonly Figure[]): Child {
  const [height, top] = [170, 18]
  const bottom = height - 24
  const scale = linearScale(Math.max(...figures.map((figure) => figure.value)), bottom - top)
  const across = bands(figures.length, 100, 0.22)
  const column = ({ label, value }: Figure, index: number): Child => {
    const { start, width, middle } = across(index)
    const size = Math.round(scale(value))
    const place = [`${start}%`, bottom - size, `${width}%`, size] as const
    return h(
      'g',
      { key: label },
      h('title', null, `${label}: ${count(value)}`),
      rect('fill', place, colours.bar, 2),
      chartText('value', [`${middle}%`, bottom - size - 6], count(value), 'middle'),
      chartText('tick', [`${middle}%`, height - 7], label, 'middle'),
    )
  }
  const content = [axis(bottom), figures.map(column)]
  return chart('', spoken(title, figures), { width: '100%', height }, content)
}

function ringChart(title: string, figures: readonly Figure[]): Child {
  const radius = 78
  const values = figures.map((figure) => figure.value)
  const paths = ringSlices(values, 52, radius)
  const total = values.reduce((sum, value) => sum + value, 0)
  const slice = ({ label, value, link }: Figure, index: number): Child => {
    const path = paths[index]
    if (!path) return null
    const attributes = {
      key: label,
      class: `slice ${label}`,
      d: path,
      fill: severityFills[index],
      'data-link': link,
    }
    return h('path', attributes, h('title', null, `${label}: ${count(value)}`))
  }
  const viewBox = `${-radius} ${-radius} ${2 * radius} ${2 * radius}`
  return chart(' ring', spoken(title, figures), { viewBox, width: 2 * radius, height: 2 * radius }, [
    figures.map(slice),
    chartText('total', [undefined, 2], count(total), 'middle'),
    chartText('tick', [undefined, 20], total === 1 ? 'finding' : 'findings', 'middle'),
  ])
}

function spoken(title: string, figures: readonly Figure[]): string {
  const linked = figures.filter((figure) => figure.link !== null)
  const [most] = (linked.length > 0 ? linked : [...figures]).sort((a, b) => b.value - a.value)
  const top = most === undefined ? '' : ` Most: ${escapeInvisible(most.label)} with ${count(most.value)}.`
  return `${title}.${top} The numbers follow as a table.`
}

export function chart(className: string, label: string, size: object, content: Child): Child {
  return h('svg', { class: `chart${className}`, role: 'img', 'aria-label': label, ...size }, content)
}

type Length = number | string | undefined

export function chartText(
  className: string | undefined,
  [x, y]: readonly [x: Length, y: number],
  content: string,
  anchor?: 'middle' | 'end',
): Child {
  const fill = className === 'tick' ? colours.soft : colours.ink
  return h('text', { class: className, x, y, 'text-anchor': anchor, fill }, content)
}

export function rect(
  className: string,
  [x, y, width, height]: readonly [x: Length, y: Length, width: Length, height: Length],
  fill: string,
  rx?: number,
): Child {
  return h('rect', { class: className, x, y, width, height, rx, fill })
}

export function axis(y: number): Child {
  return h('line', { class: 'axis', x1: 0, x2: '100%', y1: y, y2: y, stroke: colours.axis })
}

/** From 0..`most` to 0..`length`, rounded to a hundredth so that the file stays small. */
export function linearScale(most: number, length: number): (value: number) => number {
  const scale = scaleLinear([0, Math.max(most, 1)], [0, length])
  return (value) => rounded(scale(value))
}

/** `total` equal bands side by side over `length`, with gaps of `gap` (share of a band, 0..1) between them. */
export function bands(total: number, length: number, gap: number) {
  const scale = scaleBand<number>([...Array(total).keys()], [0, length]).padding(gap)
  const width = scale.bandwidth()
  return (index: number) => {
    const start = scale(index) ?? 0
    return { start: rounded(start), width: rounded(width), middle: rounded(start + width / 2) }
  }
}

/** SVG path of each value's slice of a ring around (0, 0); '' for a value of 0. */
export function ringSlices(values: readonly number[], inner: number, outer: number): string[] {
  const slice = arc<{ startAngle: number; endAngle: number; padAngle: number }>()
    .innerRadius(inner)
    .outerRadius(outer)
    .cornerRadius(2)
    .digits(2)
  const gap = values.filter((value) => value > 0).length > 1 ? 0.02 : 0
  const ring = pie<number>().sort(null).padAngle(gap)([...values])
  return ring.map((angles) => (angles.value === 0 ? '' : (slice(angles) ?? '')))
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
