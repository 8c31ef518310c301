/** What each threshold observes. A row adds one to a cell (repository, rule, set of thresholds), however many there are. */
import type { Threshold } from '../config/thresholds.ts'
import type { FindingNames, FindingRow } from '../export/finding-row.ts'
import { CountList, IdList, IdMemo, PairTable } from '../export/typed-tables.ts'
import type { Contributor, Counts, Ruling, Severity } from '../finding.ts'
import { byCodeUnits } from '../text.ts'
import type { BaselineLookup } from './baseline-lookup.ts'
import type { MatchIndex } from './match-index.ts'
import type { Accepted } from './next-baseline.ts'

const CONTRIBUTORS = 3

export type Observed = {
  readonly count: number
  readonly contributors: readonly Contributor[]
  readonly byRepository: () => Readonly<Record<string, number>>
}

type CountedRow = Pick<FindingRow, 'key' | 'branch' | 'scannedMs'>

export class ThresholdCounts {
  readonly #thresholds: readonly Threshold[]
  readonly #index: MatchIndex
  readonly #names: FindingNames
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
  /** As in `Totals`. */
  readonly #contributors: PairTable
  /** contributor, set of thresholds */
  readonly #cells = new PairTable()
  readonly #counts = new CountList()

  /** @param index over the matches of the thresholds, in their order */
  constructor(
    thresholds: readonly Threshold[],
    index: MatchIndex,
    names: FindingNames,
    contributors: PairTable,
    now: number,
  ) {
    this.#thresholds = thresholds
    this.#contributors = contributors
    this.#index = index
    this.#names = names
    this.#now = now
    const ages = thresholds.flatMap(({ olderThanMs }) => (olderThanMs === null ? [] : [olderThanMs]))
    this.#ages = [...new Set(ages)].sort((a, b) => a - b)
    const conditions = Array.from({ length: 2 * (this.#ages.length + 1) }, (_none, condition) => condition)
    this.#countingRows = conditions.map((condition) => this.#holding('rows', condition))
    this.#countingDistinct = conditions.map((condition) => this.#holding('distinct', condition))
    this.#countingNewDistinct = this.#setOf((t) => t.count === 'distinct' && t.onlyNew)
  }

  /** @param countsOnly see `BaselineLookup`: then new distinct findings are counted in `addNewDistinct` */
  add(
    { key, branch, scannedMs }: CountedRow,
    id: number,
    contributor: number,
    isNew: boolean,
    countsOnly: boolean,
  ): void {
    const { sets } = this.#index
    const fitting = this.#index.fitting(key, branch)
    if (fitting === sets.empty) return
    const condition = this.#condition(scannedMs, isNew)
    const rows = sets.common(fitting, this.#countingRows[condition] as number)
    this.#count(contributor, rows, 1)
    let distinct = sets.common(fitting, this.#countingDistinct[condition] as number)
    if (distinct === sets.empty) return
    if (countsOnly) distinct = sets.rest(distinct, this.#countingNewDistinct)
    const before = this.#counted.at(id)
    const fresh = sets.rest(distinct, before)
    if (fresh !== sets.empty) this.#counted.set(id, sets.union(before, distinct))
    this.#count(contributor, fresh, 1)
  }

  /** Positions of the thresholds that count a row which is not suppressed. */
  countingOf({ key, branch, scannedMs }: CountedRow, isNew: boolean): readonly number[] {
    const { sets } = this.#index
    const condition = this.#condition(scannedMs, isNew)
    const counting = sets.union(
      this.#countingRows[condition] as number,
      this.#countingDistinct[condition] as number,
    )
    return sets.members(sets.common(this.#index.fitting(key, branch), counting))
  }

  #condition(scannedMs: number, isNew: boolean): number {
    return 2 * this.#agesPassed(scannedMs) + (isNew ? 1 : 0)
  }

  /** Counts the new distinct findings of keys of which only numbers are known. Call it once, after the last row. */
  addNewDistinct(known: BaselineLookup, accepted: Accepted): void {
    const { sets } = this.#index
    if (this.#countingNewDistinct === sets.empty) return
    for (const key of known.exceeded()) {
      const contributor = this.#contributors.intern(this.#names.repositoryOf(key), this.#names.ruleOf(key))
      for (const member of sets.members(sets.common(this.#index.ofKey(key), this.#countingNewDistinct))) {
        const fits = (branch: number): boolean => sets.members(this.#index.ofBranch(branch)).includes(member)
        this.#count(contributor, sets.of([member]), known.newDistinct(key, accepted, fits))
      }
    }
  }

  /** What the threshold at this place of the policy observed. */
  of(member: number): Observed {
    const byContributor = new CountList()
    const { sets } = this.#index
    const holds = new IdMemo((set) => (sets.members(set).includes(member) ? 1 : 0))
    let count = 0
    for (let cell = 0; cell < this.#cells.size; cell += 1) {
      if (holds.at(this.#cells.second(cell)) === 0) continue
      byContributor.add(this.#cells.first(cell), this.#counts.at(cell))
      count += this.#counts.at(cell)
    }
    const repositoryOf = (at: number): string => this.#names.writtenRepository(this.#contributors.first(at))
    return {
      count,
      contributors: this.#heaviest(byContributor),
      byRepository: () => named(byContributor, this.#contributors.size, repositoryOf),
    }
  }

  #heaviest(counts: CountList): readonly Contributor[] {
    const heaviest: Contributor[] = []
    for (let at = 0; at < this.#contributors.size; at += 1) {
      const count = counts.at(at)
      if (count === 0 || count < (heaviest[CONTRIBUTORS - 1]?.count ?? 0)) continue
      const repository = this.#names.writtenRepository(this.#contributors.first(at))
      const rule = this.#names.masks.written('rule', this.#names.rules.text(this.#contributors.second(at)))
      heaviest.push({ repository, rule, count })
      heaviest.sort(byWeight)
      heaviest.length = Math.min(heaviest.length, CONTRIBUTORS)
    }
    return heaviest
  }

  #count(contributor: number, set: number, amount: number): void {
    if (set === this.#index.sets.empty || amount === 0) return
    this.#counts.add(this.#cells.intern(contributor, set), amount)
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

/** Counts rows as they come; the sums are made at the end. */
export class Totals {
  /** repository, rule */
  readonly contributors = new PairTable()
  /** By key. */
  readonly #contributors = new IdMemo((key) => {
    return this.contributors.intern(this.#names.repositoryOf(key), this.#names.ruleOf(key))
  })
  suppressed = 0
  readonly #standings = { moved: 0, behind: 0 }
  #new = 0
  #distinct = 0
  readonly #names: FindingNames
  readonly #byContributor = new CountList()
  readonly #byBranch = new CountList()

  constructor(names: FindingNames) {
    this.#names = names
  }

  /** Counts a row that is not suppressed. Returns its contributor. */
  add(
    { key, branch }: Pick<FindingRow, 'key' | 'branch'>,
    isNew: boolean,
    isFirst: boolean,
    standing: Ruling['standing'] = null,
  ): number {
    if (standing !== null) this.#standings[standing] += 1
    const contributor = this.#contributors.at(key)
    this.#byContributor.add(contributor, 1)
    this.#byBranch.add(branch, 1)
    if (isNew) this.#new += 1
    if (isFirst) this.#distinct += 1
    return contributor
  }

  /** @param severityOf takes the id of a rule @param isCompared with another branch */
  counts(severityOf: (rule: number) => Severity, isCompared = false): Omit<Counts, 'byOwner'> {
    const { contributors } = this
    const names = this.#names
    const { rules, branches, repositories } = names
    const byRule = new CountList()
    const byRepository = new CountList()
    let total = 0
    for (let contributor = 0; contributor < contributors.size; contributor++) {
      const count = this.#byContributor.at(contributor)
      total += count
      byRepository.add(contributors.first(contributor), count)
      byRule.add(contributors.second(contributor), count)
    }
    const bySeverity: Counts['bySeverity'] = { critical: 0, high: 0, medium: 0, low: 0 }
    for (let rule = 0; rule < rules.size; rule++) bySeverity[severityOf(rule)] += byRule.at(rule)
    return {
      total,
      distinct: this.#distinct,
      new: this.#new,
      suppressed: this.suppressed,
      ...(isCompared && this.#standings),
      byRule: named(byRule, rules.size, (rule) => names.masks.written('rule', rules.text(rule))),
      bySeverity,
      byProject: named(byRepository, repositories.size, (repository) =>
        names.masks.written('project', names.project(repository)),
      ),
      byRepository: named(byRepository, repositories.size, (repository) =>
        names.writtenRepository(repository),
      ),
      byBranch: named(this.#byBranch, branches.size, (branch) =>
        names.masks.written('branch', branches.text(branch)),
      ),
    }
  }
}

/** Without a prototype: `__proto__` may be a name. Ids with the same name are added up. */
function named(list: CountList, size: number, nameOf: (id: number) => string): Record<string, number> {
  const record = Object.create(null) as Record<string, number>
  for (let id = 0; id < size; id++) {
    const count = list.at(id)
    if (count === 0) continue
    const name = nameOf(id)
    record[name] = (record[name] ?? 0) + count
  }
  return record
}
