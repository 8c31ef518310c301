/** SipHash-1-3 (Aumasson, Bernstein): without its random key, nobody can aim at two texts of one hash. */

let keyLow: u64 = 0
let keyHigh: u64 = 0

/** Sets the key: 128 random bits, new for each run. */
export function setKey(a: u32, b: u32, c: u32, d: u32): void {
  keyLow = ((<u64>a) << 32) | <u64>b
  keyHigh = ((<u64>c) << 32) | <u64>d
}

/** The halves of the last hash; never both 0. */
export let lastLow: u32 = 0
/** The upper half of the last hash. */
export let lastHigh: u32 = 0

/** Hashes the bytes; up to 7 behind them are looked at and count for nothing. */
export function hash(start: usize, length: u32): void {
  let v0: u64 = keyLow ^ 0x736f6d6570736575
  let v1: u64 = keyHigh ^ 0x646f72616e646f6d
  let v2: u64 = keyLow ^ 0x6c7967656e657261
  let v3: u64 = keyHigh ^ 0x7465646279746573
  const whole: u32 = length & ~7
  let last: u64 = (<u64>length) << 56
  const rest: u32 = length & 7
  if (rest !== 0) last |= load<u64>(start + whole) & (((<u64>1) << (<u64>rest * 8)) - 1)
  for (let at: u32 = 0; at <= whole; at += 8) {
    const word = at === whole ? last : load<u64>(start + at)
    v3 ^= word
    v0 += v1
    v1 = rotl(v1, 13)
    v1 ^= v0
    v0 = rotl(v0, 32)
    v2 += v3
    v3 = rotl(v3, 16)
    v3 ^= v2
    v0 += v3
    v3 = rotl(v3, 21)
    v3 ^= v0
    v2 += v1
    v1 = rotl(v1, 17)
    v1 ^= v2
    v2 = rotl(v2, 32)
    v0 ^= word
  }
  v2 ^= 0xff
  for (let round = 0; round < 3; round++) {
    v0 += v1
    v1 = rotl(v1, 13)
    v1 ^= v0
    v0 = rotl(v0, 32)
    v2 += v3
    v3 = rotl(v3, 16)
    v3 ^= v2
    v0 += v3
    v3 = rotl(v3, 21)
    v3 ^= v0
    v2 += v1
    v1 = rotl(v1, 17)
    v1 ^= v2
    v2 = rotl(v2, 32)
  }
  const value = v0 ^ v1 ^ v2 ^ v3
  lastLow = <u32>value
  lastHigh = <u32>(value >> 32)
  if (value === 0) lastLow = 1
}
