import { describe, expect, it } from '@jest/globals'
import type { FindingRow, ReviewedRow } from '../../../src/export/finding-row.ts'
import { createReadingContext } from '../../../src/export/read-export.ts'
import { reviewedIndex } from '../../../src/export/reviewed.ts'

type Given = {
  readonly repository?: string
  readonly path?: string
  readonly rule?: string
  readonly line?: number | null
  /** The matched text; '' when the export has none. */
  readonly text?: string
}

const { row, hasher } = createReadingContext(null)

/** A finding in PROJ/shop; one object serves all of them, as in a run. */
function finding({
  repository = 'shop',
  path = 'src/config.ts',
  rule = 'AWS_CLIENT_ID',
  line = 7,
  text = 'one',
}: Given = {}): FindingRow {
  const bytes = Buffer.from(text)
  row.key = row.names.key({ project: 'PROJ', repository, path, rule })
  row.repository = row.names.repositoryOf(row.key)
  row.rule = row.names.ruleOf(row.key)
  row.branch = row.names.branches.intern('main')
  row.line = line ?? 0
  hasher.hash(bytes, 0, bytes.length)
  row.hashLow = hasher.low
  row.hashHigh = hasher.high
  row.hasText = text !== ''
  return row
}

const hashOf = (text: string): string => finding({ text }).secretHash
const entry: ReviewedRow = {
  project: null,
  repository: null,
  rule: null,
  path: null,
  line: null,
  secretHash: hashOf('one'),
  match: '[redacted]',
  reviewedAt: null,
}

describe('an entry with a text', () => {
  it.each<[expected: Partial<ReviewedRow>, covers: boolean]>([
    [{}, true],
    [{ project: 'PROJ', repository: 'shop', rule: 'AWS_CLIENT_ID' }, true],
    [{ project: 'proj', repository: 'SHOP' }, true],
    [{ path: 'elsewhere', line: 99 }, true],
    [{ project: 'OPS' }, false],
    [{ repository: 'api' }, false],
    [{ rule: 'AWS_MWS_KEY' }, false],
    [{ secretHash: hashOf('other') }, false],
  ])('that names %j covers the same text: %s', (expected, covers) => {
    expect(reviewedIndex([{ ...entry, ...expected }])(finding())).toBe(covers)
  })

  it('covers nothing of which the text is not known', () => {
    expect(reviewedIndex([entry])(finding({ text: '' }))).toBe(false)
  })

  it('may be one of several for the same text', () => {
    const covers = reviewedIndex([
      { ...entry, repository: 'api' },
      { ...entry, repository: 'shop' },
    ])
    const [api, web] = ['api', 'web'].map((repository) => covers(finding({ repository })))
    expect([covers(finding()), api, web]).toEqual([true, true, false])
  })
})

describe('an entry without a text', () => {
  const place = {
    ...entry,
    secretHash: '',
    match: '',
    repository: 'shop',
    rule: 'AWS_CLIENT_ID',
    path: 'src/config.ts',
    line: 7,
  }
  const unknown = (): FindingRow => finding({ text: '' })

  it('covers its place only, and only what has no text either', () => {
    const covers = reviewedIndex([place])
    expect(covers(unknown())).toBe(true)
    expect(covers(finding({ text: '', line: 8 }))).toBe(false)
    expect(covers(finding({ text: '', path: 'x' }))).toBe(false)
    expect(covers(finding({ text: '', rule: 'X' }))).toBe(false)
    expect(covers(finding({ text: '', line: null }))).toBe(false)
    expect(covers(finding())).toBe(false)
  })

  it.each(['repository', 'rule', 'path', 'line'])('covers nothing when it has no %s', (part) => {
    expect(reviewedIndex([{ ...place, [part]: null }])(unknown())).toBe(false)
  })

  it('covers nothing that lacks it too', () => {
    const nowhere = reviewedIndex([
      { ...place, line: null },
      { ...place, path: null },
    ])
    expect(nowhere(finding({ text: '', line: null }))).toBe(false)
    expect(nowhere(finding({ text: '', path: 'null' }))).toBe(false)
  })
})
