/**
 * What each threshold observes. A row adds one to a cell: its repository, its rule, and the set of thresholds that
 * it counts for. So a row costs the same whether there is one threshold or a thousand.
 */
import { byCodeUnits } from '../by-code-units.ts'
import type { NumberedFinding } from '../findings/finding.ts'
import { CountList, IdList } from '../findings/numbers/number-list.ts'
import { PairIndex } from '../findings/numbers/pair-index.ts'
import type { Places } from '../findings/numbers/places.ts'
import type { AcceptedByKey } from './accepted.ts'
import type { Known } from './known.ts'
import type { MatchIndex } from './match-index.ts'
import type { Contributor, Threshold } from './policy.ts'

/** Heaviest contributors told for each threshold. */
const CONTRIBUTORS = 3

/** What a threshold counted, and where most of it stands. */
export type Observed = { readonly count: number; readonly contributors: readonly Contributor[] }

/** What is looked at of a row. */
export type ObservedRow = Pick<NumberedFinding, 'key' | 'branchNumber' | 'scannedMs'>

/** Counts for all thresholds at once. */
export class Observation {
  readonly #thresholds: readonly Threshold[]
  readonly #index: MatchIndex
  readonly #places: Places
  readonly #now: number
  /** Ages asked for, ascending, in ms. */
  readonly #ages: readonly number[]
  /** Sets of thresholds by `#condition`: those that count rows, and those that count distinct findings. */
  readonly #countingRows: readonly number[]
  readonly #countingDistinct: readonly number[]
  /** Of those, the ones that need to know which findings are new. */
  readonly #countingNewDistinct: number
  /** By distinct finding: thresholds that have counted it. */
  readonly #counted = new IdList()
  /** repository, rule */
  readonly #contributors = new PairIndex()
  /** contributor, set of thresholds */
  readonly #cells = new PairIndex()
  readonly #counts = new CountList()
  /** By key: the set that it counted for last, plus one, and that cell. */
  readonly #lastSet = new IdList()
  readonly #lastCell = new IdList()

  /** @param index over the matches of the thresholds, in their order */
  constructor(thresholds: readonly Threshold[], index: MatchIndex, places: Places, now: number) {
    this.#thresholds = thresholds
    this.#index = index
    this.#places = places
    this.#now = now
    const ages = thresholds.flatMap(({ olderThanMs }) => (olderThanMs === null ? [] : [olderThanMs]))
    this.#ages = [...new Set(ages)].sort((a, b) => a - b)
    const conditions = Array.from({ length: 2 * (this.#ages.length + 1) }, (_none, condition) => condition)
    this.#countingRows = conditions.map((condition) => this.#holding('rows', condition))
    this.#countingDistinct = conditions.map((condition) => this.#holding('distinct', condition))
    this.#countingNewDistinct = this.#setOf((t) => t.count === 'distinct' && t.onlyNew)
  }

  /**
   * Counts one row that is not suppressed.
   * @param countsOnly as told by `Known.countsOnly`: then new distinct findings are counted in `addNewDistinct`
   */
  add({ key, branchNumber, scannedMs }: ObservedRow, id: number, isNew: boolean, countsOnly: boolean): void {
    const { sets } = this.#index
    const fitting = this.#index.fitting(key, branchNumber)
    if (fitting === sets.empty) return
    const condition = 2 * this.#agesPassed(scannedMs) + (isNew ? 1 : 0)
    const rows = sets.common(fitting, this.#countingRows[condition] as number)
    let distinct = sets.common(fitting, this.#countingDistinct[condition] as number)
    if (countsOnly) distinct = sets.rest(distinct, this.#countingNewDistinct)
    const before = this.#counted.at(id)
    const fresh = sets.rest(distinct, before)
    if (fresh !== sets.empty) this.#counted.set(id, sets.union(before, distinct))
    this.#count(key, rows, 1)
    this.#count(key, fresh, 1)
  }

  /** Counts the new distinct findings of keys of which only numbers are known. Call it once, after the last row. */
  addNewDistinct(known: Known, accepted: AcceptedByKey): void {
    const { sets } = this.#index
    if (this.#countingNewDistinct === sets.empty) return
    for (const key of known.exceeded()) {
      for (const member of sets.members(sets.common(this.#index.ofKey(key), this.#countingNewDistinct))) {
        const fits = (branch: number): boolean => sets.members(this.#index.ofBranch(branch)).includes(member)
        this.#count(key, sets.of([member]), known.newDistinct(key, accepted, fits))
      }
    }
  }

  /** What the threshold at this place of the policy observed. */
  of(member: number): Observed {
    const byContributor = new CountList()
    const holds = this.#setsWith(member)
    let count = 0
    for (let cell = 0; cell < this.#cells.size; cell += 1) {
      if (!holds(this.#cells.second(cell))) continue
      byContributor.add(this.#cells.first(cell), this.#counts.at(cell))
      count += this.#counts.at(cell)
    }
    return { count, contributors: this.#heaviest(byContributor) }
  }

  /** Whether a set holds the member; looked up once for each set. */
  #setsWith(member: number): (set: number) => boolean {
    const known = new Map<number, boolean>()
    return (set) => {
      const before = known.get(set)
      if (before !== undefined) return before
      const holds = this.#index.sets.members(set).includes(member)
      known.set(set, holds)
      return holds
    }
  }

  #heaviest(counts: CountList): readonly Contributor[] {
    const heaviest: Contributor[] = []
    for (let at = 0; at < this.#contributors.size; at += 1) {
      const count = counts.at(at)
      if (count === 0 || count < (heaviest[CONTRIBUTORS - 1]?.count ?? 0)) continue
      const repository = this.#places.repositoryName(this.#contributors.first(at))
      heaviest.push({ repository, rule: this.#places.rules.name(this.#contributors.second(at)), count })
      heaviest.sort(byWeight)
      heaviest.length = Math.min(heaviest.length, CONTRIBUTORS)
    }
    return heaviest
  }

  #count(key: number, set: number, amount: number): void {
    if (set === this.#index.sets.empty || amount === 0) return
    if (this.#lastSet.at(key) !== set + 1) {
      this.#lastSet.set(key, set + 1)
      this.#lastCell.set(key, this.#cellOf(key, set))
    }
    this.#counts.add(this.#lastCell.at(key), amount)
  }

  #cellOf(key: number, set: number): number {
    const contributor = this.#contributors.number(this.#places.repositoryOf(key), this.#places.ruleOf(key))
    return this.#cells.number(contributor, set)
  }

  /** How many of the ages asked for a finding has passed; one of unknown age has passed all. */
  #agesPassed(scannedMs: number): number {
    if (Number.isNaN(scannedMs)) return this.#ages.length
    let passed = 0
    for (const age of this.#ages) if (this.#now - scannedMs > age) passed += 1
    return passed
  }

  /** Thresholds that count rows (or distinct findings) in a condition: 2 x ages passed, + 1 when new. */
  #holding(count: Threshold['count'], condition: number): number {
    const isNew = condition % 2 === 1
    const passed = this.#ages.slice(0, Math.floor(condition / 2))
    return this.#setOf(
      (t) =>
        t.count === count &&
        (isNew || !t.onlyNew) &&
        (t.olderThanMs === null || passed.includes(t.olderThanMs)),
    )
  }

  #setOf(holds: (threshold: Threshold) => boolean): number {
    return this.#index.sets.of(this.#thresholds.flatMap((t, member) => (holds(t) ? [member] : [])))
  }
}

function byWeight(a: Contributor, b: Contributor): number {
  return b.count - a.count || byCodeUnits(a.repository, b.repository) || byCodeUnits(a.rule, b.rule)
}
