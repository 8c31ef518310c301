/**
 * How many rows each key has on each branch. Exact in any order of rows; made for the usual one, in which the rows of
 * a branch come together and mostly tell a key once: such a pair costs no entry of its own.
 */
import { BranchSets } from './branch-bags.ts'
import { IdList } from './number-list.ts'
import { PairIndex } from './pair-index.ts'

/** Counts of rows by two numbers, the key of a finding and its branch. */
export class RowsByBranch {
  // By key: the branch of its last row, plus one, and the rows on it.
  readonly #lastBranch = new IdList()
  readonly #lastRows = new IdList()
  readonly #seen = new BranchSets()
  /** key, branch: with more than one row when it was left, and these in `#rows`. */
  readonly #left = new PairIndex()
  readonly #rows = new IdList()

  /** Counts one row, and gives the new number. */
  add(key: number, branch: number): number {
    const rows = this.#lastBranch.at(key) === branch + 1 ? this.#lastRows.at(key) : this.#turnTo(key, branch)
    this.#lastRows.set(key, rows + 1)
    return rows + 1
  }

  /** The rows of a key on a branch. */
  at(key: number, branch: number): number {
    if (this.#lastBranch.at(key) === branch + 1) return this.#lastRows.at(key)
    return this.#seen.has(key, branch) ? this.#leftWith(key, branch) : 0
  }

  /** Puts away the number of the last branch; gives that of this one. */
  #turnTo(key: number, branch: number): number {
    const rows = this.#lastRows.at(key)
    if (rows > 1) this.#rows.set(this.#left.number(key, this.#lastBranch.at(key) - 1), rows)
    this.#lastBranch.set(key, branch + 1)
    return this.#seen.add(key, branch) ? 0 : this.#leftWith(key, branch)
  }

  #leftWith(key: number, branch: number): number {
    const pair = this.#left.find(key, branch)
    return pair < 0 ? 1 : this.#rows.at(pair)
  }
}
