/**
 * The many ways a server writes when something was scanned, and the period that was asked for. Pure. A text that is not
 * surely understood gives no time: a guess could move a finding out of the period.
 */
import type { Period } from '../config/inputs.ts'

/** A span, since a date alone covers all of its day. */
type Moment = {
  /** Its first millisecond since the epoch, read as UTC when the text names no zone. */
  readonly ms: number
  /** How many milliseconds it covers: a day, a minute, a second, or a part of one. */
  readonly spanMs: number
  readonly zoned: boolean
}

/** The time in a text, `null` when it is not understood. Day and month in digits with slashes would be a guess. */
export function readMoment(raw: string): Moment | null {
  const text = raw.replace(/[\s\u00a0\u202f]+/g, ' ').trim()
  if (text.length < 8 || text.length > 64) return null
  if (/^\d+$/.test(text)) return epoch(text)
  for (const shape of shapes) {
    const groups = shape.exec(text)?.groups
    if (groups !== undefined) return momentOf(groups)
  }
  return null
}

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

type Groups = Readonly<Record<string, string | undefined>>

const time = String.raw`(?<hour>\d{1,2}):(?<minute>\d\d)(?::(?<second>\d\d)(?:[.,](?<fraction>\d{1,9}))?)?(?: ?(?<half>[AaPp])\.?[Mm]\.?)?`
const zone = String.raw`(?: ?(?<zone>Z|z|[+-]\d\d(?::?\d\d)?|[A-Z]{2,5}(?:[+-]\d\d:?\d\d)?))?`
const monthName = String.raw`(?<month>[A-Za-z]{3,9})\.?`
const weekday = '(?:[A-Za-z]{3,9},? )?'
const tail = `(?:(?:,| at)? ${time}${zone})?`

const shapes: readonly RegExp[] = [
  // 2024-09-07T00:01:12.5Z, 2024-09-07 00:01:12, 2024/09/07 00:01, ZonedDateTime's ...+02:00[Europe/Berlin]
  String.raw`(?<year>\d{4})([-/.])(?<month>\d\d)\2(?<day>\d\d)(?:[T ]${time}${zone}(?<region>\[[\w/+-]+\])?)?`,
  // 07.09.2024 00:01:12
  String.raw`(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4})${tail}`,
  // Date.toString: Sat Sep 07 00:01:12 UTC 2024
  String.raw`${weekday}${monthName} (?<day>\d{1,2}) ${time}${zone} (?<year>\d{4})`,
  // Sep 7, 2024 12:01:12 AM; September 7, 2024 at 12:01 AM
  String.raw`${weekday}${monthName} (?<day>\d{1,2}),? (?<year>\d{4})${tail}`,
  // 07/Sep/24 12:01 AM (Atlassian's own), 7 Sep 2024 00:01:12, Sat, 07 Sep 2024 00:01:12 GMT, 07-Sep-2024
  String.raw`${weekday}(?<day>\d{1,2})[ /-]${monthName}[ /-](?<year>\d{4}|\d\d)${tail}`,
].map((pattern) => new RegExp(`^${pattern}$`))

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

/** A server cuts off what it does not write, so the time is within the last unit that it wrote. */
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

/** Milliseconds since midnight. */
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

/** Hours ahead of UTC. Names of several zones (IST, CST in China, BST in Bangladesh) are left out. */
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
  const hours = zoneHours[text.toUpperCase()]
  return hours === undefined ? null : { ms: hours * HOUR_MS, zoned: true }
}

/** A time without zone may be off by so much from UTC. */
const ZONE_SLACK_MS = 14 * HOUR_MS

/**
 * The times of the rows of one export, compared with the period asked for. The server filters too, but it may ignore the
 * dates, and `evaluate` has no server.
 */
export class ScanTimes {
  /** Of the row last read: milliseconds since the epoch, the first of its span; NaN when unknown. */
  ms = Number.NaN
  #spanMs = 0
  #isZoned = true
  readonly #isAsked: boolean
  readonly #from: number
  readonly #to: number
  readonly #doubtfulHeaders = new Set<string>()
  #decides: boolean
  readonly #triggeredMs: number
  #isOfScan = true
  #withoutColumn = 0
  #unknown = 0
  #zoneless = 0
  #omitted = 0
  #old = 0

  /** @param triggeredMs when this run triggered the scan, by the clock of the server; `null` if it did not */
  constructor({ from, to }: Period, triggeredMs: number | null = null) {
    this.#triggeredMs = triggeredMs ?? Number.NEGATIVE_INFINITY
    this.#isAsked = from !== null || to !== null
    this.#decides = this.#isAsked
    this.#from = from ?? Number.NEGATIVE_INFINITY
    this.#to = to ?? Number.POSITIVE_INFINITY
  }

  /**
   * Begins a CSV. @param doubtfulHeader the header of its times, safe to show, when they may not be times of a scan: then
   * no row is left out, since the server chose the rows by the scan.
   */
  begin(doubtfulHeader: string | null): void {
    this.#isOfScan = doubtfulHeader === null
    this.#decides = this.#isAsked && this.#isOfScan
    if (this.#isAsked && doubtfulHeader !== null) this.#doubtfulHeaders.add(doubtfulHeader)
  }

  /** Reads the time in a cell; `start` is -1 when there is no such column. */
  read(bytes: Buffer, start: number, end: number): void {
    if (start < 0) {
      this.ms = Number.NaN
      this.#withoutColumn += 1
      return
    }
    if (!this.#readPlain(bytes, start, end)) this.#readText(bytes.toString('utf8', start, end))
    if (Number.isNaN(this.ms)) this.#unknown += 1
    else if (!this.#isZoned) this.#zoneless += 1
    if (this.#isOfScan && this.#endMs() <= this.#triggeredMs) this.#old += 1
  }

  /**
   * Whether the row last read may belong to the period: from inclusive, to exclusive. A row of unknown time does, one whose
   * span reaches into it, and one without zone when any zone would put it there: no finding may get lost.
   */
  keeps(): boolean {
    if (!this.#decides || Number.isNaN(this.ms)) return true
    const slack = this.#isZoned ? 0 : ZONE_SLACK_MS
    const isKept = this.#endMs() > this.#from && this.ms - slack < this.#to
    if (!isKept) this.#omitted += 1
    return isKept
  }

  /** The latest that the time last read may be. */
  #endMs(): number {
    return this.ms + this.#spanMs + (this.#isZoned ? 0 : ZONE_SLACK_MS)
  }

  /** Sentences for people. */
  notices(): readonly string[] {
    const withoutColumn = this.#isAsked ? this.#withoutColumn : 0
    const counted = [
      [withoutColumn, 'rows without a column for the time of the scan: ', '; they count in every period.'],
      [this.#unknown, 'rows without a time that is understood: ', '; they count in every period.'],
      [this.#zoneless, 'times that name no zone, read as UTC: ', '.'],
      [this.#omitted, 'rows scanned outside of the period and left out: ', '.'],
      [
        this.#old,
        'rows scanned before the trigger of this run: ',
        '; the server may keep the time of an earlier scan, or this is an old export: look whether they are still there.',
      ],
    ] as const
    return [
      ...[...this.#doubtfulHeaders].map(
        (header) =>
          `its column ${header} may not be the time of the scan, so all rows count in the period; if it is, say so by \`columns\` (scanned_at = header).`,
      ),
      ...counted.filter(([count]) => count > 0).map(([count, before, after]) => `${before}${count}${after}`),
    ]
  }

  #readText(text: string): void {
    const moment = readMoment(text)
    this.ms = moment?.ms ?? Number.NaN
    this.#spanMs = moment?.spanMs ?? 0
    this.#isZoned = moment?.zoned ?? true
  }

  /**
   * Reads `2024-09-07T00:01:12Z` and what is close to it straight from the bytes, since nearly all servers write it and the
   * patterns above would take longer than the rest of the row. Returns false for any other text.
   */
  #readPlain(bytes: Buffer, start: number, end: number): boolean {
    const length = end - start
    if (length < 19 || length > 30 || !hasPlainSeparators(bytes, start)) return false
    const year = digits(bytes, start, 4)
    const [month, day] = [digits(bytes, start + 5, 2), digits(bytes, start + 8, 2)]
    const [hour, minute] = [digits(bytes, start + 11, 2), digits(bytes, start + 14, 2)]
    const second = digits(bytes, start + 17, 2)
    // Leap days are left to the calendar.
    const isDay = year >= 1970 && day >= 1 && day <= (DAYS_OF_MONTH[month - 1] ?? 0)
    if (!isDay || !(hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59))
      return false
    const isZoned = bytes[end - 1] === 0x5a
    const fractionEnd = isZoned ? end - 1 : end
    const fraction = start + 19 === fractionEnd ? 0 : fractionMs(bytes, start + 19, fractionEnd)
    if (Number.isNaN(fraction)) return false
    this.ms = Date.UTC(year, month - 1, day, hour, minute, second) + fraction
    this.#spanMs = SECOND_MS / 10 ** Math.min(Math.max(fractionEnd - start - 20, 0), 3)
    this.#isZoned = isZoned
    return true
  }
}

const DAYS_OF_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Whether bytes 4, 7, 10, 13 and 16 are those of `0000-00-00T00:00:00`, or of the same with a blank. */
function hasPlainSeparators(bytes: Buffer, start: number): boolean {
  const between = bytes[start + 10]
  return (
    bytes[start + 4] === 0x2d &&
    bytes[start + 7] === 0x2d &&
    (between === 0x54 || between === 0x20) &&
    bytes[start + 13] === 0x3a &&
    bytes[start + 16] === 0x3a
  )
}

/** The number that so many digits make, NaN for other bytes. */
function digits(bytes: Buffer, start: number, count: number): number {
  let number = 0
  for (let at = start; at < start + count; at++) {
    const digit = (bytes[at] as number) - 0x30
    if (digit < 0 || digit > 9) return Number.NaN
    number = number * 10 + digit
  }
  return number
}

/** Milliseconds of `.5` up to `.123456789`; NaN for other bytes. */
function fractionMs(bytes: Buffer, start: number, end: number): number {
  const count = end - start - 1
  const sign = bytes[start]
  if (count < 1 || count > 9 || (sign !== 0x2e && sign !== 0x2c)) return Number.NaN
  return Math.floor((digits(bytes, start + 1, count) * SECOND_MS) / 10 ** count)
}
