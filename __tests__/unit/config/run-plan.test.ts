import { describe, expect, it } from '@jest/globals'
import { type Inputs, readInputs } from '../../../src/config/inputs.ts'
import { ageNotes, planOf, reviewedTargets } from '../../../src/config/run-plan.ts'
import type { RawValue } from '../../../src/config/values.ts'
import type { Target } from '../../../src/target.ts'

const inputsOf = (values: Record<string, RawValue>): Inputs => {
  const server = { 'bitbucket-url': 'https://bitbucket.example.com', token: 't' }
  const { inputs, mistakes } = readInputs([{ label: 'input', values: { ...server, ...values } }], 0)
  if (inputs === null) throw new Error(JSON.stringify(mistakes))
  return inputs
}

const repo: Target = { kind: 'repo', project: 'PAY', repo: 'shop' }

describe('the plan', () => {
  it('of gate triggers, waits, exports and judges', () => {
    expect(planOf(inputsOf({ project: 'PAY', repo: 'shop' }))).toMatchObject({
      needsServer: true,
      triggers: [repo],
      wait: true,
      exports: [repo],
      reviewed: [],
      judges: true,
    })
  })

  it('of scan triggers, and waits only when asked', () => {
    const quick = planOf(inputsOf({ operation: 'scan', project: 'PAY' }))
    expect(quick).toMatchObject({ wait: false, exports: [], judges: false })
    expect(planOf(inputsOf({ operation: 'scan', project: 'PAY', wait: 'true' })).wait).toBe(true)
  })

  it('of export starts no scan', () => {
    const plan = planOf(inputsOf({ operation: 'export', scope: 'instance' }))
    expect(plan).toMatchObject({ triggers: [], wait: false, exports: [{ kind: 'instance' }], judges: true })
  })

  it('of evaluate needs no server', () => {
    const plan = planOf(inputsOf({ operation: 'evaluate', 'report-files': 'a.zip' }))
    expect(plan).toMatchObject({ needsServer: false, localExports: ['a.zip'], exports: [], judges: true })
  })

  it('of cancel all takes queued scans before running ones', () => {
    const plan = planOf(inputsOf({ operation: 'cancel', cancel: 'all', scope: 'instance' }))
    expect(plan.cancels).toEqual(['queued', 'running'])
  })

  it('of export-reviewed makes the reviewed findings the result', () => {
    const plan = planOf(inputsOf({ operation: 'export-reviewed', project: 'PAY', repo: 'shop' }))
    expect(plan).toMatchObject({ reviewed: [repo], reviewedAre: 'result', judges: false })
  })

  it('with exclude-reviewed asks for each repository once, whatever the branches', () => {
    const branches: Target[] = ['main', 'dev'].map((branch) => ({ ...repo, kind: 'branch', branch }))
    expect(reviewedTargets(branches)).toEqual([repo])
    const plan = planOf(inputsOf({ targets: 'PAY/shop@main\nPAY/shop@dev', 'exclude-reviewed': 'true' }))
    expect(plan).toMatchObject({ reviewed: [repo], reviewedAre: 'suppressions' })
  })
})

describe('thresholds that ask for an age', () => {
  const triggers: readonly Target[] = [{ kind: 'repo', project: 'SHOP', repo: 'cart' }]
  const thresholds = [
    { name: 'total', olderThanMs: null },
    { name: 'rotate', olderThanMs: 90 * 86_400_000 },
    { name: 'older:1d', olderThanMs: 86_400_000 },
  ]

  it('are reported where the run judges what it has just scanned', () => {
    expect(ageNotes({ triggers, judges: true }, thresholds)).toEqual([
      expect.stringMatching(/^Threshold "rotate" asks for an age, .*`operation: export` or `evaluate`\.$/),
      expect.stringMatching(/^Threshold "older:1d" asks for an age, /),
    ])
  })

  it('are none of a notice where no scan is started, or nothing is judged', () => {
    expect(ageNotes({ triggers: [], judges: true }, thresholds)).toEqual([])
    expect(ageNotes({ triggers, judges: false }, thresholds)).toEqual([])
  })
})
