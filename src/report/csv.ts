/** A row of `findings.csv`: RFC 4180 with CRLF, columns of the contract. Pure. */
import type { FindingRow } from '../export/finding-row.ts'
import { findingsCsvColumns, type Ruling } from '../finding.ts'
import { csvCell } from './escape.ts'

/** The first line, with its line end. */
export const findingsCsvHeader = `${findingsCsvColumns.join(',')}\r\n`

/** One line, line end included. `scanned_at` is ISO 8601 in UTC, '' when unknown. */
export function findingsCsvRow(
  row: FindingRow,
  ruling: Pick<Ruling, 'severity' | 'status' | 'fingerprint'>,
): string {
  const { names, key, repository, branch, line, scannedMs, match } = row
  const place = `${csvCell(names.project(repository))},${csvCell(names.repositories.text(repository))},${csvCell(names.branches.text(branch))}`
  const what = `${csvCell(names.keys.text(key))},${line === 0 ? '' : line},${csvCell(names.rules.text(names.ruleOf(key)))}`
  return `${place},${what},${ruling.severity},${ruling.status},${csvCell(ruling.fingerprint)},${instant(scannedMs)},${csvCell(match)}\r\n`
}

/** The last instant a Date can hold. */
const LAST_INSTANT_MS = 8.64e15

function instant(ms: number): string {
  // False for NaN too.
  if (!(Math.abs(ms) <= LAST_INSTANT_MS)) return ''
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}
