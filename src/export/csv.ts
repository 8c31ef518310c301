/**
 * The scanner of CSV bytes, for any delimiter and quote; csv-rows.ts defines what a row is.
 *
 * All bytes are copied into one work buffer, which holds whole rows and the start of the next one. That start is scanned
 * again only when as many bytes have come as it has, so each byte is looked at a few times at most. Of a row that
 * grows too long, only whether its quotes are open is kept.
 *
 * Row ends need no pairs: the LF after a CR is an empty line, which is no row. Neither does the end of the file: a LF
 * is added there, which ends every row but one whose quote is open.
 */
import { isUtf8 } from 'node:buffer'
import type { Dialect } from './csv-dialect.ts'
import {
  badReasons,
  cellText,
  MAX_CELL_BYTES,
  MAX_COLUMNS,
  type RowSink,
  wrongHeader,
  wrongWidth,
} from './csv-rows.ts'

const [LF, CR, BACKSLASH] = [0x0a, 0x0d, 0x5c]
const PIECE = 256 * 1024
/** Bytes of one cell as written, with doubled quotes, that are too many whatever follows. */
const SURELY_TOO_LONG = 2 * MAX_CELL_BYTES
/** Bytes of one row above which it counts as one with too long a cell. */
const MAX_ROW_BYTES = 16 * MAX_CELL_BYTES
/** Bytes of a quoted cell that are compared one by one before a native search pays. */
const SHORT_CELL = 48

/** Bytes within which a row has to end that shows quotes after a backslash. */
const MAX_TURNING_BYTES = 64 * 1024

/** What the work buffer ends within. */
type Unfinished = 'start' | 'plain' | 'quoted' | 'closing'

/** Reads the rows of one CSV into `sink`: its bytes in pieces of any length, without the byte order mark. */
export class CsvScanner {
  readonly #sink: RowSink
  readonly #delimiter: number
  readonly #quote: number
  /** A backslash in quotes makes the next quote or backslash a part of the text. */
  #escapes: boolean
  /** Whether the first bad row may show that it does. */
  #mayEscape: boolean
  /** By byte: whether it ends a cell without quotes, or may not be in one. */
  readonly #endsPlain = new Uint8Array(256)
  /** The shortest texts that leave a scanner within a cell of each kind. */
  readonly #shortest: Readonly<Record<Unfinished, string>>
  #work = Buffer.allocUnsafeSlow(2 * PIECE)
  /** Bytes of `#work` in use. */
  #length = 0
  /** Bytes at its end that came after the last scan. */
  #unscanned = 0
  #row = 0
  /** Where the cell begins that the bytes end within. */
  #cell = 0
  #unfinished: Unfinished = 'start'
  /** Whether all bytes up to the last line end are UTF-8 without NUL. */
  #sound = true
  /** The rest of a bad row's line is not read. */
  #skipsLine = false
  /** Why the row at hand is bad, though its end is not known yet. */
  #badSoFar: string | null = null
  /** Whether a dropped part of the row at hand had line ends. */
  #droppedLines = false
  #number = 0
  #width = -1
  /** Cells of the row scanned last. */
  #count = 0
  #isLast = false
  readonly #bounds = new Int32Array(2 * MAX_COLUMNS + 2)
  readonly #hasDoubled = new Uint8Array(MAX_COLUMNS + 1)
  #anyDoubled = false

  constructor(dialect: Pick<Dialect, 'delimiter' | 'quote'> & Partial<Dialect>, sink: RowSink) {
    const { delimiter, quote } = dialect
    this.#sink = sink
    this.#delimiter = delimiter.charCodeAt(0)
    this.#quote = quote.charCodeAt(0)
    this.#escapes = dialect.escape === 'backslash'
    this.#mayEscape = dialect.mayEscape === true
    for (const byte of [this.#delimiter, this.#quote, LF, CR]) this.#endsPlain[byte] = 1
    this.#shortest = { start: `x${delimiter}`, plain: 'x', quoted: quote, closing: quote + quote }
  }

  push(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; at += PIECE) {
      this.#append(bytes.subarray(at, at + PIECE))
      if (2 * this.#unscanned >= this.#length) this.#scan()
    }
  }

  /** After the last byte. Returns whether there was a header. */
  end(): boolean {
    this.#append(Buffer.from([LF]))
    this.#isLast = true
    this.#scan()
    if (this.#length > 0) this.#sinkBad(this.#badSoFar ?? badReasons.openQuote, this.#length - 1)
    // The last row may hold a secret.
    this.#work.fill(0)
    return this.#width >= 0
  }

  #append(piece: Buffer): void {
    const length = this.#length + piece.length
    if (length > this.#work.length) {
      const wider = Buffer.allocUnsafeSlow(2 * length)
      this.#work.copy(wider, 0, 0, this.#length)
      this.#work = wider
    }
    piece.copy(this.#work, this.#length)
    this.#length = length
    this.#unscanned += piece.length
  }

  /** Reads all whole rows of the work buffer, and moves what is left to its front. */
  #scan(): void {
    const whole = this.#work.subarray(0, this.#length)
    const end = Math.max(whole.lastIndexOf(LF), whole.lastIndexOf(CR)) + 1
    const rows = whole.subarray(0, end)
    this.#sound = !rows.includes(0) && isUtf8(rows)
    this.#row = 0
    if (this.#skipsLine) this.#skipLine()
    let unfinished: Unfinished | null = null
    while (unfinished === null && this.#toNextRow()) unfinished = this.#scanRow()
    if (unfinished !== null && this.#isEndless()) this.#cutEndless(unfinished)
    else this.#keepFrom(this.#row)
    this.#unscanned = 0
  }

  #keepFrom(start: number): void {
    this.#work.copyWithin(0, start, this.#length)
    this.#length -= start
    this.#row = 0
  }

  /** Skips empty lines. Returns false at the end. */
  #toNextRow(): boolean {
    const work = this.#work
    const length = this.#length
    let at = this.#row
    while (at < length && (work[at] === LF || work[at] === CR)) at++
    this.#row = at
    return at < length
  }

  /** Reads one row. Returns within what the bytes end before it does, `null` when it is whole. */
  #scanRow(): Unfinished | null {
    let end = this.#scanCells()
    if (this.#mayEscape && this.#isBad(end)) end = this.#scanEscaped(end)
    if (end < 0) return this.#unfinished
    this.#endCells(end, this.#count)
    return null
  }

  /** Takes the bounds of the cells of a row. Returns where it ends, -1 when the bytes end before. */
  #scanCells(): number {
    this.#anyDoubled = false
    let at = this.#row
    for (let cell = 0; ; cell++) {
      // Of a row with too many cells, the last bounds are written again and again.
      this.#count = Math.min(cell, MAX_COLUMNS) + 1
      at = this.#scanCell(at, this.#count - 1)
      if (at < 0 || this.#work[at] !== this.#delimiter) return at
      at++
    }
  }

  #isBad(end: number): boolean {
    if (end < 0) return this.#isLast || this.#isEndless()
    return (this.#work[end] !== LF && this.#work[end] !== CR) || this.#count !== this.#width
  }

  /** Reads a bad row anew, with quotes after a backslash; where it is good so, the rows after it are read so too. */
  #scanEscaped(end: number): number {
    const row = this.#work.subarray(this.#row, end < 0 ? this.#length : end)
    if (this.#badSoFar !== null || !row.includes(Buffer.from([BACKSLASH, this.#quote]))) return end
    this.#escapes = true
    const escapedEnd = this.#scanCells()
    const isShort = this.#length - this.#row < MAX_TURNING_BYTES
    if (escapedEnd >= 0 && !this.#isBad(escapedEnd)) this.#mayEscape = false
    else this.#escapes = false
    // Where it goes on, more bytes decide.
    return this.#escapes || (escapedEnd < 0 && isShort && !this.#isLast) ? escapedEnd : this.#scanCells()
  }

  /** Takes the bounds of a cell. Returns where it ends, -1 when the bytes end before. */
  #scanCell(start: number, cell: number): number {
    const work = this.#work
    const length = this.#length
    if (start === length) return this.#endWithin('start', start)
    if (work[start] === this.#quote) return this.#scanQuoted(start + 1, cell)
    let at = start
    while (at < length && this.#endsPlain[work[at] as number] === 0) at++
    if (at === length) return this.#endWithin('plain', start)
    this.#bounds[2 * cell] = start
    this.#bounds[2 * cell + 1] = at
    return at
  }

  #scanQuoted(start: number, cell: number): number {
    const work = this.#work
    const length = this.#length
    let isDoubled = this.#escapes
    let close = this.#nextQuote(start)
    while (close < length) {
      const isEscaped = this.#escapes && this.#isAfterBackslash(start, close)
      if (!isEscaped && (close + 1 === length || work[close + 1] !== this.#quote)) break
      isDoubled = true
      close = this.#nextQuote(close + (isEscaped ? 1 : 2))
    }
    this.#hasDoubled[cell] = isDoubled ? 1 : 0
    this.#anyDoubled ||= isDoubled
    if (close === length) return this.#endWithin('quoted', start)
    this.#bounds[2 * cell] = start
    this.#bounds[2 * cell + 1] = close
    return close + 1 === length ? this.#endWithin('closing', start) : close + 1
  }

  #isAfterBackslash(start: number, at: number): boolean {
    let first = at
    while (first > start && this.#work[first - 1] === BACKSLASH) first--
    return (at - first) % 2 === 1
  }

  /** Where the next quote is, the length of the bytes when there is none. */
  #nextQuote(start: number): number {
    const work = this.#work
    const quote = this.#quote
    const short = Math.min(this.#length, start + SHORT_CELL)
    let at = start
    while (at < short && work[at] !== quote) at++
    if (at < short || at === this.#length) return at
    const found = work.indexOf(quote, at)
    return found < 0 ? this.#length : Math.min(found, this.#length)
  }

  #endWithin(unfinished: Unfinished, cell: number): number {
    this.#unfinished = unfinished
    this.#cell = cell
    return -1
  }

  #endCells(at: number, count: number): void {
    const byte = this.#work[at] as number
    if (byte === LF || byte === CR) this.#endRow(at + 1, count)
    else this.#reportLine(at, byte === this.#quote ? badReasons.quoteInside : badReasons.textAfterQuote)
  }

  #endRow(next: number, count: number): void {
    const isUsual = this.#sound && next - this.#row <= MAX_CELL_BYTES
    if (this.#anyDoubled) this.#undouble(count)
    const isHeader = this.#width < 0
    const wrong = this.#badSoFar ?? (isHeader ? wrongHeader(count) : wrongWidth(count, this.#width))
    const reason = wrong ?? (isUsual ? null : this.#brokenCell(count))
    if (reason !== null) this.#sinkBad(reason, next - 1)
    else {
      this.#number++
      if (isHeader) this.#takeHeader(count)
      else this.#sink.row(this.#work, this.#bounds, this.#number)
    }
    this.#row = next
  }

  #takeHeader(count: number): void {
    this.#width = count
    this.#sink.header(
      Array.from({ length: count }, (_none, cell) => cellText(this.#work, this.#bounds, cell)),
    )
  }

  /** Makes doubled quotes single and removes escapes, in place. */
  #undouble(count: number): void {
    const work = this.#work
    for (let cell = 0; cell < count; cell++) {
      const start = this.#bounds[2 * cell] as number
      if (this.#hasDoubled[cell] === 0 || work[start - 1] !== this.#quote) continue
      const end = this.#bounds[2 * cell + 1] as number
      let to = start
      for (let at = start; at < end; at++) {
        const byte = work[at] as number
        const next = work[at + 1]
        const isEscape = this.#escapes && byte === BACKSLASH && (next === this.#quote || next === BACKSLASH)
        if (isEscape || byte === this.#quote) at++
        work[to++] = isEscape ? (next as number) : byte
      }
      this.#bounds[2 * cell + 1] = to
    }
  }

  /** Why a cell of the row cannot be read; `null` when all can. */
  #brokenCell(count: number): string | null {
    for (let cell = 0; cell < count; cell++) {
      const bytes = this.#work.subarray(this.#bounds[2 * cell], this.#bounds[2 * cell + 1])
      if (bytes.length > MAX_CELL_BYTES) return badReasons.tooLong
      if (bytes.includes(0)) return badReasons.nul
      if (!isUtf8(bytes)) return badReasons.notUtf8
    }
    return null
  }

  /** A stray quote at `at` makes its whole line bad, and nothing after it. */
  #reportLine(at: number, reason: string): void {
    this.#sinkBad(this.#badSoFar ?? reason, at)
    this.#row = at
    this.#skipLine()
  }

  #skipLine(): void {
    let at = this.#row
    while (at < this.#length && this.#work[at] !== LF && this.#work[at] !== CR) at++
    this.#row = at
    this.#skipsLine = at === this.#length
  }

  #isEndless(): boolean {
    return this.#length - this.#cell > SURELY_TOO_LONG || this.#length - this.#row > MAX_ROW_BYTES
  }

  /** Drops the start of a row that is too long already. */
  #cutEndless(unfinished: Unfinished): void {
    this.#badSoFar = badReasons.tooLong
    this.#droppedLines ||= this.#hasLineEnd(this.#length)
    const isHalf =
      this.#escapes && unfinished === 'quoted' && this.#isAfterBackslash(this.#cell, this.#length)
    this.#length = this.#work.write(this.#shortest[unfinished] + (isHalf ? '\\' : ''))
    this.#row = 0
  }

  /** Whether the row at hand has a line end before `end`. */
  #hasLineEnd(end: number): boolean {
    const row = this.#work.subarray(this.#row, end)
    return row.includes(LF) || row.includes(CR)
  }

  /** Reports the row at hand, which goes up to `end`. */
  #sinkBad(reason: string, end: number): void {
    const isSeveralLines = this.#droppedLines || this.#hasLineEnd(end)
    this.#badSoFar = null
    this.#droppedLines = false
    this.#number++
    this.#sink.bad(this.#number, reason, isSeveralLines)
    if (this.#width < 0) throw new Error('a sink has to throw for a bad header')
  }
}
