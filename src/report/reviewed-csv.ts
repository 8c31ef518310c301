/** `reviewed.csv`: the reviewed false positives of a scope, redacted like everything else. Pure. */
import type { ReviewedRow } from '../export/finding-row.ts'
import { csvCell } from './escape.ts'

const reviewedCsvColumns = ['project', 'repository', 'rule', 'path', 'line', 'match', 'reviewed_at'] as const

/** The lines of the file, each with its line end; values that the export lacks are empty cells. */
export function* reviewedCsvLines(rows: Iterable<ReviewedRow>): Generator<string, undefined> {
  yield `${reviewedCsvColumns.join(',')}\r\n`
  for (const row of rows) {
    const reviewedAt = row.reviewedAt === null ? null : new Date(row.reviewedAt).toISOString()
    const cells = [row.project, row.repository, row.rule, row.path, row.line, row.match, reviewedAt]
    yield `${cells.map((cell) => (cell === null ? '' : csvCell(String(cell)))).join(',')}\r\n`
  }
}
