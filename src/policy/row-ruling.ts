/** What the policy says of the row at hand. One object for all rows: whoever keeps it, keeps a copy. */
import type { Finding, Ruling } from '../findings/finding.ts'
import type { Fingerprinter } from '../findings/fingerprint.ts'

/** The ruling on the row at hand. */
export class RowRuling implements Ruling {
  severity: Ruling['severity'] = 'high'
  status: Ruling['status'] = 'new'
  firstOfDistinct = false
  reason: string | null = null
  /** Number of the distinct finding. */
  id = 0
  #finding: Finding | null = null
  #occurrence = 1
  readonly #make: Fingerprinter
  readonly #memory = new FingerprintMemory()

  constructor(make: Fingerprinter) {
    this.#make = make
  }

  /** Starts with the next row. */
  begin(finding: Finding, id: number, severity: Ruling['severity'], occurrence: number): void {
    this.severity = severity
    this.status = 'new'
    this.firstOfDistinct = false
    this.reason = null
    this.#finding = finding
    this.id = id
    this.#occurrence = occurrence
  }

  /** Made when somebody reads it: most rows of a large run are never asked for theirs. */
  get fingerprint(): string {
    if (this.#finding === null) throw new Error('there is no row yet')
    const line = this.#finding.line ?? 0
    const known = this.#memory.find(this.id, line)
    if (known !== undefined) return known
    const made = this.#make(this.#finding, this.#occurrence)
    this.#memory.keep(this.id, line, made)
    return made
  }

  /** The ruling itself, to keep. */
  copy(): Ruling {
    const { severity, status, fingerprint, firstOfDistinct, reason } = this
    return { severity, status, fingerprint, firstOfDistinct, reason }
  }
}

/** Fingerprints that are remembered: the same finding comes again with the next branch. A power of two. */
const REMEMBERED = 1 << 16

/** The last fingerprint of each distinct finding and its line; one that lands on the place of another takes it. */
class FingerprintMemory {
  readonly #ids = new Int32Array(REMEMBERED).fill(-1)
  readonly #lines = new Int32Array(REMEMBERED)
  readonly #fingerprints: string[] = []

  find(id: number, line: number): string | undefined {
    const at = id % REMEMBERED
    return this.#ids[at] === id && this.#lines[at] === line ? this.#fingerprints[at] : undefined
  }

  keep(id: number, line: number, fingerprint: string): void {
    const at = id % REMEMBERED
    this.#ids[at] = id
    this.#lines[at] = line
    this.#fingerprints[at] = fingerprint
  }
}
