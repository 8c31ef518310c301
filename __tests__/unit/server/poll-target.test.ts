/** The limits of patience, each to the poll: they count polls of one target in a row. */
import { describe, expect, it } from '@jest/globals'
import { GateError } from '../../../src/errors.ts'
import type { Polling } from '../../../src/server/poll.ts'
import { pollTarget } from '../../../src/server/poll.ts'
import type { StatusReply } from '../../../src/server/soteri.ts'
import { parseScanStatus } from '../../../src/server/soteri.ts'
import { listTrackedTargets, type TrackedTarget } from '../../../src/server/tracked-target.ts'
import { fakeClock } from '../../fixtures/fake-clock.ts'
import { queued } from '../../fixtures/scan-server.ts'

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
    note: () => undefined,
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
