/**
 * Tells findings that are the same on several branches apart from those that are more. One pass over rows in any
 * order, with some 32 bytes kept for each distinct finding, whatever the number of its rows. Pure.
 *
 * Within one branch, the n-th line on which a file holds the same matched text under the same rule is one finding.
 * The n-th on another branch is the same finding, even if its line moved. Rows equal in branch, path, line, rule and
 * matched text are one place. Without matched text the line stands in for it; a row that came with a fingerprint
 * (`findings.csv`) is known by that. So the count is, for each text, the most places that one branch has.
 *
 * Texts are known by 64 bits of a hash under a key of the run. The odds that any two of n texts meet in one file
 * under one rule are below n^2 / 2^65: one to 37 million for a million texts.
 *
 * How it is fast: the next branch mostly has the same findings in the same order, so the text that came behind the
 * one before is tried first; and the branches of a text are a bag that it shares with others.
 */
import type { NumberedFinding } from './finding.ts'
import { BranchSets } from './numbers/branch-bags.ts'
import { IdList } from './numbers/number-list.ts'
import { PairIndex, twice } from './numbers/pair-index.ts'

/** What of a row tells its distinct finding. */
export type DistinctRow = Pick<
  NumberedFinding,
  'key' | 'branchNumber' | 'lineNumber' | 'textLow' | 'textHigh' | 'fingerprint'
>

/** Occurrence of the first place of a text on a branch, by far the most common. */
const FIRST = 1
/** Stands for the key of a row that came with a fingerprint, which tells everything. */
const ANY_KEY = 2 ** 32 - 1
const FREE = 0

/** Numbers the distinct findings of a run. */
export class Distinct {
  /** Of the row last placed, from 1: the how many-th place of its text in its file and branch. */
  occurrence = FIRST
  /** Whether the row last placed is the first of its distinct finding. */
  first = false
  #size = 0
  // By number of the distinct finding.
  #keys = new Uint32Array(64)
  #lows = new Uint32Array(64)
  #highs = new Uint32Array(64)
  /** Line of its first row. */
  readonly #lines = new IdList()
  /** The finding that came behind it last, plus one. */
  readonly #next = new IdList()
  #last = -1
  /** Open addressing: number of a first occurrence, plus one. */
  #slots = new Uint32Array(128)
  /** On which branches each text has a place. */
  readonly #branches = new BranchSets()
  /** finding, branch: where the first place has another line than `#lines`, which stands in `#movedTo`. */
  readonly #moved = new PairIndex()
  readonly #movedTo = new IdList()
  /** finding, branch: where there is more than one place, and how many more in `#morePlaces`. */
  readonly #crowded = new PairIndex()
  readonly #morePlaces = new IdList()
  /** crowded, line -> occurrence */
  readonly #laterPlaces = new PairIndex()
  readonly #occurrences = new IdList()
  /** finding, occurrence -> number of that distinct finding, plus one */
  readonly #later = new PairIndex()
  readonly #laterIds = new IdList()

  /** Number of the row's distinct finding, from 0 in order of appearance: fit for lists and sets of bits. */
  place(row: DistinctRow): number {
    const known = this.#size
    const text = this.#textOf(row)
    const { branchNumber: branch, lineNumber: line } = row
    const id = this.#branches.add(text, branch)
      ? this.#firstPlace(text, branch, line)
      : this.#again(text, branch, line)
    this.first = this.#size > known
    return id
  }

  #textOf(row: DistinctRow): number {
    const key = row.fingerprint === undefined ? row.key : ANY_KEY
    let { textLow: low, textHigh: high } = row
    // Nearly never is it the hash of a text that has these halves.
    if (low === 0 && high === 0) low = row.lineNumber + 1
    const last = this.#last
    const next = last < 0 ? -1 : this.#next.at(last) - 1
    const text =
      next >= 0 && this.#is(next, key, low, high) ? next : this.#lookUp(key, low, high, row.lineNumber)
    if (last >= 0 && text !== next) this.#next.set(last, text + 1)
    this.#last = text
    return text
  }

  #is(text: number, key: number, low: number, high: number): boolean {
    return this.#lows[text] === low && this.#highs[text] === high && this.#keys[text] === key
  }

  #lookUp(key: number, low: number, high: number, line: number): number {
    const slot = this.#slotOf(key, low, high)
    const found = (this.#slots[slot] as number) - 1
    if (found >= 0) return found
    if (this.#size * 2 >= this.#slots.length) return this.#widen().#lookUp(key, low, high, line)
    const text = this.#add(key, low, high, line)
    this.#slots[slot] = text + 1
    return text
  }

  #add(key: number, low: number, high: number, line: number): number {
    const id = this.#size++
    if (id === this.#keys.length) {
      this.#keys = twice(this.#keys)
      this.#lows = twice(this.#lows)
      this.#highs = twice(this.#highs)
    }
    this.#keys[id] = key
    this.#lows[id] = low
    this.#highs[id] = high
    this.#lines.set(id, line)
    return id
  }

  #slotOf(key: number, low: number, high: number): number {
    const end = this.#slots.length - 1
    let slot = (low ^ Math.imul(key + 1, 0x9e3779b1) ^ (high >>> 7)) & end
    for (;;) {
      const text = (this.#slots[slot] as number) - 1
      if (text < 0 || this.#is(text, key, low, high)) return slot
      slot = (slot + 1) & end
    }
  }

  /** Twice the slots; at most half of them are ever taken. */
  #widen(): this {
    const before = this.#slots
    this.#slots = new Uint32Array(before.length * 2)
    for (const taken of before) {
      if (taken === FREE) continue
      const text = taken - 1
      const [key, low, high] = [this.#keys[text], this.#lows[text], this.#highs[text]] as [
        number,
        number,
        number,
      ]
      this.#slots[this.#slotOf(key, low, high)] = taken
    }
    return this
  }

  #firstPlace(text: number, branch: number, line: number): number {
    if (this.#lines.at(text) !== line) this.#movedTo.set(this.#moved.number(text, branch), line)
    this.occurrence = FIRST
    return text
  }

  /** A text has a place on the branch already: it is the same one, or another. */
  #again(text: number, branch: number, line: number): number {
    const moved = this.#moved.find(text, branch)
    const firstLine = moved < 0 ? this.#lines.at(text) : this.#movedTo.at(moved)
    this.occurrence = line === firstLine ? FIRST : this.#occurrenceOf(text, branch, line)
    return this.occurrence === FIRST ? text : this.#idOf(text, this.occurrence)
  }

  #occurrenceOf(text: number, branch: number, line: number): number {
    const crowd = this.#crowded.number(text, branch)
    const place = this.#laterPlaces.number(crowd, line)
    const known = this.#occurrences.at(place)
    if (known !== 0) return known
    const more = this.#morePlaces.at(crowd) + 1
    this.#morePlaces.set(crowd, more)
    this.#occurrences.set(place, FIRST + more)
    return FIRST + more
  }

  #idOf(text: number, occurrence: number): number {
    const later = this.#later.number(text, occurrence)
    const known = this.#laterIds.at(later)
    if (known !== 0) return known - 1
    const { [text]: key = 0 } = this.#keys
    const id = this.#add(key, this.#lows[text] as number, this.#highs[text] as number, 0)
    this.#laterIds.set(later, id + 1)
    return id
  }
}
