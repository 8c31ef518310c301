/** What a run tells of its `findings.csv`, for the proof that a merge asks for. */
import type { Desk } from './desk.ts'

/**
 * Leaves length, SHA-256 and rows in the record. They are those of the bytes that were to be written: a disk that keeps
 * others is found out by whoever reads the file.
 */
export function noteFindingsFile({ hashKey, record }: Pick<Desk, 'hashKey' | 'record'>): void {
  const { decision, written, reviewedRows } = record
  if (decision === null || written === null) return
  const { total, suppressed } = decision.counts
  record.findingsFile = {
    rows: total + suppressed,
    ...written,
    keyCheck: hashKey.keyCheck,
    suppressed,
    reviewed: reviewedRows,
  }
}
