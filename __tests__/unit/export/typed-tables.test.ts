import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { CountList, grown, IdList, PairTable } from '../../../src/export/typed-tables.ts'

const word = fc.oneof(fc.nat(5), fc.constantFrom(0, 2 ** 31, 2 ** 32 - 1))

describe('PairTable', () => {
  it('gives pairs ids in order of appearance, as a map of texts would', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word), { maxLength: 400 }), (pairs) => {
        const table = new PairTable()
        const expected = new Map<string, number>()
        const wrong = pairs.filter(([first, second]) => {
          const text = `${first} ${second}`
          const unknown = table.find(first, second) !== (expected.get(text) ?? -1)
          if (!expected.has(text)) expected.set(text, expected.size)
          const id = table.intern(first, second)
          const same = table.first(id) === first && table.second(id) === second
          return unknown || id !== expected.get(text) || !same
        })
        expect(wrong).toEqual([])
        expect(table.size).toBe(expected.size)
      }),
    )
  })

  it('finds every one of many', () => {
    const table = new PairTable()
    for (let n = 0; n < 100_000; n += 1) table.intern(n, n % 7)
    expect(table.size).toBe(100_000)
    let wrong = 0
    for (let n = 0; n < 100_000; n += 1) if (table.find(n, n % 7) !== n) wrong += 1
    expect(wrong).toBe(0)
    expect(table.find(1, 2)).toBe(-1)
  })
})

describe('lists of numbers', () => {
  it('grow, and are 0 where nothing was set', () => {
    const ids = new IdList()
    ids.set(1000, 2 ** 32 - 1)
    expect([ids.at(1000), ids.at(999), ids.at(5000)]).toEqual([2 ** 32 - 1, 0, 0])
    const counts = new CountList()
    counts.add(1000, 2 ** 40)
    expect(counts.at(1000)).toBe(2 ** 40)
    counts.add(1000, 1)
    expect([counts.at(1000), counts.at(3), counts.at(5000)]).toEqual([2 ** 40 + 1, 0, 0])
  })

  it('do what maps do, at any index', () => {
    const step = fc.tuple(
      fc.oneof(fc.nat(200), fc.nat(100_000)),
      fc.oneof(fc.nat(9), fc.constant(2 ** 32 - 1)),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const [ids, counts] = [new IdList(), new CountList()]
        const [setIds, sums] = [new Map<number, number>(), new Map<number, number>()]
        for (const [index, value] of steps) {
          ids.set(index, value)
          counts.add(index, value)
          setIds.set(index, value)
          sums.set(index, (sums.get(index) ?? 0) + value)
        }
        for (const index of steps.flatMap(([at]) => [at, at + 1])) {
          expect(ids.at(index)).toBe(setIds.get(index) ?? 0)
          expect(counts.at(index)).toBe(sums.get(index) ?? 0)
        }
      }),
    )
  })

  it('keep their numbers when they grow', () => {
    const wider = grown(Uint32Array.of(1, 2, 2 ** 32 - 1), 100)
    expect(wider.length).toBeGreaterThanOrEqual(100)
    expect([...wider.subarray(0, 4)]).toEqual([1, 2, 2 ** 32 - 1, 0])
  })
})
