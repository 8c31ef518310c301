/**
 * What a row of a CSV is, for every reader of one.
 *
 * A CSV is UTF-8, or UTF-16 with a byte order mark. Rows end with CRLF, LF or CR. A cell that begins with a quote goes
 * on to a quote that a delimiter, a row end or the end of the file follows; two quotes in it mean one. Empty lines are
 * no rows. A row is bad when
 *
 * - it has fewer or more cells than the header,
 * - a quote is inside a cell without quotes, or text follows a closing quote: such a row ends with its line, so that
 *   one stray quote does not swallow the rows after it,
 * - a quote is open at the end of the file,
 * - it has a NUL or bytes that are not UTF-8, in any cell,
 * - one of its cells is too long.
 */

/** Bytes of one cell above which its row is bad. */
export const MAX_CELL_BYTES = 1024 * 1024
/** Cells of one row above which it can be neither header nor row. */
export const MAX_COLUMNS = 1000

/** Why a row is bad, without a piece of the row. */
export const badReasons = {
  openQuote: 'a quote is still open at the end of the file',
  textBehindQuote: 'there is text behind a closing quote',
  quoteInside: 'there is a quote inside a cell that does not begin with one',
  tooLong: `a cell is longer than ${MAX_CELL_BYTES} bytes`,
  nul: 'it has a NUL byte',
  notUtf8: 'it has bytes that are not UTF-8',
  headerAgain: 'the header comes again: exports were joined',
} as const

/** Takes the rows of one CSV. What a method throws ends the reading. */
export type RowSink = {
  /** Called before `header`, with the cells of the first rows after it; the same ones however the bytes come. */
  firstRows?(rows: readonly (readonly string[])[]): void
  /** The cells of the header, called first and once. */
  header(cells: readonly string[]): void
  /**
   * A good row. Cell `n` is the UTF-8 text in `bytes` from `bounds[2 * n]` to `bounds[2 * n + 1]`; both are used again
   * for the next row. `number` counts rows from 1, the header.
   */
  row(bytes: Buffer, bounds: Int32Array, number: number): void
  /**
   * A bad row; has to throw for number 1, the header. When it goes over several lines, a stray quote may have taken rows
   * after it for text.
   */
  bad(number: number, reason: string, isSeveralLines: boolean): void
}

/** Takes the bytes of one CSV in pieces of any length, without the byte order mark. */
export type RowFeed = {
  push(bytes: Buffer): void
  /** After the last byte. Returns whether there was a header. */
  end(): boolean
}

/** Why a row with so many cells is bad, where the header has `width`; `null` when it is not. */
export function wrongWidth(cells: number, width: number): string | null {
  return cells === width ? null : `it has ${cellCount(cells)} cells, the header has ${width}`
}

/** Why a header with so many cells is bad; `null` when it is not. */
export function wrongHeader(cells: number): string | null {
  return cells > MAX_COLUMNS ? `it has ${cellCount(cells)} cells` : null
}

function cellCount(cells: number): string {
  return cells > MAX_COLUMNS ? `more than ${MAX_COLUMNS}` : String(cells)
}

/** The text of a cell. */
export function cellText(bytes: Buffer, bounds: Int32Array, cell: number): string {
  return bytes.toString('utf8', bounds[2 * cell], bounds[2 * cell + 1])
}
