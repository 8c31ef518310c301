/** What is new on a branch, compared with another: properties, and the row of each case. */
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { FindingNames, FindingRow } from '../../../src/export/finding-row.ts'
import { SecretHasher } from '../../../src/export/secret-hash.ts'
import { REDACTED, UNREADABLE_ROW } from '../../../src/finding.ts'
import { Comparison, RecordedRows } from '../../../src/judge/comparison.ts'
import { rowMaker, type SampleFinding } from '../../fixtures/finding-rows.ts'
import { runs } from '../../fixtures/runs.ts'
import { baselineOf, finding, type JudgeOptions, judge, openJudge } from './judging.ts'

/** The standings of the rows of a branch, compared with the rows of main. */
function standings(main: readonly SampleFinding[], own: readonly SampleFinding[]) {
  const names = new FindingNames()
  const rowOf = rowMaker(names)
  const comparison = new Comparison(names)
  for (const one of main) comparison.addOther(rowOf(one), false)
  for (const one of own) comparison.add(rowOf(one), false)
  comparison.decide()
  const all = own.map(() => comparison.next())
  const count = (word: string): number => all.filter((one) => one === word).length
  const [fresh, known, moved] = [count('new'), count('known'), count('moved')]
  return { all, new: fresh, known, moved, gone: comparison.gone, isBlind: comparison.isBlind }
}

const row: fc.Arbitrary<SampleFinding> = fc
  .record({
    branch: fc.constant('feature'),
    path: fc.constantFrom('src/a.ts', 'src/b.ts', 'test/a.ts'),
    line: fc.constantFrom(1, 2, 3, null),
    rule: fc.constantFrom('AWS_CLIENT_ID', 'OWN'),
    secret: fc.constantFrom('one', 'two', 'three'),
  })
  .map(finding)
const rows = fc.array(row, { maxLength: 20 })
const check = <T>(property: fc.IProperty<T>): void => fc.assert(property, { numRuns: runs(2000) })

describe('for any rows', () => {
  it('a branch against itself adds nothing, and has all', () => {
    check(
      fc.property(rows, (all) => {
        expect(standings(all, all)).toMatchObject({ new: 0, moved: 0, known: all.length, gone: 0 })
      }),
    )
  })

  it('a branch that contains the other tip and adds nothing adds nothing, and k new texts are k', () => {
    check(
      fc.property(rows, fc.nat(5), fc.infiniteStream(row), (all, k, more) => {
        const added = [...more.take(k)].map((one, at) => ({ ...one, secret: `added ${at}` }))
        expect(standings(all, [...added, ...all])).toMatchObject({ new: k, known: all.length, moved: 0 })
      }),
    )
  })

  it('renaming every file adds nothing', () => {
    check(
      fc.property(rows, (all) => {
        const renamed = all.map((one) => ({ ...one, path: `moved/${one.path}` }))
        expect(standings(all, renamed)).toMatchObject({ new: 0, moved: all.length, gone: 0 })
      }),
    )
  })

  it('new, known and moved are counted: no row of main counts twice', () => {
    check(
      fc.property(rows, rows, (main, own) => {
        const { new: fresh, known, moved, gone } = standings(main, own)
        expect(fresh + known + moved).toBe(own.length)
        expect(known + moved + gone).toBe(main.length)
        const textOf = (one: SampleFinding): string => `${one.rule} ${one.secret}`
        const held = Map.groupBy(main, textOf)
        const surplus = [...Map.groupBy(own, textOf)].map(([text, same]) =>
          Math.max(0, same.length - (held.get(text)?.length ?? 0)),
        )
        expect(fresh).toBe(surplus.reduce((sum, one) => sum + one, 0))
      }),
    )
  })

  it('the order of rows is of no matter to any row', () => {
    check(
      fc.property(rows, rows, fc.infiniteStream(fc.nat()), (main, own, keys) => {
        const shuffled = <T>(list: readonly T[]): T[] =>
          list
            .map((one) => [keys.next().value as number, one] as const)
            .sort(([a], [b]) => a - b)
            .map(([, one]) => one)
        const shown = (list: readonly SampleFinding[], all: readonly string[]): string[] =>
          list.map((one, at) => `${one.rule} ${one.secret} ${one.path} ${one.line} ${all[at]}`).sort()
        const again = shuffled(own)
        expect(shown(again, standings(shuffled(main), again).all)).toEqual(
          shown(own, standings(main, own).all),
        )
      }),
    )
  })
})

describe('single cases', () => {
  it('an unreadable row is equal to nothing', () => {
    const bad = finding({ rule: UNREADABLE_ROW, secret: '' })
    const judged = compared([bad], [bad])
    expect(judged.counts).toMatchObject({ total: 1, new: 1 })
  })

  it('rows of a fork are compared by path', () => {
    const fork = finding({ project: '~me', branch: 'feature' })
    expect(standings([finding()], [fork])).toMatchObject({ new: 0, known: 1, moved: 0 })
  })

  it('masked texts are compared by places, in which a swap is not seen', () => {
    const masked = finding({ secret: 'AKIA****' })
    const elsewhere = { ...masked, path: 'other.ts' }
    expect(standings([masked], [{ ...masked, line: 70 }])).toMatchObject({ new: 0, isBlind: true })
    expect(standings([masked], [elsewhere])).toMatchObject({ new: 1, moved: 0, gone: 1 })
    expect(standings([finding(), masked], [finding()])).toMatchObject({ new: 0, isBlind: false })
  })

  it('without texts, places are compared', () => {
    const bare = finding({ secret: '' })
    expect(standings([bare], [bare, { ...bare, line: 8 }])).toMatchObject({ new: 1, known: 1 })
    // Beside a row with a text, too: nothing shows that what is elsewhere is the same.
    const elsewhere = { ...bare, path: 'other.ts' }
    expect(standings([finding(), bare], [finding(), elsewhere])).toMatchObject({ new: 1, moved: 0 })
  })

  it('what left a place that is suppressed is not moved', () => {
    const names = new FindingNames()
    const rowOf = rowMaker(names)
    const comparison = new Comparison(names)
    comparison.addOther(rowOf(finding()), true)
    comparison.add(rowOf(finding({ path: 'elsewhere.ts' })), false)
    comparison.decide()
    expect([comparison.next(), comparison.gone]).toEqual(['new', 0])
  })
})

/** Judges the rows of a branch as a run does. */
function compared(main: readonly SampleFinding[], own: readonly SampleFinding[], options: JudgeOptions = {}) {
  const names = new FindingNames()
  const comparison = new Comparison(names)
  const key = options.key === undefined ? null : Buffer.from(options.key)
  const rowOf = rowMaker(names, key)
  for (const one of main) comparison.addOther(rowOf(one), false)
  for (const one of own) comparison.add(rowOf(one), false)
  comparison.decide()
  const { judge: opened } = openJudge({ policy: 'new = 0', ...options, comparison, names })
  const rulings = own.map((one) => opened.see(rowOf(one)).copy())
  return { ...opened.conclude(), rulings }
}

describe('a baseline beside it', () => {
  const place = (secret: string, line: number): SampleFinding => finding({ secret, line })
  const three = [place('one', 1), place('two', 2), place('three', 3)]

  it.each([undefined, 'a long enough key'])(
    'for each place it is the larger count, not the sum (key %s)',
    (key) => {
      const keyed = key === undefined ? {} : { key }
      const baseline = baselineOf([place('two', 2)], keyed)
      // main has one, and the baseline one: of three at this place, two are new.
      expect(compared([place('one', 1)], three, { ...keyed, baseline }).counts).toMatchObject({ new: 2 })
      const larger = baselineOf([place('two', 2), place('three', 3)], keyed)
      expect(compared([place('one', 1)], three, { ...keyed, baseline: larger }).counts).toMatchObject({
        new: 1,
      })
      expect(judge(three, { ...keyed, baseline: larger }).counts).toMatchObject({ new: 1 })
      const all = baselineOf(three, keyed)
      expect(compared([place('one', 1)], three, { ...keyed, baseline: all }).counts).toMatchObject({ new: 0 })
      expect(compared([], three, { ...keyed, baseline: all }).counts).toMatchObject({ new: 0 })
    },
  )

  it('knows what the other branch does not', () => {
    const baseline = baselineOf([finding({ path: 'b.ts' })])
    const own = [finding({ path: 'a.ts' }), finding({ path: 'b.ts', secret: 'two' })]
    expect(compared([finding({ path: 'a.ts' })], own, { baseline }).counts).toMatchObject({ new: 0 })
  })
})

describe('recorded rows', () => {
  it('gives back all of a row that is judged', () => {
    const row = new FindingRow(new FindingNames(), new SecretHasher(null))
    const key = (path: string) => ({ project: 'PROJ', repository: 'shop', path, rule: 'OWN' })
    const keyOf = (path: string): number => row.names.key(key(path))
    const place = { repository: 0, rule: 0, branch: row.names.branches.intern('main') }
    const rows = [
      {
        key: keyOf('a'),
        line: 7,
        scannedMs: 1_790_000_000_000,
        hashLow: 1,
        hashHigh: 2 ** 32 - 1,
        hasText: true,
      },
      {
        key: keyOf('b'),
        line: 0,
        scannedMs: Number.NaN,
        hashLow: 0,
        hashHigh: 0,
        hasText: false,
        flags: 5,
      },
      { key: keyOf('a'), former: key('c'), fingerprint: '0f'.repeat(16), match: REDACTED, hasText: false },
    ].map((one) => ({ match: one.hasText ? REDACTED : '', flags: 0, former: null, ...one, ...place }))
    const recorded = new RecordedRows()
    for (const one of rows) recorded.add(Object.assign(row, { fingerprint: undefined }, one))
    const seen: FindingRow[] = []
    recorded.replay(row, (again) => seen.push(Object.assign(Object.create(null), again)))
    expect(seen).toMatchObject(rows)
    expect(seen.map(({ fingerprint }) => fingerprint)).toEqual([undefined, undefined, '0f'.repeat(16)])
    expect(rows.map((_row, at) => recorded.lineAt(at))).toEqual([7, 0, seen[2]?.line])
  })
})
