import { describe, expect, it } from '@jest/globals'
import { type ErrorCode, GateError } from '../../../src/errors.ts'
import { type Asking, failingError, look, passingOrThrow, show } from '../../../src/server/poll-target.ts'
import type { StatusReply } from '../../../src/server/soteri.ts'
import { listWatched, type Watched } from '../../../src/server/tracked-target.ts'

const bitbucket = {
  async *branches() {},
  async *repositories() {},
}
const deadline = { at: 1, phase: 'test' }

async function target(): Promise<Watched> {
  const [watched] = await listWatched(
    [{ kind: 'branch', project: 'PAY', repo: 'shop', branch: 'dev' }],
    bitbucket,
    deadline,
  )
  if (watched === undefined) throw new Error('nothing is watched')
  return watched
}

/** What asking keeps in mind, with everything that was asked and told. */
function asking(answer: () => StatusReply) {
  const asked: unknown[] = []
  const told: string[] = []
  const whole: Asking = {
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
    onState: (watched, state) => told.push(`${watched.name}: ${state}`),
    note: () => undefined,
    answered: 3,
    notFound: 0,
    existing: null,
  }
  return { whole, asked, told }
}

describe('a look', () => {
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
    },
  }

  it('asks once for the branch, by the deadline of the wait, and counts that it was answered', async () => {
    const { whole, asked } = asking(() => status)
    expect(await look(await target(), 'dev', whole)).toBe(status)
    expect(asked).toEqual([[{ project: 'PAY', repo: 'shop' }, 'dev', 'once', deadline]])
    expect(whole.answered).toBe(4)
  })

  it('counts only what was a status', async () => {
    const missing: StatusReply = { kind: 'not-found', bitbucketError: null }
    const { whole } = asking(() => missing)
    expect(await look(await target(), null, whole)).toBe(missing)
    expect(whole.answered).toBe(3)
  })

  it('gives back a failure that may pass, and ends with any other', async () => {
    const passing = new GateError('UNREACHABLE', 'gone')
    const unanswered = asking(() => {
      throw passing
    })
    expect(await look(await target(), null, unanswered.whole)).toEqual({ kind: 'unanswered', error: passing })
    const fatal = new GateError('RIGHT_MISSING', 'no')
    const refused = asking(() => {
      throw fatal
    })
    await expect(look(await target(), null, refused.whole)).rejects.toBe(fatal)
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

  it('of one branch is told with its name, status and number', () => {
    expect(failingError('PAY/shop@dev', 500, 20)).toMatchObject({
      code: 'SERVER_FAILED',
      message: 'The scan status of PAY/shop@dev cannot be read: the server answered 500, 20 times in a row.',
    })
  })
})

describe('a state', () => {
  it('is told when it is news', async () => {
    const { whole, told } = asking(() => ({ kind: 'not-found', bitbucketError: null }))
    const watched = await target()
    for (const state of ['scheduled', 'scheduled', 'running', 'scheduled']) show(watched, state, whole)
    expect(told).toEqual(['PAY/shop@dev: scheduled', 'PAY/shop@dev: running', 'PAY/shop@dev: scheduled'])
  })
})
