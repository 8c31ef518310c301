/** `findings.csv` as bytes: RFC 4180 with CRLF, UTF-8, columns of the contract. Pure. */
import {
  findingsCsvColumns,
  type KeptFinding,
  type NumberedFinding,
  type Ruling,
} from '../findings/finding.ts'
import { csvCell } from './escape.ts'

/** The first line, with its line end. */
export const findingsCsvHeader = `${findingsCsvColumns.join(',')}\r\n`

/** What is written of a finding, and the numbers by which it is known again. */
export type CsvFinding = KeptFinding &
  Pick<NumberedFinding, 'key' | 'repositoryNumber' | 'branchNumber' | 'lineNumber'>
/** What is written of a ruling. */
export type CsvRuling = Pick<Ruling, 'severity' | 'status' | 'fingerprint'> & {
  /** Number of the distinct finding: together with the line it stands for one fingerprint. */
  readonly id: number
}

/**
 * Writes rows (one line each, line end included), each in three parts of which most came before: the place is that of
 * the row before, the finding that of an earlier branch, the time that of its branch. With each row made anew, a run
 * over a million rows with all four formats took 3.3 s instead of 2.5 (measured). `scanned_at` is ISO 8601 in UTC, ''
 * when unknown. Make one for each file.
 */
export class CsvRows {
  readonly #append: (part: Buffer) => void
  readonly #place = new PlacePart()
  readonly #finding = new FindingPart()
  readonly #end = new EndPart()

  /** @param append gets the parts of all rows in order; each holds until it returns */
  constructor(append: (part: Buffer) => void) {
    this.#append = append
  }

  /** Writes one row. */
  add(finding: CsvFinding, ruling: CsvRuling): void {
    this.#append(this.#place.of(finding))
    this.#append(this.#finding.of(finding, ruling))
    this.#append(this.#end.of(finding))
  }
}

/** `project,repository,branch,` */
class PlacePart {
  #repository = -1
  #branch = -1
  #bytes = Buffer.from(',,,')

  of(finding: CsvFinding): Buffer {
    const { repositoryNumber, branchNumber } = finding
    if (repositoryNumber === this.#repository && branchNumber === this.#branch) return this.#bytes
    const { project, repository, branch } = finding
    this.#repository = repositoryNumber
    this.#branch = branchNumber
    this.#bytes = Buffer.from(`${csvCell(project)},${csvCell(repository)},${csvCell(branch)},`)
    return this.#bytes
  }
}

/** Findings that are remembered. A power of two. */
const REMEMBERED = 1 << 15
/** Bytes that are remembered of each; what is longer is made anew for each row. */
const LONGEST = 512

/**
 * `path,line,rule,severity,status,fingerprint,` of the last findings; one that lands on another's place takes it. All lie
 * in one piece of memory of 16 MB: in pieces of their own they would keep others in the pool of Node.
 */
class FindingPart {
  readonly #ids = new Int32Array(REMEMBERED).fill(-1)
  readonly #keys = new Uint32Array(REMEMBERED)
  readonly #lines = new Int32Array(REMEMBERED)
  readonly #statuses: Ruling['status'][] = []
  readonly #bytes: Buffer[] = []
  readonly #memory = Buffer.allocUnsafeSlow(REMEMBERED * LONGEST)

  of(finding: CsvFinding, ruling: CsvRuling): Buffer {
    const at = ruling.id % REMEMBERED
    const isKnown =
      this.#ids[at] === ruling.id &&
      this.#keys[at] === finding.key &&
      this.#lines[at] === finding.lineNumber &&
      this.#statuses[at] === ruling.status
    return isKnown ? (this.#bytes[at] as Buffer) : this.#keep(at, finding, ruling)
  }

  #keep(at: number, finding: CsvFinding, ruling: CsvRuling): Buffer {
    const { path, line, rule, key, lineNumber } = finding
    const { id, severity, status, fingerprint } = ruling
    const text = `${csvCell(path)},${line ?? ''},${csvCell(rule)},${severity},${status},${csvCell(fingerprint)},`
    const length = Buffer.byteLength(text)
    if (length > LONGEST) return Buffer.from(text)
    const start = at * LONGEST
    this.#memory.write(text, start, length)
    const bytes = this.#memory.subarray(start, start + length)
    this.#ids[at] = id
    this.#keys[at] = key
    this.#lines[at] = lineNumber
    this.#statuses[at] = status
    this.#bytes[at] = bytes
    return bytes
  }
}

/** `scanned_at,match`, and the line end. */
class EndPart {
  #scannedAt: number | null = null
  #match = ''
  #bytes = Buffer.from(',\r\n')

  of({ scannedAt, match }: CsvFinding): Buffer {
    if (scannedAt === this.#scannedAt && match === this.#match) return this.#bytes
    this.#scannedAt = scannedAt
    this.#match = match
    this.#bytes = Buffer.from(`${instant(scannedAt)},${csvCell(match)}\r\n`)
    return this.#bytes
  }
}

/** The last instant a Date can hold. */
const LAST_INSTANT_MS = 8.64e15

function instant(ms: number | null): string {
  if (ms === null || !(Math.abs(ms) <= LAST_INSTANT_MS)) return ''
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}
