/** How long to wait before the next round of polls. Pure. */

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

function grown(interval: number, rounds: number): number {
  const slowest = Math.max(interval, Math.min(GROWTH_LIMIT * interval, SLOWEST_MS))
  return Math.min(slowest, interval * GROWTH ** rounds)
}
