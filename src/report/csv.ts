/** `findings.csv` as text: RFC 4180 with CRLF, UTF-8, columns of the contract. Pure. */
import { findingsCsvColumns, type KeptFinding, type Ruling } from '../findings/finding.ts'
import { csvCell } from './escape.ts'

/** The first line, with its line end. */
export const findingsCsvHeader = `${findingsCsvColumns.join(',')}\r\n`

/**
 * A formatter of rows (one line each, line end included). It remembers place and day of the row before, so make one
 * per file. `scanned_at` is ISO 8601 in UTC, '' when unknown.
 */
export function createCsvFormatter(): (finding: KeptFinding, ruling: Ruling) => string {
  const instant = rememberingInstant()
  const [project, repository, branch] = [rememberingCell(), rememberingCell(), rememberingCell()]
  return (finding, ruling) =>
    `${project(finding.project)},${repository(finding.repository)},${branch(finding.branch)},${csvCell(finding.path)},` +
    `${finding.line ?? ''},${csvCell(finding.rule)},${ruling.severity},${ruling.status},` +
    `${csvCell(ruling.fingerprint)},${instant(finding.scannedAt)},${csvCell(finding.match)}\r\n`
}

/** Rows of one place come together. */
function rememberingCell(): (text: string) => string {
  let last = ''
  let cell = ''
  return (text) => {
    if (text !== last) {
      last = text
      cell = csvCell(text)
    }
    return cell
  }
}

const DAY_MS = 86_400_000
/** The last instant a Date can hold. */
const LAST_INSTANT_MS = 8.64e15

/** Most rows of an export were scanned within a few days, so the date part is made once for each. */
function rememberingInstant(): (ms: number | null) => string {
  let day = Number.NaN
  let date = ''
  return (ms) => {
    if (ms === null || !(Math.abs(ms) <= LAST_INSTANT_MS)) return ''
    const ofDay = Math.floor(ms / DAY_MS)
    if (ofDay !== day) {
      day = ofDay
      date = new Date(ofDay * DAY_MS).toISOString().slice(0, -13)
    }
    return `${date}${timeOfDay(ms - ofDay * DAY_MS)}`
  }
}

function timeOfDay(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const rest = Math.floor(ms % 1000)
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return rest === 0 ? `${clock}Z` : `${clock}.${String(rest).padStart(3, '0')}Z`
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}
