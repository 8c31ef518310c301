import { describe, expect, it } from '@jest/globals'
import { jsonOf } from '../../../src/ci/console.ts'
import { decisionTable } from '../../../src/ci/tables.ts'
import type { Counts, ThresholdOutcome } from '../../../src/findings/finding.ts'

const counts: Counts = {
  total: 12,
  distinct: 7,
  new: 3,
  suppressed: 1,
  byRule: {},
  bySeverity: { critical: 2, high: 10, medium: 0, low: 0 },
  byProject: {},
  byRepository: {},
  byBranch: {},
}

const outcome = (name: string, observed: number, max: number, level: 'fail' | 'warn' = 'fail') =>
  ({
    name,
    selector: name,
    origin: 'default',
    level,
    observed,
    max,
    passed: observed <= max,
    contributors: [],
  }) satisfies ThresholdOutcome

describe('the table', () => {
  const thresholds = [outcome('total', 12, 0), outcome('new', 3, 2, 'warn'), outcome('distinct', 7, 10)]

  it('shows every threshold with what was seen and allowed, then the counts', () => {
    const lines = decisionTable(counts, thresholds, 80, (text) => text)
    expect(lines.map(({ text }) => text)).toEqual([
      '',
      '      threshold    observed     at most',
      'FAIL  total              12           0',
      'warn  new                 3           2',
      'ok    distinct            7          10',
      '',
      '12 findings: 7 distinct, 3 new; 1 suppressed',
      '2 critical, 10 high, 0 medium, 0 low',
      '',
    ])
    expect(lines.slice(2, 5).map(({ colour }) => colour)).toEqual(['red', 'yellow', 'green'])
  })

  it('fits the width and makes names safe', () => {
    const long = [outcome(`rule:${'A'.repeat(200)}`, 1, 0)]
    for (const { text } of decisionTable(counts, long, 60, (text) => text)) {
      expect(text.length).toBeLessThanOrEqual(60)
    }
    expect(decisionTable(counts, [outcome('a\nb', 1, 0)], 60, () => 'safe')[2]?.text).toMatch(
      /^FAIL {2}safe /,
    )
  })
})

it('the JSON is one line, without secrets in its sentences', () => {
  const blank = (text: string): string => text.replaceAll('pass', '***')
  const error = { code: 'UNREACHABLE', message: 'no\nway pass', mend: 'pass' } as const
  const text = jsonOf(
    {
      verdict: 'pass',
      exitCode: 0,
      sentence: 'pass: all',
      error,
      counts,
      thresholds: [],
      outputs: { verdict: 'pass' },
    },
    blank,
  )
  expect(text.trimEnd()).not.toContain('\n')
  // A password that is a usual word must not change what machines read.
  expect(JSON.parse(text)).toMatchObject({
    verdict: 'pass',
    sentence: '***: all',
    error: { message: 'no\nway ***', mend: '***' },
    counts,
    outputs: { verdict: 'pass' },
  })
})
