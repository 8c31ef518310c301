/**
 * The many ways a server writes when something was scanned. Pure. A text that is not surely understood gives
 * `null`: a guessed time could move a finding out of the period that was asked for.
 */

/** What a text says of a time: not a point but a span, since a date alone stands for all of its day. */
export type Moment = {
  /** Its first millisecond since the epoch, read as UTC when the text names no zone. */
  readonly ms: number
  /** How many milliseconds it covers: a day, a minute, a second, or a part of one. */
  readonly spanMs: number
  readonly zoned: boolean
}

/** Understands the text of a time cell; `null` when it does not. Day and month in digits with slashes are a guess. */
export function readMoment(raw: string): Moment | null {
  const ms = plainInstant(raw)
  if (ms !== null) return { ms, spanMs: SECOND_MS, zoned: true }
  const text = raw.replace(/[\s\u00a0\u202f]+/g, ' ').trim()
  if (text.length < 8 || text.length > 64) return null
  if (/^\d+$/.test(text)) return epoch(text)
  for (const { pattern, read } of shapes) {
    const groups = pattern.exec(text)?.groups
    if (groups !== undefined) return read(groups)
  }
  return null
}

/** Signs of `2024-09-07T00:01:12Z`, where 0 stands for any digit. */
const PLAIN = '0000-00-00T00:00:00Z'

/**
 * Milliseconds of an instant as nearly all servers write it, `null` for anything else: where every row has a time of
 * its own, the shapes below would take more than all the rest of reading it.
 */
function plainInstant(text: string): number | null {
  if (text.length !== PLAIN.length) return null
  for (let at = 0; at < PLAIN.length; at++) {
    const code = text.charCodeAt(at)
    const wanted = PLAIN.charCodeAt(at)
    if (wanted === DIGIT_0 ? code < DIGIT_0 || code > DIGIT_9 : code !== wanted) return null
  }
  const [year, month, day] = [two(text, 0) * 100 + two(text, 2), two(text, 5), two(text, 8)]
  const [hour, minute, second] = [two(text, 11), two(text, 14), two(text, 17)]
  // What is strange, and leap days, are left to those who know calendars.
  const isDay = year >= 1970 && day >= 1 && day <= (DAYS_OF_MONTH[month - 1] ?? 0)
  if (!isDay || hour > 23 || minute > 59 || second > 59) return null
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

const [DIGIT_0, DIGIT_9] = [0x30, 0x39]
const DAYS_OF_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function two(text: string, at: number): number {
  return (text.charCodeAt(at) - DIGIT_0) * 10 + text.charCodeAt(at + 1) - DIGIT_0
}

type Groups = Readonly<Record<string, string | undefined>>
type Shape = { readonly pattern: RegExp; readonly read: (groups: Groups) => Moment | null }

const time = String.raw`(?<hour>\d{1,2}):(?<minute>\d\d)(?::(?<second>\d\d)(?:[.,](?<fraction>\d{1,9}))?)?(?: ?(?<half>[AaPp])\.?[Mm]\.?)?`
const zone = String.raw`(?: ?(?<zone>Z|z|[+-]\d\d(?::?\d\d)?|[A-Z]{2,5}(?:[+-]\d\d:?\d\d)?))?`
const monthName = String.raw`(?<month>[A-Za-z]{3,9})\.?`
const weekday = '(?:[A-Za-z]{3,9},? )?'
const tail = `(?:(?:,| at)? ${time}${zone})?`

const shapes: readonly Shape[] = [
  // 2024-09-07T00:01:12.5Z, 2024-09-07 00:01:12, 2024/09/07 00:01, ZonedDateTime's ...+02:00[Europe/Berlin]
  shape(
    String.raw`(?<year>\d{4})([-/.])(?<month>\d\d)\2(?<day>\d\d)(?:[T ]${time}${zone}(?<region>\[[\w/+-]+\])?)?`,
  ),
  // 07.09.2024 00:01:12
  shape(String.raw`(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4})${tail}`),
  // Date.toString: Sat Sep 07 00:01:12 UTC 2024
  shape(String.raw`${weekday}${monthName} (?<day>\d{1,2}) ${time}${zone} (?<year>\d{4})`),
  // Sep 7, 2024 12:01:12 AM; September 7, 2024 at 12:01 AM
  shape(String.raw`${weekday}${monthName} (?<day>\d{1,2}),? (?<year>\d{4})${tail}`),
  // 07/Sep/24 12:01 AM (Atlassian's own), 7 Sep 2024 00:01:12, Sat, 07 Sep 2024 00:01:12 GMT, 07-Sep-2024
  shape(String.raw`${weekday}(?<day>\d{1,2})[ /-]${monthName}[ /-](?<year>\d{4}|\d\d)${tail}`),
]

function shape(pattern: string): Shape {
  return { pattern: new RegExp(`^${pattern}$`), read: momentOf }
}

/** Seconds have ten digits and milliseconds thirteen from 2001 to 2286; other lengths are no times of ours. */
function epoch(digits: string): Moment | null {
  if (digits.length === 10) return { ms: Number(digits) * SECOND_MS, spanMs: SECOND_MS, zoned: true }
  if (digits.length === 13) return { ms: Number(digits), spanMs: 1, zoned: true }
  return null
}

function momentOf(groups: Groups): Moment | null {
  const day = dayOf(groups)
  const ofDay = timeOfDay(groups)
  const offset = offsetOf(groups.zone)
  if (day === null || ofDay === null || offset === null) return null
  return { ms: day + ofDay - offset.ms, spanMs: spanOf(groups), zoned: offset.zoned }
}

/** A server cuts off what it does not write, so the time lies within the last unit that it wrote. */
function spanOf({ hour, second, fraction = '' }: Groups): number {
  if (hour === undefined) return DAY_MS
  if (second === undefined) return MINUTE_MS
  return SECOND_MS / 10 ** Math.min(fraction.length, 3)
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Milliseconds at the start of the day in UTC; `null` for a day that no calendar has. */
function dayOf(groups: Groups): number | null {
  const { year = '', month = '', day = '' } = groups
  const monthAt = /^\d+$/.test(month) ? Number(month) - 1 : months.indexOf(month.slice(0, 3).toLowerCase())
  const fullYear = year.length === 2 ? 2000 + Number(year) : Number(year)
  const date = new Date(Date.UTC(fullYear, monthAt, Number(day)))
  const exists = date.getUTCMonth() === monthAt && date.getUTCDate() === Number(day)
  return exists && fullYear >= 1970 ? date.getTime() : null
}

/** Milliseconds since midnight; 0 when the text is a date only. */
function timeOfDay({ hour, minute, second = '0', fraction = '', half }: Groups): number | null {
  if (hour === undefined || minute === undefined) return 0
  const hours = half === undefined ? Number(hour) : hoursOfHalf(Number(hour), half)
  if (hours === null || hours > 23 || Number(minute) > 59 || Number(second) > 59) return null
  const ms = Number(fraction.padEnd(3, '0').slice(0, 3))
  return ((hours * 60 + Number(minute)) * 60 + Number(second)) * 1000 + ms
}

function hoursOfHalf(hour: number, half: string): number | null {
  if (hour < 1 || hour > 12) return null
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
}

/** Hours ahead of UTC. Names that stand for several zones (IST, CST in China, BST in Bangladesh) are left out. */
const zoneHours: Readonly<Record<string, number>> = {
  Z: 0,
  UTC: 0,
  GMT: 0,
  WET: 0,
  CET: 1,
  CEST: 2,
  EET: 2,
  EEST: 3,
  EST: -5,
  EDT: -4,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
}
/** No zone is further from UTC, as java.time has it too: what says so is no zone. */
const FURTHEST_ZONE_MS = 18 * HOUR_MS

function offsetOf(text: string | undefined): { readonly ms: number; readonly zoned: boolean } | null {
  if (text === undefined) return { ms: 0, zoned: false }
  const numeric = /^(?:UTC|GMT)?([+-])(\d\d):?(\d\d)?$/.exec(text)
  if (numeric !== null) {
    const [, sign, hours, minutes = '0'] = numeric
    const ms = Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS
    if (ms > FURTHEST_ZONE_MS || Number(minutes) > 59) return null
    return { ms: sign === '-' ? -ms : ms, zoned: true }
  }
  const name = text.toUpperCase()
  if (!Object.hasOwn(zoneHours, name)) return null
  return { ms: (zoneHours[name] ?? 0) * HOUR_MS, zoned: true }
}
