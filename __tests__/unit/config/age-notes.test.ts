import { describe, expect, it } from '@jest/globals'
import { ageNotes } from '../../../src/config/run-plan.ts'
import type { Target } from '../../../src/target.ts'

const triggers: readonly Target[] = [{ kind: 'repo', project: 'SHOP', repo: 'cart' }]
const thresholds = [
  { name: 'total', olderThanMs: null },
  { name: 'rotate', olderThanMs: 90 * 86_400_000 },
  { name: 'older:1d', olderThanMs: 86_400_000 },
]

describe('thresholds that ask for an age', () => {
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
