/** The shortlist: worst first, bounded, the same for the same rows. */
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { findingStatuses, severities } from '../../../src/finding.ts'
import type { JudgedFinding } from '../../../src/report/model.ts'
import { createTopFindings } from '../../../src/report/top-findings.ts'
import { sampleFinding } from './sample-report.ts'

/** What is added for it: a row and its ruling, each with what is kept of it. */
const row = (judged: JudgedFinding): Parameters<ReturnType<typeof createTopFindings>['add']> => [
  { finding: () => judged },
  { ...judged, copy: () => judged },
]

const finding = fc.record({
  status: fc.constantFrom(...findingStatuses),
  severity: fc.constantFrom(...severities),
})

describe('the shortlist', () => {
  it('is the beginning of all findings sorted by status, severity and first sight', () => {
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 60 }), fc.integer({ min: 0, max: 30 }), (rulings, limit) => {
        const shortlist = createTopFindings(limit)
        const all = rulings.map((ruling, line) => sampleFinding({ ...ruling, line }))
        for (const one of all) shortlist.add(...row(one))
        const sorted = [...all].sort(
          (a, b) =>
            findingStatuses.indexOf(a.status) - findingStatuses.indexOf(b.status) ||
            severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
            (a.line ?? 0) - (b.line ?? 0),
        )
        expect(shortlist.items()).toEqual(sorted.slice(0, limit))
        expect(shortlist.cut).toBe(all.length > limit)
      }),
      { numRuns: 500 },
    )
  })

  it('puts a new low finding before a known critical one', () => {
    const shortlist = createTopFindings(10)
    const known = sampleFinding({ status: 'known', severity: 'critical' })
    const fresh = sampleFinding({ status: 'new', severity: 'low' })
    shortlist.add(...row(known))
    shortlist.add(...row(fresh))
    expect(shortlist.items().map((one) => one.severity)).toEqual(['low', 'critical'])
    expect(shortlist.cut).toBe(false)
  })
})
