/** The reviewed false positives of shards: their files hold them as suppressed rows. */
import { createReadStream } from 'node:fs'
import type { Finding } from '../findings/finding.ts'
import { addSuppressed } from '../findings/suppressed-rows.ts'
import type { Merge } from './merge.ts'

/**
 * Tells what the shards left out as reviewed; `null` when that is not left out here. A review is of a text in a
 * repository, and a fingerprint made with a key stands for both, so what is true of one row is true of its equals.
 */
export async function reviewedOfShards(merge: Merge | null): Promise<((finding: Finding) => boolean) | null> {
  if (merge === null || !merge.excludesReviewed) return null
  const reviewed = new Set<string>()
  for (const { path, report } of merge.shards) {
    if (report.findingsFile?.reviewed) await addSuppressed(reviewed, createReadStream(path))
  }
  return ({ fingerprint }) => fingerprint !== undefined && reviewed.has(fingerprint)
}
