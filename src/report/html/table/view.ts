/** Which findings the reader wants to see, and in which order. Pure: the page redraws from what this gives. */
import { byCodeUnits } from '../../../by-code-units.ts'
import { valueAt } from '../value-at.ts'
import type { FindingsTable, TextColumn } from './columns.ts'

/** Columns with few values, by which findings can be filtered. */
export const facets = ['severity', 'status', 'rule', 'repository', 'branch'] as const
/** A column that the findings can be filtered by. */
export type Facet = (typeof facets)[number]

/** A column that the findings can be sorted by. */
export type SortKey = Facet | 'path' | 'scanned'

/** What the reader chose. */
export type View = {
  readonly search: string
  /** Place of the wanted text in the facet's column; absent: all. */
  readonly filters: Readonly<Partial<Record<Facet, number>>>
  /** `null`: the order of the report, worst first. */
  readonly sort: { readonly key: SortKey; readonly descending: boolean } | null
  /** From 0. */
  readonly page: number
  readonly pageSize: number
  /** Row whose details are open. */
  readonly open: number | null
  /** Row that was linked to. */
  readonly linked: number | null
}

/** Rows of a page that can be chosen. */
export const pageSizes = [25, 50, 100, 500] as const

/** What is shown before anybody chose. */
export const firstView: View = {
  search: '',
  filters: {},
  sort: null,
  page: 0,
  pageSize: 50,
  open: null,
  linked: null,
}

/** Rows that satisfy search and filters, in the wanted order. */
export function selectRows(table: FindingsTable, view: View): number[] {
  const accepts = [...filterTests(table, view), ...searchTests(table, view.search)]
  const rows: number[] = []
  for (let row = 0; row < table.size; row += 1) {
    if (accepts.every((accept) => accept(row))) rows.push(row)
  }
  return view.sort === null ? rows : sortRows(table, rows, view.sort)
}

type RowTest = (row: number) => boolean

function filterTests(table: FindingsTable, view: View): RowTest[] {
  return facets.flatMap((facet) => {
    const wanted = view.filters[facet]
    const { index } = table.columns[facet]
    return wanted === undefined ? [] : [(row: number) => index[row] === wanted]
  })
}

/** Every word must be found in rule, repository, branch, path, match or (four hex digits and more) fingerprint. */
function searchTests(table: FindingsTable, search: string): RowTest[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return words.map((word) => {
    const { rule, repository, branch, path, match } = table.columns
    const tests = [rule, repository, branch, path, match].map((column) => holds(column, word))
    if (/^[0-9a-f]{4,}$/.test(word)) tests.push((row) => table.fingerprints[row]?.includes(word) === true)
    return (row) => tests.some((test) => test(row))
  })
}

/** Looks into each distinct text once, whatever the number of rows. */
function holds({ index, lowered }: TextColumn, word: string): RowTest {
  const found = Uint8Array.from(lowered, (text) => (text.includes(word) ? 1 : 0))
  return (row) => found[valueAt(index, row)] === 1
}

function sortRows(
  table: FindingsTable,
  rows: number[],
  sort: { key: SortKey; descending: boolean },
): number[] {
  const rank = sortRanks(table, sort.key)
  const sign = sort.descending ? -1 : 1
  return rows.sort((a, b) => sign * (valueAt(rank, a) - valueAt(rank, b)) || a - b)
}

/** A number per row that sorts as the column does. Severity and status have their own order; texts are sorted once. */
function sortRanks(table: FindingsTable, key: SortKey): readonly number[] {
  if (key === 'scanned') return table.scannedAt
  const { index, texts } = table.columns[key]
  if (key === 'severity' || key === 'status') return index
  const order = texts.map((_, place) => place)
  order.sort((a, b) => byCodeUnits(valueAt(texts, a), valueAt(texts, b)))
  const rankOfPlace = new Uint32Array(order.length)
  for (const [rank, place] of order.entries()) rankOfPlace[place] = rank
  if (key !== 'path') return index.map((place) => valueAt(rankOfPlace, place))
  // A file's findings stay together and go down the file.
  return index.map(
    (place, row) => valueAt(rankOfPlace, place) * 2 ** 24 + Math.min(valueAt(table.lines, row), 2 ** 24 - 1),
  )
}

/** Number of pages, at least one. */
export function pageCount(rows: number, pageSize: number): number {
  return Math.max(1, Math.ceil(rows / pageSize))
}

/** The rows of the page that the view is on. */
export function pageRows(rows: readonly number[], view: View): readonly number[] {
  return rows.slice(view.page * view.pageSize, (view.page + 1) * view.pageSize)
}

/** The view in which `row` can be seen: as it is, when it holds the row, else without search and filters. */
export function viewShowing(table: FindingsTable, view: View, row: number): View {
  const rows = selectRows(table, view)
  const place = rows.indexOf(row)
  const linked = { ...view, open: row, linked: row }
  if (place >= 0) return { ...linked, page: Math.floor(place / view.pageSize) }
  return viewShowing(table, { ...linked, search: '', filters: {} }, row)
}

/** One entry of a filter: a distinct text of its column and how many findings have it. */
export type Choice = { readonly place: number; readonly text: string; readonly count: number }

/** What each filter offers. */
export type Choices = Readonly<Record<Facet, readonly Choice[]>>

/** The entries of every filter: by rank for severity and status, else by name. Made once per table. */
export function facetChoices(table: FindingsTable): Choices {
  return {
    severity: choicesOf(table.columns.severity),
    status: choicesOf(table.columns.status),
    rule: choicesOf(table.columns.rule).sort(byName),
    repository: choicesOf(table.columns.repository).sort(byName),
    branch: choicesOf(table.columns.branch).sort(byName),
  }
}

function choicesOf({ index, texts }: TextColumn): Choice[] {
  const counts = new Uint32Array(texts.length)
  for (const place of index) counts[place] = valueAt(counts, place) + 1
  const choices = texts.map((text, place) => ({ place, text, count: valueAt(counts, place) }))
  return choices.filter((choice) => choice.count > 0)
}

function byName(a: Choice, b: Choice): number {
  return byCodeUnits(a.text.toLowerCase(), b.text.toLowerCase())
}
