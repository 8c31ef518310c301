import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { NumberSets } from '../../../src/judge/match-index.ts'

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
