/**
 * What the next baseline will accept: each distinct finding of this run that is not suppressed, with its branches.
 * 12 bytes a finding, 20 with fingerprints, whatever the number of branches that show it.
 */
import type { NumberedFinding } from '../findings/finding.ts'
import { BranchBags } from '../findings/numbers/branch-bags.ts'
import { IdList } from '../findings/numbers/number-list.ts'
import type { Names, Places } from '../findings/numbers/places.ts'
import { KEPT_DIGITS } from './baseline.ts'
import type { AcceptedGroup, AcceptedKey, AcceptedRepository } from './next-baseline.ts'

/** Distinct findings of one key that stand on the same branches (numbers, ascending, with repeats). */
type Group = { readonly branches: readonly number[]; readonly members: readonly number[] }

/** The findings of one run that the next baseline will accept, as they come. */
export class Accepted {
  readonly #places: Places
  readonly #bags = new BranchBags()
  /** Numbers of distinct findings in the order they came; suppressed ones never come. */
  readonly #key = new IdList()
  readonly #bag = new IdList()
  readonly #high = new IdList()
  readonly #low = new IdList()
  #highest = -1

  constructor(places: Places) {
    this.#places = places
  }

  addRow({ key, branchNumber }: Pick<NumberedFinding, 'key' | 'branchNumber'>, id: number): void {
    this.#key.set(id, key)
    this.#bag.set(id, this.#bags.plus(this.#bag.at(id), branchNumber))
    if (id > this.#highest) this.#highest = id
  }

  /** Keeps the fingerprint (hex) of the distinct finding `id`. */
  keepFingerprint(id: number, fingerprint: string): void {
    this.#high.set(id, Number.parseInt(fingerprint.slice(0, KEPT_DIGITS / 2), 16))
    this.#low.set(id, Number.parseInt(fingerprint.slice(KEPT_DIGITS / 2, KEPT_DIGITS), 16))
  }

  /** The findings by key. Takes a moment for a million of them: ask once, at the end. */
  byKey(): AcceptedByKey {
    const { empty } = this.#bags
    const taken = numbersOf(this.#highest + 1, (id) => this.#bag.at(id) !== empty)
    const keys = taken.map((id) => this.#key.at(id))
    return new AcceptedByKey(this.#places, sortedBy(taken, keys, this.#places.keys.size), {
      bagOf: (id) => this.#bag.at(id),
      branchesOf: (bag) => this.#bags.branches(bag),
      fingerprintOf: (id) => hex(this.#high.at(id)) + hex(this.#low.at(id)),
    })
  }
}

type Lookups = {
  readonly bagOf: (id: number) => number
  readonly branchesOf: (bag: number) => readonly number[]
  readonly fingerprintOf: (id: number) => string
}

/** A view of `Accepted` in which the findings of one key are together. */
export class AcceptedByKey {
  readonly #places: Places
  readonly #sorted: Sorted
  readonly #lookups: Lookups
  readonly #branchNames = new Map<readonly number[], readonly string[]>()

  constructor(places: Places, sorted: Sorted, lookups: Lookups) {
    this.#places = places
    this.#sorted = sorted
    this.#lookups = lookups
  }

  /** How many distinct findings. */
  get size(): number {
    return this.#sorted.items.length
  }

  /** The findings of a key. */
  groups(key: number): readonly Group[] {
    const { items, starts } = this.#sorted
    const [start, end] = [starts[key] as number, starts[key + 1] as number]
    if (end - start === 1) {
      const only = items[start] as number
      return [{ branches: this.#lookups.branchesOf(this.#lookups.bagOf(only)), members: [only] }]
    }
    const members = Array.from(items.subarray(start, end))
    return [...Map.groupBy(members, this.#lookups.bagOf)].map(([bag, ofBag]) => ({
      branches: this.#lookups.branchesOf(bag),
      members: ofBag,
    }))
  }

  /** Everything for the writer of `baseline.json`. */
  repositories(keyed: boolean): readonly AcceptedRepository[] {
    const { items, starts } = this.#keysByRepository()
    return Array.from({ length: this.#places.repositories.size }, (_none, repository) => repository)
      .filter((repository) => starts[repository] !== starts[repository + 1])
      .map((repository) => ({
        name: this.#places.repositoryName(repository),
        keys: () =>
          Array.from(items.subarray(starts[repository], starts[repository + 1]), (key) =>
            this.#acceptedKey(key, keyed),
          ),
      }))
  }

  /** Keys that have findings, on a shelf for each repository, there by path and rule. */
  #keysByRepository(): Sorted {
    const { starts } = this.#sorted
    const places = this.#places
    const { paths, rules, repositories } = places
    const [pathRanks, ruleRanks] = [ranksOf(paths), ranksOf(rules)]
    const keys = numbersOf(starts.length - 1, (key) => starts[key] !== starts[key + 1])
    // A sort by counting keeps the order of equals, so what matters least comes first.
    const ofRules = keys.map((key) => ruleRanks[places.ruleOf(key)] as number)
    const byRule = sortedBy(keys, ofRules, rules.size).items
    const ofPaths = byRule.map((key) => pathRanks[places.pathOf(key)] as number)
    const byPath = sortedBy(byRule, ofPaths, paths.size).items
    const ofRepositories = byPath.map((key) => places.repositoryOf(key))
    return sortedBy(byPath, ofRepositories, repositories.size)
  }

  #acceptedKey(key: number, keyed: boolean): AcceptedKey {
    const groups = this.groups(key).map(
      ({ branches, members }): AcceptedGroup => ({
        branches: this.#namesOf(branches),
        count: members.length,
        fingerprints: keyed ? members.map(this.#lookups.fingerprintOf) : [],
      }),
    )
    const path = this.#places.paths.name(this.#places.pathOf(key))
    return { path, rule: this.#places.rules.name(this.#places.ruleOf(key)), groups }
  }

  #namesOf(branches: readonly number[]): readonly string[] {
    const known = this.#branchNames.get(branches)
    if (known !== undefined) return known
    const names = branches.map((branch) => this.#places.branches.name(branch)).sort()
    this.#branchNames.set(branches, names)
    return names
  }
}

/** Where each name stands among all, by UTF-16 code units: the same on every machine, whatever its language. */
function ranksOf(names: Names): Uint32Array {
  const numbers = Array.from({ length: names.size }, (_none, number) => number)
  numbers.sort((a, b) => (names.name(a) < names.name(b) ? -1 : 1))
  const ranks = new Uint32Array(names.size)
  for (const [at, number] of numbers.entries()) ranks[number] = at
  return ranks
}

/** Items in the order of their shelf; those of shelf `n` stand from `starts[n]` up to `starts[n + 1]`. */
type Sorted = { readonly items: Uint32Array; readonly starts: Uint32Array }

/** The numbers below `end` for which something holds, ascending. */
function numbersOf(end: number, holds: (number: number) => boolean): Uint32Array {
  const numbers = new Uint32Array(end)
  let count = 0
  for (let number = 0; number < end; number += 1) if (holds(number)) numbers[count++] = number
  return numbers.subarray(0, count)
}

/**
 * Sorts by counting: two passes, no comparisons; equals stay in their order.
 * @param shelves of each item in turn, each below `count`
 */
function sortedBy(items: Uint32Array, shelves: Uint32Array, count: number): Sorted {
  const starts = new Uint32Array(count + 1)
  for (let at = 0; at < items.length; at += 1) {
    const behind = (shelves[at] as number) + 1
    starts[behind] = (starts[behind] as number) + 1
  }
  for (let shelf = 0; shelf < count; shelf += 1) {
    starts[shelf + 1] = (starts[shelf + 1] as number) + (starts[shelf] as number)
  }
  const next = starts.slice()
  const sorted = new Uint32Array(items.length)
  for (let at = 0; at < items.length; at += 1) {
    const shelf = shelves[at] as number
    sorted[next[shelf] as number] = items[at] as number
    next[shelf] = (next[shelf] as number) + 1
  }
  return { items: sorted, starts }
}

function hex(half: number): string {
  return half.toString(16).padStart(KEPT_DIGITS / 2, '0')
}
