import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { count, counted, heaviestFirst } from '../../../src/report/count.ts'

const intl = new Intl.NumberFormat('en-US')

describe('count', () => {
  it('writes whole numbers as Intl does', () => {
    expect([0, 999, 1000, 1234567].map(count)).toEqual(['0', '999', '1,000', '1,234,567'])
    fc.assert(fc.property(fc.maxSafeInteger(), (value) => expect(count(value)).toBe(intl.format(value))))
    fc.assert(fc.property(fc.integer(), (value) => expect(count(value)).toBe(intl.format(value))))
  })
})

describe('counted', () => {
  it('writes singular and plural', () => {
    expect([counted(1, 'finding'), counted(0, 'finding'), counted(1200, 'entry', 'entries')]).toEqual([
      '1 finding',
      '0 findings',
      '1,200 entries',
    ])
  })
})

describe('heaviestFirst', () => {
  it('sorts equal counts by name, in any order of input', () => {
    const sorted = [
      ['A', 3],
      ['b', 3],
      ['ä', 3],
      ['a', 1],
    ]
    expect(heaviestFirst({ ä: 3, a: 1, A: 3, b: 3 })).toEqual(sorted)
    expect(heaviestFirst({ b: 3, A: 3, a: 1, ä: 3 })).toEqual(sorted)
  })
})
