/** `export-reviewed`: prepares `reviewed.csv`, redacted like everything else. */
import type { RunContext } from '../context.ts'
import type { RunExports } from '../export/fetch-exports.ts'
import type { Failures, ReportFolder } from '../report/report-folder.ts'
import { reviewedCsvLines } from '../report/reviewed-csv.ts'
import { targetName } from '../target.ts'
import type { Outcome } from '../verdict.ts'

export async function exportReviewed(
  { plan }: RunContext,
  exports: RunExports,
  reports: ReportFolder,
  failures: Failures,
): Promise<Outcome> {
  const rows = await exports.reviewed(plan.reviewed, 'list')
  await reports.stage('reviewed', () => reviewedCsvLines(rows), failures)
  const names = plan.reviewed.map(targetName).join(', ')
  return { kind: 'done', sentence: `${rows.length} reviewed false positives of ${names} were exported` }
}
