/** The reviewed false positives of shards: their files hold them as suppressed rows. */
import { createReadStream } from 'node:fs'
import { GateError } from '../errors.ts'
import type { Finding } from '../findings/finding.ts'
import { addSuppressed } from '../findings/suppressed-rows.ts'
import type { Merge } from './merge.ts'

/**
 * Tells what the shards left out as reviewed; `null` when that is not left out here. A review is of a text in a
 * repository, and a fingerprint made with a key stands for both, so what is true of one row is true of its equals.
 * @throws GateError SHARD_INCONSISTENT
 */
export async function reviewedOfShards(merge: Merge | null): Promise<((finding: Finding) => boolean) | null> {
  if (merge === null || !merge.excludesReviewed) return null
  const reviewed = new Set<string>()
  for (const { name, path, report } of merge.shards) {
    if (!report.findingsFile?.reviewed) continue
    try {
      await addSuppressed(reviewed, createReadStream(path))
    } catch (cause) {
      throw new GateError('SHARD_INCONSISTENT', `${name} holds a findings.csv that cannot be read.`, {
        cause,
      })
    }
  }
  return ({ fingerprint }) => fingerprint !== undefined && reviewed.has(fingerprint)
}
