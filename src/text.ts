/** Foreign texts made fit for logs and reports. Pure. */

/** Characters of a name that are shown. */
const SHOWN = 80

/**
 * The name of a zip member or a local file with only letters, digits, blanks and `. _ - ( ) / @ ~` left, cut to the
 * last `SHOWN` characters. What could be a credential (a run of 16 or more letters and digits mixed, or of capitals) is
 * masked: nobody needs it to find the member.
 */
export function harmlessName(raw: string): string {
  const shown = raw
    .replace(/[\p{L}\p{N}+=]{16,}/gu, (run) => (looksLikeCredential(run) ? '~' : run))
    .replace(/[^\p{L}\p{N} ._()/@~-]/gu, '_')
  return shown.length <= SHOWN ? shown : `...${shown.slice(-SHOWN)}`.toWellFormed()
}

/** Letters and digits mixed, or nothing but capitals: words of file names are neither. */
function looksLikeCredential(run: string): boolean {
  return (/\p{N}/u.test(run) && /\p{L}/u.test(run)) || !/[^\p{Lu}\p{N}]/u.test(run)
}

/** `1 finding`, `2 findings`. */
export function findingsText(count: number): string {
  return count === 1 ? '1 finding' : `${count} findings`
}

/** Names are listed up to this; the rest is counted. */
const NAMED = 5

/** The first of many names, and how many there are. */
export type NameSample = { count: number; readonly first: string[] }

export function noNames(): NameSample {
  return { count: 0, first: [] }
}

export function addName(names: NameSample, name: string): void {
  names.count += 1
  if (names.first.length < NAMED) names.first.push(name)
}

/** `a, b, c and 2 more` */
export function namesOf({ count, first }: NameSample): string {
  const rest = count - first.length
  return `${first.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

/**
 * C0 and C1 controls but the tab, line separators, controls of writing direction, invisible spaces, tags, and halves
 * of surrogate pairs: whatever moves the cursor, ends the line, or makes text read other than it is.
 */
const unsafeInLog =
  /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\u{e0000}-\u{e007f}\p{Surrogate}]/gu

/** GitHub and Azure look for `##[` and `##vso[` anywhere in a line, TeamCity for `##teamcity[`. */
const bracketCommand = /##(?=\w*\[)/g

/** GitHub takes a line for a command when it starts so, blanks aside. */
const colonCommand = /^(\s*)::/

/**
 * One line: unsafe characters become visible escapes (`\u202e`), and nothing in it is a command to the CI that reads
 * the log. Every host prints through it.
 */
export function escapeForLog(text: string): string {
  return text.replace(unsafeInLog, escapeOf).replace(bracketCommand, '#\\#').replace(colonCommand, '$1\\::')
}

function escapeOf(character: string): string {
  if (character === '\n') return '\\n'
  if (character === '\r') return '\\r'
  const code = (character.codePointAt(0) ?? 0).toString(16)
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`
}
