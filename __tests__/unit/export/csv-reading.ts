/** Reads a CSV in pieces of any length, and keeps what the scanner told. */
import { readRows } from '../../../src/findings/read-rows.ts'
import type { RowScanner } from '../../../src/findings/rows.ts'

export type CsvReading = {
  readonly hasHeader: boolean
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly bad: readonly (readonly [number: number, reason: string])[]
}

export async function* piecesOf(bytes: Buffer, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) {
    yield Buffer.from(bytes.subarray(at, at + length))
  }
}

/** @param wanted positions of the cells to keep; all without it. */
export async function readCsv(
  content: string | Buffer | AsyncIterable<Buffer>,
  {
    length = 1 << 20,
    wanted,
    scan = readRows,
  }: { length?: number; wanted?: readonly number[]; scan?: RowScanner } = {},
): Promise<CsvReading> {
  let header: readonly string[] = []
  const rows: (readonly string[])[] = []
  const bad: [number, string][] = []
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const hasHeader = await scan(Buffer.isBuffer(bytes) ? piecesOf(bytes, length) : bytes, {
    header(cells) {
      header = cells
      return wanted ?? cells.map((_, at) => at)
    },
    row: (cells) => rows.push([...cells]),
    bad(number, reason) {
      if (number === 1) throw new Error(`bad header: ${reason}`)
      bad.push([number, reason])
    },
  })
  return { hasHeader, header, rows, bad }
}
