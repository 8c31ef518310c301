import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  count,
  escapeForLog,
  harmlessName,
  heaviestFirst,
  isMaskable,
  maskerOf,
  plural,
} from '../../src/text.ts'
import { anyText } from '../fixtures/any-text.ts'

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
      fc.property(anyText({ maxLength: 200 }), (raw) => {
        const shown = harmlessName(raw)
        expect(shown.length).toBeLessThanOrEqual(83)
        expect(shown).toMatch(/^[\p{L}\p{N} ._()/@~-]*$/u)
      }),
    )
  })
})

describe('escapeForLog', () => {
  it.each([
    ['plain text, ünïcode 漢字 👩‍💻', 'plain text, ünïcode 漢字 👩‍💻'],
    ['tab\tstays', 'tab\tstays'],
    ['a\nb\r\nc', 'a\\nb\\r\\nc'],
    ['\u001b[31mred\u001b[0m', '\\u001b[31mred\\u001b[0m'],
    ['a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
    ['\u009b31m \u007f\u0000', '\\u009b31m \\u007f\\u0000'],
    ['a\u2028b\ufeff', 'a\\u2028b\\ufeff'],
    ['\u{e0041}', '\\u{e0041}'],
    ['\ud800', '\\ud800'],
    ['::error::x', '\\::error::x'],
    ['  ::stop-commands::x', '  \\::stop-commands::x'],
    ['a ::error:: in the middle', 'a ::error:: in the middle'],
    ['x ##[error]y', 'x #\\#[error]y'],
    ['##vso[task.complete]', '#\\#vso[task.complete]'],
    ['###[group]', '##\\#[group]'],
    ["##teamcity[message text='x']", "#\\#teamcity[message text='x']"],
    ['## a heading [link]', '## a heading [link]'],
  ])('%j becomes %j', (text, safe) => {
    expect(escapeForLog(text)).toBe(safe)
  })

  it('never gives a line break, an escape, or a command, whatever comes in', async () => {
    await fc.assert(
      fc.property(anyText(), fc.string(), (hostile, rest) => {
        const safe = escapeForLog(`${hostile}::error::${rest}##[x]`)
        expect(safe).not.toMatch(/[\n\r\u001b\u2028\u202e]|^\s*::|##\w*\[/)
      }),
    )
  })
})

describe('maskerOf', () => {
  it('takes each secret out wherever it stands, the longest first', () => {
    const mask = maskerOf(['abcd', 'abcdef', '', 'xxxx'])
    expect(mask('abcdef, abcde, xxxxyz')).toBe('***, ***e, ***yz')
  })

  it('takes every sign for itself', () => {
    const secret = ['a.b*c', '[d]', '(e|f)', '\\g$&^', '{1}?+-/'].join('')
    expect(maskerOf([secret])(`<${secret}> axbc [d]`)).toBe('<***> axbc [d]')
  })

  it('is not for what stands in every other word', () => {
    expect(['p', 'abc', 'abcd'].map(isMaskable)).toEqual([false, false, true])
    expect(maskerOf(['e', 'pass'])('the pass')).toBe('the ***')
  })

  it('of nothing changes nothing', () => {
    expect(maskerOf([''])('all of this')).toBe('all of this')
  })
})

const intl = new Intl.NumberFormat('en-US')

describe('count', () => {
  it('writes whole numbers as Intl does', () => {
    expect([0, 999, 1000, 1234567].map(count)).toEqual(['0', '999', '1,000', '1,234,567'])
    fc.assert(fc.property(fc.maxSafeInteger(), (value) => expect(count(value)).toBe(intl.format(value))))
    fc.assert(fc.property(fc.integer(), (value) => expect(count(value)).toBe(intl.format(value))))
  })
})

describe('plural', () => {
  it('writes singular and plural', () => {
    expect([plural(1, 'finding'), plural(0, 'finding'), plural(1200, 'entry', 'entries')]).toEqual([
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
