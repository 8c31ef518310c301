import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { BranchBags } from '../../../../src/findings/numbers/branch-bags.ts'
import { CountList, IdList } from '../../../../src/findings/numbers/number-list.ts'
import { PairIndex } from '../../../../src/findings/numbers/pair-index.ts'
import { RowsByBranch } from '../../../../src/findings/numbers/rows-by-branch.ts'
import { NumberSets } from '../../../../src/policy/number-sets.ts'

const small = fc.nat(20)
const word = fc.oneof(fc.nat(5), fc.constantFrom(0, 2 ** 31, 2 ** 32 - 1))

describe('PairIndex', () => {
  it('numbers pairs densely in the order they come, as a map of texts would', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word), { maxLength: 400 }), (pairs) => {
        const index = new PairIndex()
        const expected = new Map<string, number>()
        const wrong = pairs.filter(([first, second]) => {
          const text = `${first} ${second}`
          const unknown = index.find(first, second) !== (expected.get(text) ?? -1)
          if (!expected.has(text)) expected.set(text, expected.size)
          const number = index.number(first, second)
          const same = index.first(number) === first && index.second(number) === second
          return unknown || number !== expected.get(text) || !same
        })
        expect(wrong).toEqual([])
        expect(index.size).toBe(expected.size)
      }),
    )
  })

  it('finds every one of many', () => {
    const index = new PairIndex()
    for (let n = 0; n < 100_000; n += 1) index.number(n, n % 7)
    expect(index.size).toBe(100_000)
    let wrong = 0
    for (let n = 0; n < 100_000; n += 1) if (index.find(n, n % 7) !== n) wrong += 1
    expect(wrong).toBe(0)
    expect(index.find(1, 2)).toBe(-1)
  })
})

describe('NumberSets', () => {
  const members = fc.uniqueArray(small, { maxLength: 8 }).map((list) => list.toSorted((a, b) => a - b))

  it('does what sets do, and holds each set once', () => {
    fc.assert(
      fc.property(fc.array(members, { minLength: 2, maxLength: 8 }), fc.nat(80), (lists, others) => {
        const sets = new NumberSets()
        // Ids of sets that came early are looked up in another way than those behind.
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

describe('BranchBags', () => {
  it('gives one bag for the same branches in whatever order, with repeats', () => {
    fc.assert(
      fc.property(
        fc.array(small, { maxLength: 12 }).chain((list) => {
          return fc.tuple(
            fc.constant(list),
            fc.shuffledSubarray(list, { minLength: list.length }),
            fc.array(small),
          )
        }),
        ([list, shuffled, other]) => {
          const bags = new BranchBags()
          const bagOf = (branches: readonly number[]): number =>
            branches.reduce((bag, branch) => bags.plus(bag, branch), bags.empty)
          const sorted = list.toSorted((a, b) => a - b)
          expect(bagOf(shuffled)).toBe(bagOf(list))
          expect(bags.branches(bagOf(list))).toEqual(sorted)
          const same = JSON.stringify(other.toSorted((a, b) => a - b)) === JSON.stringify(sorted)
          expect(bagOf(other) === bagOf(list)).toBe(same)
        },
      ),
    )
  })
})

describe('RowsByBranch', () => {
  const rows = (keys: number, branches: number, minLength: number): fc.Arbitrary<[number, number][]> =>
    fc.array(fc.tuple(fc.nat(keys), fc.nat(branches)), { minLength, maxLength: 300 })

  it('counts the rows of each key and branch in any order', () => {
    fc.assert(
      fc.property(fc.oneof(rows(3, 3, 0), rows(1, 60, 250)), (list) => {
        const counts = new RowsByBranch()
        const expected = new Map<string, number>()
        for (const [key, branch] of list) {
          const now = (expected.get(`${key} ${branch}`) ?? 0) + 1
          expected.set(`${key} ${branch}`, now)
          expect(counts.add(key, branch)).toBe(now)
        }
        for (let key = 0; key <= 4; key += 1) {
          for (let branch = 0; branch <= 61; branch += 1) {
            expect(counts.at(key, branch)).toBe(expected.get(`${key} ${branch}`) ?? 0)
          }
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('lists of numbers', () => {
  it('grow, and are 0 where nothing was set', () => {
    const ids = new IdList()
    ids.set(1000, 2 ** 32 - 1)
    expect([ids.at(1000), ids.at(999), ids.at(5000)]).toEqual([2 ** 32 - 1, 0, 0])
    const counts = new CountList()
    expect(counts.add(1000, 2 ** 40)).toBe(2 ** 40)
    expect(counts.add(1000, 1)).toBe(2 ** 40 + 1)
    expect([counts.at(1000), counts.at(3), counts.at(5000)]).toEqual([2 ** 40 + 1, 0, 0])
  })
})
