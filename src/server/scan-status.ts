/** Reads the JSON of a scan status. Pure. */
import { isRecord } from '../parse.ts'

/**
 * A scan status, known from a working client of version 3.17 (docs/what-we-know.md). Nothing is
 * known about 4.16, so fields may be missing, added, or of another type. `null`: the server did not send the field.
 */
export type ScanStatus = {
  readonly scanKey: string | null
  /** A result exists. */
  readonly scanned: boolean | null
  /** The result is up to date with the branch and the settings. */
  readonly actual: boolean | null
  /** 0 to 100. */
  readonly progress: number | null
  readonly running: boolean | null
  readonly scheduled: boolean | null
  /** Findings of the result: the server's `total`, and at least the number of entries of `invalidLines`. */
  readonly total: number | null
  /** Fields with a value of another type: no proof can rest on such a reply. */
  readonly unreadable: readonly string[]
  /** The field, known to nobody, that says that the scan failed or was cancelled; `null` if there is none. */
  readonly failure: string | null
}

const readers = {
  scanKey: (value: unknown) => (typeof value === 'string' ? value : null),
  scanned: booleanOrNull,
  actual: booleanOrNull,
  progress: (value: unknown) => (typeof value === 'number' && value >= 0 && value <= 100 ? value : null),
  running: booleanOrNull,
  scheduled: booleanOrNull,
  total: (value: unknown) => (Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : null),
}

/** `null` if the reply is not a JSON object with at least one known field. */
export function parseScanStatus(body: unknown): ScanStatus | null {
  if (!isRecord(body)) return null
  const sent = Object.keys(readers).filter((name) => body[name] !== undefined && body[name] !== null)
  if (sent.length === 0) return null
  const status = {
    scanKey: readers.scanKey(body.scanKey),
    scanned: readers.scanned(body.scanned),
    actual: readers.actual(body.actual),
    progress: readers.progress(body.progress),
    running: readers.running(body.running),
    scheduled: readers.scheduled(body.scheduled),
    total: readers.total(body.total),
  }
  const unreadable = sent.filter((name) => status[name as keyof typeof status] === null)
  const failure = failureIn(body)
  const lines = body.invalidLines ?? []
  if (!Array.isArray(lines)) return { ...status, failure, unreadable: [...unreadable, 'invalidLines'] }
  // Each entry is a finding, but the list may be incomplete.
  const total = lines.length === 0 ? status.total : Math.max(lines.length, status.total ?? 0)
  return { ...status, total, unreadable, failure }
}

const badWord =
  /fail|error|cancel|abort|exception|interrupt|incomplete|partial|time[d_ -]*out|timeout|killed/i
/** The vendor's page calls findings "failing lines". */
const findingsName = /lines?$|findings?$|vulnerabilit/i
const goodName = /^(is|was)?_?(complete|completed|success|successful|succeeded|ok)$/i
const stateName = /state|status|result|outcome|phase|conclusion|reason|message/i

/**
 * How a failed scan looks in 4.16 is not known (docs/what-we-know.md). So a field of any name that
 * speaks of failure counts, unless its value says that there was none.
 */
function failureIn(fields: object, depth = 0): string | null {
  for (const [name, value] of Object.entries(fields) as [string, unknown][]) {
    if (depth === 0 && (name in readers || name === 'invalidLines')) continue
    if (saysFailure(name, value)) return name
    const within =
      typeof value === 'object' && value !== null && depth < 3 ? failureIn(value, depth + 1) : null
    if (within !== null) return `${name}.${within}`
  }
  return null
}

function saysFailure(name: string, value: unknown): boolean {
  if (badWord.test(name) && !findingsName.test(name) && !isNone(value)) return true
  if (goodName.test(name)) return /^(false|no)$/i.test(String(value))
  return stateName.test(name) && typeof value === 'string' && speaksOfFailure(value)
}

function speaksOfFailure(text: string): boolean {
  return badWord.test(text) && !/\b(no|not|without|0)\b/i.test(text.replaceAll('_', ' '))
}

function isNone(value: unknown): boolean {
  if (typeof value === 'string') return /^(|0|no|none|false|null)$/i.test(value.trim())
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0
  return value === undefined || value === null || value === false || value === 0
}

function booleanOrNull(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null
}
