import { describe, expect, it } from '@jest/globals'
import { type ErrorCode, GateError } from '../../../src/errors.ts'
import {
  failingError,
  type Polling,
  passingOrThrow,
  pollBranch,
  showState,
} from '../../../src/server/poll.ts'
import type { StatusReply } from '../../../src/server/soteri.ts'
import { listTrackedTargets, type TrackedTarget } from '../../../src/server/tracked-target.ts'

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
    note: () => undefined,
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
      message: 'The scan status of PAY/shop@dev cannot be read: the server answered 500, 20 times in a row.',
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
