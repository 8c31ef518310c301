/**
 * Reads the rows of a plain CSV (commas, double quotes) as `rows.ts` defines them, straight from the inflated bytes.
 * csv-parse, which takes many times as long, is its reference: tests hold the two against each other, and `parse.ts`
 * gives it every other dialect.
 *
 * How it is fast: one look at each byte finds the borders of cells, and only wanted cells become strings. Names
 * that repeat (rule, project, repository, branch, path) are found again by their bytes, so equal ones are the same
 * string. NUL and broken UTF-8 are looked for in whole pieces by native code, and row by row only where it finds any.
 *
 * How it goes across borders: a row that the bytes at hand do not end is kept from its start and read again with the
 * bytes behind it, once these are as many as it has already, so that each byte is looked at a few times at most. A row
 * that grows too long is told as bad, and only what matters of it is kept: whether its quotes are open.
 *
 * Row ends need no pairs: LF behind CR is an empty line, which is no row. Neither does the end of the file: a LF is
 * put there, which ends every row but one whose quote is open.
 */
import { isAscii, isUtf8 } from 'node:buffer'
import { COMMA, CR, closingQuote, endsCell, LF, plainEnd, QUOTE, troubleWith } from './cell-bytes.ts'
import { createInterner, type Interner } from './interning.ts'
import {
  badReasons,
  isHeaderAgain,
  MAX_CELL_BYTES,
  MAX_COLUMNS,
  type RowFeed,
  type RowSink,
  wrongHeader,
  wrongWidth,
} from './rows.ts'

const NOTHING = Buffer.alloc(0)

/** Bytes of one cell, as written with doubled quotes, that are too many whatever follows. */
const SURELY_TOO_LONG = 2 * MAX_CELL_BYTES
/** Bytes of one row above which it is refused like one with too long a cell: it has to be held whole. */
const MAX_ROW_BYTES = 16 * MAX_CELL_BYTES

/** What an unfinished cell was: shortest texts that leave a reader in the same state. */
const resume = { start: 'x,', plain: 'x', quoted: '"', closing: '""' } as const
type Unfinished = keyof typeof resume

/** Reads one plain CSV. */
export function createScanningFeed(sink: RowSink): RowFeed {
  return new Scanner(sink)
}

class Scanner implements RowFeed {
  readonly #sink: RowSink
  /** The bytes at hand; rows before `#row` are done. */
  #bytes: Buffer = NOTHING
  #row = 0
  /** The byte that is looked at next. */
  #at = 0
  /** Where the last cell began that was looked at. */
  #cell = 0
  /** Bytes that came since, until there are enough of them. */
  #waiting: Buffer[] = []
  #waitingBytes = 0
  /** The rest of a bad row's line is not read. */
  #skipsLine = false
  /** The row at hand was told as bad already. */
  #spoilt = false
  /** What the bytes at hand are, as far as the last line end: without NUL and in UTF-8; ASCII only. */
  #sound = true
  #ascii = true
  #number = 0
  #width = -1
  /** Cells of the row at hand: where each begins and ends, without its quotes. */
  readonly #starts = new Int32Array(MAX_COLUMNS + 1)
  readonly #ends = new Int32Array(MAX_COLUMNS + 1)
  #wanted: readonly number[] = []
  #interners: readonly Interner[] = []
  #header: readonly string[] = []
  readonly #cells: string[] = []

  constructor(sink: RowSink) {
    this.#sink = sink
  }

  push(bytes: Buffer): void {
    this.#waiting.push(bytes)
    this.#waitingBytes += bytes.length
    if (this.#waitingBytes >= this.#bytes.length - this.#row) this.#read()
  }

  end(): boolean {
    this.#waiting.push(Buffer.from([LF]))
    this.#read()
    if (this.#row < this.#bytes.length) this.#refuse(badReasons.openQuote)
    return this.#width >= 0
  }

  /** Reads all rows that end in the bytes at hand. */
  #read(): void {
    this.#gather()
    if (this.#skipsLine) this.#skipLine()
    let unfinished: Unfinished | null = null
    while (unfinished === null && this.#toNextRow()) unfinished = this.#readRow()
    if (unfinished !== null) this.#cutEndless(unfinished)
  }

  #gather(): void {
    this.#bytes = Buffer.concat([this.#bytes.subarray(this.#row), ...this.#waiting])
    this.#waiting = []
    this.#waitingBytes = 0
    this.#row = 0
    const end = Math.max(this.#bytes.lastIndexOf(LF), this.#bytes.lastIndexOf(CR)) + 1
    const whole = this.#bytes.subarray(0, end)
    this.#ascii = isAscii(whole)
    this.#sound = !whole.includes(0) && (this.#ascii || isUtf8(whole))
  }

  /** Goes over empty lines; false when there is nothing behind them. */
  #toNextRow(): boolean {
    const bytes = this.#bytes
    let at = this.#row
    while (at < bytes.length && (bytes[at] === LF || bytes[at] === CR)) at++
    this.#row = at
    return at < bytes.length
  }

  /** Reads one row and tells the sink; or tells in what state the bytes at hand leave it. */
  #readRow(): Unfinished | null {
    const bytes = this.#bytes
    this.#at = this.#row
    for (let count = 0; ; this.#at++) {
      const unfinished = this.#at === bytes.length ? 'start' : this.#readCell(Math.min(count, MAX_COLUMNS))
      if (unfinished !== null) return unfinished
      const border = bytes[this.#at] as number
      if (!endsCell(border)) {
        this.#refuseLine(border === QUOTE ? badReasons.quoteInside : badReasons.textBehindQuote)
        return null
      }
      count++
      if (border === COMMA) continue
      this.#at++
      this.#endRow(Math.min(count, MAX_COLUMNS + 1))
      return null
    }
  }

  /** Takes note of the cell that begins at `#at`, and goes to the byte behind it. */
  #readCell(cell: number): Unfinished | null {
    const bytes = this.#bytes
    const isQuoted = bytes[this.#at] === QUOTE
    const start = isQuoted ? this.#at + 1 : this.#at
    const end = isQuoted ? closingQuote(bytes, start) : plainEnd(bytes, start)
    this.#cell = start
    if (end === bytes.length) return isQuoted ? 'quoted' : 'plain'
    this.#starts[cell] = start
    this.#ends[cell] = end
    this.#at = isQuoted ? end + 1 : end
    return this.#at === bytes.length ? 'closing' : null
  }

  #endRow(count: number): void {
    const usual = this.#sound && this.#at - this.#row <= MAX_CELL_BYTES
    this.#row = this.#at
    if (this.#spoilt) {
      this.#spoilt = false
      return
    }
    this.#number++
    const isHeader = this.#width < 0
    const wrongCount = isHeader ? wrongHeader(count) : wrongWidth(count, this.#width)
    const trouble = wrongCount ?? (usual ? null : this.#troubleWith(count))
    if (trouble !== null) this.#tellBad(trouble)
    else if (isHeader) this.#takeHeader(count)
    else this.#takeRow()
  }

  #takeHeader(count: number): void {
    const header = Array.from({ length: count }, (_none, cell) => this.#text(cell))
    this.#width = count
    this.#wanted = this.#sink.header(header)
    this.#header = this.#wanted.map((position) => header[position] ?? '')
    this.#interners = this.#wanted.map(createInterner)
  }

  #takeRow(): void {
    for (let slot = 0; slot < this.#wanted.length; slot++) this.#cells[slot] = this.#wantedText(slot)
    if (isHeaderAgain(this.#cells, this.#header)) this.#tellBad(badReasons.headerAgain)
    else this.#sink.row(this.#cells, this.#number)
  }

  /** The text of a wanted cell; names that were seen before come out as the same string. */
  #wantedText(slot: number): string {
    const cell = this.#wanted[slot] as number
    if (cell >= this.#width) return ''
    const interner = this.#interners[slot] as Interner
    const known = interner.find(this.#bytes, this.#starts[cell] as number, this.#ends[cell] as number)
    return known ?? interner.keep(this.#text(cell))
  }

  #text(cell: number): string {
    const encoding = this.#ascii ? 'latin1' : 'utf8'
    const text = this.#bytes.toString(encoding, this.#starts[cell], this.#ends[cell])
    // Only a cell in quotes has any, and each of them twice.
    return text.replaceAll('""', '"')
  }

  /** What is wrong with the cells of a row that is long, or stands among broken ones. */
  #troubleWith(count: number): string | null {
    for (let cell = 0; cell < count; cell++) {
      const trouble = troubleWith(this.#bytes.subarray(this.#starts[cell], this.#ends[cell]))
      if (trouble !== null) return trouble
    }
    return null
  }

  /** A stray quote makes its whole line unreadable, and nothing behind it. */
  #refuseLine(reason: string): void {
    this.#refuse(reason)
    this.#spoilt = false
    this.#row = this.#at
    this.#skipLine()
  }

  #skipLine(): void {
    const bytes = this.#bytes
    let at = this.#row
    while (at < bytes.length && bytes[at] !== LF && bytes[at] !== CR) at++
    this.#row = at
    this.#skipsLine = at === bytes.length
  }

  /** Lets go of a row that is too long before it ends. */
  #cutEndless(state: Unfinished): void {
    const { length } = this.#bytes
    if (length - this.#cell <= SURELY_TOO_LONG && length - this.#row <= MAX_ROW_BYTES) return
    this.#refuse(badReasons.tooLong)
    this.#bytes = Buffer.from(resume[state])
    this.#row = 0
  }

  /** The row at hand is bad before its end; it is told once. */
  #refuse(reason: string): void {
    if (!this.#spoilt) {
      this.#number++
      this.#tellBad(reason)
    }
    this.#spoilt = true
  }

  #tellBad(reason: string): void {
    this.#sink.bad(this.#number, reason)
    if (this.#width < 0) throw new Error('a sink has to throw for a bad header')
  }
}
