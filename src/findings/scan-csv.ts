/**
 * Reads the rows of a plain CSV (commas, double quotes) as `rows.ts` defines them, straight from the inflated bytes.
 * csv-parse, which takes many times as long, is its reference in tests, and reads every other dialect.
 *
 * How it is fast: a sink that takes rows as numbers has a kernel, which reads the usual rows (nearly all there are) 64
 * bytes at a time and makes no strings. Where the kernel stops, this file reads one row by itself: one that is broken,
 * long, or not ended yet. NUL and broken UTF-8 are looked for in whole pieces by native code, and row by row only where
 * it finds any.
 *
 * How it goes across borders: a row that the bytes at hand do not end is kept and read again with those behind it, once
 * these are as many, so that each byte is looked at a few times at most. Of a row that grows too long, which is bad, only
 * what matters is kept: whether its quotes are open.
 *
 * Row ends need no pairs: LF behind CR is an empty line, which is no row. Neither does the end of the file: a LF is
 * put there, which ends every row but one whose quote is open.
 */
import { BytesAtHand } from './bytes-at-hand.ts'
import { COMMA, CR, closingQuote, endsCell, LF, plainEnd, QUOTE, troubleIn } from './cell-bytes.ts'
import {
  badReasons,
  isHeaderAgain,
  MAX_CELL_BYTES,
  MAX_COLUMNS,
  type NumberedRowSink,
  type RowFeed,
  type RowSink,
  wrongHeader,
  wrongWidth,
} from './rows.ts'

/** Bytes taken at a time: there must be room for them in the kernel's memory, beside what is left of a row. */
const PIECE = 256 * 1024
/** Bytes of one cell, as written with doubled quotes, that are too many whatever follows. */
const SURELY_TOO_LONG = 2 * MAX_CELL_BYTES
/** Bytes of one row above which it is refused like one with too long a cell: it has to be held whole. */
const MAX_ROW_BYTES = 16 * MAX_CELL_BYTES

/** What an unfinished cell was: shortest texts that leave a reader in the same state. */
const resume = { start: 'x,', plain: 'x', quoted: '"', closing: '""' } as const
type Unfinished = keyof typeof resume

/** Reads one plain CSV. */
export function createScanningFeed(sink: RowSink | NumberedRowSink): RowFeed {
  return new Scanner(sink)
}

class Scanner implements RowFeed {
  readonly #sink: RowSink
  readonly #numbered: NumberedRowSink | null
  readonly #hand: BytesAtHand
  /** Whether the kernel knows of this CSV, and reads its usual rows. */
  #isNumbered = false
  /** The row at hand; those before are done. */
  #row = 0
  /** The byte that is looked at next. */
  #at = 0
  /** Where the last cell began that was looked at. */
  #cell = 0
  /** The rest of a bad row's line is not read. */
  #skipsLine = false
  /** The row at hand was told as bad already. */
  #spoilt = false
  #number = 0
  #width = -1
  /** Cells of the row at hand: where each begins and ends, without its quotes. */
  readonly #starts = new Int32Array(MAX_COLUMNS + 1)
  readonly #ends = new Int32Array(MAX_COLUMNS + 1)
  #wanted: readonly number[] = []
  #header: readonly string[] = []
  readonly #cells: string[] = []

  constructor(sink: RowSink | NumberedRowSink) {
    this.#sink = sink
    this.#numbered = 'kernel' in sink ? sink : null
    this.#hand = new BytesAtHand(this.#numbered?.kernel ?? null)
  }

  push(bytes: Buffer): boolean {
    for (let at = 0; at < bytes.length; at += PIECE) {
      if (this.#hand.push(bytes.subarray(at, at + PIECE), this.#row)) this.#read()
    }
    return !this.#hand.waits
  }

  end(): boolean {
    this.#hand.push(Buffer.from([LF]), this.#row)
    this.#read()
    if (this.#row < this.#hand.bytes.length) this.#refuse(badReasons.openQuote)
    return this.#width >= 0
  }

  /** Reads all rows that end in the bytes at hand. */
  #read(): void {
    this.#hand.gather(this.#row)
    this.#row = 0
    if (this.#skipsLine) this.#skipLine()
    let unfinished: Unfinished | null = null
    while (unfinished === null && this.#toNextRow()) {
      if (!this.#readUsualRows()) unfinished = this.#readRow()
    }
    if (unfinished !== null) this.#cutEndless(unfinished)
  }

  /** Lets the kernel read what it can, and tells whether that was anything. */
  #readUsualRows(): boolean {
    if (this.#numbered === null || !this.#isNumbered || this.#spoilt) return false
    const read = this.#hand.readUsualRows(this.#row)
    if (read === null || read.rows === 0) return false
    this.#row = read.row
    this.#number += read.rows
    this.#numbered.rows(read.rows, this.#number - read.rows + 1)
    this.#hand.refresh()
    return true
  }

  /** Goes over empty lines; false when there is nothing behind them. */
  #toNextRow(): boolean {
    const bytes = this.#hand.bytes
    let at = this.#row
    while (at < bytes.length && (bytes[at] === LF || bytes[at] === CR)) at++
    this.#row = at
    return at < bytes.length
  }

  /** Reads one row and tells the sink; or tells in what state the bytes at hand leave it. */
  #readRow(): Unfinished | null {
    const bytes = this.#hand.bytes
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
    const bytes = this.#hand.bytes
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
    const { bytes, sound } = this.#hand
    const usual = sound && this.#at - this.#row <= MAX_CELL_BYTES
    this.#row = this.#at
    if (this.#spoilt) {
      this.#spoilt = false
      return
    }
    this.#number++
    const isHeader = this.#width < 0
    const wrongCount = isHeader ? wrongHeader(count) : wrongWidth(count, this.#width)
    const trouble = wrongCount ?? (usual ? null : troubleIn(bytes, this.#starts, this.#ends, count))
    if (trouble !== null) this.#tellBad(trouble)
    else if (isHeader) this.#takeHeader(count)
    else this.#takeRow()
  }

  #takeHeader(count: number): void {
    const header = Array.from({ length: count }, (_none, cell) => this.#text(cell))
    this.#width = count
    this.#wanted = this.#sink.header(header)
    this.#header = this.#wanted.map((position) => header[position] ?? '')
    this.#isNumbered = this.#beginNumbers()
  }

  #beginNumbers(): boolean {
    const kinds = this.#numbered?.kinds() ?? null
    if (kinds === null) return false
    const wanted = kinds.map((kind, slot) => ({ column: this.#wanted[slot] as number, kind }))
    return this.#numbered?.kernel.begin(this.#width, wanted) ?? false
  }

  #takeRow(): void {
    for (let slot = 0; slot < this.#wanted.length; slot++) this.#cells[slot] = this.#wantedText(slot)
    if (isHeaderAgain(this.#cells, this.#header)) this.#tellBad(badReasons.headerAgain)
    else this.#sink.row(this.#cells, this.#number)
    this.#hand.refresh()
  }

  #wantedText(slot: number): string {
    const cell = this.#wanted[slot] as number
    return cell >= this.#width ? '' : this.#text(cell)
  }

  #text(cell: number): string {
    const encoding = this.#hand.ascii ? 'latin1' : 'utf8'
    const text = this.#hand.bytes.toString(encoding, this.#starts[cell], this.#ends[cell])
    // Only a cell in quotes has any, and each of them twice.
    return text.replaceAll('""', '"')
  }

  /** A stray quote makes its whole line unreadable, and nothing behind it. */
  #refuseLine(reason: string): void {
    this.#refuse(reason)
    this.#spoilt = false
    this.#row = this.#at
    this.#skipLine()
  }

  #skipLine(): void {
    const bytes = this.#hand.bytes
    let at = this.#row
    while (at < bytes.length && bytes[at] !== LF && bytes[at] !== CR) at++
    this.#row = at
    this.#skipsLine = at === bytes.length
  }

  /** Lets go of a row that is too long before it ends. */
  #cutEndless(state: Unfinished): void {
    const { length } = this.#hand.bytes
    if (length - this.#cell <= SURELY_TOO_LONG && length - this.#row <= MAX_ROW_BYTES) return
    this.#refuse(badReasons.tooLong)
    this.#hand.replace(Buffer.from(resume[state]))
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
    this.#hand.refresh()
    if (this.#width < 0) throw new Error('a sink has to throw for a bad header')
  }
}
