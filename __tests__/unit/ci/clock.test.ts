import { describe, expect, it } from '@jest/globals'
import { systemClock } from '../../../src/ci/process.ts'

describe('systemClock', () => {
  it('sleeps', async () => {
    const before = systemClock.elapsed()
    await systemClock.sleep(20)
    expect(systemClock.elapsed() - before).toBeGreaterThanOrEqual(15)
  })

  it('rejects with the reason of the signal, also when it came before', async () => {
    const reason = new Error('enough')
    await expect(systemClock.sleep(60_000, AbortSignal.abort(reason))).rejects.toBe(reason)
    const controller = new AbortController()
    const sleeping = systemClock.sleep(60_000, controller.signal)
    controller.abort(reason)
    await expect(sleeping).rejects.toBe(reason)
  })

  it('does not return at once from a sleep longer than timers can be', async () => {
    const controller = new AbortController()
    const awake = systemClock.sleep(2 ** 40, controller.signal).then(
      () => 'awake',
      () => 'stopped',
    )
    await systemClock.sleep(20)
    controller.abort()
    expect(await awake).toBe('stopped')
  })
})
