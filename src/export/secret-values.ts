/**
 * The values in a matched text, which may be a whole line such as `password = "..."`, and how they are found in names:
 * in any case, and URL-encoded. Pure.
 */
import { REDACTED } from '../finding.ts'
import { credentialsIn, isSecretLike, LETTERS_FROM, SECRET_LIKE_FROM, WORDS_FROM } from './clean-names.ts'

/** Finds in `names` what must not be seen of the matched texts; `null` when there is nothing. */
export function secretsIn(names: readonly string[], texts: readonly string[]): RegExp | null {
  const hay = names.flatMap((name) => [...decodings(name), ...decodings(name.replaceAll('+', ' '))])
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
  if (isPlain) return new RegExp(values.map(literal).join('|'), 'gi')
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

/** Words that are written where a value could be. */
const noValue = /^(?:passwords?|passphrase|credentials?|username|undefined|required|redacted)$/i

function isValue(text: string): boolean {
  if (text.length < SECRET_LIKE_FROM || REDACTED.includes(text) || noValue.test(text)) return false
  if (text.length >= WORDS_FROM || /[^A-Za-z_./ -]/.test(text)) return true
  return text.length >= LETTERS_FROM && !/[ /]/.test(text)
}

function literal(value: string): string {
  return value.replace(/[^A-Za-z0-9]/g, (character) => `\\x${character.charCodeAt(0).toString(16)}`)
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
