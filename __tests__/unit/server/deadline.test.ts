import { describe, expect, it } from '@jest/globals'
import { openGuard } from '../../../src/server/deadline.ts'
import { errorOf } from '../../fixtures/client-world.ts'
import { fakeClock } from '../../fixtures/fake-clock.ts'

const purpose = 'read the thing'

describe('the guard of a call', () => {
  it('ends a sleep when the run is stopped, and lets go of the signal', async () => {
    const stop = new AbortController()
    const guard = openGuard(stop.signal, { purpose }, fakeClock())
    const sleeping = errorOf(guard.sleep(1000))
    stop.abort()
    expect(await sleeping).toMatchObject({
      code: 'CANCELLED',
      message: 'Stopped before it could read the thing.',
    })
    expect(guard.signal.aborted).toBe(true)
    guard.release()
  })

  it('does not begin a sleep that would end behind the deadline', async () => {
    const clock = fakeClock()
    const guard = openGuard(
      new AbortController().signal,
      { purpose, deadline: { at: 500, phase: 'the wait' } },
      clock,
    )
    await guard.sleep(499)
    expect(await errorOf(guard.sleep(2))).toMatchObject({ code: 'RUN_TIMEOUT' })
    expect(clock.sleeps).toEqual([499])
    guard.release()
  })

  it('waits for a deadline that is put off, and not beyond it', async () => {
    const clock = { ...fakeClock(), elapsed: () => performance.now() }
    const start = performance.now()
    let at = start + 50
    const deadline = {
      phase: 'the wait',
      get at() {
        return at
      },
    }
    const guard = openGuard(new AbortController().signal, { purpose, deadline }, clock)
    const over = new Promise((resolve) => guard.signal.addEventListener('abort', resolve))
    at = start + 250
    await over
    expect(performance.now() - start).toBeGreaterThanOrEqual(245)
    guard.release()
  })

  it('passes on what else a sleep may fail with', async () => {
    const broken = { ...fakeClock(), sleep: async () => await Promise.reject(new Error('no timer')) }
    const guard = openGuard(new AbortController().signal, { purpose }, broken)
    await expect(guard.sleep(1)).rejects.toThrow('no timer')
    guard.release()
  })

  it('is over at once when the run was stopped before', () => {
    const guard = openGuard(AbortSignal.abort(), { purpose }, fakeClock())
    expect(() => guard.throwIfOver()).toThrow(expect.objectContaining({ code: 'CANCELLED' }))
  })
})
