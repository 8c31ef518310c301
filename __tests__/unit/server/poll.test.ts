import { describe, expect, it } from '@jest/globals'
import { type ErrorCode, GateError } from '../../../src/errors.ts'
import {
  failingError,
  type Polling,
  passingOrThrow,
  pollBranch,
  pollOtherBranches,
  pollTarget,
  showState,
} from '../../../src/server/poll.ts'
import { parseScanStatus, type ScanStatus, type StatusReply } from '../../../src/server/soteri.ts'
import { evidenceOf, listTrackedTargets, type TrackedTarget } from '../../../src/server/tracked-target.ts'
import { isQueued } from '../../../src/server/wait-progress.ts'
import { fakeClock } from '../../fixtures/fake-clock.ts'
import { queued } from '../../fixtures/scan-server.ts'

describe('polls of a branch', () => {
  const bitbucket = {
    async *branches() {},
    async *repositories() {},
  }
  const deadline = { at: 1, phase: 'test' }

  async function target(): Promise<TrackedTarget> {
    const [tracked] = await listTrackedTargets(
      [{ kind: 'branch', project: 'PAY', repo: 'shop', branch: 'dev' }],
      { bitbucket, deadline },
    )
    if (tracked === undefined) throw new Error('nothing is tracked')
    return tracked
  }

  /** What polls share, with every question and every state that was reported. */
  function polling(answer: () => StatusReply) {
    const asked: unknown[] = []
    const shown: string[] = []
    const whole: Polling = {
      soteri: {
        scanStatus: async (...question) => {
          asked.push(question)
          return answer()
        },
      },
      bitbucket,
      clock: { now: () => 0, elapsed: () => 0, sleep: async () => undefined, random: () => 0 },
      deadline,
      startedAt: 0,
      onState: (tracked, state) => shown.push(`${tracked.name}: ${state}`),
      notes: [],
      answered: 3,
      notFound: 0,
      existing: null,
    }
    return { whole, asked, shown }
  }

  describe('a poll', () => {
    const status: StatusReply = {
      kind: 'status',
      status: {
        scanKey: null,
        scanned: true,
        actual: null,
        progress: null,
        running: null,
        scheduled: null,
        total: null,
        unreadable: [],
        failure: null,
      },
    }

    it('asks once for the branch, by the deadline of the wait, and counts that it was answered', async () => {
      const { whole, asked } = polling(() => status)
      expect(await pollBranch(await target(), 'dev', whole)).toBe(status)
      expect(asked).toEqual([[{ project: 'PAY', repo: 'shop' }, 'dev', 'once', deadline]])
      expect(whole.answered).toBe(4)
    })

    it('counts only what was a status', async () => {
      const missing: StatusReply = { kind: 'not-found' }
      const { whole } = polling(() => missing)
      expect(await pollBranch(await target(), null, whole)).toBe(missing)
      expect(whole.answered).toBe(3)
    })

    it('gives back a failure that may pass, and ends with any other', async () => {
      const passing = new GateError('UNREACHABLE', 'gone')
      const unanswered = polling(() => {
        throw passing
      })
      expect(await pollBranch(await target(), null, unanswered.whole)).toEqual({
        kind: 'unanswered',
        error: passing,
      })
      const fatal = new GateError('RIGHT_MISSING', 'no')
      const refused = polling(() => {
        throw fatal
      })
      await expect(pollBranch(await target(), null, refused.whole)).rejects.toBe(fatal)
    })
  })

  describe('a failure', () => {
    it.each<ErrorCode>([
      'UNREACHABLE',
      'REQUEST_TIMEOUT',
      'SERVER_FAILED',
      'REPLY_UNREADABLE',
      'LOGIN_PAGE',
      'REDIRECTED',
    ])('of the kind %s may pass', (code) => {
      const error = new GateError(code, 'for a while')
      expect(passingOrThrow(error)).toBe(error)
    })

    it.each<ErrorCode>(['TLS_REFUSED', 'PROXY_REFUSED', 'NOT_FOUND', 'RUN_TIMEOUT', 'CANCELLED', 'DEFECT'])(
      'of the kind %s does not',
      (code) => {
        expect(() => passingOrThrow(new GateError(code, 'for good'))).toThrow('for good')
      },
    )

    it('that is no error of ours does not', () => {
      expect(() => passingOrThrow(new TypeError('a defect'))).toThrow(TypeError)
    })

    it('of one branch is shown with its name, status and number', () => {
      expect(failingError('PAY/shop@dev', 500, 20)).toMatchObject({
        code: 'SERVER_FAILED',
        message:
          'The scan status of PAY/shop@dev cannot be read: the server answered 500, 20 times in a row.',
      })
    })
  })

  describe('a state', () => {
    it('is shown when it is news', async () => {
      const { whole, shown } = polling(() => ({ kind: 'not-found' }))
      const tracked = await target()
      for (const state of ['scheduled', 'scheduled', 'running', 'scheduled']) showState(tracked, state, whole)
      expect(shown).toEqual(['PAY/shop@dev: scheduled', 'PAY/shop@dev: running', 'PAY/shop@dev: scheduled'])
    })
  })
})

describe('polls of many targets', () => {
  /** The limits of patience, each to the poll: they count polls of one target in a row. */
  type Answer = StatusReply | GateError

  const deadline = { at: 1, phase: 'test' }
  const missing: StatusReply = { kind: 'not-found' }
  const failing = (status: number): StatusReply => ({ kind: 'failing', status })
  const error = (code: 'REPLY_UNREADABLE' | 'LOGIN_PAGE' | 'REDIRECTED' | 'UNREACHABLE'): GateError =>
    new GateError(code, 'no')
  const bitbucket = {
    async *branches() {
      for (const name of ['main', 'dev']) yield { name, latestCommit: null, isDefault: name === 'main' }
    },
    async *repositories() {},
  }

  const tracked = (branch: string): Promise<readonly TrackedTarget[]> =>
    listTrackedTargets([{ kind: 'branch', project: 'PAY', repo: 'shop', branch }], { bitbucket, deadline })

  /** @param answered statuses that the server gave before */
  function pollingOf(answer: (branch: string | null) => Answer, answered = 0): Polling {
    return {
      soteri: {
        scanStatus: async (_repository, branch) => {
          const reply = answer(branch)
          if (reply instanceof GateError) throw reply
          return reply
        },
      },
      bitbucket,
      clock: fakeClock(),
      deadline,
      startedAt: 0,
      onState: () => undefined,
      notes: [],
      answered,
      notFound: 0,
      existing: null,
    }
  }

  /** The number of the poll that ended the wait, and with what; at most 50 polls. */
  async function endOf(answer: Answer, answered: number): Promise<readonly [polls: number, code: string]> {
    const [target] = await tracked('main')
    if (target === undefined) throw new Error('nothing is tracked')
    const polling = pollingOf(() => answer, answered)
    for (let polls = 1; polls <= 50; polls++) {
      try {
        await pollTarget(target, polling)
      } catch (caught) {
        return [polls, caught instanceof GateError ? caught.code : String(caught)]
      }
    }
    return [50, 'goes on']
  }

  describe('a target is given up', () => {
    it.each<readonly [string, Answer, number, readonly [number, string]]>([
      ['404, where others are answered', missing, 1, [12, 'NOT_FOUND']],
      ['404, where nothing was ever answered', missing, 0, [8, 'SCAN_RESOURCE_MISSING']],
      ['500', failing(500), 1, [20, 'SERVER_FAILED']],
      ['501', failing(501), 1, [20, 'SERVER_FAILED']],
      ['no scan status', error('REPLY_UNREADABLE'), 1, [6, 'REPLY_UNREADABLE']],
      ['a login page', error('LOGIN_PAGE'), 1, [6, 'LOGIN_PAGE']],
      ['a redirect', error('REDIRECTED'), 1, [6, 'REDIRECTED']],
      ['503, as in a restart', failing(503), 1, [50, 'goes on']],
      ['no answer', error('UNREACHABLE'), 1, [50, 'goes on']],
    ])('after %s', async (_name, answer, answered, end) => {
      expect(await endOf(answer, answered)).toEqual(end)
    })
  })

  it('counts each target by itself, and begins anew after another state', async () => {
    const [[main], [dev]] = await Promise.all([tracked('main'), tracked('dev')])
    if (main === undefined || dev === undefined) throw new Error('nothing is tracked')
    const status = parseScanStatus(queued)
    if (status === null) throw new Error('no status')
    let answer: Answer = error('LOGIN_PAGE')
    const polling = pollingOf(() => answer, 1)
    for (let round = 0; round < 5; round++) for (const one of [main, dev]) await pollTarget(one, polling)
    answer = { kind: 'status', status }
    await pollTarget(main, polling)
    answer = error('LOGIN_PAGE')
    for (let round = 0; round < 5; round++) await pollTarget(main, polling)
    await expect(pollTarget(dev, polling)).rejects.toBe(answer)
    await expect(pollTarget(main, polling)).rejects.toBe(answer)
  })
})

describe('polls of other branches', () => {
  /** Polls of the other branches of a repository, once its default branch is proven. */
  const status = (over: Partial<ScanStatus>): ScanStatus => ({
    scanKey: 'k',
    scanned: true,
    actual: true,
    progress: 100,
    running: false,
    scheduled: false,
    total: 1,
    unreadable: [],
    failure: null,
    ...over,
  })
  const before = status({})
  const done = status({ scanKey: 'k2' })
  const outdated = status({ actual: false })
  const running = status({ running: true, progress: 40 })
  const unscanned = status({ scanned: false, actual: false, progress: 0 })
  const missing: StatusReply = { kind: 'not-found' }

  type Rounds = {
    count: number
    notes: string[]
    states: string[]
    queued: boolean[]
    tracked: TrackedTarget
  }

  const replyOf = (status: ScanStatus): StatusReply => ({ kind: 'status', status })

  /** Polls a repository whose branch `dev` answers like this, one answer a round, until it is settled. */
  const rounds = (answers: readonly ScanStatus[]): Promise<Rounds> => roundsOf({ dev: answers.map(replyOf) })

  /** The same with the answers of several branches; the last one of each is given again and again. */
  async function roundsOf(
    answers: Readonly<Record<string, readonly (StatusReply | GateError)[]>>,
    more: {
      total?: number | null
      listing?: readonly (GateError | null)[]
      deleted?: readonly string[]
      active?: boolean
      namesDefault?: boolean
    } = {},
  ): Promise<Rounds> {
    const { total = 2, listing = [], deleted = [], active = true, namesDefault = true } = more
    const notes: string[] = []
    const states: string[] = []
    const queued: boolean[] = []
    const asked = new Map<string, number>()
    let listed = 0
    let count = 0
    const bitbucket = {
      async *branches() {
        const trouble = listing[listed++] ?? null
        if (trouble !== null) throw trouble
        yield { name: 'main', latestCommit: null, isDefault: namesDefault }
        const names = Object.keys(answers).filter((name) => listed === 1 || !deleted.includes(name))
        for (const name of names) yield { name, latestCommit: null, isDefault: false }
      },
      async *repositories() {
        yield { project: 'PAY', repo: 'shop' }
      },
    }
    const polling: Polling = {
      soteri: {
        scanStatus: async (_repository, branch) => {
          const own = answers[branch ?? ''] ?? []
          const at = asked.get(branch ?? '') ?? 0
          asked.set(branch ?? '', at + 1)
          const reply = own[Math.min(at, own.length - 1)] ?? replyOf(done)
          if (reply instanceof GateError) throw reply
          return reply
        },
      },
      bitbucket,
      clock: { now: () => 0, elapsed: () => 3000 * count, sleep: async () => undefined, random: () => 0 },
      deadline: { at: 1, phase: 'test' },
      startedAt: 0,
      onState: (_watched, state) => states.push(state),
      notes,
      answered: 0,
      notFound: 0,
      existing: null,
    }
    const lists = { bitbucket, deadline: polling.deadline }
    const [tracked] = await listTrackedTargets([{ kind: 'project', project: 'PAY' }], lists)
    if (tracked === undefined) throw new Error('nothing is tracked')
    tracked.progress = { ...tracked.progress, signs: active ? ['seen running'] : [] }
    while (tracked.settled === null && count < 30) {
      await pollOtherBranches(tracked, { by: 'seen running', total }, polling)
      queued.push(isQueued(tracked))
      count++
    }
    return { count, notes, states, queued, tracked }
  }

  it('waits while the other branch runs, and adds up what was found', async () => {
    const { count, notes, tracked } = await rounds([running, running, done, done])
    expect({ count, notes }).toEqual({ count: 4, notes: [] })
    expect(tracked.settled?.total).toBe(3)
    expect(tracked.others?.unchanged).toEqual([])
  })

  it.each<[string, readonly ScanStatus[], number]>([
    ['another scan key', [before, done], 3],
    ['a first result', [unscanned, unscanned, before], 4],
    ['a result that was out of date, and a new key', [outdated, outdated, outdated, outdated, done], 6],
    ['a scan that was queued', [before, status({ scheduled: true }), before], 4],
  ])('takes %s for a scan after the trigger', async (_name, answers, count) => {
    const ended = await rounds(answers)
    expect(ended.count).toBe(count)
    expect(ended.tracked.others?.unchanged).toEqual([])
    expect(ended.tracked.settled?.provenBy).toBe(
      'default branch: seen running; no other branch waits or runs',
    )
  })

  it('looks three times at a result that does not move, and says of whom nothing shows a scan', async () => {
    const { count, tracked } = await roundsOf({
      dev: [replyOf(before)],
      b: [replyOf(running), replyOf(done), replyOf(done)],
    })
    expect(count).toBe(3)
    expect(tracked.others?.unchanged).toEqual(['dev'])
    expect(tracked.settled?.provenBy).toBe(
      'default branch: seen running; no other branch waits or runs, but nothing shows a scan after the trigger for dev',
    )
  })

  it('does not take an old result, shown right after the trigger, for the end', async () => {
    const { count, tracked } = await rounds([before, before, running, done])
    expect({ count, unchanged: tracked.others?.unchanged }).toEqual({ count: 5, unchanged: [] })
  })

  it('begins anew with counting looks when the branch was unclear in between', async () => {
    const odd = status({ running: null, unreadable: ['running'] })
    expect((await rounds([before, before, odd, before, before, before])).count).toBe(6)
  })

  it.each<[string, StatusReply | GateError]>([
    ['not scanned', replyOf(unscanned)],
    ['not up to date', replyOf(outdated)],
    ['of running 1', replyOf(status({ running: null, unreadable: ['running'] }))],
    [
      'of nothing but texts',
      replyOf(status({ scanned: null, actual: null, unreadable: ['scanned', 'actual'] })),
    ],
    ['of null', replyOf(status({ scanned: null, actual: null, running: null, scheduled: null }))],
    ['at 40% and idle', replyOf(status({ progress: 40 }))],
    ['missing', missing],
    ['no answer', new GateError('UNREACHABLE', 'gone')],
  ])('never settles a branch whose status is %s for ever', async (_name, answer) => {
    const { count, tracked } = await roundsOf({ dev: [answer] })
    expect({ count, settled: tracked.settled }).toEqual({ count: 30, settled: null })
    expect([...(tracked.others?.open.keys() ?? [])]).toEqual(['dev'])
  })

  it('trusts silence on running and scheduled only from a server that was heard to say them', async () => {
    const silent = replyOf(status({ running: null, scheduled: null }))
    expect((await roundsOf({ a: [silent] })).count).toBe(3)
    expect((await roundsOf({ a: [silent] }, { active: false })).tracked.settled).toBeNull()
  })

  it('lets a branch go that Bitbucket does not list any more, and notes it', async () => {
    const { count, notes, tracked } = await roundsOf(
      { a: [missing], b: [replyOf(running), replyOf(done), replyOf(done)] },
      { deleted: ['a'] },
    )
    expect({ count, notes }).toEqual({
      count: 3,
      notes: ['PAY/shop: deleted during the wait: a.'],
    })
    expect(tracked.settled?.total).toBeNull()
  })

  it('asks Bitbucket again for a branch that goes missing, also where the first answer failed', async () => {
    const gone = new GateError('UNREACHABLE', 'gone')
    const ended = await roundsOf({ a: [missing] }, { deleted: ['a'], listing: [null, gone] })
    expect(ended.count).toBe(12)
  })

  it('says how many branches are left, and what proves the end', async () => {
    const { states, tracked } = await roundsOf({
      a: [replyOf(running), replyOf(running), replyOf(running), replyOf(done)],
      b: [replyOf(running), replyOf(done)],
    })
    expect(states).toEqual(['finished, 2 other branches to go', 'finished, 1 other branch to go', 'finished'])
    expect(tracked.settled).toEqual({
      provenBy: 'default branch: seen running; no other branch waits or runs',
      total: 4,
    })
  })

  it('knows whether all that is left stands in the queue', async () => {
    const scheduled = replyOf(status({ scheduled: true, running: null }))
    const both = replyOf(status({ scheduled: true, running: true }))
    expect((await roundsOf({ a: [scheduled, replyOf(done)], b: [scheduled, replyOf(done)] })).queued[0]).toBe(
      true,
    )
    expect(
      (await roundsOf({ a: [scheduled, replyOf(done)], b: [replyOf(running), replyOf(done)] })).queued[0],
    ).toBe(false)
    expect((await roundsOf({ a: [both, replyOf(done)] })).queued[0]).toBe(false)
    expect((await roundsOf({ a: [missing] })).queued[0]).toBe(false)
    expect((await rounds([outdated])).queued[0]).toBe(false)
  })

  it('has no total where the list does not mark the default branch, which would count twice', async () => {
    const { tracked } = await roundsOf({ a: [replyOf(done)] }, { namesDefault: false })
    expect(tracked.settled?.provenBy).toContain('default branch')
    expect(tracked.settled?.total).toBeNull()
  })

  it('has no total as soon as one branch has none, but those of the others', async () => {
    const uncounted = replyOf(status({ total: null }))
    const { tracked } = await roundsOf({ a: [uncounted], b: [replyOf(done)] })
    expect(tracked.settled?.total).toBeNull()
    expect([...(evidenceOf(tracked).branches ?? [])]).toEqual([
      ['main', 2],
      ['a', null],
      ['b', 1],
    ])
    expect((await roundsOf({ a: [replyOf(done)] }, { total: null })).tracked.settled?.total).toBeNull()
  })

  it('goes on through failures that pass, and lists the branches again when that failed', async () => {
    const gone = new GateError('UNREACHABLE', 'gone')
    expect((await roundsOf({ a: [gone, gone, gone, gone, replyOf(running), replyOf(done)] })).count).toBe(7)
    expect((await roundsOf({ a: [replyOf(before), replyOf(done)] }, { listing: [gone, gone] })).count).toBe(5)
  })

  it.each(['RIGHT_MISSING', 'CREDENTIALS_REFUSED'] as const)('ends at once with %s', async (code) => {
    const fatal = new GateError(code, 'no')
    await expect(roundsOf({ a: [fatal] })).rejects.toBe(fatal)
    await expect(roundsOf({ a: [replyOf(done)] }, { listing: [fatal] })).rejects.toBe(fatal)
  })

  it('gives up a branch that answers 500 twenty times in a row, and not one round sooner', async () => {
    const failing: StatusReply = { kind: 'failing', status: 500 }
    const times = (count: number): StatusReply[] => Array.from({ length: count }, () => failing)
    await expect(roundsOf({ a: times(1) })).rejects.toMatchObject({
      code: 'SERVER_FAILED',
      message: 'The scan status of PAY/shop@a cannot be read: the server answered 500, 20 times in a row.',
    })
    expect((await roundsOf({ a: [...times(19), replyOf(running), ...times(5), replyOf(done)] })).count).toBe(
      27,
    )
    await expect(roundsOf({ a: times(1), b: [replyOf(running)] })).rejects.toMatchObject({
      code: 'SERVER_FAILED',
    })
    const restarting: StatusReply = { kind: 'failing', status: 503 }
    expect(
      (await roundsOf({ a: [...Array(25).fill(restarting), replyOf(running), replyOf(done)] })).count,
    ).toBe(28)
  })
})
