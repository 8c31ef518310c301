/** Findings that somebody answers for, until a day: which rows are hidden, and what to report of each suppression. */
import type { Suppression } from '../config/policy.ts'
import { matchParts } from '../config/thresholds.ts'
import type { FindingRow } from '../export/finding-row.ts'
import { IdList, PairTable } from '../export/typed-tables.ts'
import { plural } from '../text.ts'
import type { Identity } from './fingerprint.ts'
import type { MatchIndex } from './match-index.ts'

const DAY_MS = 86_400_000
/** From so long before its end a suppression is announced. */
const NOTICE_MS = 14 * DAY_MS

export class Suppressor {
  readonly #suppressions: readonly Suppression[]
  readonly #index: MatchIndex
  readonly #now: number
  /** By suppression: rows that it fits, whether it hides them or has expired. */
  readonly #findings: number[]
  readonly #wanted: readonly string[]
  /** Distinct finding and line: making a fingerprint is slow, so it is made once for each place. */
  readonly #places = new PairTable()
  /** By place: 0 not looked up yet, 1 not wanted, else the number of the wanted one + 2. */
  readonly #found = new IdList()

  /** @param index over the matches of these suppressions, in their order @param now milliseconds since the epoch */
  constructor(suppressions: readonly Suppression[], index: MatchIndex, now: number) {
    this.#suppressions = suppressions
    this.#index = index
    this.#now = now
    this.#findings = suppressions.map(() => 0)
    this.#wanted = suppressions.flatMap(({ fingerprint }) => fingerprint ?? [])
  }

  /** Of the first that hides the row. Each that fits counts it, so that none seems unused because another came first. */
  reason(row: Pick<FindingRow, 'key' | 'branch' | 'line'>, id: number, identity: Identity): string | null {
    if (this.#suppressions.length === 0) return null
    let reason: string | null = null
    for (const member of this.#index.sets.members(this.#index.fitting(row.key, row.branch))) {
      const suppression = this.#suppressions[member] as Suppression
      const { fingerprint } = suppression
      if (fingerprint !== null && fingerprint !== this.#wantedOf(id, row.line, identity)) continue
      this.#findings[member] = (this.#findings[member] as number) + 1
      if (this.#now < suppression.expires) reason ??= suppression.reason
    }
    return reason
  }

  /** One sentence for each suppression that somebody should look at. */
  notices(): readonly string[] {
    return this.#suppressions.flatMap((suppression, member) => {
      const findings = this.#findings[member] as number
      const { expires, origin, owner } = suppression
      const answers = owner === null ? '' : `, owner ${owner}`
      const who = `The suppression of ${targetOf(suppression)} (${origin}${answers})`
      const day = new Date(expires).toISOString().slice(0, 10)
      const left = expires - this.#now
      if (left <= 0) return [`${who} expired on ${day}: ${again(findings)}. Renew or remove it.`]
      if (findings === 0) return [`${who} matches nothing: remove it, or correct its match.`]
      if (left > NOTICE_MS) return []
      const days = Math.ceil(left / DAY_MS)
      return [`${who} expires on ${day}, in ${plural(days, 'day')}: then ${again(findings)}.`]
    })
  }

  /** The fingerprint of a row, or `undefined` when no suppression asks for it. */
  #wantedOf(id: number, line: number, { fingerprint, formerFingerprint }: Identity): string | undefined {
    const place = this.#places.intern(id, line)
    if (this.#found.at(place) === 0) {
      const index = this.#wanted.indexOf(fingerprint)
      const former = index < 0 && formerFingerprint ? this.#wanted.indexOf(formerFingerprint) : index
      this.#found.set(place, former + 2)
    }
    return this.#wanted[this.#found.at(place) - 2]
  }
}

function again(findings: number): string {
  return `${plural(findings, 'finding')} ${findings === 1 ? 'counts' : 'count'} again`
}

function targetOf({ match, fingerprint }: Suppression): string {
  return [...(fingerprint === null ? [] : [`fingerprint ${fingerprint}`]), ...matchParts(match)].join(' ')
}
