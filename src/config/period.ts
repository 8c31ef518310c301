/** `start-date` and `end-date` -> period. */
import type { InputReader } from './input-reader.ts'
import type { Inputs, Period } from './inputs.ts'
import { date } from './kinds.ts'

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

/** So far apart may the clocks of this machine and of the server be. */
const CLOCKS_MS = 5 * 60 * 1000

/**
 * For an operation that judges what its own scan finds: whatever is scanned before the start or after the end does not
 * count, so a period that the scan may not lie in lets everything pass. `now` in ms since the epoch.
 */
export function refusePeriodBesideScan(
  reader: InputReader,
  { period, timeoutMs }: Inputs,
  now: number,
): void {
  const { from, to } = period
  if (from !== null && from > now - CLOCKS_MS && from <= now + AHEAD_MS) {
    reader.refuse(
      'start-date',
      `\`gate\` scans everything anew, and ${iso(from)} is too late a start (now is ${iso(now)}, and the clock of the server may differ): what it finds might lie before it and not count. Leave it out, or give one that is 5 minutes ago or more.`,
    )
  }
  const latest = now + timeoutMs
  if (to === null || to > latest || (from !== null && to <= from)) return
  const why =
    to <= now
      ? 'nothing could be found before it and everything would pass'
      : `the scan may last until ${iso(latest)} (\`timeout\`), and what it finds after the end would not count`
  reader.refuse(
    'end-date',
    `\`gate\` scans everything anew, and ${iso(to)} is too early an end (now is ${iso(now)}): ${why}. Leave it out, or use \`operation: export\`.`,
  )
}

function iso(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}
