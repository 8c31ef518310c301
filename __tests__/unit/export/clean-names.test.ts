import { describe, expect, it } from '@jest/globals'
import { cleanName } from '../../../src/export/clean-names.ts'

describe('a text of a harmless column', () => {
  it('stays as it is when nothing is wrong with it', () => {
    expect(cleanName('src/a.ts', /tok-4711/g, 20)).toBe('src/a.ts')
  })

  it('loses every matched text of its row, also one that it holds twice or consists of', () => {
    expect(cleanName('a/tok-4711/tok-4711', /none-here-at-all|tok-4711/g, 100)).toBe(
      'a/[redacted]/[redacted]',
    )
    expect(cleanName('tok-4711', /tok-4711/g, 100)).toBe('[redacted]')
  })

  it('keeps a text that is exactly as long as may be, and ends a longer one with an ellipsis', () => {
    expect(cleanName('ab/cd', null, 5)).toBe('ab/cd')
    expect(cleanName('ab/cde', null, 5)).toBe('ab/…')
    expect(cleanName('ab/cdefgh/ij', null, 5)).toBe('ab/…')
    expect(cleanName('abc/defg', null, 5)).toBe('abc/…')
    expect(cleanName('abcd/efg', null, 5)).toBe('…')
  })

  it('is cut once more where writing out what is invisible made it longer', () => {
    expect(cleanName('a\tb', null, 4)).toBe('a\\tb')
    expect(cleanName('ab\t\t', null, 5)).toBe('ab\\t…')
  })
})
