/** The scanner and csv-parse over the same bytes, in any dialect. */
import { CsvScanner } from '../../../src/export/csv.ts'
import type { Dialect as AnyDialect } from '../../../src/export/csv-dialect.ts'
import { eventsOf, pieces } from './csv-reading.ts'
import { createParsingFeed } from './csv-reference.ts'

export type Dialect = Pick<AnyDialect, 'delimiter' | 'quote'>

type Events = Promise<readonly unknown[]>
export const scannedIn = (dialect: Dialect, pieces: readonly Buffer[]): Events =>
  eventsOf(pieces, (sink) => new CsvScanner(dialect, sink))
export const scanned = (dialect: Dialect, bytes: Buffer, length: number): Events =>
  scannedIn(dialect, pieces(bytes, length))
export const parsed = (dialect: Dialect, bytes: Buffer, length: number): Events =>
  eventsOf(pieces(bytes, length), (sink) => createParsingFeed(dialect, sink))

/** A CSV written with `,` and `"`, in another dialect; the signs of that one take their places. */
export function inDialect({ delimiter, quote }: Dialect, bytes: Buffer): Buffer {
  const swapped = new Map([
    [',', delimiter],
    [delimiter, ','],
    ['"', quote],
    [quote, '"'],
  ])
  const text = bytes.toString('latin1').replace(/[,;\t|"']/g, (sign) => swapped.get(sign) ?? sign)
  return Buffer.from(text, 'latin1')
}
