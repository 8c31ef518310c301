/** The signs of life of a wait: a line each minute, and progress for a live display. */
import type { Clock, Log } from '../ports.ts'
import type { Watched } from './tracked-target.ts'
import { countProgress, heartbeatLine, type WaitProgress } from './wait-progress.ts'

/** What a heartbeat needs of the world of a wait. */
export type BeatWorld = {
  readonly clock: Clock
  readonly log: Pick<Log, 'info'>
  readonly stop: AbortSignal
  readonly onProgress?: (progress: WaitProgress) => void
}

const HEARTBEAT_MS = 60_000
const DISPLAY_MS = 200

/** Returns what says once a minute that it is time for a line. */
export function openMinutes(clock: Clock): () => boolean {
  let last = clock.elapsed()
  return () => {
    if (clock.elapsed() - last < HEARTBEAT_MS) return false
    last = clock.elapsed()
    return true
  }
}

/** Called after every step. `now`: the display is brought up to date, however short ago that was. */
export type Beat = (display?: 'now') => void

/** Returns what shows progress where that is wanted, and else speaks once a minute. */
export function openBeat(watched: readonly Watched[], world: BeatWorld): Beat {
  const { clock, log, onProgress } = world
  const started = clock.elapsed()
  const minuteIsOver = openMinutes(clock)
  let lastShown = Number.NEGATIVE_INFINITY
  return (display) => {
    const now = clock.elapsed()
    if (onProgress === undefined) {
      if (minuteIsOver()) log.info(heartbeatLine(countProgress(watched, now - started)))
      return
    }
    if (display !== 'now' && now - lastShown < DISPLAY_MS) return
    lastShown = now
    onProgress(countProgress(watched, now - started))
  }
}

/** Sleeps in pieces of at most a second where someone watches, of a heartbeat where nobody does. */
export async function sleepWithBeat(ms: number, world: BeatWorld, beat: Beat): Promise<void> {
  const { clock, stop } = world
  const longest = world.onProgress === undefined ? HEARTBEAT_MS / 4 : 1000
  // What the last looks found must not stay hidden until the next piece is over.
  beat('now')
  for (let left = ms; left > 0; left -= longest) {
    await clock.sleep(Math.min(left, longest), stop)
    beat()
  }
}
