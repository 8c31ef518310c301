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
/** Texts that pass before any is kept: a zip of many thousand tiny CSVs would spend all its time on making room. */
const WARM_UP = 256

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

const nothing = new Uint8Array(0)

class ByteInterner implements Interner {
  #texts: (string | undefined)[] = []
  #lengths = new Uint16Array(0)
  /** Empty before the first text is kept, and after giving up. */
  #copies = nothing
  #bytes: Uint8Array = nothing
  #start = 0
  #end = 0
  #place = -1
  #asked = 0
  #missed = 0

  find(bytes: Uint8Array, start: number, end: number): string | undefined {
    const length = end - start
    this.#place = -1
    this.#asked++
    if (this.#asked === WARM_UP) this.#makeRoom()
    if (length > LONGEST || this.#copies.length === 0) return undefined
    const place = placeOf(bytes, start, end)
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

  #makeRoom(): void {
    this.#texts = new Array(PLACES).fill(undefined)
    this.#lengths = new Uint16Array(PLACES)
    this.#copies = new Uint8Array(PLACES * LONGEST)
  }

  #giveUp(): void {
    this.#texts = []
    this.#copies = nothing
    this.#bytes = nothing
  }
}

function placeOf(bytes: Uint8Array, start: number, end: number): number {
  const step = 1 + Math.floor((end - start) / SAMPLES)
  let hash = end - start
  for (let at = end - 1; at >= start; at -= step)
    hash = Math.imul(hash ^ (bytes[at] as number), 0x9e3779b1) ^ (hash >>> 13)
  return (hash ^ (hash >>> 15)) & (PLACES - 1)
}
