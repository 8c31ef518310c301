/** Search, filters and pager of the findings, and what is copied of them. Drawn anew on every change; runs in the page too. */

import { count, plural } from '../../text.ts'
import { lineLink, placeOf } from '../entries.ts'
import { markdownCode, shorten } from '../escape.ts'
import { type Facet, facets } from './findings-columns.ts'
import { type Choice, groupings, isNarrowed, pageCount, pageSizes, type Scene } from './findings-view.ts'
import { type Child, type FieldEvent, h } from './parts.ts'

/** Every change of the selection goes back to the first page and closes the details. */
const fromTheTop = { page: 0, open: null }

export function findingsControls(scene: Scene): Child {
  const { view, change, rows, table } = scene
  const narrowed = isNarrowed(view)
  const clear = (): void => change({ ...fromTheTop, search: '', filters: {}, linked: null })
  const search = {
    type: 'search',
    value: view.search,
    placeholder: 'Rule, repository, branch, path or fingerprint',
    autocomplete: 'off',
    spellcheck: false,
    onInput: (event: FieldEvent) => change({ ...fromTheTop, search: event.currentTarget.value }),
  } as const
  return h(
    'div',
    { class: 'controls', role: 'search', 'aria-label': 'Findings' },
    h('label', { class: 'search' }, h('span', null, 'Search'), h('input', search)),
    ...facets.filter((facet) => isUseful(scene, facet)).map((facet) => filter(scene, facet)),
    grouping(scene),
    h('button', { type: 'button', disabled: !narrowed, onClick: clear }, 'Clear'),
    h('p', { role: 'status' }, `${count(rows.length)} of ${plural(table.size, 'finding')}`),
    !narrowed && folding(scene),
    copying(scene, '', rows),
  )
}

function folding({ table, view, rows, change }: Scene): Child {
  const hidden = table.size - rows.length
  if (hidden === 0 && !view.folded) return null
  const title = view.folded ? 'Show new findings only' : `Show ${count(hidden)} that are not new`
  const onClick = (): void => change({ ...fromTheTop, folded: !view.folded })
  return h('button', { type: 'button', onClick }, title)
}

/** Many reports know no owners, and a report that passes exceeds no limit. */
function isUseful({ choices }: Scene, facet: Facet): boolean {
  return (facet !== 'owner' && facet !== 'limit') || choices[facet].some(({ text }) => text !== '')
}

function grouping(scene: Scene): Child {
  const { view, change } = scene
  const shown = groupings.filter((group) => group !== 'owner' || isUseful(scene, 'owner'))
  const options = [
    h('option', { value: '' }, 'None'),
    shown.map((group) => h('option', { key: group, value: group }, group === 'path' ? 'file' : group)),
  ]
  const choose = (value: string): void =>
    change({ ...fromTheTop, group: groupings.find((group) => group === value) ?? null })
  return h('label', null, h('span', null, 'Group by'), select(view.group ?? '', choose, options))
}

/** @param link what follows the address of the page; '' for the present view */
export function copying(scene: Scene, link: string, rows: readonly number[]): Child {
  const button = (title: string, text: () => string): Child => {
    const onClick = (event: FieldEvent): void => scene.copy(text(), event.currentTarget)
    return h('button', { type: 'button', onClick }, title)
  }
  return h(
    'div',
    { class: 'copying' },
    button('Copy link', () => link),
    button('Copy as Markdown', () => findingsMarkdown(scene, rows)),
  )
}

function filter({ choices, view, change }: Scene, facet: Facet): Child {
  const choose = (value: string): void => {
    const { [facet]: _, ...others } = view.filters
    const filters = value === '' ? others : { ...others, [facet]: Number(value) }
    change({ ...fromTheTop, filters })
  }
  const options = [h('option', { value: '' }, 'All'), choices[facet].map(option)]
  const title = h('span', null, facet === 'limit' ? 'exceeded limit' : facet)
  return h('label', { key: facet }, title, select(String(view.filters[facet] ?? ''), choose, options))
}

function option({ place, text, count: findings }: Choice): Child {
  const name = text === '' ? '(none)' : shorten(text, 60)
  return h('option', { key: place, value: String(place) }, `${name} (${count(findings)})`)
}

function select(value: string, choose: (value: string) => void, options: Child): Child {
  const onChange = (event: FieldEvent): void => choose(event.currentTarget.value)
  return h('select', { value, onChange }, options)
}

export function findingsPager({ view, rows, change }: Scene): Child {
  const pages = pageCount(rows.length, view.pageSize)
  const first = view.page * view.pageSize
  const last = Math.min(first + view.pageSize, rows.length)
  const range = rows.length === 0 ? 'None' : `${count(first + 1)}–${count(last)} of ${count(rows.length)}`
  const turn = (title: string, page: number, possible: boolean): Child =>
    h('button', { type: 'button', disabled: !possible, onClick: () => change({ page, open: null }) }, title)
  const sizes = pageSizes.map((size) => h('option', { key: size, value: String(size) }, size))
  const resize = (value: string): void => change({ ...fromTheTop, pageSize: Number(value) })
  return h(
    'nav',
    { class: 'pager', 'aria-label': 'Pages of findings' },
    turn('First', 0, view.page > 0),
    turn('Previous', view.page - 1, view.page > 0),
    h('span', { class: 'soft' }, range),
    turn('Next', view.page + 1, view.page < pages - 1),
    turn('Last', pages - 1, view.page < pages - 1),
    h('label', null, h('span', { class: 'soft' }, 'Rows'), select(String(view.pageSize), resize, sizes)),
  )
}

const MOST = 200
const BRANCHES = 3

export function findingsMarkdown({ table, bitbucketUrl }: Scene, rows: readonly number[]): string {
  const lines = rows.slice(0, MOST).map((row) => {
    const finding = table.finding(row)
    const { severity, rule, project, repository, branches, owner } = finding
    const place = markdownCode(`${project}/${repository} ${placeOf(finding)}`)
    const link = lineLink(bitbucketUrl, finding)
    const left = branches.length - BRANCHES
    const named = branches.slice(0, BRANCHES).filter((name) => name !== '')
    const on = named.map((name) => markdownCode(name))
    return [
      `* **${severity}** ${markdownCode(rule)} in ${link === null ? place : `[${place}](<${link}>)`}`,
      ...(on.length === 0 ? [] : [` on ${on.join(', ')}${left > 0 ? ` and ${count(left)} more` : ''}`]),
      ...(owner === '' ? [] : [`, owner ${markdownCode(owner)}`]),
    ].join('')
  })
  const left = rows.length - lines.length
  return [...lines, ...(left > 0 ? [`* and ${count(left)} more`] : []), ''].join('\n')
}
