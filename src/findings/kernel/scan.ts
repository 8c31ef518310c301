/**
 * The part of reading a CSV that every byte passes, in AssemblyScript (compiled to WebAssembly with SIMD by
 * `npm run generate`; `../kernel-bytes.ts` holds the result). It reads *usual* rows only: as many cells as the header,
 * quotes where RFC 4180 wants them, ended within the bytes at hand. At any other row it stops, and `scan-csv.ts`,
 * which defines what a row is, reads that one. The caller has made sure of UTF-8 without NUL.
 *
 * For each wanted cell it leaves four numbers, by the kind of its column:
 *
 * - NAME: number of its text in the dictionary (equal bytes, equal number), 0, where it begins, where it ends
 * - NUMBER: its value, or NOT_PLAIN for anything but one to nine digits, 0, begin, end
 * - SECRET: two halves of a keyed hash of its text without blanks around it, or 0 and 0 when there is none, begin, end
 * - PLAIN: 1 when its bytes are those of the row before, 0, begin, end
 *
 * Behind them, one word of flags. Texts are as written, with doubled quotes: that is the same for equal texts.
 *
 * How it is fast: the signs that end cells are found first, 64 bytes at a time (`signs.ts`), and rows go from one to
 * the next; a project, repository or branch is mostly that of the row before; other names are found by a hash and
 * compared whole.
 */

import { COMMA, CR, isSame, LF, plainNumber, QUOTE } from './cells'
import { intern } from './dictionary'
import { BLOCK, findSigns, SIGNS, signsAt } from './signs'
import { hash, lastHigh, lastLow } from './siphash'

const NAME: u8 = 1
const NUMBER: u8 = 2
const SECRET: u8 = 3
const _PLAIN: u8 = 4

/** A matched text stands in another wanted cell of its row too, or may do so. */
const TAINTED: u32 = 1
/** A matched text begins or ends with a sign beyond ASCII, which may be a blank; its hash is not to be used. */
const ODD_EDGE: u32 = 2

/** Shortest matched text that is looked for in other cells. */
const TAINT_FROM: u32 = 6
const MAX_COLUMNS: u32 = 1000
const MAX_SLOTS: u32 = 32
const WORDS_OF_SLOT: u32 = 4
/** Rows that are told at a time. */
const ROWS: u32 = 512

/** Room for the bytes at hand; a block more may be read behind their end. */
const INPUT_BYTES: u32 = 1 << 20
const input: usize = memory.data(<i32>INPUT_BYTES + BLOCK, 16)
const starts: usize = memory.data(<i32>MAX_COLUMNS * 4 + 4, 16)
const ends: usize = memory.data(<i32>MAX_COLUMNS * 4 + 4, 16)
/** Column of each slot, its kind. */
const columns: usize = memory.data(<i32>MAX_SLOTS * 4, 16)
const kinds: usize = memory.data(<i32>MAX_SLOTS, 16)
/** What the row before had in each slot: number of the name, begin, end. */
const before: usize = memory.data(<i32>MAX_SLOTS * 12, 16)
const output: usize = memory.data(<i32>(ROWS * (MAX_SLOTS * WORDS_OF_SLOT + 1) * 4), 16)

let width: u32 = 0
let slots: u32 = 0

/** Address of the room for bytes at hand. */
export function inputAt(): usize {
  return input
}
/** Bytes of that room. */
export function inputBytes(): u32 {
  return INPUT_BYTES
}
/** Address at which the words of rows begin. */
export function outputAt(): usize {
  return output
}

/** Begins a CSV whose header has so many cells. */
export function begin(cells: u32): void {
  width = cells
  slots = 0
}

/** Asks for one more column. */
export function want(column: u32, kind: u8): void {
  store<u32>(columns + slots * 4, column)
  store<u8>(kinds + slots, kind)
  slots++
}

/** Where the first row begins that was not read. */
export let stoppedAt: usize = 0

/** Signs that are found in any case. */
const FEW_SIGNS: u32 = 16
/**
 * Signs to find at a time: about twice as many as those of the rows read before. Where rows are not usual, the signs
 * behind each of them are found again.
 */
let limit: u32 = SIGNS

/** Reads the usual rows from `from` up to `end`, at most ROWS; returns how many. */
export function scan(from: usize, end: usize): u32 {
  while (true) {
    const hadMost = limit === SIGNS
    const all = findSigns(from, end, limit)
    const rows = readRows(from, end)
    const lacksSigns = ranOut && !all
    limit = lacksSigns ? SIGNS : min(2 * signsRead() + FEW_SIGNS, SIGNS)
    if (rows > 0 || !lacksSigns || hadMost) return rows
  }
}

function readRows(from: usize, end: usize): u32 {
  forget()
  sign = signsAt()
  ranOut = false
  let out = output
  let rows: u32 = 0
  let at = from
  while (rows < ROWS) {
    while (at < end && load<u32>(sign) === at && isLineEnd(load<u8>(at))) {
      at++
      sign += 4
    }
    stoppedAt = at
    if (at >= end) break
    const next = borders(at, end)
    if (next === 0) break
    out = tell(out)
    rows++
    at = next
    stoppedAt = at
  }
  return rows
}

function forget(): void {
  for (let slot: u32 = 0; slot < slots; slot++) store<u64>(before + slot * 12 + 4, 0)
}

function isLineEnd(byte: u8): bool {
  return byte === LF || byte === CR
}

/** The sign that is looked at next. */
let sign: usize = 0
/** Whether a row was not read since signs were missing. */
let ranOut: bool = false

function signsRead(): u32 {
  return <u32>(sign - signsAt()) >> 2
}

/** Finds the cells of the row at `from`. Returns where the next row begins, 0 for a row that is not usual. */
function borders(from: usize, end: usize): usize {
  let next = sign
  let start = from
  for (let cell: u32 = 0; cell < width; cell++) {
    if (load<u8>(start) === QUOTE) {
      next = quotedCell(cell, start, next, end)
      if (next === 0) return 0
    } else remark(cell, start, load<u32>(next))
    const at = load<u32>(next)
    if (at >= end) return missing()
    next += 4
    start = at + 1
    const byte = load<u8>(at)
    if (byte === COMMA) continue
    sign = next
    return cell === width - 1 && isLineEnd(byte) ? start : 0
  }
  return 0
}

/** Takes note of a cell in quotes, by the sign that begins it. Returns the sign behind it, 0 when there is none. */
function quotedCell(cell: u32, start: usize, opening: usize, end: usize): usize {
  const closed = closing(opening, end)
  const quote = load<u32>(closed)
  if (quote >= end) return missing()
  remark(cell, start + 1, quote)
  // Only a sign may stand behind the quote.
  const behind = load<u32>(closed + 4)
  if (behind === quote + 1) return closed + 4
  return behind >= end ? missing() : 0
}

function missing(): usize {
  ranOut = true
  return 0
}

/** The quote that ends a cell, by the sign of the one that begins it: the first without another behind it. */
function closing(opening: usize, end: usize): usize {
  let next = opening + 4
  while (true) {
    const at = load<u32>(next)
    if (at >= end) return next
    if (load<u8>(at) === QUOTE) {
      if (load<u8>(at + 1) !== QUOTE) return next
      next += 4
    }
    next += 4
  }
}

/** Takes note of a cell. */
function remark(cell: u32, start: usize, stop: usize): void {
  store<u32>(starts + cell * 4, <u32>start)
  store<u32>(ends + cell * 4, <u32>stop)
}

/** Writes the wanted cells of the row at hand; returns where the next row is to be written. */
function tell(row: usize): usize {
  let out = row
  let flags: u32 = 0
  for (let slot: u32 = 0; slot < slots; slot++) {
    const column = load<u32>(columns + slot * 4)
    const start = load<u32>(starts + column * 4)
    const end = load<u32>(ends + column * 4)
    store<u32>(out + 4, 0)
    store<u32>(out + 8, start)
    store<u32>(out + 12, end)
    const kind = load<u8>(kinds + slot)
    if (kind === NAME) store<u32>(out, nameOf(slot, start, end))
    else if (kind === NUMBER) store<u32>(out, plainNumber(start, end))
    else if (kind === SECRET) flags |= tellSecret(out, start, end)
    else store<u32>(out, isBefore(slot, start, end) ? 1 : 0)
    remember(slot, start, end)
    out += WORDS_OF_SLOT * 4
  }
  store<u32>(out, flags)
  return out + 4
}

function remember(slot: u32, start: u32, end: u32): void {
  store<u32>(before + slot * 12 + 4, start)
  store<u32>(before + slot * 12 + 8, end)
}

function isBefore(slot: u32, start: u32, end: u32): bool {
  const earlier = load<u32>(before + slot * 12 + 4)
  if (earlier === 0) return false
  const length = load<u32>(before + slot * 12 + 8) - earlier
  return length === end - start && isSame(earlier, start, length)
}

function nameOf(slot: u32, start: u32, end: u32): u32 {
  if (isBefore(slot, start, end)) return load<u32>(before + slot * 12)
  const name = intern(start, end - start)
  store<u32>(before + slot * 12, name)
  return name
}

function tellSecret(out: usize, cell: u32, cellStop: u32): u32 {
  let start = cell
  let end = cellStop
  while (start < end && isBlank(load<u8>(start))) start++
  while (start < end && isBlank(load<u8>(end - 1))) end--
  store<u32>(out, 0)
  if (start === end) return 0
  if (load<u8>(start) >= 0x80 || load<u8>(end - 1) >= 0x80) return ODD_EDGE | TAINTED
  hash(start, end - start)
  store<u32>(out, lastLow)
  store<u32>(out + 4, lastHigh)
  return end - start >= TAINT_FROM && isElsewhere(start, end - start) ? TAINTED : 0
}

function isBlank(byte: u8): bool {
  return byte === 0x20 || (byte >= 9 && byte <= 13)
}

/** Whether a text stands in a name of the row. */
function isElsewhere(start: u32, length: u32): bool {
  for (let slot: u32 = 0; slot < slots; slot++) {
    if (load<u8>(kinds + slot) !== NAME) continue
    const column = load<u32>(columns + slot * 4)
    const cell = load<u32>(starts + column * 4)
    const end = load<u32>(ends + column * 4)
    if (end - cell < length) continue
    const first = load<u32>(start)
    for (let at = cell; at <= end - length; at++) {
      if (load<u32>(at) === first && isSame(at, start, length)) return true
    }
  }
  return false
}
