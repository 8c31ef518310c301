/**
 * Finds out by bytes alone that a row has no value of its matched text in its names, as nearly every row: making strings
 * to search in would cost more than all else that is done for a row.
 */
import { SECRET_LIKE_FROM } from './clean-names.ts'

/** Bytes that are looked up at once. Of any six in a row, one such group begins at a multiple of four. */
const [GROUP, STEP] = [3, 4]
const SLOTS = 4096

/** Compares the matched texts of rows with their names. */
export class ValueFilter {
  /** By hash of a group of bytes: the last round whose text had it. */
  readonly #rounds = new Uint32Array(SLOTS)
  #round = 0

  /** Whether a name may have a value of the text from `start` to `end` in it; never a wrong no. */
  mayShare(
    bytes: Buffer,
    start: number,
    end: number,
    bounds: Int32Array,
    nameColumns: readonly number[],
  ): boolean {
    const from = valuesStart(bytes, start, end)
    if (end - from < SECRET_LIKE_FROM) return false
    if (!this.#take(bytes, from, end)) return true
    for (const column of nameColumns) {
      if (this.#isIn(bytes, bounds[2 * column] as number, bounds[2 * column + 1] as number, from, end))
        return true
    }
    return false
  }

  /** Notes the groups of a text; false when some of it is escaped and cannot be compared by bytes. */
  #take(bytes: Buffer, from: number, end: number): boolean {
    this.#round = (this.#round + 1) >>> 0
    let group = 0
    for (let at = from; at < end; at++) {
      const byte = bytes[at] as number
      if (byte === BACKSLASH || byte === PERCENT) return false
      group = ((group << 8) | folded(byte)) & 0xffffff
      if (at - from >= GROUP - 1) this.#rounds[slotOf(group)] = this.#round
    }
    return true
  }

  #isIn(bytes: Buffer, start: number, end: number, from: number, textEnd: number): boolean {
    if (end - start < SECRET_LIKE_FROM) return false
    for (let at = start; at + GROUP <= end; at += STEP) {
      const [a, b, c] = [bytes[at] as number, bytes[at + 1] as number, bytes[at + 2] as number]
      if (a === PERCENT || b === PERCENT || c === PERCENT || bytes[at + 3] === PERCENT) return true
      const group = (folded(a) << 16) | (folded(b) << 8) | folded(c)
      if (this.#rounds[slotOf(group)] !== this.#round) continue
      if (hasRun(bytes, at, start, end, from, textEnd)) return true
    }
    return false
  }
}

/** Whether the text shares enough bytes in a row with the name, those at `at` among them. */
function hasRun(
  bytes: Buffer,
  at: number,
  start: number,
  end: number,
  from: number,
  textEnd: number,
): boolean {
  for (let other = from; other + GROUP <= textEnd; other++) {
    let length = 0
    while (at + length < end && other + length < textEnd && isSame(bytes, at + length, other + length))
      length++
    if (length < GROUP) continue
    let before = 1
    while (at - before >= start && other - before >= from && isSame(bytes, at - before, other - before))
      before++
    if (length + before - 1 >= SECRET_LIKE_FROM) return true
  }
  return false
}

function isSame(bytes: Buffer, a: number, b: number): boolean {
  return folded(bytes[a] as number) === folded(bytes[b] as number)
}

const [BACKSLASH, PERCENT, BLANK] = [0x5c, 0x25, 0x20]
/** What values follow: `"`, `'`, `:`, `=`, `>`, a grave accent and line ends. */
const delimiters = new Uint8Array(256)
for (const byte of Buffer.from('"\':=>`\n\r')) delimiters[byte] = 1

/** Where the first value can begin. Each line of several may be one itself. */
function valuesStart(bytes: Buffer, start: number, end: number): number {
  let blank = -1
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number
    if (delimiters[byte] === 1) return byte > BLANK && end - at > SECRET_LIKE_FROM ? at + 1 : start
    if (byte === BLANK && blank < 0) blank = at
  }
  return blank >= 0 && end - blank > SECRET_LIKE_FROM ? blank + 1 : start
}

/** Letters without regard to case; bytes of other characters are all the same. */
function folded(byte: number): number {
  return byte >= 0x80 ? 0x80 : byte | 0x20
}

function slotOf(group: number): number {
  return (Math.imul(group, 0x9e3779b1) >>> 20) & (SLOTS - 1)
}
