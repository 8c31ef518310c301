/** Ages in a policy: durations as everywhere (`90d`, `12h`), weeks (`2w`), and ISO 8601 ones (`P90D`, `PT12H`). */
import type { Parsed } from '../parse.ts'
import { parseDuration } from './durations.ts'

const isoDuration = /^P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?$/i
const weeks = /^P?(\d+)W$/i

/** An age in ms, at least one second. Months and years are refused: they differ in length. */
export function parseAge(text: string): Parsed<number> {
  const inWeeks = weeks.exec(text)?.[1]
  if (inWeeks !== undefined) return parseDuration(`${Number(inWeeks) * 7}d`, bounds)
  if (isoDuration.test(text)) return parseDuration(text.replace(/[PT]/gi, '').toLowerCase(), bounds)
  return parseDuration(text, bounds)
}

const DAY_MS = 86_400_000
const bounds = { min: 1000, max: 36_500 * DAY_MS }
