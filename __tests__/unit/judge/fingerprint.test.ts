import { createHmac } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { FindingNames } from '../../../src/export/finding-row.ts'
import { Fingerprints } from '../../../src/judge/fingerprint.ts'
import { rowMaker, type SampleFinding } from '../../fixtures/finding-rows.ts'
import { runs } from '../../fixtures/runs.ts'

const base: SampleFinding = {
  project: 'PROJ',
  repository: 'app',
  branch: 'main',
  path: 'src/a.java',
  line: 12,
  rule: 'AWS_CLIENT_ID',
  scannedAt: 1,
  secret: 'a',
  match: '[redacted]',
}

type Maker = (finding: SampleFinding, occurrence: number) => string

/** The fingerprint of a finding in a run of its own. */
const fingerprinter =
  (key: Buffer | null): Maker =>
  (finding, occurrence) =>
    new Fingerprints(key).of(rowMaker(new FindingNames(), key)(finding), 0, occurrence)

const plain = fingerprinter(null)
const keyed = fingerprinter(Buffer.alloc(32, 1))

describe('a fingerprint', () => {
  it('is 32 hex digits, the same in every run', () => {
    expect(plain(base, 1)).toBe('1e75005a8809370bd9498c9e271086fd')
    for (const print of [plain(base, 1), keyed(base, 1)]) expect(print).toMatch(/^[0-9a-f]{32}$/)
  })

  it('with a key is an HMAC over place, rule, HMAC of the text and occurrence', () => {
    const key = Buffer.alloc(32, 1)
    const hmac = (text: string): string => createHmac('sha256', key).update(text).digest('hex')
    const identity = [1, 'proj', 'app', 'src/a.java', 'AWS_CLIENT_ID', 'match', hmac('a'), 3]
    expect(keyed(base, 3)).toBe(hmac(JSON.stringify(identity)).slice(0, 32))
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
    expect(plain({ ...base, secret: 'b' }, 2)).toBe(plain(base, 1))
    for (const more of [{ line: 13 }, { line: null }, { path: 'b' }, { rule: 'X' }, { project: 'Q' }]) {
      expect(plain({ ...base, ...more }, 1)).not.toBe(plain(base, 1))
    }
  })

  it('with a key follows the text through the file', () => {
    expect(keyed({ ...base, line: 99 }, 1)).toBe(keyed(base, 1))
    expect(keyed(base, 2)).not.toBe(keyed(base, 1))
    for (const more of [{ secret: 'b' }, { path: 'b' }, { rule: 'X' }, { repository: 'q' }]) {
      expect(keyed({ ...base, ...more }, 1)).not.toBe(keyed(base, 1))
    }
    expect(fingerprinter(Buffer.alloc(32, 2))(base, 1)).not.toBe(keyed(base, 1))
  })

  it('with a key but without text goes by the line', () => {
    const bare = { ...base, secret: '' }
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
      { numRuns: runs(300) },
    )
  })
})

describe('the fingerprints of a run', () => {
  it('are made once while a finding keeps its line', () => {
    const key = Buffer.alloc(32, 1)
    const row = rowMaker(new FindingNames(), key)(base)
    const { secretHmac } = row
    let made = 0
    Object.defineProperty(row, 'secretHmac', {
      get: () => {
        made += 1
        return secretHmac
      },
    })
    const fingerprints = new Fingerprints(key)
    const [first, again] = [fingerprints.of(row, 7, 1), fingerprints.of(row, 7, 1)]
    expect([again, fingerprints.known(7)]).toEqual([first, first])
    expect(made).toBe(1)
  })

  it('are those of a run with that row alone, in any order of findings and lines', () => {
    const row = fc.record({ id: fc.nat(300), line: fc.constantFrom(1, 2, null) })
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), fc.boolean(), (rows, isKeyed) => {
        const key = isKeyed ? Buffer.from('k') : null
        const fingerprints = new Fingerprints(key)
        const rowOf = rowMaker(new FindingNames(), key)
        for (const { id, line } of rows) {
          const finding = { ...base, path: `f${id}`, line }
          const expected = fingerprinter(key)(finding, 2)
          expect(fingerprints.of(rowOf(finding), id, 2)).toBe(expected)
          expect(fingerprints.known(id)).toBe(expected)
        }
      }),
      { numRuns: runs(300) },
    )
  })
})
