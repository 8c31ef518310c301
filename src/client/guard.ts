/** The two things that end a call from outside: the run is asked to stop, or its phase reaches its deadline. */
import { GateError } from '../errors.ts'
import type { Clock } from '../ports.ts'
import type { HttpRequest } from './request.ts'

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
  const timer = deadline === undefined ? null : setTimeout(abort, Math.max(0, Math.min(left(), MAX_TIMER_MS)))
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
