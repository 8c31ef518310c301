import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Match } from '../../../src/config/thresholds.ts'
import { FindingNames } from '../../../src/export/finding-row.ts'
import type { Severity } from '../../../src/finding.ts'
import { MatchIndex, NumberSets } from '../../../src/judge/match-index.ts'

const plain = { project: 'PAY', repository: 'shop', branch: 'main', path: 'src/a.ts', rule: 'AWS_KEY' }

/** Asks which of the matches a finding fits, as often as wished. */
function asking(matches: readonly Match[], counts = true) {
  const names = new FindingNames()
  const asked: string[] = []
  const severityOf = (rule: string): Severity => {
    asked.push(rule)
    return rule.startsWith('LOW') ? 'low' : 'high'
  }
  const index = new MatchIndex(matches, { names, severityOf, counts })
  const fits = (given: Partial<typeof plain> = {}): readonly number[] => {
    const finding = { ...plain, ...given }
    return index.sets.members(index.fitting(names.key(finding), names.branches.intern(finding.branch)))
  }
  return { fits, asked }
}

describe('a finding fits', () => {
  it('what asks for nothing', () => {
    expect(asking([{}, {}]).fits()).toEqual([0, 1])
    expect(asking([]).fits()).toEqual([])
  })

  it.each<readonly [Match, Partial<typeof plain>]>([
    [{ rule: ['AWS_*'] }, { rule: 'GITHUB_TOKEN' }],
    [{ project: ['PAY'] }, { project: 'SHOP' }],
    [{ repo: ['PAY/sh*'] }, { repository: 'api' }],
    [{ repo: ['PAY/shop'] }, { project: 'SHOP' }],
    [{ branch: ['main'] }, { branch: 'dev' }],
    [{ path: ['src/**'] }, { path: 'test/a.ts' }],
    [{ severity: 'high' }, { rule: 'LOW_KEY' }],
    [{ severity: 'medium' }, { rule: 'LOW_KEY' }],
  ])('%j, but not with %j', (match, other) => {
    const { fits } = asking([match, {}])
    for (let round = 0; round < 2; round += 1) {
      expect(fits()).toEqual([0, 1])
      expect(fits(other)).toEqual([1])
    }
  })

  it('a severity that is its own or lower', () => {
    const { fits } = asking([{ severity: 'critical' }, { severity: 'high' }, { severity: 'low' }])
    expect(fits()).toEqual([1, 2])
    expect(fits({ rule: 'LOW_KEY' })).toEqual([2])
  })

  it('only what asks for nothing else', () => {
    const both: Match = { rule: ['AWS_*'], branch: ['main'], path: ['src/**'], severity: 'high' }
    const { fits } = asking([both, { path: ['test/**'] }, { branch: ['dev'] }])
    expect(fits()).toEqual([0])
    expect(fits({ branch: 'dev' })).toEqual([2])
    expect(fits({ path: 'test/x' })).toEqual([1])
    expect(fits({ rule: 'LOW_AWS' })).toEqual([])
  })

  it('matches in their order, also those with the same globs, whichever of them ask for a field', () => {
    const matches: Match[] = Array.from({ length: 12 }, (_, n) => (n % 3 === 0 ? {} : { rule: ['AWS_*'] }))
    expect(asking(matches).fits()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    expect(asking(matches).fits({ rule: 'X' })).toEqual([0, 3, 6, 9])
  })
})

describe('a name that an export lacks', () => {
  const unknown = { project: '', repository: '', branch: '', path: '', rule: '' }

  it.each([
    [{ project: ['PAY'] }, ['project']],
    [{ repo: ['PAY/shop'] }, ['project']],
    [{ repo: ['PAY/shop'] }, ['repository']],
    [{ branch: ['main'] }, ['branch']],
    [{ path: ['src/**'] }, ['path']],
    [{ rule: ['!X'] }, ['rule']],
  ] as const)('fits %j for a threshold, and never for a suppression, without %j', (match, names) => {
    const given = Object.fromEntries(names.map((name) => [name, unknown[name]]))
    expect(asking([match, {}], true).fits(given)).toEqual([0, 1])
    expect(asking([match, {}], false).fits(given)).toEqual([1])
  })
})

describe('a name that is not reported whole', () => {
  it.each([
    [{ project: ['PAY'] }, { project: '[redacted]' }],
    [{ repo: ['PAY/shop'] }, { repository: '[redacted]-server' }],
    [{ branch: ['main'] }, { branch: 'release/[redacted]' }],
    [{ path: ['src/**'] }, { path: 'keys/[redacted]' }],
    [{ path: ['**/*.ts'] }, { path: 'very/deep/…' }],
    [{ path: ['!src/**'] }, { path: 'src/[redacted]' }],
    [{ rule: ['pypi-*'] }, { rule: '[redacted]' }],
    [{ severity: 'critical' }, { rule: 'LOW_[redacted]' }],
  ] as const)('fits %j for a threshold, and never for a suppression: %j', (match, given) => {
    expect(asking([match, {}], true).fits(given)).toEqual([0, 1])
    expect(asking([match, {}], false).fits(given)).toEqual([1])
  })
})

describe('a row that nobody could read', () => {
  it('fits every path for a threshold, and none for a suppression', () => {
    const row = { rule: 'UNREADABLE_ROW', path: 'export.csv' }
    const matches: Match[] = [{ path: ['src/**'] }, { path: ['*.csv'] }, { rule: ['AWS_*'] }]
    expect(asking(matches, true).fits(row)).toEqual([0, 1])
    expect(asking(matches, false).fits(row)).toEqual([])
  })
})

describe('a severity', () => {
  it('of a suppression is that one alone', () => {
    const { fits } = asking([{ severity: 'critical' }, { severity: 'high' }, { severity: 'low' }], false)
    expect(fits()).toEqual([1])
    expect(fits({ rule: 'LOW_KEY' })).toEqual([2])
  })
})

describe('looking', () => {
  it('is done once for each rule', () => {
    const { fits, asked } = asking([{ severity: 'high' }])
    for (const branch of ['main', 'dev']) {
      for (const path of ['a', 'b']) fits({ branch, path })
    }
    fits({ rule: 'LOW_KEY' })
    expect(asked).toEqual(['AWS_KEY', 'LOW_KEY'])
  })
})

describe('number sets', () => {
  const lists: readonly (readonly number[])[] = [[], [1], [2], [1, 2], [2, 3], [1, 2, 3], [2, 10], [4, 5]]
  const ascending = (a: number, b: number): number => a - b

  describe('a set', () => {
    it('has one id, whenever it is asked for, and 0 without members', () => {
      const sets = new NumberSets()
      const ids = lists.map((members) => sets.of(members))
      expect(new Set(ids).size).toBe(lists.length)
      expect(lists.map((members) => sets.of([...members]))).toEqual(ids)
      expect([sets.of([]), sets.empty, sets.members(0)]).toEqual([0, 0, []])
      expect(ids.map((id) => sets.members(id))).toEqual(lists)
    })
  })

  describe('two sets', () => {
    it('have their common members, those of either, and the rest, asked once or again', () => {
      const sets = new NumberSets()
      for (let round = 0; round < 2; round += 1) {
        for (const a of lists) {
          for (const b of lists) {
            const [first, second] = [sets.of(a), sets.of(b)]
            const common = a.filter((n) => b.includes(n))
            const union = [...new Set([...a, ...b])].sort(ascending)
            const rest = a.filter((n) => !b.includes(n))
            expect(sets.members(sets.common(first, second))).toEqual(common)
            expect(sets.common(first, second)).toBe(sets.of(common))
            expect(sets.union(first, second)).toBe(sets.of(union))
            expect(sets.rest(first, second)).toBe(sets.of(rest))
          }
        }
      }
    })
  })

  it('keeps results apart, whether ids are small or not', () => {
    const sets = new NumberSets()
    // Nested, so that each pair has results of its own.
    const upTo = Array.from({ length: 140 }, (_none, last) =>
      sets.of(Array.from({ length: last + 1 }, (_, member) => member)),
    )
    const wrong: string[] = []
    for (let round = 0; round < 2; round += 1) {
      for (const [a, setOfA] of upTo.entries()) {
        for (const [b, setOfB] of upTo.entries()) {
          const right =
            sets.common(setOfA, setOfB) === upTo[Math.min(a, b)] &&
            sets.union(setOfA, setOfB) === upTo[Math.max(a, b)] &&
            sets.members(sets.rest(setOfA, setOfB)).length === Math.max(0, a - b)
          if (!right) wrong.push(`${a} ${b}`)
        }
      }
    }
    expect(wrong).toEqual([])
  })

  it('gives any sets what lists have, and holds each set once', () => {
    const members = fc.uniqueArray(fc.nat(20), { maxLength: 8 }).map((list) => list.toSorted((a, b) => a - b))
    fc.assert(
      fc.property(fc.array(members, { minLength: 2, maxLength: 8 }), fc.nat(80), (lists, others) => {
        const sets = new NumberSets()
        // Small ids are looked up in another table.
        for (let n = 0; n < others; n += 1) sets.of([100 + n])
        const pairs = lists.flatMap((a) => lists.map((b) => [a, b] as const))
        const found = pairs.map(([a, b]) => {
          const [idOfA, idOfB] = [sets.of(a), sets.of(b)]
          const union = sets.union(idOfA, idOfB)
          return [sets.common(idOfA, idOfB), sets.rest(idOfA, idOfB), union].map((id) => [
            id,
            sets.members(id),
          ])
        })
        const expected = pairs.map(([a, b]) =>
          [
            a.filter((n) => b.includes(n)),
            a.filter((n) => !b.includes(n)),
            [...new Set([...a, ...b])].sort(ascending),
          ].map((list) => [sets.of(list), list]),
        )
        expect(found).toEqual(expected)
        expect(sets.of([])).toBe(sets.empty)
      }),
    )
  })
})

describe('any number sets', () => {
  const members = fc.uniqueArray(fc.nat(20), { maxLength: 8 }).map((list) => list.toSorted((a, b) => a - b))

  it('number sets do what sets do, and hold each set once', () => {
    fc.assert(
      fc.property(fc.array(members, { minLength: 2, maxLength: 8 }), fc.nat(80), (lists, others) => {
        const sets = new NumberSets()
        // Ids of sets that came early are looked up in another way than those after them.
        for (let n = 0; n < others; n += 1) sets.of([100 + n])
        for (const a of lists) {
          for (const b of lists) {
            const [idOfA, idOfB] = [sets.of(a), sets.of(b)]
            expect(sets.members(sets.common(idOfA, idOfB))).toEqual(a.filter((n) => b.includes(n)))
            expect(sets.members(sets.rest(idOfA, idOfB))).toEqual(a.filter((n) => !b.includes(n)))
            const union = [...new Set([...a, ...b])].sort((x, y) => x - y)
            expect(sets.members(sets.union(idOfA, idOfB))).toEqual(union)
            expect(sets.union(idOfA, idOfB)).toBe(sets.of(union))
          }
        }
        expect(sets.of([])).toBe(sets.empty)
      }),
    )
  })
})
