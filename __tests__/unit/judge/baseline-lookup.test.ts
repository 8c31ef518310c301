import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { FindingNames } from '../../../src/export/finding-row.ts'
import { readBaseline } from '../../../src/judge/baseline.ts'
import { BaselineLookup } from '../../../src/judge/baseline-lookup.ts'
import { MatchIndex } from '../../../src/judge/match-index.ts'
import { rowMaker, type SampleFinding } from '../../fixtures/finding-rows.ts'
import { runs } from '../../fixtures/runs.ts'
import { baselineOf, finding } from './judging.ts'

type Opened = { readonly lookup: BaselineLookup; isNew(finding: SampleFinding, id?: number): boolean }

function lookUpIn(before: readonly SampleFinding[], names = new FindingNames()): Opened {
  const baseline = readBaseline(baselineOf(before), 'baseline.json', null)
  const index = new MatchIndex([], { names, severityOf: () => 'high', counts: true })
  const lookup = new BaselineLookup(baseline, null, names, index)
  const rowOf = rowMaker(names)
  return { lookup, isNew: (one, id = 0) => lookup.isNew(rowOf(one), id, { fingerprint: '' }) }
}

/** Row `n` of a file on a branch; each is another finding. */
const rowsOf = (files: number, branches: number, longest: number): fc.Arbitrary<SampleFinding[]> =>
  fc
    .array(fc.tuple(fc.nat(files), fc.nat(branches)), { maxLength: longest, size: 'max' })
    .map((places) =>
      places.map(([file, branch], line) =>
        finding({ path: `f${file}`, branch: `b${branch}`, line, secret: `${line}` }),
      ),
    )

describe('a baseline of counts', () => {
  it.each([
    ['few', rowsOf(3, 3, 40), runs(400)],
    ['many', rowsOf(1, 60, 300), runs(100)],
  ])(
    'knows as many rows of a file on each of %s branches as its fullest branch has',
    (_title, rows, numRuns) => {
      const placeOf = ({ path, branch }: SampleFinding): string => `${path} ${branch}`
      fc.assert(
        fc.property(rows, rows, (before, now) => {
          const allowed = new Map<string, number>()
          for (const some of Map.groupBy(before, placeOf).values()) {
            const { path } = some[0] as SampleFinding
            allowed.set(path, Math.max(allowed.get(path) ?? 0, some.length))
          }
          const names = new FindingNames()
          const { lookup, isNew } = lookUpIn(before, names)
          const seen = new Map<string, number>()
          const expected = now.map((row) => {
            seen.set(placeOf(row), (seen.get(placeOf(row)) ?? 0) + 1)
            return (seen.get(placeOf(row)) ?? 0) > (allowed.get(row.path) ?? 0)
          })
          expect(now.map((row) => isNew(row))).toEqual(expected)
          const exceeded = now.filter(({ path }, at) => expected[at] && allowed.has(path))
          expect([...lookup.exceeded()].map((key) => names.keys.text(key)).sort()).toEqual(
            [...new Set(exceeded.map(({ path }) => path))].sort(),
          )
          const keys = now.map((row) => lookup.countsOnly(names.key(row)))
          expect(keys).toEqual(now.map(({ path }) => allowed.has(path)))
        }),
        { numRuns },
      )
    },
  )

  it('says how many findings it holds, and how many of them in repositories that are not seen', () => {
    const names = new FindingNames()
    const before = ['shop', 'api', 'api', 'web'].map((repository, line) =>
      finding({ repository, line, secret: `${line}` }),
    )
    const { lookup } = lookUpIn(before, names)
    expect(lookup.size).toBe(4)
    const shop = names.repository('PROJ', 'shop')
    expect(lookup.unseen((repository) => repository === shop)).toEqual({ findings: 3, repositories: 2 })
    expect(lookup.unseen(() => true)).toEqual({ findings: 0, repositories: 0 })
  })
})

describe('without a baseline', () => {
  it('every row is new, and nothing is known of numbers', () => {
    const names = new FindingNames()
    const index = new MatchIndex([], { names, severityOf: () => 'high', counts: true })
    const lookup = new BaselineLookup(null, null, names, index)
    const row = rowMaker(names)(finding())
    expect([1, 2].map(() => lookup.isNew(row, 0, { fingerprint: '' }))).toEqual([true, true])
    expect([lookup.size, lookup.countsOnly(row.key), [...lookup.exceeded()]]).toEqual([0, false, []])
  })
})
