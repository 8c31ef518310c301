/** Which rows of a `findings.csv` an earlier run left out. */
import { findingsCsvColumns } from './finding.ts'
import { readRows } from './read-rows.ts'

const wanted = [findingsCsvColumns.indexOf('status'), findingsCsvColumns.indexOf('fingerprint')]

/**
 * The fingerprints of the suppressed rows, added to `found`.
 * @param chunks the bytes of a whole `findings.csv`
 * @throws Error for a row that cannot be read: what it left out is unknown
 */
export async function addSuppressed(found: Set<string>, chunks: AsyncIterable<Buffer>): Promise<void> {
  await readRows(chunks, {
    header: () => wanted,
    row([status = '', fingerprint = '']) {
      if (status === 'suppressed') found.add(fingerprint)
    },
    bad(number, reason) {
      throw new Error(`row ${number}: ${reason}`)
    },
  })
}
