/** Escapes foreign text for each format. No renderer writes it without one of these; each makes the invisible visible. Pure. */
import { escapeInvisible } from '../text.ts'

/** At most `limit` characters (UTF-16 units). Drops the middle, as the ends of a path matter most. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text
  const head = Math.ceil((limit - 1) / 2)
  return `${text.slice(0, head)}…${text.slice(text.length - (limit - 1 - head))}`.toWellFormed()
}

/** For formats without escapes of their own: one line of visible characters, at most `limit`. */
export function oneLine(text: string, limit = 1000): string {
  return shorten(escapeInvisible(text), limit)
}

const formulaStart = /^['\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]/
/** A spreadsheet that splits at semicolons sees a new cell there, even inside quotes. */
const formulaInside = /;(?=["'\s]*[=+\-@\uff1d\uff0b\uff0d\uff20])/g
const needsQuotes = /[",;]/
/** Nearly every cell: printable ASCII, a harmless first sign, nothing to quote. One test instead of four. */
const harmlessCell = /^(?:[A-Za-z0-9._/~[(\]][ !\x23-+\x2d-:<-~]*)?$/

/** A text that may be a formula gets an apostrophe in front; so does one that begins with one, so readers remove ours. */
export function csvCell(text: string): string {
  if (harmlessCell.test(text)) return text
  const safe = escapeInvisible(text)
  const neutral = formulaStart.test(safe) ? `'${safe}` : safe
  if (!needsQuotes.test(neutral)) return neutral
  return `"${neutral.replace(formulaInside, ";'").replaceAll('"', '""')}"`
}

/** Nearly every text. One quick test of many megabytes. */
const plainJson = /^[\n\x20-\x7e]*$/
const invisibleInJson = /[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}\ufffe\uffff]/gu

/** JSON with invisible characters as `\uXXXX`: the same value for programs. */
export function jsonText(value: unknown, indent = 0): string {
  const text = JSON.stringify(value, null, indent)
  if (plainJson.test(text)) return text
  return text.replace(invisibleInJson, (sign) =>
    sign.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  )
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '|': '&#124;',
}

export function xmlText(text: string): string {
  return escapeInvisible(text).replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
}

/** Nothing becomes a link, image, HTML or mention in it. A pipe would end a table cell, so it is escaped visibly. */
export function markdownCode(text: string, limit = 300): string {
  const shown = oneLine(text, limit).replaceAll('|', '\\u{007c}')
  if (shown.trim() === '') return '–'
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  const edge = /^[` ]|[` ]$/.test(shown) ? ' ' : ''
  return `${fence}${edge}${shown}${edge}${fence}`
}

/**
 * A sentence as Markdown prose. Marks are escaped; mentions, references, bare addresses, e-mail addresses and emoji names
 * are broken by an element around one sign, since GitHub searches for those in each piece of the rendered text. Nothing
 * invisible is copied with a name.
 */
export function markdownText(text: string, limit = 2000): string {
  return shorten(escapeInvisible(text).trim(), limit)
    .replace(/[&<>|]/g, (sign) => entities[sign] ?? sign)
    .replace(/[\\`*_[\]~!]|^[-+=]|(?<=^\d{1,9})[.)]/g, '\\$&')
    .replace(/@|(?<!&)#|\$|:(?=\S)|(?<=\bwww)\.|(?<=\bGH)-/gi, '<span>$&</span>')
}

/** A sentence of the gate, which names things in backticks. */
export function markdownProse(text: string, limit = 2000): string {
  return shorten(text, limit)
    .split(/`([^`\n]+)`/)
    .map((part, at) => (at % 2 === 1 ? markdownCode(part, limit) : spaced(part, markdownText(part, limit))))
    .join('')
    .trim()
}

/** `markdownText` trims, but here it goes on before and after. */
function spaced(part: string, text: string): string {
  return `${/^\s/.test(part) ? ' ' : ''}${text}${/\s$/.test(part) && text !== '' ? ' ' : ''}`
}

/** Mermaid reads directives, entities and quotes anywhere in its text, so only letters, digits and a few signs are kept. */
export function mermaidLabel(text: string): string {
  const label = shorten(text.replace(/[^\p{L}\p{N}_./ -]/gu, '_').trim(), 40).replace('…', '..')
  return label === '' ? '_' : label
}

/** A path of a repository as a relative URI reference (RFC 3986). `.` and `..` are encoded twice: readers resolve `%2E%2E`, too. */
export function pathUri(path: string): string {
  const uri = path
    .toWellFormed()
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => (/^\.{1,2}$/.test(segment) ? segment.replaceAll('.', '%252E') : encodeSegment(segment)))
    .join('/')
  return uri === '' ? 'unknown' : uri
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
