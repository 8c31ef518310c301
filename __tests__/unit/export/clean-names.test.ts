import { describe, expect, it } from '@jest/globals'
import { cleanName } from '../../../src/export/clean-names.ts'

describe('a text of a harmless column', () => {
  it('stays as it is when nothing is wrong with it', () => {
    expect(cleanName('src/a.ts', ['tok-4711'], 20)).toBe('src/a.ts')
  })

  it('loses every matched text of its row, also one that it holds twice or consists of', () => {
    expect(cleanName('a/tok-4711/tok-4711', ['none-here-at-all', 'tok-4711'], 100)).toBe(
      'a/[redacted]/[redacted]',
    )
    expect(cleanName('tok-4711', ['tok-4711'], 100)).toBe('[redacted]')
  })

  it.each([[['tok-4711', 'tok-4711-long']], [['tok-4711-long', 'tok-4711']]])(
    'loses the longer of two matched texts first, so that no end of it stays: %j',
    (secrets) => {
      expect(cleanName('x/tok-4711-long', secrets, 100)).toBe('x/[redacted]')
    },
  )

  it('keeps a text that is exactly as long as may be, and ends a longer one with an ellipsis', () => {
    expect(cleanName('ab/cd', [], 5)).toBe('ab/cd')
    expect(cleanName('ab/cde', [], 5)).toBe('ab/…')
    expect(cleanName('ab/cdefgh/ij', [], 5)).toBe('ab/…')
    expect(cleanName('abc/defg', [], 5)).toBe('abc/…')
    expect(cleanName('abcd/efg', [], 5)).toBe('…')
  })

  it('is cut once more where writing out what is invisible made it longer', () => {
    expect(cleanName('a\tb', [], 4)).toBe('a\\tb')
    expect(cleanName('ab\t\t', [], 5)).toBe('ab\\t…')
  })
})
