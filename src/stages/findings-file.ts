/** Reads `findings.csv` back from the disk, for the proof that a merge asks for. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { reportNotWritten } from '../report/not-written.ts'
import { reportFileNames } from '../report/report-files.ts'
import type { Desk } from './desk.ts'

/** Bytes read at a time. */
const PIECE = 1 << 20

/** Leaves length, SHA-256 and rows in the record, or the failure of the file. Never throws. */
export async function noteFindingsFile({ inputs, reports, matchKey, record }: Desk): Promise<void> {
  const { decision, failures, reviewedRows } = record
  if (decision === null || !inputs.formats.includes('csv') || failures.has('csv')) return
  try {
    const digest = createHash('sha256')
    let bytes = 0
    for await (const piece of createReadStream(reports.staged('csv'), { highWaterMark: PIECE })) {
      digest.update(piece as Buffer)
      bytes += (piece as Buffer).length
    }
    const { total, suppressed } = decision.counts
    record.findingsFile = {
      rows: total + suppressed,
      bytes,
      sha256: digest.digest('hex'),
      keyCheck: matchKey.keyCheck,
      suppressed,
      reviewed: reviewedRows,
    }
  } catch (caught) {
    failures.set('csv', reportNotWritten(reportFileNames.csv, caught))
  }
}
