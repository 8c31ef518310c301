/**
 * What a row of a CSV is, and how its cells are read. Pure.
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
  textAfterQuote: 'there is text after a closing quote',
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

export function wrongWidth(cells: number, width: number): string | null {
  return cells === width ? null : `it has ${cellCount(cells)} cells, the header has ${width}`
}

export function wrongHeader(cells: number): string | null {
  return cells > MAX_COLUMNS ? `it has ${cellCount(cells)} cells` : null
}

function cellCount(cells: number): string {
  return cells > MAX_COLUMNS ? `more than ${MAX_COLUMNS}` : String(cells)
}

export function cellText(bytes: Buffer, bounds: Int32Array, cell: number): string {
  return bytes.toString('utf8', bounds[2 * cell], bounds[2 * cell + 1])
}

/** So many columns of flags are distinguished; more share one. */
export const MOST_FLAGS = 8

/** Cells of the rows of one CSV; a cell is a column, -1 where the CSV has no such column. */
export class RowCells {
  /** Where the text is that was trimmed last. */
  start = 0
  end = 0
  readonly #isFindingsCsv: boolean

  /** @param isFindingsCsv whether this project wrote the CSV, with marks against formulas */
  constructor(isFindingsCsv: boolean) {
    this.#isFindingsCsv = isFindingsCsv
  }

  /** The text of a cell, '' where there is no such column, as it was before this project wrote it. */
  text(bytes: Buffer, bounds: Int32Array, cell: number): string {
    if (cell < 0) return ''
    const text = bytes.toString('utf8', bounds[2 * cell], bounds[2 * cell + 1])
    return this.#isFindingsCsv ? withoutMarks(text) : text
  }

  /** Finds the text of a cell without the blanks around it, as `String.trim` does. */
  trim(bytes: Buffer, bounds: Int32Array, cell: number): void {
    let start = bounds[2 * cell] as number
    let end = bounds[2 * cell + 1] as number
    while (start < end && isBlank(bytes[start] as number)) start++
    while (start < end && isBlank(bytes[end - 1] as number)) end--
    if (start < end && ((bytes[start] as number) >= 0x80 || (bytes[end - 1] as number) >= 0x80)) {
      const text = bytes.toString('utf8', start, end)
      const before = text.length - text.trimStart().length
      end -= Buffer.byteLength(text.slice(Math.max(before, text.trimEnd().length)))
      start = Math.min(end, start + Buffer.byteLength(text.slice(0, before)))
    }
    this.start = start
    this.end = end
  }

  /** A bit for each of these cells that says yes. */
  flags(bytes: Buffer, bounds: Int32Array, cells: readonly number[]): number {
    let flags = 0
    for (let at = 0; at < cells.length; at++) {
      if (isYes(this.text(bytes, bounds, cells[at] as number))) flags |= 1 << (at % MOST_FLAGS)
    }
    return flags
  }

  /** Cuts the line off a path such as `a.ts:12`, and returns it; 0 when there is none. */
  cutLine(bytes: Buffer, bounds: Int32Array, cell: number): number {
    if (cell < 0) return 0
    const [, path = '', ...lines] = lineInPath.exec(this.text(bytes, bounds, cell)) ?? []
    const line = lines.find((digits) => digits !== undefined)
    if (line === undefined) return 0
    bounds[2 * cell + 1] = (bounds[2 * cell] as number) + Buffer.byteLength(path)
    return Number(line)
  }

  /** The line, 0 when there is none, -1 when the cell is no number. */
  line(bytes: Buffer, bounds: Int32Array, cell: number): number {
    if (cell < 0) return 0
    const start = bounds[2 * cell] as number
    const end = bounds[2 * cell + 1] as number
    if (end - start > 9 || start === end) return lineNumber(this.text(bytes, bounds, cell))
    let line = 0
    for (let at = start; at < end; at++) {
      const digit = (bytes[at] as number) - 0x30
      if (digit < 0 || digit > 9) return lineNumber(this.text(bytes, bounds, cell))
      line = line * 10 + digit
    }
    return line
  }
}

/** `a.ts:12`, `a.ts:12:7`, `a.ts:12-15`, `a.ts#L12`, `a.ts#L12-L15`, `a.ts (line 12)`: path, and the line in one of the others. */
export const lineInPath =
  /^(.*?\S)\s*(?::(\d{1,9})(?:[-:–]\d{1,9})?|#L(\d{1,9})(?:-L?\d{1,9})?|\(lines? (\d{1,9})(?:[-–]\d{1,9})?\))\s*$/is

/** The number in a line cell: `12`, `12-15` and `12:7` are 12; 0 for '', `0` and `-1`; -1 for anything else. */
export function lineNumber(cell: string): number {
  const text = cell.trim()
  if (text === '' || text === '-1') return 0
  const digits = /^(\d{1,9})(?:\.0+|\s*[-:–]\s*\d{1,9})?$/.exec(text)?.[1]
  return digits === undefined ? -1 : Number(digits)
}

const yes = /^(?:yes|y|true|1|x|ja|oui|si|sí|はい)$/i
const no = /^(?:|no|n|false|0|nein|non|いいえ)$/i

export function isFlagWord(cell: string): boolean {
  return no.test(cell.trim()) || isYes(cell)
}

function isYes(cell: string): boolean {
  return yes.test(cell.trim())
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || (byte >= 9 && byte <= 13)
}

const markBefore = /^'(?=['\s]*[=+\-@\uff1d\uff0b\uff0d\uff20])/
const markInside = /;'(?=["'\s]*[=+\-@\uff1d\uff0b\uff0d\uff20])/g

/** Removes what `csvCell` writes before anything that a spreadsheet would take for a formula: one apostrophe each. */
function withoutMarks(cell: string): string {
  return cell.includes("'") ? cell.replace(markBefore, '').replace(markInside, ';') : cell
}
