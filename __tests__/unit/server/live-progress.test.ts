import { describe, expect, it } from '@jest/globals'
import { noStates, startProgress } from '../../../src/server/scan-state.ts'
import type { TrackedTarget } from '../../../src/server/tracked-target.ts'
import { countProgress, liveText, type WaitProgress } from '../../../src/server/wait-progress.ts'
import { noNames } from '../../../src/text.ts'

const waiting = (more: Partial<WaitProgress> = {}): WaitProgress => ({
  done: 1,
  total: 3,
  running: 1,
  scheduled: 1,
  elapsedMs: 60_000,
  targets: [
    { name: 'P/b@main', state: 'running', percent: 50 },
    { name: 'P/c@main', state: 'queued', percent: null },
    { name: 'P/a@main', state: 'done', percent: 100 },
  ],
  fraction: 0.5,
  ...more,
})

describe('liveText', () => {
  it('shows all in one line with time gone and time left, then a bar for each', () => {
    expect(liveText(waiting()).split('\n')).toEqual([
      '[##########----------] 1 of 3 done, 1 running, 1 queued, 60 s, about 60 s left',
      '  [######------]     50%  P/b@main',
      '  [------------]  queued  P/c@main',
      '  [############]    done  P/a@main',
    ])
  })

  it.each([{ elapsedMs: 4000 }, { fraction: 0 }, { fraction: 1 }])('guesses no time left at %j', (early) => {
    expect(liveText(waiting(early))).not.toContain('left')
  })

  it('keeps bars whole whatever the server says', () => {
    const targets = [{ name: 'x', state: 'running' as const, percent: 250 }]
    expect(liveText(waiting({ targets }))).toContain('[############]')
  })
})

describe('countProgress', () => {
  const tracked = (name: string, more: Partial<TrackedTarget> = {}): TrackedTarget => ({
    name,
    repository: { project: 'P', repo: name },
    branch: null,
    named: false,
    targets: new Set(),
    states: noStates(),
    progress: startProgress({ kind: 'unknown', scanKey: null }),
    triggeredAt: null,
    exists: false,
    others: null,
    nextPollAt: 0,
    settled: null,
    ...more,
  })
  const at = (state: TrackedTarget['progress']['state']): Partial<TrackedTarget> => ({
    progress: { ...startProgress({ kind: 'unknown', scanKey: null }), state },
  })
  const others = {
    known: new Set<string>(),
    wereAdded: false,
    open: new Map([['dev', startProgress({ kind: 'unknown', scanKey: null })]]),
    total: null,
    unchanged: noNames(),
    deleted: noNames(),
    queued: false,
    failures: 0,
  }

  it('names those that run first and those that are done last, and adds up how far they are', () => {
    const all = [
      tracked('done', { settled: { provenBy: 'x', total: 0 } }),
      tracked('left'),
      tracked('queued', at({ kind: 'scheduled' })),
      tracked('running', at({ kind: 'running', percent: 50 })),
      tracked('others', { others }),
      tracked('confirming', at({ kind: 'confirming', scanKey: null, total: 1 })),
    ]
    const progress = countProgress(all, 1000)
    expect(progress.targets.map(({ name, state, percent }) => [name, state, percent])).toEqual([
      ['running', 'running', 50],
      ['others', 'running', null],
      ['confirming', 'running', 100],
      ['queued', 'queued', null],
      ['left', 'left', null],
      ['done', 'done', 100],
    ])
    expect(progress).toMatchObject({
      done: 1,
      total: 6,
      running: 3,
      scheduled: 1,
      elapsedMs: 1000,
      fraction: 0.5,
    })
  })

  it('keeps no more than a screen could show', () => {
    const many = Array.from({ length: 5000 }, (_, i) => tracked(String(i)))
    expect(countProgress(many, 0).targets).toHaveLength(100)
    const queued = many.slice(0, 60).map(({ name }) => tracked(name, at({ kind: 'scheduled' })))
    const states = countProgress([...many, ...queued], 0).targets.map(({ state }) => state)
    expect(states).toEqual([...Array(60).fill('queued'), ...Array(40).fill('left')])
    expect(countProgress([], 0)).toMatchObject({ total: 0, fraction: 0 })
  })
})
