/**
 * The values in a matched text, which may be a whole line such as `password = "..."`, and how they are found in names:
 * in any case, and URL-encoded. Pure.
 */
import { REDACTED } from '../finding.ts'
import { credentialsIn, isSecretLike, SECRET_LIKE_FROM } from './clean-names.ts'

/** From this length on, letters alone count as a value. */
const LETTERS_FROM = 8
/** From this length on, words do too. */
const WORDS_FROM = 32

/** Finds in `names` what must not be seen of the matched texts; `null` when there is nothing. */
export function secretsIn(names: readonly string[], texts: readonly string[]): RegExp | null {
  const hay = names.flatMap((name) => [name, decoded(name), decoded(name.replaceAll('+', ' '))])
  const searched = hay.join('\0').toLowerCase()
  const longest = Math.max(...hay.map(({ length }) => length))
  const found = new Set<string>()
  for (const text of texts) {
    for (const value of valuesOf(text, longest)) if (searched.includes(value.toLowerCase())) found.add(value)
  }
  if (found.size === 0) return null
  // The longest first, so that no end of one stays where another begins like it.
  const patterns = [...found].sort((a, b) => b.length - a.length).map(patternOf)
  return new RegExp(patterns.join('|'), 'giu')
}

function* valuesOf(text: string, longest: number): Generator<string, undefined> {
  const whole = text.trim()
  for (const part of new Set([whole, ...whole.split(/[\r\n]+/).map((line) => line.trim())])) {
    if (part.length <= longest && isSecretLike(part)) yield part
  }
  for (const part of partsOf(whole)) {
    for (const value of new Set([part, part.replace(/\\(.)/gs, '$1'), decoded(part)])) {
      if (value.length <= longest && isValue(value)) yield value
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
    for (const [, part = ''] of text.matchAll(shape)) {
      yield part
      yield part.replace(/^[\s"'`([{<,;]+/, '').replace(/[\s"'`)\]}>,;]+$/, '')
    }
  }
  yield* credentialsIn(text)
}

/** Words that are written where a value could be. */
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

function decoded(text: string): string {
  if (!text.includes('%')) return text
  return text.replace(/(?:%(?:25)*[0-9a-f]{2})+/gi, (run) =>
    Buffer.from(run.replace(/%(?:25)*(?=[0-9a-f]{2})/gi, ''), 'hex').toString('utf8'),
  )
}
