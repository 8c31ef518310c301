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
import type { ConfigError } from '../errors.ts'
import { type Severity, severities } from '../finding.ts'
import { didYouMean, quoted } from '../parse.ts'
import { type GlobField, type Globs, globFields, globProblem } from './globs.ts'
import { parseAge, showDuration } from './values.ts'

/** What a threshold or suppression matches: all given parts, `severity` from that level up, `repo` as `PROJ/slug`. */
export type Match = Readonly<Partial<Record<GlobField, Globs | undefined>>> & {
  readonly severity?: Severity | undefined
}

/** One rule of the gate. It fails when the count it observes is greater than its limit. */
export type Threshold = {
  /** Unique; the selector as written, unless the policy file names it. */
  readonly name: string
  /** The selector in the short form, for people. */
  readonly selector: string
  readonly match: Match
  /** Count only findings that the baseline does not know. */
  readonly onlyNew: boolean
  readonly count: 'rows' | 'distinct'
  /** A number, or `baseline`: not more than the baseline holds. */
  readonly max: number | 'baseline'
  /** Count only findings whose `scanned_at` is longer ago than this many ms; `null`: any age. */
  readonly olderThanMs: number | null
  readonly level: 'fail' | 'warn'
  /** Where it was written: `thresholds line 2`, `.soteri-gate.yml:14`, `default`, `what-if line 1`. */
  readonly origin: string
}

type ReadThresholds = { readonly thresholds: Threshold[]; readonly mistakes: ConfigError[] }

/** How messages and origins name a position of the text; lines and columns are 1-based. */
type Naming = {
  readonly where: (line: number, column: number) => string
  readonly origin: (line: number) => string
}

const plainWords = ['total', 'distinct', 'new'] as const
const keys = ['severity', ...globFields, 'older'] as const
const selectors = [...plainWords, ...keys.map((key) => `${key}:`)]
const levels = ['fail', 'warn'] as const

/** Parses the `thresholds` input; `origin` is the input's name. */
export function parseThresholds(text: string, origin: string): ReadThresholds {
  return parseEntries(text, {
    where: (line, column) => `${origin} line ${line}, column ${column}`,
    origin: (line) => `${origin} line ${line}`,
  })
}

/** Parses the threshold in a string of a policy file. @param where names a character (1-based) @param origin `file:line` */
export function parseThresholdString(
  text: string,
  where: (character: number) => string,
  origin: string,
): ReadThresholds {
  const read = parseEntries(text, { where: (_line, column) => where(column), origin: () => origin })
  if (read.mistakes.length > 0 || read.thresholds.length === 1) return read
  const what = `The text holds ${read.thresholds.length} thresholds: write one \`selector = max\` in each item of the list.`
  return { thresholds: [], mistakes: [{ where: where(1), what }] }
}

function parseEntries(text: string, naming: Naming): ReadThresholds {
  const thresholds: Threshold[] = []
  const mistakes: ConfigError[] = []
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  for (const entry of lines.flatMap(lexLine)) {
    const before = mistakes.length
    const threshold = readEntry(entry, naming, mistakes)
    if (threshold !== null && mistakes.length === before) thresholds.push(threshold)
  }
  return { thresholds, mistakes }
}

function readEntry(entry: Entry, naming: Naming, mistakes: ConfigError[]): Threshold | null {
  const { words, line, at, text, cut } = entry
  const given = new Set<string>()
  const match: { -readonly [part in keyof Match]: Match[part] } = {}
  const age: { olderThanMs: number | null } = { olderThanMs: null }

  function mistake(column: number, what: string): null {
    mistakes.push({ where: naming.where(line, column), what })
    return null
  }

  function readPart(word: Word): void {
    const [key = '', value] = word.text.split(/:(.*)/s)
    const field = globFields.find((name) => name === key)
    if (value === undefined) readPlainWord(word)
    else if (value === '') mistake(word.at, `${quoted(word.text)} has no value after the colon${blankHint}`)
    else if (field !== undefined) readGlob(field, value, word.at)
    else if (key === 'severity') readSeverity(value, word.at)
    else if (key === 'older') readAge(value, word.at)
    else rejectUnknown(word, `${key}:`)
  }

  function readPlainWord(word: Word): void {
    if (!plainWords.some((known) => known === word.text)) rejectUnknown(word, word.text)
    if (given.has(word.text)) mistake(word.at, `"${word.text}" is given twice.`)
    given.add(word.text)
    if (given.has('total') && given.has('distinct')) {
      mistake(word.at, '"total" counts rows and "distinct" findings: write one of them.')
    }
  }

  function rejectUnknown(word: Word, asked: string): void {
    const known = `known are ${selectors.join(', ')}.`
    mistake(word.at, `${quoted(word.text)} is not a selector; ${known}${didYouMean(asked, selectors)}`)
  }

  function readGlob(field: GlobField, glob: string, column: number): void {
    const problem = globProblem(glob, field)
    if (problem !== null) mistake(column, `The glob ${quoted(glob)} of "${field}:" ${problem}.`)
    match[field] = [...(match[field] ?? []), glob]
  }

  function readSeverity(value: string, column: number): void {
    const severity = severities.find((known) => known === value)
    if (severity === undefined) {
      const allowed = `allowed are ${severities.join(', ')}.`
      mistake(column, `${quoted(value)} is not a severity; ${allowed}${didYouMean(value, severities)}`)
    } else if (match.severity !== undefined) mistake(column, '"severity:" is given twice.')
    else match.severity = severity
  }

  function readAge(value: string, column: number): void {
    const parsed = parseAge(value)
    if (!('value' in parsed)) for (const problem of parsed.problems) mistake(column, problem)
    else if (age.olderThanMs !== null) mistake(column, '"older:" is given twice.')
    else age.olderThanMs = parsed.value
  }

  const open = words.find((word) => word.open)
  if (open !== undefined) return mistake(open.at, 'A quote is opened and never closed.')
  const sign = words.findIndex((word) => word.sign)
  const left = sign < 0 ? words : words.slice(0, sign)
  for (const word of left) readPart(word)
  if (left.length === 0) mistake(at, `The selector before "=" is missing: write ${example}.`)
  const max = readMax(sign < 0 ? [] : words.slice(sign + 1), left.at(-1)?.at ?? at, cut, mistake)
  if (max === null) return null
  const onlyNew = given.has('new')
  const count = given.has('distinct') ? 'distinct' : 'rows'
  const selector = { match, onlyNew, count, ...age } as const
  const name = text.slice(0, (words[sign]?.at ?? at) - at)
  const threshold = {
    ...selector,
    ...max,
    name: name.replace(/\s+/g, ' ').trim(),
    selector: selectorText(selector),
    origin: naming.origin(line),
  }
  const clash = clashOf(threshold)
  return clash === null ? threshold : mistake(at, clash)
}

/** @param lastAt the column of the last part of the selector @param cut as in `Entry` */
function readMax(
  [limit, level, more]: readonly Word[],
  lastAt: number,
  cut: boolean,
  mistake: (column: number, what: string) => null,
): Pick<Threshold, 'max' | 'level'> | null {
  if (limit === undefined) {
    const hint = cut ? ' A # starts a comment: quote a glob that holds one.' : ''
    return mistake(lastAt, `"= max" is missing after the selector: write ${example}.${hint}`)
  }
  if (limit.sign) return mistake(limit.at, 'A second "=" follows the first: write one.')
  // Digits only: 1e3, 1.5, +1 and -1 are rejected.
  if (!/^(\d{1,15}|baseline)$/.test(limit.text)) {
    const problem = `${quoted(limit.text)} is not a limit: write a whole number from 0 on, or baseline.`
    return mistake(limit.at, problem + didYouMean(limit.text, ['baseline']))
  }
  const max = limit.text === 'baseline' ? limit.text : Number(limit.text)
  if (level === undefined) return { max, level: 'fail' }
  const known = levels.find((word) => word === level.text)
  if (known !== undefined && more === undefined) return { max, level: known }
  const extra = known === undefined ? level : (more ?? level)
  const only = `${quoted(extra.text)} follows the limit, where only "warn" is allowed${commaHint}`
  return mistake(extra.at, only)
}

const example = 'for example `total = 0` or `new rule:AWS_* = 0`'
const blankHint = ': write the value without a blank in between, and quote it if it begins with # or =.'
const commaHint = '; separate thresholds by commas or newlines.'

/** The selector in the short form, its parts in one fixed order: equal selectors have equal texts. */
export function selectorText({
  match,
  onlyNew,
  count,
  olderThanMs,
}: Pick<Threshold, 'match' | 'onlyNew' | 'count' | 'olderThanMs'>): string {
  const parts = [
    ...(onlyNew ? ['new'] : []),
    ...(count === 'distinct' ? ['distinct'] : []),
    ...matchParts(match),
    ...(olderThanMs === null ? [] : [`older:${showDuration(olderThanMs)}`]),
  ]
  return parts.length === 0 ? 'total' : parts.join(' ')
}

/** What a match asks for, one part of the short form for each glob. */
export function matchParts(match: Match): readonly string[] {
  const globs = globFields.flatMap((field) =>
    (match[field] ?? []).map((glob) => `${field}:${quotedGlob(glob)}`),
  )
  return match.severity === undefined ? globs : [`severity:${match.severity}`, ...globs]
}

function quotedGlob(glob: string): string {
  if (!/[\s=#,"']/.test(glob)) return glob
  return glob.includes('"') ? `'${glob}'` : `"${glob}"`
}

/** Why a threshold of valid parts makes no sense; `null` when it does. */
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

/** A piece of an entry. `at` is the 1-based column, `sign` an unquoted `=`, `open` a quote that is never closed. */
type Word = { readonly text: string; readonly at: number; readonly sign: boolean; readonly open: boolean }

/** One `selector = max`. `cut`: a comment begins directly after its last word, so the `#` may have been meant literally. */
type Entry = {
  readonly line: number
  readonly at: number
  readonly text: string
  readonly words: readonly Word[]
  readonly cut: boolean
}

/** Entries end at a line's end or at a comma, but not at one within quotes or within the braces of a glob. */
function lexLine(line: string, index: number): readonly Entry[] {
  const entries: Entry[] = []
  let words: Word[] = []
  const end = (at: number): void => {
    const first = words[0]
    if (first === undefined) return
    const cut = line[at] === '#' && /\S/.test(line.charAt(at - 1))
    entries.push({ line: index + 1, at: first.at, text: line.slice(first.at - 1, at), words, cut })
    words = []
  }
  let at = 0
  while (at < line.length) {
    const character = line.charAt(at)
    if (character === '#') break
    if (character === ',') end(at)
    if (character === '=') words.push({ text: '=', at: at + 1, sign: true, open: false })
    if (character === ',' || character === '=' || /\s/.test(character)) at += 1
    else {
      const { word, next } = wordAt(line, at)
      words.push(word)
      at = next
    }
  }
  end(at)
  return entries
}

function wordAt(line: string, start: number): { readonly word: Word; readonly next: number } {
  let text = ''
  let at = start
  while (at < line.length) {
    const character = line.charAt(at)
    if (character === '"' || character === "'") {
      const close = line.indexOf(character, at + 1)
      if (close < 0) return { word: { text, at: at + 1, sign: false, open: true }, next: line.length }
      text += line.slice(at + 1, close)
      at = close + 1
      continue
    }
    if (/[\s=#]/.test(character)) break
    if (character === ',' && !insideBraces(line, start, at)) break
    text += character
    at += 1
  }
  return { word: { text, at: start + 1, sign: false, open: false }, next: at }
}

/** Whether braces opened between `start` and `at` are still open there and close before the word ends. */
function insideBraces(line: string, start: number, at: number): boolean {
  let depth = 0
  for (const character of line.slice(start, at)) depth += braceStep(character)
  if (depth <= 0) return false
  for (const character of line.slice(at)) {
    if (/[\s=#]/.test(character)) return false
    depth += braceStep(character)
    if (depth === 0) return true
  }
  return false
}

function braceStep(character: string): number {
  return character === '{' ? 1 : character === '}' ? -1 : 0
}
