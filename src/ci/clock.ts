/** Real time and chance. */
import { setTimeout } from 'node:timers/promises'
import type { Clock } from '../ports.ts'

/** Timers of the runtime fire at once above this many ms. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** The clock of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  random: () => Math.random(),
  sleep: async (ms, signal) => {
    try {
      await setTimeout(Math.min(ms, LONGEST_TIMER_MS), undefined, signal === undefined ? {} : { signal })
    } catch (caught) {
      throw signal?.aborted ? signal.reason : caught
    }
  },
}
