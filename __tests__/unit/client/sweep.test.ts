/** The look at the other branches of a repository, once its default branch is proven. */
import { describe, expect, it } from '@jest/globals'
import type { Asking } from '../../../src/client/look.ts'
import type { ScanStatus } from '../../../src/client/scan-status.ts'
import type { StatusReply } from '../../../src/client/soteri.ts'
import { sweep } from '../../../src/client/sweep.ts'
import { listWatched, type Watched } from '../../../src/client/watched.ts'
import { GateError } from '../../../src/errors.ts'

const status = (over: Partial<ScanStatus>): ScanStatus => ({
  scanKey: 'k',
  scanned: true,
  actual: true,
  progress: 100,
  running: false,
  scheduled: false,
  total: 1,
  unreadable: [],
  ...over,
})
const done = status({})
const old = status({ actual: false })
const running = status({ running: true, progress: 40 })
const missing: StatusReply = { kind: 'not-found', bitbucketError: null }

type Told = { count: number; notes: string[]; states: string[]; queued: boolean[]; watched: Watched }

const told = (status: ScanStatus): StatusReply => ({ kind: 'status', status })

/** Sweeps a repository whose branch `dev` answers like this, one answer a round, until it is settled. */
const rounds = (answers: readonly ScanStatus[]): Promise<Told> => roundsOf({ dev: answers.map(told) })

/** The same with the answers of several branches; the last one of each is given again and again. */
async function roundsOf(
  answers: Readonly<Record<string, readonly (StatusReply | GateError)[]>>,
  more: { total?: number | null; listing?: readonly (GateError | null)[] } = {},
): Promise<Told> {
  const { total = 2, listing = [] } = more
  const notes: string[] = []
  const states: string[] = []
  const queued: boolean[] = []
  const asked = new Map<string, number>()
  let listed = 0
  const bitbucket = {
    async *branches() {
      const trouble = listing[listed++] ?? null
      if (trouble !== null) throw trouble
      yield { name: 'main', latestCommit: null, isDefault: true }
      for (const name of Object.keys(answers)) yield { name, latestCommit: null, isDefault: false }
    },
    async *repositories() {
      yield { project: 'PAY', repo: 'shop' }
    },
  }
  const asking: Asking = {
    soteri: {
      scanStatus: async (_repository, branch) => {
        const own = answers[branch ?? ''] ?? []
        const at = asked.get(branch ?? '') ?? 0
        asked.set(branch ?? '', at + 1)
        const reply = own[Math.min(at, own.length - 1)] ?? told(done)
        if (reply instanceof GateError) throw reply
        return reply
      },
    },
    bitbucket,
    clock: { now: () => 0, elapsed: () => 0, sleep: async () => undefined, random: () => 0 },
    deadline: { at: 1, phase: 'test' },
    startedAt: 0,
    onState: (_watched, state) => states.push(state),
    note: (sentence) => notes.push(sentence),
    answered: 0,
    notFound: 0,
    existing: null,
  }
  const [watched] = await listWatched([{ kind: 'project', project: 'PAY' }], bitbucket, asking.deadline)
  if (watched === undefined) throw new Error('nothing is watched')
  let count = 0
  while (watched.settled === null && count < 30) {
    await sweep(watched, { by: 'seen running', total }, asking)
    queued.push(watched.sweep?.queued ?? false)
    count++
  }
  return { count, notes, states, queued, watched }
}

describe('the sweep', () => {
  it('is over at once when the other branch is done, and adds up what was found', async () => {
    const { count, notes, watched } = await rounds([done])
    expect({ count, notes }).toEqual({ count: 1, notes: [] })
    expect(watched.settled?.total).toBe(3)
  })

  it('waits while the other branch runs', async () => {
    expect((await rounds([running, running, done])).count).toBe(3)
  })

  it('does not take an old result, shown right after the trigger, for the end', async () => {
    const { count, notes } = await rounds([old, old, running, done])
    expect({ count, notes }).toEqual({ count: 4, notes: [] })
  })

  it('notes a branch that stays idle without an up-to-date result, and goes on', async () => {
    const { count, notes } = await rounds([old])
    expect(count).toBe(3)
    expect(notes).toEqual(['PAY/shop: idle without an up-to-date scan result: dev.'])
  })

  it('tells how many branches are left, and what proves the end', async () => {
    const { states, watched } = await roundsOf({
      a: [told(running), told(running), told(done)],
      b: [told(running), told(done)],
    })
    expect(states).toEqual(['finished, 2 other branches to go', 'finished, 1 other branch to go', 'finished'])
    expect(watched.settled).toEqual({
      provenBy: 'default branch: seen running; no other branch waits or runs',
      total: 4,
    })
  })

  it('knows whether all that is left stands in the queue', async () => {
    const scheduled = told(status({ scheduled: true, running: null }))
    const both = told(status({ scheduled: true, running: true }))
    expect((await roundsOf({ a: [scheduled, told(done)], b: [scheduled, told(done)] })).queued[0]).toBe(true)
    expect((await roundsOf({ a: [scheduled, told(done)], b: [told(running), told(done)] })).queued[0]).toBe(
      false,
    )
    expect((await roundsOf({ a: [both, told(done)] })).queued[0]).toBe(false)
    expect((await roundsOf({ a: [missing] })).queued[0]).toBe(false)
    expect((await rounds([old])).queued[0]).toBe(false)
  })

  it('has no total as soon as one branch does not tell its own', async () => {
    const untold = told(status({ total: null }))
    expect((await roundsOf({ a: [untold], b: [told(done)] })).watched.settled?.total).toBeNull()
    expect((await roundsOf({ a: [told(done)] }, { total: null })).watched.settled?.total).toBeNull()
    expect((await roundsOf({ a: [missing] })).watched.settled?.total).toBeNull()
  })

  it('names three of the idle branches, and counts the others', async () => {
    const named = (count: number) =>
      roundsOf(Object.fromEntries(Array.from({ length: count }, (_, i) => [`b${i}`, [missing]])))
    expect((await named(3)).notes).toEqual(['PAY/shop: idle without an up-to-date scan result: b0, b1, b2.'])
    expect((await named(5)).notes).toEqual([
      'PAY/shop: idle without an up-to-date scan result: b0, b1, b2 and 2 more.',
    ])
  })

  it('begins anew with counting idle looks when the branch was busy in between', async () => {
    const { count, notes } = await rounds([old, old, running, old, old, old])
    expect({ count, notes: notes.length }).toEqual({ count: 6, notes: 1 })
  })

  it('goes on through failures that pass, and lists the branches again when that failed', async () => {
    const gone = new GateError('UNREACHABLE', 'gone')
    expect((await roundsOf({ a: [gone, gone, gone, gone, told(done)] })).count).toBe(5)
    expect((await roundsOf({ a: [told(done)] }, { listing: [gone, gone] })).count).toBe(3)
  })

  it.each(['RIGHT_MISSING', 'CREDENTIALS_REFUSED'] as const)('ends at once with %s', async (code) => {
    const fatal = new GateError(code, 'no')
    await expect(roundsOf({ a: [fatal] })).rejects.toBe(fatal)
    await expect(roundsOf({ a: [told(done)] }, { listing: [fatal] })).rejects.toBe(fatal)
  })

  it('gives up a branch that answers 500 twenty times in a row, and not one round sooner', async () => {
    const failing: StatusReply = { kind: 'failing', status: 500 }
    const times = (count: number): StatusReply[] => Array.from({ length: count }, () => failing)
    await expect(roundsOf({ a: times(1) })).rejects.toMatchObject({
      code: 'SERVER_FAILED',
      message: 'The scan status of PAY/shop@a cannot be read: the server answered 500, 20 times in a row.',
    })
    expect((await roundsOf({ a: [...times(19), told(running), ...times(5), told(done)] })).count).toBe(26)
    await expect(roundsOf({ a: times(1), b: [told(running)] })).rejects.toMatchObject({
      code: 'SERVER_FAILED',
    })
    const restarting: StatusReply = { kind: 'failing', status: 503 }
    expect((await roundsOf({ a: [...Array(25).fill(restarting), told(done)] })).count).toBe(26)
  })
})
