/** Single cells as bytes, 16 at a time. Bytes behind the end may be looked at, and count for nothing. */

/** Signs of RFC 4180, as bytes. */
export const COMMA: u8 = 0x2c
/** Begins and ends a cell that may hold anything. */
export const QUOTE: u8 = 0x22
/** Ends a row. */
export const LF: u8 = 0x0a
/** Ends a row, too. */
export const CR: u8 = 0x0d
/** Stands for what is not one to nine digits. */
export const NOT_PLAIN: u32 = 0xffffffff

/** Where a cell without quotes ends: at a comma, line end or stray quote, or at `end`. */
export function cellEnd(start: usize, end: usize): usize {
  const commas = i8x16.splat(COMMA)
  const quotes = i8x16.splat(QUOTE)
  const feeds = i8x16.splat(LF)
  const returns = i8x16.splat(CR)
  let at = start
  while (at < end) {
    const bytes = v128.load(at)
    const signs = v128.or(
      v128.or(i8x16.eq(bytes, commas), i8x16.eq(bytes, quotes)),
      v128.or(i8x16.eq(bytes, feeds), i8x16.eq(bytes, returns)),
    )
    const mask = i8x16.bitmask(signs)
    if (mask !== 0) return min(at + ctz(mask), end)
    at += 16
  }
  return end
}

/** The quote that ends a cell: the first without another behind it; `end` when there is none. */
export function closingQuote(start: usize, end: usize): usize {
  let at = start
  while (true) {
    at = nextQuote(at, end)
    if (at >= end) return end
    if (at + 1 >= end || load<u8>(at + 1) !== QUOTE) return at
    at += 2
  }
}

function nextQuote(start: usize, end: usize): usize {
  const quotes = i8x16.splat(QUOTE)
  let at = start
  while (at < end) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(at), quotes))
    if (mask !== 0) return at + ctz(mask)
    at += 16
  }
  return end
}

/** Whether two pieces of memory are the same. */
export function isSame(a: usize, b: usize, length: u32): bool {
  if (length < 8) {
    const mask = ((<u64>1) << (<u64>length * 8)) - 1
    return ((load<u64>(a) ^ load<u64>(b)) & mask) === 0
  }
  if (length < 16) {
    if (load<u64>(a) !== load<u64>(b)) return false
    return load<u64>(a + length - 8) === load<u64>(b + length - 8)
  }
  for (let at: u32 = 0; at + 16 < length; at += 16) if (differs(a + at, b + at)) return false
  // The last 16 bytes may overlap those before.
  return !differs(a + length - 16, b + length - 16)
}

function differs(a: usize, b: usize): bool {
  return v128.any_true(v128.xor(v128.load(a), v128.load(b)))
}

/** The number of one to nine digits; NOT_PLAIN for anything else. */
export function plainNumber(start: usize, end: usize): u32 {
  if (end - start > 9 || start === end) return NOT_PLAIN
  let number: u32 = 0
  for (let at = start; at < end; at++) {
    const digit = <u32>load<u8>(at) - 0x30
    if (digit > 9) return NOT_PLAIN
    number = number * 10 + digit
  }
  return number
}
