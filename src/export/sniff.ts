/** Detects by its first bytes what a download is, since neither scope nor headers say so reliably. Pure. */
import { utf16Of, utf16ToUtf8 } from './csv-encoding.ts'

/** Bytes that `sniff` wants to see; a shorter head means that there is nothing more. */
export const HEAD_BYTES = 1024

/** What bytes turn out to be the beginning of. Only `zip` and `csv` can be exports; `empty` may be one. */
export type Sniffed = 'zip' | 'csv' | 'html' | 'json' | 'utf-16' | 'empty' | 'binary'

const BOM = [0xef, 0xbb, 0xbf]
/** Local file header, end of an empty zip, mark of a split zip: the three ways a zip can begin. */
const zipStarts = [
  [0x50, 0x4b, 0x03, 0x04],
  [0x50, 0x4b, 0x05, 0x06],
  [0x50, 0x4b, 0x07, 0x08],
]
const LF = 0x0a
const CR = 0x0d
const TAB = 0x09
const BLANK = 0x20

/**
 * What `head`, the first `HEAD_BYTES` of a download or member, is the beginning of. `html` is any markup; `csv` is
 * what is left when the first line is text. Blanks alone are `empty`. NULs behind the first line do not matter
 * here: the parser reports the row that has them.
 */
export function sniff(head: Uint8Array): Sniffed {
  if (zipStarts.some((start) => startsWith(head, start))) return 'zip'
  const utf16 = utf16Of(head)
  if (utf16 === null && isBareUtf16(head)) return 'utf-16'
  const bytes = utf16 === null ? head : utf16ToUtf8(Buffer.from(head.subarray(0, head.length & ~1)), utf16)
  const text = bytes.subarray(startsWith(bytes, BOM) ? BOM.length : 0)
  const first = text.findIndex((byte) => !isBlank(byte))
  if (first < 0) return head.length < HEAD_BYTES ? 'empty' : 'binary'
  const sign = String.fromCharCode(text[first] ?? 0)
  if (sign === '<') return 'html'
  if (sign === '{' || sign === '[') return 'json'
  return hasControls(firstLine(text.subarray(first))) ? 'binary' : 'csv'
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return bytes.length >= start.length && start.every((byte, at) => bytes[at] === byte)
}

/** ASCII text in UTF-16 has a zero in every second byte. */
function isBareUtf16(head: Uint8Array): boolean {
  const [a, b, c, d] = head
  if (a === undefined || b === undefined || c === undefined || d === undefined) return false
  return (a === 0 && b > 0 && c === 0 && d > 0) || (a > 0 && b === 0 && c > 0 && d === 0)
}

function firstLine(text: Uint8Array): Uint8Array {
  const end = text.findIndex((byte) => byte === LF || byte === CR)
  return end < 0 ? text : text.subarray(0, end)
}

function isBlank(byte: number): boolean {
  return byte === BLANK || byte === TAB || byte === LF || byte === CR
}

function hasControls(line: Uint8Array): boolean {
  return line.some((byte) => byte < BLANK && byte !== TAB)
}
