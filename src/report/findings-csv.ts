/**
 * Writes `findings.csv`. Which names are masked is known only after the last row, so rows are stored by their ids until then,
 * and no secret in a name is ever on the disk. Synchronously, in large pieces, since that is faster for millions of rows.
 */
import { createHash } from 'node:crypto'
import { chmodSync, closeSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { GateError } from '../errors.ts'
import { type FindingNames, type FindingRow, Names } from '../export/finding-row.ts'
import { yieldUnlessStopped } from '../export/temp-file.ts'
import { REPORT_FILE_MODE, reportNotWritten } from '../files.ts'
import { findingStatuses, findingsCsvColumns, REDACTED, type Ruling, severities } from '../finding.ts'
import { csvCell } from './escape.ts'

/** Bytes to gather before they are written. */
const PIECE = 1 << 20

type WrittenRow = Pick<FindingRow, 'names' | 'key' | 'branch' | 'line' | 'scannedMs' | 'match'>
type WrittenRuling = Pick<Ruling, 'severity' | 'status' | 'fingerprint' | 'owner'>

/**
 * Starts the file at `path` (absolute; the run's own folder, which nobody reads before the file is complete). Never throws.
 * @param reveals whether rows have their matched texts: then they are written as they come, since all masks are known
 */
export function openFindingsFile(path: string, reveals = false) {
  const stored = new StoredRows(`${path}.rows`)
  const digest = createHash('sha256')
  const piece = Buffer.allocUnsafe(PIECE)
  let gathered = piece.write(findingsCsvHeader)
  let bytes = 0
  let file: number | null = null
  let isMade = false
  let failure: GateError | null = null
  let finished = false

  const attempt = (work: () => void): void => {
    if (failure !== null) return
    try {
      work()
    } catch (caught) {
      failure = reportNotWritten(basename(path), caught)
      remove()
    }
  }
  const open = (): void => {
    file = openSync(path, 'wx', REPORT_FILE_MODE)
    isMade = true
    chmodSync(path, REPORT_FILE_MODE)
  }
  const close = (): void => {
    const open = file
    file = null
    if (open !== null) closeSync(open)
  }
  const remove = (): void => {
    gathered = 0
    stored.remove()
    try {
      close()
    } catch {
      // The descriptor is gone either way; what counts is that the file goes too.
    }
    if (isMade) rmSync(path, { force: true })
  }
  const write = (part: Buffer): void => {
    if (file === null) return
    writeFileSync(file, part)
    digest.update(part)
    bytes += part.length
  }
  const flush = (): void => {
    write(piece.subarray(0, gathered))
    gathered = 0
  }
  const append = (row: WrittenRow, ruling: WrittenRuling): void => {
    const line = findingsCsvRow(row, ruling)
    // UTF-8 has at most three bytes for each UTF-16 unit.
    const longest = 3 * line.length
    if (gathered + longest > PIECE) flush()
    if (longest > PIECE) write(Buffer.from(line))
    else gathered += piece.write(line, gathered)
  }

  attempt(open)
  return {
    /** Never throws: the first failed write is kept for `complete`, and nothing more is written. */
    add(row: WrittenRow, ruling: WrittenRuling): void {
      if (!finished) attempt(() => (reveals ? append(row, ruling) : stored.add(row, ruling)))
    },
    /**
     * Call it when all masks are known. REPORT_NOT_WRITTEN where the file is not whole; then none is left. A full disk must
     * not hide the verdict. @throws GateError CANCELLED or the reason of `stop`
     */
    async complete(stop: AbortSignal): Promise<GateError | null> {
      if (finished) return failure
      for (let more = true; more && failure === null; ) {
        await yieldUnlessStopped(stop)
        attempt(() => {
          more = stored.readPiece(append)
        })
      }
      finished = true
      attempt(flush)
      attempt(close)
      stored.remove()
      return failure
    },
    /** Length and SHA-256 (hex) of what was handed to the system, once `complete` gave `null`. */
    written: () => ({ bytes, sha256: digest.digest('hex') }),
    /** Removes what was written; harmless after `complete`. */
    discard(): void {
      if (finished) return
      finished = true
      remove()
    },
  }
}

/** Numbers of a stored row, four bytes each: the time takes two of them, the fingerprint four. */
const FIELDS = 12
const [KEY, BRANCH, LINE, OWNER, KIND, TIME, FINGERPRINT] = [0, 1, 2, 3, 4, 6, 8]
const FINGERPRINT_BYTES = 16
const ROW_BYTES = 4 * FIELDS
const ROWS_OF_PIECE = 1 << 14

/** Rows by their ids, on the disk as soon as they are more than a piece. */
class StoredRows {
  readonly #path: string
  readonly #numbers = new Uint32Array(ROWS_OF_PIECE * FIELDS)
  readonly #times = new Float64Array(this.#numbers.buffer)
  readonly #bytes = Buffer.from(this.#numbers.buffer)
  readonly #owners = new Names()
  #names: FindingNames | null = null
  #file: number | null = null
  /** Rows in the piece, on the disk, and read again from there. */
  #rows = 0
  #stored = 0
  #read = 0

  constructor(path: string) {
    this.#path = path
  }

  add(row: WrittenRow, { severity, status, fingerprint, owner = '' }: WrittenRuling): void {
    if (this.#rows === ROWS_OF_PIECE) this.#store()
    const at = this.#rows * FIELDS
    this.#names = row.names
    this.#numbers[at + KEY] = row.key
    this.#numbers[at + BRANCH] = row.branch
    this.#numbers[at + LINE] = row.line
    this.#numbers[at + OWNER] = this.#owners.intern(owner)
    const ruled = severities.indexOf(severity) * findingStatuses.length + findingStatuses.indexOf(status)
    this.#numbers[at + KIND] = 2 * ruled + (row.match === '' ? 0 : 1)
    this.#times[(at + TIME) / 2] = row.scannedMs
    this.#bytes.write(fingerprint, 4 * (at + FINGERPRINT), FINGERPRINT_BYTES, 'hex')
    this.#rows += 1
  }

  /** Passes the rows of the next piece on, in their order. Returns whether there are more. */
  readPiece(onRow: (row: WrittenRow, ruling: WrittenRuling) => void): boolean {
    if (this.#file !== null) this.#load(this.#file)
    for (let row = 0; row < this.#rows; row++) this.#pass(row * FIELDS, onRow)
    return this.#read < this.#stored
  }

  remove(): void {
    if (this.#file === null) return
    try {
      closeSync(this.#file)
    } catch {
      // As above.
    }
    this.#file = null
    rmSync(this.#path, { force: true })
  }

  #store(): void {
    this.#file ??= openSync(this.#path, 'wx+', 0o600)
    writeFileSync(this.#file, this.#bytes.subarray(0, this.#rows * ROW_BYTES))
    this.#stored += this.#rows
    this.#rows = 0
  }

  /** The next piece; rows that are not on the disk yet are stored first. */
  #load(file: number): void {
    if (this.#read === 0) this.#store()
    this.#rows = Math.min(ROWS_OF_PIECE, this.#stored - this.#read)
    const length = this.#rows * ROW_BYTES
    if (readSync(file, this.#bytes, 0, length, this.#read * ROW_BYTES) < length) throw new Error('cut')
    this.#read += this.#rows
  }

  #pass(at: number, onRow: (row: WrittenRow, ruling: WrittenRuling) => void): void {
    const numbers = this.#numbers
    const kind = numbers[at + KIND] as number
    const ruled = kind >> 1
    const row = {
      names: this.#names as FindingNames,
      key: numbers[at + KEY] as number,
      branch: numbers[at + BRANCH] as number,
      line: numbers[at + LINE] as number,
      scannedMs: this.#times[(at + TIME) / 2] as number,
      match: kind % 2 === 0 ? '' : REDACTED,
    }
    const fingerprintAt = 4 * (at + FINGERPRINT)
    onRow(row, {
      severity: severities[Math.floor(ruled / findingStatuses.length)] as Ruling['severity'],
      status: findingStatuses[ruled % findingStatuses.length] as Ruling['status'],
      fingerprint: this.#bytes.toString('hex', fingerprintAt, fingerprintAt + FINGERPRINT_BYTES),
      owner: this.#owners.text(numbers[at + OWNER] as number),
    })
  }
}

/** With its line end. */
export const findingsCsvHeader = `${findingsCsvColumns.join(',')}\r\n`

/** One line, line end included. `scanned_at` is ISO 8601 in UTC, '' when unknown. */
export function findingsCsvRow(row: WrittenRow, ruling: WrittenRuling): string {
  const { names, line, scannedMs, match } = row
  const { project, repository, path, rule } = names.writtenKey(row.key)
  const branch = names.masks.written('branch', names.branches.text(row.branch))
  const place = `${csvCell(project)},${csvCell(repository)},${csvCell(branch)}`
  const what = `${csvCell(path)},${line === 0 ? '' : line},${csvCell(rule)}`
  return `${place},${what},${ruling.severity},${ruling.status},${csvCell(ruling.fingerprint)},${instant(scannedMs)},${csvCell(match)},${csvCell(ruling.owner ?? '')}\r\n`
}

/** The last instant a Date can hold. */
const LAST_INSTANT_MS = 8.64e15

function instant(ms: number): string {
  // False for NaN too.
  if (!(Math.abs(ms) <= LAST_INSTANT_MS)) return ''
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}
