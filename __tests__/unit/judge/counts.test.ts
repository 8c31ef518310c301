import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { compileGlobs, globFields } from '../../../src/config/globs.ts'
import type { Threshold } from '../../../src/config/thresholds.ts'
import { FindingNames } from '../../../src/export/finding-row.ts'
import { type Finding, type Severity, severities } from '../../../src/finding.ts'
import { type Observed, ThresholdCounts, Totals } from '../../../src/judge/counts.ts'
import { FindingIndex } from '../../../src/judge/finding-index.ts'
import { MatchIndex } from '../../../src/judge/match-index.ts'
import { rowMaker, type SampleFinding } from '../../fixtures/finding-rows.ts'
import { runs } from '../../fixtures/runs.ts'
import { DAY, finding, NOW, policyOf } from './judging.ts'

describe('the totals', () => {
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

describe('counts of thresholds', () => {
  const severityOf = (rule: string): Severity => (rule.startsWith('SSH') ? 'critical' : 'high')

  type Row = { readonly finding: SampleFinding; readonly isNew: boolean }

  const row: fc.Arbitrary<Row> = fc.record({
    isNew: fc.boolean(),
    finding: fc
      .record({
        project: fc.constantFrom('PROJ', 'OPS'),
        repository: fc.constantFrom('shop', 'api', 'web'),
        branch: fc.constantFrom('main', 'dev', ''),
        path: fc.constantFrom('src/a.ts', 'test/a.ts'),
        line: fc.constantFrom(1, 2, null),
        rule: fc.constantFrom('AWS_CLIENT_ID', 'SSH_PRIVATE_KEY'),
        scannedAt: fc.constantFrom(NOW - DAY, NOW - 40 * DAY, NOW - 100 * DAY, null),
        secret: fc.constantFrom('one', 'two', ''),
      })
      .map(finding),
  })

  const lines = [
    'total = 0',
    'distinct = 0',
    'new = 0',
    'new distinct = 0',
    'older:90d = 0',
    'distinct older:30d = 0',
    'new distinct rule:SSH_* = 0',
    'rule:AWS_* branch:main = 0',
    'distinct branch:dev path:src/** = 0',
    'new repo:*/shop severity:critical = 0',
    'distinct project:OPS older:30d = 0',
  ]

  function fits({ match, olderThanMs, onlyNew }: Threshold, { finding, isNew }: Row): boolean {
    const values = { ...finding, repo: `${finding.project}/${finding.repository}`, owner: '' }
    const { severity } = match
    return (
      globFields.every((field) => {
        const globs = match[field]
        return globs === undefined || values[field] === '' || compileGlobs(globs, field)(values[field])
      }) &&
      (severity === undefined ||
        severities.indexOf(severityOf(finding.rule)) <= severities.indexOf(severity)) &&
      (olderThanMs === null || finding.scannedAt === null || NOW - finding.scannedAt > olderThanMs) &&
      (isNew || !onlyNew)
    )
  }

  type Plain = Omit<Observed, 'byRepository'> & { readonly byRepository: Readonly<Record<string, number>> }

  /** Counts the rows that fit one threshold, or the first of each finding, by repository and rule. */
  function plainly(threshold: Threshold, rows: readonly Row[], ids: readonly number[]): Plain {
    const fitting = rows.map((row, at) => ({ row, id: ids[at] })).filter(({ row }) => fits(threshold, row))
    const counted =
      threshold.count === 'rows'
        ? fitting
        : fitting.filter(({ id }, at) => fitting.findIndex((other) => other.id === id) === at)
    const places = Map.groupBy(counted, ({ row: { finding } }) =>
      JSON.stringify([`${finding.project}/${finding.repository}`, finding.rule]),
    )
    const contributors = [...places].map(([place, some]) => {
      const [repository, rule] = JSON.parse(place) as [string, string]
      return { repository, rule, count: some.length }
    })
    const text = (one: { repository: string; rule: string }): string => `${one.repository} ${one.rule}`
    contributors.sort((a, b) => b.count - a.count || (text(a) < text(b) ? -1 : 1))
    const byRepository = Object.groupBy(contributors, ({ repository }) => repository)
    const sums = Object.entries(byRepository).map(([name, some = []]) => {
      return [name, some.reduce((sum, one) => sum + one.count, 0)] as const
    })
    return {
      count: counted.length,
      contributors: contributors.slice(0, 3),
      byRepository: Object.fromEntries(sums),
    }
  }

  it('are those of counting for one threshold after the other', () => {
    const some = fc.shuffledSubarray(lines, { minLength: 1 })
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), some, (rows, ofPolicy) => {
        const { thresholds } = policyOf(ofPolicy.join('\n'))
        const names = new FindingNames()
        const matches = new MatchIndex(
          thresholds.map(({ match }) => match),
          { names, severityOf, counts: true },
        )
        const totals = new Totals(names)
        const counts = new ThresholdCounts(thresholds, matches, names, totals.contributors, NOW)
        const index = new FindingIndex()
        const rowOf = rowMaker(names)
        const ids = rows.map(({ finding, isNew }) => {
          const row = rowOf(finding)
          const id = index.place(row)
          counts.add(row, id, totals.add(row, isNew, false), isNew, false)
          return id
        })
        const found = thresholds.map((_threshold, member) => {
          const observed = counts.of(member)
          return { ...observed, byRepository: { ...observed.byRepository() } }
        })
        expect(found).toEqual(thresholds.map((threshold) => plainly(threshold, rows, ids)))
      }),
      { numRuns: runs(300) },
    )
  })
})
