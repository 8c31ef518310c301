import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { FindingNames } from '../../../src/export/finding-row.ts'
import { type Finding, type Severity, severities } from '../../../src/finding.ts'
import { Totals } from '../../../src/judge/counts.ts'
import { rowMaker, type SampleFinding } from '../../fixtures/finding-rows.ts'

const finding = (more: Partial<SampleFinding> = {}): SampleFinding => ({
  project: 'PROJ',
  repository: 'app',
  branch: 'main',
  path: 'a',
  line: 1,
  rule: 'AWS_CLIENT_ID',
  scannedAt: null,
  secret: '',
  match: '',
  ...more,
})
const severityOf = (rule: string): Severity => (rule === 'RSA_PRIVATE_KEY' ? 'critical' : 'high')

type Mark = { readonly isNew?: boolean; readonly isFirst?: boolean }

/** Totals that take findings. */
function startTotals(): {
  totals: Totals
  add(finding: SampleFinding, mark?: Mark): number
  counts(): ReturnType<Totals['counts']>
} {
  const names = new FindingNames()
  const totals = new Totals(names)
  const rowOf = rowMaker(names)
  return {
    totals,
    add: (one, { isNew = true, isFirst = true } = {}) => totals.add(rowOf(one), isNew, isFirst),
    counts: () => totals.counts((rule) => severityOf(names.rules.text(rule))),
  }
}

describe('the totals', () => {
  it('count by everything a selector can name', () => {
    const { add, counts } = startTotals()
    add(finding())
    add(finding({ branch: 'dev' }), { isNew: false, isFirst: false })
    add(finding({ project: '~bob', rule: 'RSA_PRIVATE_KEY' }))
    expect(counts()).toEqual({
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

  it('count what is suppressed there and nowhere else', () => {
    const { totals, counts } = startTotals()
    totals.suppressed += 1
    expect(counts()).toMatchObject({
      total: 0,
      distinct: 0,
      new: 0,
      suppressed: 1,
      byRule: {},
      byProject: {},
    })
  })

  it('take any name for a name', () => {
    const { add, counts } = startTotals()
    for (const rule of ['__proto__', 'constructor', 'toString', '__proto__'])
      add(finding({ rule, branch: rule }))
    const { byRule, byBranch } = counts()
    expect(Object.entries(byRule)).toEqual([
      ['__proto__', 2],
      ['constructor', 1],
      ['toString', 1],
    ])
    expect(Object.entries(byBranch)).toHaveLength(3)
  })

  it('give copies', () => {
    const { add, counts } = startTotals()
    const before = counts()
    before.byRule.X = 5
    before.bySeverity.high = 5
    add(finding())
    expect(before.total).toBe(0)
    expect(counts()).toMatchObject({ total: 1, byRule: { AWS_CLIENT_ID: 1 }, bySeverity: { high: 1 } })
  })

  it('number contributors, which are a repository and a rule', () => {
    const { add } = startTotals()
    const rules = ['A', 'B', 'A'].map((rule) => add(finding({ rule, path: `of ${rule}`, branch: rule })))
    expect([...rules, add(finding({ rule: 'A', repository: 'api' }))]).toEqual([0, 1, 0, 2])
  })

  it('are those of counting one name after the other', () => {
    const few = (...values: readonly string[]) => fc.constantFrom(...values)
    const row = fc.record({
      project: few('PROJ', '~bob', ''),
      repository: few('app', 'api'),
      branch: few('main', 'dev', ''),
      path: few('a', 'b'),
      rule: few('AWS_CLIENT_ID', 'RSA_PRIVATE_KEY', 'X'),
      isNew: fc.boolean(),
      isFirst: fc.boolean(),
      isSuppressed: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
        const { add, counts, totals } = startTotals()
        for (const { isNew, isFirst, isSuppressed, ...names } of rows) {
          if (isSuppressed) totals.suppressed += 1
          else add(finding(names), { isNew, isFirst })
        }
        const counted = rows.filter(({ isSuppressed }) => !isSuppressed)
        const by = (nameOf: (row: Pick<Finding, 'project' | 'repository' | 'branch' | 'rule'>) => string) =>
          Object.fromEntries([...Map.groupBy(counted, nameOf)].map(([name, some]) => [name, some.length]))
        expect(counts()).toEqual({
          total: counted.length,
          distinct: counted.filter(({ isFirst }) => isFirst).length,
          new: counted.filter(({ isNew }) => isNew).length,
          suppressed: rows.length - counted.length,
          byRule: by(({ rule }) => rule),
          bySeverity: {
            ...Object.fromEntries(severities.map((severity) => [severity, 0])),
            ...by(({ rule }) => severityOf(rule)),
          },
          byProject: by(({ project }) => project),
          byRepository: by(({ project, repository }) => `${project}/${repository}`),
          byBranch: by(({ branch }) => branch),
        })
      }),
    )
  })
})
