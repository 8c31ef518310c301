/** What the baseline knows: which rows of this run are new, and how many findings it accepts for a selector. */
import { type NumberedFinding, UNREADABLE_ROW } from '../findings/finding.ts'
import { CountList, IdList } from '../findings/numbers/number-list.ts'
import { PairIndex } from '../findings/numbers/pair-index.ts'
import type { Places } from '../findings/numbers/places.ts'
import type { Target } from '../target.ts'
import type { AcceptedByKey } from './accepted.ts'
import { type Baseline, type BaselineEntry, KEPT_DIGITS } from './baseline.ts'
import type { MatchIndex } from './match-index.ts'

/** What is looked at of a row. */
type Row = Pick<NumberedFinding, 'key' | 'branchNumber'>

export class Known {
  readonly #places: Places
  readonly #index: MatchIndex
  readonly #kind: Baseline['kind'] | 'none'
  /** Kind `counts`: the most rows that one branch of the baseline has, by key. */
  readonly #allowed = new CountList()
  /** Kind `keyed`: kept digits of the fingerprints in two halves. */
  readonly #fingerprints = new PairIndex()
  /** Kind `keyed`, by distinct finding: 0 not looked up yet, 1 new, 2 known. */
  readonly #verdicts = new IdList()
  /** Rows of this run by key and branch; only for keys that the baseline has. */
  readonly #cells = new PairIndex()
  readonly #rows = new CountList()
  /** Keys that have more rows on some branch than the baseline accepts. */
  readonly #exceeded = new Set<number>()
  /** What the baseline holds of each threshold, in rows and in distinct findings. */
  readonly #limits = { rows: new CountList(), distinct: new CountList() }
  #size = 0

  /**
   * @param scope what this run looks at; entries elsewhere count for nothing. `null`: everything
   * @param index over the matches of the thresholds
   */
  constructor(baseline: Baseline | null, scope: readonly Target[] | null, places: Places, index: MatchIndex) {
    this.#places = places
    this.#index = index
    this.#kind = baseline?.kind ?? 'none'
    for (const { key, entries } of byKey(withinScope(baseline?.entries() ?? [], scope), places)) {
      if (this.#kind === 'counts') this.#allowed.add(key, mostRows(entries))
      for (const entry of entries) this.#take(key, entry)
    }
  }

  /** Distinct findings that the baseline holds, within the scope. */
  get size(): number {
    return this.#size
  }

  /** What the baseline holds of the threshold at this place of the policy. */
  limit(member: number, count: 'rows' | 'distinct'): number {
    return this.#limits[count].at(member)
  }

  /** Whether only the number of a key's findings is known, and not which they are. */
  countsOnly(key: number): boolean {
    return this.#allowed.at(key) > 0
  }

  /** Keys for which `countsOnly` holds and that have new rows. */
  exceeded(): Iterable<number> {
    return this.#exceeded
  }

  /**
   * Whether a row is new. Call it once for each row: with `counts`, the rows of a branch above the accepted number
   * are new.
   */
  isNew({ key, branchNumber }: Row, id: number, identity: { readonly fingerprint: string }): boolean {
    if (this.#kind === 'none') return true
    if (this.#kind === 'keyed') return this.#isNewByFingerprint(id, identity)
    const allowed = this.#allowed.at(key)
    if (allowed === 0) return true
    const isNew = this.#rows.add(this.#cells.number(key, branchNumber), 1) > allowed
    if (isNew) this.#exceeded.add(key)
    return isNew
  }

  /**
   * How many distinct findings of a key are new on some branches, where only numbers are known: of the findings on
   * branches that have more rows than accepted, all but the accepted number; and not more than the rows that are new.
   */
  newDistinct(key: number, accepted: AcceptedByKey, fits: (branch: number) => boolean): number {
    const allowed = this.#allowed.at(key)
    const groups = accepted.groups(key)
    const branches = new Set(groups.flatMap((group) => group.branches).filter(fits))
    const over = [...branches].filter((branch) => this.#rowsOf(key, branch) > allowed)
    if (over.length === 0) return 0
    const newRows = over.reduce((sum, branch) => sum + this.#rowsOf(key, branch) - allowed, 0)
    const shown = groups.filter((group) => group.branches.some((branch) => over.includes(branch)))
    const findings = shown.reduce((sum, { members }) => sum + members.length, 0)
    return Math.min(newRows, Math.max(1, findings - allowed))
  }

  #rowsOf(key: number, branch: number): number {
    const cell = this.#cells.find(key, branch)
    return cell < 0 ? 0 : this.#rows.at(cell)
  }

  #take(key: number, { branches, count, fingerprints }: BaselineEntry): void {
    const { sets } = this.#index
    this.#size += count
    for (const fingerprint of fingerprints) this.#fingerprints.number(...halves(fingerprint))
    let fitting = sets.empty
    for (const name of branches) {
      const onBranch = this.#index.fitting(key, this.#places.branches.number(name))
      for (const member of sets.members(onBranch)) this.#limits.rows.add(member, count)
      fitting = sets.union(fitting, onBranch)
    }
    for (const member of sets.members(fitting)) this.#limits.distinct.add(member, count)
  }

  #isNewByFingerprint(id: number, identity: { readonly fingerprint: string }): boolean {
    if (this.#verdicts.at(id) === 0) {
      this.#verdicts.set(id, this.#fingerprints.find(...halves(identity.fingerprint)) < 0 ? 1 : 2)
    }
    return this.#verdicts.at(id) === 1
  }
}

function halves(fingerprint: string): [number, number] {
  const high = fingerprint.slice(0, KEPT_DIGITS / 2)
  return [Number.parseInt(high, 16), Number.parseInt(fingerprint.slice(KEPT_DIGITS / 2, KEPT_DIGITS), 16)]
}

type KeyEntries = { readonly key: number; readonly entries: readonly BaselineEntry[] }

/** Entries of one key stand together in a baseline. */
function* byKey(entries: Iterable<BaselineEntry>, places: Places): Generator<KeyEntries, undefined> {
  let key = -1
  let group: BaselineEntry[] = []
  for (const entry of entries) {
    const next = places.key(entry)
    if (next !== key && group.length > 0) {
      yield { key, entries: group }
      group = []
    }
    key = next
    group.push(entry)
  }
  if (group.length > 0) yield { key, entries: group }
}

/** The most rows that one branch has. */
function mostRows(entries: readonly BaselineEntry[]): number {
  const rows = new Map<string, number>()
  let most = 0
  for (const { branches, count } of entries) {
    for (const branch of branches) {
      const onBranch = (rows.get(branch) ?? 0) + count
      rows.set(branch, onBranch)
      most = Math.max(most, onBranch)
    }
  }
  return most
}

function* withinScope(
  entries: Iterable<BaselineEntry>,
  scope: readonly Target[] | null,
): Generator<BaselineEntry, undefined> {
  for (const entry of entries) {
    // Written by hand: no run accepts what it could not read.
    if (entry.rule === UNREADABLE_ROW) continue
    if (scope === null) {
      yield entry
      continue
    }
    const branches = entry.branches.filter((name) => covers(scope, entry, name))
    if (branches.length > 0) yield { ...entry, branches }
  }
}

function covers(scope: readonly Target[], { project, repository }: BaselineEntry, branch: string): boolean {
  return scope.some((target) => {
    if (target.kind === 'instance') return true
    if (target.project.toLowerCase() !== project.toLowerCase()) return false
    if (target.kind === 'project') return true
    if (target.repo.toLowerCase() !== repository.toLowerCase()) return false
    return target.kind === 'repo' || branch === '' || target.branch === branch
  })
}
