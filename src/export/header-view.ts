/**
 * What may be shown of a first row. It may be no header but a row of data with a secret of letters in it: then nothing of
 * it is shown but the shapes of its cells. Pure.
 */
import type { ColumnEvidence } from '../context.ts'
import { type MappableColumn, mappableColumns } from '../finding.ts'
import { nearest } from '../parse.ts'
import { redactCredentials } from './clean-names.ts'
import { aliases, droppedNames, type ExportColumn, headerNames, looseName } from './column-names.ts'
import { readMoment } from './dates.ts'

/** Known names that a first row must have to be taken for a header. */
const KNOWN_NAMES = 2
const SHOWN_CELLS = 40

export class HeaderView {
  readonly cells: readonly string[]
  readonly names: readonly string[]
  /** Whether the first row is a header for sure. */
  readonly isHeader: boolean
  readonly #rows: readonly (readonly string[])[]

  /** @param rows the first rows below it; @param byHand headers that the user named */
  constructor(cells: readonly string[], rows: readonly (readonly string[])[], byHand: readonly string[]) {
    this.cells = cells
    this.names = cells.map(looseName)
    this.#rows = rows
    const given = new Set(byHand.map(looseName))
    const known = this.names.filter((name, at) => {
      const isRepeated = rows.some((row) => looseName(row[at] ?? '') === name)
      return (headerNames.has(name) || given.has(name)) && !isRepeated
    })
    this.isHeader =
      (known.length >= KNOWN_NAMES && !cells.some(isData)) || isHeaderByRows(cells, this.names, rows)
  }

  /** A cell that is known to be the name of a column, in quotes. */
  shown(at: number): string {
    const cell = this.cells[at] ?? ''
    return looksLikeHeader(cell) ? `"${cell.trim()}"` : `column ${at + 1} (not shown)`
  }

  /** A cell that may be anything. */
  shownIfHeader(at: number): string {
    return this.isHeader ? this.shown(at) : `column ${at + 1} (not shown)`
  }

  /** The whole row in one sentence. */
  sentence(): string {
    const { length } = this.cells
    const list = this.cells.slice(0, SHOWN_CELLS)
    const more = length > SHOWN_CELLS ? ` and ${length - SHOWN_CELLS} more` : ''
    if (this.isHeader) return `Its headers: ${list.map((_cell, at) => this.shown(at)).join(', ')}${more}.`
    return `Its first row has ${length} cells and does not look like a header, so it is not shown. Shapes of the cells: ${list.map(shapeOf).join(', ')}${more}.`
  }

  /** How the input `columns` may give what is missing; `null` where no header is near. @param taken cells in use */
  proposal(missing: readonly string[], taken: ReadonlySet<number>): string | null {
    if (!this.isHeader) return null
    const free = this.names.flatMap((name, at) => {
      const isFree = !taken.has(at) && !droppedNames.includes(name) && this.shown(at).startsWith('"')
      return isFree ? [at] : []
    })
    const wanted = mappableColumns.filter((column) => missing.includes(column))
    const found = new Map<MappableColumn, number>()
    for (const isNear of [true, false]) {
      for (const at of free) {
        const open = wanted.filter((column) => !found.has(column) && ![...found.values()].includes(at))
        const column = isNear ? this.#nearestTo(at, open) : open.find((one) => this.#fitsByValues(at, one))
        if (column !== undefined) found.set(column, at)
      }
    }
    if (found.size === 0) return null
    const lines = [...found].map(([column, at]) => `${column} = ${this.cells[at]?.trim()}`)
    return `columns: "${lines.sort().join(', ')}"`
  }

  #nearestTo(at: number, wanted: readonly MappableColumn[]): MappableColumn | undefined {
    const known = wanted.flatMap((column) => aliases[column].flat())
    const near = nearest(this.names[at] ?? '', known)
    return wanted.find((column) => near !== null && aliases[column].flat().includes(near))
  }

  #fitsByValues(at: number, column: MappableColumn): boolean {
    const shape = column === 'path' ? 'path' : column === 'rule' ? 'upper-case name' : null
    return this.#rows.length > 0 && this.#rows.every((row) => shapeOf(row[at] ?? '') === shape)
  }
}

/** Headers that were read are known names, or named by hand; the others are shown only if the row is a header for sure. */
export function columnEvidence(
  view: HeaderView,
  at: Readonly<Record<ExportColumn, number | null>>,
  flags: readonly number[],
  hasLineInPath: boolean,
): ColumnEvidence {
  const columns = Object.entries(at).flatMap(([column, cell]) =>
    cell === null ? [] : [[column, cell] as const],
  )
  const inPath = hasLineInPath && at.path !== null ? [['line', at.path] as const] : []
  const read = [...columns, ...inPath, ...flags.map((cell) => ['reviewed', cell] as const)]
  const cells = new Set(read.map(([, cell]) => cell))
  const unread = view.cells.flatMap((_cell, position) => (cells.has(position) ? [] : [position]))
  return {
    read: read.map(([column, cell]) => ({ column, header: view.shown(cell) })),
    unread: unread.map((cell) => view.shownIfHeader(cell)),
  }
}

export function columnsInWords({ read, unread }: ColumnEvidence): string {
  const columns = read.map(({ column, header }) => `${column} = ${header}`).join(', ')
  return unread.length === 0 ? columns : `${columns}; not read: ${unread.join(', ')}`
}

/** Short words, without letters after digits or long runs of both: names of columns number themselves at the end. */
function looksLikeHeader(cell: string): boolean {
  const text = cell.trim()
  return (
    /^\p{L}[\p{L}\p{N} _.#()/-]{0,39}$/u.test(text) &&
    !/\p{N}\p{L}|(?=[A-Za-z]*\d)[A-Za-z\d]{12,}/u.test(text) &&
    redactCredentials(text) === text
  )
}

/** The first pattern that fits decides. */
const shapes = [
  ['empty', /^$/],
  ['integer', /^[+-]?\d{1,9}$/],
  ['epoch', /^\d{10}(?:\d{3})?$/],
  ['number', /^[+-]?[\d.,]*\d$/],
  ['ISO instant', /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/],
  ['time without zone', /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?$/],
  ['Java date', /^[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d [A-Z]{2,5} \d{4}$/],
  ['Atlassian date', /^\d\d?\/[A-Z][a-z]{2}\/\d\d \d\d?:\d\d [AP]M$/],
  ['yes/no', /^(?:yes|no|true|false|y|n)$/i],
  ['path:line', /^[^\s'"=]*[./\\][^\s'"=]*(?::\d{1,9}(?::\d+)?|#L\d{1,9}\S*| \(lines? \d{1,9}.*\))$/i],
  ['path', /^(?:[^'"=:]+\/[^'"=:]*|[\w-]*\.[\w.-]+)$/],
  ['upper-case name', /^[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)*$/],
  ['word', /^\p{L}+$/u],
  ['words', /^\p{L}[\p{L} _-]*$/u],
] as const

type Shape = (typeof shapes)[number][0] | 'time' | 'text'

export function shapeOf(cell: string): Shape {
  const text = cell.trim()
  if (text.length > 4096) return 'text'
  const shape = shapes.find(([, pattern]) => pattern.test(text))?.[0] ?? 'text'
  const mayBeTime = shape === 'number' || shape === 'text' || shape === 'path'
  return mayBeTime && readMoment(text) !== null ? 'time' : shape
}

/** Shapes that no name of a column has. */
const dataShapes: ReadonlySet<Shape> = new Set([
  ...(['integer', 'number', 'path:line', 'time'] as const),
  ...(['epoch', 'ISO instant', 'time without zone', 'Java date', 'Atlassian date'] as const),
])

export function isData(cell: string): boolean {
  return dataShapes.has(shapeOf(cell)) || /\/.*\.|\..*\//.test(cell)
}

/**
 * Whether a first row is a header for sure, by the rows below it: its cells are plain words, no two alike, and two
 * columns or more have nothing but numbers, paths or times below. A row of data may have a secret of letters in it.
 * @param names of the cells, as `looseName` makes them
 */
function isHeaderByRows(
  cells: readonly string[],
  names: readonly string[],
  rows: readonly (readonly string[])[],
): boolean {
  const isPlain = cells.every((cell) => isPlainWords(cell.replace(/^\ufeff/, '')))
  if (!isPlain || new Set(names).size < names.length) return false
  // Cells of another row may be under the wrong names.
  if (rows.some(({ length }) => length !== cells.length)) return false
  const others = names.filter((_name, at) => {
    const below = rows.map((row) => shapeOf(row[at] ?? '')).filter((shape) => shape !== 'empty')
    return below.length > 0 && below.every((shape) => shape === 'path' || dataShapes.has(shape))
  })
  return others.length >= 2
}

function isPlainWords(cell: string): boolean {
  const text = cell.trim()
  return /^\p{L}[\p{L}\p{M} _ー-]{0,39}$/u.test(text) && redactCredentials(text) === text
}
