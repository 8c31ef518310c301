import { describe, expect, it } from '@jest/globals'
import { cleanText } from '../../../src/findings/clean-text.ts'

describe('a text of a harmless column', () => {
  it('stays as it is when nothing is wrong with it', () => {
    expect(cleanText('src/a.ts', ['tok-4711'], 20)).toBe('src/a.ts')
  })

  it('loses every matched text of its row, also one that it holds twice or consists of', () => {
    expect(cleanText('a/tok-4711/tok-4711', ['none-here-at-all', 'tok-4711'], 100)).toBe(
      'a/[redacted]/[redacted]',
    )
    expect(cleanText('tok-4711', ['tok-4711'], 100)).toBe('[redacted]')
  })

  it.each([[['tok-4711', 'tok-4711-long']], [['tok-4711-long', 'tok-4711']]])(
    'loses the longer of two matched texts first, so that no end of it stays: %j',
    (secrets) => {
      expect(cleanText('x/tok-4711-long', secrets, 100)).toBe('x/[redacted]')
    },
  )

  it('keeps a text that is exactly as long as may be, and ends a longer one with an ellipsis', () => {
    expect(cleanText('ab/cd', [], 5)).toBe('ab/cd')
    expect(cleanText('ab/cde', [], 5)).toBe('ab/…')
    expect(cleanText('ab/cdefgh/ij', [], 5)).toBe('ab/…')
    expect(cleanText('abc/defg', [], 5)).toBe('abc/…')
    expect(cleanText('abcd/efg', [], 5)).toBe('…')
  })

  it('is cut once more where writing out what is invisible made it longer', () => {
    expect(cleanText('a\tb', [], 4)).toBe('a\\tb')
    expect(cleanText('ab\t\t', [], 5)).toBe('ab\\t…')
  })
})
