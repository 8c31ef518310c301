import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { GateError } from '../../../src/errors.ts'
import {
  addState,
  type Before,
  beforeOf,
  describeProgress,
  isDone,
  noStates,
  observe,
  type ScanProgress,
  type ScanReply,
  type ScanState,
  startProgress,
  statesOf,
} from '../../../src/server/scan-state.ts'
import { parseScanStatus } from '../../../src/server/soteri.ts'

type Fields = Record<string, unknown>

const replyOf = (fields: Fields): ScanReply => {
  const status = parseScanStatus(fields)
  if (status === null) throw new Error('a test status without fields')
  return { kind: 'status', status }
}

const idle = {
  scanKey: 'k1',
  scanned: true,
  actual: true,
  progress: 100,
  running: false,
  scheduled: false,
  total: 2,
}
const done = replyOf(idle)
const doneBare = replyOf({ scanned: true, actual: true, running: false, scheduled: false })
const queued = replyOf({ ...idle, scheduled: true })
const running = replyOf({ ...idle, running: true, progress: 40 })
const unscanned = replyOf({ scanned: false, running: false, scheduled: false })
const outdated = replyOf({ ...idle, actual: false })
const newKey = replyOf({ ...idle, scanKey: 'k2' })
const silentDone = replyOf({ scanned: true, actual: true })
const unfailed = replyOf({ ...idle, failed: false, error: null })
const copy: ScanReply = { kind: 'copy', why: 'Age: 30' }
const missing: ScanReply = { kind: 'not-found' }
const failing: ScanReply = { kind: 'failing', status: 500 }
const silent: ScanReply = { kind: 'unanswered', error: new GateError('UNREACHABLE', 'gone') }

/** One poll every three seconds. */
const progressAfter = (before: ScanReply, ...seen: ScanReply[]): ScanProgress =>
  seen.reduce((progress, reply, at) => observe(progress, reply, 3000 * at), startProgress(beforeOf(before)))

const endOf = (before: ScanReply, ...seen: ScanReply[]): ScanState['kind'] =>
  progressAfter(before, ...seen).state.kind

describe('the snapshot before the trigger', () => {
  it.each([
    ['a result', done, { kind: 'result', scanKey: 'k1', progress: 100 }],
    ['an outdated result', outdated, { kind: 'result', scanKey: 'k1', progress: 100 }],
    ['no result', unscanned, { kind: 'no-result' }],
    ['404', missing, { kind: 'unknown', scanKey: null }],
    ['a queued scan', queued, { kind: 'busy', scanKey: 'k1', progress: 100 }],
    ['a running scan', running, { kind: 'busy', scanKey: 'k1', progress: 40 }],
    ['500', failing, { kind: 'unknown', scanKey: null }],
    ['no answer', silent, { kind: 'unknown', scanKey: null }],
    ['a status that does not say "scanned"', replyOf({ total: 3 }), { kind: 'unknown', scanKey: null }],
    [
      '"scanned" of another type',
      replyOf({ scanned: 'yes', scanKey: 'k' }),
      { kind: 'unknown', scanKey: 'k' },
    ],
    ['"running" of another type', replyOf({ ...idle, running: 'no' }), { kind: 'unknown', scanKey: 'k1' }],
  ] satisfies [string, ScanReply, Before][])('%s', (_name, reply, before) => {
    expect(beforeOf(reply)).toEqual(before)
  })
})

describe('what proves a scan done', () => {
  it.each([
    ['running, then done', done, [running, done, done]],
    ['queued, then done', done, [queued, done, done]],
    ['the old result first, then running, then done', done, [done, done, queued, running, done, done]],
    ['another scan key', done, [newKey, newKey]],
    ['a first result', unscanned, [done, done]],
    ['a scan that was seen, after 404', missing, [missing, queued, done, done]],
    ['a first result after 404 and "not scanned"', missing, [missing, unscanned, done, done]],
    ['a first result with nothing but what must be said', unscanned, [doneBare, doneBare]],
    ['silence on what a server says when it is true', done, [running, silentDone, silentDone]],
    ['silence of one that said "scheduled"', done, [queued, silentDone, silentDone]],
    ['progress that fell', done, [replyOf({ ...idle, actual: false, progress: 10 }), done, done]],
    ['outdated for a while, then up to date', done, [running, outdated, outdated, done, done]],
    ['done twice after a scan that was under way before', running, [running, done, done]],
    ['done twice where the snapshot failed', failing, [running, done, done]],
    ['a first result after none, where the snapshot failed', failing, [unscanned, done, done]],
    ['failures in between', done, [silent, running, failing, missing, done, done]],
    [
      'progress that went backwards',
      done,
      [replyOf({ ...idle, running: true, progress: 70 }), running, done, done],
    ],
    ['a copy between the two polls, which counts for nothing', done, [running, done, copy, done]],
    ['a field that says that nothing failed', done, [running, unfailed, unfailed]],
  ])('%s', (_name, before, seen) => {
    expect(endOf(before, ...seen)).toBe('proven')
  })

  it('is described, with the total', () => {
    expect(progressAfter(done, queued, running, done, done).state).toEqual({
      kind: 'proven',
      by: 'seen scheduled, seen running, progress fell after the trigger; then scanned, up to date and idle, 2 times in a row',
      total: 2,
    })
    expect(progressAfter(unscanned, doneBare, doneBare).state).toMatchObject({ total: null })
  })

  it('stays, whatever comes later', () => {
    expect(endOf(done, running, done, done, running, failing, unscanned)).toBe('proven')
  })
})

describe('what proves nothing', () => {
  it.each([
    ['an old result, however long it is shown', done, Array(50).fill(done), 'unchanged'],
    ['an outdated old result', outdated, [outdated, outdated], 'unchanged'],
    ['an old result that merely becomes up to date', outdated, [done, done], 'unchanged'],
    ['a result without a sign where the snapshot failed', failing, [done, done, done], 'unchanged'],
    ['a result after 404, which may be old', missing, [missing, done, done, done], 'unchanged'],
    ['a result where only the snapshot was 404', missing, [done, done, done], 'unchanged'],
    ['a scan that was seen, and done once, after 404', missing, [running, done], 'confirming'],
    ['a scan that was seen, and done once', done, [running, done], 'confirming'],
    ['a first result, seen once', unscanned, [done], 'confirming'],
    [
      'nodes that alternate: running, old and idle',
      done,
      [running, done, running, done, running, done],
      'confirming',
    ],
    [
      'nodes that alternate: old result, new result',
      done,
      [running, newKey, done, newKey, done],
      'confirming',
    ],
    ['two polls with different totals', done, [running, done, replyOf({ ...idle, total: 3 })], 'confirming'],
    ['a copy of the end, after the end was seen once', done, [running, done, copy, copy], 'confirming'],
    ['copies alone', done, [copy, copy, copy], 'unasked'],
    [
      'a failure in a field that nobody knows',
      done,
      [running, replyOf({ ...idle, failed: true })],
      'stopped',
    ],
    ['an old failure', replyOf({ ...idle, failed: true }), [replyOf({ ...idle, failed: true })], 'unclear'],
    ['a failure that was not there before', done, [replyOf({ ...idle, failed: true })], 'stopped'],
    [
      'an old result after such a failure',
      done,
      [replyOf({ ...idle, failed: true }), done, done],
      'unchanged',
    ],
    ['never scanned', unscanned, [unscanned, unscanned], 'unscanned'],
    ['still queued', done, [queued, queued], 'scheduled'],
    ['still running', done, [running], 'running'],
    ['finished but out of date', done, [running, outdated], 'stopped'],
    ['finished once where someone else’s scan was under way', running, [running, done], 'confirming'],
    ['finished once where the snapshot failed', failing, [running, done], 'confirming'],
    ['finished once, and outdated before', running, [running, outdated, done], 'confirming'],
    ['finished once, and not scanned before', running, [running, unscanned, done], 'confirming'],
    [
      'finished once, and at 99% before',
      running,
      [running, replyOf({ ...idle, progress: 99 }), done],
      'confirming',
    ],
    ['progress of another type', done, [running, replyOf({ ...idle, progress: 'x' })], 'unclear'],
    ['"scheduled" of another type', done, [running, replyOf({ ...idle, scheduled: 'no' })], 'unclear'],
    [
      'an old result without progress any more',
      done,
      [replyOf({ ...idle, progress: undefined })],
      'unchanged',
    ],
    ['finished twice, but not in a row', running, [done, running, done], 'confirming'],
    ['finished twice, with a failure between', running, [running, done, failing, done], 'confirming'],
    [
      'finished, but "actual" is not said',
      done,
      [running, replyOf({ scanned: true, running: false })],
      'unclear',
    ],
    [
      'finished, but "scanned" is not said',
      done,
      [running, replyOf({ actual: true, running: false })],
      'unclear',
    ],
    ['finished, but progress is 99', done, [running, replyOf({ ...idle, progress: 99 })], 'stopped'],
    ['"running" of another type', done, [running, replyOf({ ...idle, running: 'no' })], 'unclear'],
    ['"scanned" of another type', done, [running, replyOf({ ...idle, scanned: 1 })], 'unclear'],
    ['"total" as a text', done, [running, replyOf({ ...idle, total: '12' })], 'unclear'],
    ['"invalidLines" as a number', done, [running, replyOf({ ...idle, invalidLines: 3 })], 'unclear'],
    ['"running" not said', missing, [replyOf({ ...idle, running: undefined })], 'unclear'],
    ['"scheduled" not said', missing, [replyOf({ ...idle, scheduled: undefined })], 'unclear'],
    ['total 0 without a result', unscanned, [running, replyOf({ scanned: false, total: 0 })], 'stopped'],
    ['done and queued again', done, [running, queued], 'scheduled'],
    ['done and running at once', done, [running], 'running'],
    ['404', done, [running, missing], 'not-found'],
    ['500', done, [running, failing], 'failing'],
    ['silence', done, [running, silent], 'unanswered'],
  ] as [string, ScanReply, ScanReply[], ScanState['kind']][])('%s', (_name, before, seen, kind) => {
    expect(endOf(before, ...seen)).toBe(kind)
  })

  it('two polls that agree, but less than two seconds apart', () => {
    const polls = (...times: number[]): ScanState['kind'] => {
      const start = observe(startProgress(beforeOf(done)), running, 0)
      return times.reduce((progress, at) => observe(progress, done, at), start).state.kind
    }
    expect(polls(1000, 2000, 2999)).toBe('confirming')
    expect(polls(1000, 2000, 3000)).toBe('proven')
  })

  it('says how a scan ended without a result', () => {
    const how = (fields: Fields): ScanState =>
      progressAfter(done, running, replyOf({ ...idle, ...fields })).state
    expect(how({ actual: false })).toEqual({ kind: 'stopped', how: 'outdated' })
    expect(how({ scanned: false })).toEqual({ kind: 'stopped', how: 'without a result' })
    expect(how({ progress: 40 })).toEqual({ kind: 'stopped', how: 'progress 40%, but not running' })
    expect(how({ state: 'FAILED' })).toEqual({ kind: 'stopped', how: 'failed, by "state"' })
  })

  it('counts how long it goes on', () => {
    expect(progressAfter(done, running, outdated, outdated)).toMatchObject({ sameInRow: 2, since: 3000 })
    expect(progressAfter(done, running, failing, failing, failing).sameInRow).toBe(3)
    expect(progressAfter(done, failing, running, failing).sameInRow).toBe(1)
    expect(progressAfter(done, running, outdated, copy, copy).sameInRow).toBe(1)
  })
})

describe('over all sequences', () => {
  const maybe = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
    fc.option(values, { nil: undefined })
  const flag = maybe(
    fc.oneof({ weight: 6, arbitrary: fc.boolean() }, { weight: 1, arbitrary: fc.constant('x') }),
  )
  const status = fc
    .record({
      scanKey: maybe(fc.constantFrom('k1', 'k2')),
      scanned: flag,
      actual: flag,
      progress: maybe(fc.constantFrom(0, 40, 100, 'x')),
      running: flag,
      scheduled: flag,
    })
    .filter((fields) => parseScanStatus(fields) !== null)
    .map(replyOf)
  const reply = fc.oneof({ weight: 8, arbitrary: status }, fc.constantFrom(missing, failing, silent))
  const sequence = fc.tuple(reply, fc.array(reply, { maxLength: 12 }))

  const fieldsOf = (seen: ScanReply): Fields => (seen.kind === 'status' ? seen.status : {})
  const isBusy = (seen: ScanReply): boolean =>
    fieldsOf(seen).running === true || fieldsOf(seen).scheduled === true

  it('nothing is proven unless the last poll showed it done and something changed since the trigger', () => {
    fc.assert(
      fc.property(sequence, ([before, seen]) => {
        const firstProof = seen.findIndex(
          (_, i) => progressAfter(before, ...seen.slice(0, i + 1)).state.kind === 'proven',
        )
        if (firstProof < 0) return
        const last = fieldsOf(seen[firstProof] ?? missing)
        expect([last.scanned, last.actual, last.running === true, last.scheduled === true]).toEqual([
          true,
          true,
          false,
          false,
        ])
        expect([null, 100]).toContain(last.progress)
        const story = [before, ...seen.slice(0, firstProof + 1)]
        const distinct = new Set(story.map((one) => JSON.stringify(fieldsOf(one))))
        expect(distinct.size).toBeGreaterThan(1)
      }),
      { numRuns: 2000 },
    )
  })

  it('without a busy poll, a new key, a first result or fallen progress nothing is ever proven', () => {
    const still = fc
      .array(status, { minLength: 1, maxLength: 20 })
      .map((all) =>
        all
          .filter((one) => !isBusy(one) && fieldsOf(one).scanned !== false)
          .map((one) => ({ ...one, status: { ...fieldsOf(one), scanKey: 'k1', progress: 100 } })),
      )
    fc.assert(
      fc.property(still, (seen) => {
        expect(endOf(done, ...(seen as ScanReply[]))).not.toBe('proven')
      }),
      { numRuns: 1000 },
    )
  })
})

describe('the words of a state', () => {
  it('are short', () => {
    const words = [
      queued,
      running,
      replyOf({ running: true }),
      done,
      unscanned,
      missing,
      failing,
      silent,
    ].map((one) => describeProgress(progressAfter(done, one)))
    expect(words).toEqual([
      'scheduled',
      'running 40%',
      'running',
      'earlier result',
      'not scanned',
      'not found',
      'server error 500',
      'no answer (UNREACHABLE)',
    ])
  })

  it.each<readonly [ScanState, string]>([
    [{ kind: 'unasked' }, 'not asked yet'],
    [{ kind: 'running', percent: 99.9 }, 'running 99%'],
    [{ kind: 'stopped', how: 'outdated' }, 'outdated'],
    [{ kind: 'confirming', scanKey: null, total: 1 }, 'finished, to be confirmed'],
    [{ kind: 'unclear', why: 'x' }, 'unclear (x)'],
    [{ kind: 'proven', by: 'x', total: 1 }, 'finished'],
  ])('are few: %j is "%s"', (state, words) => {
    expect(describeProgress({ copy: null, state })).toBe(words)
  })

  it('say why nothing can be concluded', () => {
    const why = (fields: Fields): ScanState => progressAfter(missing, replyOf({ ...idle, ...fields })).state
    expect(why({ scanned: 'x', total: 'y', actual: 3 })).toEqual({
      kind: 'unclear',
      why: 'scanned, actual, total not understood',
    })
    expect(why({ scanned: undefined })).toMatchObject({ why: 'the status does not say "scanned"' })
    expect(why({ actual: undefined })).toMatchObject({ why: 'the status does not say "actual"' })
    expect(why({ progress: 99 })).toMatchObject({ why: 'progress 99%, but not running' })
    expect(why({ running: undefined, scheduled: undefined })).toMatchObject({
      why: 'the status does not say "running"',
    })
    expect(why({ scheduled: undefined })).toMatchObject({ why: 'the status does not say "scheduled"' })
  })
})

describe('a status is one of a finished scan', () => {
  const isDoneWith = (fields: Fields): boolean => {
    const status = parseScanStatus({ ...idle, ...fields })
    return status !== null && isDone(status)
  }

  it('only when it is scanned, up to date, idle and clear', () => {
    expect([isDoneWith({}), isDoneWith({ progress: undefined, running: undefined })]).toEqual([true, true])
    for (const fields of [
      { scanned: false },
      { actual: false },
      { running: true },
      { scheduled: true },
      { progress: 99 },
      { progress: 'x' },
    ]) {
      expect([fields, isDoneWith(fields)]).toEqual([fields, false])
    }
  })
})

describe('what is kept from poll to poll', () => {
  it('begins with the progress from before, where there was any', () => {
    const start = (before: ScanReply): ScanProgress => startProgress(beforeOf(before))
    expect(start(running)).toEqual({
      state: { kind: 'unasked' },
      before: { kind: 'busy', scanKey: 'k1', progress: 40 },
      othersActive: false,
      signs: [],
      lastProgress: 40,
      sameInRow: 0,
      since: 0,
      copy: null,
    })
    expect(start(done).lastProgress).toBe(100)
    expect([start(missing).lastProgress, start(failing).lastProgress]).toEqual([null, null])
  })

  it('is each sign once, in the order in which they came', () => {
    expect(progressAfter(done, running, queued, running).signs).toEqual([
      'seen running',
      'progress fell',
      'seen scheduled',
    ])
    expect(progressAfter(missing, unscanned).signs).toEqual([])
    expect(progressAfter(missing, unscanned, done).signs).toEqual(['first result'])
    expect(progressAfter(done, replyOf({ ...idle, scanKey: 'k2' })).signs).toEqual(['new scan key'])
  })

  it('is the last progress that was reported', () => {
    const silentOfProgress = replyOf({ ...idle, progress: undefined })
    expect(progressAfter(running, running, silentOfProgress).lastProgress).toBe(40)
    expect(progressAfter(done, done, done).sameInRow).toBe(2)
  })

  it('takes neither the same progress nor a missing key for a sign', () => {
    expect(progressAfter(done, done, replyOf({ ...idle, scanKey: undefined })).signs).toEqual([])
    expect(progressAfter(replyOf({ ...idle, scanKey: undefined }), done).signs).toEqual([])
    expect(
      progressAfter(replyOf({ ...idle, progress: undefined }), replyOf({ ...idle, progress: 0 })).signs,
    ).toEqual([])
  })
})

describe('seen states', () => {
  it('are kept when they differ from the one before, with their time', () => {
    const states = noStates()
    expect(
      ['scheduled', 'scheduled', 'running', 'scheduled'].map((s, i) => addState(states, s, i * 1000)),
    ).toEqual([true, false, true, true])
    expect(statesOf(states)).toEqual([
      { at: '1970-01-01T00:00:00.000Z', state: 'scheduled' },
      { at: '1970-01-01T00:00:02.000Z', state: 'running' },
      { at: '1970-01-01T00:00:03.000Z', state: 'scheduled' },
    ])
  })

  it('are all kept up to thirty at each end, and one is left out beyond', () => {
    const keptOf = (count: number) => {
      const states = noStates()
      for (let i = 0; i < count; i++) expect(addState(states, `s${i}`, i)).toBe(true)
      return statesOf(states)
    }
    expect(keptOf(60).map(({ state }) => state)).toEqual(Array.from({ length: 60 }, (_, i) => `s${i}`))
    expect(keptOf(61)[30]).toEqual({ at: '1970-01-01T00:00:00.031Z', state: '(1 states left out)' })
  })

  it('are not repeated beyond the first thirty either', () => {
    const states = noStates()
    for (let i = 0; i < 35; i++) addState(states, `s${i}`, i)
    expect(addState(states, 's34', 35)).toBe(false)
    expect(statesOf(states)).toHaveLength(35)
  })

  it('stay bounded: beginning and end are kept, the middle is counted', () => {
    const states = noStates()
    for (let i = 0; i < 10_000; i++) addState(states, `s${i}`, i)
    const kept = statesOf(states)
    expect(kept).toHaveLength(61)
    expect(kept[0]?.state).toBe('s0')
    expect(kept[30]?.state).toBe('(9940 states left out)')
    expect(kept.at(-1)?.state).toBe('s9999')
  })
})
