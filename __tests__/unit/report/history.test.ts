/** The trend: lines that can be read back, broken ones skipped, and the changes that counts reveal. */
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  changeOf,
  historyLine,
  type PastRun,
  parseHistory,
  pastRunOf,
  sparkline,
} from '../../../src/report/history.ts'
import { anyText } from '../../fixtures/any-text.ts'
import { errorReport, hostileReport, hostileTexts, sampleFinding, sampleReport } from './sample-report.ts'

const report = sampleReport([sampleFinding(), sampleFinding({ rule: 'RSA_PRIVATE_KEY', severity: 'low' })])
const line = historyLine(report)

describe('a line of the history', () => {
  it('is one line that reads back as the run', () => {
    expect(line).toMatch(/^\{[^\n]*\}\n$/)
    const { runs, garbled } = parseHistory(line)
    expect(garbled).toBe(0)
    expect(runs).toEqual([pastRunOf(report)])
    expect(runs[0]).toMatchObject({
      at: '2026-11-20T09:00:00.000Z',
      scope: 'SHOP/web',
      verdict: 'fail',
      total: 2,
      new: 2,
      byRule: { AWS_SECRET_ACCESS_KEY: 1, RSA_PRIVATE_KEY: 1 },
    })
  })

  it('holds no secret and stays small, however many names there are', () => {
    const match = ['AKIA', 'REVEALED', 'TEXT'].join('')
    const many = Array.from({ length: 2000 }, (_, place) =>
      sampleFinding({
        match,
        rule: `RULE_${place}${'x'.repeat(500)}`,
        repository: `repo-${place}${'y'.repeat(500)}`,
      }),
    )
    const long = historyLine(
      sampleReport(many, { targets: Array.from({ length: 5000 }, (_, place) => `SHOP/repo-${place}`) }),
    )
    expect(long).not.toContain(match)
    expect(long.length).toBeLessThan(30_000)
  })

  it.each(hostileTexts.map((text) => [text]))('is one line whatever is in the names: %j', (text) => {
    const hostile = historyLine(hostileReport(text))
    expect(hostile.trimEnd()).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    expect(parseHistory(hostile)).toMatchObject({ garbled: 0, runs: [{ total: 1 }] })
  })
})

describe('a history', () => {
  it('passes over what it cannot read and counts it', () => {
    const broken = [
      '{"total":',
      'null',
      '[]',
      '"x"',
      '{}',
      line.replace('"total":2', '"total":-2'),
      line.replace('"fail"', '"green"'),
      line.replace('1.0', '9.9'),
    ]
    const { runs, garbled } = parseHistory([line, ...broken, '', line].join('\n'))
    expect(runs).toHaveLength(2)
    expect(garbled).toBe(broken.length)
  })

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(anyText(), fc.jsonValue(), (text, value) => {
        parseHistory(`${text}\n${JSON.stringify(value)}`)
      }),
    )
  })

  it('treats evaluations as one scope, since their files are named anew', () => {
    const one = pastRunOf({ ...report, operation: 'evaluate', targets: ['/a/1.zip'] })
    expect(pastRunOf({ ...report, operation: 'evaluate', targets: ['/b/2.zip'] }).scope).toBe(one.scope)
  })
})

describe('the change since the run before', () => {
  const run = (byRule: Record<string, number>, changes: Partial<PastRun> = {}): PastRun => {
    const total = Object.values(byRule).reduce((sum, count) => sum + count, 0)
    return { ...pastRunOf(report), byRule, byRepository: { 'SHOP/web': total }, total, ...changes }
  }

  it.each([
    [{ A: 5 }, { A: 5 }, { appeared: 0, fixed: 0, remaining: 5 }],
    [{ A: 5 }, { A: 2, B: 4 }, { appeared: 4, fixed: 3, remaining: 2 }],
    [{}, { A: 1 }, { appeared: 1, fixed: 0, remaining: 0 }],
    [{ A: 9 }, {}, { appeared: 0, fixed: 9, remaining: 0 }],
  ])('from %j to %j', (before, now, expected) => {
    expect(changeOf([run(before), run(now)])).toMatchObject(expected)
  })

  it('takes names that were summed up as one sum', () => {
    const cut = run({ A: 5 }, { total: 12, byRepository: {} })
    const next = run({ A: 5, B: 3 }, { total: 9, byRepository: {} })
    expect(changeOf([cut, next])).toMatchObject({ appeared: 0, fixed: 3, remaining: 9 })
  })

  it('is consistent: old findings are fixed or remain, present ones remained or appeared', () => {
    const counts = fc.dictionary(fc.constantFrom('A', 'B', 'C', '__proto__'), fc.nat(50))
    fc.assert(
      fc.property(counts, counts, (before, now) => {
        const [from, to] = [run(before), run(now)]
        const change = changeOf([from, to])
        expect((change?.remaining ?? 0) + (change?.fixed ?? 0)).toBe(from.total)
        expect((change?.remaining ?? 0) + (change?.appeared ?? 0)).toBe(to.total)
      }),
    )
  })

  it('skips runs that ended in an error, and reports no change after one', () => {
    const failed = pastRunOf(errorReport())
    expect(changeOf([run({ A: 5 }), failed, run({ A: 4 })])).toMatchObject({ fixed: 1 })
    expect(changeOf([run({ A: 5 }), failed])).toBeNull()
    expect(changeOf([failed, run({ A: 5 })])).toBeNull()
    expect(changeOf([run({ A: 5 })])).toBeNull()
    expect(changeOf([])).toBeNull()
  })
})

describe('the sparkline', () => {
  it('has a bar per number, the highest for the most', () => {
    expect(sparkline([0, 50, 100])).toBe('▁▅█')
    expect(sparkline([0, 0])).toBe('▁▁')
    expect(sparkline([])).toBe('')
  })
})
