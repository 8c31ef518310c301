/** `start-date` and `end-date` -> period. */
import type { Period } from './inputs.ts'
import { date } from './kinds.ts'
import type { InputReader } from './reader.ts'

/** A start further ahead than clocks can differ would find nothing and let everything pass. */
const AHEAD_MS = 24 * 60 * 60 * 1000

/** The period by scan time; `now` in ms since the epoch. */
export function readPeriod(reader: InputReader, now: number): Period {
  const from = reader.optional('start-date', date(now, 'down'))
  const to = reader.optional('end-date', date(now, 'up'))
  if (from !== null && from > now + AHEAD_MS) {
    reader.refuse(
      'start-date',
      `${iso(from)} lies in the future (now is ${iso(now)}): nothing could be found and everything would pass. Give an earlier start.`,
    )
  }
  if (from !== null && to !== null && to <= from) {
    reader.refuse('end-date', `${iso(to)} is not after the start-date ${iso(from)}: give a later end.`)
  }
  return { from, to }
}

function iso(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}
