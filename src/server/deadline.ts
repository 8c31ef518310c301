/** Ends a call from outside: at the deadline of its phase, or when the run is stopped. */
import { GateError } from '../errors.ts'
import type { Clock } from '../host.ts'
import { callError, type HttpRequest } from './request.ts'

/** Lasts from the first attempt of a call to its last. */
export type CallDeadline = {
  /** Aborts at stop or deadline. */
  readonly signal: AbortSignal
  /** @throws GateError CANCELLED or RUN_TIMEOUT if the call has to end */
  throwIfOver(): void
  /**
   * Waits `ms`; fails at once if the deadline comes first.
   * @throws GateError CANCELLED, RUN_TIMEOUT
   */
  sleep(ms: number): Promise<void>
  /** Call in `finally`: removes timer and listener. */
  release(): void
}

/** Longest delay that a timer takes. */
const MAX_TIMER_MS = 2 ** 31 - 1
/** A deadline that is postponed all the time is not checked more often. */
const SHORTEST_DELAY_MS = 20

export function openCallDeadline(
  stop: AbortSignal,
  request: Pick<HttpRequest, 'purpose' | 'deadline'>,
  clock: Clock,
): CallDeadline {
  const { deadline, purpose } = request
  const controller = new AbortController()
  const abort = (): void => controller.abort()
  const left = (): number =>
    deadline === undefined ? Number.POSITIVE_INFINITY : deadline.at - clock.elapsed()
  // A real timer, not `clock.sleep`: it cuts real sockets, and costs nothing if the call ends before it.
  let armedFor = deadline?.at ?? 0
  let timer = deadline === undefined ? null : setTimeout(expire, timerMs(left()))
  function expire(): void {
    const postponedBy = (deadline?.at ?? 0) - armedFor
    armedFor += postponedBy
    if (postponedBy <= 0) abort()
    else timer = setTimeout(expire, Math.max(SHORTEST_DELAY_MS, timerMs(postponedBy)))
  }
  stop.addEventListener('abort', abort, { once: true })
  if (stop.aborted) abort()

  const late = (): GateError =>
    callError('RUN_TIMEOUT', { purpose }, `${deadline?.phase ?? 'the run'} reached its deadline.`)
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

function timerMs(ms: number): number {
  return Math.max(0, Math.min(ms, MAX_TIMER_MS))
}
