import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { parsePolicyFile } from '../../../../src/config/policy-file.ts'
import { findingStatuses, severities } from '../../../../src/finding.ts'
import { type Entry, entriesOf } from '../../../../src/report/entries.ts'
import {
  decodeFindings,
  encodeFindings,
  type FindingsTable,
} from '../../../../src/report/html/findings-columns.ts'
import { findingsMarkdown } from '../../../../src/report/html/findings-controls.ts'
import { findingsScene } from '../../../../src/report/html/findings-table.ts'
import {
  addressOf,
  facetChoices,
  firstScene,
  firstView,
  nextScene,
  pageCount,
  pageRows,
  type Scene,
  selectRows,
  type View,
  viewOfAddress,
  viewShowing,
} from '../../../../src/report/html/findings-view.ts'
import { Fragment } from '../../../../src/report/html/parts.ts'
import type { JudgedFinding, Report } from '../../../../src/report/model.ts'
import { anyText } from '../../../fixtures/any-text.ts'
import { sampleFinding } from '../sample-report.ts'

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

describe('one view', () => {
  /** A link to the page says all that was chosen. */
  const match = ['AKIA', 'REVEALED', 'TEXT'].join('')
  const rows = [
    sampleFinding({ owner: 'team a&b', match }),
    sampleFinding({ branch: 'release/1', owner: 'team a&b', match }),
    sampleFinding({ repository: 'api', path: 'x|y.ts', rule: '`R` <b>', severity: 'low', line: null, match }),
  ]
  const payload = {
    bitbucketUrl: 'https://git.example.com',
    startedAt: '2026-11-20T08:00:00.000Z',
    hasBaseline: true,
    isChange: false,
    remedies: {},
    findings: encodeFindings(entriesOf(rows), [{ name: 'total' }]),
  }
  const scene: Scene = firstScene(payload, () => undefined)

  describe('the address of the page', () => {
    it('holds search, filters, order and groups, and gives them back', () => {
      const view = {
        search: 'a b&c=d',
        filters: { owner: 0, branch: 1, limit: 0, repository: 0 },
        sort: { key: 'path', descending: true },
        group: 'owner',
        folded: true,
      } as const
      const address = addressOf(nextScene(scene, view))
      expect(address).toBe(
        'repository=SHOP%2Fweb&branch=release%2F1&owner=team%20a%26b&limit=total&search=a%20b%26c%3Dd&group=owner&folded=shown&sort=-path',
      )
      expect(viewOfAddress(address, scene)).toMatchObject(view)
    })

    it.each([
      ['', null],
      ['0123456789abcdef0123456789abcdef', null],
      ['other=1', null],
      ['rule=gone', { filters: {}, search: '' }],
      ['severity=critical&sort=nothing&group=%', { filters: { severity: 0 }, sort: null, group: null }],
    ])('%j asks for %j', (address, view) => {
      const found = viewOfAddress(address, scene)
      if (view === null) expect(found).toBeNull()
      else expect(found).toMatchObject(view)
    })

    it('of a change folds what is neither new nor over a limit, until it is asked for or searched', () => {
      const statuses = ['new', 'known', 'known', 'suppressed'] as const
      const changed = statuses.map((status, line) => {
        return sampleFinding({ status, line, path: 'src/key.ts', countedBy: line === 1 ? [0] : [] })
      })
      const findings = encodeFindings(entriesOf(changed), [{ name: 'total', position: 0 }])
      const first = firstScene({ ...payload, isChange: true, findings }, () => undefined)
      expect(first.rows).toEqual([0, 1])
      expect(nextScene(first, { folded: true }).rows).toEqual([0, 1, 2, 3])
      expect(nextScene(first, { search: 'key' }).rows).toEqual([0, 1, 2, 3])
      expect(nextScene(first, { filters: { severity: 0 } }).rows).toEqual([0, 1, 2, 3])
      expect(viewShowing(first.table, first.view, 2)).toMatchObject({ open: 2, folded: true })
      expect(firstScene({ ...payload, findings }, () => undefined).rows).toEqual([0, 1, 2, 3])
    })

    it('is empty for the first view', () => {
      expect(addressOf(scene)).toBe('')
    })
  })

  describe('findings as Markdown', () => {
    it('are one line each, with branches, owner and link, and never matched text', () => {
      const text = findingsMarkdown(scene, scene.rows)
      expect(text.split('\n')).toEqual([
        '* **critical** `AWS_SECRET_ACCESS_KEY` in [`SHOP/web src/config.ts:12`](<https://git.example.com/projects/SHOP/repos/web/browse/src/config.ts?at=refs/heads/main#12>) on `main`, `release/1`, owner `team a&b`',
        '* **low** `` `R` <b> `` in [`SHOP/api x\\u{007c}y.ts`](<https://git.example.com/projects/SHOP/repos/api/browse/x%7Cy.ts?at=refs/heads/main>) on `main`',
        '',
      ])
      expect(text).not.toContain(match)
    })
  })
})

describe('the panel of a finding', () => {
  /** The panel of a finding: what to do, in this order. */
  function panel(remedies: NonNullable<Report['remedies']> = {}): string {
    const payload = {
      bitbucketUrl: 'https://git.example.com',
      startedAt: '2026-11-20T08:00:00.000Z',
      hasBaseline: true,
      isChange: false,
      remedies,
      findings: encodeFindings(entriesOf([sampleFinding(), sampleFinding({ branch: 'dev' })])),
    }
    const scene = nextScene(
      firstScene(payload, () => undefined),
      { open: 0 },
    )
    const html = renderToString(h(Fragment, null, findingsScene(scene)))
    return html.slice(html.indexOf('class="detail"'))
  }

  it('leads from revoking, with the page of the provider, to purging, and to accepting last', () => {
    const html = panel()
    const order = [...html.matchAll(/<li><b>([\w ]+)\. <\/b>|<summary>(.*?)<\/summary>/g)].map(
      ([, step, fold]) => step ?? fold,
    )
    expect(order).toEqual([
      'Revoke',
      'Look for use',
      'Replace',
      'Purge',
      'No secret, or accepted for a while?',
    ])
    const [revoke = ''] = /<ol class="steps"><li>.*?<\/li>/.exec(html) ?? []
    expect(revoke).toContain('href="https://docs.aws.amazon.com/')
    expect(html).toContain('on every branch.')
  })

  it('has the remedy of the policy in place of the built-in one', () => {
    const html = panel({
      AWS_SECRET_ACCESS_KEY: { text: 'Ask the desk.', link: 'https://wiki.example.com/a' },
    })
    expect(html).toContain('Ask the desk. <a href="https://wiki.example.com/a"')
    expect(html).not.toContain('docs.aws.amazon.com')
  })

  it('gives a snippet that pastes into a file with suppressions', () => {
    const [, snippet = ''] = /<pre[^>]*>([\s\S]*?)<\/pre>/.exec(panel()) ?? []
    const before = 'thresholds: ["total = 0"]\nsuppressions:\n'
    const after =
      '  - match: { path: "docs/**" }\n    reason: examples\n    owner: docs\n    expires: 2027-01-31\n'
    const { mistakes, document } = parsePolicyFile(
      before + snippet.replaceAll('&quot;', '"') + after,
      'policy.yml',
    )
    expect(mistakes).toEqual([])
    expect(document?.suppressions).toHaveLength(2)
  })
})
