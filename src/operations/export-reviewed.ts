/** `export-reviewed`: prepares `reviewed.csv`, redacted like everything else. */
import { credentialMask } from '../config/sources.ts'
import type { RunContext } from '../context.ts'
import type { RunExports } from '../export/fetch-exports.ts'
import type { ReviewedRow } from '../export/finding-row.ts'
import type { Outcome } from '../judge/verdict.ts'
import { csvCell } from '../report/escape.ts'
import type { Failures, ReportFolder } from '../report/report-folder.ts'
import { targetName } from '../target.ts'
import type { Mask } from '../text.ts'

export async function exportReviewed(
  { plan, host }: RunContext,
  exports: RunExports,
  reports: ReportFolder,
  failures: Failures,
): Promise<Outcome> {
  const rows = await exports.reviewed(plan.reviewed, 'list')
  await reports.stage('reviewed', () => reviewedCsvLines(rows, credentialMask(host)), failures)
  const names = plan.reviewed.map(targetName).join(', ')
  return { kind: 'done', sentence: `${rows.length} reviewed false positives of ${names} were exported` }
}

const reviewedCsvColumns = ['project', 'repository', 'rule', 'path', 'line', 'match', 'reviewed_at'] as const

/** The lines of the file, each with its line end; values that the export lacks are empty cells. */
export function* reviewedCsvLines(rows: Iterable<ReviewedRow>, mask: Mask): Generator<string, undefined> {
  yield `${reviewedCsvColumns.join(',')}\r\n`
  for (const row of rows) {
    const reviewedAt = row.reviewedAt === null ? null : new Date(row.reviewedAt).toISOString()
    const cells = [row.project, row.repository, row.rule, row.path, row.line, row.match, reviewedAt]
    yield `${cells.map((cell) => (cell === null ? '' : csvCell(mask(String(cell))))).join(',')}\r\n`
  }
}
