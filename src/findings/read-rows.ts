/**
 * Reads the rows of a CSV, as `rows.ts` defines them: a plain one with the scanner of `scan-csv.ts`, which is many
 * times as fast, every other dialect with csv-parse.
 */
import { type Delimiter, delimiterOf, firstLineOf } from './dialect.ts'
import type { RowFeed, RowScanner, RowSink } from './rows.ts'
import { createScanningFeed } from './scan-csv.ts'

/** Bytes in which the end of the first line is looked for; behind them the delimiter is found from what is there. */
const FIRST_LINE = 64 * 1024
const BOM = Buffer.from([0xef, 0xbb, 0xbf])

/** Reads a CSV of any dialect, the quick way where it is plain. */
export const readRows: RowScanner = readingBy(async (delimiter, sink) =>
  delimiter === ',' ? createScanningFeed(sink) : await parsingFeed(delimiter, sink),
)

/** The same with csv-parse alone: the reference, for tests. */
export const readRowsByReference: RowScanner = readingBy(parsingFeed)

/** csv-parse is loaded only when it is needed: most exports are plain. */
async function parsingFeed(delimiter: Delimiter, sink: RowSink): Promise<RowFeed> {
  const { createParsingFeed } = await import('./parse-csv.ts')
  return createParsingFeed(delimiter, sink)
}

function readingBy(feedFor: (delimiter: Delimiter, sink: RowSink) => Promise<RowFeed>): RowScanner {
  return async (chunks, sink) => {
    const begin = async (start: Buffer, firstLine: string | null): Promise<RowFeed> => {
      const feed = await feedFor(delimiterOf(firstLine ?? beginningOf(start)), sink)
      feed.push(start.subarray(0, BOM.length).equals(BOM) ? start.subarray(BOM.length) : start)
      return feed
    }
    let feed: RowFeed | null = null
    let start: Buffer = Buffer.alloc(0)
    for await (const chunk of chunks) {
      if (feed !== null) {
        feed.push(chunk)
        continue
      }
      // Chunks are long: the first mostly holds the first line, and is not copied.
      start = start.length === 0 ? chunk : Buffer.concat([start, chunk])
      const firstLine = firstLineOf(beginningOf(start))
      if (firstLine !== null || start.length >= FIRST_LINE) feed = await begin(start, firstLine)
    }
    feed ??= await begin(start, null)
    return await feed.end()
  }
}

function beginningOf(start: Buffer): string {
  return start.toString('latin1', 0, FIRST_LINE)
}
