/** The state of the findings section: search, filters, order, page. Pure; runs in the page too. */
import { byCodeUnits } from '../../text.ts'
import {
  decodeFindings,
  type EncodedFindings,
  type FindingsTable,
  type TextColumn,
} from './findings-columns.ts'
import { valueAt } from './parts.ts'

/** Columns with few values, by which findings can be filtered. */
export const facets = ['severity', 'status', 'rule', 'repository', 'branch'] as const
export type Facet = (typeof facets)[number]
export type SortKey = Facet | 'path' | 'scanned'

/** The choices of the reader. */
export type View = {
  readonly search: string
  /** Index of the wanted text in the facet's column; absent: all. */
  readonly filters: Readonly<Partial<Record<Facet, number>>>
  /** `null`: the order of the report, worst first. */
  readonly sort: { readonly key: SortKey; readonly descending: boolean } | null
  /** From 0. */
  readonly page: number
  readonly pageSize: number
  /** Row whose details are open. */
  readonly open: number | null
  /** Row that the page's address names. */
  readonly linked: number | null
}

export const pageSizes = [25, 50, 100, 500] as const

export const firstView: View = {
  search: '',
  filters: {},
  sort: null,
  page: 0,
  pageSize: 50,
  open: null,
  linked: null,
}

/** All that the findings section is drawn from. */
export type Scene = {
  readonly table: FindingsTable
  readonly view: View
  /** Rows selected by search and filters, sorted. */
  readonly rows: readonly number[]
  readonly choices: Choices
  readonly bitbucketUrl: string | null
  /** ISO 8601, of the run: suppressions to paste expire some time after it. */
  readonly startedAt: string
  /** Changes the view and draws it again; does nothing while the report is written. */
  readonly change: (part: Partial<View>) => void
}

/** JSON in the page for its script. */
export type FindingsPayload = {
  readonly bitbucketUrl: string | null
  readonly startedAt: string
  readonly findings: EncodedFindings
}

export function firstScene(
  { findings, bitbucketUrl, startedAt }: FindingsPayload,
  change: Scene['change'],
): Scene {
  const table = decodeFindings(findings)
  const rows = selectRows(table, firstView)
  return { table, view: firstView, rows, choices: facetChoices(table), bitbucketUrl, startedAt, change }
}

/** Selects rows again only when search, filters or order changed. */
export function nextScene(scene: Scene, part: Partial<View>): Scene {
  const view = { ...scene.view, ...part }
  const same =
    view.search === scene.view.search && view.filters === scene.view.filters && view.sort === scene.view.sort
  return { ...scene, view, rows: same ? scene.rows : selectRows(scene.table, view) }
}

/** Rows that match search and filters, in the wanted order. */
export function selectRows(table: FindingsTable, view: View): number[] {
  const tests = [...filterTests(table, view), ...searchTests(table, view.search)]
  const all = Array.from({ length: table.size }, (_, row) => row)
  const rows = all.filter((row) => tests.every((test) => test(row)))
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

/** Every word must be in rule, repository, branch, path, match or (four hex digits and more) fingerprint. */
function searchTests(table: FindingsTable, search: string): RowTest[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return words.map((word) => {
    const { rule, repository, branch, path, match } = table.columns
    const tests = [rule, repository, branch, path, match].map((column) => includes(column, word))
    if (/^[0-9a-f]{4,}$/.test(word)) tests.push((row) => table.fingerprints[row]?.includes(word) === true)
    return (row) => tests.some((test) => test(row))
  })
}

/** Searches each distinct text once, however many rows have it. */
function includes({ index, lowered }: TextColumn, word: string): RowTest {
  const found = lowered.map((text) => text.includes(word))
  return (row) => found[valueAt(index, row)] === true
}

function sortRows(table: FindingsTable, rows: number[], sort: NonNullable<View['sort']>): number[] {
  const rank = sortRanks(table, sort.key)
  const sign = sort.descending ? -1 : 1
  return rows.sort((a, b) => sign * (valueAt(rank, a) - valueAt(rank, b)) || a - b)
}

/** A number per row that sorts as the column does: severity and status by rank, texts sorted once. */
function sortRanks(table: FindingsTable, key: SortKey): readonly number[] {
  if (key === 'scanned') return table.scannedAt
  const { index, texts } = table.columns[key]
  if (key === 'severity' || key === 'status') return index
  const order = [...texts.keys()].sort((a, b) => byCodeUnits(valueAt(texts, a), valueAt(texts, b)))
  const ranks = new Uint32Array(order.length)
  for (const [rank, place] of order.entries()) ranks[place] = rank
  if (key !== 'path') return index.map((place) => valueAt(ranks, place))
  // Findings of one file are sorted by line.
  const lastLine = 2 ** 24 - 1
  return index.map(
    (place, row) => valueAt(ranks, place) * 2 ** 24 + Math.min(valueAt(table.lines, row), lastLine),
  )
}

/** At least one. */
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
  return viewShowing(table, { ...linked, search: '', filters: {} }, row)
}

/** One entry of a filter: a distinct text of its column and how many findings have it. */
export type Choice = { readonly place: number; readonly text: string; readonly count: number }
type Choices = Readonly<Record<Facet, readonly Choice[]>>

/** The entries of every filter: by rank for severity and status, else by name. */
export function facetChoices({ columns }: FindingsTable): Choices {
  return {
    severity: choicesOf(columns.severity),
    status: choicesOf(columns.status),
    rule: choicesOf(columns.rule).sort(byName),
    repository: choicesOf(columns.repository).sort(byName),
    branch: choicesOf(columns.branch).sort(byName),
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
