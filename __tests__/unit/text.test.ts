import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { harmlessName } from '../../src/text.ts'

const key = ['AKIA', 'IOSFODNN7', 'EXAMPLE'].join('')

describe('harmlessName', () => {
  it('leaves what names of exports look like', () => {
    for (const name of [
      'findings.csv',
      'PROJ/app@feature/x',
      '~user/my-repo',
      'export (2) 2024-09-07.csv',
      'Grüße.csv',
    ]) {
      expect(harmlessName(name)).toBe(name)
    }
  })

  it('takes the sting out of commands, line ends, escapes and reordered text', () => {
    expect(harmlessName('\n::error::forged.csv')).toBe('___error__forged.csv')
    expect(harmlessName('\u001b[31mred\u202e.csv')).toBe('__31mred_.csv')
    expect(harmlessName('##[command]x')).toBe('___command_x')
  })

  it('leaves out what could be a credential', () => {
    for (const secret of [key, `ghp_${'aB3'.repeat(12)}`, 'ABCDEFGHIJKLMNOPQRST', '0123456789abcdef0123']) {
      expect(harmlessName(`dump-${secret}.csv`)).not.toContain(secret.slice(5, 20))
    }
  })

  it('shows the end of a long name, in few letters of a known kind', () => {
    expect(harmlessName(`${'folder/'.repeat(40)}last.csv`)).toMatch(/^\.\.\..{71,80}last\.csv$/)
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (raw) => {
        const shown = harmlessName(raw)
        expect(shown.length).toBeLessThanOrEqual(83)
        expect(shown).toMatch(/^[\p{L}\p{N} ._()/@~-]*$/u)
      }),
    )
  })
})
