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
import type { FindingRow } from '../export/finding-row.ts'
import { grown, IdList, PairList, PairTable } from '../export/typed-tables.ts'

export type IndexedRow = Pick<FindingRow, 'key' | 'branch' | 'line' | 'hashLow' | 'hashHigh' | 'fingerprint'>

/** Occurrence of the first place of a text on a branch, by far the most common. */
const FIRST = 1
/** The key of every row that is known by its fingerprint. */
const ANY_KEY = 2 ** 32 - 1

/** Branches of a block: one bit of a number each. */
const BLOCK_BITS = 5
/**
 * Numbers of an entry: key, high half of the hash, line of its first row, and the block of that row's branch with two
 * bits for each of its branches: whether the finding is on it, and whether the next baseline accepts it there.
 */
const ENTRY = 6
const [KEY, HIGH, LINE, BLOCK, SEEN, ACCEPTED] = [0, 1, 2, 3, 4, 5]

/** Gives the distinct findings of a run the ids 0, 1, 2, ... in order of appearance. */
export class FindingIndex {
  /** Of the row last placed, from 1: the how many-th place of its text in its file and branch. */
  occurrence = FIRST
  #size = 0
  #entries = new Uint32Array(64 * ENTRY)
  /** Open addressing, two numbers a slot: id + 1 (0: free), and the low half of the hash. At most half is taken. */
  #slots = new Uint32Array(2 * 128)
  /** finding, block: those beside the block of its entry. */
  readonly #otherBlocks = new PairTable()
  readonly #otherSeen = new IdList()
  readonly #otherAccepted = new IdList()
  /** finding, branch -> line + 1, where the first place has another line than in its entry */
  readonly #movedTo = new PairList()
  /** finding, branch: where there is more than one place */
  readonly #crowded = new PairTable()
  readonly #morePlaces = new IdList()
  /** crowded, line -> occurrence */
  readonly #occurrences = new PairList()
  /** finding, occurrence -> id of that distinct finding + 1 */
  readonly #laterIds = new PairList()
  /** By id: the key of a row that is known by its fingerprint. */
  readonly #keysOfFingerprints = new IdList()
  /** finding, branch -> accepted rows beside the first */
  readonly #repeats = new PairList()

  place({ key, branch, line, hashLow, hashHigh, fingerprint }: IndexedRow): number {
    // Nearly never is the hash of a text one of these.
    const low = hashLow === 0 && hashHigh === 0 ? line + 1 : hashLow
    const size = this.#size
    const text = this.#intern(fingerprint === undefined ? key : ANY_KEY, low, hashHigh, line, branch)
    this.occurrence = FIRST
    const isNewPlace = this.#size > size || this.#mark(text, branch, SEEN)
    if (isNewPlace && this.#entries[text * ENTRY + LINE] !== line) this.#movedTo.set(text, branch, line + 1)
    const id = isNewPlace ? text : this.#again(text, branch, line)
    if (fingerprint !== undefined) this.#keysOfFingerprints.set(id, key)
    return id
  }

  accept(id: number, branch: number): void {
    if (!this.#mark(id, branch, ACCEPTED)) this.#repeats.count(id, branch)
  }

  /** The branches of the accepted rows, by finding: ascending, each as often as it has such rows. */
  accepted(): Lists {
    const lists = new ListMaker(this.#size)
    for (const visit of lists.passes()) {
      for (let id = 0; id < this.#size; id++) {
        const entry = id * ENTRY
        const [block, bits] = [this.#entries[entry + BLOCK], this.#entries[entry + ACCEPTED]]
        visitBits(block as number, bits as number, id, visit)
      }
      for (let other = 0; other < this.#otherBlocks.size; other++) {
        const [id, block] = [this.#otherBlocks.first(other), this.#otherBlocks.second(other)]
        visitBits(block, this.#otherAccepted.at(other), id, visit)
      }
      const { pairs } = this.#repeats
      for (let pair = 0; pair < pairs.size; pair++) {
        const [id, branch] = [pairs.first(pair), pairs.second(pair)]
        for (let more = this.#repeats.at(id, branch); more > 0; more--) visit(id, branch)
      }
    }
    return lists.sorted()
  }

  keyOf(id: number): number {
    const key = this.#entries[id * ENTRY] as number
    return key === ANY_KEY ? this.#keysOfFingerprints.at(id) : key
  }

  #intern(key: number, low: number, high: number, line: number, branch: number): number {
    const slots = this.#slots
    const entries = this.#entries
    let slot = firstSlot(key, low, slots.length)
    while (slots[slot] !== 0) {
      const id = (slots[slot] as number) - 1
      const entry = id * ENTRY
      if (slots[slot + 1] === low && entries[entry + HIGH] === high && entries[entry] === key) return id
      slot = (slot + 2) & (slots.length - 1)
    }
    slots[slot] = this.#size + 1
    slots[slot + 1] = low
    return this.#add(key, high, line, branch)
  }

  #add(key: number, high: number, line: number, branch: number): number {
    const id = this.#size++
    const entry = id * ENTRY
    if (entry === this.#entries.length) this.#entries = grown(this.#entries, entry + 1)
    this.#entries[entry + KEY] = key
    this.#entries[entry + HIGH] = high
    this.#entries[entry + LINE] = line
    this.#entries[entry + BLOCK] = blockOf(branch)
    this.#entries[entry + SEEN] = bitOf(branch)
    if (4 * this.#size > this.#slots.length) this.#widen()
    return id
  }

  #widen(): void {
    const before = this.#slots
    const slots = new Uint32Array(2 * before.length)
    for (let at = 0; at < before.length; at += 2) {
      if (before[at] === 0) continue
      const id = (before[at] as number) - 1
      const low = before[at + 1] as number
      let slot = firstSlot(this.#entries[id * ENTRY] as number, low, slots.length)
      while (slots[slot] !== 0) slot = (slot + 2) & (slots.length - 1)
      slots[slot] = id + 1
      slots[slot + 1] = low
    }
    this.#slots = slots
  }

  #mark(id: number, branch: number, field: typeof SEEN | typeof ACCEPTED): boolean {
    const bit = bitOf(branch)
    const entry = id * ENTRY
    if (this.#entries[entry + BLOCK] === blockOf(branch)) {
      const bits = this.#entries[entry + field] as number
      this.#entries[entry + field] = bits | bit
      return (bits & bit) === 0
    }
    const other = this.#otherBlocks.intern(id, blockOf(branch))
    const list = field === SEEN ? this.#otherSeen : this.#otherAccepted
    const bits = list.at(other)
    if ((bits & bit) !== 0) return false
    list.set(other, bits | bit)
    return true
  }

  /** A row of a text that has a place on the branch: the same place, or one more. */
  #again(text: number, branch: number, line: number): number {
    const moved = this.#movedTo.at(text, branch)
    const firstLine = moved === 0 ? this.#entries[text * ENTRY + LINE] : moved - 1
    if (line === firstLine) return text
    this.occurrence = this.#occurrenceOf(text, branch, line)
    const known = this.#laterIds.at(text, this.occurrence) - 1
    if (known >= 0) {
      this.#mark(known, branch, SEEN)
      return known
    }
    const entry = text * ENTRY
    const [key, high] = [this.#entries[entry + KEY] as number, this.#entries[entry + HIGH] as number]
    const id = this.#add(key, high, line, branch)
    this.#laterIds.set(text, this.occurrence, id + 1)
    return id
  }

  #occurrenceOf(text: number, branch: number, line: number): number {
    const crowd = this.#crowded.intern(text, branch)
    const known = this.#occurrences.at(crowd, line)
    if (known !== 0) return known
    const more = this.#morePlaces.at(crowd) + 1
    this.#morePlaces.set(crowd, more)
    this.#occurrences.set(crowd, line, FIRST + more)
    return FIRST + more
  }
}

function firstSlot(key: number, low: number, slots: number): number {
  return (2 * (low ^ Math.imul(key + 1, 0x9e3779b1))) & (slots - 1)
}

function blockOf(branch: number): number {
  return branch >>> BLOCK_BITS
}

function bitOf(branch: number): number {
  return 1 << branch
}

/** Visits the branches of a block whose bits are set, in ascending order. */
function visitBits(
  block: number,
  bits: number,
  id: number,
  visit: (id: number, branch: number) => void,
): void {
  for (let rest = bits; rest !== 0; rest &= rest - 1) {
    visit(id, (block << BLOCK_BITS) + 31 - Math.clz32(rest & -rest))
  }
}

/** Lists of numbers in one array: list `n` begins at `starts[n]` and ends before `starts[n + 1]`. */
export type Lists = { readonly starts: Uint32Array; readonly items: Uint32Array }

/** Makes lists from visits of (list, item), which come twice in any order: first they are counted. */
class ListMaker {
  readonly #counts: Uint32Array
  #starts = new Uint32Array(0)
  #items = new Uint32Array(0)

  constructor(lists: number) {
    this.#counts = new Uint32Array(lists + 1)
  }

  *passes(): Generator<(list: number, item: number) => void> {
    const counts = this.#counts
    yield (list) => {
      counts[list + 1] = (counts[list + 1] as number) + 1
    }
    let sum = 0
    this.#starts = counts.map((count) => {
      sum += count
      return sum
    })
    const next = this.#starts.slice()
    const items = new Uint32Array(sum)
    this.#items = items
    yield (list, item) => {
      const at = next[list] as number
      items[at] = item
      next[list] = at + 1
    }
  }

  lists(): Lists {
    return { starts: this.#starts, items: this.#items }
  }

  sorted(): Lists {
    const { starts, items } = this.lists()
    for (let list = 0; list + 1 < starts.length; list++) {
      const [start, end] = [starts[list] as number, starts[list + 1] as number]
      let at = start + 1
      while (at < end && (items[at - 1] as number) <= (items[at] as number)) at++
      if (at < end) items.subarray(start, end).sort()
    }
    return { starts, items }
  }
}

/** Sorts by counting: `shelves` are those of the items, each below `count`; items of one shelf keep their order. */
export function sortedByShelf(items: Uint32Array, shelves: Uint32Array, count: number): Lists {
  const lists = new ListMaker(count)
  for (const visit of lists.passes()) {
    for (let at = 0; at < items.length; at++) visit(shelves[at] as number, items[at] as number)
  }
  return lists.lists()
}
