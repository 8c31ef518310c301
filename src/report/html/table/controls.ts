/** Search, filters and paging of the findings. Drawn anew on every change; the state is in `View` alone. */
import { count, counted } from '../../count.ts'
import { shorten } from '../../escape.ts'
import { type Child, type FieldEvent, h } from '../element.ts'
import type { Scene } from './scene.ts'
import { type Choice, type Facet, facets, pageCount, pageSizes } from './view.ts'

/** Back to the first page with nothing open: what every change of the selection needs. */
const fromTheTop = { page: 0, open: null }

/** Search field, a filter per facet, and how many findings are left. */
export function findingsControls(scene: Scene): Child {
  const { view, change, rows, table } = scene
  const narrowed = view.search !== '' || Object.keys(view.filters).length > 0
  return h(
    'div',
    { class: 'controls', role: 'search', 'aria-label': 'Findings' },
    h(
      'label',
      { class: 'search' },
      h('span', null, 'Search'),
      h('input', {
        type: 'search',
        value: view.search,
        placeholder: 'Rule, repository, branch, path or fingerprint',
        autocomplete: 'off',
        spellcheck: false,
        onInput: (event: FieldEvent) => change({ ...fromTheTop, search: event.currentTarget.value }),
      }),
    ),
    facets.map((facet) => filter(scene, facet)),
    h(
      'button',
      {
        type: 'button',
        disabled: !narrowed,
        onClick: () => change({ ...fromTheTop, search: '', filters: {} }),
      },
      'Clear',
    ),
    h('p', { role: 'status' }, `${count(rows.length)} of ${counted(table.size, 'finding')}`),
  )
}

function filter({ choices, view, change }: Scene, facet: Facet): Child {
  const choose = (value: string): void => {
    const { [facet]: _, ...others } = view.filters
    const filters = value === '' ? others : { ...others, [facet]: Number(value) }
    change({ ...fromTheTop, filters })
  }
  return h(
    'label',
    { key: facet },
    h('span', null, facet),
    h(
      'select',
      {
        value: String(view.filters[facet] ?? ''),
        onChange: (event: FieldEvent) => choose(event.currentTarget.value),
      },
      h('option', { value: '' }, 'All'),
      choices[facet].map(option),
    ),
  )
}

function option({ place, text, count: findings }: Choice): Child {
  const name = text === '' ? '(none)' : shorten(text, 60)
  return h('option', { key: place, value: String(place) }, `${name} (${count(findings)})`)
}

/** Page by page, and how many rows a page has. */
export function findingsPager({ view, rows, change }: Scene): Child {
  const pages = pageCount(rows.length, view.pageSize)
  const first = view.page * view.pageSize
  const last = Math.min(first + view.pageSize, rows.length)
  const turn = (title: string, page: number, possible: boolean): Child =>
    h('button', { type: 'button', disabled: !possible, onClick: () => change({ page, open: null }) }, title)
  return h(
    'nav',
    { class: 'pager', 'aria-label': 'Pages of findings' },
    turn('First', 0, view.page > 0),
    turn('Previous', view.page - 1, view.page > 0),
    h(
      'span',
      { class: 'soft' },
      rows.length === 0 ? 'None' : `${count(first + 1)}–${count(last)} of ${count(rows.length)}`,
    ),
    turn('Next', view.page + 1, view.page < pages - 1),
    turn('Last', pages - 1, view.page < pages - 1),
    h(
      'label',
      null,
      h('span', { class: 'soft' }, 'Rows'),
      h(
        'select',
        {
          value: String(view.pageSize),
          onChange: (event: FieldEvent) =>
            change({ ...fromTheTop, pageSize: Number(event.currentTarget.value) }),
        },
        pageSizes.map((size) => h('option', { key: size, value: String(size) }, size)),
      ),
    ),
  )
}
