/** What the policy says of the row at hand. One object for all rows: whoever keeps it, keeps a copy. */
import type { Finding, Ruling } from '../findings/finding.ts'
import type { Fingerprinter } from '../findings/fingerprint.ts'

export class RowRuling implements Ruling {
  severity: Ruling['severity'] = 'high'
  status: Ruling['status'] = 'new'
  firstOfDistinct = false
  reason: string | null = null
  #finding: Finding | null = null
  #occurrence = 1
  readonly #make: Fingerprinter
  #made: string | null = null

  constructor(make: Fingerprinter) {
    this.#make = make
  }

  /** Starts with the next row. */
  begin(finding: Finding, severity: Ruling['severity'], occurrence: number): void {
    this.severity = severity
    this.status = 'new'
    this.firstOfDistinct = false
    this.reason = null
    this.#finding = finding
    this.#occurrence = occurrence
    this.#made = null
  }

  /** Made when somebody reads it: most rows of a large run are never asked for theirs. */
  get fingerprint(): string {
    if (this.#finding === null) throw new Error('there is no row yet')
    this.#made ??= this.#make(this.#finding, this.#occurrence)
    return this.#made
  }

  /** The ruling on this finding, a copy of the row, to keep. Its fingerprint is made when it is read. */
  copy(finding: Finding): Ruling {
    const kept = new RowRuling(this.#make)
    kept.begin(finding, this.severity, this.#occurrence)
    kept.status = this.status
    kept.firstOfDistinct = this.firstOfDistinct
    kept.reason = this.reason
    return kept
  }
}
