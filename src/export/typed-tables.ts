/**
 * Growable tables in typed arrays: numbers by number, ids for pairs of numbers, and ids for names. A run may hold millions of
 * entries.
 */
import { randomInt } from 'node:crypto'

/** A list of whole numbers below 2^32. */
export class IdList {
  #values = new Uint32Array(64)

  /** The entry, 0 when it was never set. */
  at(index: number): number {
    return index < this.#values.length ? (this.#values[index] as number) : 0
  }

  set(index: number, value: number): void {
    if (index >= this.#values.length) this.#values = grown(this.#values, index + 1)
    this.#values[index] = value
  }
}

/** A list of counts, which may pass 2^32. */
export class CountList {
  #values = new Float64Array(64)

  /** The count, 0 when nothing was ever added. */
  at(index: number): number {
    return index < this.#values.length ? (this.#values[index] as number) : 0
  }

  add(index: number, amount: number): void {
    if (index >= this.#values.length) {
      const wider = new Float64Array(roomFor(this.#values.length, index + 1))
      wider.set(this.#values)
      this.#values = wider
    }
    this.#values[index] = (this.#values[index] as number) + amount
  }
}

/** Results by number, each made when it is first asked for. */
export class IdMemo {
  /** The result + 1. */
  readonly #known = new IdList()
  readonly #make: (index: number) => number

  constructor(make: (index: number) => number) {
    this.#make = make
  }

  at(index: number): number {
    const known = this.#known.at(index)
    return known !== 0 ? known - 1 : this.#add(index)
  }

  #add(index: number): number {
    const made = this.#make(index)
    this.#known.set(index, made + 1)
    return made
  }
}

/** Gives pairs of whole numbers below 2^32 the ids 0, 1, 2, ... in order of appearance. */
export class PairTable {
  #size = 0
  /** Two numbers an id. */
  #pairs = new Uint32Array(2 * 64)
  /** Open addressing: id + 1, 0 for a free slot. The length is a power of two, at most half is taken. */
  #slots = new Uint32Array(128)

  get size(): number {
    return this.#size
  }

  intern(first: number, second: number): number {
    const slot = this.#slotOf(first, second)
    const known = (this.#slots[slot] as number) - 1
    if (known >= 0) return known
    const id = this.#size++
    if (2 * id === this.#pairs.length) this.#pairs = grown(this.#pairs, 2 * id + 1)
    this.#pairs[2 * id] = first
    this.#pairs[2 * id + 1] = second
    this.#slots[slot] = id + 1
    if (2 * this.#size > this.#slots.length) this.#widen()
    return id
  }

  /** The id of a pair, -1 when it has none. */
  find(first: number, second: number): number {
    return (this.#slots[this.#slotOf(first, second)] as number) - 1
  }

  first(id: number): number {
    return this.#pairs[2 * id] as number
  }

  second(id: number): number {
    return this.#pairs[2 * id + 1] as number
  }

  #slotOf(first: number, second: number): number {
    const last = this.#slots.length - 1
    let slot = mix(first, second) & last
    for (;;) {
      const id = (this.#slots[slot] as number) - 1
      if (id < 0 || (this.#pairs[2 * id] === first && this.#pairs[2 * id + 1] === second)) return slot
      slot = (slot + 1) & last
    }
  }

  #widen(): void {
    this.#slots = new Uint32Array(this.#slots.length * 2)
    for (let id = 0; id < this.#size; id++)
      this.#slots[this.#slotOf(this.first(id), this.second(id))] = id + 1
  }
}

/** Whole numbers below 2^32 by pairs of them. */
export class PairList {
  readonly pairs = new PairTable()
  readonly #values = new IdList()

  /** The number, 0 when it was never set. */
  at(first: number, second: number): number {
    const pair = this.pairs.find(first, second)
    return pair < 0 ? 0 : this.#values.at(pair)
  }

  set(first: number, second: number, value: number): void {
    this.#values.set(this.pairs.intern(first, second), value)
  }

  /** Adds 1, and returns the sum. */
  count(first: number, second: number): number {
    const pair = this.pairs.intern(first, second)
    const sum = this.#values.at(pair) + 1
    this.#values.set(pair, sum)
    return sum
  }
}

/** The same numbers with room for `length` at least; what is added is 0. */
export function grown(numbers: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(roomFor(numbers.length, length))
  wider.set(numbers)
  return wider
}

function roomFor(room: number, length: number): number {
  let wider = room
  while (wider < length) wider *= 2
  return wider
}

/** A well-spread 32-bit number from two (the finalizer of MurmurHash3 over both). */
export function mix(first: number, second: number): number {
  let h = Math.imul(first ^ (first >>> 16), 0x85ebca6b) ^ Math.imul(second, 0xc2b2ae35)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** Bytes of a piece of records, so that growing never copies them. */
const PIECE = 1 << 18
/** The first piece is small: most tables have few names. */
const FIRST_PIECE = 1 << 12
/** Longest name in bytes. Cleaned names are shorter by far. */
export const LONGEST_NAME = 65_535
/** Characters that surely fit into it. */
const LONGEST_TEXT = 16_384
/** The bytes of one name, wiped when it is stored. */
const textBytes = Buffer.alloc(LONGEST_NAME)

/** Numbers of a record, before the bytes of its name: all that a look-up compares is in one or two cache lines. */
const HEAD = 4
const [ID, OUTER, INNER, LENGTH] = [0, 1, 2, 3]

type Piece = { readonly bytes: Buffer; readonly numbers: Uint32Array }

/** Ids 0, 1, 2, ... for names within one or two other ids, such as a path in a repository under a rule. Exact. */
export class NameTable {
  #size = 0
  /** Open addressing, two numbers a slot: position of a record + 1 (0: free), and the hash. At most half is taken. */
  #slots = new Uint32Array(2 * 128)
  /** By id: the position of the record, in numbers. It stays below 2^32 for 16 GiB of names. */
  readonly #positions = new IdList()
  readonly #pieces: Piece[] = []
  /** Numbers taken of the last piece. */
  #taken = 0
  /** Random, so that nobody can choose names that all fall on one slot. */
  readonly #seed = randomInt(2 ** 32)

  get size(): number {
    return this.#size
  }

  /** The id of the name in `bytes` from `start` to `end`, at most LONGEST_NAME long; a new name gets the next one. */
  intern(bytes: Buffer, start: number, end: number, outer = 0, inner = 0): number {
    const seed = this.#seed ^ Math.imul(outer + 1, GOLDEN) ^ Math.imul(inner + 1, SPREAD)
    const hash = hashOf(bytes, start, end, seed)
    const slots = this.#slots
    let slot = (hash << 1) & (slots.length - 1)
    while (slots[slot] !== 0) {
      if (slots[slot + 1] === hash) {
        const id = this.#idOfSame((slots[slot] as number) - 1, bytes, start, end, outer, inner)
        if (id >= 0) return id
      }
      slot = (slot + 2) & (slots.length - 1)
    }
    slots[slot + 1] = hash
    slots[slot] = this.#add(bytes, start, end, outer, inner) + 1
    if (4 * this.#size > slots.length) this.#widen()
    return this.#size - 1
  }

  internText(name: string, outer = 0, inner = 0): number {
    // Only a baseline edited by hand has longer ones, and no finding has such a name.
    const length = textBytes.write(name.slice(0, LONGEST_TEXT))
    const id = this.intern(textBytes, 0, length, outer, inner)
    textBytes.fill(0, 0, length)
    return id
  }

  text(id: number): string {
    const position = this.#positions.at(id)
    const { bytes, numbers } = this.#pieceOf(position)
    const head = position % (PIECE / 4)
    const start = 4 * (head + HEAD)
    return bytes.toString('utf8', start, start + (numbers[head + LENGTH] as number))
  }

  /** Wipes the bytes of a name, and gives its id another one. The name itself would get a new id. */
  replace(id: number, name: string): void {
    const position = this.#positions.at(id)
    const { bytes, numbers } = this.#pieceOf(position)
    const head = position % (PIECE / 4)
    const start = 4 * (head + HEAD)
    bytes.fill(0, start, start + (numbers[head + LENGTH] as number))
    const length = textBytes.write(name.slice(0, LONGEST_TEXT))
    this.#positions.set(id, this.#write(id, textBytes, 0, length, this.outer(id), this.inner(id)))
    textBytes.fill(0, 0, length)
  }

  outer(id: number): number {
    return this.#ofRecord(id, OUTER)
  }

  inner(id: number): number {
    return this.#ofRecord(id, INNER)
  }

  #ofRecord(id: number, field: number): number {
    const position = this.#positions.at(id)
    return this.#pieceOf(position).numbers[(position % (PIECE / 4)) + field] as number
  }

  #pieceOf(position: number): Piece {
    return this.#pieces[Math.floor(position / (PIECE / 4))] as Piece
  }

  /** The id of the record at `position` when it is of this name, -1 otherwise. */
  #idOfSame(
    position: number,
    bytes: Buffer,
    start: number,
    end: number,
    outer: number,
    inner: number,
  ): number {
    const piece = this.#pieceOf(position)
    const { numbers } = piece
    const head = position % (PIECE / 4)
    if (numbers[head + LENGTH] !== end - start) return -1
    if (numbers[head + OUTER] !== outer || numbers[head + INNER] !== inner) return -1
    const name = piece.bytes
    let at = 4 * (head + HEAD)
    for (let other = start; other < end; other++) if (name[at++] !== bytes[other]) return -1
    return numbers[head + ID] as number
  }

  #add(bytes: Buffer, start: number, end: number, outer: number, inner: number): number {
    const id = this.#size++
    const position = this.#write(id, bytes, start, end, outer, inner)
    this.#positions.set(id, position)
    return position
  }

  #write(id: number, bytes: Buffer, start: number, end: number, outer: number, inner: number): number {
    const length = HEAD + Math.ceil((end - start) / 4)
    if (this.#taken + length > (this.#pieces.at(-1)?.numbers.length ?? 0)) {
      // Zeroed: memory that was freed may have bytes of exports in it.
      const memory = new ArrayBuffer(
        this.#pieces.length === 0 && 4 * length <= FIRST_PIECE ? FIRST_PIECE : PIECE,
      )
      this.#pieces.push({ bytes: Buffer.from(memory), numbers: new Uint32Array(memory) })
      this.#taken = 0
    }
    const last = this.#pieces.length - 1
    const head = this.#taken
    const piece = this.#pieces[last] as Piece
    piece.numbers[head + ID] = id
    piece.numbers[head + OUTER] = outer
    piece.numbers[head + INNER] = inner
    piece.numbers[head + LENGTH] = end - start
    let to = 4 * (head + HEAD)
    for (let at = start; at < end; at++) piece.bytes[to++] = bytes[at] as number
    this.#taken += length
    return last * (PIECE / 4) + head
  }

  #widen(): void {
    const before = this.#slots
    const slots = new Uint32Array(2 * before.length)
    for (let at = 0; at < before.length; at += 2) {
      if (before[at] === 0) continue
      const hash = before[at + 1] as number
      let slot = (hash << 1) & (slots.length - 1)
      while (slots[slot] !== 0) slot = (slot + 2) & (slots.length - 1)
      slots[slot] = before[at] as number
      slots[slot + 1] = hash
    }
    this.#slots = slots
  }
}

/** Odd numbers that spread bits (of Fibonacci hashing and MurmurHash3). */
const GOLDEN = 0x9e3779b1 | 0
const SPREAD = 0x85ebca6b | 0

function hashOf(bytes: Buffer, start: number, end: number, seed: number): number {
  let hash = seed
  let at = start
  for (; at + 4 <= end; at += 4) {
    const word =
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24)
    hash = Math.imul(hash ^ word, GOLDEN)
    hash ^= hash >>> 15
  }
  for (; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), GOLDEN) ^ (hash >>> 13)
  hash = Math.imul(hash ^ (hash >>> 16) ^ (end - start), SPREAD)
  return (hash ^ (hash >>> 15)) >>> 0
}
