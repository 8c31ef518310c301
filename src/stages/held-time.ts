/** How long a download was held back by its reader: that is not the server's time. */
import type { Clock } from '../ports.ts'

/** A stopwatch: `begin` and `end` may be called in any number. */
export type HeldTime = {
  begin(): void
  end(): void
  /** Milliseconds until now. */
  ms(): number
}

/** Nothing is held back yet. */
export function createHeldTime(clock: Pick<Clock, 'elapsed'>): HeldTime {
  let total = 0
  let since: number | null = null
  const ms = (): number => total + (since === null ? 0 : clock.elapsed() - since)
  return {
    begin() {
      since ??= clock.elapsed()
    },
    end() {
      total = ms()
      since = null
    },
    ms,
  }
}
