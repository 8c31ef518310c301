/**
 * Numbers pairs of whole numbers (0 to 2^32 - 1) densely in the order they come: 0, 1, 2, ... Exact, and about 20
 * bytes a pair where a `Map` of strings takes 100, since a run may hold millions.
 */
export class PairIndex {
  #size = 0
  #first = new Uint32Array(64)
  #second = new Uint32Array(64)
  /** Open addressing: number of the pair + 1, 0 for a free slot; its length is a power of two. */
  #slots = new Uint32Array(128)

  get size(): number {
    return this.#size
  }

  /** The pair's number; a pair not seen before gets the next one. */
  number(first: number, second: number): number {
    const slot = this.#slotOf(first, second)
    const found = (this.#slots[slot] as number) - 1
    if (found >= 0) return found
    if (this.#size === this.#first.length) return this.#grow().number(first, second)
    this.#first[this.#size] = first
    this.#second[this.#size] = second
    this.#slots[slot] = ++this.#size
    return this.#size - 1
  }

  /** The pair's number, or -1 when it was never numbered. */
  find(first: number, second: number): number {
    return (this.#slots[this.#slotOf(first, second)] as number) - 1
  }

  first(number: number): number {
    return this.#first[number] as number
  }

  second(number: number): number {
    return this.#second[number] as number
  }

  #slotOf(first: number, second: number): number {
    const last = this.#slots.length - 1
    let slot = mix(first, second) & last
    for (;;) {
      const number = (this.#slots[slot] as number) - 1
      if (number < 0 || (this.#first[number] === first && this.#second[number] === second)) return slot
      slot = (slot + 1) & last
    }
  }

  /** Twice the room; at most half of the slots are ever taken. */
  #grow(): this {
    this.#first = twice(this.#first)
    this.#second = twice(this.#second)
    this.#slots = new Uint32Array(this.#first.length * 2)
    for (let number = 0; number < this.#size; number += 1) {
      this.#slots[this.#slotOf(this.first(number), this.second(number))] = number + 1
    }
    return this
  }
}

/** The same numbers with room for as many more, which are 0. */
export function twice(numbers: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(numbers.length * 2)
  wider.set(numbers)
  return wider
}

/** A well-spread 32-bit number from two (the finalizer of MurmurHash3 over both). */
function mix(first: number, second: number): number {
  let h = Math.imul(first ^ (first >>> 16), 0x85ebca6b) ^ Math.imul(second, 0xc2b2ae35)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
