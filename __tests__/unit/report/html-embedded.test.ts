import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { embeddedModule } from '../../../scripts/embed-page.ts'
import { pageScript, pageStyle } from '../../../src/report/html/embedded.ts'
import { cspHash, inlineJson } from '../../../src/report/html/page.ts'
import { byteSize, utcTime } from '../../../src/report/html/parts.ts'

describe('the embedded script and style', () => {
  it('are those of client/: run `npm run generate` when this fails', () => {
    expect(readFileSync('src/report/html/embedded.ts', 'utf8')).toBe(embeddedModule())
  })

  it('can be inside their elements', () => {
    expect(pageScript).not.toMatch(/<\/script|<!--/i)
    expect(pageStyle).not.toMatch(/<\/style|@import|url\(/i)
  })

  it('make no code from text and reach for nothing outside', () => {
    expect(pageScript).not.toMatch(
      /\beval\(|new Function|document\.write|XMLHttpRequest|\bfetch\(|import\(|WebSocket|sendBeacon/,
    )
  })

  it('name Preact and its licence', () => {
    expect(pageScript).toContain('With Preact, MIT License')
  })
})

describe('JSON inside the page', () => {
  it('cannot end its element and stays the same value', () => {
    const value = { a: ['</script><!--', '\u2028\u2029', '\u202e', '&amp;', '\ud800'] }
    const json = inlineJson(value)
    expect(json).not.toMatch(/[<>&\u2028\u2029\u202e]/)
    expect(JSON.parse(json)).toEqual(value)
  })
})

describe('hashes', () => {
  it('are those of the specification', async () => {
    // CSP Level 3, section 6.7.3.3, gives this script and its hash.
    expect(await cspHash("alert('Hello, world.');")).toBe(
      "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='",
    )
  })
})

describe('sizes and times', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [1023, '1,023 bytes'],
    [1024, '1.0 KiB'],
    [1536 * 1024, '1.5 MiB'],
    [2 ** 44, '16.0 TiB'],
  ])('%p bytes are %s', (bytes, text) => {
    expect(byteSize(bytes)).toBe(text)
  })

  it('are UTC; other text stays as it is', () => {
    expect(utcTime('2026-11-23T05:11:40.123Z')).toBe('2026-11-23 05:11 UTC')
    expect(utcTime('soon\u202e')).toBe('soon\\u{202e}')
  })
})
