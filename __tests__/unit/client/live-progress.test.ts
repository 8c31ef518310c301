import { describe, expect, it } from '@jest/globals'
import { liveText } from '../../../src/client/live-progress.ts'
import type { WaitProgress } from '../../../src/client/wait-report.ts'

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
