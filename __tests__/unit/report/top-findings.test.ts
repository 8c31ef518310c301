/** The shortlist: worst first, bounded, the same for the same rows in whatever order. */
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { findingStatuses, severities } from '../../../src/finding.ts'
import type { JudgedFinding } from '../../../src/report/model.ts'
import { TopFindings } from '../../../src/report/top-findings.ts'
import { sampleFinding } from './sample-report.ts'

/** Adds rows with their rulings, in this order. */
function topOf(findings: readonly JudgedFinding[], limit: number): TopFindings {
  const top = new TopFindings(limit)
  const names: string[] = []
  const idOf = (name: string): number => (names.includes(name) ? names.indexOf(name) : names.push(name) - 1)
  for (const finding of findings) {
    const { repository, path, rule } = finding
    const row = {
      finding: () => finding,
      repository: idOf(repository),
      key: idOf([repository, path, rule].join(' ')),
    }
    top.add(row, { ...finding, copy: () => finding })
  }
  return top
}

const finding = fc.record({
  status: fc.constantFrom(...findingStatuses),
  severity: fc.constantFrom(...severities),
  repository: fc.constantFrom('api', 'web'),
  path: fc.constantFrom('a.ts', 'b.ts', 'b/c.ts'),
  line: fc.integer({ min: 1, max: 12 }),
  rule: fc.constantFrom('AWS_KEY', 'TOKEN'),
  branch: fc.constantFrom('dev', 'main'),
})

const sortTexts = (one: JudgedFinding): (string | number)[] => [
  findingStatuses.indexOf(one.status),
  severities.indexOf(one.severity),
  one.repository,
  one.path,
  one.line ?? 0,
  one.rule,
  one.branch,
]

function byTexts(a: JudgedFinding, b: JudgedFinding): number {
  const [x, y] = [sortTexts(a), sortTexts(b)]
  const at = x.findIndex((text, place) => text !== y[place])
  return at < 0 ? 0 : (x[at] ?? 0) < (y[at] ?? 0) ? -1 : 1
}

describe('the shortlist', () => {
  it('is the beginning of all findings sorted by status, severity and names, whatever their order', () => {
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 60 }), fc.integer({ min: 0, max: 30 }), (rulings, limit) => {
        const all = rulings.map((ruling) => sampleFinding(ruling))
        const top = topOf(all, limit)
        expect(top.items()).toEqual(all.toSorted(byTexts).slice(0, limit))
        expect(top.isCut).toBe(all.length > limit)
      }),
      { numRuns: 500 },
    )
  })

  it('forgets what came after its last finding when that is of another rank', () => {
    const last = sampleFinding({ status: 'suppressed', path: 'a.ts' })
    const after = sampleFinding({ status: 'suppressed', path: 'b.ts' })
    const known = ['b/c.ts', 'b/d.ts'].map((path) => sampleFinding({ status: 'known', path }))
    const wanted = sampleFinding({ status: 'known', path: 'b.ts' })
    const top = topOf([last, after, after, ...known, wanted], 1)
    expect(top.items()).toEqual([wanted])
  })

  it('puts a new low finding before a known critical one', () => {
    const known = sampleFinding({ status: 'known', severity: 'critical' })
    const fresh = sampleFinding({ status: 'new', severity: 'low' })
    const top = topOf([known, fresh], 10)
    expect(top.items().map((one) => one.severity)).toEqual(['low', 'critical'])
    expect(top.isCut).toBe(false)
  })
})
