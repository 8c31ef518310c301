/** What the next baseline will accept: each distinct finding of this run that is not suppressed, with its branches. */
import type { FindingNames } from '../export/name-table.ts'
import { mix, PairTable } from '../export/typed-tables.ts'
import { KEPT_DIGITS } from './baseline.ts'
import { type FindingIndex, type Lists, sortedByShelf } from './finding-index.ts'
import type { Fingerprints } from './fingerprint.ts'
import type { AcceptedGroup, AcceptedKey, AcceptedRepository } from './next-baseline.ts'

/** Findings of one key that are on the same branches (ids, ascending, each as often as the finding has rows there). */
type Group = { readonly branches: readonly number[]; readonly members: readonly number[] }

/** The accepted findings of a run, grouped by key. Making it takes a moment for a million of them. */
export class Accepted {
  readonly #names: FindingNames
  readonly #fingerprints: Fingerprints
  readonly #branches: Lists
  readonly #byKey: Lists
  /** By two hashes of their branches: the sets of branches that findings are on. */
  readonly #bags = new PairTable()
  readonly #branchesOfBag: (readonly number[])[] = []
  readonly #branchNames = new Map<readonly number[], readonly string[]>()

  constructor(index: FindingIndex, names: FindingNames, fingerprints: Fingerprints) {
    this.#names = names
    this.#fingerprints = fingerprints
    this.#branches = index.accepted()
    const { starts } = this.#branches
    const ids = new Uint32Array(starts.length - 1)
      .map((_none, id) => id)
      .filter((id) => starts[id] !== starts[id + 1])
    this.#byKey = sortedByShelf(
      ids,
      ids.map((id) => index.keyOf(id)),
      names.keys.size,
    )
  }

  /** How many distinct findings. */
  get size(): number {
    return this.#byKey.items.length
  }

  groups(key: number): readonly Group[] {
    const { items, starts } = this.#byKey
    const members = Array.from(items.subarray(starts[key], starts[key + 1]))
    return [...Map.groupBy(members, (id) => this.#branchesOf(id))].map(([branches, ofBag]) => ({
      branches,
      members: ofBag,
    }))
  }

  /** Everything for the writer of `baseline.json`, with fingerprints where it is `keyed`. */
  repositories(keyed: boolean): readonly AcceptedRepository[] {
    const { starts } = this.#byKey
    const { keys, repositories } = this.#names
    const taken = new Uint32Array(keys.size)
      .map((_none, key) => key)
      .filter((key) => starts[key] !== starts[key + 1])
    const byRepository = sortedByShelf(
      taken,
      taken.map((key) => keys.outer(key)),
      repositories.size,
    )
    return Array.from({ length: repositories.size }, (_none, repository) => ({
      name: this.#names.repositoryName(repository),
      keys: byRepository.items.subarray(byRepository.starts[repository], byRepository.starts[repository + 1]),
    }))
      .filter((repository) => repository.keys.length > 0)
      .map(({ name, keys: ofRepository }) => ({ name, keys: () => this.#acceptedKeys(ofRepository, keyed) }))
  }

  /** Sorted by path and rule, by UTF-16 code units: the same on every machine, whatever its language. */
  #acceptedKeys(keys: Uint32Array, keyed: boolean): readonly AcceptedKey[] {
    const { keys: table, rules } = this.#names
    const accepted = Array.from(keys, (key) => ({
      key,
      path: table.text(key),
      rule: rules.text(table.inner(key)),
    }))
    accepted.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.rule < b.rule ? -1 : 1))
    return accepted.map(({ key, path, rule }) => ({ path, rule, groups: this.#acceptedGroups(key, keyed) }))
  }

  #acceptedGroups(key: number, keyed: boolean): readonly AcceptedGroup[] {
    return this.groups(key).map(({ branches, members }) => ({
      branches: this.#namesOf(branches),
      count: members.length,
      fingerprints: keyed ? members.map((id) => this.#fingerprints.known(id).slice(0, KEPT_DIGITS)) : [],
    }))
  }

  /** The branches of a finding: the same list for findings on the same branches. */
  #branchesOf(id: number): readonly number[] {
    const branches = this.#branches.items.subarray(this.#branches.starts[id], this.#branches.starts[id + 1])
    let [first, second] = [branches.length, 0]
    for (const branch of branches) {
      first = mix(first, branch)
      second = mix(branch ^ first, second)
    }
    const bag = this.#bags.intern(first, second)
    this.#branchesOfBag[bag] ??= Array.from(branches)
    return this.#branchesOfBag[bag]
  }

  #namesOf(branches: readonly number[]): readonly string[] {
    const known = this.#branchNames.get(branches)
    if (known !== undefined) return known
    const names = branches.map((branch) => this.#names.branches.text(branch)).sort()
    this.#branchNames.set(branches, names)
    return names
  }
}
