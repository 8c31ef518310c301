/**
 * Counts findings that several branches show once. One pass over rows in any order; a row costs the same whatever the
 * rows before it were. Pure.
 *
 * Within one branch, the n-th line on which a file holds the same matched text under the same rule is one finding; the
 * n-th on another branch is the same one, even if its line moved. Rows equal in branch, path, line, rule and text are one
 * place. Without matched text the line identifies it; a row of a `findings.csv` is known by its fingerprint.
 *
 * Texts are known by a keyed 64-bit hash: the odds that any two of n texts meet in one file under one rule are below
 * n^2 / 2^65, one to 37 million for a million texts.
 */

import type { FindingRow } from '../export/redact.ts'
import { grown, IdList, mix, PairTable } from '../export/typed-tables.ts'

/** What of a row identifies its distinct finding. */
export type IndexedRow = Pick<FindingRow, 'key' | 'branch' | 'line' | 'hashLow' | 'hashHigh' | 'fingerprint'>

/** Occurrence of the first place of a text on a branch, by far the most common. */
const FIRST = 1
/** The key of every row that is known by its fingerprint. */
const ANY_KEY = 2 ** 32 - 1

/** Gives the distinct findings of a run the ids 0, 1, 2, ... in order of appearance. */
export class FindingIndex {
  /** Of the row last placed, from 1: the how many-th place of its text in its file and branch. */
  occurrence = FIRST
  #size = 0
  // By id of the distinct finding.
  #keys = new Uint32Array(64)
  #lows = new Uint32Array(64)
  #highs = new Uint32Array(64)
  #lines = new Uint32Array(64)
  /** Open addressing: id + 1, 0 for a free slot; at most half is taken. */
  #slots = new Uint32Array(128)
  readonly #branches = new BranchSets()
  /** finding, branch: where the first place has another line than in `#lines`. */
  readonly #moved = new PairTable()
  readonly #movedTo = new IdList()
  /** finding, branch: where there is more than one place. */
  readonly #crowded = new PairTable()
  readonly #morePlaces = new IdList()
  /** crowded, line -> occurrence */
  readonly #laterPlaces = new PairTable()
  readonly #occurrences = new IdList()
  /** finding, occurrence -> id of that distinct finding + 1 */
  readonly #later = new PairTable()
  readonly #laterIds = new IdList()
  /** By id: the key of a row that is known by its fingerprint. */
  readonly #keysOfFingerprints = new IdList()

  /** The id of the row's distinct finding. */
  place({ key, branch, line, hashLow, hashHigh, fingerprint }: IndexedRow): number {
    // Nearly never is the hash of a text one of these.
    const low = hashLow === 0 && hashHigh === 0 ? line + 1 : hashLow
    const text = this.#intern(fingerprint === undefined ? key : ANY_KEY, low, hashHigh, line)
    if (fingerprint !== undefined) this.#keysOfFingerprints.set(text, key)
    this.occurrence = FIRST
    if (this.#branches.add(text, branch)) {
      if (this.#lines[text] !== line) this.#movedTo.set(this.#moved.intern(text, branch), line)
      return text
    }
    const moved = this.#moved.find(text, branch)
    const firstLine = moved < 0 ? this.#lines[text] : this.#movedTo.at(moved)
    if (line === firstLine) return text
    this.occurrence = this.#occurrenceOf(text, branch, line)
    const id = this.#laterId(text)
    if (fingerprint !== undefined) this.#keysOfFingerprints.set(id, key)
    this.#branches.add(id, branch)
    return id
  }

  /** Counts the row last placed for the next baseline. */
  accept(id: number, branch: number): void {
    this.#branches.accept(id, branch)
  }

  /** The branches of the accepted rows, by finding. */
  accepted(): Lists {
    return this.#branches.accepted(this.#size)
  }

  keyOf(id: number): number {
    const key = this.#keys[id] as number
    return key === ANY_KEY ? this.#keysOfFingerprints.at(id) : key
  }

  #intern(key: number, low: number, high: number, line: number): number {
    let slot = this.#firstSlot(key, low, high)
    for (;;) {
      const id = (this.#slots[slot] as number) - 1
      if (id < 0) break
      // Of the places of one text, the first has the lowest id and comes first.
      if (this.#lows[id] === low && this.#highs[id] === high && this.#keys[id] === key) return id
      slot = (slot + 1) & (this.#slots.length - 1)
    }
    const id = this.#add(key, low, high, line)
    if (2 * this.#size > this.#slots.length) this.#widen()
    else this.#slots[slot] = id + 1
    return id
  }

  #firstSlot(key: number, low: number, high: number): number {
    return (low ^ Math.imul(key + 1, 0x9e3779b1) ^ (high >>> 7)) & (this.#slots.length - 1)
  }

  #add(key: number, low: number, high: number, line: number): number {
    const id = this.#size++
    if (id === this.#keys.length) {
      this.#keys = grown(this.#keys, id + 1)
      this.#lows = grown(this.#lows, id + 1)
      this.#highs = grown(this.#highs, id + 1)
      this.#lines = grown(this.#lines, id + 1)
    }
    this.#keys[id] = key
    this.#lows[id] = low
    this.#highs[id] = high
    this.#lines[id] = line
    return id
  }

  #widen(): void {
    this.#slots = new Uint32Array(this.#slots.length * 2)
    for (let id = 0; id < this.#size; id++) {
      let slot = this.#firstSlot(
        this.#keys[id] as number,
        this.#lows[id] as number,
        this.#highs[id] as number,
      )
      while (this.#slots[slot] !== 0) slot = (slot + 1) & (this.#slots.length - 1)
      this.#slots[slot] = id + 1
    }
  }

  #occurrenceOf(text: number, branch: number, line: number): number {
    const crowd = this.#crowded.intern(text, branch)
    const place = this.#laterPlaces.intern(crowd, line)
    const known = this.#occurrences.at(place)
    if (known !== 0) return known
    const more = this.#morePlaces.at(crowd) + 1
    this.#morePlaces.set(crowd, more)
    this.#occurrences.set(place, FIRST + more)
    return FIRST + more
  }

  /** The id of the place of a text that `occurrence` counts. */
  #laterId(text: number): number {
    const later = this.#later.intern(text, this.occurrence)
    const known = this.#laterIds.at(later)
    if (known !== 0) return known - 1
    const id = this.#add(
      this.#keys[text] as number,
      this.#lows[text] as number,
      this.#highs[text] as number,
      0,
    )
    if (2 * this.#size > this.#slots.length) this.#widen()
    this.#laterIds.set(later, id + 1)
    return id
  }
}

/** Lists of numbers in one array: list `n` begins at `starts[n]` and ends before `starts[n + 1]`. */
export type Lists = { readonly starts: Uint32Array; readonly items: Uint32Array }

/** Sorts by counting: `shelves` are those of the items, each below `count`; items of one shelf keep their order. */
export function sortedByShelf(items: Uint32Array, shelves: Uint32Array, count: number): Lists {
  const lengths = new Uint32Array(count + 1)
  for (const shelf of shelves) lengths[shelf + 1] = (lengths[shelf + 1] as number) + 1
  const starts = runningSums(lengths)
  const next = starts.slice()
  const sorted = new Uint32Array(items.length)
  for (let at = 0; at < items.length; at++) {
    const shelf = shelves[at] as number
    sorted[next[shelf] as number] = items[at] as number
    next[shelf] = (next[shelf] as number) + 1
  }
  return { starts, items: sorted }
}

function runningSums(numbers: Uint32Array): Uint32Array {
  let sum = 0
  return numbers.map((number) => {
    sum += number
    return sum
  })
}

/** The branches of each finding, and on which of them it has accepted rows. */
class BranchSets {
  #size = 0
  /** Open addressing, two numbers a slot: finding + 1 (0: free), and 2 * branch + 1 when a row was accepted, else + 0. */
  #slots = new Uint32Array(256)
  #lastSlot = 0
  /** finding, branch: with more than one accepted row, and how many more. */
  readonly #repeated = new PairTable()
  readonly #repeats = new IdList()

  /** Adds a branch. Returns whether it is new to the finding. */
  add(finding: number, branch: number): boolean {
    const slot = this.#slotOf(finding, branch)
    this.#lastSlot = slot
    if (this.#slots[slot] !== 0) return false
    this.#slots[slot] = finding + 1
    this.#slots[slot + 1] = 2 * branch
    this.#size++
    if (3 * this.#size > this.#slots.length) this.#widen(finding, branch)
    return true
  }

  /** Counts an accepted row of the pair last added. */
  accept(finding: number, branch: number): void {
    const at = this.#lastSlot + 1
    if (this.#slots[at] === 2 * branch) {
      this.#slots[at] = 2 * branch + 1
      return
    }
    const pair = this.#repeated.intern(finding, branch)
    this.#repeats.set(pair, this.#repeats.at(pair) + 1)
  }

  /** The branches of each of the first `findings` findings, ascending, each as often as it has accepted rows. */
  accepted(findings: number): Lists {
    const lengths = new Uint32Array(findings + 1)
    this.#eachAccepted((finding) => {
      lengths[finding + 1] = (lengths[finding + 1] as number) + 1
    })
    const starts = runningSums(lengths)
    const next = starts.slice()
    const items = new Uint32Array(starts[findings] as number)
    this.#eachAccepted((finding, branch) => {
      items[next[finding] as number] = branch
      next[finding] = (next[finding] as number) + 1
    })
    for (let finding = 0; finding < findings; finding++) {
      const [start, end] = [starts[finding] as number, starts[finding + 1] as number]
      if (end - start > 1) items.subarray(start, end).sort()
    }
    return { starts, items }
  }

  #eachAccepted(visit: (finding: number, branch: number) => void): void {
    for (let slot = 0; slot < this.#slots.length; slot += 2) {
      const branch = this.#slots[slot + 1] as number
      if (branch % 2 === 1) visit((this.#slots[slot] as number) - 1, branch >>> 1)
    }
    for (let pair = 0; pair < this.#repeated.size; pair++) {
      for (let more = this.#repeats.at(pair); more > 0; more--)
        visit(this.#repeated.first(pair), this.#repeated.second(pair))
    }
  }

  #slotOf(finding: number, branch: number): number {
    const last = this.#slots.length - 2
    let slot = (mix(finding, branch) * 2) & last
    for (;;) {
      const taken = this.#slots[slot] as number
      if (taken === 0 || (taken === finding + 1 && (this.#slots[slot + 1] as number) >>> 1 === branch))
        return slot
      slot = (slot + 2) & last
    }
  }

  #widen(finding: number, branch: number): void {
    const before = this.#slots
    this.#slots = new Uint32Array(before.length * 2)
    for (let at = 0; at < before.length; at += 2) {
      if (before[at] === 0) continue
      const slot = this.#slotOf((before[at] as number) - 1, (before[at + 1] as number) >>> 1)
      this.#slots[slot] = before[at] as number
      this.#slots[slot + 1] = before[at + 1] as number
    }
    this.#lastSlot = this.#slotOf(finding, branch)
  }
}
