/**
 * Sets of small numbers (thresholds, or suppressions, by their place in the policy), each held once and known by an
 * id, so that what two sets have in common is looked up and not computed again for every row.
 */
import { PairTable } from '../export/typed-tables.ts'

/** All sets of a policy, by small numbers. */
export class NumberSets {
  /** Id of the set without members. */
  readonly empty = 0
  readonly #ids = new Map<string, number>([['', 0]])
  readonly #members: (readonly number[])[] = [[]]
  readonly #common = new Memo()
  readonly #union = new Memo()
  readonly #rest = new Memo()

  /** The id of the set with these members, in ascending order. */
  of(members: readonly number[]): number {
    const key = members.join()
    const known = this.#ids.get(key)
    if (known !== undefined) return known
    this.#members.push(members)
    this.#ids.set(key, this.#members.length - 1)
    return this.#members.length - 1
  }

  members(id: number): readonly number[] {
    return this.#members[id] as readonly number[]
  }

  /** Members of both. */
  common(a: number, b: number): number {
    if (a === b) return a
    if (a === this.empty || b === this.empty) return this.empty
    const known = this.#common.find(a, b)
    return known >= 0 ? known : this.#common.keep(a, b, this.#commonOf(a, b))
  }

  /** Members of either. */
  union(a: number, b: number): number {
    if (a === b || b === this.empty) return a
    if (a === this.empty) return b
    const known = this.#union.find(a, b)
    return known >= 0 ? known : this.#union.keep(a, b, this.#unionOf(a, b))
  }

  /** Members of `a` that are not in `b`. */
  rest(a: number, b: number): number {
    if (a === b) return this.empty
    if (b === this.empty) return a
    const known = this.#rest.find(a, b)
    return known >= 0 ? known : this.#rest.keep(a, b, this.#restOf(a, b))
  }

  // Apart from the above, which are called for every row: a function with a closure in it makes one at each call.

  #commonOf(a: number, b: number): number {
    return this.of(this.members(a).filter((n) => this.members(b).includes(n)))
  }

  #unionOf(a: number, b: number): number {
    return this.of([...new Set([...this.members(a), ...this.members(b)])].sort((x, y) => x - y))
  }

  #restOf(a: number, b: number): number {
    return this.of(this.members(a).filter((n) => !this.members(b).includes(n)))
  }
}

/** Ids below this have a table of their own: a policy makes few sets, and rows ask for those again and again. */
const SMALL = 64

/** Remembers a result for each pair of ids. */
class Memo {
  /** By a * SMALL + b: the result plus one. */
  readonly #ofSmall = new Uint32Array(SMALL * SMALL)
  readonly #pairs = new PairTable()
  readonly #results: number[] = []

  /** The result, -1 when there is none yet. */
  find(a: number, b: number): number {
    if (a < SMALL && b < SMALL) return (this.#ofSmall[a * SMALL + b] as number) - 1
    const pair = this.#pairs.find(a, b)
    return pair < 0 ? -1 : (this.#results[pair] as number)
  }

  /** Remembers and gives the result. */
  keep(a: number, b: number, result: number): number {
    if (a < SMALL && b < SMALL) this.#ofSmall[a * SMALL + b] = result + 1
    else this.#results[this.#pairs.intern(a, b)] = result
    return result
  }
}
