/** Texts of people and servers for logs and reports: escaped, masked, counted, ordered. Pure; runs in the page too. */
/** Control (C0, C1), format (bidi, zero-width, soft hyphen, tags), line separators, surrogates, non-characters. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\ufffe\uffff]/gu
const printable = /^[\x20-\x7e]*$/
const shortNames: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** Called where rows are read, so that a finding reads the same back from a `findings.csv`, and again by each renderer. */
export function escapeInvisible(text: string): string {
  if (printable.test(text)) return text
  return text.replace(
    invisible,
    (sign) => shortNames[sign] ?? `\\u{${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}}`,
  )
}

/** Controls but the tab, those of lines and direction, invisible spaces, tags, lone surrogates: what misleads in a log. */
const unsafeInLog =
  /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\u{e0000}-\u{e007f}\p{Surrogate}]/gu

/** GitHub and Azure look for `##[` and `##vso[` anywhere in a line, TeamCity for `##teamcity[`. */
const bracketCommand = /##(?=\w*\[)/g

/** GitHub takes a line for a command when it starts so, blanks aside. */
const colonCommand = /^(\s*)::/

/** One line in which nothing is hidden or a command to the CI that reads the log. Every host prints through it. */
export function escapeForLog(text: string): string {
  return text
    .replace(unsafeInLog, logEscapeOf)
    .replace(bracketCommand, '#\\#')
    .replace(colonCommand, '$1\\::')
}

function logEscapeOf(character: string): string {
  if (character === '\n') return '\\n'
  if (character === '\r') return '\\r'
  const code = (character.codePointAt(0) ?? 0).toString(16)
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`
}

export const MASK = '***'

/** Shorter secrets occur in too many words of ours: to mask them everywhere would reveal them. */
const SHORTEST_SECRET = 4

/** Whether sentences stay readable when this secret is masked in them. */
export function isMaskable(secret: string): boolean {
  return secret.length >= SHORTEST_SECRET
}

/** Takes secrets out of a text by value: the server may repeat a credential in any name, address or message. */
export type Mask = (text: string) => string

/** A mask for these secrets, each in every form to look for; see `isMaskable`. */
export function maskerOf(secrets: Iterable<string>): Mask {
  // Longest first, so that no part of a longer one is left over.
  const forms = [...new Set(secrets)].filter(isMaskable).sort((a, b) => b.length - a.length)
  if (forms.length === 0) return (text) => text
  // One pass, as tens of thousands of names may go through it.
  const any = new RegExp(forms.map(RegExp.escape).join('|'), 'g')
  return (text) => text.replace(any, MASK)
}

/** User, password or token of an address, wherever it was written, also where a path made one slash of two. */
const userInfo = /(:\/{1,2})[^/\s"]*@/g

/** A text for people without the credentials of addresses in it. */
export function withoutUserInfo(text: string): string {
  return text.replace(userInfo, `$1${MASK}@`)
}

const SHOWN = 80

/** Only harmless signs, the last `SHOWN` of them, with what could be a credential masked: nobody needs that. */
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

/** A finding in one line of a log, after its severity. */
export function findingLine(finding: {
  readonly rule: string
  readonly place: string
  readonly branches: string
  readonly link: string | null
}): string {
  const { rule, place, branches, link } = finding
  return `${rule}  ${place}${branches === '' ? '' : ` (${branches})`}${link === null ? '' : `  ${link}`}`
}

const NAMED = 5

/** `a, b, c and 2 more` */
export function namesOf(names: Iterable<string>, shown = NAMED): string {
  const all = [...names]
  const rest = all.length - shown
  return `${all.slice(0, shown).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

/** `12,345`, as `Intl.NumberFormat` writes it, without loading its tables at every start. Whole numbers only. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** `1 finding`, `2 findings` */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`
}

/** The largest count first; equal ones by the code units of their names, so the same on every machine. */
export function heaviestFirst(counts: Readonly<Record<string, number>>): [name: string, count: number][] {
  return Object.entries(counts).sort(([a, x], [b, y]) => y - x || byCodeUnits(a, b))
}

/** Orders texts by their UTF-16 code units: the same on every machine, whatever its language. */
export function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
