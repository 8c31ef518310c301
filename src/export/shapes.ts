/** What may be said of a cell without a part of it: the class of its value. Pure. */
import { redactCredentials } from './clean-names.ts'
import { readMoment } from './dates.ts'

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

/** A class of values. */
export type Shape = (typeof shapes)[number][0] | 'time' | 'text'

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
export function isHeaderByRows(
  cells: readonly string[],
  names: readonly string[],
  rows: readonly (readonly string[])[],
): boolean {
  const isPlain = cells.every((cell) => isPlainWords(cell.replace(/^\ufeff/, '')))
  if (!isPlain || new Set(names).size < names.length) return false
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
