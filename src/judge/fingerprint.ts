/**
 * The public identity of a finding: 32 hex digits that hold no secret and nothing a dictionary could be run against.
 *
 * Without a key: SHA-256 over project, repository, path, line and rule. The matched text is left out, since anyone
 * could try guesses against a plain hash of it. A moved line gives a new fingerprint.
 * With the user's `fingerprint-key`: HMAC-SHA-256 over project, repository, path, rule, matched text (as its HMAC under
 * the same key) and occurrence: it stays when lines move, and changes when the secret does.
 *
 * The branch is never part: the same place on another branch is the same finding. Project and repository count without
 * regard to case, as in Bitbucket. Names count as they are, never masked. A finding read from a `findings.csv` keeps the
 * fingerprint it has there.
 */
import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto'
import type { FindingKey, FindingRow } from '../export/finding-row.ts'
import { IdList } from '../export/typed-tables.ts'

/** Part of every fingerprint, so that a later recipe cannot collide with this one. */
const RECIPE = 1
const BYTES = 16

/** The fingerprint of a finding, and the one by which a baseline or a suppression of before may know it. */
export type Identity = { readonly fingerprint: string; readonly formerFingerprint?: string | null }

/** Makes the fingerprints of a run, each when it is asked for first. */
export class Fingerprints {
  readonly #key: KeyObject | null
  #known = Buffer.alloc(64 * BYTES)
  /** By distinct finding: the line of the known fingerprint + 1; 0 when there is none. */
  readonly #lines = new IdList()

  constructor(key: Buffer | null) {
    this.#key = key === null ? null : createSecretKey(key)
  }

  /** @param id of the row's distinct finding; @param occurrence as in `FindingIndex` */
  of(row: FindingRow, id: number, occurrence: number): string {
    if (this.#lines.at(id) === row.line + 1) return this.known(id)
    const made = row.fingerprint ?? this.#make(row.names.policyKey(row.key), row, occurrence)
    if (this.#known.length < (id + 1) * BYTES) {
      const wider = Buffer.alloc(Math.max(2 * this.#known.length, (id + 1) * BYTES))
      this.#known.copy(wider)
      this.#known = wider
    }
    this.#known.write(made, id * BYTES, 'hex')
    this.#lines.set(id, row.line + 1)
    return made
  }

  /** The fingerprint that was made last for a distinct finding. */
  known(id: number): string {
    return this.#known.toString('hex', id * BYTES, (id + 1) * BYTES)
  }

  /** What the row had before names were only masked for writing (see `FindingRow.former`); `null` when it is the same. */
  former(row: FindingRow, occurrence: number): string | null {
    if (row.former === null || row.fingerprint !== undefined) return null
    return this.#make(row.former, row, occurrence)
  }

  #make({ project, repository, path, rule }: FindingKey, row: FindingRow, occurrence: number): string {
    const { line } = row
    const secret = this.#key === null ? '' : row.secretHmac
    const identity = JSON.stringify([
      RECIPE,
      project.toLowerCase(),
      repository.toLowerCase(),
      path,
      rule,
      ...(secret === '' ? ['line', line === 0 ? null : line] : ['match', secret, occurrence]),
    ])
    const digest =
      this.#key === null
        ? hash('sha256', identity, 'hex')
        : createHmac('sha256', this.#key).update(identity).digest('hex')
    return digest.slice(0, 2 * BYTES)
  }
}
