/** Whether and when a failed call is repeated, when it has to end, and how many requests may leave in a second. */
import { GateError } from '../errors.ts'
import type { Clock } from '../host.ts'
import { callError, type HttpRequest, type RepeatRule } from './request.ts'

export type Failure = {
  /** `no`: it broke before the server could read the request (refused, DNS, TLS, proxy). */
  readonly arrived: 'no' | 'maybe'
  /** It will fail again: asking again does not make a certificate trusted. */
  readonly lasting: boolean
}

export type RetryQuestion = {
  readonly repeat: RepeatRule
  readonly failure: Failure
  readonly retries: number
  readonly maxRetries: number
  /** Retries left for all calls of the run together. */
  readonly budgetLeft: number
  readonly askedMs: number | null
  /** In [0, 1). */
  readonly random: number
}

export type RetryAnswer =
  | { readonly waitMs: number }
  /** Why not, as a sentence; '' if a repeat was never possible. */
  | { readonly stop: string }

const BACKOFF_FIRST_MS = 500
export const BACKOFF_CAP_MS = 30_000
/** A longer `Retry-After` is cut to this: an absurd one must not use up the whole run. */
export const RETRY_AFTER_CAP_MS = 120_000
/** Part of a `Retry-After` that chance adds, so that the jobs of a matrix do not come back all at once. */
const RETRY_AFTER_JITTER = 0.1

/** Statuses by which a server or proxy says "not now". 501 and 505 are permanent. */
const passing = new Set([408, 425, 429, 500, 502, 503, 504])
/** Sent before the application does anything. Others may come after the work began, or from a proxy that lost the reply. */
const notArrived = new Set([429, 503])

export function failureOfStatus(status: number): Failure {
  return { arrived: notArrived.has(status) ? 'no' : 'maybe', lasting: !passing.has(status) }
}

export function retryDelay(question: RetryQuestion): RetryAnswer {
  const { failure, repeat, retries, maxRetries, budgetLeft, askedMs, random } = question
  if (repeat === 'never' || failure.lasting) return { stop: '' }
  if (repeat === 'if-not-arrived' && failure.arrived === 'maybe') {
    return { stop: 'It is not repeated, since it may have arrived and a repeat is not harmless.' }
  }
  if (retries >= maxRetries) return { stop: retries === 0 ? '' : `Tried ${retries + 1} times.` }
  if (budgetLeft <= 0) return { stop: 'The retries of the whole run are used up.' }
  if (askedMs !== null) return { waitMs: Math.round(askedMs * (1 + RETRY_AFTER_JITTER * random)) }
  const bound = Math.min(BACKOFF_CAP_MS, BACKOFF_FIRST_MS * 2 ** Math.min(retries, 30))
  return { waitMs: Math.round(bound * random) }
}

/** In ms, capped; `null` leaves it to the backoff, since a retry at once would prolong an overload. */
export function retryAfterMs(value: string | null, now: number): number | null {
  const text = value?.trim() ?? ''
  if (/^\d+$/.test(text)) return capped(Number(text) * 1000)
  if (!/^[A-Za-z]{3}/.test(text)) return null
  return capped(Date.parse(text) - now)
}

function capped(ms: number): number | null {
  return ms > 0 ? Math.min(ms, RETRY_AFTER_CAP_MS) : null
}

const MAX_WINDOW = 1000

/**
 * At most `perSecond` departures in any second. A sliding window and not a token bucket, which would let twice as many
 * through after a pause. @param perSecond above 0; below 1 it means one request every 1/perSecond seconds
 */
export function openRateLimiter(perSecond: number, clock: Pick<Clock, 'elapsed'>) {
  const size = Math.min(MAX_WINDOW, Math.max(1, Math.floor(perSecond)))
  const windowMs = (1000 * size) / perSecond
  const departures: number[] = new Array(size).fill(Number.NEGATIVE_INFINITY)
  let oldest = 0
  let pausedUntil = 0
  return {
    /** When the next request may leave, in `Clock.elapsed()` ms. Each call takes one place in the queue. */
    reserve(): number {
      const at = Math.max(clock.elapsed(), pausedUntil, (departures[oldest] ?? 0) + windowMs)
      departures[oldest] = at
      oldest = (oldest + 1) % size
      return at
    },
    /** Lets nothing leave for `ms`: the server rates the user, not the single request. */
    pause(ms: number): void {
      pausedUntil = Math.max(pausedUntil, clock.elapsed() + ms)
    },
  }
}

const MAX_TIMER_MS = 2 ** 31 - 1

export type CallDeadline = ReturnType<typeof openCallDeadline>

/** Ends a call, from its first attempt to its last, at the deadline of its phase or when the run is stopped. */
export function openCallDeadline(
  stop: AbortSignal,
  { deadline, purpose }: Pick<HttpRequest, 'purpose' | 'deadline'>,
  clock: Clock,
) {
  const controller = new AbortController()
  const abort = (): void => controller.abort()
  const left = (): number =>
    deadline === undefined ? Number.POSITIVE_INFINITY : deadline.at - clock.elapsed()
  // A real timer, not `clock.sleep`: it cuts real sockets, and costs nothing if the call ends before it.
  const timer = deadline && setTimeout(abort, Math.max(0, Math.min(left(), MAX_TIMER_MS)))
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
    /** Waits `ms`; fails at once if the deadline comes first. */
    async sleep(ms: number): Promise<void> {
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
    /** Call in `finally`: removes timer and listener. */
    release(): void {
      clearTimeout(timer)
      stop.removeEventListener('abort', abort)
    },
  }
}
