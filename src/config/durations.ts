/** Durations as people write them: `500ms`, `90s`, `15m`, `2h`, `1d`, and joined from large to small: `1h30m`. */
import { type Parsed, quoted, understood, wrong } from '../parse.ts'

const pattern = /^(?:(?<d>\d+)d)?(?:(?<h>\d+)h)?(?:(?<m>\d+)m)?(?:(?<s>\d+)s)?(?:(?<ms>\d+)ms)?$/
const unitMs = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const
const howTo = 'write a whole number with a unit, such as 500ms, 90s, 15m, 2h or 1d'

/** Bounds in ms, both inclusive. */
export type DurationBounds = { readonly min?: number; readonly max?: number }

/** A duration in ms. A bare number is refused: nobody knows whether it means seconds or minutes. */
export function parseDuration(text: string, bounds: DurationBounds = {}): Parsed<number> {
  if (/^\d+(\.\d+)?$/.test(text)) return wrong(`${quoted(text)} has no unit: ${howTo}.`)
  const groups = text === '' ? undefined : pattern.exec(text)?.groups
  if (groups === undefined) return wrong(`${quoted(text)} is not a duration: ${howTo}.`)
  let ms = 0
  for (const [unit, factor] of Object.entries(unitMs)) ms += Number(groups[unit] ?? 0) * factor
  if (bounds.min !== undefined && ms < bounds.min) {
    return wrong(`${quoted(text)} is too short: at least ${showDuration(bounds.min)} is allowed.`)
  }
  if (bounds.max !== undefined && ms > bounds.max) {
    return wrong(`${quoted(text)} is too long: at most ${showDuration(bounds.max)} is allowed.`)
  }
  return understood(ms)
}

/** A duration (ms) in the same notation, in the largest unit that leaves no rest. */
export function showDuration(ms: number): string {
  const fitting = Object.entries(unitMs).find(([, factor]) => ms >= factor && ms % factor === 0)
  return fitting === undefined ? `${ms}ms` : `${ms / fitting[1]}${fitting[0]}`
}
