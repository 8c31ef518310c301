import { describe, expect, it } from '@jest/globals'
import { openCallDeadline } from '../../../src/server/retry.ts'
import { errorOf } from '../../fixtures/client-world.ts'
import { fakeClock } from '../../fixtures/fake-clock.ts'

const purpose = 'read the thing'

describe('the deadline of a call', () => {
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
