/**
 * What reading a CSV gives, whoever reads it: the words between a scanner of bytes and the maker of findings. Pure.
 *
 * A CSV here is: UTF-8, with or without a byte order mark; rows that end with CRLF, LF or CR; a cell that begins with
 * a quote goes on to a quote that a delimiter, a row end or the end of the file follows, and two quotes in it are
 * one; empty lines are no rows. `dialect.ts` finds out what is a delimiter and what a quote. A row is bad, and told as
 * such, when
 *
 * - it has fewer or more cells than the header,
 * - a quote stands inside a cell without quotes, or text behind a closing quote: such a row ends with its line,
 *   so that one stray quote does not swallow the rows behind it,
 * - a quote is open at the end of the file,
 * - it has a NUL or bytes that are not UTF-8, in whatever cell,
 * - one of its cells is longer than the limit, or it is the header once more.
 */

import type { CellKind, Kernel } from './kernel.ts'

/** Bytes of one cell above which its row is refused. */
export const MAX_CELL_BYTES = 1024 * 1024

/** Cells of one row above which it can be neither header nor row. */
export const MAX_COLUMNS = 1000

/** Why a row is bad, as it goes into an error: words only, never a piece of the row. */
export type BadReason = string

/** The reasons that a reader of rows gives. */
export const badReasons = {
  openQuote: 'a quote is still open at the end of the file',
  textBehindQuote: 'there is text behind a closing quote',
  quoteInside: 'a quote stands inside a cell that does not begin with one',
  tooLong: `a cell is longer than ${MAX_CELL_BYTES} bytes`,
  nul: 'it has a NUL byte',
  notUtf8: 'it has bytes that are not UTF-8',
  headerAgain: 'the header stands there once more: exports were joined',
} as const

/** What is wrong with a row of so many cells, where the header has `width`; `null` when nothing is. */
export function wrongWidth(cells: number, width: number): BadReason | null {
  if (cells === width) return null
  return `it has ${numberOfCells(cells)} cells, the header has ${width}`
}

/** What is wrong with a header of so many cells; `null` when nothing is. */
export function wrongHeader(cells: number): BadReason | null {
  return cells > MAX_COLUMNS ? `it has ${numberOfCells(cells)} cells` : null
}

/** Whether a row is the header once more, with the byte order mark of a joined file or without. */
export function isHeaderAgain(cells: readonly string[], header: readonly string[]): boolean {
  for (let at = 0; at < header.length; at++) {
    const name = header[at] as string
    const cell = cells[at] as string
    if (cell !== name && (cell.length !== name.length + 1 || cell !== `\ufeff${name}`)) return false
  }
  return header.length > 0
}

function numberOfCells(cells: number): string {
  return cells > MAX_COLUMNS ? `more than ${MAX_COLUMNS}` : String(cells)
}

/** Whoever takes the rows of one CSV. What a method throws ends the reading and comes out of it. */
export type RowSink = {
  /**
   * The cells of the header, called first and once.
   * @returns the positions of the cells that `row` shall get.
   */
  header(cells: readonly string[]): readonly number[]
  /** A good row: the wanted cells in the order asked for. The array is used again for the next row. */
  row(cells: readonly string[], number: number): void
  /** A row that is not good. `number` counts rows from 1, the header; for that one it has to throw. */
  bad(number: number, reason: BadReason): void
}

/**
 * A sink that takes usual rows as numbers, many at a time: by far the faster way, and all that `row` gets then are rows
 * that are long, or stand among broken bytes. Both ways tell the same rows.
 */
export type NumberedRowSink = RowSink & {
  readonly kernel: Kernel
  /** How each wanted cell is told, in the order asked for; `null`: tell all rows by `row`. Asked after `header`. */
  kinds(): readonly CellKind[] | null
  /** `count` rows that `kernel` has just read; the first is the row `number`. */
  rows(count: number, number: number): void
}

/** Takes the bytes of one CSV as they come. What the sink throws comes out of both. */
export type RowFeed = {
  /**
   * `bytes` in pieces of any length, without the byte order mark.
   * @returns whether it is done with them; else it may look at them until the end.
   */
  push(bytes: Buffer): boolean
  /** After the last byte. Returns whether there was a header. */
  end(): boolean | Promise<boolean>
}

/**
 * Reads a CSV to its end.
 * @returns whether there was a header at all; an empty file has none.
 */
export type RowScanner = (chunks: AsyncIterable<Buffer>, sink: RowSink | NumberedRowSink) => Promise<boolean>
