/** The state of the findings section: search, filters, order, groups, page, and its address. Pure; runs in the page too. */

import { byCodeUnits } from '../../text.ts'
import type { Report } from '../model.ts'
import {
  decodeFindings,
  type EncodedFindings,
  type Facet,
  type FindingsTable,
  facets,
  type TextColumn,
} from './findings-columns.ts'
import { valueAt } from './parts.ts'

const sortKeys = [...facets, 'path', 'scanned'] as const
export type SortKey = (typeof sortKeys)[number]
export const groupings = ['repository', 'rule', 'owner', 'path'] as const
type Grouping = (typeof groupings)[number]

export const pageSizes = [25, 50, 100, 500] as const

export const firstView = {
  search: '',
  /** Index of the wanted text in the facet's column; absent: all. */
  filters: {} as Readonly<Partial<Record<Facet, number>>>,
  /** `null`: the order of the report, worst first. */
  sort: null as { readonly key: SortKey; readonly descending: boolean } | null,
  group: null as Grouping | null,
  /** Whether findings that the table folds are shown; a search or filter finds them in any case. */
  folded: false,
  page: 0,
  pageSize: 50,
  open: null as number | null,
  /** Row that the page's address names. */
  linked: null as number | null,
}
export type View = Readonly<typeof firstView>

export type Scene = Omit<FindingsPayload, 'findings'> & {
  readonly table: FindingsTable
  readonly view: View
  /** Rows selected by search and filters, sorted. */
  readonly rows: readonly number[]
  readonly choices: Choices
  /** Changes the view and draws it again; does nothing while the report is written. */
  readonly change: (part: Partial<View>) => void
  readonly copy: (text: string, button: unknown) => void
}

/** JSON in the page for its script. */
export type FindingsPayload = {
  readonly bitbucketUrl: string | null
  /** ISO 8601, of the run: suppressions to paste expire some time after it. */
  readonly startedAt: string
  readonly hasBaseline: boolean
  /** Of a change only what is new or over a limit is shown at first. */
  readonly isChange: boolean
  readonly remedies: NonNullable<Report['remedies']>
  readonly findings: EncodedFindings
}

export function firstScene(
  { findings, ...payload }: FindingsPayload,
  change: Scene['change'],
  copy: Scene['copy'] = () => undefined,
): Scene {
  const table = decodeFindings(findings, payload.hasBaseline, payload.isChange)
  const rows = selectRows(table, firstView)
  return { ...payload, table, view: firstView, rows, choices: facetChoices(table), change, copy }
}

/** Selects rows again only when search, filters, order or groups changed. */
export function nextScene(scene: Scene, part: Partial<View>): Scene {
  const view = { ...scene.view, ...part }
  const same = (['search', 'filters', 'sort', 'group', 'folded'] as const).every(
    (key) => view[key] === scene.view[key],
  )
  return { ...scene, view, rows: same ? scene.rows : selectRows(scene.table, view) }
}

export function selectRows(table: FindingsTable, view: View): number[] {
  const tests = [...filterTests(table, view), ...searchTests(table, view.search)]
  if (!view.folded && !isNarrowed(view)) tests.push((row) => !table.isFolded(row))
  const rows = tests.reduce((left, test) => left.filter(test), [...Array(table.size).keys()])
  const sorted = view.sort === null ? rows : sortRows(rows, sortRanks(table, view.sort.key), view.sort)
  return view.group === null ? sorted : sortRows(sorted, groupRanks(table, sorted, view.group))
}

export function isNarrowed({ search, filters }: View): boolean {
  return search !== '' || Object.keys(filters).length > 0
}

type RowTest = (row: number) => boolean

function filterTests(table: FindingsTable, view: View): RowTest[] {
  return facets.flatMap((facet) => {
    const wanted = view.filters[facet]
    return wanted === undefined ? [] : [anyOf([hitsOf(table.columns[facet], (place) => place === wanted)])]
  })
}

/** Every word must be in rule, repository, branch, path, owner, match or (four hex digits and more) fingerprint. */
function searchTests(table: FindingsTable, search: string): RowTest[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return words.map((word) => {
    const { rule, repository, branch, path, owner, match } = table.columns
    const inText = anyOf(
      [rule, repository, branch, path, owner, match].map((column) => {
        const found = column.lowered.map((text) => text.includes(word))
        return hitsOf(column, (place) => found[place] === true)
      }),
    )
    if (!/^[0-9a-f]{4,}$/.test(word)) return inText
    return (row) => inText(row) || table.fingerprints[row]?.includes(word) === true
  })
}

/** Which sets of a column hold what is wanted: each is looked at once, however many rows have it. */
type Hits = { readonly index: readonly number[]; readonly hits: Uint8Array }

function hitsOf({ index, sets }: TextColumn, isWanted: (place: number) => boolean): Hits {
  return { index, hits: Uint8Array.from(sets, (set) => (set.some(isWanted) ? 1 : 0)) }
}

/** Without a closure for each row: there may be 50,000, at every keystroke. */
function anyOf(columns: readonly Hits[]): RowTest {
  const useful = columns.filter(({ hits }) => hits.includes(1))
  return (row) => {
    for (const { index, hits } of useful) if (hits[index[row] as number] === 1) return true
    return false
  }
}

function sortRows(rows: number[], rank: ArrayLike<number>, { descending } = { descending: false }): number[] {
  const sign = descending ? -1 : 1
  const order = new Uint32Array(rank.length)
  for (const [at, row] of rows.entries()) order[row] = at
  return rows.toSorted(
    (a, b) => sign * (valueAt(rank, a) - valueAt(rank, b)) || valueAt(order, a) - valueAt(order, b),
  )
}

/** A number per row that sorts as the column does: severity and status by rank, texts sorted once. */
function sortRanks(table: FindingsTable, key: SortKey): readonly number[] {
  if (key === 'scanned') return table.exposedAt.length > 0 ? table.exposedAt : table.scannedAt
  const { index, sets, texts } = table.columns[key]
  const order = [...texts.keys()]
  if (key !== 'severity' && key !== 'status')
    order.sort((a, b) => byCodeUnits(valueAt(texts, a), valueAt(texts, b)))
  const ranks = new Uint32Array(order.length)
  for (const [rank, place] of order.entries()) ranks[place] = rank
  // A row with several texts sorts by the first; one without any comes last.
  const rankOf = sets.map(([first]) => (first === undefined ? order.length : valueAt(ranks, first)))
  if (key !== 'path') return index.map((set) => valueAt(rankOf, set))
  // Findings of one file are sorted by line.
  const lastLine = 2 ** 24 - 1
  return index.map(
    (set, row) => valueAt(rankOf, set) * 2 ** 24 + Math.min(valueAt(table.lines, row), lastLine),
  )
}

function groupRanks(table: FindingsTable, rows: readonly number[], group: Grouping): readonly number[] {
  const order = [...groupSizes(table, rows, group)].sort(([, x], [, y]) => y - x)
  const ranks = new Map(order.map(([name], rank) => [name, rank]))
  return Array.from({ length: table.size }, (_none, row) => ranks.get(groupName(table, row, group)) ?? 0)
}

/** Files of the same path in two repositories are two groups. */
export function groupName({ columns }: FindingsTable, row: number, group: Grouping): string {
  const text = (column: TextColumn): string => valueAt(column.texts, valueAt(column.index, row))
  const name = text(columns[group])
  return group === 'path' ? `${text(columns.repository)} ${name}` : name
}

export function groupSizes(
  table: FindingsTable,
  rows: readonly number[],
  group: Grouping,
): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>()
  for (const row of rows) {
    const name = groupName(table, row, group)
    sizes.set(name, (sizes.get(name) ?? 0) + 1)
  }
  return sizes
}

export function pageCount(rows: number, pageSize: number): number {
  return Math.max(1, Math.ceil(rows / pageSize))
}

export function pageRows(rows: readonly number[], view: View): readonly number[] {
  return rows.slice(view.page * view.pageSize, (view.page + 1) * view.pageSize)
}

/** The view turned to the page with `row`; search and filters are dropped when they exclude it. */
export function viewShowing(table: FindingsTable, view: View, row: number): View {
  const place = selectRows(table, view).indexOf(row)
  const linked = { ...view, open: row, linked: row }
  if (place >= 0) return { ...linked, page: Math.floor(place / view.pageSize) }
  return viewShowing(table, { ...linked, search: '', filters: {}, folded: true }, row)
}

/** One entry of a filter: a distinct text of its column and how many findings have it. */
export type Choice = { readonly place: number; readonly text: string; readonly count: number }
type Choices = Readonly<Record<Facet, readonly Choice[]>>

/** The entries of every filter: by rank for severity, status and limits, else by name. */
export function facetChoices({ columns }: FindingsTable): Choices {
  return Object.fromEntries(
    facets.map((facet) => {
      const choices = choicesOf(columns[facet])
      if (['severity', 'status', 'limit'].includes(facet)) return [facet, choices]
      return [facet, choices.sort((a, b) => byCodeUnits(a.text.toLowerCase(), b.text.toLowerCase()))]
    }),
  ) as unknown as Choices
}

function choicesOf({ index, sets, texts }: TextColumn): Choice[] {
  const ofSet = new Uint32Array(sets.length)
  for (const set of index) ofSet[set] = valueAt(ofSet, set) + 1
  const counts = new Uint32Array(texts.length)
  for (const [at, set] of sets.entries())
    for (const place of set) counts[place] = valueAt(counts, place) + valueAt(ofSet, at)
  const choices = texts.map((text, place) => ({ place, text, count: valueAt(counts, place) }))
  return choices.filter((choice) => choice.count > 0)
}

/** What follows `#`; '' for the first view. */
export function addressOf({ view, choices }: Pick<Scene, 'view' | 'choices'>): string {
  const { search, sort, group, filters, folded } = view
  const parts: (readonly [string, string])[] = [
    ...facets.flatMap((facet) => {
      const chosen = choices[facet].find(({ place }) => place === filters[facet])
      return chosen === undefined ? [] : [[facet, chosen.text] as const]
    }),
    ...(search === '' ? [] : [['search', search] as const]),
    ...(group === null ? [] : [['group', group] as const]),
    ...(folded ? [['folded', 'shown'] as const] : []),
    ...(sort === null ? [] : [['sort', `${sort.descending ? '-' : ''}${sort.key}`] as const]),
  ]
  return parts.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
}

/** The view that an address asks for; `null` for one that asks for no view. Unknown values are left out. */
export function viewOfAddress(address: string, { choices }: Pick<Scene, 'choices'>): Partial<View> | null {
  const given = new URLSearchParams(address)
  if (![...facets, 'search', 'group', 'sort', 'folded'].some((name) => given.has(name))) return null
  const filters = facets.flatMap((facet) => {
    const choice = choices[facet].find(({ text }) => text === given.get(facet))
    return choice === undefined ? [] : [[facet, choice.place] as const]
  })
  const sort = given.get('sort') ?? ''
  const key = sortKeys.find((one) => one === sort.replace(/^-/, ''))
  return {
    ...firstView,
    search: given.get('search') ?? '',
    filters: Object.fromEntries(filters),
    group: groupings.find((one) => one === given.get('group')) ?? null,
    folded: given.get('folded') === 'shown',
    sort: key === undefined ? null : { key, descending: sort.startsWith('-') },
  }
}
