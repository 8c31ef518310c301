/** The two things that end a call from outside: the run is asked to stop, or its phase reaches its deadline. */
import { GateError } from '../errors.ts'
import type { Clock } from '../ports.ts'
import type { HttpRequest } from './request.ts'

/** Watches over one call from its first attempt to its last. */
export type Guard = {
  /** Aborts at stop or deadline. */
  readonly signal: AbortSignal
  /** @throws GateError CANCELLED or RUN_TIMEOUT when the call has to end */
  throwIfOver(): void
  /**
   * Waits `ms`; does not even begin when the deadline comes first.
   *
   * @throws GateError CANCELLED, RUN_TIMEOUT
   */
  sleep(ms: number): Promise<void>
  /** Call in `finally`: lets go of timer and listener. */
  release(): void
}

/** Longest delay a timer takes, ms. */
const MAX_TIMER_MS = 2 ** 31 - 1

/** A deadline that is being put off all the time is not looked at more often. */
const SHORTEST_DELAY_MS = 20

function timerMs(ms: number): number {
  return Math.max(0, Math.min(ms, MAX_TIMER_MS))
}

/** A guard over a call. It holds a timer and a listener until it is released. */
export function openGuard(
  stop: AbortSignal,
  request: Pick<HttpRequest, 'purpose' | 'deadline'>,
  clock: Clock,
): Guard {
  const { deadline, purpose } = request
  const controller = new AbortController()
  const abort = (): void => controller.abort()
  const left = (): number =>
    deadline === undefined ? Number.POSITIVE_INFINITY : deadline.at - clock.elapsed()
  // A real timer, not `clock.sleep`: it cuts real sockets, and costs nothing when the call ends before it.
  let armedFor = deadline?.at ?? 0
  let timer = deadline === undefined ? null : setTimeout(expire, timerMs(left()))
  /** The deadline may have been put off meanwhile. */
  function expire(): void {
    const put = (deadline?.at ?? 0) - armedFor
    armedFor += put
    if (put <= 0) abort()
    else timer = setTimeout(expire, Math.max(SHORTEST_DELAY_MS, timerMs(put)))
  }
  stop.addEventListener('abort', abort, { once: true })
  if (stop.aborted) abort()

  const late = (): GateError =>
    new GateError(
      'RUN_TIMEOUT',
      `Could not ${purpose}: ${deadline?.phase ?? 'the run'} reached its deadline.`,
    )
  function throwIfOver(): void {
    if (stop.aborted) throw new GateError('CANCELLED', `Stopped before it could ${purpose}.`)
    if (controller.signal.aborted || left() <= 0) throw late()
  }
  return {
    signal: controller.signal,
    throwIfOver,
    async sleep(ms) {
      throwIfOver()
      if (ms <= 0) return
      if (ms > left()) throw late()
      try {
        await clock.sleep(ms, controller.signal)
      } catch (caught) {
        throwIfOver()
        throw caught
      }
    },
    release() {
      if (timer !== null) clearTimeout(timer)
      stop.removeEventListener('abort', abort)
    },
  }
}
