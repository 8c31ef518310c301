import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { openRateLimiter } from '../../../src/server/retry.ts'
import { fakeClock } from '../../fixtures/fake-clock.ts'

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
