/** The rows of an export, to go through them again: ids, hashes and times, 32 bytes each. */
import { REDACTED } from '../finding.ts'
import type { FindingRow } from './finding-row.ts'
import { CountList, IdList } from './typed-tables.ts'

const FIELDS = 6
const [KEY, BRANCH, LINE, LOW, HIGH, FLAGS] = [0, 1, 2, 3, 4, 5]
const [HAS_TEXT, HAS_MATCH, IS_FLAGGED] = [1, 2, 4]

export class RecordedRows {
  size = 0
  readonly #ids = new IdList()
  readonly #times = new CountList()
  /** What nearly no row has. */
  readonly #rest = new Map<number, Pick<FindingRow, 'fingerprint' | 'former'>>()

  add(row: FindingRow): void {
    const { hasText, match, isFlagged, fingerprint, former } = row
    const flags = (hasText ? HAS_TEXT : 0) + (match === '' ? 0 : HAS_MATCH) + (isFlagged ? IS_FLAGGED : 0)
    const start = FIELDS * this.size
    this.#ids.set(start + FLAGS, flags)
    this.#ids.set(start + KEY, row.key)
    this.#ids.set(start + BRANCH, row.branch)
    this.#ids.set(start + LINE, row.line)
    this.#ids.set(start + LOW, row.hashLow)
    this.#ids.set(start + HIGH, row.hashHigh)
    this.#times.add(this.size, row.scannedMs)
    if (fingerprint !== undefined || former !== null) this.#rest.set(this.size, { fingerprint, former })
    this.size += 1
  }

  lineAt(at: number): number {
    return this.#ids.at(FIELDS * at + LINE)
  }

  /** Makes each in turn the finding at hand. */
  replay(row: FindingRow, onRow: (row: FindingRow) => void): void {
    for (let at = 0; at < this.size; at += 1) {
      const start = FIELDS * at
      const flags = this.#ids.at(start + FLAGS)
      row.key = this.#ids.at(start + KEY)
      row.repository = row.names.repositoryOf(row.key)
      row.rule = row.names.ruleOf(row.key)
      row.branch = this.#ids.at(start + BRANCH)
      row.line = this.lineAt(at)
      row.hashLow = this.#ids.at(start + LOW)
      row.hashHigh = this.#ids.at(start + HIGH)
      row.hasText = (flags & HAS_TEXT) !== 0
      row.match = (flags & HAS_MATCH) !== 0 ? REDACTED : ''
      row.isFlagged = (flags & IS_FLAGGED) !== 0
      row.scannedMs = this.#times.at(at)
      row.fingerprint = this.#rest.get(at)?.fingerprint
      row.former = this.#rest.get(at)?.former ?? null
      onRow(row)
    }
    row.former = null
  }
}
