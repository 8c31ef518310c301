/** Writes `findings.csv` while rows pass: synchronously, in large pieces, since that is faster for millions of rows. */
import { createHash } from 'node:crypto'
import { chmodSync, closeSync, openSync, readSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { StringDecoder } from 'node:string_decoder'
import type { GateError } from '../errors.ts'
import type { FindingRow, MaskedNames } from '../export/finding-row.ts'
import { REPORT_FILE_MODE, reportNotWritten } from '../files.ts'
import { findingsCsvColumns, type Ruling } from '../finding.ts'
import { csvCell } from './escape.ts'

/** Bytes to gather before they are written. */
const PIECE = 1 << 20

type WrittenRuling = Pick<Ruling, 'severity' | 'status' | 'fingerprint' | 'owner'>

/** Starts the file at `path` (absolute; the run's own folder, which nobody reads before the file is complete). Never throws. */
export function openFindingsFile(path: string) {
  const unmasked = `${path}.unmasked`
  const piece = Buffer.allocUnsafe(PIECE)
  let gathered = piece.write(findingsCsvHeader)
  let file: number | null = null
  let isMade = false
  let failure: GateError | null = null
  let finished = false
  let digest = createHash('sha256')
  let bytes = 0

  const attempt = (work: () => void): void => {
    if (failure !== null) return
    try {
      work()
    } catch (caught) {
      failure = reportNotWritten(basename(path), caught)
      gathered = 0
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
    try {
      close()
    } catch {
      // The descriptor is gone either way; what counts is that the file goes too.
    }
    if (isMade) rmSync(path, { force: true })
    rmSync(unmasked, { force: true })
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
  const append = (line: string): void => {
    // UTF-8 has at most three bytes for each UTF-16 unit.
    const longest = 3 * line.length
    if (gathered + longest > PIECE) attempt(flush)
    if (failure !== null) return
    if (longest > PIECE) attempt(() => write(Buffer.from(line)))
    else gathered += piece.write(line, gathered)
  }

  attempt(open)
  return {
    /** Never throws: the first failed write is kept for `complete`, and nothing more is written. */
    add(row: FindingRow, ruling: WrittenRuling): void {
      if (failure !== null || finished) return
      append(findingsCsvRow(row, ruling))
    },
    /** Masks names that were written before a later row showed a secret in them. Not for matched texts in clear. */
    mask(masks: MaskedNames): void {
      if (finished || masks.size === 0) return
      attempt(() => {
        flush()
        close()
        renameSync(path, unmasked)
        open()
        digest = createHash('sha256')
        bytes = 0
        const maskLine = lineMasker(masks)
        for (const line of linesOf(unmasked)) append(maskLine(line))
        rmSync(unmasked)
      })
    },
    /** REPORT_NOT_WRITTEN where the file is not whole; then none is left. A full disk must not hide the verdict. */
    complete(): GateError | null {
      if (finished) return failure
      finished = true
      attempt(flush)
      attempt(close)
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

/** With its line end. */
export const findingsCsvHeader = `${findingsCsvColumns.join(',')}\r\n`

/** One line, line end included. `scanned_at` is ISO 8601 in UTC, '' when unknown. */
export function findingsCsvRow(row: FindingRow, ruling: WrittenRuling): string {
  const { names, line, scannedMs, match } = row
  const { project, repository, path, rule } = names.writtenKey(row.key)
  const branch = names.masks.written('branch', names.branches.text(row.branch))
  const place = `${csvCell(project)},${csvCell(repository)},${csvCell(branch)}`
  const what = `${csvCell(path)},${line === 0 ? '' : line},${csvCell(rule)}`
  return `${place},${what},${ruling.severity},${ruling.status},${csvCell(ruling.fingerprint)},${instant(scannedMs)},${csvCell(match)},${csvCell(ruling.owner ?? '')}\r\n`
}

/** Without matched texts in clear, each row is a line. */
function* linesOf(path: string): Generator<string, undefined> {
  const file = openSync(path, 'r')
  try {
    const piece = Buffer.allocUnsafe(PIECE)
    const decoder = new StringDecoder('utf8')
    let rest = ''
    for (let length = readSync(file, piece); length > 0; length = readSync(file, piece)) {
      const lines = (rest + decoder.write(piece.subarray(0, length))).split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) yield `${line}\r\n`
    }
  } finally {
    closeSync(file)
  }
}

const cell = '("(?:[^"]|"")*"|[^,]*)'
const namedCells = new RegExp(`^${cell},${cell},${cell},${cell},([0-9]*),${cell},`)

function lineMasker({ byField }: MaskedNames): (line: string) => string {
  const [projects, repositories, branches, paths, rules] = (
    ['project', 'repository', 'branch', 'path', 'rule'] as const
  ).map((field) => new Map(Array.from(byField[field], (names) => names.map(csvCell) as [string, string])))
  const columns = [projects, repositories, branches, paths, undefined, rules]
  return (line) =>
    line.replace(namedCells, (start, ...cells: string[]) => {
      const named = cells.slice(0, columns.length)
      const masked = named.map((text, column) => columns[column]?.get(text) ?? text)
      return masked.some((text, column) => text !== named[column]) ? `${masked.join(',')},` : start
    })
}

/** The last instant a Date can hold. */
const LAST_INSTANT_MS = 8.64e15

function instant(ms: number): string {
  // False for NaN too.
  if (!(Math.abs(ms) <= LAST_INSTANT_MS)) return ''
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}
