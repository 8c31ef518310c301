/** Reads the rows of a CSV with csv-parse, by the rules of `csv-rows.ts`: the reference of the scanner. */
import { isUtf8 } from 'node:buffer'
import { finished } from 'node:stream/promises'
import { type Options, Parser } from 'csv-parse'
import type { CsvScanner } from '../../../src/export/csv.ts'
import type { Dialect } from '../../../src/export/csv-dialect.ts'
import {
  badReasons,
  MAX_CELL_BYTES,
  MAX_COLUMNS,
  type RowSink,
  wrongHeader,
  wrongWidth,
} from '../../../src/export/csv-rows.ts'

/** Bytes given to csv-parse at a time: the grain at which endless cells are noticed. */
const PIECE = 64 * 1024
/**
 * What is used of csv-parse's own state, which it shows as `state` of a parser: the row that it is building, its
 * cell, and where in it the parser is. The version is pinned, and the tests of endless cells and bad rows fail when
 * this changes.
 */
type Building = {
  readonly record: string[]
  readonly field: { length: number }
  quoting: boolean
  wasQuoting: boolean
  commenting: boolean
}

/** Reads one CSV of a dialect. */
export function createParsingFeed(
  { delimiter, quote }: Pick<Dialect, 'delimiter' | 'quote'>,
  sink: RowSink,
): Pick<CsvScanner, 'push'> & { end(): Promise<boolean> } {
  const rows = createRowJudge(sink)
  const parser = new Parser({
    ...options,
    delimiter,
    quote,
    escape: quote,
    on_record: (record: string[]) => rows.ended(record),
    on_skip: (problem) => {
      rows.spoilt(parser.state, reasonOf(problem?.code))
      skipLine(parser.state)
    },
  }) as Parser & { readonly state: Building }
  // What goes wrong is kept and thrown by `throwFailure`; without a listener it would end the process.
  parser.on('error', rows.fail)

  return {
    push(bytes) {
      for (let at = 0; at < bytes.length; at += PIECE) {
        parser.write(bytes.subarray(at, at + PIECE))
        rows.cutEndless(parser.state)
        rows.throwFailure()
      }
    },
    async end() {
      await finished(parser.resume().end()).catch(rows.fail)
      rows.throwFailure()
      return rows.sawHeader()
    },
  }
}

/** Makes csv-parse pass over the rest of a line, as it does for comments; it still sees a row that ends there. */
function skipLine(building: Building): void {
  building.quoting = false
  building.wasQuoting = true
  building.commenting = true
}

/** Cells come as Latin-1, one character for each byte, so that broken UTF-8 is recognised. */
const options: Options<string[]> = {
  encoding: 'latin1',
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_column_count: true,
  skip_empty_lines: true,
  skip_records_with_error: true,
}

function reasonOf(code: unknown): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return badReasons.openQuote
  if (code === 'CSV_INVALID_CLOSING_QUOTE') return badReasons.textAfterQuote
  if (code === 'INVALID_OPENING_QUOTE') return badReasons.quoteInside
  return 'its quotes cannot be read'
}

/** Sorts rows into header, good and bad ones, and numbers them. */
function createRowJudge(sink: RowSink) {
  let number = 0
  let width: number | null = null
  let bytes = Buffer.alloc(0)
  const bounds = new Int32Array(2 * MAX_COLUMNS)
  /** The row that is being built, once it is known to be bad. */
  let badRow: readonly string[] | null = null
  let failure: unknown = null
  let failed = false

  const fail = (caught: unknown): void => {
    if (!failed) failure = caught
    failed = true
  }
  /** csv-parse would swallow or rewrap what a sink throws. */
  const guarded = (work: () => void): void => {
    if (failed) return
    try {
      work()
    } catch (caught) {
      fail(caught)
    }
  }
  const takeHeader = (record: readonly string[]): void => {
    const reason = wrongHeader(record.length) ?? brokenCell(record)
    if (reason !== null) {
      sink.bad(number, reason, false)
      throw new Error('a sink has to throw for a bad header')
    }
    width = record.length
    sink.header(record.map((cell) => Buffer.from(cell, 'latin1').toString('utf8')))
  }
  const takeRow = (record: readonly string[], width: number): void => {
    const reason = wrongWidth(record.length, width) ?? brokenCell(record)
    if (reason !== null) {
      sink.bad(number, reason, hasLineEnd(record))
      return
    }
    const length = record.reduce((sum, cell) => sum + cell.length, 0)
    if (bytes.length < length) bytes = Buffer.allocUnsafeSlow(2 * length)
    let at = 0
    for (const [cell, text] of record.entries()) {
      bounds[2 * cell] = at
      at += bytes.write(text, at, 'latin1')
      bounds[2 * cell + 1] = at
    }
    sink.row(bytes, bounds, number)
  }

  return {
    fail,
    /** A row is complete, as csv-parse sees it. */
    ended(record: string[]): null {
      if (record === badRow) return null
      guarded(() => {
        number += 1
        if (width === null) takeHeader(record)
        else takeRow(record, width)
      })
      return null
    },
    /** The row that is being built is bad; may be called more than once for it. */
    spoilt(building: Building, reason: string): void {
      if (building.record === badRow) {
        dropCell(building)
        return
      }
      badRow = building.record
      guarded(() => {
        number += 1
        // How many lines a cell has that is open still is not known.
        const isOpen = reason === badReasons.openQuote || reason === badReasons.tooLong
        sink.bad(number, reason, isOpen || hasLineEnd([...building.record, building.field.toString()]))
        if (width === null) throw new Error('a sink has to throw for a bad header')
      })
      dropCell(building)
    },
    /** Keeps a cell or row that does not end from filling the memory. */
    cutEndless(building: Building): void {
      if (building.record.length > MAX_COLUMNS) building.record.length = MAX_COLUMNS + 1
      if (building.field.length > MAX_CELL_BYTES) this.spoilt(building, badReasons.tooLong)
    },
    throwFailure(): void {
      if (failed) throw failure
    },
    sawHeader(): boolean {
      bytes.fill(0)
      return width !== null
    },
  }
}

/** This cell is not read any more. */
function dropCell({ field }: Building): void {
  field.length = Math.min(field.length, 1)
}

function hasLineEnd(cells: readonly string[]): boolean {
  return cells.some((cell) => /[\r\n]/.test(cell))
}

/** Bytes that are not plain ASCII, or a NUL. */
const unusual = /[\0\x80-\xff]/

function brokenCell(record: readonly string[]): string | null {
  for (const cell of record) {
    if (cell.length > MAX_CELL_BYTES) return badReasons.tooLong
    if (!unusual.test(cell)) continue
    if (cell.includes('\0')) return badReasons.nul
    if (!isUtf8(Buffer.from(cell, 'latin1'))) return badReasons.notUtf8
  }
  return null
}
