import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { openPace } from '../../../src/server/retry.ts'
import { fakeClock } from '../../fixtures/fake-clock.ts'

describe('the request ceiling', () => {
  it('lets the first second’s worth go at once and spaces the rest', () => {
    const pace = openPace(3, fakeClock())
    expect([1, 2, 3, 4, 5, 6, 7].map(() => pace.reserve())).toEqual([0, 0, 0, 1000, 1000, 1000, 2000])
  })

  it('knows less than one request a second', () => {
    const pace = openPace(0.5, fakeClock())
    expect([pace.reserve(), pace.reserve(), pace.reserve()]).toEqual([0, 2000, 4000])
  })

  it('holds everything back during a pause, and then keeps the ceiling', () => {
    const clock = fakeClock()
    const pace = openPace(2, clock)
    pace.reserve()
    pace.pause(5000)
    pace.pause(1000)
    expect([pace.reserve(), pace.reserve(), pace.reserve()]).toEqual([5000, 5000, 6000])
  })

  it('never lets more through in any second than allowed', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('send'), ms: fc.nat(400) }),
      fc.record({ kind: fc.constant('pause'), ms: fc.nat(3000) }),
    )
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.array(step, { maxLength: 200 }), (perSecond, steps) => {
        const clock = fakeClock()
        const pace = openPace(perSecond, clock)
        const sent: number[] = []
        for (const { kind, ms } of steps) {
          if (kind === 'pause') pace.pause(ms)
          else sent.push(pace.reserve())
          clock.pass(kind === 'send' ? ms : 0)
        }
        const crowded = sent.some((at) => sent.filter((t) => t >= at && t < at + 1000).length > perSecond)
        expect(crowded).toBe(false)
      }),
    )
  })
})
