import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { NumberSets } from '../../../src/judge/match-index.ts'

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
        return [sets.common(idOfA, idOfB), sets.rest(idOfA, idOfB), union].map((id) => [id, sets.members(id)])
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
