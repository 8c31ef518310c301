/**
 * The short form of thresholds, one `selector = max` in a line:
 *
 *     total = 0                                 # every row counts
 *     distinct severity:high = 3                # a finding counts once however many branches show it
 *     new rule:AWS_* rule:!AWS_TEST_* = 0       # globs of one kind are a list, `!` takes out
 *     branch:release/* path:"my docs/**" = baseline
 *     older:90d rule:*TOKEN* = 5 warn           # scanned longer ago than that; only warns
 *
 * Parts are joined by blanks and must all hold. `#` starts a comment; newlines and commas separate thresholds.
 */
import type { Mistake } from '../errors.ts'
import { type Severity, severities } from '../findings/finding.ts'
import { didYouMean } from '../nearest.ts'
import { quoted } from '../parse.ts'
import { parseAge } from './age.ts'
import { type GlobField, globFields, globProblem } from './globs.ts'
import type { Threshold } from './policy.ts'
import { selectorText } from './threshold-text.ts'
import { type Entry, entriesOf, type Word } from './threshold-words.ts'

/** Thresholds that could be read, and what is wrong with the others. */
export type ReadThresholds = { readonly thresholds: Threshold[]; readonly mistakes: Mistake[] }

/** Names a place in the text: 1-based line and column. */
type Places = {
  readonly where: (line: number, column: number) => string
  readonly origin: (line: number) => string
}

const plainWords = ['total', 'distinct', 'new'] as const
const keys = ['severity', ...globFields, 'older'] as const
const selectors = [...plainWords, ...keys.map((key) => `${key}:`)]
const levels = ['fail', 'warn'] as const

/** Reads the `thresholds` input; `origin` is the input's name. Comments and empty lines only: no thresholds. */
export function parseThresholds(text: string, origin: string): ReadThresholds {
  return readEntries(entriesOf(text), {
    where: (line, column) => `${origin} line ${line}, column ${column}`,
    origin: (line) => `${origin} line ${line}`,
  })
}

/**
 * Reads one threshold that stands as a string in a policy file.
 * @param where place of a character of the string (1-based)
 * @param origin `file:line`
 */
export function parseThresholdString(
  text: string,
  where: (character: number) => string,
  origin: string,
): ReadThresholds {
  const read = readEntries(entriesOf(text), {
    where: (_line, column) => where(column),
    origin: () => origin,
  })
  if (read.mistakes.length > 0 || read.thresholds.length === 1) return read
  const what = `The text holds ${read.thresholds.length} thresholds: write one \`selector = max\` in each item of the list.`
  return { thresholds: [], mistakes: [{ where: where(1), what }] }
}

function readEntries(entries: readonly Entry[], places: Places): ReadThresholds {
  const thresholds: Threshold[] = []
  const mistakes: Mistake[] = []
  for (const entry of entries) {
    const reading = new EntryReading(entry, places)
    const threshold = reading.read()
    mistakes.push(...reading.mistakes)
    if (threshold !== null && reading.mistakes.length === 0) thresholds.push(threshold)
  }
  return { thresholds, mistakes }
}

/** One entry on its way to a threshold; collects everything that is wrong with it. */
class EntryReading {
  readonly mistakes: Mistake[] = []
  readonly #entry: Entry
  readonly #places: Places
  readonly #said = new Set<string>()
  readonly #globs: Partial<Record<GlobField, string[]>> = {}
  #severity: Severity | null = null
  #olderThanMs: number | null = null

  constructor(entry: Entry, places: Places) {
    this.#entry = entry
    this.#places = places
  }

  read(): Threshold | null {
    const { words, line, at, text } = this.#entry
    const open = words.find((word) => word.open)
    if (open !== undefined) return this.#wrong(open.at, 'A quote is opened and never closed.')
    const sign = words.findIndex((word) => word.sign)
    const left = sign < 0 ? words : words.slice(0, sign)
    for (const word of left) this.#part(word)
    if (left.length === 0) this.#wrong(at, `Nothing stands before "=": write ${howTo}.`)
    const max = this.#max(sign < 0 ? [] : words.slice(sign + 1), left.at(-1)?.at ?? at)
    const selector = {
      match: { ...this.#globs, ...(this.#severity === null ? {} : { severity: this.#severity }) },
      onlyNew: this.#said.has('new'),
      count: this.#said.has('distinct') ? 'distinct' : 'rows',
      olderThanMs: this.#olderThanMs,
    } as const
    if (max === null) return null
    const name = text
      .slice(0, (words[sign]?.at ?? at) - at)
      .replace(/\s+/g, ' ')
      .trim()
    const written = { name, selector: selectorText(selector), origin: this.#places.origin(line) }
    const threshold = { ...selector, ...max, ...written }
    const clash = clashOf(threshold)
    return clash === null ? threshold : this.#wrong(at, clash)
  }

  #wrong(column: number, what: string): null {
    this.mistakes.push({ where: this.#places.where(this.#entry.line, column), what })
    return null
  }

  #part(word: Word): void {
    const colon = word.text.indexOf(':')
    if (colon < 0) {
      this.#plainWord(word)
      return
    }
    const key = word.text.slice(0, colon)
    const value = word.text.slice(colon + 1)
    const field = globFields.find((name) => name === key)
    if (value === '') this.#wrong(word.at, `${quoted(word.text)} has nothing behind the colon${blankHint}`)
    else if (field !== undefined) this.#glob(field, value, word.at)
    else if (key === 'severity') this.#level(value, word.at)
    else if (key === 'older') this.#age(value, word.at)
    else this.#unknown(word, `${key}:`)
  }

  #plainWord(word: Word): void {
    if (!plainWords.some((known) => known === word.text)) this.#unknown(word, word.text)
    if (this.#said.has(word.text)) this.#wrong(word.at, `"${word.text}" is said twice.`)
    this.#said.add(word.text)
    if (this.#said.has('total') && this.#said.has('distinct')) {
      this.#wrong(word.at, '"total" counts rows and "distinct" findings: write one of them.')
    }
  }

  #unknown(word: Word, asked: string): void {
    const known = `known are ${selectors.join(', ')}.`
    this.#wrong(word.at, `${quoted(word.text)} is no selector; ${known}${didYouMean(asked, selectors)}`)
  }

  #glob(field: GlobField, glob: string, at: number): void {
    const problem = globProblem(glob, field)
    if (problem !== null) this.#wrong(at, `The glob ${quoted(glob)} of "${field}:" ${problem}.`)
    const list = this.#globs[field] ?? []
    list.push(glob)
    this.#globs[field] = list
  }

  #level(value: string, at: number): void {
    const severity = severities.find((known) => known === value)
    if (severity === undefined) {
      const allowed = `allowed are ${severities.join(', ')}.`
      this.#wrong(at, `${quoted(value)} is no severity; ${allowed}${didYouMean(value, severities)}`)
    } else if (this.#severity !== null) this.#wrong(at, '"severity:" is said twice.')
    else this.#severity = severity
  }

  #age(value: string, at: number): void {
    const age = parseAge(value)
    if (!('value' in age)) for (const problem of age.problems) this.#wrong(at, problem)
    else if (this.#olderThanMs !== null) this.#wrong(at, '"older:" is said twice.')
    else this.#olderThanMs = age.value
  }

  #max(right: readonly Word[], lastAt: number): Pick<Threshold, 'max' | 'level'> | null {
    const [limit, level, more] = right
    if (limit === undefined) {
      const hint = this.#entry.cut ? ' A # starts a comment: quote a glob that holds one.' : ''
      return this.#wrong(lastAt, `"= max" is missing behind the selector: write ${howTo}.${hint}`)
    }
    if (limit.sign) return this.#wrong(limit.at, 'A second "=" follows the first: write one.')
    const max = limit.text === 'baseline' ? limit.text : wholeNumber(limit.text)
    if (max === null) {
      const allowed = 'write a whole number from 0 on, or baseline'
      return this.#wrong(
        limit.at,
        `${quoted(limit.text)} is no limit: ${allowed}.${didYouMean(limit.text, ['baseline'])}`,
      )
    }
    if (level === undefined) return { max, level: 'fail' }
    const known = levels.find((word) => word === level.text)
    if (known !== undefined && more === undefined) return { max, level: known }
    const extra = known === undefined ? level : (more ?? level)
    return this.#wrong(
      extra.at,
      `${quoted(extra.text)} stands behind the limit, where only "warn" may follow${commaHint}`,
    )
  }
}

const howTo = 'for example `total = 0` or `new rule:AWS_* = 0`'
const blankHint = ': write the value without a blank in between, and quote it if it begins with # or =.'
const commaHint = '; separate thresholds by commas or newlines.'

/** A limit as written: digits only, so that 1e3, 1.5, +1 and -1 are refused; `null` for anything else. */
function wholeNumber(text: string): number | null {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  return Number.isNaN(value) ? null : value
}

/** Why a threshold that reads well still makes no sense; `null` when it does. */
export function clashOf({ onlyNew, olderThanMs, max }: Threshold): string | null {
  if (onlyNew && olderThanMs !== null) {
    return '"new" and an age exclude each other: what is new is limited whatever its age. Write two thresholds.'
  }
  if (max !== 'baseline') return null
  if (onlyNew)
    return 'What is in the baseline is never new, so "new" cannot be limited by it: write a number.'
  if (olderThanMs !== null)
    return 'A baseline holds no dates, so an age cannot be limited by it: write a number.'
  return null
}
