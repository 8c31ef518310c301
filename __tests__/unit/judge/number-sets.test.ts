import { describe, expect, it } from '@jest/globals'
import { NumberSets } from '../../../src/judge/number-sets.ts'

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
