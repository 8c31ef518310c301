/** The request ceiling: one gate that every request to the server passes, retries included. */
import type { Clock } from '../ports.ts'

/** Says when requests may leave. */
export type Pace = {
  /**
   * When the next request may leave, in `Clock.elapsed()` ms; the place in the line is taken by asking, so
   * requests that ask at the same time leave one after the other.
   */
  reserve(): number
  /** Holds everything back for `ms`: the server rates the user, not the single request. */
  pause(ms: number): void
}

/** Longest list of past departures that is kept. */
const MAX_WINDOW = 1000

/**
 * At most `perSecond` departures in any span of one second. A sliding window and not a token bucket, which
 * would let twice as many through in the second after a pause.
 *
 * @param perSecond above 0; below 1 it means one request every 1/perSecond seconds
 */
export function openPace(perSecond: number, clock: Pick<Clock, 'elapsed'>): Pace {
  const size = Math.min(MAX_WINDOW, Math.max(1, Math.floor(perSecond)))
  const windowMs = (1000 * size) / perSecond
  const departures: number[] = new Array(size).fill(Number.NEGATIVE_INFINITY)
  let oldest = 0
  let heldUntil = 0
  return {
    reserve() {
      const at = Math.max(clock.elapsed(), heldUntil, (departures[oldest] ?? 0) + windowMs)
      departures[oldest] = at
      oldest = (oldest + 1) % size
      return at
    },
    pause(ms) {
      heldUntil = Math.max(heldUntil, clock.elapsed() + ms)
    },
  }
}
