/**
 * The scan status as the server tells it. Known from a working client of version 3.17 (README, "What is proven about
 * the server"); for 4.16 nobody knows, so fields may be missing, added, or of another type.
 */
import { isRecord } from '../parse.ts'

/** `null` where the server did not tell. What was told but not understood is named in `unreadable`. */
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
  /** Findings of the result: what `total` tells, and no fewer than `invalidLines` has entries. */
  readonly total: number | null
  /** Fields that were there with a value of another type: no proof can rest on such a reply. */
  readonly unreadable: readonly string[]
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

/** Reads a status; `null` when the reply is no JSON object, or one without a single known field. */
export function parseScanStatus(body: unknown): ScanStatus | null {
  if (!isRecord(body)) return null
  const told = Object.keys(readers).filter((name) => body[name] !== undefined && body[name] !== null)
  if (told.length === 0) return null
  const status = {
    scanKey: readers.scanKey(body.scanKey),
    scanned: readers.scanned(body.scanned),
    actual: readers.actual(body.actual),
    progress: readers.progress(body.progress),
    running: readers.running(body.running),
    scheduled: readers.scheduled(body.scheduled),
    total: readers.total(body.total),
  }
  const unreadable = told.filter((name) => status[name as keyof typeof status] === null)
  const lines = body.invalidLines ?? []
  if (!Array.isArray(lines)) return { ...status, unreadable: [...unreadable, 'invalidLines'] }
  // Each entry is a finding, but nobody knows whether all of them are listed.
  const total = lines.length === 0 ? status.total : Math.max(lines.length, status.total ?? 0)
  return { ...status, total, unreadable }
}

function booleanOrNull(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null
}
