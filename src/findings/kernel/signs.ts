/**
 * Where the signs of a CSV stand: commas, quotes, line ends. 64 bytes are looked at once; other bytes are never
 * looked at again, unless their cell is wanted.
 */
import { COMMA, CR, LF, QUOTE } from './cells'

/** Bytes that are looked at together: so many may be read behind the end. */
export const BLOCK: u32 = 64
/** Most signs that are found at a time. */
export const SIGNS: u32 = 1 << 12
/** Room for all signs, those of one more block, and the two that stand for the end. */
const found: usize = memory.data(<i32>(SIGNS + BLOCK + 2) * 4, 16)

/** Where the addresses of the signs stand, a word for each. */
export function signsAt(): usize {
  return found
}

/**
 * Finds the signs from one address up to another; when there are many, at most `limit` (no more than SIGNS) and the rest
 * of a block. Behind the last stands `end`, twice, as a doubled quote is gone over unseen. Signs at `end` or behind it may
 * stand there too. Returns whether all were found.
 */
export function findSigns(from: usize, end: usize, limit: u32): bool {
  const full = found + limit * 4
  let out = found
  let at = from
  for (; at < end && out < full; at += BLOCK) {
    for (let signs = signsOf(at); signs !== 0; signs &= signs - 1) {
      store<u32>(out, <u32>(at + <usize>ctz(signs)))
      out += 4
    }
  }
  store<u32>(out, <u32>end)
  store<u32>(out + 4, <u32>end)
  return at >= end
}

function signsOf(at: usize): u64 {
  return (
    <u64>maskOf(v128.load(at)) |
    ((<u64>maskOf(v128.load(at, 16))) << 16) |
    ((<u64>maskOf(v128.load(at, 32))) << 32) |
    ((<u64>maskOf(v128.load(at, 48))) << 48)
  )
}

/**
 * The signs differ in their lower four bits, so each byte is held against the one sign that it may be. Elsewhere stands
 * what no byte with these bits is.
 */
function maskOf(bytes: v128): u32 {
  const table = i8x16(1, 0, QUOTE, 0, 0, 0, 0, 0, 0, 0, LF, 0, COMMA, CR, 0, 0)
  const may = i8x16.swizzle(table, v128.and(bytes, i8x16.splat(0x0f)))
  return i8x16.bitmask(i8x16.eq(may, bytes))
}
