/**
 * Finds values of a matched text in the names of its row: people put `password = "X"` into a file whose path has X in it.
 * A filter over bytes comes first, since nearly no row has one. Pure.
 */
import { REDACTED } from '../finding.ts'
import { credentialsIn } from './clean-names.ts'

/** Shortest text that is looked for in other cells: shorter ones are in everything. */
const SECRET_LIKE_FROM = 6
/** From this length on, a value of letters alone is looked for, and a whole text of words. */
const [LETTERS_FROM, WORDS_FROM] = [8, 32]

/**
 * Whether a whole matched text must not be seen in the other cells of its row either. Words alone (`password`,
 * `release/next`, `AWS_SECRET_KEY`) are no secrets.
 */
export function isSecretLike(text: string): boolean {
  if (text.length < SECRET_LIKE_FROM || text === REDACTED) return false
  return text.length >= WORDS_FROM || /[^A-Za-z_./ -]/.test(text)
}

/** Finds in `names` what must not be seen of the matched texts; `null` when there is nothing. */
export function secretsIn(names: readonly string[], texts: readonly string[]): RegExp | null {
  const hay = names.flatMap((name) => [name, name.replaceAll('+', ' ')].flatMap(decodings))
  const searched = hay.join('\0').toLowerCase()
  const longest = Math.max(...hay.map(({ length }) => length))
  const found = new Set<string>()
  for (const text of texts) {
    for (const value of valuesOf(text, longest)) if (searched.includes(value.toLowerCase())) found.add(value)
  }
  if (found.size === 0) return null
  // The longest first, so that no end of one stays where another begins like it.
  const values = [...found].sort((a, b) => b.length - a.length)
  const isPlain = names.every((name) => !/[%+]/.test(name)) && values.every((value) => !/[^ -~]/.test(value))
  // Several times as fast, and right for nearly all names.
  if (isPlain) return new RegExp(values.map(RegExp.escape).join('|'), 'gi')
  return new RegExp(values.map(patternOf).join('|'), 'giu')
}

function* valuesOf(text: string, longest: number): Generator<string, undefined> {
  const whole = text.trim()
  for (const part of new Set([whole, ...whole.split(/[\r\n]+/).map((line) => line.trim())])) {
    if (part.length <= longest && isSecretLike(part)) yield part
  }
  for (const part of partsOf(whole)) {
    for (const form of new Set([part, part.replace(/\\(.)/gs, '$1'), decoded(part)])) {
      const inner = form.replace(/^[\s"'`([{<,;\\]+/, '').replace(/[\s"'`)\]}>,;\\]+$/, '')
      for (const value of new Set([form, inner])) if (value.length <= longest && isValue(value)) yield value
    }
  }
}

/** What follows an assignment, up to a blank or to any punctuation; what is quoted; what has the shape of a credential. */
const partShapes: readonly RegExp[] = [
  /(?:=>|:=|[=:])[^\S\r\n]*(?=([^\r\n]{1,1024}))/g,
  /[=:>][^\S\r\n]*["'`]?(?:(?:basic|bearer|token)\s+)?(?=([^\s"'`]{1,1024}))/gi,
  /[=:>][^\S\r\n]*["'`]?(?=([^\s"'`,;:&@()<>[\]{}|]{1,1024}))/g,
  /\b(?:pass(?:word|wd|phrase)?|pwd|secret|token|key|bearer|basic)\s+["'`]?([^\s"'`]{1,1024})/gi,
  // A quoted name of a value is none itself.
  /"((?:\\.|[^"\\])+)"(?!\s*(?:=|:))/gs,
  /'((?:\\.|[^'\\])+)'(?!\s*(?:=|:))/gs,
  /`((?:\\.|[^`\\])+)`/gs,
]

function* partsOf(text: string): Generator<string, undefined> {
  for (const shape of partShapes) {
    for (const [, part = ''] of text.matchAll(shape)) yield part
  }
  yield* credentialsIn(text)
}

const noValue = /^(?:passwords?|passphrase|credentials?|username|undefined|required|redacted)$/i

function isValue(text: string): boolean {
  if (text.length < SECRET_LIKE_FROM || REDACTED.includes(text) || noValue.test(text)) return false
  if (text.length >= WORDS_FROM || /[^A-Za-z_./ -]/.test(text)) return true
  return text.length >= LETTERS_FROM && !/[ /]/.test(text)
}

/** Each character as it is or URL-encoded, once or several times. */
function patternOf(value: string): string {
  return Array.from(value, (character) => {
    const encoded = Buffer.from(character).toString('hex').replace(/../g, '%(?:25)*$&')
    const plain = `\\u{${(character.codePointAt(0) as number).toString(16)}}`
    return `(?:${plain}|${encoded}${character === ' ' ? '|\\+' : ''})`
  }).join('')
}

/** A name as it is, and URL-decoded as often as somebody may have encoded it. */
function decodings(name: string): readonly string[] {
  if (!name.includes('%')) return [name]
  const once = decoded(name)
  return [name, once, decoded(once), decoded(decoded(once))]
}

function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
    Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
  )
}

/** Bytes that are looked up at once. Of the first six of a value, one such group is at a multiple of four in a name. */
const [GROUP, STEP] = [3, 4]
const SLOTS = 4096

export class ValueFilter {
  /** By hash of a group of bytes: the last round whose text had it at the start of a value. */
  readonly #rounds = new Uint32Array(SLOTS)
  #round = 0
  #starts = new Uint32Array(64)
  #count = 0

  /** Whether a name may have a value of the text from `start` to `end` in it. */
  mayShare(
    bytes: Buffer,
    start: number,
    end: number,
    bounds: Int32Array,
    nameColumns: readonly number[],
  ): boolean {
    if (end - start < SECRET_LIKE_FROM) return false
    if (!this.#takeStarts(bytes, start, end)) return true
    for (const column of nameColumns) {
      if (this.#isIn(bytes, bounds[2 * column] as number, bounds[2 * column + 1] as number, end)) return true
    }
    return false
  }

  /** Notes where values may start; false when one starts escaped and cannot be compared by bytes. */
  #takeStarts(bytes: Buffer, start: number, end: number): boolean {
    this.#round = (this.#round + 1) >>> 0
    this.#count = 0
    const last = end - SECRET_LIKE_FROM
    let isStart = true
    for (let at = start; at <= last; at++) {
      const kind = kinds[bytes[at] as number] as number
      if (kind === BLANK) {
        isStart ||= at - GROUP >= start && keywordEnds[slotOf(bytes, at - GROUP)] === 1
      } else if (isStart || shapeStarts[pairOf(bytes, at)] === 1) {
        if (!this.#takeStart(bytes, at)) return false
        isStart = kind === OPENING
      }
      if (kind === DELIMITER) isStart = true
      // Within a word nothing starts.
      if (kind === WORD) at = endOfWord(bytes, at, last)
    }
    return true
  }

  #takeStart(bytes: Buffer, at: number): boolean {
    for (let more = at; more < at + SECRET_LIKE_FROM; more++) {
      if (bytes[more] === BACKSLASH || bytes[more] === PERCENT) return false
    }
    if (this.#count === this.#starts.length) {
      const wider = new Uint32Array(2 * this.#count)
      wider.set(this.#starts)
      this.#starts = wider
    }
    this.#starts[this.#count++] = at
    for (let more = at; more < at + STEP; more++) this.#rounds[slotOf(bytes, more)] = this.#round
    return true
  }

  #isIn(bytes: Buffer, start: number, end: number, textEnd: number): boolean {
    if (end - start < SECRET_LIKE_FROM || this.#count === 0) return false
    for (let at = start; at + GROUP <= end; at += STEP) {
      if (hasPercent(bytes, at)) return true
      if (this.#rounds[slotOf(bytes, at)] !== this.#round) continue
      for (let from = Math.max(start, at - STEP + 1); from <= at; from++) {
        if (this.#hasValueAt(bytes, from, end, textEnd)) return true
      }
    }
    return false
  }

  #hasValueAt(bytes: Buffer, at: number, end: number, textEnd: number): boolean {
    for (let index = 0; index < this.#count; index++) {
      const start = this.#starts[index] as number
      let length = 0
      while (at + length < end && start + length < textEnd) {
        if (fold(bytes[at + length] as number) !== fold(bytes[start + length] as number)) break
        length++
      }
      if (length >= SECRET_LIKE_FROM && mayBeValue(bytes, start, start + length, textEnd)) return true
    }
    return false
  }
}

/** Whether a value that starts here may end before or at `end`. */
function mayBeValue(bytes: Buffer, start: number, end: number, textEnd: number): boolean {
  let isWords = true
  for (let at = start; at < end && isWords; at++) isWords = wordBytes[bytes[at] as number] === 1
  if (isWords && end - start < LETTERS_FROM) return false
  for (let at = start + SECRET_LIKE_FROM; at <= end; at++) {
    if (at === textEnd || kinds[bytes[at] as number] !== WORD) return true
  }
  return false
}

const [BACKSLASH, PERCENT] = [0x5c, 0x25]
/** Kinds of bytes. Values follow a delimiter, then blanks and what opens; none ends within a word. */
const [OTHER, WORD, BLANK, DELIMITER, OPENING] = [0, 1, 2, 3, 4]
const kinds = new Uint8Array(256).fill(OTHER)
const folds = new Uint8Array(256)
const wordBytes = new Uint8Array(256)
for (let byte = 0; byte < 256; byte++) {
  const character = String.fromCharCode(byte)
  if (byte < 0x80 && /\w/.test(character)) kinds[byte] = WORD
  if (/[ \t]/.test(character)) kinds[byte] = BLANK
  if (/["'`=:>\r\n]/.test(character)) kinds[byte] = DELIMITER
  if (/[([{<,;]/.test(character)) kinds[byte] = OPENING
  if (byte < 0x80 && /[A-Za-z_./ -]/.test(character)) wordBytes[byte] = 1
  // Letters without regard to case, and a plus for a blank. Bytes of other characters are all the same.
  folds[byte] = byte >= 0x80 ? 0x80 : character === '+' ? 0x20 : byte | 0x20
}

function fold(byte: number): number {
  return folds[byte] as number
}

/** By `slotOf` the last three letters of words after which a value comes. */
const keywordEnds = new Uint8Array(SLOTS)
for (const end of 'ord swd ase pwd ret ken key rer sic'.split(' '))
  keywordEnds[slotOf(Buffer.from(end), 0)] = 1
/** By `pairOf` the first two letters of credentials of known shapes. */
const shapeStarts = new Uint8Array(2 ** 16)
for (const start of 'ak as ar ai ya bb at gh gi gl xo xa ho sk rk pk np py sg do sh hv ey'.split(' '))
  shapeStarts[pairOf(Buffer.from(start), 0)] = 1

function endOfWord(bytes: Buffer, start: number, last: number): number {
  let at = start
  while (at < last && kinds[bytes[at + 1] as number] === WORD) at++
  return at
}

function pairOf(bytes: Buffer, at: number): number {
  return (fold(bytes[at] as number) << 8) | fold(bytes[at + 1] as number)
}

function hasPercent(bytes: Buffer, at: number): boolean {
  return (
    bytes[at] === PERCENT ||
    bytes[at + 1] === PERCENT ||
    bytes[at + 2] === PERCENT ||
    bytes[at + 3] === PERCENT
  )
}

function slotOf(bytes: Buffer, at: number): number {
  const group =
    (fold(bytes[at] as number) << 16) | (fold(bytes[at + 1] as number) << 8) | fold(bytes[at + 2] as number)
  return (Math.imul(group, 0x9e3779b1) >>> 20) & (SLOTS - 1)
}
