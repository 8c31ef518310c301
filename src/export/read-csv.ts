/** Reads a CSV of any dialect, row by row. */
import { CsvScanner } from './csv.ts'
import { type Dialect, dialectOf, firstCells, firstLineOf, inUtf8 } from './csv-dialect.ts'
import { cellText, type RowSink } from './csv-rows.ts'

/** Dialect and first rows are found from so many bytes, whatever the pieces. */
export const FIRST_BYTES = 64 * 1024

type FirstCells = readonly (readonly string[])[]

/** @returns whether there was a header; an empty file has none. */
export async function readCsv(chunks: AsyncIterable<Buffer>, sink: RowSink): Promise<boolean> {
  try {
    return await feedAll(chunks, sink)
  } catch (caught) {
    // Until its stack is read, an error keeps the objects of the stack alive: a scanner, with bytes of the export.
    if (caught instanceof Error) caught.stack?.length
    throw caught
  } finally {
    // V8 keeps the last text that a regular expression has matched.
    ;/^/.test('')
  }
}

async function feedAll(chunks: AsyncIterable<Buffer>, sink: RowSink): Promise<boolean> {
  let scanner: CsvScanner | null = null
  let pieces: Buffer[] = []
  let length = 0
  const open = (): CsvScanner => {
    const start = pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces)
    pieces = []
    const text = startText(start, length < FIRST_BYTES)
    const dialect = dialectOf(text)
    sink.firstRows?.(firstCells(text, dialect))
    const opened = new CsvScanner(dialect, sink)
    opened.push(start.subarray(dialect.start))
    return opened
  }
  for await (const chunk of inUtf8(chunks)) {
    if (scanner !== null) {
      scanner.push(chunk)
      continue
    }
    pieces.push(chunk)
    length += chunk.length
    if (length >= FIRST_BYTES) scanner = open()
  }
  scanner ??= open()
  return scanner.end()
}

/** @param whole whether these are all bytes */
function startText(start: Buffer, whole: boolean): string {
  return `${start.toString('latin1', 0, FIRST_BYTES)}${whole ? '\n' : ''}`
}

export type CsvStart = {
  readonly dialect: Dialect
  readonly header: readonly string[]
  readonly rows: FirstCells
}

/**
 * How a CSV that begins with `bytes` will be read, or why its header cannot be; `null` when the header does not end there.
 * @param whole whether these are all bytes
 */
export async function peekCsv(
  bytes: Buffer,
  whole: boolean,
): Promise<CsvStart | { readonly bad: string } | null> {
  const text = startText(Buffer.concat(await Array.fromAsync(inUtf8([bytes]))), whole)
  const dialect = dialectOf(text)
  const line = firstLineOf(text.slice(dialect.start))
  if (line === null) return null
  let header: readonly string[] = []
  let bad: string | null = null
  const sink: RowSink = {
    header(cells) {
      header = cells
    },
    row: () => undefined,
    bad(_number, reason) {
      bad = reason
      throw new Error(reason)
    },
  }
  try {
    const scanner = new CsvScanner(dialect, sink)
    scanner.push(Buffer.from(`${line}\n`, 'latin1'))
    scanner.end()
  } catch (caught) {
    if (bad === null) throw caught
  }
  return bad === null ? { dialect, header, rows: firstCells(text, dialect) } : { bad }
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
