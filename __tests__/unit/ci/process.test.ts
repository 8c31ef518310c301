import { EventEmitter } from 'node:events'
import { describe, expect, it } from '@jest/globals'
import { type ProcessEvents, stopOf, systemClock } from '../../../src/ci/process.ts'
import { describeWithSignals } from '../../fixtures/signals.ts'
import { runScript } from './child.ts'

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

function fakeProcess() {
  const exits: unknown[] = []
  const events = new EventEmitter()
  const fake = Object.assign(events, { exit: (code: unknown) => exits.push(code) })
  return { events, exits, stop: stopOf(fake as unknown as ProcessEvents) }
}

describe('stopOf', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('%s aborts as cancelled, a second signal exits hard', (name) => {
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

const end = "import { endWith } from './src/ci/process.ts';"

describe('endWith', () => {
  it('ends with the code, without delay and with everything said', () => {
    const script = `${end} const begun = performance.now();
      process.on('exit', () => console.log(performance.now() - begun < 450)); endWith(4, process)`
    const { status, stdout } = runScript(script, {})
    expect({ status, stdout }).toEqual({ status: 4, stdout: 'true\n' })
  })

  it('does not wait for what a library left open', () => {
    const began = performance.now()
    expect(runScript(`${end} setInterval(() => undefined, 1000); endWith(130, process)`, {}).status).toBe(130)
    expect(performance.now() - began).toBeLessThan(5000)
  })
})

describeWithSignals('a process that gets SIGUSR1', () => {
  it('opens no inspector and goes on', () => {
    const script = `
      import { url } from 'node:inspector'
      import { setTimeout as sleep } from 'node:timers/promises'
      import { endWith, expectVerdict } from './src/ci/process.ts'
      expectVerdict(process)
      process.kill(process.pid, 'SIGUSR1')
      await sleep(500)
      console.log(String(url()))
      endWith(3, process)`
    const { status, stdout, stderr } = runScript(script, {})
    expect({ status, stdout, stderr }).toEqual({ status: 3, stdout: 'undefined\n', stderr: '' })
  })
})

describe('a process without a verdict', () => {
  const begin = "import { expectVerdict } from './src/ci/process.ts'; expectVerdict(process);"

  it.each([
    ['a promise that nobody keeps', 'await new Promise(() => undefined)'],
    ['an error that is swallowed', "process.on('uncaughtException', () => undefined); throw new Error('x')"],
    ['no work at all', ''],
  ])('ends as a defect after %s, and says so', (_, script) => {
    const { status, stderr } = runScript(`${begin} ${script}`, {})
    expect(status).toBe(70)
    expect(stderr).toContain('before it had a verdict')
  })
})

describeWithSignals('a signal before a run listens', () => {
  const send = (name: string): string =>
    `await import('./src/ci/begin.ts'); process.kill(process.pid, '${name}');
     await new Promise((later) => setTimeout(later, 50));`

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('%s stops the run that begins then', (name) => {
    const listen = `const { stopOf, endWith } = await import('./src/ci/process.ts');
      const { reason } = stopOf(process).signal; console.log(reason.code, reason.message); endWith(130, process)`
    const { status, stdout, stderr } = runScript(send(name) + listen, {})
    expect([status, stdout, stderr]).toEqual([130, `CANCELLED The run was stopped by ${name}.\n`, ''])
  })

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('%s ends what never becomes a run, with a verdict', (name) => {
    const { status, stderr } = runScript(`${send(name)} setTimeout(() => undefined, 20_000)`, {})
    expect([status, stderr]).toEqual([130, `error (exit 130, CANCELLED): The run was stopped by ${name}.\n`])
  })

  it('a second one ends it at once', () => {
    expect(runScript(`${send('SIGINT')} ${send('SIGTERM')} console.log('still here')`, {})).toMatchObject({
      status: 130,
      stdout: '',
    })
  })
})
