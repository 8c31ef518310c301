/** Foreign text in each format, one function at a time. */
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { planColumns } from '../../../src/export/columns.ts'
import { FindingNames, FindingRow } from '../../../src/export/finding-row.ts'
import { Redactor } from '../../../src/export/redact.ts'
import { SecretHasher } from '../../../src/export/secret-hash.ts'
import { findingsCsvColumns } from '../../../src/finding.ts'
import {
  csvCell,
  jsonText,
  markdownCode,
  markdownProse,
  markdownText,
  mermaidLabel,
  pathUri,
  shorten,
  xmlText,
} from '../../../src/report/escape.ts'
import { escapeInvisible } from '../../../src/text.ts'
import { anyText } from '../../fixtures/any-text.ts'
import { hostileTexts } from './sample-report.ts'

const anyShortText = anyText({ maxLength: 40 })

describe('escapeInvisible', () => {
  it.each([
    ['plain text, ümläut and 漢字 😀', 'plain text, ümläut and 漢字 😀'],
    ['a\nb\r\tc', 'a\\nb\\r\\tc'],
    ['\u202egpj', '\\u{202e}gpj'],
    ['\u0000\u001b\u007f\u0085', '\\u{0000}\\u{001b}\\u{007f}\\u{0085}'],
    ['\u200b\u00ad\ufeff\u2028\u2066', '\\u{200b}\\u{00ad}\\u{feff}\\u{2028}\\u{2066}'],
    ['\u{e0041}', '\\u{e0041}'],
    ['\ud800', '\\u{d800}'],
  ])('writes out what cannot be seen: %j', (text, expected) => {
    expect(escapeInvisible(text)).toBe(expected)
  })

  it('leaves nothing that hides or reorders, and is well-formed', () => {
    fc.assert(
      fc.property(anyShortText, (text) => {
        expect(escapeInvisible(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u)
        expect(escapeInvisible(text).isWellFormed()).toBe(true)
      }),
    )
  })
})

describe('csvCell', () => {
  it.each([
    ['plain', 'plain'],
    ['', ''],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    [' =1', "' =1"],
    ['\uff1dx', "'\uff1dx"],
    ['\uff0bx', "'\uff0bx"],
    ['\uff0dx', "'\uff0dx"],
    ['\uff20x', "'\uff20x"],
    ['\t=1', '\\t=1'],
    ['\r=1', '\\r=1'],
    ['=a,"b"', '"\'=a,""b"""'],
    ['a;=1', '"a;\'=1"'],
    ['a"; =1', '"a"";\' =1"'],
    ["'=1", "''=1"],
    ['two\nlines', 'two\\nlines'],
  ])('%j becomes %j', (text, cell) => {
    expect(csvCell(text)).toBe(cell)
  })

  it('never starts a formula, whether split at commas or semicolons, and never holds a line break', () => {
    const nasty = fc.string({ unit: fc.constantFrom(...'=+-@;,"\' \t\r\nax\uff1d'), maxLength: 12 })
    fc.assert(
      fc.property(nasty, (text) => {
        const cell = csvCell(text)
        expect(cell).not.toMatch(/[\r\n\t]/)
        const inside = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell
        expect(inside).not.toMatch(/^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/)
        for (const part of cell.split(';').slice(1)) {
          expect(part).not.toMatch(/^["\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]/)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('is read back from a findings.csv exactly as it was', () => {
    const plan = planColumns(findingsCsvColumns, { byHand: {}, target: null, purpose: 'findings' }, 'it')
    const hasher = new SecretHasher(null)
    const redactor = new Redactor(plan, null, new FindingRow(new FindingNames(), hasher), hasher)
    const readBack = (cell: string): string => {
      const bytes = Buffer.from(cell)
      const bounds = new Int32Array(2 * findingsCsvColumns.length)
      bounds[2 * findingsCsvColumns.indexOf('match') + 1] = bytes.length
      return redactor.matchedText(bytes, bounds)
    }
    const signs = fc.string({ unit: fc.constantFrom(...'=+-@;,"\' ax'), maxLength: 12 })
    fc.assert(
      fc.property(signs, (text) => {
        const cell = csvCell(text)
        const unquoted = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell
        expect(readBack(unquoted)).toBe(text)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('xmlText', () => {
  it('escapes marks and writes out what XML forbids', () => {
    expect(xmlText(`<a b="c">&'\u0000\u001b\uffff\ud800`)).toBe(
      '&lt;a b=&quot;c&quot;&gt;&amp;&apos;\\u{0000}\\u{001b}\\u{ffff}\\u{d800}',
    )
  })
})

describe('jsonText', () => {
  it('is the same value with nothing hidden', () => {
    fc.assert(
      fc.property(anyShortText, (text) => {
        const json = jsonText({ text }, 2)
        expect(JSON.parse(json)).toEqual({ text })
        expect(json.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u)
      }),
    )
  })
})

describe('markdownCode', () => {
  it.each([
    ['plain', '`plain`'],
    ['a`b', '``a`b``'],
    ['``', '``` `` ```'],
    ['a|b', '`a\\u{007c}b`'],
    [' x ', '`  x  `'],
    ['', '–'],
    ['   ', '–'],
  ])('%j becomes %j', (text, code) => {
    expect(markdownCode(text)).toBe(code)
  })
})

describe('markdownText', () => {
  it.each([
    ['a_b *c*', 'a\\_b \\*c\\*'],
    ['<b>&amp;', '&lt;b&gt;&amp;amp;'],
    ['@octocat', '<span>@</span>octocat'],
    ['#12', '<span>#</span>12'],
    ['#12; | x', '<span>#</span>12; &#124; x'],
    ['12:30 and pass: ok', '12<span>:</span>30 and pass: ok'],
    ['www.x and GH-1', 'www<span>.</span>x and GH<span>-</span>1'],
    ['- x', '\\- x'],
    ['1. x', '1\\. x'],
    ['a. b - c', 'a. b - c'],
  ])('%j becomes %j', (text, expected) => {
    expect(markdownText(text)).toBe(expected)
  })
})

describe('markdownProse', () => {
  it.each([
    ['Set `mode` or `@x`.', 'Set `mode` or `@x`.'],
    ['a_b `c_d`, e', 'a\\_b `c_d`, e'],
    ['one ` alone', 'one \\` alone'],
    ['`<b>` <b>', '`<b>` &lt;b&gt;'],
  ])('%j becomes %j', (text, expected) => {
    expect(markdownProse(text)).toBe(expected)
  })

  it('puts nothing invisible into what is copied', () => {
    for (const text of hostileTexts) expect(markdownProse(text)).not.toMatch(/&#8203;|\u200b/)
  })
})

describe('mermaidLabel', () => {
  it('keeps letters, digits and harmless signs only', () => {
    expect(mermaidLabel('AWS_KEY/a.b-c d')).toBe('AWS_KEY/a.b-c d')
    expect(mermaidLabel('x"y#quot;%%{init}%%\n')).toBe('x_y_quot____init____')
    expect(mermaidLabel('')).toBe('_')
    expect(mermaidLabel('y'.repeat(500)).length).toBeLessThanOrEqual(42)
  })
})

describe('pathUri', () => {
  it('is a relative reference that leads nowhere else and can be read back', () => {
    const steps = fc.array(fc.constantFrom('..', '.', '', 'a', '%2e%2e', '\\', '?', '#', ':'), {
      maxLength: 8,
    })
    fc.assert(
      fc.property(
        fc.oneof(
          anyShortText,
          steps.map((parts) => parts.join('/')),
        ),
        (text) => {
          const base = 'https://host.example/base/'
          const resolved = new URL(pathUri(text), base)
          expect(resolved.href.startsWith(base)).toBe(true)
          expect(resolved.hash + resolved.search).toBe('')
        },
      ),
    )
    expect(decodeURIComponent(pathUri('a b/ü#?%/(x)*!.ts'))).toBe('a b/ü#?%/(x)*!.ts')
  })
})

describe('shorten', () => {
  it('keeps both ends within the limit and stays well-formed', () => {
    expect(shorten('abcdef', 6)).toBe('abcdef')
    expect(shorten('abcdefg', 5)).toBe('ab…fg')
    expect(shorten('😀'.repeat(10), 6).isWellFormed()).toBe(true)
  })
})
