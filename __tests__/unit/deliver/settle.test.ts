/** The loop of deliveries: it ends, and nothing it leaves states another verdict than the run ends with. */
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { type Delivery, settle } from '../../../src/deliver/settle.ts'
import { GateError } from '../../../src/errors.ts'
import { isGreen, type Verdict } from '../../../src/judge/verdict.ts'
import type { Report } from '../../../src/report/model.ts'
import { runs } from '../../fixtures/runs.ts'

const pass: Verdict = { word: 'pass', exitCode: 0, sentence: 'pass', error: null }
const fail: Verdict = { word: 'fail', exitCode: 1, sentence: 'fail', error: null }
const refused = (): GateError => new GateError('DELIVERY_FAILED', 'Refused.')

/** Deliveries that fail, or stop the run, in the calls that are listed (`b#1`: the second call of `b`). */
function world(names: readonly string[], failing: readonly string[], stopping: readonly string[] = []) {
  const stop = new AbortController()
  const calls: string[] = []
  const states = new Map<string, string>()
  const deliveries = names.map((name): Delivery => {
    let last: Report | null = null
    let count = 0
    return {
      isDelivered: (report) => last === report,
      async deliver(report) {
        const call = `${name}#${count++}`
        calls.push(`${name} ${report.verdict.word}`)
        await Promise.resolve()
        if (stopping.includes(call)) stop.abort(new GateError('CANCELLED', 'The run was stopped.'))
        if (failing.includes(call)) throw refused()
        last = report
        states.set(name, report.verdict.word)
      },
    }
  })
  const run = async (first: Verdict): Promise<Verdict> => {
    const report = await settle(deliveries, first, (verdict) => ({ verdict }) as Report, stop.signal)
    return report.verdict
  }
  return { run, calls, states }
}

describe('the deliveries', () => {
  it('are done once, in their order, where nothing fails', async () => {
    const { run, calls } = world(['a', 'b', 'c'], [])
    expect(await run(pass)).toBe(pass)
    expect(calls).toEqual(['a pass', 'b pass', 'c pass'])
  })

  it('begin again with an error when one of them fails', async () => {
    const { run, calls } = world(['a', 'b', 'c'], ['b#0'])
    expect(await run(pass)).toMatchObject({ word: 'error', exitCode: 4, error: { code: 'DELIVERY_FAILED' } })
    expect(calls).toEqual(['a pass', 'b pass', 'a error', 'b error', 'c error'])
  })

  it('begin again when one of them adds a note, and that is all', async () => {
    const notes: string[] = []
    const calls: string[] = []
    const deliveries = ['a', 'b', 'c'].map((name): Delivery => {
      return {
        isDelivered: () => false,
        async deliver() {
          calls.push(name)
          if (calls.length > 9) throw new Error('the walk does not end')
          if (name === 'b') notes.push('b is in the way')
        },
      }
    })
    const toReport = (verdict: Verdict): Report => ({ verdict, notes: [...notes] }) as unknown as Report
    const report = await settle(deliveries, pass, toReport, new AbortController().signal, notes)
    expect(report).toMatchObject({ verdict: pass, notes: ['b is in the way'] })
    expect(calls).toEqual(['a', 'b', 'a', 'c'])
  })

  it('are tried once for each verdict, and those that can be are done', async () => {
    const { run, calls, states } = world(['a', 'b', 'c'], ['b#0', 'b#1', 'a#1', 'b#2'])
    expect(await run(pass)).toMatchObject({ word: 'error' })
    expect(calls).toEqual(['a pass', 'b pass', 'a error', 'b error', 'c error'])
    expect(states.get('c')).toBe('error')
  })

  it('change no verdict that is red', async () => {
    const { run, calls } = world(['a', 'b', 'c'], ['a#0'])
    expect(await run(fail)).toBe(fail)
    expect(calls).toEqual(['a fail', 'b fail', 'c fail'])
  })
})

describe('a stop', () => {
  it.each([
    ['while one fails is the reason', ['b#0'], ['a pass', 'b pass', 'a error', 'b error']],
    ['while one succeeds counts too', [], ['a pass', 'b pass', 'a error', 'b error']],
  ])('%s', async (_, failing, expected) => {
    const { run, calls } = world(['a', 'b'], failing, ['b#0'])
    expect(await run(pass)).toMatchObject({ word: 'error', exitCode: 130, error: { code: 'CANCELLED' } })
    expect(calls).toEqual(expected)
  })

  it('before the first of them is an error in all of them', async () => {
    const calls: string[] = []
    const deliver = async ({ verdict }: Report): Promise<void> => {
      calls.push(verdict.word)
    }
    const delivery: Delivery = { isDelivered: () => false, deliver }
    const stop = AbortSignal.abort(new GateError('CANCELLED', 'The run was stopped.'))
    await settle([delivery], pass, (verdict) => ({ verdict }) as Report, stop)
    expect(calls).toEqual(['error'])
  })
})

describe('whatever fails', () => {
  it('the walk ends, and what was delivered last states the verdict of the end', async () => {
    const names = ['a', 'b', 'c', 'd']
    const call = fc
      .record({ name: fc.constantFrom(...names), at: fc.nat(2) })
      .map(({ name, at }) => `${name}#${at}`)
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(call), fc.uniqueArray(call), async (failing, stopping) => {
        const { run, calls, states } = world(names, failing, stopping)
        const end = await run(pass)
        const broke = [...failing, ...stopping].some((each) => each.endsWith('#0'))
        expect(isGreen(end)).toBe(!broke)
        expect(calls.length).toBeLessThanOrEqual(2 * names.length)
        const last = new Map(calls.map((each) => [each.split(' ')[0], each.split(' ')[1]]))
        for (const name of names) expect(last.get(name)).toBe(end.word)
        for (const word of states.values()) if (isGreen(end)) expect(word).toBe('pass')
      }),
      { numRuns: runs(500) },
    )
  })
})
