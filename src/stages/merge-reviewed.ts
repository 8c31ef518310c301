/** The reviewed false positives of shards: their files hold them as suppressed rows. */
import { createReadStream } from 'node:fs'
import { GateError } from '../errors.ts'
import type { FindingRow } from '../export/finding-row.ts'
import { readTexts } from '../export/read-csv.ts'
import { findingsCsvColumns } from '../finding.ts'
import type { Merge } from './merge.ts'

const [STATUS, FINGERPRINT] = [
  findingsCsvColumns.indexOf('status'),
  findingsCsvColumns.indexOf('fingerprint'),
]

/**
 * Tells what the shards left out as reviewed; `null` when that is not left out here. A review is of a text in a
 * repository, and a fingerprint made with a key stands for both, so what is true of one row is true of its equals.
 * @throws GateError SHARD_INCONSISTENT
 */
export async function reviewedOfShards(merge: Merge | null): Promise<((row: FindingRow) => boolean) | null> {
  if (merge === null || !merge.excludesReviewed) return null
  const reviewed = new Set<string>()
  for (const { name, path, report } of merge.shards) {
    if (!report.findingsFile?.reviewed) continue
    try {
      // A row that cannot be read throws: what it left out would be unknown.
      await readTexts(createReadStream(path), [STATUS, FINGERPRINT], ([status, fingerprint = '']) => {
        if (status === 'suppressed') reviewed.add(fingerprint)
      })
    } catch (cause) {
      throw new GateError('SHARD_INCONSISTENT', `${name} holds a findings.csv that cannot be read.`, {
        cause,
      })
    }
  }
  return ({ fingerprint }) => fingerprint !== undefined && reviewed.has(fingerprint)
}
