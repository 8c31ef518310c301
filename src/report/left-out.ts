/** Says where the findings are that a file of the report leaves out. Pure. */
import type { Report } from './model.ts'

const NOT_WRITTEN = 'findings.csv, which `formats: csv` asks for, was not written'

/** Goes on a sentence such as "10 more findings are". */
export function placeOfLeftOut(report: Report): string {
  return hasFindingsFile(report) ? 'in findings.csv' : `in no file: ${NOT_WRITTEN}`
}

/** What to do about a finding that a page does not hold, behind a colon. */
export function adviceForMissing(report: Report): string {
  return hasFindingsFile(report) ? 'look it up in findings.csv' : NOT_WRITTEN
}

/** Whether the run leaves a `findings.csv`, which holds everything. */
export function hasFindingsFile({ evidence }: Report): boolean {
  return evidence.findingsFile !== null
}
