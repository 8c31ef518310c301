/** What a wait asks of the server, and what it says meanwhile. How it ends is in wait-for-scan.test.ts. */
import { describe, expect, it } from '@jest/globals'
import { type ErrorCode, GateError } from '../../../src/errors.ts'
import { takeSnapshot } from '../../../src/server/tracked-target.ts'
import { noteTrigger, pollDelay, queueDelay, waitForScan } from '../../../src/server/wait.ts'
import type { Target } from '../../../src/target.ts'
import { errorOf } from '../../fixtures/client-world.ts'
import {
  type Answer,
  always,
  fresh,
  oneBranch,
  ordinary,
  queued,
  result,
  runningAt,
  type ScanServer,
  type Script,
  scanServer,
  timeline,
  waitOn,
} from '../../fixtures/scan-server.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const project: Target = { kind: 'project', project: 'PROJ' }
const branch = (name: string): Target => ({ kind: 'branch', project: 'PROJ', repo: 'repo', branch: name })
const main = branch('main')

const manyRepositories = (count: number, own: Record<string, Script>, options = {}): ScanServer =>
  scanServer(Object.fromEntries(Array.from({ length: count }, (_, i) => [`PROJ/r${i}`, own])), options)

describe('the snapshot', () => {
  /** How each question was asked, and the deadline it had. */
  const recorded = (script: Script) => {
    const server = oneBranch(script)
    const questions: [string, unknown][] = []
    const { scanStatus } = server.soteri
    const soteri: ScanServer['soteri'] = {
      ...server.soteri,
      scanStatus: (repository, name, asking, deadline) => {
        questions.push([asking, deadline])
        return scanStatus(repository, name, asking, deadline)
      },
    }
    return { world: { ...server, soteri }, questions, asked: () => questions.map(([asking]) => asking) }
  }

  it.each<readonly [Answer, readonly string[]]>([
    [result, ['once']],
    [404, ['once']],
    [500, ['once']],
    [503, ['once', 'patiently']],
    [new GateError('UNREACHABLE', 'gone'), ['once', 'patiently']],
    [new GateError('REQUEST_TIMEOUT', 'slow'), ['once', 'patiently']],
    [new GateError('REPLY_UNREADABLE', 'odd'), ['once']],
    [new GateError('LOGIN_PAGE', 'html'), ['once']],
  ])('asks %j as often as a restart explains the answer', async (before, expected) => {
    const { world, asked } = recorded(always(before))
    await takeSnapshot([main], world).catch(() => undefined)
    expect(asked()).toEqual(expected)
  })

  it('has a deadline of its own', async () => {
    const { world, questions } = recorded(always(result))
    await takeSnapshot([main], world)
    expect(questions).toEqual([['once', { at: HOUR, phase: 'the look at the state before the trigger' }]])
  })

  it('knows nothing of a status that it cannot read, and counts those that it could', async () => {
    const odd = oneBranch(always(new GateError('REPLY_UNREADABLE', 'odd')))
    const unread = await takeSnapshot([main], odd)
    expect(unread.tracked[0]?.progress.before).toEqual({ kind: 'unknown', scanKey: null })
    expect(unread.answered).toBe(0)
    const both = scanServer({ 'PROJ/a': { main: always(result) }, 'PROJ/b': { main: always(404) } })
    expect((await takeSnapshot([project], both)).answered).toBe(1)
  })

  it('is refused with what may not pass', async () => {
    const refused = oneBranch(always(new GateError('LOGIN_PAGE', 'html')))
    expect((await errorOf(takeSnapshot([main], refused))).code).toBe('LOGIN_PAGE')
  })

  it('says how much is to be tracked, and nothing more when that is quick', async () => {
    const one = oneBranch(always(result))
    await takeSnapshot([main], one)
    expect(one.log.lines.map(({ line }) => line)).toEqual(['Watching 1 branch or repository.'])
    const two = manyRepositories(2, { main: always(result) })
    await takeSnapshot([project], two)
    expect(two.log.lines.map(({ line }) => line)).toEqual(['Watching 2 branches or repositories.'])
  })

  it('asks no further when one answer ends it', async () => {
    const server = manyRepositories(100, { main: always(new GateError('RIGHT_MISSING', 'No.')) })
    server.contents.forEach((own, name) => {
      if (name !== 'PROJ/r0') own.set('main', always(result))
    })
    expect((await errorOf(takeSnapshot([project], server))).code).toBe('RIGHT_MISSING')
    expect(server.asked.length).toBeLessThanOrEqual(8)
  })
})

describe('the first look after a trigger', () => {
  it('counts an answer, and its time is noted', async () => {
    const server = oneBranch(ordinary(MINUTE, MINUTE))
    const snapshot = await takeSnapshot([main], server)
    await noteTrigger(main, snapshot, server)
    expect([snapshot.answered, snapshot.ended, snapshot.tracked[0]?.triggeredAt]).toEqual([
      2,
      null,
      '2026-01-01T00:00:00.000Z',
    ])
  })

  it('is not taken for further targets once one was refused', async () => {
    const refused: Script = { before: result, after: () => new GateError('RIGHT_MISSING', 'No.') }
    const server = scanServer({ 'PROJ/repo': { main: refused, dev: refused } })
    const { error, evidence } = await waitOn(server, main, branch('dev'))
    expect(error?.code).toBe('RIGHT_MISSING')
    expect(server.asked).toEqual(['PROJ/repo@main', 'PROJ/repo@dev', 'PROJ/repo@main'])
    expect(evidence.every(({ triggeredAt }) => triggeredAt !== null)).toBe(true)
  })
})

describe('a wait', () => {
  it('gives each of its three steps a deadline and a name', async () => {
    const deadlines = new Map<string, number>()
    const server = oneBranch(ordinary(MINUTE, MINUTE), { requestMs: 10 })
    const { scanStatus } = server.soteri
    const soteri: ScanServer['soteri'] = {
      ...server.soteri,
      scanStatus: (repository, name, asking, deadline) => {
        deadlines.set(deadline?.phase ?? 'none', deadline?.at ?? 0)
        return scanStatus(repository, name, asking, deadline)
      },
    }
    await waitOn({ ...server, soteri }, main)
    expect([...deadlines]).toEqual([
      ['the look at the state before the trigger', HOUR],
      ['the first look after the trigger', HOUR + 10],
      ['the wait for the scan (`timeout`)', HOUR + 20],
    ])
  })

  it('looks at those that run in every round, and less often at those in a long queue', async () => {
    const asked = async (state: Answer): Promise<number> => {
      const script: Script = { before: result, after: timeline([0, state], [HOUR, fresh]) }
      const server = manyRepositories(60, { main: script }, { timeoutMs: 3 * HOUR })
      expect((await waitOn(server, project)).error).toBeNull()
      return server.asked.length
    }
    const [running, waiting] = [await asked(runningAt(10)), await asked(queued)]
    expect(running).toBeGreaterThan(60 * 60)
    expect(waiting).toBeLessThan(running * 0.75)
    expect(waiting).toBeGreaterThan(60 * 10)
  })

  it('names only what is not done when the time is over', async () => {
    const server = scanServer({
      'PROJ/repo': { main: ordinary(10, 10), dev: always(result, queued) },
    })
    const { error } = await waitOn(server, main, branch('dev'))
    expect(error?.message).toContain('PROJ/repo@dev (scheduled)')
    expect(error?.message).not.toContain('PROJ/repo@main')
  })

  it('calls it the time-out of the scan when a question comes to the deadline', async () => {
    const server = oneBranch(always(result, queued), { requestMs: 25 * MINUTE })
    expect((await waitOn(server, main)).error?.code).toBe('SCAN_TIMEOUT')
  })

  it('says that it was stopped', async () => {
    const stop = new AbortController()
    const script: Script = {
      before: result,
      after: (ms) => {
        if (ms > MINUTE) stop.abort()
        return queued
      },
    }
    const { error } = await waitOn(oneBranch(script, { stop: stop.signal }), main)
    expect(error?.message).toBe('Stopped while waiting for the scan.')
  })

  it.each<readonly [number, number]>([
    [50, 50],
    [52, 51],
  ])('of %i repositories with something to note has %i notes', async (count, expected) => {
    const server = manyRepositories(count, { main: ordinary(10, 10) })
    for (const branches of server.contents.values()) {
      const goes = (): Answer => {
        branches.delete('dev')
        return 404
      }
      branches.set('dev', { before: result, after: goes })
    }
    const { error, notes } = await waitOn(server, project)
    expect(error).toBeNull()
    expect(notes).toHaveLength(expected)
    expect(notes[49]).toContain('deleted during the wait: dev')
    if (count > 50) expect(notes[50]).toBe('2 more notes were left out.')
  })

  it('that nothing triggered is a defect, in words', async () => {
    const empty = { tracked: [], byTarget: new Map(), answered: 0, wereAdded: false, ended: null }
    expect((await waitForScan(empty, scanServer({}))).error).toMatchObject({
      code: 'DEFECT' satisfies ErrorCode,
      message: 'A wait for no scan at all proves nothing.',
    })
    const server = oneBranch(always(result))
    expect((await waitForScan(await takeSnapshot([main], server), server)).error).toMatchObject({
      code: 'DEFECT',
      message: 'PROJ/repo@main is waited for, but was not triggered.',
    })
  })
})

describe('what a wait says of its targets', () => {
  const unclear = { ...result, running: 'no' }
  const script: Script = {
    before: result,
    after: timeline(
      [0, queued],
      [MINUTE, unclear],
      [3 * MINUTE, { ...fresh, progress: 40 }],
      [5 * MINUTE, fresh],
    ),
  }
  const levels = async (count: number, options = {}): Promise<Record<string, Set<string>>> => {
    const server = manyRepositories(count, { main: script }, options)
    expect((await waitOn(server, project)).error).toBeNull()
    const levels: Record<string, Set<string>> = {}
    for (const { level, line } of server.log.lines) {
      const state = /^PROJ\/r\d+: (scheduled|unclear|finished$)/.exec(line)?.[1]
      if (state !== undefined) levels[state] = (levels[state] ?? new Set()).add(level)
    }
    return levels
  }
  const [info, debug] = [new Set(['info']), new Set(['debug'])]

  it('is every state where they are few', async () => {
    expect(await levels(50)).toEqual({ scheduled: info, unclear: info, finished: info })
  })

  it('is their ends and troubles where they are many, or where something else shows the rest', async () => {
    expect(await levels(51)).toEqual({ scheduled: debug, unclear: info, finished: info })
    expect(await levels(2, { progress: () => undefined })).toEqual({
      scheduled: debug,
      unclear: info,
      finished: info,
    })
  })
})

describe('delays', () => {
  const delays = (pollIntervalMs: number, rounds: number): number[] =>
    Array.from({ length: rounds }, (_, round) => pollDelay(round, pollIntervalMs, 0.5))

  describe('the delay between polls', () => {
    it('begins quickly, reaches the interval and grows to its limit', () => {
      expect(delays(10_000, 13)).toEqual([
        250, 500, 1000, 2000, 4000, 8000, 10_000, 15_000, 22_500, 33_750, 50_625, 60_000, 60_000,
      ])
    })

    it('has no quick phase below a quarter of a second', () => {
      expect(delays(100, 6)).toEqual([100, 150, 225, 338, 506, 600])
    })

    it('keeps an interval that is longer than the limit', () => {
      expect(delays(300_000, 14).slice(11)).toEqual([300_000, 300_000, 300_000])
    })

    it('moves by a fifth either way with chance, and is never zero', () => {
      expect(pollDelay(6, 10_000, 0)).toBe(8000)
      expect(pollDelay(6, 10_000, 1)).toBe(12_000)
      expect(pollDelay(1_000_000, 1, 0)).toBeGreaterThanOrEqual(1)
    })
  })

  describe('the delay of a target in the queue', () => {
    const HOUR = 3_600_000
    const sight = { open: 100, done: 0, waitedMs: HOUR, leftMs: 100 * HOUR }

    it('grows with the queue', () => {
      expect(queueDelay(sight)).toBe(200_000)
      expect(queueDelay({ ...sight, open: 200 })).toBe(400_000)
    })

    it('is at most a quarter of the time waited, so that an end of all at once is not seen late', () => {
      expect(queueDelay({ ...sight, open: 5000 })).toBe(HOUR / 4)
    })

    it('is nothing when nothing was waited yet', () => {
      expect(queueDelay({ ...sight, waitedMs: 0 })).toBe(0)
    })

    it('is at most a quarter of what the rest will take at the pace of what is done', () => {
      expect(queueDelay({ ...sight, open: 1000, done: 4000 })).toBe(HOUR / 16)
    })

    it('is at most a quarter of the time until the deadline, so that what ends before it is seen', () => {
      expect(queueDelay({ ...sight, leftMs: 60_000 })).toBe(15_000)
    })
  })
})
