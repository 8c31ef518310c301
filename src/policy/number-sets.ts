/**
 * Sets of small numbers (thresholds, or suppressions, by their place in the policy), each held once and known by an
 * id, so that what two sets have in common is looked up and not computed again for every row.
 */
import { PairIndex } from '../findings/numbers/pair-index.ts'

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
    return this.#common.get(a, b, () => this.of(this.members(a).filter((n) => this.members(b).includes(n))))
  }

  /** Members of either. */
  union(a: number, b: number): number {
    if (a === b || b === this.empty) return a
    if (a === this.empty) return b
    return this.#union.get(a, b, () => {
      const all = new Set([...this.members(a), ...this.members(b)])
      return this.of([...all].sort((x, y) => x - y))
    })
  }

  /** Members of `a` that are not in `b`. */
  rest(a: number, b: number): number {
    if (a === b) return this.empty
    if (b === this.empty) return a
    return this.#rest.get(a, b, () => this.of(this.members(a).filter((n) => !this.members(b).includes(n))))
  }
}

/** Ids below this have a table of their own: a policy makes few sets, and rows ask for those again and again. */
const SMALL = 64

/** Remembers a result for each pair of ids. */
class Memo {
  /** By a * SMALL + b: the result plus one. */
  readonly #ofSmall = new Uint32Array(SMALL * SMALL)
  readonly #pairs = new PairIndex()
  readonly #results: number[] = []

  get(a: number, b: number, compute: () => number): number {
    if (a >= SMALL || b >= SMALL) return this.#look(a, b, compute)
    const known = this.#ofSmall[a * SMALL + b] as number
    if (known !== 0) return known - 1
    const result = compute()
    this.#ofSmall[a * SMALL + b] = result + 1
    return result
  }

  #look(a: number, b: number, compute: () => number): number {
    const known = this.#pairs.find(a, b)
    if (known >= 0) return this.#results[known] as number
    const result = compute()
    this.#results[this.#pairs.number(a, b)] = result
    return result
  }
}
