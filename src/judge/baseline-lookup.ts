/** What the baseline knows: which rows of this run are new, and how many findings it accepts for a selector. */
import type { FindingNames, FindingRow } from '../export/finding-row.ts'
import { CountList, IdList, PairList, PairTable } from '../export/typed-tables.ts'
import { isWhole } from '../finding.ts'
import type { Target } from '../target.ts'
import { type Baseline, type BaselineGroup, KEPT_DIGITS, withinScope } from './baseline.ts'
import type { Identity } from './fingerprint.ts'
import type { MatchIndex } from './match-index.ts'
import type { Accepted } from './next-baseline.ts'

type Fitting = { readonly byRow: readonly number[]; readonly any: readonly number[] }

type Row = Pick<FindingRow, 'key' | 'branch'> & Partial<Pick<FindingRow, 'former'>>

/** The names by which rows of this run may be known under a masked key of the baseline. */
type Origin = { readonly keys: Set<number>; readonly branches: Set<number> }

export class BaselineLookup {
  readonly #names: FindingNames
  readonly #index: MatchIndex
  readonly #kind: Baseline['kind'] | 'none'
  /** The most rows that one branch of the baseline has, by key. */
  readonly #allowed = new CountList()
  /** Keys of which rows are known anyway, once these are counted. */
  readonly #reserved = new Set<number>()
  /** Kind `keyed`: kept digits of the fingerprints in two halves. */
  readonly #fingerprints = new PairTable()
  /** Kind `keyed`, by distinct finding: 0 not looked up yet, 1 new, 2 known. */
  readonly #verdicts = new IdList()
  /** Rows of this run by key of the baseline and branch. */
  readonly #rows = new PairList()
  /** Kind `counts`: new rows by key and branch, for keys that the baseline has. */
  readonly #over = new PairList()
  readonly #isMasked: boolean
  /** Entries with masked names, until their limits are known. */
  readonly #masked: { readonly key: number; readonly group: BaselineGroup }[] = []
  /** By key of the entry. */
  readonly #origins = new Map<number, Origin>()
  /** Other keys of the baseline by which a key may be known. */
  readonly #aliases = new Map<number, Set<number>>()
  /** Keys that have more rows on some branch than the baseline accepts. */
  readonly #exceeded = new Set<number>()
  /** What the baseline holds of each threshold, in rows and in distinct findings. */
  readonly #limits = { rows: new CountList(), distinct: new CountList() }
  #size = 0
  /** Distinct findings that the baseline holds, by repository. */
  readonly #ofRepository = new CountList()
  /** By list of branches, which many entries share, and the thresholds that fit a key. */
  readonly #fitting = new Map<readonly string[], Fitting[]>()

  /** @param scope what this run looks at, `null` for all @param index over the matches of the thresholds */
  constructor(
    baseline: Baseline | null,
    scope: readonly Target[] | null,
    names: FindingNames,
    index: MatchIndex,
  ) {
    this.#names = names
    this.#index = index
    this.#kind = baseline?.kind ?? 'none'
    this.#isMasked = baseline?.isMasked ?? false
    const mostRows = createMostRows()
    for (const entry of withinScope(baseline?.entries ?? [], scope)) {
      const key = names.key(entry)
      this.#allowed.add(key, mostRows(entry.groups))
      for (const group of entry.groups) this.#take(key, group)
    }
  }

  /** Distinct findings that the baseline holds, within the scope. */
  get size(): number {
    return this.#size
  }

  /** What the baseline holds of the threshold at this place of the policy. */
  limit(member: number, count: 'rows' | 'distinct'): number {
    for (const { key, group } of this.#masked.splice(0)) this.#addMaskedLimits(key, group)
    return this.#limits[count].at(member)
  }

  /** Distinct findings that the baseline holds in repositories for which `isSeen` does not hold, and how many these are. */
  unseen(isSeen: (repository: number) => boolean): {
    readonly findings: number
    readonly repositories: number
  } {
    let [findings, repositories] = [0, 0]
    for (let repository = 0; repository < this.#names.repositories.size; repository += 1) {
      const held = this.#ofRepository.at(repository)
      if (held === 0 || isSeen(repository)) continue
      findings += held
      repositories += 1
    }
    return { findings, repositories }
  }

  /** Whether only the number of a key's findings is known, and not which they are. */
  countsOnly(key: number): boolean {
    return this.#kind === 'counts' && this.#allowedOf(key) > 0
  }

  /** Keys for which `countsOnly` holds and that have new rows. */
  exceeded(): Iterable<number> {
    return this.#exceeded
  }

  /**
   * Call it once for each row: with `counts`, the rows of a branch above the accepted number are new.
   * @param knownAnyway rows of this key that are known without the baseline: of the accepted ones, as many are these
   */
  isNew(row: Row, id: number, identity: Identity, knownAnyway = 0): boolean {
    if (this.#kind === 'none') return true
    if (this.#isMasked) this.#noteAliases(row)
    const { key, branch } = row
    if (knownAnyway > 0 && !this.#reserved.has(key)) {
      this.#reserved.add(key)
      for (let rows = 0; rows < knownAnyway && this.#accepts(key, branch); rows += 1);
    }
    if (this.#kind === 'keyed') {
      return this.#isNewByFingerprint(id, identity) || (knownAnyway > 0 && !this.#accepts(key, branch))
    }
    if (this.#accepts(key, branch)) return false
    if (this.#allowedOf(key) === 0) return true
    this.#over.count(key, branch)
    this.#exceeded.add(key)
    return true
  }

  /** Where only numbers are known: all findings on branches with too many rows but the accepted ones; at most the new rows. */
  newDistinct(key: number, accepted: Accepted, fits: (branch: number) => boolean): number {
    const onBranches = Array.from(accepted.findingsOf(key), (id) => accepted.branchesOf(accepted.listOf(id)))
    const branches = new Set(onBranches.flat().filter(fits))
    const over = [...branches].filter((branch) => this.#over.at(key, branch) > 0)
    if (over.length === 0) return 0
    const newRows = over.reduce((sum, branch) => sum + this.#over.at(key, branch), 0)
    const findings = onBranches.filter((ofFinding) =>
      ofFinding.some((branch) => over.includes(branch)),
    ).length
    return Math.min(newRows, Math.max(1, findings - this.#allowedOf(key)))
  }

  #allowedOf(key: number): number {
    let allowed = this.#allowed.at(key)
    for (const alias of this.#aliases.get(key) ?? []) allowed += this.#allowed.at(alias)
    return allowed
  }

  /** Whether the baseline accepts one more row of a key, by its name or a masked one. */
  #accepts(key: number, branch: number): boolean {
    if (this.#fitsIn(key, branch)) return true
    for (const alias of this.#aliases.get(key) ?? []) if (this.#fitsIn(alias, branch)) return true
    return false
  }

  /** Whether the baseline accepts one more row under this key of its own. */
  #fitsIn(key: number, branch: number): boolean {
    const allowed = this.#allowed.at(key)
    return allowed > 0 && this.#rows.count(key, branch) <= allowed
  }

  /** A baseline has a row under the name that was written: masked, or as it was masked before it got ids. */
  #noteAliases({ key, branch, former }: Row): void {
    const aliases = this.#aliases.get(key) ?? new Set()
    aliases.add(this.#names.key(this.#names.writtenKey(key)))
    if (former) aliases.add(this.#names.key(former))
    for (const alias of [key, ...aliases]) {
      const origin = this.#origins.get(alias)
      origin?.keys.add(key)
      origin?.branches.add(branch)
    }
    aliases.delete(key)
    if (aliases.size > 0) this.#aliases.set(key, aliases)
  }

  #take(key: number, group: BaselineGroup): void {
    const { branches, count, fingerprints } = group
    this.#size += count
    this.#ofRepository.add(this.#names.repositoryOf(key), count)
    for (const fingerprint of fingerprints) this.#fingerprints.intern(...halves(fingerprint))
    if (this.#isMasked && !this.#isWhole(key, branches)) {
      this.#masked.push({ key, group })
      if (!this.#origins.has(key)) this.#origins.set(key, { keys: new Set(), branches: new Set() })
    } else this.#addLimits(this.#fittingOn(branches, this.#index.ofKey(key)), count)
  }

  #isWhole(key: number, branches: readonly string[]): boolean {
    return [...Object.values(this.#names.findingKey(key)), ...branches].every(isWhole)
  }

  #addLimits({ byRow, any }: Fitting, count: number): void {
    for (const member of byRow) this.#limits.rows.add(member, count)
    for (const member of any) this.#limits.distinct.add(member, count)
  }

  /** Thresholds count the rows of this run by their own names, and so they have to count what is known of these. */
  #addMaskedLimits(key: number, { branches, count }: BaselineGroup): void {
    const { sets } = this.#index
    const { keys, branches: seen } = this.#origins.get(key) as Origin
    const unionOf = (found: readonly number[]): number => found.reduce((a, b) => sets.union(a, b), sets.empty)
    const ofKey =
      keys.size === 0
        ? this.#index.surelyOfKey(key)
        : unionOf(Array.from(keys, (one) => this.#index.ofKey(one)))
    const ofBranches = branches.map((name) => {
      const branch = this.#names.branches.intern(name)
      if (isWhole(name)) return this.#index.ofBranch(branch)
      if (seen.size === 0) return this.#index.surelyOfBranch(branch)
      return unionOf(Array.from(seen, (one) => this.#index.ofBranch(one)))
    })
    this.#addLimits(fittingOf(ofBranches.map((of) => sets.members(sets.common(ofKey, of)))), count)
  }

  /** Thresholds that fit on some of the branches (`any`), and on each of them in turn (`byRow`). */
  #fittingOn(branches: readonly string[], ofKey: number): Fitting {
    const { sets } = this.#index
    const known = this.#fitting.get(branches) ?? []
    this.#fitting.set(branches, known)
    known[ofKey] ??= fittingOf(
      branches.map((name) => {
        const ofBranch = this.#index.ofBranch(this.#names.branches.intern(name))
        return sets.members(sets.common(ofKey, ofBranch))
      }),
    )
    return known[ofKey]
  }

  #isNewByFingerprint(id: number, { fingerprint, formerFingerprint }: Identity): boolean {
    if (this.#verdicts.at(id) === 0) {
      const isKnown = this.#holds(fingerprint) || (formerFingerprint && this.#holds(formerFingerprint))
      this.#verdicts.set(id, isKnown ? 2 : 1)
    }
    return this.#verdicts.at(id) === 1
  }

  #holds(fingerprint: string): boolean {
    return this.#fingerprints.find(...halves(fingerprint)) >= 0
  }
}

function halves(fingerprint: string): [number, number] {
  const high = fingerprint.slice(0, KEPT_DIGITS / 2)
  return [Number.parseInt(high, 16), Number.parseInt(fingerprint.slice(KEPT_DIGITS / 2, KEPT_DIGITS), 16)]
}

function fittingOf(ofBranches: readonly (readonly number[])[]): Fitting {
  const byRow = ofBranches.flat()
  return { byRow, any: [...new Set(byRow)] }
}

/** Finds the most rows that one branch has in the groups of a key. Most keys have one group, and lists are shared. */
function createMostRows(): (groups: readonly BaselineGroup[]) => number {
  const known = new Map<readonly string[], number>()
  return (groups) => {
    const [only] = groups
    if (only === undefined || groups.length > 1) return mostRows(groups)
    const most = known.get(only.branches) ?? mostRows([{ ...only, count: 1 }])
    known.set(only.branches, most)
    return most * only.count
  }
}

function mostRows(groups: readonly BaselineGroup[]): number {
  const rows = new Map<string, number>()
  for (const { branches, count } of groups) {
    for (const branch of branches) rows.set(branch, (rows.get(branch) ?? 0) + count)
  }
  return rows.values().reduce((most, count) => Math.max(most, count), 0)
}
