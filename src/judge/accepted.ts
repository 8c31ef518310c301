/** What the next baseline will accept: each distinct finding of this run that is not suppressed, with its branches. */
import type { FindingNames } from '../export/name-table.ts'
import { mix, PairTable } from '../export/typed-tables.ts'
import { KEPT_DIGITS } from './baseline.ts'
import { type FindingIndex, type Lists, sortedByShelf } from './finding-index.ts'
import type { Fingerprints } from './fingerprint.ts'
import type { AcceptedGroup, AcceptedKey, AcceptedRepository } from './next-baseline.ts'

/** Distinct findings of one key that are on the same branches. */
type Group = { readonly bag: number; readonly members: Uint32Array | readonly number[] }

/** The accepted findings of a run, grouped by key. Making it takes a moment for a million of them. */
export class Accepted {
  readonly #names: FindingNames
  readonly #fingerprints: Fingerprints
  readonly #branches: Lists
  readonly #byKey: Lists
  /** Bags of branches that findings are on, by two hashes. */
  readonly #bags = new PairTable()
  readonly #branchesOfBag: (readonly number[])[] = []
  readonly #branchNames: (readonly string[])[] = []
  /** By bag: the groups of a key with a single finding. */
  readonly #single: (readonly AcceptedGroup[])[] = []

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
    const [start, end] = [starts[key] as number, starts[key + 1] as number]
    if (end - start === 1)
      return [{ bag: this.#bagOf(items[start] as number), members: items.subarray(start, end) }]
    const members = Array.from(items.subarray(start, end))
    return [...Map.groupBy(members, (id) => this.#bagOf(id))].map(([bag, ofBag]) => ({ bag, members: ofBag }))
  }

  /** Ids of branches, ascending, each as often as the findings of the bag have rows there. */
  branchesOf(bag: number): readonly number[] {
    return this.#branchesOfBag[bag] as readonly number[]
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
    const groups = this.groups(key)
    const [only] = groups
    // Most keys have one finding, and share what is written of it.
    if (only !== undefined && groups.length === 1 && only.members.length === 1 && !keyed) {
      this.#single[only.bag] ??= [{ branches: this.#namesOf(only.bag), count: 1, fingerprints: [] }]
      return this.#single[only.bag] as readonly AcceptedGroup[]
    }
    return groups.map(({ bag, members }) => ({
      branches: this.#namesOf(bag),
      count: members.length,
      fingerprints: keyed
        ? Array.from(members, (id) => this.#fingerprints.known(id).slice(0, KEPT_DIGITS))
        : [],
    }))
  }

  #bagOf(id: number): number {
    const { starts, items } = this.#branches
    const [start, end] = [starts[id] as number, starts[id + 1] as number]
    let [first, second] = [end - start, 0]
    for (let at = start; at < end; at++) {
      first = mix(first, items[at] as number)
      second = mix((items[at] as number) ^ first, second)
    }
    const bag = this.#bags.intern(first, second)
    this.#branchesOfBag[bag] ??= Array.from(items.subarray(start, end))
    return bag
  }

  #namesOf(bag: number): readonly string[] {
    this.#branchNames[bag] ??= this.branchesOf(bag)
      .map((branch) => this.#names.branches.text(branch))
      .sort()
    return this.#branchNames[bag] as readonly string[]
  }
}
