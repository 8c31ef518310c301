/** How long to wait before the next round of polls, and before a target in the queue is asked again. Pure. */

/** The first polls come quickly, so that a scan of seconds is seen running. */
const QUICK_FIRST_MS = 250
const GROWTH = 1.5
/** Rounds grow apart up to so many times the poll interval, but not beyond `SLOWEST_MS`. */
const GROWTH_LIMIT = 6
const SLOWEST_MS = 60_000
/** Part of a delay by which chance may shorten or lengthen it. */
const JITTER = 0.2

/**
 * Milliseconds to wait after round number `round` (0-based): doubling from a quarter of a second to
 * `pollIntervalMs`, then growing slowly.
 *
 * @param random in [0, 1)
 */
export function pollDelay(round: number, pollIntervalMs: number, random: number): number {
  const interval = Math.max(1, pollIntervalMs)
  const quickRounds = Math.max(0, Math.ceil(Math.log2(interval / QUICK_FIRST_MS)))
  const delay =
    round < quickRounds ? QUICK_FIRST_MS * 2 ** round : grown(interval, Math.min(round - quickRounds, 50))
  return Math.max(1, Math.round(delay * (1 - JITTER + 2 * JITTER * random)))
}

/** What is known of a queue when one of those who stand in it was looked at. */
export type QueueSight = {
  /** Questions that a look at everything unfinished would take. */
  readonly open: number
  /** Targets that are done. */
  readonly done: number
  /** Milliseconds since the wait began, and until it is given up. */
  readonly waitedMs: number
  readonly leftMs: number
}

/** In the long run one question in so much time, however long the queue: the delay of each grows with the queue. */
const QUEUE_SPACING_MS = 2000
/** Part of the time waited, of the time that is probably left, and of the time until the deadline. */
const QUEUE_PART = 0.25

/**
 * Milliseconds after which a target is asked again that stands in the server's queue. Others are before it, so it
 * is not asked in every round: two seconds for each question that is open, but at most a quarter of the time waited
 * so far (when everything ends at once, it is seen at most a quarter late), a quarter of the time that the rest
 * will take at the pace of what is done, and a quarter of the time until the deadline.
 */
export function queueDelay({ open, done, waitedMs, leftMs }: QueueSight): number {
  const restMs = done === 0 ? Number.POSITIVE_INFINITY : (waitedMs * open) / done
  return Math.min(QUEUE_SPACING_MS * open, QUEUE_PART * Math.min(waitedMs, restMs, leftMs))
}

function grown(interval: number, rounds: number): number {
  const slowest = Math.max(interval, Math.min(GROWTH_LIMIT * interval, SLOWEST_MS))
  return Math.min(slowest, interval * GROWTH ** rounds)
}
