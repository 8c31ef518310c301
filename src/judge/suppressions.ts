/** Findings that somebody answers for, until a day: which rows are hidden, and what to report of each suppression. */
import type { Suppression } from '../config/policy.ts'
import { matchParts } from '../config/thresholds.ts'
import type { FindingRow } from '../export/finding-row.ts'
import { IdList, PairTable } from '../export/typed-tables.ts'
import { findingsText } from '../text.ts'
import type { Identity } from './fingerprint.ts'
import type { MatchIndex } from './match-index.ts'

const DAY_MS = 86_400_000
/** From so long before its end a suppression is announced. */
const NOTICE_MS = 14 * DAY_MS

/** What became of a suppression in a run. */
export type SuppressionUsage = {
  readonly suppression: Suppression
  readonly state: 'active' | 'expiring' | 'expired'
  /** Rows that it fits, whether it hides them or has expired. */
  readonly findings: number
}

/** What is looked at of a row. */
type SuppressedRow = Pick<FindingRow, 'key' | 'branch' | 'line'>

/** Applies the suppressions of a policy. */
export class Suppressor {
  readonly #suppressions: readonly Suppression[]
  readonly #index: MatchIndex
  readonly #now: number
  readonly #findings: number[]
  readonly #fingerprints: WantedFingerprints

  /**
   * @param index over the matches of these suppressions, in their order
   * @param now milliseconds since the epoch
   */
  constructor(suppressions: readonly Suppression[], index: MatchIndex, now: number) {
    this.#suppressions = suppressions
    this.#index = index
    this.#now = now
    this.#findings = suppressions.map(() => 0)
    this.#fingerprints = new WantedFingerprints(suppressions)
  }

  /**
   * The reason of the first suppression that hides a row, `null` when none does. Every suppression that fits counts
   * the row, so that none seems unused because another came first.
   */
  reason(row: SuppressedRow, id: number, identity: Identity): string | null {
    if (this.#suppressions.length === 0) return null
    let reason: string | null = null
    for (const member of this.#index.sets.members(this.#index.fitting(row.key, row.branch))) {
      const suppression = this.#suppressions[member] as Suppression
      const { fingerprint } = suppression
      if (fingerprint !== null && fingerprint !== this.#fingerprints.find(id, row.line, identity)) continue
      this.#findings[member] = (this.#findings[member] as number) + 1
      if (this.#now < suppression.expires) reason ??= suppression.reason
    }
    return reason
  }

  usage(): readonly SuppressionUsage[] {
    return this.#suppressions.map((suppression, member) => ({
      suppression,
      state: this.#stateOf(suppression),
      findings: this.#findings[member] as number,
    }))
  }

  /** One sentence for each suppression that somebody should look at. */
  notices(): readonly string[] {
    return this.usage().flatMap(({ suppression, state, findings }) => {
      const who = `The suppression of ${targetOf(suppression)} (${suppression.origin}${ownerOf(suppression)})`
      const day = new Date(suppression.expires).toISOString().slice(0, 10)
      if (state === 'expired') return [`${who} expired on ${day}: ${again(findings)}. Renew or remove it.`]
      if (findings === 0) return [`${who} matches nothing: remove it, or correct its match.`]
      if (state === 'active') return []
      const days = Math.ceil((suppression.expires - this.#now) / DAY_MS)
      return [
        `${who} expires on ${day}, in ${days === 1 ? '1 day' : `${days} days`}: then ${again(findings)}.`,
      ]
    })
  }

  #stateOf({ expires }: Suppression): SuppressionUsage['state'] {
    if (this.#now >= expires) return 'expired'
    return expires - this.#now <= NOTICE_MS ? 'expiring' : 'active'
  }
}

/** Fingerprints that suppressions ask for. Each place is asked for its own once: making one is dear. */
class WantedFingerprints {
  readonly #wanted: readonly string[]
  /** distinct finding, line */
  readonly #places = new PairTable()
  /** By place: 0 not looked up yet, 1 not wanted, else the number of the wanted one + 2. */
  readonly #found = new IdList()

  constructor(suppressions: readonly Suppression[]) {
    this.#wanted = suppressions.flatMap(({ fingerprint }) => (fingerprint === null ? [] : [fingerprint]))
  }

  /** The fingerprint of a row, or `undefined` when nobody asks for it. */
  find(id: number, line: number, identity: Identity): string | undefined {
    const place = this.#places.intern(id, line)
    if (this.#found.at(place) === 0) this.#found.set(place, this.#indexOf(identity) + 2)
    return this.#wanted[this.#found.at(place) - 2]
  }

  #indexOf({ fingerprint, formerFingerprint }: Identity): number {
    const index = this.#wanted.indexOf(fingerprint)
    return index < 0 && formerFingerprint ? this.#wanted.indexOf(formerFingerprint) : index
  }
}

function again(findings: number): string {
  return `${findingsText(findings)} ${findings === 1 ? 'counts' : 'count'} again`
}

function targetOf({ match, fingerprint }: Suppression): string {
  const parts =
    fingerprint === null ? matchParts(match) : [`fingerprint ${fingerprint}`, ...matchParts(match)]
  return parts.join(' ')
}

function ownerOf({ owner }: Suppression): string {
  return owner === null ? '' : `, owner ${owner}`
}
