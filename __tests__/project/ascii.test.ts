import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { asAscii } from '../../scripts/ascii.ts'
import { anyText } from '../fixtures/any-text.ts'

describe('code as ASCII', () => {
  it('says the same in texts', () => {
    fc.assert(
      fc.property(anyText({ maxLength: 50 }), (text) => {
        const code = asAscii(JSON.stringify(text))
        expect(code).toMatch(/^[\0-\x7f]*$/)
        expect(JSON.parse(code)).toBe(text)
      }),
    )
  })

  it('matches the same in regular expressions', () => {
    const pattern = new RegExp(asAscii('^[-–✅🛑]$'), 'u')
    expect(['–', '✅', '🛑', '-', '🛒', '\ud83d'].map((text) => pattern.test(text))).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ])
  })

  it('refuses places where an escape would be read as it stands', () => {
    expect(() => asAscii("'a\\…'")).toThrow('here: \\…')
    expect(() => asAscii('String.raw`a…`')).toThrow('String.raw`a…')
    expect(asAscii("'a\\\\…' + String.raw`a` + `…`")).toBe("'a\\\\\\u2026' + String.raw`a` + `\\u2026`")
  })
})
