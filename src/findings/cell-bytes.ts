/** Single cells of a plain CSV as bytes: where one ends, and whether it can be read. Pure. */
import { isUtf8 } from 'node:buffer'
import { type BadReason, badReasons, MAX_CELL_BYTES } from './rows.ts'

/** Signs of RFC 4180, as bytes. */
export const COMMA = 0x2c
/** Begins and ends a cell that may hold anything. */
export const QUOTE = 0x22
/** Ends a row. */
export const LF = 0x0a
/** Ends a row, too. */
export const CR = 0x0d

/** What a byte means outside of quotes. */
const CELL_END = 1
const STRAY_QUOTE = 2
const kinds = new Uint8Array(256)
for (const byte of [COMMA, LF, CR]) kinds[byte] = CELL_END
kinds[QUOTE] = STRAY_QUOTE

/** Whether a byte may stand behind a cell: a delimiter, or the end of a row. */
export function endsCell(byte: number): boolean {
  return kinds[byte] === CELL_END
}

/** Where a cell without quotes ends: at a delimiter, row end or stray quote, or with the bytes. */
export function plainEnd(bytes: Buffer, start: number): number {
  const { length } = bytes
  let at = start
  while (at < length && kinds[bytes[at] as number] === 0) at++
  return at
}

/** The quote that ends a cell: the first without another behind it. The length of `bytes` when there is none. */
export function closingQuote(bytes: Buffer, start: number): number {
  const { length } = bytes
  for (let at = start; at < length; at++) {
    if (bytes[at] !== QUOTE) continue
    if (bytes[at + 1] !== QUOTE) return at
    at++
  }
  return length
}

/** Why one of the first `count` cells of a row cannot be read; `null` when all can. Both lists are as the scanner's. */
export function troubleIn(
  bytes: Buffer,
  starts: Int32Array,
  ends: Int32Array,
  count: number,
): BadReason | null {
  for (let cell = 0; cell < count; cell++) {
    const trouble = troubleWith(bytes.subarray(starts[cell], ends[cell]))
    if (trouble !== null) return trouble
  }
  return null
}

/** Why a cell, as written but without its quotes, cannot be read; `null` when it can. */
function troubleWith(cell: Buffer): BadReason | null {
  if (cell.length > MAX_CELL_BYTES && unescapedLength(cell) > MAX_CELL_BYTES) return badReasons.tooLong
  if (cell.includes(0)) return badReasons.nul
  return isUtf8(cell) ? null : badReasons.notUtf8
}

/** Quotes in a cell are always written twice. */
function unescapedLength(cell: Buffer): number {
  return cell.toString('latin1').replaceAll('""', '"').length
}
