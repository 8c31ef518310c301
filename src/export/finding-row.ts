/** Redacted rows, as they go on to the judge. Nothing in them holds a matched text. */
import type { Finding } from '../finding.ts'
import type { FindingKey, FindingNames } from './name-table.ts'
import type { SecretHasher } from './secret-hash.ts'

/** A finding by the ids of its names (see `FindingNames`). One object serves all rows of a run. */
export class FindingRow {
  key = 0
  /** Those of the key. */
  repository = 0
  rule = 0
  branch = 0
  /** 0 when unknown. */
  line = 0
  /** Milliseconds since the epoch; NaN when unknown. */
  scannedMs = Number.NaN
  /** Halves of the hash that distinguishes this finding from others of its key; both 0 when the line has to. */
  hashLow = 0
  hashHigh = 0
  /** The hash is that of the matched text, and not of a fingerprint. */
  hasText = false
  /** Halves of the hash of the `secretIdentity`; both 0 without a text. Made only for `FindingSink.compares`. */
  identityLow = 0
  identityHigh = 0
  /** As in `isMaskedText`; likewise. */
  isMasked = false
  match = ''
  /** The export flags it as reviewed or allow-listed. */
  isFlagged = false
  /** As in the `findings.csv` of an earlier run; `undefined` for a row of an export. */
  fingerprint: string | undefined = undefined
  /**
   * The names that the row had when its whole matched text was redacted in them before they got ids: baselines and
   * fingerprints were made of these. `null` for nearly all rows.
   */
  former: FindingKey | null = null
  readonly names: FindingNames
  readonly #hasher: SecretHasher

  constructor(names: FindingNames, hasher: SecretHasher) {
    this.names = names
    this.#hasher = hasher
  }

  /** Identity of the matched text within this run, '' when there is none. */
  get secretHash(): string {
    return this.hasText ? `${this.hashHigh.toString(16)}:${this.hashLow.toString(16)}` : ''
  }

  /** HMAC-SHA-256 (hex) of the matched text under the `fingerprint-key`, '' when there is none. */
  get secretHmac(): string {
    return this.hasText ? this.#hasher.hmac(this.hashLow, this.hashHigh) : ''
  }

  /** The finding itself, to keep, named as it is written. */
  finding(): Finding {
    const { names, key, branch, line, scannedMs, match, fingerprint } = this
    const { project, repository, path, rule } = names.writtenKey(key)
    const finding = {
      project,
      repository,
      branch: names.masks.written('branch', names.branches.text(branch)),
      path,
      line: line === 0 ? null : line,
      rule,
      scannedAt: Number.isNaN(scannedMs) ? null : scannedMs,
      match,
    }
    return fingerprint === undefined ? finding : { ...finding, fingerprint }
  }
}

/** One reviewed text. `null` means any. */
export type ReviewedRow = {
  readonly project: string | null
  readonly repository: string | null
  readonly rule: string | null
  readonly path: string | null
  readonly line: number | null
  /** As in `FindingRow`; '' when the export carries no text. */
  readonly secretHash: string
  readonly match: string
  /** Milliseconds since the epoch; `null` when unknown. */
  readonly reviewedAt: number | null
}
