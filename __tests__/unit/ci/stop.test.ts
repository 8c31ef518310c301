import { EventEmitter } from 'node:events'
import { describe, expect, it } from '@jest/globals'
import { type ProcessEvents, stopOf } from '../../../src/ci/process.ts'

function fakeProcess() {
  const exits: unknown[] = []
  const events = new EventEmitter()
  const fake = Object.assign(events, { exit: (code: unknown) => exits.push(code) })
  return { events, exits, stop: stopOf(fake as unknown as ProcessEvents) }
}

describe('stopOf', () => {
  it.each(['SIGINT', 'SIGTERM'])('%s aborts as cancelled, a second signal exits hard', (name) => {
    const { events, exits, stop } = fakeProcess()
    expect(stop.signal.aborted).toBe(false)
    events.emit(name)
    expect(stop.signal.reason).toMatchObject({ code: 'CANCELLED', exitCode: 130 })
    expect(String(stop.signal.reason.message)).toContain(name)
    expect(exits).toEqual([])
    events.emit('SIGTERM')
    expect(exits).toEqual([130])
  })

  it.each(['uncaughtException', 'unhandledRejection'])(
    '%s aborts as a defect, its text kept back',
    (name) => {
      const { events, stop } = fakeProcess()
      events.emit(name, new TypeError('holds a cell'))
      expect(stop.signal.reason).toMatchObject({ code: 'DEFECT', exitCode: 70 })
      expect(String(stop.signal.reason.message)).not.toContain('cell')
    },
  )

  it('guarded work fails by itself when its library throws in a listener', async () => {
    const { events, stop } = fakeProcess()
    const stray = new Error('in a listener')
    const work = stop.guard(() => new Promise(() => undefined))
    events.emit('uncaughtException', stray)
    await expect(work).rejects.toBe(stray)
    events.emit('uncaughtException', new Error('and one more, late'))
    expect(stop.signal.aborted).toBe(false)
  })

  it('a stop ends guarded work, and none is begun after it', async () => {
    const { events, stop } = fakeProcess()
    const work = stop.guard(() => new Promise(() => undefined))
    events.emit('SIGTERM')
    await expect(work).rejects.toMatchObject({ code: 'CANCELLED' })
    await expect(stop.guard(async () => 5)).rejects.toMatchObject({ code: 'CANCELLED' })
  })

  it('guarded work gives its result, or its own error', async () => {
    const { stop } = fakeProcess()
    expect(await stop.guard(async () => 5)).toBe(5)
    await expect(stop.guard(() => Promise.reject(new Error('own')))).rejects.toThrow('own')
  })
})
