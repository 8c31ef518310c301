/** The look at the other branches of a repository, once its default branch is proven. */
import { describe, expect, it } from '@jest/globals'
import type { Asking } from '../../../src/client/look.ts'
import type { ScanStatus } from '../../../src/client/scan-status.ts'
import { sweep } from '../../../src/client/sweep.ts'
import { listWatched, type Watched } from '../../../src/client/watched.ts'

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

/** Sweeps a repository whose branch `dev` answers like this, one answer a round, until it is settled. */
async function rounds(
  answers: readonly ScanStatus[],
): Promise<{ count: number; notes: string[]; watched: Watched }> {
  const notes: string[] = []
  let at = 0
  const bitbucket = {
    async *branches() {
      yield { name: 'main', latestCommit: null, isDefault: true }
      yield { name: 'dev', latestCommit: null, isDefault: false }
    },
    async *repositories() {
      yield { project: 'PAY', repo: 'shop' }
    },
  }
  const asking: Asking = {
    soteri: {
      scanStatus: async () => ({
        kind: 'status',
        status: answers[Math.min(at++, answers.length - 1)] ?? done,
      }),
    },
    bitbucket,
    clock: { now: () => 0, elapsed: () => 0, sleep: async () => undefined, random: () => 0 },
    deadline: { at: 1, phase: 'test' },
    startedAt: 0,
    onState: () => undefined,
    note: (sentence) => notes.push(sentence),
    answered: 0,
    notFound: 0,
    existing: null,
  }
  const [watched] = await listWatched([{ kind: 'project', project: 'PAY' }], bitbucket, asking.deadline)
  if (watched === undefined) throw new Error('nothing is watched')
  let count = 0
  while (watched.settled === null && count < 20) {
    await sweep(watched, { by: 'seen running', total: 2 }, asking)
    count++
  }
  return { count, notes, watched }
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
})
