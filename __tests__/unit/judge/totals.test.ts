import { describe, expect, it } from '@jest/globals'
import type { Finding, Ruling } from '../../../src/findings/finding.ts'
import { createTally, type Tally } from '../../../src/findings/tally.ts'
import { numbered, numbering } from '../../fixtures/numbered.ts'

const finding = (more: Partial<Finding> = {}): Finding => ({
  project: 'PROJ',
  repository: 'app',
  branch: 'main',
  path: 'a',
  line: 1,
  rule: 'AWS_CLIENT_ID',
  scannedAt: null,
  matchId: '',
  match: '',
  ...more,
})
const ruling = (more: Partial<Ruling> = {}): Ruling => ({
  severity: 'high',
  status: 'new',
  fingerprint: '0'.repeat(32),
  firstOfDistinct: true,
  ...more,
})

/** A tally that takes findings. */
function startTally(): { add(finding: Finding, ruling: Ruling): void; counts: Tally['counts'] } {
  const numbers = numbering()
  const tally = createTally(numbers.places)
  const rowOf = numbered(numbers)
  return { add: (finding, ruling) => tally.add(rowOf(finding), ruling), counts: tally.counts }
}

describe('the tally', () => {
  it('counts by everything a selector can name', () => {
    const tally = startTally()
    tally.add(finding(), ruling())
    tally.add(finding({ branch: 'dev' }), ruling({ firstOfDistinct: false, status: 'known' }))
    tally.add(finding({ project: '~bob', rule: 'RSA_PRIVATE_KEY' }), ruling({ severity: 'critical' }))
    expect(tally.counts()).toEqual({
      total: 3,
      distinct: 2,
      new: 2,
      suppressed: 0,
      byRule: { AWS_CLIENT_ID: 2, RSA_PRIVATE_KEY: 1 },
      bySeverity: { critical: 1, high: 2, medium: 0, low: 0 },
      byProject: { PROJ: 2, '~bob': 1 },
      byRepository: { 'PROJ/app': 2, '~bob/app': 1 },
      byBranch: { main: 2, dev: 1 },
    })
  })

  it('counts what is suppressed there and nowhere else', () => {
    const tally = startTally()
    tally.add(finding(), ruling({ status: 'suppressed' }))
    expect(tally.counts()).toMatchObject({
      total: 0,
      distinct: 0,
      new: 0,
      suppressed: 1,
      byRule: {},
      byProject: {},
    })
  })

  it('takes any name for a name', () => {
    const tally = startTally()
    for (const rule of ['__proto__', 'constructor', 'toString', '__proto__'])
      tally.add(finding({ rule, branch: rule }), ruling())
    const { byRule, byBranch } = tally.counts()
    expect(Object.entries(byRule)).toEqual([
      ['__proto__', 2],
      ['constructor', 1],
      ['toString', 1],
    ])
    expect(Object.entries(byBranch)).toHaveLength(3)
  })

  it('gives copies', () => {
    const tally = startTally()
    const before = tally.counts()
    before.byRule.X = 5
    before.bySeverity.high = 5
    tally.add(finding(), ruling())
    expect(before.total).toBe(0)
    expect(tally.counts()).toMatchObject({ total: 1, byRule: { AWS_CLIENT_ID: 1 }, bySeverity: { high: 1 } })
  })
})
