/**
 * On which branches each finding stands. A bag holds a branch as often as the finding has rows there. Bags grow one
 * branch at a time and are known by a sum of codes, one for each branch: so the order of rows is irrelevant, equal
 * bags are one bag, and a new bag costs some 20 bytes however many branches it has.
 */
import { IdList } from './number-list.ts'
import { PairIndex } from './pair-index.ts'

/** All bags of a run, by small numbers. */
export class BranchBags {
  /** Id of the bag without branches. */
  readonly empty = 0
  /** Bags by their sums: two 32-bit halves, so that two bags meet by chance once in 2^64. */
  readonly #sums = new PairIndex()
  readonly #smaller: number[] = [0]
  readonly #added: number[] = [0]
  readonly #size: number[] = [0]
  readonly #highest: number[] = [-1]
  #lastBag = -1
  #lastBranch = -1
  #lastLarger = 0
  readonly #listed = new Map<number, readonly number[]>()

  constructor() {
    this.#sums.number(0, 0)
  }

  /** The bag with one row of this branch more. The step before is remembered: findings of one file mostly share it. */
  plus(bag: number, branch: number): number {
    if (bag === this.#lastBag && branch === this.#lastBranch) return this.#lastLarger
    this.#lastLarger = this.#larger(bag, branch)
    this.#lastBag = bag
    this.#lastBranch = branch
    return this.#lastLarger
  }

  #larger(bag: number, branch: number): number {
    const high = (this.#sums.first(bag) + spread(branch, 0x9e3779b9)) >>> 0
    const low = (this.#sums.second(bag) + spread(branch, 0x7f4a7c15)) >>> 0
    const larger = this.#sums.number(high, low)
    if (larger === this.#smaller.length) {
      this.#smaller.push(bag)
      this.#added.push(branch)
      this.#size.push(this.size(bag) + 1)
      this.#highest.push(Math.max(this.#highest[bag] as number, branch))
    }
    return larger
  }

  /** How many branches it holds, repeats counted. */
  size(bag: number): number {
    return this.#size[bag] as number
  }

  /** Whether it holds a branch. Takes as long as the bag is large. */
  has(bag: number, branch: number): boolean {
    if (branch > (this.#highest[bag] as number)) return false
    for (let at = bag; at !== this.empty; at = this.#smaller[at] as number) {
      if (this.#added[at] === branch) return true
    }
    return false
  }

  /** Its branches, ascending, each as often as it was added; always the same list for the same bag. */
  branches(bag: number): readonly number[] {
    const known = this.#listed.get(bag)
    if (known !== undefined) return known
    const branches: number[] = []
    for (let at = bag; at !== this.empty; at = this.#smaller[at] as number) {
      branches.push(this.#added[at] as number)
    }
    branches.sort((a, b) => a - b)
    this.#listed.set(bag, branches)
    return branches
  }
}

/** Branches of an item up to which its bag is asked; above, a table is. */
const SHORT_BAG = 32

/** For each of many items (small numbers), the branches on which it was seen. */
export class BranchSets {
  readonly #bags = new BranchBags()
  readonly #bagOf = new IdList()
  /** item, branch: of items on more than SHORT_BAG branches. */
  readonly #onMany = new PairIndex()

  /** Whether an item was not seen on a branch before; from now on it was. */
  add(item: number, branch: number): boolean {
    const bag = this.#bagOf.at(item)
    if (this.#bags.size(bag) > SHORT_BAG) return this.#addToMany(item, branch)
    if (this.#bags.has(bag, branch)) return false
    const larger = this.#bags.plus(bag, branch)
    this.#bagOf.set(item, larger)
    if (this.#bags.size(larger) > SHORT_BAG) {
      for (const each of this.#bags.branches(larger)) this.#onMany.number(item, each)
    }
    return true
  }

  /** Whether an item was seen on a branch. */
  has(item: number, branch: number): boolean {
    const bag = this.#bagOf.at(item)
    if (this.#bags.size(bag) > SHORT_BAG) return this.#onMany.find(item, branch) >= 0
    return this.#bags.has(bag, branch)
  }

  #addToMany(item: number, branch: number): boolean {
    const { size } = this.#onMany
    this.#onMany.number(item, branch)
    return this.#onMany.size > size
  }
}

/** A number in [0, 2^32) that looks random, from a small one (splitmix32). */
function spread(branch: number, seed: number): number {
  let z = (Math.imul(branch + 1, seed) + 0x9e3779b9) | 0
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
  return (z ^ (z >>> 15)) >>> 0
}
