/** Single cells as bytes. Bytes behind the end may be looked at, and count for nothing. */

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
