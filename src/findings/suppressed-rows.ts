/** Which rows of a `findings.csv` an earlier run left out. */
import { parse } from 'csv-parse'
import { findingsCsvColumns } from './finding.ts'

const STATUS = findingsCsvColumns.indexOf('status')
const FINGERPRINT = findingsCsvColumns.indexOf('fingerprint')

/**
 * The fingerprints of the suppressed rows, added to `found`.
 * @param chunks the bytes of a whole `findings.csv`; what is wrong with it is found when it is judged
 */
export async function addSuppressed(found: Set<string>, chunks: AsyncIterable<Buffer>): Promise<void> {
  const parser = parse({ bom: true, relax_column_count: true, from: 2 })
  parser.on('data', (cells: string[]) => {
    if (cells[STATUS] === 'suppressed') found.add(cells[FINGERPRINT] ?? '')
  })
  const ended = new Promise((resolve, reject) => {
    parser.on('end', resolve)
    parser.on('error', reject)
  })
  // Nobody waits for it before the last piece is written.
  ended.catch(() => undefined)
  for await (const chunk of chunks) {
    if (parser.write(chunk)) continue
    // A parser that failed never drains.
    await Promise.race([new Promise((resolve) => parser.once('drain', resolve)), ended])
  }
  parser.end()
  await ended
}
