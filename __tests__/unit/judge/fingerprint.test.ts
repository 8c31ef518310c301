import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Finding } from '../../../src/findings/finding.ts'
import { fingerprinter } from '../../../src/findings/fingerprint.ts'

const base: Finding = {
  project: 'PROJ',
  repository: 'app',
  branch: 'main',
  path: 'src/a.java',
  line: 12,
  rule: 'AWS_CLIENT_ID',
  scannedAt: 1,
  matchId: 'a'.repeat(64),
  match: '[redacted]',
}
const plain = fingerprinter(null)
const keyed = fingerprinter(Buffer.alloc(32, 1))

describe('a fingerprint', () => {
  it('is 32 hex digits, the same in every run', () => {
    expect(plain(base, 1)).toBe('1e75005a8809370bd9498c9e271086fd')
    for (const print of [plain(base, 1), keyed(base, 1)]) expect(print).toMatch(/^[0-9a-f]{32}$/)
  })

  it('never depends on branch, time or shown text', () => {
    const other = { ...base, branch: 'dev', scannedAt: null, match: 'shown' }
    expect(plain(other, 1)).toBe(plain(base, 1))
    expect(keyed(other, 1)).toBe(keyed(base, 1))
  })

  it('does not mind the case of project and repository', () => {
    const other = { ...base, project: 'proj', repository: 'APP' }
    expect(plain(other, 1)).toBe(plain(base, 1))
    expect(keyed(other, 1)).toBe(keyed(base, 1))
  })

  it('without a key depends on place and rule, not on the text', () => {
    expect(plain({ ...base, matchId: 'b'.repeat(64) }, 2)).toBe(plain(base, 1))
    for (const more of [{ line: 13 }, { line: null }, { path: 'b' }, { rule: 'X' }, { project: 'Q' }]) {
      expect(plain({ ...base, ...more }, 1)).not.toBe(plain(base, 1))
    }
  })

  it('with a key follows the text through the file', () => {
    expect(keyed({ ...base, line: 99 }, 1)).toBe(keyed(base, 1))
    expect(keyed(base, 2)).not.toBe(keyed(base, 1))
    for (const more of [{ matchId: 'b'.repeat(64) }, { path: 'b' }, { rule: 'X' }, { repository: 'q' }]) {
      expect(keyed({ ...base, ...more }, 1)).not.toBe(keyed(base, 1))
    }
    expect(fingerprinter(Buffer.alloc(32, 2))(base, 1)).not.toBe(keyed(base, 1))
  })

  it('with a key but without text goes by the line', () => {
    const bare = { ...base, matchId: '' }
    expect(keyed({ ...bare, line: 13 }, 1)).not.toBe(keyed(bare, 1))
    expect(keyed(bare, 1)).not.toBe(plain(bare, 1))
  })

  it('is kept when the finding came with one', () => {
    const fingerprint = '0123456789abcdef'.repeat(2)
    expect(plain({ ...base, fingerprint }, 1)).toBe(fingerprint)
    expect(keyed({ ...base, fingerprint }, 1)).toBe(fingerprint)
  })

  it('keeps its fields apart whatever they hold', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\0', '\\', '/'), maxLength: 4 })
    fc.assert(
      fc.property(text, text, text, text, (a, b, c, d) => {
        const one = plain({ ...base, path: a, rule: b }, 1)
        const two = plain({ ...base, path: c, rule: d }, 1)
        expect(one === two).toBe(a === c && b === d)
      }),
    )
  })
})
