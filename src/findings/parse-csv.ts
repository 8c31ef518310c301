/**
 * Reads the rows of a CSV of any dialect with csv-parse, whose sole user this is, as `rows.ts` defines them. The
 * reference for `scan-csv.ts`, and loaded only when a file is not plain. Memory is bounded whatever the file holds: a
 * cell or row without end is cut short while it grows, and refused.
 */
import { isUtf8 } from 'node:buffer'
import { finished } from 'node:stream/promises'
import { type Options, Parser } from 'csv-parse'
import type { Dialect } from './dialect.ts'
import {
  type BadReason,
  badReasons,
  MAX_CELL_BYTES,
  MAX_COLUMNS,
  type RowFeed,
  type RowSink,
  wrongHeader,
  wrongWidth,
} from './rows.ts'

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
export function createParsingFeed({ delimiter, quote }: Dialect, sink: RowSink): RowFeed {
  const rows = createRowJudge(sink)
  const parser = new Parser({
    ...options,
    delimiter,
    quote,
    escape: quote,
    on_record: (record: string[]) => rows.ended(record),
    on_skip: (trouble) => {
      rows.spoilt(parser.state, reasonOf(trouble?.code))
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
      // csv-parse may keep the start of a row where it lies.
      return false
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

/** Cells come as Latin-1, one character for each byte, so that broken UTF-8 can be told from good. */
const options: Options<string[]> = {
  encoding: 'latin1',
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_column_count: true,
  skip_empty_lines: true,
  skip_records_with_error: true,
}

function reasonOf(code: unknown): BadReason {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return badReasons.openQuote
  if (code === 'CSV_INVALID_CLOSING_QUOTE') return badReasons.textBehindQuote
  if (code === 'INVALID_OPENING_QUOTE') return badReasons.quoteInside
  return 'its quotes cannot be read'
}

/** Tells header, good and bad rows apart and numbers them. */
function createRowJudge(sink: RowSink) {
  let number = 0
  let header: readonly string[] | null = null
  let wanted: readonly number[] = []
  let headerCells: readonly string[] = []
  const cells: string[] = []
  /** The row that is being built, once it is known to be bad. */
  let spoiltRow: readonly string[] | null = null
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

  const refuseHeader = (reason: BadReason): never => {
    sink.bad(number, reason)
    throw new Error('a sink has to throw for a bad header')
  }
  const takeHeader = (record: readonly string[]): void => {
    const trouble = wrongHeader(record.length) ?? troubleWith(record)
    if (trouble !== null) refuseHeader(trouble)
    header = record.map(decoded)
    wanted = sink.header(header)
    headerCells = wanted.map((position) => record[position] ?? '')
  }
  const isHeaderAgain = (record: readonly string[]): boolean =>
    wanted.length > 0 && headerCells.every((name, at) => isSameName(record[wanted[at] ?? -1] ?? '', name))
  const takeRow = (record: readonly string[], width: number): void => {
    const trouble = wrongWidth(record.length, width) ?? troubleWith(record)
    if (trouble !== null) sink.bad(number, trouble)
    else if (isHeaderAgain(record)) sink.bad(number, badReasons.headerAgain)
    else {
      for (let at = 0; at < wanted.length; at++) cells[at] = decoded(record[wanted[at] ?? -1] ?? '')
      sink.row(cells, number)
    }
  }

  return {
    fail,
    /** A row is complete, as csv-parse sees it. */
    ended(record: string[]): null {
      if (record === spoiltRow) return null
      guarded(() => {
        number += 1
        if (header === null) takeHeader(record)
        else takeRow(record, header.length)
      })
      return null
    },
    /** The row that is being built is bad; it may be told so more than once. */
    spoilt(building: Building, reason: BadReason): void {
      // Nobody reads this cell any more.
      building.field.length = Math.min(building.field.length, 1)
      if (building.record === spoiltRow) return
      spoiltRow = building.record
      guarded(() => {
        number += 1
        if (header === null) refuseHeader(reason)
        sink.bad(number, reason)
      })
    },
    /** Keeps a cell or row that does not end from filling the memory. */
    cutEndless(building: Building): void {
      if (building.record.length > MAX_COLUMNS) building.record.length = MAX_COLUMNS + 1
      if (building.field.length > MAX_CELL_BYTES) this.spoilt(building, badReasons.tooLong)
    },
    throwFailure(): void {
      if (failed) throw failure
    },
    sawHeader: (): boolean => header !== null,
  }
}

/** Cells that are no plain ASCII, or hold a NUL. */
const unusual = /[\0\x80-\xff]/

function troubleWith(record: readonly string[]): BadReason | null {
  for (const cell of record) {
    if (cell.length > MAX_CELL_BYTES) return badReasons.tooLong
    if (!unusual.test(cell)) continue
    if (cell.includes('\0')) return badReasons.nul
    if (!isUtf8Cell(cell)) return badReasons.notUtf8
  }
  return null
}

/** A byte order mark, as Latin-1. */
const BOM = '\u00ef\u00bb\u00bf'

/** Joined files may have one each. */
function isSameName(cell: string, name: string): boolean {
  return cell === name || cell === BOM + name
}

function isUtf8Cell(cell: string): boolean {
  return isUtf8(Buffer.from(cell, 'latin1'))
}

function decoded(cell: string): string {
  return unusual.test(cell) ? Buffer.from(cell, 'latin1').toString('utf8') : cell
}
