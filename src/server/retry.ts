/** Whether a failed call is repeated, and after how long. Pure: chance and time are passed in. */

import type { Clock } from '../ports.ts'
import type { RepeatRule } from './request.ts'

/** Why a call gave no usable reply. */
export type Trouble =
  | { readonly kind: 'status'; readonly status: number }
  | {
      readonly kind: 'wire'
      /** `no`: it broke before the request could have been read by the server (refused, DNS, TLS, proxy). */
      readonly arrived: 'no' | 'maybe'
      /** It will be the same next time: a certificate that is not trusted does not become so by asking. */
      readonly lasting: boolean
    }

/** All that the answer depends on. */
export type RetryQuestion = {
  readonly repeat: RepeatRule
  readonly trouble: Trouble
  /** Retries made for this call before. */
  readonly retries: number
  readonly maxRetries: number
  /** Retries that all calls of the run together still have. */
  readonly budgetLeft: number
  /** `Retry-After` as it came; `null` when absent. */
  readonly retryAfter: string | null
  /** Wall clock, ms since the epoch: for a `Retry-After` that is a date. */
  readonly now: number
  /** In [0, 1). */
  readonly random: number
}

/** Wait and try again, or stop. */
export type RetryAnswer =
  | { readonly waitMs: number }
  /** Why not, as the end of a sentence; '' when a repeat was never in question. */
  | { readonly stop: string }

/** First bound of the exponential backoff, ms. */
const BACKOFF_FIRST_MS = 500

/** Longest wait without a `Retry-After`, ms. */
export const BACKOFF_CAP_MS = 30_000

/** A `Retry-After` beyond this is cut to it, ms: an absurd one must not eat the whole run. */
export const RETRY_AFTER_CAP_MS = 120_000

/** Jitter on top of `Retry-After`, as a part of it, so that the jobs of a matrix do not come back as one. */
const RETRY_AFTER_JITTER = 0.1

/** Statuses by which a server or proxy says "not now". 501 and 505 are for ever. */
const passing = new Set([408, 425, 429, 500, 502, 503, 504])

/**
 * Statuses that are sent before the application does anything: rate limit and "not available". The others may
 * come after the work was begun, or from a proxy that lost the reply.
 */
const notArrived = new Set([429, 503])

/** `waitMs` until the next try, or why there is none. */
export function retryDelay(question: RetryQuestion): RetryAnswer {
  const { trouble, repeat, retries, maxRetries, budgetLeft } = question
  if (!canPass(trouble)) return { stop: '' }
  if (repeat === 'never') return { stop: '' }
  if (repeat === 'if-not-arrived' && mayHaveArrived(trouble)) {
    return { stop: 'It is not repeated, since it may have arrived and a repeat is not harmless.' }
  }
  if (retries >= maxRetries) return { stop: retries === 0 ? '' : `Tried ${retries + 1} times.` }
  if (budgetLeft <= 0) return { stop: 'The retries of the whole run are used up.' }
  const asked = retryAfterMs(question.retryAfter, question.now)
  if (asked !== null) return { waitMs: Math.round(asked * (1 + RETRY_AFTER_JITTER * question.random)) }
  return { waitMs: Math.round(backoffBound(retries) * question.random) }
}

/** Upper bound of the full jitter: doubles with each retry up to the cap. */
function backoffBound(retries: number): number {
  return Math.min(BACKOFF_CAP_MS, BACKOFF_FIRST_MS * 2 ** Math.min(retries, 30))
}

function canPass(trouble: Trouble): boolean {
  return trouble.kind === 'status' ? passing.has(trouble.status) : !trouble.lasting
}

function mayHaveArrived(trouble: Trouble): boolean {
  return trouble.kind === 'status' ? !notArrived.has(trouble.status) : trouble.arrived === 'maybe'
}

/**
 * Milliseconds that a `Retry-After` asks for, at most `RETRY_AFTER_CAP_MS`; `null` when it is absent, not
 * understood, or asks for no wait at all: then the backoff decides, since "at once" is how overload goes on.
 */
export function retryAfterMs(value: string | null, now: number): number | null {
  const text = value?.trim() ?? ''
  if (/^\d+$/.test(text)) return capped(Number(text) * 1000)
  if (!/^[A-Za-z]{3}/.test(text)) return null
  return capped(Date.parse(text) - now)
}

function capped(ms: number): number | null {
  return ms > 0 ? Math.min(ms, RETRY_AFTER_CAP_MS) : null
}

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
