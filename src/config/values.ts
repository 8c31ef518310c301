/** Raw values of inputs, their kinds, and parsers of words, lists, numbers, sizes, durations, ages and dates. Pure. */
import { didYouMean, invalid, type Parsed, quoted } from '../parse.ts'

/** A value before it is parsed; a list keeps its items apart, so that an item may hold a comma. */
export type RawValue = string | number | boolean | readonly (string | number | boolean)[]

/** The text of a raw value; each item of a list becomes a line. */
export function textOf(raw: RawValue): string {
  return typeof raw === 'object' ? raw.map(String).join('\n') : String(raw)
}

/**
 * The items of a list, trimmed, without blank ones. Newlines and commas separate the items of a text, but a comma
 * within braces belongs to a glob (`shards/{a,b}.zip`). Items of a list from a policy file may hold commas.
 */
export function listItems(raw: RawValue): readonly string[] {
  const items =
    typeof raw === 'object'
      ? raw.map(String)
      : String(raw)
          .split(/\r\n|\n|\r/)
          .flatMap(splitLine)
  return items.map((item) => item.trim()).filter((item) => item !== '')
}

function splitLine(line: string): readonly string[] {
  const items: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at]
    if (character === '{') depth += 1
    if (character === '}') depth -= 1
    if (depth < 0) break
    if (character !== ',' || depth !== 0) continue
    items.push(line.slice(start, at))
    start = at + 1
  }
  // Unpaired braces are no glob, so every comma separates.
  return depth === 0 ? [...items, line.slice(start)] : line.split(',')
}

/** Parses the raw value of an input; `now` is in ms since the epoch. */
export type Parse<T> = (raw: RawValue, now: number) => Parsed<T>

/** A kind of inputs: the fields that it gives to their rows of the table. */
type Kind<K, T> = { readonly kind: K; readonly parse: Parse<T> }

/** Inputs whose blanks at the ends count. */
export function whole<const K, T>(kind: K, parse: (text: string) => Parsed<T>): Kind<K, T> {
  return { kind, parse: (raw) => parse(textOf(raw)) }
}

export function line<const K, T>(kind: K, parse: (text: string) => Parsed<T>): Kind<K, T> {
  return whole(kind, (text) => parse(text.trim()))
}

export function items<const K, T>(kind: K, parse: (items: readonly string[]) => Parsed<T>): Kind<K, T> {
  return { kind, parse: (raw) => parse(listItems(raw)) }
}

export function oneOf<const W extends string>(allowed: readonly W[]) {
  return { ...line('enum', (text) => parseWord(text, allowed)), allowed }
}

/** Several of the allowed words, each once, in the order given; at least one. */
export function someOf<const W extends string>(allowed: readonly W[]) {
  const parse = (texts: readonly string[]): Parsed<W[]> => {
    const words = parseEach(texts, (text) => parseWord(text, allowed))
    if (!('value' in words)) return words
    if (words.value.length > 0) return { value: [...new Set(words.value)] }
    return invalid(`The list is empty: give at least one of ${allowed.join(', ')}.`)
  }
  return { ...items('enum-list', parse), allowed }
}

function parseWord<W extends string>(text: string, allowed: readonly W[]): Parsed<W> {
  const word = allowed.find((candidate) => candidate === text)
  if (word !== undefined) return { value: word }
  return invalid(`${quoted(text)} is not one of ${allowed.join(', ')}.${didYouMean(text, allowed)}`)
}

export function parseEach<T>(items: readonly string[], parse: (item: string) => Parsed<T>): Parsed<T[]> {
  const values: T[] = []
  const problems: string[] = []
  for (const parsed of items.map(parse)) {
    if ('value' in parsed) values.push(parsed.value)
    else problems.push(...parsed.problems)
  }
  return problems.length > 0 ? { problems } : { value: values }
}

/** `true` or `false` as YAML 1.2 writes them. `yes`, `1` and `on` are rejected: a wrong guess could open a gate. */
export const boolean = line('boolean', (text): Parsed<boolean> => {
  if (/^(true|True|TRUE)$/.test(text)) return { value: true }
  if (/^(false|False|FALSE)$/.test(text)) return { value: false }
  return invalid(`${quoted(text)} is not a boolean: write true or false.`)
})

/** Bounds of a number, or of a duration in ms; both inclusive. */
type Bounds = { readonly min: number; readonly max: number }

/** A whole number, written in digits. Not `parseInt`, which reads `5x` as 5. */
export const integer = (bounds: Bounds) =>
  line('integer', (text) => numberWithin(text, /^-?\d{1,15}$/, bounds, 'a whole number'))

/** A number with or without decimals, written with a point. */
export const number = (bounds: Bounds) =>
  line('number', (text) => numberWithin(text, /^-?\d{1,15}(\.\d{1,9})?$/, bounds, 'a number'))

function numberWithin(text: string, form: RegExp, { min, max }: Bounds, what: string): Parsed<number> {
  const value = form.test(text) ? Number(text) : Number.NaN
  if (value >= min && value <= max) return { value }
  return invalid(`${quoted(text)} is not allowed: write ${what} from ${min} to ${max}.`)
}

const bytesHint =
  'write bytes as a whole number, alone or with KB, MB, GB, TB, KiB, MiB, GiB or TiB, such as 16GiB'

/** Bytes, at least 1: `16GiB`, `500MB` or a plain number, the unit in any case. */
export const bytes = line('bytes', (text): Parsed<number> => {
  const parts = /^(\d+) ?(?:(?:([kmgt])(i?))?b)?$/i.exec(text)
  if (parts === null) return invalid(`${quoted(text)} is not a size: ${bytesHint}.`)
  const [, digits, prefix = '', binary = ''] = parts
  const power = ['', 'k', 'm', 'g', 't'].indexOf(prefix.toLowerCase())
  const bytes = Number(digits) * (binary === '' ? 1000 : 1024) ** power
  if (bytes < 1) return invalid(`${quoted(text)} is too small: at least 1 byte is allowed.`)
  if (!Number.isSafeInteger(bytes))
    return invalid(`${quoted(text)} is too large: at most 8000TiB is allowed.`)
  return { value: bytes }
})

export const duration = (bounds: Bounds) => line('duration', (text) => parseDuration(text, bounds))

const durationPattern = /^(?:(?<d>\d+)d)?(?:(?<h>\d+)h)?(?:(?<m>\d+)m)?(?:(?<s>\d+)s)?(?:(?<ms>\d+)ms)?$/
const unitMs = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const
const durationHint = 'write a whole number with a unit, such as 500ms, 90s, 15m, 2h or 1d'

/** A duration in ms: `500ms`, `90s`, `1h30m`. A bare number could mean seconds or minutes, so it is rejected. */
export function parseDuration(text: string, { min, max }: Bounds): Parsed<number> {
  if (/^\d+(\.\d+)?$/.test(text)) return invalid(`${quoted(text)} has no unit: ${durationHint}.`)
  const groups = text === '' ? undefined : durationPattern.exec(text)?.groups
  if (groups === undefined) return invalid(`${quoted(text)} is not a duration: ${durationHint}.`)
  let ms = 0
  for (const [unit, factor] of Object.entries(unitMs)) ms += Number(groups[unit] ?? 0) * factor
  if (ms < min) return invalid(`${quoted(text)} is too short: at least ${showDuration(min)} is allowed.`)
  if (ms > max) return invalid(`${quoted(text)} is too long: at most ${showDuration(max)} is allowed.`)
  return { value: ms }
}

/** A duration (ms) in the same notation, in the largest unit that leaves no rest. */
export function showDuration(ms: number): string {
  const fitting = Object.entries(unitMs).find(([, factor]) => ms >= factor && ms % factor === 0)
  return fitting === undefined ? `${ms}ms` : `${ms / fitting[1]}${fitting[0]}`
}

const ageBounds = { min: 1000, max: 36_500 * unitMs.d }

/**
 * An age in ms, at least one second: a duration (`90d`), weeks (`2w`), or ISO 8601 (`P90D`, `PT12H`). Months and
 * years are rejected, as they differ in length.
 */
export function parseAge(text: string): Parsed<number> {
  const weeks = /^P?(\d+)W$/i.exec(text)?.[1]
  if (weeks !== undefined) return parseDuration(`${Number(weeks) * 7}d`, ageBounds)
  const isIso = /^P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?$/i.test(text)
  return parseDuration(isIso ? text.replace(/[PT]/gi, '').toLowerCase() : text, ageBounds)
}

const instantPattern =
  /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/
const backPattern = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/
const backUnitMs = [7 * unitMs.d, unitMs.d, unitMs.h, unitMs.m, unitMs.s]
const dateHint =
  'write an instant such as 2026-09-07T00:01:12Z, a date such as 2026-09-07, or a duration back from now such as P7D or PT12H'

/** The widest offset that Java, and so the server, reads. */
const WIDEST_OFFSET_MINUTES = 18 * 60

/**
 * An ISO 8601 instant, a date (midnight UTC), or a duration back from `now`, in ms since the epoch. The server takes
 * whole seconds only: `down` for an inclusive start and `up` for an exclusive end never lose a finding.
 */
export function parseDate(text: string, now: number, rounding: 'down' | 'up'): Parsed<number> {
  const upper = text.toUpperCase()
  const parsed = upper.startsWith('P') ? parseBack(upper, text, now) : parseInstant(upper, text)
  if (!('value' in parsed)) return parsed
  const seconds = parsed.value / 1000
  return { value: 1000 * (rounding === 'down' ? Math.floor(seconds) : Math.ceil(seconds)) }
}

function parseBack(upper: string, text: string, now: number): Parsed<number> {
  if (/^P[\dWD]*\d+[MY]/.test(upper)) {
    return invalid(
      `${quoted(text)} counts calendar months or years, which differ in length: write days, such as P30D.`,
    )
  }
  const parts = backPattern.exec(upper)
  if (parts === null || /^P$|T$/.test(upper)) return invalid(`${quoted(text)} is not a date: ${dateHint}.`)
  const back = backUnitMs.reduce((sum, unit, at) => sum + unit * Number(parts[at + 1] ?? 0), 0)
  if (back > now) return invalid(`${quoted(text)} goes back before 1970: write a shorter duration.`)
  return { value: now - back }
}

function parseInstant(upper: string, text: string): Parsed<number> {
  const parts = instantPattern.exec(upper)
  if (parts === null) return invalid(`${quoted(text)} is not a date: ${dateHint}.`)
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0))
  if (year < 1970) return invalid(`${quoted(text)} is before 1970: write a later date.`)
  const midnight = Date.UTC(year, month - 1, day)
  const real = new Date(midnight)
  const exists = real.getUTCMonth() === month - 1 && real.getUTCDate() === day
  if (!exists || hour > 23 || minute > 59 || second > 59) {
    return invalid(`${quoted(text)} does not exist in the calendar: ${dateHint}.`)
  }
  if (parts[4] === undefined) return { value: midnight }
  const zone = parts[8]
  if (zone === undefined) {
    return invalid(`${quoted(text)} has no offset: end it with Z for UTC, or with an offset such as +02:00.`)
  }
  const offset = offsetMinutes(zone)
  if (offset === null) return invalid(`${quoted(text)} has an impossible offset: write Z or such as +02:00.`)
  const fractionMs = Math.ceil(Number(`0.${parts[7] ?? '0'}`) * 1000)
  return { value: midnight + ((hour * 60 + minute - offset) * 60 + second) * 1000 + fractionMs }
}

function offsetMinutes(zone: string): number | null {
  if (zone === 'Z') return 0
  const minutes = zone.length === 3 ? 0 : Number(zone.slice(-2))
  const offset = Number(zone.slice(1, 3)) * 60 + minutes
  if (offset > WIDEST_OFFSET_MINUTES || minutes > 59) return null
  return zone.startsWith('-') ? -offset : offset
}

export function date(rounding: 'down' | 'up') {
  const parse: Parse<number> = (raw, now) => parseDate(textOf(raw).trim(), now, rounding)
  return { kind: 'date', parse } as const
}
