/** Reads a CSV in pieces of any length, and keeps all that its sink is given. */
import type { CsvScanner } from '../../../src/export/csv.ts'
import { cellText, type RowSink } from '../../../src/export/csv-rows.ts'
import { readCsv } from '../../../src/export/read-csv.ts'

export type CsvReading = {
  readonly hasHeader: boolean
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly bad: readonly (readonly [number: number, reason: string])[]
}

/** Copies, so that one who writes to a piece changes no other. */
export function pieces(bytes: Buffer, length: number): readonly Buffer[] {
  const count = Math.ceil(bytes.length / length)
  return Array.from({ length: count }, (_none, at) =>
    Buffer.from(bytes.subarray(at * length, (at + 1) * length)),
  )
}

export async function* piecesOf(bytes: Buffer, length: number): AsyncGenerator<Buffer> {
  yield* pieces(bytes, length)
}

type Options = {
  readonly length?: number
  /** Gets the numbers of the bad rows that go over several lines. */
  readonly several?: number[]
}

export async function readCells(
  content: string | Buffer | AsyncIterable<Buffer>,
  { length = 1 << 20, several = [] }: Options = {},
): Promise<CsvReading> {
  let header: readonly string[] = []
  const rows: (readonly string[])[] = []
  const bad: [number, string][] = []
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const hasHeader = await readCsv(Buffer.isBuffer(bytes) ? piecesOf(bytes, length) : bytes, {
    header(cells) {
      header = cells
    },
    row: (line, bounds) => rows.push(header.map((_name, cell) => cellText(line, bounds, cell))),
    bad(number, reason, isSeveralLines) {
      if (number === 1) throw new Error(`bad header: ${reason}`)
      bad.push([number, reason])
      if (isSeveralLines) several.push(number)
    },
  })
  return { hasHeader, header, rows, bad }
}

/** All that a feed gives its sink, in order; a refused header ends it. */
export async function eventsOf(
  pieces: readonly Buffer[],
  open: (sink: RowSink) => Pick<CsvScanner, 'push'> & { end(): boolean | Promise<boolean> },
): Promise<readonly unknown[]> {
  const events: unknown[] = []
  const refusal = new Error('bad header')
  let width = 0
  const feed = open({
    header(cells) {
      width = cells.length
      events.push(['header', ...cells])
    },
    row(line, bounds, number) {
      events.push([number, ...Array.from({ length: width }, (_none, cell) => cellText(line, bounds, cell))])
    },
    bad(number, reason) {
      events.push([number, { bad: reason }])
      if (number === 1) throw refusal
    },
  })
  try {
    for (const piece of pieces) feed.push(piece)
    events.push(await feed.end())
  } catch (caught) {
    if (caught !== refusal) throw caught
  }
  return events
}
