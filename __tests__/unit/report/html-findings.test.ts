import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { findingStatuses, severities } from '../../../src/finding.ts'
import type { Entry } from '../../../src/report/entries.ts'
import {
  decodeFindings,
  encodeFindings,
  type FindingsTable,
} from '../../../src/report/html/findings-columns.ts'
import {
  facetChoices,
  firstView,
  pageCount,
  pageRows,
  selectRows,
  type View,
  viewShowing,
} from '../../../src/report/html/findings-view.ts'
import type { JudgedFinding } from '../../../src/report/model.ts'
import { anyText } from '../../fixtures/any-text.ts'

const plain: JudgedFinding = {
  project: 'PAY',
  repository: 'checkout',
  branch: 'main',
  path: 'a.txt',
  line: 1,
  rule: 'GENERIC_PASSWORD',
  scannedAt: 0,
  match: '[redacted]',
  severity: 'low',
  status: 'known',
  fingerprint: '0'.repeat(32),
  firstOfDistinct: true,
}
const table = (...wanted: Partial<Entry>[]): FindingsTable =>
  decodeFindings(
    encodeFindings(wanted.map((one) => ({ ...plain, branches: [one.branch ?? plain.branch], ...one }))),
  )
const rowsOf = (of: FindingsTable, part: Partial<View>): number[] => selectRows(of, { ...firstView, ...part })

describe('findings as columns', () => {
  it('come back as they went in, whatever they hold, but for what must stay in the process', () => {
    const text = anyText({ maxLength: 12 })
    const finding = fc.record({
      project: text,
      repository: text,
      branches: fc.uniqueArray(text, { minLength: 1, maxLength: 3 }),
      owner: text,
      path: text,
      line: fc.option(fc.integer({ min: 1, max: 1e9 })),
      rule: text,
      scannedAt: fc.option(fc.integer({ min: 0, max: 4e12 })),
      match: text,
      severity: fc.constantFrom(...severities),
      status: fc.constantFrom(...findingStatuses),
      fingerprint: fc.stringMatching(/^[0-9a-f]{32}$/),
    })
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 30 }), (findings) => {
        const judged = findings.map((one): Entry => {
          return { ...one, branch: one.branches[0] ?? '', firstOfDistinct: true }
        })
        const encoded = JSON.parse(JSON.stringify(encodeFindings(judged))) as ReturnType<
          typeof encodeFindings
        >
        const decoded = decodeFindings(encoded)
        expect(decoded.size).toBe(findings.length)
        expect(findings.map((_, row) => decoded.finding(row))).toEqual(
          findings.map((one) => ({ ...one, branch: one.branches[0], exposedAt: null, author: '' })),
        )
      }),
    )
  })

  it('have who wrote a line and when, where that was looked up, and sort by it', () => {
    const blame = (day: number) => ({
      author: 'Ann',
      commit: 'abcdef0123456789',
      date: `2024-05-0${day}T00:00:00.000Z`,
    })
    const blamed = table({ blame: blame(6) }, {}, { blame: { ...blame(2), email: 'ann@example.com' } })
    const shown = [0, 1, 2]
      .map((row) => blamed.finding(row))
      .map(({ author, exposedAt }) => [author, exposedAt])
    expect(shown).toEqual([
      ['Ann in abcdef01234', Date.UTC(2024, 4, 6)],
      ['', null],
      ['Ann <ann@example.com> in abcdef01234', Date.UTC(2024, 4, 2)],
    ])
    expect(rowsOf(blamed, { sort: { key: 'scanned', descending: true } })).toEqual([0, 2, 1])
  })

  it('distinguish repositories whose joined names are equal', () => {
    const two = table({ project: 'A/B', repository: 'c' }, { project: 'A', repository: 'B/c' })
    expect([two.finding(0).project, two.finding(1).project]).toEqual(['A/B', 'A'])
  })
})

describe('search', () => {
  const some = table(
    { path: 'src/Main.java', rule: 'AWS_CLIENT_ID', fingerprint: `abcd${'0'.repeat(28)}` },
    { path: 'docs/readme.md', rule: 'JWT_TOKEN', branch: 'release/2.4' },
    { path: 'src/java.txt', repository: 'ledger' },
  )

  it.each([
    ['java', [0, 2]],
    ['JAVA aws', [0]],
    ['release/2', [1]],
    ['pay/ledger', [2]],
    ['abcd', [0]],
    ['abc', []],
    ['  ', [0, 1, 2]],
    ['nothing like it', []],
  ])('for %p finds rows %p', (search, rows) => {
    expect(rowsOf(some, { search })).toEqual(rows)
  })

  it('finds owners and branches', () => {
    expect(rowsOf(table({}, { owner: 'team-core' }), { search: 'core' })).toEqual([1])
  })

  it('finds invisible characters by their visible escapes', () => {
    expect(rowsOf(table({ path: 'a\u202eb' }, {}), { search: 'u{202e}' })).toEqual([0])
  })
})

describe('filters', () => {
  const some = table(
    { severity: 'critical', status: 'new', rule: 'B' },
    { severity: 'low', status: 'new', rule: 'A' },
    { severity: 'critical', status: 'suppressed', rule: 'A' },
  )

  it('hold together', () => {
    const { severity, rule } = facetChoices(some)
    const critical = severity.find((choice) => choice.text === 'critical')?.place ?? -1
    const a = rule.find((choice) => choice.text === 'A')?.place ?? -1
    expect(rowsOf(some, { filters: { severity: critical } })).toEqual([0, 2])
    expect(rowsOf(some, { filters: { severity: critical, rule: a } })).toEqual([2])
  })

  it('offer what there is, by rank or by name, with counts', () => {
    const { severity, status, rule } = facetChoices(some)
    expect(severity.map(({ text, count }) => `${text} ${count}`)).toEqual(['critical 2', 'low 1'])
    expect(status.map(({ text, count }) => `${text} ${count}`)).toEqual(['new 2', 'suppressed 1'])
    expect(rule.map(({ text, count }) => `${text} ${count}`)).toEqual(['A 2', 'B 1'])
  })
})

describe('order', () => {
  const some = table(
    { path: 'b', line: 10, severity: 'low', scannedAt: 5 },
    { path: 'a', line: 100, severity: 'critical', scannedAt: null },
    { path: 'b', line: 9, severity: 'high', scannedAt: 7 },
    { path: 'a', line: null, severity: 'high', scannedAt: 6 },
  )

  it.each([
    ['path', false, [3, 1, 2, 0]],
    ['path', true, [0, 2, 1, 3]],
    ['severity', false, [1, 2, 3, 0]],
    ['scanned', true, [2, 3, 0, 1]],
  ] as const)('by %s, descending: %p', (key, descending, rows) => {
    expect(rowsOf(some, { sort: { key, descending } })).toEqual(rows)
  })

  it('is that of the report when nothing is chosen', () => {
    expect(rowsOf(some, {})).toEqual([0, 1, 2, 3])
  })
})

describe('groups', () => {
  const some = table(
    { rule: 'A', owner: 'x', repository: 'one', path: 'same' },
    { rule: 'B', owner: 'y', repository: 'two', path: 'same' },
    { rule: 'B', owner: 'x', repository: 'two', path: 'other' },
    { rule: 'B', owner: 'y', repository: 'three', path: 'same' },
    { rule: 'C', owner: 'y', repository: 'two', path: 'same' },
  )

  it.each([
    ['repository', [1, 2, 4, 0, 3]],
    ['rule', [1, 2, 3, 0, 4]],
    ['owner', [1, 3, 4, 0, 2]],
    // Files of one path in two repositories are two groups.
    ['path', [1, 4, 0, 2, 3]],
  ] as const)('by %s come largest first', (group, rows) => {
    expect(rowsOf(some, { group })).toEqual(rows)
  })
})

describe('pages', () => {
  it.each([
    [0, 50, 1],
    [50, 50, 1],
    [51, 50, 2],
  ])('%p rows by %p make %p', (rows, size, pages) => {
    expect(pageCount(rows, size)).toBe(pages)
  })

  it('hold their share of the rows', () => {
    expect(pageRows([5, 6, 7, 8, 9], { ...firstView, pageSize: 2, page: 2 })).toEqual([9])
  })

  it('are turned to a finding that is linked to, and the selection given up when it hides the finding', () => {
    const many = table(...Array.from({ length: 60 }, (_, row) => ({ path: `file${row}` })))
    const view = { ...firstView, pageSize: 25 }
    expect(viewShowing(many, view, 51)).toMatchObject({ page: 2, open: 51, linked: 51 })
    expect(viewShowing(many, { ...view, search: 'file51' }, 51)).toMatchObject({ page: 0, search: 'file51' })
    expect(viewShowing(many, { ...view, search: 'file1' }, 51)).toMatchObject({ page: 2, search: '' })
  })
})
