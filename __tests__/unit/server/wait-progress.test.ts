import { describe, expect, it } from '@jest/globals'
import { GateError } from '../../../src/errors.ts'
import { noStates, type ScanProgress, type ScanState, startProgress } from '../../../src/server/scan-state.ts'
import type { OtherBranches, TrackedTarget } from '../../../src/server/tracked-target.ts'
import {
  bar,
  countProgress,
  formatDuration,
  heartbeatLine,
  liveText,
  openOutlook,
  scanTimeoutError,
  unchangedBranchesNote,
  type WaitProgress,
} from '../../../src/server/wait-progress.ts'
import { fakeClock } from '../../fixtures/fake-clock.ts'

const HOUR = 3_600_000
const none = { running: 0, waiting: 0, done: 0 }
const waiting = (more: Partial<WaitProgress> = {}): WaitProgress => ({
  defaults: { done: 12, running: 3, waiting: 25 },
  others: { done: 118, running: 2, waiting: 40 },
  elapsedMs: 12 * 60_000,
  targets: [
    { name: 'P/b@main', state: 'running', percent: 50 },
    { name: 'P/c@main', state: 'waiting', percent: null },
    { name: 'P/a@main', state: 'done', percent: 100 },
  ],
  fraction: 0.5,
  wasBusy: false,
  isQueued: true,
  restMs: 6 * 60_000,
  isShared: true,
  ...more,
})

describe('the lines of a wait', () => {
  it('distinguish default branches from others, and estimate the time left', () => {
    expect(heartbeatLine(waiting())).toBe(
      'Waiting for scans (12 min): 12 of 40 default branches done, 3 running, 25 waiting; 118 of 160 other branches done, 2 running, 40 waiting; about 6 min more at this rate; other scans seem to be queued too, so it may take longer.',
    )
    expect(heartbeatLine(waiting({ others: none, restMs: null, isShared: false }))).toBe(
      'Waiting for scans (12 min): 12 of 40 default branches done, 3 running, 25 waiting.',
    )
  })

  it('speak of branches where each is watched by itself', () => {
    const alone = { ...none, waiting: 1 }
    expect(heartbeatLine(waiting({ defaults: none, others: alone, restMs: null, isShared: false }))).toBe(
      'Waiting for scans (12 min): 0 of 1 branch done, 0 running, 1 waiting.',
    )
  })

  it('show all below a bar in a terminal, then a bar for each target', () => {
    expect(liveText(waiting()).split('\n')).toEqual([
      '[##########----------] 12 of 40 default branches done, 3 running, 25 waiting',
      '  118 of 160 other branches done, 2 running, 40 waiting',
      '  12 min so far, about 6 min more at this rate',
      '  other scans seem to be queued too, so it may take longer',
      '  [######------]     50%  P/b@main',
      '  [------------] waiting  P/c@main',
      '  [############]    done  P/a@main',
    ])
    const early = waiting({ others: none, restMs: null, isShared: false, targets: [], elapsedMs: 45_000 })
    expect(liveText(early).split('\n').slice(1)).toEqual(['  45 s so far'])
    for (const line of liveText(waiting()).split('\n')) expect(line.length).toBeLessThan(80)
  })

  it.each([
    [1, 'under a minute'],
    [60_001, 'about 2 min'],
    [600_000, 'about 10 min'],
    [600_001, 'about 15 min'],
    [55 * 60_000, 'about 55 min'],
    [56 * 60_000, 'about 1 h'],
    [61 * 60_000, 'about 1.5 h'],
    [5.2 * HOUR, 'about 6 h'],
  ])('round %i ms up to %s', (restMs, words) => {
    expect(heartbeatLine(waiting({ restMs }))).toContain(`; ${words} more at this rate`)
  })

  it('keep bars whole whatever the server says', () => {
    const targets = [{ name: 'x', state: 'running' as const, percent: 250 }]
    expect(liveText(waiting({ targets }))).toContain('[############]')
  })

  it.each([
    [0, '[----]'],
    [0.49, '[#---]'],
    [1, '[####]'],
    [1.5, '[####]'],
    [-1, '[----]'],
  ])('fill a bar by %d', (part, text) => {
    expect(bar(part, 4)).toBe(text)
  })
})

describe('a duration', () => {
  it.each([
    [0, '0 s'],
    [89_499, '89 s'],
    [89_500, '2 min'],
    [600_000, '10 min'],
    [119.4 * 60_000, '119 min'],
    [2 * HOUR, '2 h 0 min'],
    [3 * HOUR + 5 * 60_000, '3 h 5 min'],
  ])('of %i ms is %s', (ms, words) => {
    expect(formatDuration(ms)).toBe(words)
  })
})

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
const scanAt = (state: ScanState): TrackedTarget['progress'] => ({
  ...startProgress({ kind: 'unknown', scanKey: null }),
  state,
})
const at = (state: ScanState): Partial<TrackedTarget> => ({ progress: scanAt(state) })
const done: Partial<TrackedTarget> = { settled: { provenBy: 'x', total: 0 } }
const proven: ScanState = { kind: 'proven', by: 'x', total: 0 }
/** Seven other branches, of which these are not done. */
const others = (...open: readonly ScanState[]): OtherBranches => ({
  totals: new Map([...'mabcdefg'].map((name) => [name, null])),
  wereAdded: false,
  open: new Map(open.map((state, index) => [`${index}`, scanAt(state)])),
  total: null,
  unchanged: [],
  deleted: [],
  failures: 0,
})

describe('countProgress', () => {
  it('names those that run first and those that are done last, and adds up how far they are', () => {
    const all = [
      tracked('done', done),
      tracked('unseen'),
      tracked('queued', at({ kind: 'scheduled' })),
      tracked('running', at({ kind: 'running', percent: 50 })),
      tracked('others', {
        ...at(proven),
        others: others({ kind: 'running', percent: 10 }, { kind: 'scheduled' }),
      }),
      tracked('idle', { ...at(proven), others: others({ kind: 'unchanged' }) }),
      tracked('confirming', at({ kind: 'confirming', scanKey: null, total: 1 })),
      tracked('unlisted', at(proven)),
      tracked('named', { ...at({ kind: 'running', percent: 50 }), branch: 'dev' }),
      tracked('settled', { ...done, others: others() }),
    ]
    const progress = countProgress(all, 1000)
    expect(
      progress.targets.map(({ name, state, percent }) => [name, state, Math.round(percent ?? -1)]),
    ).toEqual([
      ['running', 'running', 50],
      ['others: 5 of 7 other branches done', 'running', 71],
      ['confirming', 'running', 100],
      ['unlisted', 'running', 100],
      ['named', 'running', 50],
      ['unseen', 'waiting', -1],
      ['queued', 'waiting', -1],
      ['idle: 6 of 7 other branches done', 'waiting', 86],
      ['done', 'done', 100],
      ['settled', 'done', 100],
    ])
    expect(progress).toMatchObject({
      defaults: { done: 5, running: 2, waiting: 2 },
      others: { done: 18, running: 2, waiting: 2 },
      elapsedMs: 1000,
      isQueued: true,
      wasBusy: false,
    })
    const parts = [1, 0, 0, 0.25, 0.5 + 5 / 14, 0.5 + 6 / 14, 0.5, 0.5, 0.5, 1]
    expect(progress.fraction).toBeCloseTo(parts.reduce((sum, part) => sum + part) / 10)
  })

  it('counts each branch of a list that does not mark the default one', () => {
    const unmarked = { ...others({ kind: 'scheduled' }), totals: new Map([['0', null]]) }
    expect(countProgress([tracked('odd', { ...at(proven), others: unmarked })], 0).others).toEqual({
      ...none,
      waiting: 1,
    })
  })

  it('knows of a scan before the trigger until its target is done', () => {
    const busy = { progress: startProgress({ kind: 'busy', scanKey: null, progress: null }) }
    expect(countProgress([tracked('busy', busy)], 0).wasBusy).toBe(true)
    expect(countProgress([tracked('busy', { ...busy, ...done })], 0).wasBusy).toBe(false)
  })

  it('keeps no more than a screen could show', () => {
    const many = Array.from({ length: 5000 }, (_, i) => tracked(String(i)))
    expect(countProgress(many, 0).targets).toHaveLength(100)
    const running = many.slice(0, 60).map(({ name }) => tracked(name, at({ kind: 'running', percent: null })))
    const states = countProgress([...many, ...running], 0).targets.map(({ state }) => state)
    expect(states).toEqual([...Array(60).fill('running'), ...Array(40).fill('waiting')])
    expect(countProgress([], 0)).toMatchObject({ defaults: none, others: none, fraction: 0 })
  })
})

describe('the time to come', () => {
  /** A wait for twenty queued targets, seen once a second. */
  function watch(all: TrackedTarget[]): { until(seconds: number): WaitProgress; end(count: number): void } {
    const clock = fakeClock()
    let seen = waiting()
    const outlook = openOutlook(countProgress(all, 0))
    return {
      until: (seconds) => {
        while (clock.elapsed() < seconds * 1000) {
          clock.pass(1000)
          seen = outlook(countProgress(all, clock.elapsed()))
        }
        return seen
      },
      end: (count) => {
        for (const target of all.filter(({ settled }) => settled === null).slice(0, count)) {
          target.settled = { provenBy: 'x', total: 0 }
        }
      },
    }
  }
  const queue = (more: Partial<TrackedTarget> = {}): TrackedTarget[] => [
    tracked('without branches', done),
    ...Array.from({ length: 20 }, (_, i) => tracked(`${i}`, { ...at({ kind: 'scheduled' }), ...more })),
  ]

  it('is not guessed before five scans have ended, nor once all have', () => {
    const wait = watch(queue())
    expect(wait.until(60).restMs).toBeNull()
    wait.end(4)
    expect(wait.until(100).restMs).toBeNull()
    wait.end(1)
    expect(wait.until(101).restMs).toBeCloseTo((15 * 101_000) / 5)
    wait.end(15)
    expect(wait.until(102).restMs).toBeNull()
  })

  it('follows the rate of the last five minutes', () => {
    const wait = watch(queue())
    wait.end(5)
    wait.until(600)
    wait.end(5)
    expect(wait.until(890).restMs).toBeCloseTo((10 * 300_000) / 5)
    // Nothing more ends, so the rate falls, and is never one of too few scans.
    expect(wait.until(1200).restMs).toBeCloseTo((10 * 600_000) / 5)
  })

  it('expects other branches also where they are not listed yet', () => {
    const all = queue()
    const wait = watch(all)
    wait.until(10)
    for (const target of all.slice(1, 11)) target.others = others({ kind: 'scheduled' })
    for (const target of all.slice(1, 11)) target.progress = scanAt(proven)
    // 10 + 60 ended; 10 are listed and open; 10 repositories with 70 / 11 more each are to come.
    expect(wait.until(11).restMs).toBeCloseTo((11_000 / 70) * (10 + 10 + (10 * 70) / 11))
  })

  it('may be longer where nothing runs or ends for a minute, though scans are queued', () => {
    const all = queue()
    const wait = watch(all)
    expect(wait.until(59).isShared).toBe(false)
    expect(wait.until(60).isShared).toBe(true)
    wait.end(1)
    expect(wait.until(61).isShared).toBe(false)
    expect(wait.until(121).isShared).toBe(true)
    Object.assign(all.at(-1) ?? {}, at({ kind: 'running', percent: 1 }))
    expect(wait.until(122).isShared).toBe(false)
    expect(watch(queue(at({ kind: 'unscanned' }))).until(90).isShared).toBe(false)
  })

  it('may be longer where a target was queued or running before its trigger', () => {
    const progress = {
      ...startProgress({ kind: 'busy', scanKey: null, progress: null }),
      ...at({ kind: 'scheduled' }),
    }
    expect(watch(queue({ progress: { ...progress, state: { kind: 'scheduled' } } })).until(1).isShared).toBe(
      true,
    )
    const runs = { progress: { ...progress, state: { kind: 'running', percent: 1 } as const } }
    expect(watch([tracked('only', runs)]).until(1).isShared).toBe(false)
  })
})

describe('the end of a wait', () => {
  const HOUR = 3_600_000

  const tracked = (
    state: ScanState,
    name = 'PAY/shop',
    others: OtherBranches | null = null,
  ): TrackedTarget => ({
    name,
    repository: { project: 'PAY', repo: 'shop' },
    branch: null,
    named: false,
    targets: new Set(['PAY']),
    states: noStates(),
    progress: { ...startProgress({ kind: 'no-result' }), state },
    triggeredAt: null,
    exists: false,
    others,
    nextPollAt: 0,
    settled: null,
  })
  const branchAt = (state: ScanState): ScanProgress => ({ ...startProgress({ kind: 'no-result' }), state })
  const polling: OtherBranches = {
    totals: new Map(),
    wereAdded: false,
    open: new Map([
      ['a', branchAt({ kind: 'running', percent: 40 })],
      ['b', branchAt({ kind: 'unscanned' })],
    ]),
    total: 0,
    unchanged: [],
    deleted: [],
    failures: 0,
  }
  const proven: ScanState = { kind: 'proven', by: 'new scan key', total: 1 }
  const silent = (message: string): ScanState => ({
    kind: 'unanswered',
    error: new GateError('UNREACHABLE', message, { hint: `Mend ${message}` }),
  })

  describe('the error of a wait that came to its end', () => {
    const lineOf = (...unfinished: readonly TrackedTarget[]): string => {
      const { code, message } = scanTimeoutError(unfinished, HOUR)
      return `${code}: ${message}`
    }

    it.each<readonly [ScanState, string]>([
      [{ kind: 'scheduled' }, 'scheduled'],
      [{ kind: 'running', percent: 40 }, 'running 40%'],
      [{ kind: 'confirming', scanKey: null, total: 1 }, 'finished, to be confirmed'],
    ])('is a time-out while one is under way: %j', (state, words) => {
      expect(lineOf(tracked({ kind: 'unchanged' }, 'PAY/old'), tracked(state))).toBe(
        `SCAN_TIMEOUT: The scan is not done after 60 min (\`timeout\`): PAY/old (earlier result), PAY/shop (${words}).`,
      )
    })

    it('is a time-out while another branch is queued or runs', () => {
      expect(lineOf(tracked(proven, 'PAY/shop', polling))).toBe(
        'SCAN_TIMEOUT: The scan is not done after 60 min (`timeout`): PAY/shop (2 other branches to go: a running 40%, b not scanned).',
      )
    })

    it.each<readonly [ScanState, string]>([
      [{ kind: 'unscanned' }, 'not scanned'],
      [{ kind: 'not-found' }, 'not found'],
      [{ kind: 'stopped', how: 'outdated' }, 'outdated'],
      [{ kind: 'unchanged' }, 'earlier result'],
      [{ kind: 'unclear', why: 'running not understood' }, 'unclear (running not understood)'],
      [silent('No route.'), 'no answer (UNREACHABLE)'],
    ])('says that other branches are not proven where none is under way: %j', (state, words) => {
      const one: OtherBranches = { ...polling, open: new Map([['dev', branchAt(state)]]) }
      expect(lineOf(tracked(proven, 'PAY/shop', one))).toBe(
        `SCAN_NOT_PROVEN: Nothing is queued or running after 60 min, and yet nothing proves that all other branches were scanned and are up to date: PAY/shop (1 other branch to go: dev ${words}).`,
      )
    })

    it('names the failure of a server that did not answer, with its hint', () => {
      const error = scanTimeoutError(
        [tracked({ kind: 'unchanged' }, 'PAY/old'), tracked(silent('No route.'))],
        HOUR,
      )
      expect(error).toMatchObject({
        code: 'UNREACHABLE',
        message:
          'The wait ended after 60 min without an answer of the server: PAY/old (earlier result), PAY/shop (no answer (UNREACHABLE)). Last: No route.',
        hint: 'Mend No route.',
      })
    })

    it('says that the server kept failing where all of them did', () => {
      const failing = tracked({ kind: 'failing', status: 503 })
      expect(lineOf(failing, failing)).toBe(
        'SERVER_FAILED: The wait ended after 60 min, and the server kept failing: PAY/shop (server error 503), PAY/shop (server error 503).',
      )
      expect(lineOf(failing, tracked({ kind: 'unchanged' }))).toMatch(
        /^SCAN_NOT_PROVEN: .*that the scan is done:/,
      )
    })

    it.each<readonly [ScanState, string]>([
      [
        { kind: 'unchanged' },
        'that a scan ran after the trigger; only the result from before it was ever shown: PAY/shop (earlier result)',
      ],
      [
        { kind: 'stopped', how: 'outdated' },
        'that the result is up to date and whole; the scan was cancelled or failed, or the branch changed: PAY/shop (outdated)',
      ],
      [{ kind: 'unscanned' }, 'that a scan ever began: PAY/shop (not scanned)'],
      [proven, 'that the scan is done: PAY/shop (other branches not listed)'],
    ])('says what is not proven: %j', (state, words) => {
      expect(lineOf(tracked(state))).toBe(
        `SCAN_NOT_PROVEN: Nothing is queued or running after 60 min, and yet nothing proves ${words}.`,
      )
      expect(lineOf(tracked(state), tracked({ kind: 'not-found' }))).toContain('that the scan is done:')
    })

    it('names five, and counts the others', () => {
      const names = (count: number): string =>
        lineOf(...Array.from({ length: count }, (_, i) => tracked({ kind: 'unchanged' }, `P/${i}`)))
      expect(names(5)).toMatch(/P\/4 \(earlier result\)\.$/)
      expect(names(7)).toMatch(/P\/4 \(earlier result\) and 2 more\.$/)
    })
  })

  describe('the note on branches that may show an old result', () => {
    const withOld = (name: string, count: number): TrackedTarget => {
      const old = Array.from({ length: count }, (_, at) => `b${at}`)
      return tracked(proven, name, { ...polling, open: new Map(), unchanged: old })
    }

    it('is none where each was seen to be scanned', () => {
      expect(unchangedBranchesNote([withOld('P/a', 0), tracked(proven)])).toBeNull()
    })

    it('names the first and counts all', () => {
      expect(unchangedBranchesNote([withOld('P/a', 1)])).toMatch(
        /^Nothing shows that 1 branch beside the default ones was scanned after the trigger, .*: P\/a@b0\. /,
      )
      expect(unchangedBranchesNote([withOld('P/a', 7), withOld('P/c', 2)])).toMatch(
        /that 9 branches .* were scanned .*: P\/a@b0, P\/a@b1, P\/a@b2, P\/a@b3, P\/a@b4 and 4 more\. /,
      )
    })
  })
})
