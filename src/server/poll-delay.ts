/** How long a wait pauses between two polls, and how long a target in the server's queue is left alone. Pure. */

/** The first polls come quickly, so that a scan of seconds is seen running. */
const QUICK_FIRST_MS = 250
/** Then the delay grows up to so many times the poll interval, but not beyond `SLOWEST_MS`. */
const GROWTH = 1.5
const GROWTH_LIMIT = 6
const SLOWEST_MS = 60_000
/** Part of a delay by which chance may shorten or lengthen it. */
const JITTER = 0.2

/** Milliseconds to wait after a round (from 0): doubling to `pollIntervalMs`, then growing slowly. */
export function pollDelay(round: number, pollIntervalMs: number, random: number): number {
  const interval = Math.max(1, pollIntervalMs)
  const quickRounds = Math.max(0, Math.ceil(Math.log2(interval / QUICK_FIRST_MS)))
  const slowRounds = Math.min(round - quickRounds, 50)
  const slowest = Math.max(interval, Math.min(GROWTH_LIMIT * interval, SLOWEST_MS))
  const delay =
    slowRounds < 0 ? QUICK_FIRST_MS * 2 ** round : Math.min(slowest, interval * GROWTH ** slowRounds)
  return Math.max(1, Math.round(delay * (1 - JITTER + 2 * JITTER * random)))
}

/** Requests that a poll of everything unfinished takes, targets that are done, and the time that is over and left. */
export type Queue = {
  readonly open: number
  readonly done: number
  readonly waitedMs: number
  readonly leftMs: number
}

const QUEUE_SPACING_MS = 2000
const QUEUE_PART = 0.25

/**
 * Milliseconds until the next poll of a target in the server's queue: two seconds for each open question, so that the
 * load is the same however long the queue. At most a quarter of the time waited so far (if everything ends at once, that
 * is seen at most a quarter late), of the time that the rest will take at the present pace, and of the time left.
 */
export function queueDelay({ open, done, waitedMs, leftMs }: Queue): number {
  const restMs = done === 0 ? Number.POSITIVE_INFINITY : (waitedMs * open) / done
  return Math.min(QUEUE_SPACING_MS * open, QUEUE_PART * Math.min(waitedMs, restMs, leftMs))
}
