/**
 * Texts found again by their bytes: names of rules, projects, repositories, branches and paths come thousands of
 * times, and to make a string of each would cost more than everything else. Pure.
 */

/** Places for texts; one that lands on the place of another takes it. A power of two. */
const PLACES = 2048
/** Longest text that is kept, in bytes. */
const LONGEST = 256
/** Bytes of a text that are looked at to find its place. */
const SAMPLES = 16
/** After so many texts it is seen whether keeping them is worth it: at least every second must be found again. */
const TRIAL = 16_384

/** Of one column, whose texts mostly repeat. */
export type Interner = {
  /** The string that was kept for these bytes; `undefined` when there is none. */
  find(bytes: Uint8Array, start: number, end: number): string | undefined
  /** Keeps the text of the bytes that `find` was last asked for, and gives it back. */
  keep(text: string): string
}

/** An empty one. Bytes are compared whole, so what is found is right whatever their hash. */
export function createInterner(): Interner {
  return new ByteInterner()
}

class ByteInterner implements Interner {
  readonly #texts: (string | undefined)[] = new Array(PLACES).fill(undefined)
  readonly #lengths = new Uint16Array(PLACES)
  #copies = new Uint8Array(PLACES * LONGEST)
  #bytes: Uint8Array = this.#copies
  #start = 0
  #end = 0
  #place = -1
  #asked = 0
  #missed = 0

  find(bytes: Uint8Array, start: number, end: number): string | undefined {
    const length = end - start
    this.#place = -1
    if (length > LONGEST || this.#copies.length === 0) return undefined
    const place = placeOf(bytes, start, end)
    this.#asked++
    if (this.#lengths[place] === length && this.#isAt(place, bytes, start, length)) return this.#texts[place]
    this.#missed++
    this.#bytes = bytes
    this.#start = start
    this.#end = end
    this.#place = place
    return undefined
  }

  keep(text: string): string {
    if (this.#place < 0) return text
    if (this.#asked > TRIAL && this.#missed * 2 > this.#asked) this.#giveUp()
    else {
      this.#copies.set(this.#bytes.subarray(this.#start, this.#end), this.#place * LONGEST)
      this.#lengths[this.#place] = this.#end - this.#start
      this.#texts[this.#place] = text
    }
    return text
  }

  #isAt(place: number, bytes: Uint8Array, start: number, length: number): boolean {
    const copies = this.#copies
    const copy = place * LONGEST
    for (let at = 0; at < length; at++) if (copies[copy + at] !== bytes[start + at]) return false
    return this.#texts[place] !== undefined
  }

  #giveUp(): void {
    this.#texts.length = 0
    this.#copies = new Uint8Array(0)
    this.#bytes = this.#copies
  }
}

function placeOf(bytes: Uint8Array, start: number, end: number): number {
  const step = 1 + Math.floor((end - start) / SAMPLES)
  let hash = end - start
  for (let at = end - 1; at >= start; at -= step)
    hash = Math.imul(hash ^ (bytes[at] as number), 0x9e3779b1) ^ (hash >>> 13)
  return (hash ^ (hash >>> 15)) & (PLACES - 1)
}
