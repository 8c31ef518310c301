/**
 * Names and lines as 53-bit keys, and tables of them in typed arrays: what a pass over millions of rows needs to
 * remember, in some 14 bytes for each instead of several hundred for a string in a Map. Pure.
 */

/** A key of a text or number in the context of the key before it, so that chains of parts stay apart. */
export type KeyMaker = (context: number, part: string | number) => number

/** Starts a chain. */
export const NO_CONTEXT = 0

const TWO_32 = 2 ** 32
/** Bits of the upper half that a key has room for: 53 - 32. */
const UPPER_MASK = 0x1f_ffff

/** Keys under a `seed` (any two numbers below 2^32, random for each run, so that nobody can aim at a collision). */
export function createKeyMaker(seed: readonly [number, number]): KeyMaker {
  const [seedLow, seedHigh] = seed
  return (context, part) => {
    let low = seedLow ^ (context >>> 0)
    let high = seedHigh ^ Math.trunc(context / TWO_32)
    if (typeof part === 'number') {
      low = Math.imul(low ^ part, 0x85ebca6b) ^ (low >>> 15)
      high = Math.imul(high ^ part ^ 0x5bd1e995, 0xc2b2ae35) ^ (high >>> 13)
    } else {
      for (let at = 0; at < part.length; at++) {
        const unit = part.charCodeAt(at)
        low = Math.imul(low ^ unit, 0x9e3779b1) ^ (low >>> 15)
        high = Math.imul(high ^ unit, 0x5f356495) ^ (high >>> 13)
      }
      low ^= part.length
    }
    low = finish(low ^ (high >>> 7))
    high = finish(high ^ low)
    return (high & UPPER_MASK) * TWO_32 + (low >>> 0)
  }
}

/** The last step of MurmurHash3: every bit of the input reaches every bit of the output. */
function finish(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}

/** Keys (below 2^53) with a value below 2^32 each. */
export type KeyTable = {
  get(key: number): number | undefined
  set(key: number, value: number): void
  /** The value that is there, or else `value`, which is stored. */
  getOrSet(key: number, value: number): number
  size(): number
}

/** A table is many small ones, so that growing copies little at a time. The segment tells 8 bits of a key. */
const SEGMENTS = 256
const SLOTS_AT_FIRST = 8
const FULL = 0.8
const GROWTH = 1.25
const EMPTY = 0

/** The other 45 bits: 32 in `low`, 13 and one (so that 0 means empty) in `high`. Ten bytes a slot. */
type Segment = { low: Uint32Array; high: Uint16Array; values: Uint32Array; used: number }

/** An empty table. */
export function createKeyTable(): KeyTable {
  const segments: (Segment | undefined)[] = new Array(SEGMENTS)
  let size = 0

  const segmentFor = (key: number): Segment => {
    // The low 32 bits tell it too, and `%` of such large numbers is slow.
    const at = (key >>> 0) % SEGMENTS
    const segment = segments[at] ?? segmentOf(SLOTS_AT_FIRST)
    segments[at] = segment
    return segment
  }
  const insert = (segment: Segment, slot: number, rest: number, value: number): void => {
    fill(segment, slot, rest >>> 0, Math.trunc(rest / TWO_32) + 1, value)
    segment.used += 1
    size += 1
    if (segment.used > segment.low.length * FULL) grow(segment)
  }

  return {
    get(key) {
      const segment = segmentFor(key)
      const slot = slotOf(segment, Math.trunc(key / SEGMENTS))
      return segment.high[slot] === EMPTY ? undefined : segment.values[slot]
    },
    set(key, value) {
      const segment = segmentFor(key)
      const rest = Math.trunc(key / SEGMENTS)
      const slot = slotOf(segment, rest)
      if (segment.high[slot] === EMPTY) insert(segment, slot, rest, value)
      else segment.values[slot] = value
    },
    getOrSet(key, value) {
      const segment = segmentFor(key)
      const rest = Math.trunc(key / SEGMENTS)
      const slot = slotOf(segment, rest)
      if (segment.high[slot] !== EMPTY) return segment.values[slot] ?? value
      insert(segment, slot, rest, value)
      return value
    },
    size: () => size,
  }
}

function segmentOf(slots: number): Segment {
  return {
    low: new Uint32Array(slots),
    high: new Uint16Array(slots),
    values: new Uint32Array(slots),
    used: 0,
  }
}

function fill(segment: Segment, slot: number, low: number, high: number, value: number): void {
  segment.low[slot] = low
  segment.high[slot] = high
  segment.values[slot] = value
}

/** Where `rest` is, or the empty slot where it belongs. There always is one: a segment is never full. */
function slotOf(segment: Segment, rest: number): number {
  const low = rest >>> 0
  const high = Math.trunc(rest / TWO_32) + 1
  return probe(segment, low, high)
}

function probe(segment: Segment, low: number, high: number): number {
  const { low: lows, high: highs } = segment
  let slot = Math.trunc((low / TWO_32) * lows.length)
  while (highs[slot] !== EMPTY && (lows[slot] !== low || highs[slot] !== high)) {
    slot = slot + 1 === lows.length ? 0 : slot + 1
  }
  return slot
}

function grow(segment: Segment): void {
  const { low, high, values } = segment
  const larger = segmentOf(Math.ceil(low.length * GROWTH))
  for (let at = 0; at < low.length; at++) {
    const oldLow = low[at] ?? 0
    const oldHigh = high[at] ?? EMPTY
    if (oldHigh !== EMPTY) fill(larger, probe(larger, oldLow, oldHigh), oldLow, oldHigh, values[at] ?? 0)
  }
  segment.low = larger.low
  segment.high = larger.high
  segment.values = larger.values
}
