import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { type ErrorCode, errorCatalogue, GateError } from '../../../src/errors.ts'
import type { ThresholdOutcome } from '../../../src/finding.ts'
import { decisiveOutcome, type Outcome, verdictOf, worsened } from '../../../src/judge/verdict.ts'

const threshold = (over: Partial<ThresholdOutcome> = {}): ThresholdOutcome => {
  const observed = over.observed ?? 0
  const max = over.max ?? 0
  const base = {
    name: 'total',
    selector: 'total',
    origin: 'default',
    level: 'fail',
    contributors: [],
  } as const
  return { ...base, observed, max, passed: observed <= max, ...over }
}

const codes = Object.keys(errorCatalogue) as ErrorCode[]

describe('the verdict', () => {
  it('is pass only when every threshold holds', () => {
    const verdict = verdictOf({ kind: 'judged', thresholds: [threshold()], mode: 'enforce' })
    expect(verdict).toMatchObject({ word: 'pass', exitCode: 0, error: null })
    expect(verdict.sentence).toBe('pass: threshold "total": 0 found, limit 0')
  })

  it.each(['enforce', 'warn', 'report'] as const)('is warn where no scan is proven, in mode %s', (mode) => {
    const unproven = 'nothing proves that the scan is done'
    expect(verdictOf({ kind: 'judged', thresholds: [threshold()], mode, unproven })).toEqual({
      word: 'warn',
      exitCode: 0,
      sentence: `warn: threshold "total": 0 found, limit 0, but ${unproven}`,
      error: null,
    })
    const violated = [threshold({ observed: 1 })]
    expect(verdictOf({ kind: 'judged', thresholds: violated, mode, unproven }).word).toBe(
      mode === 'enforce' ? 'fail' : 'warn',
    )
  })

  it('is fail, with rule, count and limit, when one is exceeded', () => {
    const thresholds = [threshold(), threshold({ name: 'rule:AWS_*', observed: 4, max: 1 })]
    const verdict = verdictOf({ kind: 'judged', thresholds, mode: 'enforce' })
    expect(verdict).toMatchObject({ word: 'fail', exitCode: 1 })
    expect(verdict.sentence).toBe('fail: threshold "rule:AWS_*": 4 found, limit 1')
  })

  it.each(['warn', 'report'] as const)('only warns of a violation in mode %s', (mode) => {
    const verdict = verdictOf({ kind: 'judged', thresholds: [threshold({ observed: 1 })], mode })
    expect(verdict).toEqual({
      word: 'warn',
      exitCode: 0,
      sentence: `warn: threshold "total": 1 found, limit 0 (mode is ${mode}, so the job goes on)`,
      error: null,
    })
  })

  it('says that a level of warn is why the job goes on, also in mode enforce', () => {
    const thresholds = [threshold({ observed: 1, level: 'warn' })]
    expect(verdictOf({ kind: 'judged', thresholds, mode: 'enforce' }).sentence).toBe(
      'warn: threshold "total": 1 found, limit 0 (level is warn, so the job goes on)',
    )
  })

  it('names the threshold that is farthest beyond its limit, or else nearest to it', () => {
    const judged = (...pairs: readonly (readonly [observed: number, max: number])[]): string | undefined =>
      decisiveOutcome(
        pairs.map(([observed, max]) => threshold({ name: `${observed}/${max}`, observed, max })),
      )?.name
    expect(judged([9, 8], [5, 1])).toBe('5/1')
    expect(judged([5, 1], [9, 8])).toBe('5/1')
    expect(judged([2, 9], [1, 3])).toBe('1/3')
    expect(judged([0, 0], [7, 9])).toBe('0/0')
  })

  it('only warns of a violated threshold of level warn, and prefers a violated one of level fail', () => {
    const soft = threshold({ name: 'soft', observed: 9, level: 'warn' })
    const hard = threshold({ name: 'hard', observed: 1 })
    expect(verdictOf({ kind: 'judged', thresholds: [soft], mode: 'enforce' }).word).toBe('warn')
    expect(verdictOf({ kind: 'judged', thresholds: [soft, hard], mode: 'enforce' }).word).toBe('fail')
    expect(decisiveOutcome([soft, hard])?.name).toBe('hard')
  })

  it('cannot be made without a threshold: nothing was gated', () => {
    expect(() => verdictOf({ kind: 'judged', thresholds: [], mode: 'enforce' })).toThrow('gates nothing')
  })

  it('is warn, not pass, for what was skipped', () => {
    expect(verdictOf({ kind: 'skipped', sentence: 'no credentials' })).toEqual({
      word: 'warn',
      exitCode: 0,
      sentence: 'warn: no credentials',
      error: null,
    })
  })

  it('is pass for an operation that judges nothing and did what was asked', () => {
    expect(verdictOf({ kind: 'done', sentence: '3 repositories in 2 jobs' })).toEqual({
      word: 'pass',
      exitCode: 0,
      sentence: 'pass: 3 repositories in 2 jobs',
      error: null,
    })
  })

  it('reports an error with its exit code, its code, what is wrong and how to fix it', () => {
    const error = new GateError('INPUT_INVALID', 'One thing.')
    expect(verdictOf({ kind: 'failed', error })).toEqual({
      word: 'error',
      exitCode: 2,
      sentence: `error (exit 2, INPUT_INVALID): One thing. ${error.hint}`,
      error: { code: 'INPUT_INVALID', message: 'One thing.', hint: error.hint },
    })
  })

  it('says of several mistakes only how many they are, so that it stays one line', () => {
    const error = new GateError('INPUT_INVALID', 'One thing.\nAnother.')
    expect(verdictOf({ kind: 'failed', error }).sentence).toBe(
      `error (exit 2, INPUT_INVALID): 2 mistakes, listed above. ${error.hint}`,
    )
  })

  it.each(codes)('is error with the exit code of the catalogue for %s, in every mode', (code) => {
    const verdict = verdictOf({ kind: 'failed', error: new GateError(code, 'Something.') })
    expect(verdict).toMatchObject({ word: 'error', exitCode: errorCatalogue[code].exit })
    expect(verdict.exitCode).toBeGreaterThan(1)
  })
})

describe('no combination of faults', () => {
  const anyThreshold = fc
    .record({
      observed: fc.nat(20),
      max: fc.nat(20),
      level: fc.constantFrom('fail' as const, 'warn' as const),
    })
    .map(threshold)
  const anyError = fc.constantFrom(...codes).map((code) => new GateError(code, 'Something.'))
  const anyOutcome: fc.Arbitrary<Outcome> = fc.oneof(
    fc.record({
      kind: fc.constant('judged' as const),
      thresholds: fc.array(anyThreshold, { minLength: 1, maxLength: 5 }),
      mode: fc.constantFrom('enforce' as const, 'warn' as const, 'report' as const),
    }),
    fc.record({ kind: fc.constant('failed' as const), error: anyError }),
    fc.record({ kind: fc.constant('skipped' as const), sentence: fc.string() }),
  )

  it('yields pass, and none makes a worse verdict better', () => {
    fc.assert(
      fc.property(anyOutcome, fc.array(anyError, { minLength: 1, maxLength: 4 }), (outcome, failures) => {
        const before = verdictOf(outcome)
        const after = failures.reduce(worsened, before)
        expect(after.exitCode).toBeGreaterThan(0)
        expect(['fail', 'error']).toContain(after.word)
        if (before.exitCode > 0) expect(after).toBe(before)
      }),
    )
  })

  it('lets a violated threshold pass in mode enforce', () => {
    fc.assert(
      fc.property(fc.array(anyThreshold, { minLength: 1 }), (thresholds) => {
        const verdict = verdictOf({ kind: 'judged', thresholds, mode: 'enforce' })
        const hard = thresholds.some((one) => !one.passed && one.level === 'fail')
        const soft = thresholds.some((one) => !one.passed)
        expect(verdict.word).toBe(hard ? 'fail' : soft ? 'warn' : 'pass')
      }),
    )
  })
})
