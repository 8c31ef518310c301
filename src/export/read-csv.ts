/** Reads a CSV of any dialect, row by row. */
import { CsvScanner } from './csv.ts'
import { type Dialect, dialectOf, dialectSoFar, firstCells } from './csv-dialect.ts'
import { cellText, type RowFeed, type RowSink } from './csv-rows.ts'

/** Bytes in which the first rows are looked for: whatever the pieces, the dialect is found from the same bytes. */
const FIRST_ROWS = 64 * 1024
const BOM = Buffer.from([0xef, 0xbb, 0xbf])

type FirstCells = readonly (readonly string[])[]
type FeedFor = (dialect: Dialect, sink: RowSink) => RowFeed | Promise<RowFeed>

/** @returns whether there was a header; an empty file has none. */
export async function readCsv(
  chunks: AsyncIterable<Buffer>,
  sink: RowSink,
  feedFor: FeedFor = openFeed,
): Promise<boolean> {
  try {
    return await feedAll(chunks, sink, feedFor)
  } catch (caught) {
    // Until its stack is read, an error keeps the objects of the stack alive: a feed, with bytes of the export.
    if (caught instanceof Error) caught.stack?.length
    throw caught
  } finally {
    // V8 keeps the last text that a regular expression has matched.
    ;/^/.test('')
  }
}

async function feedAll(chunks: AsyncIterable<Buffer>, sink: RowSink, feedFor: FeedFor): Promise<boolean> {
  let feed: RowFeed | null = null
  let start: Buffer = Buffer.alloc(0)
  const open = async (dialect: Dialect, rows: FirstCells | null): Promise<RowFeed> => {
    sink.firstRows?.(rows ?? [])
    const opened = await feedFor(dialect, sink)
    opened.push(start.subarray(0, BOM.length).equals(BOM) ? start.subarray(BOM.length) : start)
    start = Buffer.alloc(0)
    return opened
  }
  const rowsOf: typeof firstCells = (...args) => (sink.firstRows === undefined ? [] : firstCells(...args))
  for await (const chunk of chunks) {
    if (feed !== null) {
      feed.push(chunk)
      continue
    }
    start = start.length === 0 ? chunk : Buffer.concat([start, chunk])
    const dialect = dialectOfStart(start)
    if (dialect === null) continue
    const rows = rowsOf(firstRowsOf(start), dialect, start.length < FIRST_ROWS)
    if (rows !== null) feed = await open(dialect, rows)
  }
  if (feed === null) {
    const text = `${firstRowsOf(start)}\n`
    const dialect = dialectOf(text)
    feed = await open(dialect, rowsOf(text, dialect, false))
  }
  return await feed.end()
}

/** csv-parse is loaded on demand: nearly all exports are written with double quotes. */
async function openFeed(dialect: Dialect, sink: RowSink): Promise<RowFeed> {
  if (dialect.quote === '"') return new CsvScanner(dialect, sink)
  const { createParsingFeed } = await import('./csv-other.ts')
  return createParsingFeed(dialect, sink)
}

/** `null` while later bytes could change it. */
function dialectOfStart(start: Buffer): Dialect | null {
  const text = firstRowsOf(start)
  return start.length < FIRST_ROWS ? dialectSoFar(text) : dialectOf(text)
}

function firstRowsOf(start: Buffer): string {
  return start.toString('latin1', 0, FIRST_ROWS)
}

/** The cells of a first line, or why it cannot be read. */
export async function readHeader(
  line: Buffer,
): Promise<{ readonly cells: readonly string[] } | { readonly bad: string }> {
  let cells: readonly string[] = []
  let bad: string | null = null
  const sink: RowSink = {
    header(header) {
      cells = header
    },
    row: () => undefined,
    bad(_number, reason) {
      bad = reason
      throw new Error(reason)
    },
  }
  try {
    await readCsv(only(line), sink)
  } catch (caught) {
    if (bad === null) throw caught
  }
  return bad === null ? { cells } : { bad }
}

async function* only(chunk: Buffer): AsyncGenerator<Buffer> {
  yield chunk
}

/** Reads some cells of each row as texts, for CSVs of this project's own. */
export async function readTexts(
  chunks: AsyncIterable<Buffer>,
  wanted: readonly number[],
  onRow: (cells: readonly string[], number: number) => void,
): Promise<void> {
  await readCsv(chunks, {
    header: () => undefined,
    row: (bytes, bounds, number) =>
      onRow(
        wanted.map((cell) => cellText(bytes, bounds, cell)),
        number,
      ),
    bad(number, reason) {
      throw new Error(`row ${number}: ${reason}`)
    },
  })
}
