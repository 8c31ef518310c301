import { describe, expect, it } from '@jest/globals'
import { realClock, type SandboxClock, virtualClock } from '../../../sandbox/clock.ts'
import { createScanQueue, type ScanQueue } from '../../../sandbox/scan-queue.ts'

type Job = { readonly key: string }

const jobs = (...keys: string[]): Job[] => keys.map((key) => ({ key }))

function queueOf(
  clock: SandboxClock,
  work: (job: Job, progress: (part: number) => void, signal: AbortSignal) => Promise<string> = async (job) =>
    job.key,
): { queue: ScanQueue<Job>; ended: string[] } {
  const ended: string[] = []
  const queue = createScanQueue<Job, string>({
    clock,
    workers: 2,
    durationMs: 100,
    work,
    finished: (job, outcome, at) => {
      ended.push(`${job.key} ${'result' in outcome ? 'ok' : 'failed'} ${at}`)
    },
  })
  return { queue, ended }
}

describe('the scan queue on a virtual clock', () => {
  it('runs two at a time and the others in their order, to the millisecond', async () => {
    const clock = virtualClock(0)
    const { queue, ended } = queueOf(clock)
    queue.add(jobs('a', 'b', 'c', 'd', 'e'))
    expect(['a', 'b', 'c'].map((key) => queue.state(key).kind)).toEqual(['running', 'running', 'scheduled'])
    clock.advance(50)
    await queue.settle()
    expect(queue.state('a')).toEqual({ kind: 'running', progress: 50 })
    clock.advance(1000)
    await queue.settle()
    expect(ended).toEqual(['a ok 100', 'b ok 100', 'c ok 200', 'd ok 200', 'e ok 300'])
    expect(queue.state('a').kind).toBe('none')
  })

  it('does not put in line twice what waits already, but scans again what runs', async () => {
    const clock = virtualClock(0)
    const { queue, ended } = queueOf(clock)
    queue.add(jobs('a', 'b', 'c'))
    queue.add(jobs('a', 'c', 'c'))
    clock.advance(1000)
    await queue.settle()
    expect(ended.map((each) => each[0])).toEqual(['a', 'b', 'c', 'a'])
  })

  it('reports work that fails and goes on', async () => {
    const clock = virtualClock(0)
    const { queue, ended } = queueOf(clock, async ({ key }) => {
      if (key === 'b') throw new Error('no such branch')
      return key
    })
    queue.add(jobs('a', 'b', 'c'))
    clock.advance(1000)
    await queue.settle()
    expect(ended).toEqual(['a ok 100', 'b failed 100', 'c ok 200'])
  })

  it('cancels what waits, and separately what runs', async () => {
    const clock = virtualClock(0)
    const stopped: string[] = []
    const { queue, ended } = queueOf(clock, (job, _progress, signal) => {
      signal.addEventListener('abort', () => stopped.push(job.key))
      return Promise.resolve(job.key)
    })
    queue.add(jobs('a', 'b', 'c', 'd'))
    expect(queue.cancelWaiting()).toEqual(jobs('c', 'd'))
    expect(queue.state('c').kind).toBe('none')
    queue.add(jobs('e'))
    expect(queue.cancelRunning()).toEqual(jobs('a', 'b'))
    expect(stopped).toEqual(['a', 'b'])
    expect(queue.state('e').kind).toBe('running')
    clock.advance(1000)
    await queue.settle()
    expect(ended).toEqual(['e ok 100'])
  })
})

describe('the scan queue on a clock with timers', () => {
  it('ends a job by itself although its timer fires early', async () => {
    let time = 0
    const slept: number[] = []
    const clock: SandboxClock = {
      now: () => time,
      standsStill: false,
      sleep: async (ms) => {
        slept.push(ms)
        time += ms > 1 ? ms - 1 : ms
      },
    }
    const ended = Promise.withResolvers<number>()
    const queue = createScanQueue<Job, string>({
      clock,
      workers: 1,
      durationMs: 100,
      work: async ({ key }) => key,
      finished: (_job, _outcome, at) => ended.resolve(at),
    })
    queue.add(jobs('a'))
    expect(await ended.promise).toBe(100)
    expect(slept).toEqual([100, 1])
  }, 1000)

  it('ends jobs by itself, and not before their work', async () => {
    const work = Promise.withResolvers<void>()
    const { queue, ended } = queueOf(realClock, async ({ key }, progress) => {
      progress(0.5)
      if (key === 'slow') await work.promise
      return key
    })
    const names = (): (string | undefined)[] => ended.map((each) => each.split(' ')[0])
    queue.add(jobs('quick', 'slow'))
    while (names().length === 0) await realClock.sleep(10)
    expect(names()).toEqual(['quick'])
    expect(queue.state('slow')).toEqual({ kind: 'running', progress: 50 })
    work.resolve()
    while (names().length === 1) await realClock.sleep(10)
    expect(names()).toEqual(['quick', 'slow'])
    queue.close()
  })
})
