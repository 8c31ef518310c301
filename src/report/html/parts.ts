/** The only import of preact, which escapes text and attributes, and what all sections share. Runs in the page too. */
import { type ComponentChild as Child, h } from 'preact'
import { count, escapeInvisible, plural } from '../../text.ts'
import { shorten } from '../escape.ts'

export { Fragment, hydrate, render } from 'preact'
export { type Child, h }

/** The part of an input event that the templates need, without the types of a browser. */
export type FieldEvent = { readonly currentTarget: { readonly value: string } }

export function section(id: string, title: string, ...content: Child[]): Child {
  const titleId = `${id}-title`
  return h('section', { id, 'aria-labelledby': titleId }, h('h2', { id: titleId }, title), content)
}

/** Its caption is for screen readers only. */
export function table(
  caption: string,
  heads: readonly Child[],
  rows: readonly Child[],
  classes: { readonly table?: string; readonly head?: string | undefined } = {},
): Child {
  return h(
    'table',
    { class: classes.table },
    h('caption', { class: 'unseen' }, caption),
    h('thead', { class: classes.head }, h('tr', null, ...heads)),
    h('tbody', null, ...rows),
  )
}

export function columnHead(title: Child): Child {
  return h('th', { scope: 'col' }, title)
}

export function scrollable(label: string, ...content: Child[]): Child {
  return h('section', { class: 'scroll', tabIndex: 0, 'aria-label': label }, ...content)
}

type Entry = readonly [name: string, value: Child]

export function definitions(entries: readonly Entry[]): Child {
  return h('dl', null, ...entries.flatMap(([name, value]) => [h('dt', null, name), h('dd', null, value)]))
}

export function tiles(className: string, entries: readonly Entry[]): Child {
  const tile = ([name, value]: Entry): Child =>
    h('div', { key: name }, h('dt', null, name), h('dd', null, value))
  return h('dl', { class: className }, entries.map(tile))
}

/** A text to copy, with the button that the page's script enables. */
export function snippet(text: string): Child {
  const button = h('button', { type: 'button', class: 'copy', 'data-copy': '' }, 'Copy')
  return h('div', { class: 'snippet' }, h('pre', { tabIndex: 0 }, text), button)
}

export function chips(branches: readonly string[], limit: number): Child {
  const names = branches.filter((name) => name !== '')
  if (names.length === 0) return '—'
  const chip = (name: string): Child => h('span', { class: 'chip', key: name }, shortName(name))
  const left = names.length - limit
  const more = left > 0 && h('span', { class: 'soft' }, ` and ${count(left)} more`)
  return h('span', null, names.slice(0, limit).map(chip), more)
}

export function shortName(text: string): Child {
  const name = escapeInvisible(text)
  return h('span', { title: name }, breakable(shorten(name, 48)))
}

/** A long path may break after a slash. */
export function breakable(path: string): Child {
  return path.split(/(?<=\/)/).map((part, index) => (index === 0 ? part : [h('wbr', null), part]))
}

/** Sentences of the gate name things in backticks. */
export function prose(text: string): Child {
  const parts = escapeInvisible(text).split(/`([^`]+)`/)
  return parts.map((part, index) => (index % 2 === 1 ? h('code', null, part) : part))
}

/** `0 bytes`, `12.3 MiB` */
export function byteSize(bytes: number): string {
  const units = ['KiB', 'MiB', 'GiB', 'TiB']
  if (bytes < 1024) return plural(bytes, 'byte')
  const step = Math.min(Math.floor(Math.log2(bytes) / 10), units.length)
  return `${(bytes / 1024 ** step).toFixed(1)} ${units[step - 1]}`
}

/** Milliseconds since the epoch or ISO 8601 as `2026-11-23 14:05 UTC`; any other text stays as it is. */
export function utcTime(time: number | string): string {
  const date = new Date(time)
  if (Number.isNaN(date.getTime())) return escapeInvisible(String(time))
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** An element that is known to be there, so that no fallback is needed. */
export function valueAt<T>(values: ArrayLike<T>, index: number): T {
  return values[index] as T
}
