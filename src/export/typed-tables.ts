/** Growable tables of numbers in typed arrays: a run may hold millions of entries. Pure. */

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

  /** The id of a pair; a new pair gets the next one. */
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
