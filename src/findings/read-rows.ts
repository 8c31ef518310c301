/**
 * Reads the rows of a CSV, as `rows.ts` defines them: a plain one with the scanner of `scan-csv.ts`, which is many
 * times as fast, every other dialect with csv-parse.
 */
import { type Dialect, dialectOf, dialectSoFar } from './dialect.ts'
import type { RowFeed, RowScanner, RowSink } from './rows.ts'
import { createScanningFeed } from './scan-csv.ts'

/** Bytes in which the first rows are looked for: whatever the pieces, the dialect is found from the same ones. */
const FIRST_ROWS = 64 * 1024
const BOM = Buffer.from([0xef, 0xbb, 0xbf])

/** Reads a CSV of any dialect, the quick way where it is plain. */
export const readRows: RowScanner = readingBy(async (dialect, sink) =>
  dialect.delimiter === ',' && dialect.quote === '"'
    ? createScanningFeed(sink)
    : await parsingFeed(dialect, sink),
)

/** The same with csv-parse alone: the reference, for tests. */
export const readRowsByReference: RowScanner = readingBy(parsingFeed)

/** csv-parse is loaded only when it is needed: most exports are plain. */
async function parsingFeed(dialect: Dialect, sink: RowSink): Promise<RowFeed> {
  const { createParsingFeed } = await import('./parse-csv.ts')
  return createParsingFeed(dialect, sink)
}

function readingBy(feedFor: (dialect: Dialect, sink: RowSink) => Promise<RowFeed>): RowScanner {
  return async (chunks, sink) => {
    let feed: RowFeed | null = null
    let start: Buffer = Buffer.alloc(0)
    const begin = async (dialect: Dialect): Promise<RowFeed> => {
      const begun = await feedFor(dialect, sink)
      begun.push(start.subarray(0, BOM.length).equals(BOM) ? start.subarray(BOM.length) : start)
      return begun
    }
    for await (const chunk of chunks) {
      if (feed !== null) {
        feed.push(chunk)
        continue
      }
      // Chunks are long: the first mostly holds the first rows, and is not copied.
      start = start.length === 0 ? chunk : Buffer.concat([start, chunk])
      const dialect = dialectOfStart(start)
      if (dialect !== null) feed = await begin(dialect)
    }
    feed ??= await begin(dialectOf(`${beginningOf(start)}\n`))
    return await feed.end()
  }
}

/** `null` while what follows could change it. */
function dialectOfStart(start: Buffer): Dialect | null {
  const beginning = beginningOf(start)
  return start.length < FIRST_ROWS ? dialectSoFar(beginning) : dialectOf(beginning)
}

function beginningOf(start: Buffer): string {
  return start.toString('latin1', 0, FIRST_ROWS)
}
