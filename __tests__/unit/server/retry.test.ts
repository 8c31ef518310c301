import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  BACKOFF_CAP_MS,
  type Failure,
  failureOfStatus,
  openCallDeadline,
  openRateLimiter,
  RETRY_AFTER_CAP_MS,
  type RetryQuestion,
  retryAfterMs,
  retryDelay,
} from '../../../src/server/retry.ts'
import { errorOf } from '../../fixtures/client-world.ts'
import { fakeClock } from '../../fixtures/fake-clock.ts'

const now = Date.UTC(2026, 5, 1, 12)
const status = failureOfStatus
const refused: Failure = { arrived: 'no', lasting: false }
const reset: Failure = { arrived: 'maybe', lasting: false }
const untrusted: Failure = { arrived: 'no', lasting: true }

const ask = (given: Partial<RetryQuestion>): ReturnType<typeof retryDelay> =>
  retryDelay({
    repeat: 'safe',
    failure: status(503),
    retries: 0,
    maxRetries: 5,
    budgetLeft: 100,
    askedMs: null,
    random: 0.5,
    ...given,
  })

describe('what is repeated', () => {
  it.each([
    ['GET after 500', 'safe', status(500), true],
    ['GET after 502', 'safe', status(502), true],
    ['GET after 503', 'safe', status(503), true],
    ['GET after 504', 'safe', status(504), true],
    ['GET after 429', 'safe', status(429), true],
    ['GET after 408', 'safe', status(408), true],
    ['GET after a reset', 'safe', reset, true],
    ['GET after refused', 'safe', refused, true],
    ['GET after 400', 'safe', status(400), false],
    ['GET after 401', 'safe', status(401), false],
    ['GET after 403', 'safe', status(403), false],
    ['GET after 404', 'safe', status(404), false],
    ['GET after 302', 'safe', status(302), false],
    ['GET after 501', 'safe', status(501), false],
    ['GET after an untrusted certificate', 'safe', untrusted, false],
    ['total rescan after refused', 'if-not-arrived', refused, true],
    ['total rescan after 429', 'if-not-arrived', status(429), true],
    ['total rescan after 503', 'if-not-arrived', status(503), true],
    ['total rescan after 500', 'if-not-arrived', status(500), false],
    ['total rescan after 502', 'if-not-arrived', status(502), false],
    ['total rescan after 504', 'if-not-arrived', status(504), false],
    ['total rescan after a reset', 'if-not-arrived', reset, false],
    ['total rescan after 401', 'if-not-arrived', status(401), false],
    ['poll after 503', 'never', status(503), false],
    ['poll after refused', 'never', refused, false],
  ] as const)('%s', (_name, repeat, failure, repeated) => {
    expect('waitMs' in ask({ repeat, failure })).toBe(repeated)
  })

  it('says why an unsafe call is not repeated', () => {
    expect(ask({ repeat: 'if-not-arrived', failure: reset })).toEqual({
      stop: expect.stringContaining('may have arrived'),
    })
  })
})

describe('how long and how often', () => {
  it.each([
    [0, 0.5, 250],
    [1, 0.5, 500],
    [2, 0.5, 1000],
    [0, 0, 0],
    [0, 0.999, 500],
    [4, 0.5, 4000],
  ])('retry %i with chance %d waits %i ms', (retries, random, waitMs) => {
    expect(ask({ retries, random })).toEqual({ waitMs })
  })

  it('never backs off beyond the cap', () => {
    expect(ask({ retries: 4000, maxRetries: 5000, random: 0.999_999 })).toEqual({ waitMs: BACKOFF_CAP_MS })
  })

  it('stops after max-retries, and says how often it tried', () => {
    expect(ask({ retries: 5 })).toEqual({ stop: 'Tried 6 times.' })
    expect(ask({ maxRetries: 0 })).toEqual({ stop: '' })
  })

  it('stops when the budget of the run is gone', () => {
    expect(ask({ budgetLeft: 0 })).toEqual({ stop: expect.stringContaining('whole run') })
  })
})

describe('Retry-After', () => {
  const date = (ms: number): string => new Date(now + ms).toUTCString()
  it.each([
    ['seconds', '7', 7000],
    ['blanks around', ' 7 ', 7000],
    ['absurd seconds', '86400', RETRY_AFTER_CAP_MS],
    ['more digits than numbers have', '9'.repeat(400), RETRY_AFTER_CAP_MS],
    ['a date', date(9000), 9000],
    ['an absurd date', date(1e12), RETRY_AFTER_CAP_MS],
    ['zero', '0', null],
    ['negative', '-5', null],
    ['a date that is over', date(-9000), null],
    ['not a date', 'soon', null],
    ['empty', '', null],
    ['a fraction', '1.5', null],
    ['absent', null, null],
  ])('%s', (_name, value, ms) => {
    expect(retryAfterMs(value, now)).toBe(ms)
  })

  it('is waited for at least, with a little jitter on top', () => {
    expect(ask({ failure: status(429), askedMs: retryAfterMs('10', now), random: 0 })).toEqual({
      waitMs: 10_000,
    })
    expect(ask({ failure: status(429), askedMs: retryAfterMs('10', now), random: 0.5 })).toEqual({
      waitMs: 10_500,
    })
  })

  it('falls back to backoff when it asks for no wait', () => {
    expect(ask({ failure: status(429), askedMs: retryAfterMs('0', now), retries: 2 })).toEqual({
      waitMs: 1000,
    })
  })
})

describe('the deadline of a call', () => {
  const purpose = 'read the thing'

  it('ends a sleep when the run is stopped, and releases the signal', async () => {
    const stop = new AbortController()
    const call = openCallDeadline(stop.signal, { purpose }, fakeClock())
    const sleeping = errorOf(call.sleep(1000))
    stop.abort()
    expect(await sleeping).toMatchObject({
      code: 'CANCELLED',
      message: 'Stopped before it could read the thing.',
    })
    expect(call.signal.aborted).toBe(true)
    call.release()
  })

  it('does not begin a sleep that would end after the deadline', async () => {
    const clock = fakeClock()
    const call = openCallDeadline(
      new AbortController().signal,
      { purpose, deadline: { at: 500, phase: 'the wait' } },
      clock,
    )
    await call.sleep(499)
    expect(await errorOf(call.sleep(2))).toMatchObject({ code: 'RUN_TIMEOUT' })
    expect(clock.sleeps).toEqual([499])
    call.release()
  })

  it('aborts the signal when it comes', async () => {
    const clock = { ...fakeClock(), elapsed: () => performance.now() }
    const deadline = { at: performance.now() + 50, phase: 'the wait' }
    const call = openCallDeadline(new AbortController().signal, { purpose, deadline }, clock)
    await new Promise((resolve) => call.signal.addEventListener('abort', resolve))
    expect(performance.now()).toBeGreaterThanOrEqual(deadline.at - 5)
    call.release()
  })

  it('passes on what else a sleep may fail with', async () => {
    const broken = { ...fakeClock(), sleep: async () => await Promise.reject(new Error('no timer')) }
    const call = openCallDeadline(new AbortController().signal, { purpose }, broken)
    await expect(call.sleep(1)).rejects.toThrow('no timer')
    call.release()
  })

  it('is over at once when the run was stopped before', () => {
    const call = openCallDeadline(AbortSignal.abort(), { purpose }, fakeClock())
    expect(() => call.throwIfOver()).toThrow(expect.objectContaining({ code: 'CANCELLED' }))
  })
})

describe('the rate limiter', () => {
  it('lets the first second’s worth go at once and spaces the rest', () => {
    const limiter = openRateLimiter(3, fakeClock())
    expect([1, 2, 3, 4, 5, 6, 7].map(() => limiter.reserve())).toEqual([0, 0, 0, 1000, 1000, 1000, 2000])
  })

  it('knows less than one request a second', () => {
    const limiter = openRateLimiter(0.5, fakeClock())
    expect([limiter.reserve(), limiter.reserve(), limiter.reserve()]).toEqual([0, 2000, 4000])
  })

  it('lets nothing leave during a pause, and then keeps the limit', () => {
    const clock = fakeClock()
    const limiter = openRateLimiter(2, clock)
    limiter.reserve()
    limiter.pause(5000)
    limiter.pause(1000)
    expect([limiter.reserve(), limiter.reserve(), limiter.reserve()]).toEqual([5000, 5000, 6000])
  })

  it('never lets more through in any second than allowed', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('send'), ms: fc.nat(400) }),
      fc.record({ kind: fc.constant('pause'), ms: fc.nat(3000) }),
    )
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.array(step, { maxLength: 200 }), (perSecond, steps) => {
        const clock = fakeClock()
        const limiter = openRateLimiter(perSecond, clock)
        const sent: number[] = []
        for (const { kind, ms } of steps) {
          if (kind === 'pause') limiter.pause(ms)
          else sent.push(limiter.reserve())
          clock.pass(kind === 'send' ? ms : 0)
        }
        const crowded = sent.some((at) => sent.filter((t) => t >= at && t < at + 1000).length > perSecond)
        expect(crowded).toBe(false)
      }),
    )
  })
})
