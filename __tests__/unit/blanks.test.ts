import { describe, expect, it } from '@jest/globals'
import { blankerOf, isWorthBlanking } from '../../src/blanks.ts'

describe('a blanker', () => {
  it('takes each secret out wherever it stands, the longest first', () => {
    const blank = blankerOf(['abc', 'abcdef', '', 'x'])
    expect(blank('abcdef, abcde, xyz')).toBe('***, ***de, ***yz')
  })

  it('takes every sign for itself', () => {
    const secret = ['a.b*c', '[d]', '(e|f)', '\\g$&^', '{1}?+-/'].join('')
    expect(blankerOf([secret])(`<${secret}> axbc [d]`)).toBe('<***> axbc [d]')
  })

  it('is not for what stands in every other word', () => {
    expect(['p', 'abc', 'abcd'].map(isWorthBlanking)).toEqual([false, false, true])
  })

  it('of nothing changes nothing', () => {
    expect(blankerOf([''])('all of this')).toBe('all of this')
  })
})
