import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { compileGlobs, globFields } from '../../../src/config/globs.ts'
import type { Threshold } from '../../../src/config/thresholds.ts'
import { FindingNames } from '../../../src/export/finding-row.ts'
import { type Severity, severities } from '../../../src/finding.ts'
import { type Observed, ThresholdCounts, Totals } from '../../../src/judge/counts.ts'
import { FindingIndex } from '../../../src/judge/finding-index.ts'
import { MatchIndex } from '../../../src/judge/match-index.ts'
import { rowMaker, type SampleFinding } from '../../fixtures/finding-rows.ts'
import { runs } from '../../fixtures/runs.ts'
import { DAY, finding, NOW, policyOf } from './judging.ts'

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
