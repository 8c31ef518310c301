/** Reviewed false positives: as suppressions of a judging run, or as `reviewed.csv` when they are what was asked for. */
import { reviewedTargets } from '../config/run-plan.ts'
import { GateError } from '../errors.ts'
import type { FindingRow, ReviewedRow } from '../export/finding-row.ts'
import { type ReviewedSettings, readReviewed, reviewedIndex } from '../export/reviewed.ts'
import { downloadToTempFile, type TempFile } from '../export/temp-file.ts'
import { reviewedCsvLines } from '../report/reviewed-csv.ts'
import type { Deadline } from '../server/request.ts'
import { type Target, targetName } from '../target.ts'
import type { Outcome } from '../verdict.ts'
import { reviewedSource } from './consistency.ts'
import { type Desk, exportSettings } from './desk.ts'

/**
 * Tells reviewed findings from others, for `exclude-reviewed`.
 * @throws GateError when the reviewed export cannot be had or read: then nobody knows what may be left out.
 */
export async function reviewedPredicate(desk: Desk): Promise<(row: FindingRow) => boolean> {
  const rows = await readAll(desk.plan.reviewed, 'exclude', desk)
  desk.host.log.info(`${rows.length} reviewed false positives are left out.`)
  return reviewedIndex(rows)
}

/** Reviewed false positives of a target: they may explain an export that is smaller than told. */
export async function listReviewed(target: Target, desk: Desk): Promise<readonly ReviewedRow[]> {
  return await readAll(reviewedTargets([target]), 'list', desk)
}

/** `export-reviewed`: leaves `reviewed.csv`, redacted like everything else. */
export async function downloadReviewed(desk: Desk): Promise<Outcome> {
  const rows = await readAll(desk.plan.reviewed, 'list', desk)
  const { reports, record, plan } = desk
  await reports.stage('reviewed', () => reviewedCsvLines(rows), record.failures)
  record.hasReviewedFile = true
  const names = plan.reviewed.map(targetName).join(', ')
  return { kind: 'done', sentence: `${rows.length} reviewed false positives of ${names} were exported` }
}

async function readAll(
  targets: readonly Target[],
  use: ReviewedSettings['use'],
  desk: Desk,
): Promise<readonly ReviewedRow[]> {
  const rows: ReviewedRow[] = []
  for (const target of targets) {
    const stored = await download(target, desk)
    try {
      const settings = {
        ...exportSettings(reviewedSource(target), target, desk),
        use,
        reveal: use === 'list' && desk.inputs.revealSecrets,
      }
      const { evidence, notices } = await readReviewed(
        stored,
        settings,
        desk.reading,
        (row) => rows.push(row),
        desk.host,
      )
      desk.record.exports.push(evidence)
      desk.record.notes.push(...notices)
    } finally {
      await stored.dispose()
    }
  }
  return rows
}

async function download(target: Target, { connection, host, inputs, folder }: Desk): Promise<TempFile> {
  if (connection === null) throw new GateError('DEFECT', 'A download was asked for without a connection.')
  const deadline: Deadline = {
    at: host.clock.elapsed() + inputs.timeoutMs,
    phase: 'downloading the reviewed false positives',
  }
  const reply = await connection.soteri.exportReviewed(
    target,
    (body) => downloadToTempFile(folder, body, host.stop, inputs.maxExportBytes),
    deadline,
  )
  if (reply.kind === 'saved') return reply.saved
  throw new GateError(
    'EXPORT_MISSING',
    `The export of reviewed false positives of ${targetName(target)} answered with 404.`,
  )
}
