/** Ends of a period: an ISO 8601 instant, a date (midnight UTC), or a duration back from now. */
import { type Parsed, quoted, understood, wrong } from '../parse.ts'

const instantPattern =
  /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/
const backPattern = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/
const backUnitMs = [604_800_000, 86_400_000, 3_600_000, 60_000, 1000]
const howTo =
  'write an instant such as 2026-09-07T00:01:12Z, a date such as 2026-09-07, or a duration back from now such as P7D or PT12H'

/** The widest offset that Java, and so the server, reads. */
const WIDEST_OFFSET_MINUTES = 18 * 60

/**
 * Milliseconds since the epoch, on a whole second, since the server takes no finer ones: `down` for an inclusive
 * start and `up` for an exclusive end, so that a period never loses a finding. Letters may be lower case.
 */
export function parseDate(text: string, now: number, rounding: 'down' | 'up'): Parsed<number> {
  const upper = text.toUpperCase()
  const parsed = upper.startsWith('P') ? parseBack(upper, text, now) : parseInstant(upper, text)
  if (!('value' in parsed)) return parsed
  const seconds = parsed.value / 1000
  return understood(1000 * (rounding === 'down' ? Math.floor(seconds) : Math.ceil(seconds)))
}

function parseBack(upper: string, text: string, now: number): Parsed<number> {
  if (/^P[\dWD]*\d+[MY]/.test(upper)) {
    return wrong(
      `${quoted(text)} counts calendar months or years, which differ in length: write days, such as P30D.`,
    )
  }
  const parts = backPattern.exec(upper)
  if (parts === null || /^P$|T$/.test(upper)) return wrong(`${quoted(text)} is not a date: ${howTo}.`)
  const back = backUnitMs.reduce((sum, unit, at) => sum + unit * Number(parts[at + 1] ?? 0), 0)
  if (back > now) return wrong(`${quoted(text)} goes back before 1970: write a shorter duration.`)
  return understood(now - back)
}

function parseInstant(upper: string, text: string): Parsed<number> {
  const parts = instantPattern.exec(upper)
  if (parts === null) return wrong(`${quoted(text)} is not a date: ${howTo}.`)
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0)) as Six
  if (year < 1970) return wrong(`${quoted(text)} lies before 1970: write a later date.`)
  const midnight = Date.UTC(year, month - 1, day)
  const real = new Date(midnight)
  const exists = real.getUTCMonth() === month - 1 && real.getUTCDate() === day
  if (!exists || hour > 23 || minute > 59 || second > 59) {
    return wrong(`${quoted(text)} does not exist in the calendar: ${howTo}.`)
  }
  if (parts[4] === undefined) return understood(midnight)
  const zone = parts[8]
  if (zone === undefined) {
    return wrong(`${quoted(text)} has no offset: end it with Z for UTC, or with an offset such as +02:00.`)
  }
  const offset = offsetMinutes(zone)
  if (offset === null) return wrong(`${quoted(text)} has an impossible offset: write Z or such as +02:00.`)
  const fractionMs = Math.ceil(Number(`0.${parts[7] ?? '0'}`) * 1000)
  return understood(midnight + ((hour * 60 + minute - offset) * 60 + second) * 1000 + fractionMs)
}

type Six = [number, number, number, number, number, number]

function offsetMinutes(zone: string): number | null {
  if (zone === 'Z') return 0
  const minutes = Number(zone.slice(-2))
  const plain = zone.length === 3 ? Number(zone.slice(1)) * 60 : Number(zone.slice(1, 3)) * 60 + minutes
  if (plain > WIDEST_OFFSET_MINUTES || (zone.length > 3 && minutes > 59)) return null
  return zone.startsWith('-') ? -plain : plain
}
