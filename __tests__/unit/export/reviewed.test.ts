import { describe, expect, it } from '@jest/globals'
import type { FindingRow, ReviewedRow } from '../../../src/export/finding-row.ts'
import { createReadingContext, readExport } from '../../../src/export/read-export.ts'
import {
  type ReviewedSettings,
  readReviewed,
  rejectFindingsAsReviewed,
  reviewedIndex,
  reviewedSource,
} from '../../../src/export/reviewed.ts'
import type { Target } from '../../../src/target.ts'
import { craftZip } from './craft-zip.ts'
import { csv, header, never, row, settings, storedExport } from './exports.ts'

async function reviewed(
  content: string,
  more: Partial<ReviewedSettings> = {},
  context = createReadingContext(null),
) {
  const rows: ReviewedRow[] = []
  const reading = await readReviewed(
    storedExport(content),
    { ...settings, use: 'exclude', reveal: false, ...more },
    context,
    (reviewedRow) => rows.push(reviewedRow),
    { stop: never },
  )
  return { rows, ...reading }
}

const project: Target = { kind: 'project', project: 'PROJ' }
const repo: Target = { kind: 'repo', project: 'PROJ', repo: 'app' }
const names = ['Project', 'Repository', 'Rule', 'Matched Text', 'Reviewed At']

describe('reviewed texts', () => {
  it('have the identity of the findings that they are about, and are redacted', async () => {
    const context = createReadingContext(null)
    const { rows, evidence, notices } = await reviewed(
      csv(names, ['PROJ', 'app', 'AWS_CLIENT_ID', 'placeholder 1', '2024-09-07T12:00:00Z']),
      {},
      context,
    )
    const hashes: string[] = []
    await readExport(
      storedExport(csv(header, row({ Match: 'placeholder 1' }), row({ Match: 'placeholder 2' }))),
      settings,
      context,
      { onRow: ({ secretHash }) => hashes.push(secretHash) },
      { stop: never },
    )
    expect(new Set([...hashes, '']).size).toBe(3)
    expect(rows).toEqual([
      {
        project: 'PROJ',
        repository: 'app',
        rule: 'AWS_CLIENT_ID',
        path: null,
        line: null,
        secretHash: hashes[0],
        match: '[redacted]',
        reviewedAt: Date.UTC(2024, 8, 7, 12),
      },
    ])
    expect(evidence).toMatchObject({ format: 'csv', rows: 1, refused: 0 })
    expect(notices).toEqual([])
  })

  it('are shown only when that was asked for, and never in other cells', async () => {
    const text = csv([...names, 'Path'], ['PROJ', 'app', 'R hunter2-x', 'hunter2-x', '', 'a/hunter2-x/b'])
    expect(JSON.stringify((await reviewed(text)).rows)).not.toContain('hunter2')
    const [shown] = (await reviewed(text, { reveal: true })).rows
    expect(shown).toMatchObject({ match: 'hunter2-x', rule: 'R [redacted]', path: 'a/[redacted]/b' })
  })

  it('count for everything where no project or repository is reported', async () => {
    const { rows } = await reviewed(csv(names, ['', '', '', 'text 1', ''], ['PROJ', '*', '', 'text 2', '']))
    expect(rows.map(({ project, repository, rule }) => [project, repository, rule])).toEqual([
      [null, null, null],
      ['PROJ', null, null],
    ])
  })

  it('count for the scope that was asked for where no column has another', async () => {
    const text = csv(['Text'], ['text 1'])
    expect((await reviewed(text, { target: repo })).rows[0]).toMatchObject({
      project: 'PROJ',
      repository: 'app',
    })
    const split = csv(['Repo', 'Text'], ['OTHER/tool', 'text 1'])
    expect((await reviewed(split)).rows[0]).toMatchObject({ project: 'OTHER', repository: 'tool' })
  })

  it('may not be excluded from several repositories when they name none', async () => {
    for (const target of [null, project, { kind: 'instance' } as const]) {
      const text = csv(['Project', 'Text'], ['PROJ', 'text 1'])
      await expect(reviewed(text, { target })).rejects.toMatchObject({
        code: 'HEADER_UNKNOWN',
        hint: expect.stringContaining('docs/first-run.md'),
      })
      expect((await reviewed(text, { target, use: 'list' })).rows).toHaveLength(1)
    }
  })

  it.each([
    [csv(['Repo', 'Path', 'Line'], ['PROJ/app', 'a.java', '12'])],
    [csv(['Repo', 'Location'], ['PROJ/app', 'a.java:12'])],
  ])('may be known by path and line instead: %j', async (text) => {
    expect((await reviewed(text)).rows[0]).toMatchObject({
      path: 'a.java',
      line: 12,
      secretHash: '',
      match: '',
    })
  })

  it.each([['Reviewed At'], ['Geprüft am'], ['Revu le'], ['Revisado el'], ['レビュー日時']])(
    'were reviewed when the column %s says',
    async (name) => {
      const text = csv(['Repo', 'Text', name], ['PROJ/app', 'text 1', '2024-09-07T12:00:00Z'])
      expect((await reviewed(text)).rows[0]?.reviewedAt).toBe(Date.UTC(2024, 8, 7, 12))
    },
  )

  it('may stand in a column Line where no path names a place', async () => {
    const text = csv(
      ['Scope', 'Project Key', 'Repository', 'Rule', 'Line'],
      ['global', '', '', 'R', 'text 1'],
    )
    const { rows } = await reviewed(text, { reveal: true })
    expect(rows).toMatchObject([{ path: null, line: null, match: 'text 1', repository: null }])
  })

  it('that say nothing are bad rows: an error, or counted and excluding nothing', async () => {
    const text = csv(
      ['Repo', 'Path', 'Line', 'Text'],
      ['PROJ/app', 'a.java', '', ''],
      ['PROJ/app', '', 'x', 'text 1'],
    )
    await expect(reviewed(text)).rejects.toMatchObject({
      code: 'ROW_UNREADABLE',
      message: expect.stringContaining('row 2 (the header is row 1) cannot be read: it has neither'),
    })
    const { rows, evidence, notices } = await reviewed(text, { onBadRow: 'count' })
    expect(rows).toEqual([])
    expect(evidence).toMatchObject({ rows: 2, refused: 2 })
    expect(notices).toEqual(['Export of PROJ: 2 reviewed rows could not be read and exclude nothing.'])
  })

  it('may not have the header among them, as joined exports do', async () => {
    const part = csv(names, ['PROJ', 'app', 'R', 'text 1', ''])
    for (const joined of [part + part, `${part}\ufeff${part}`]) {
      await expect(reviewed(joined)).rejects.toMatchObject({
        code: 'ROW_UNREADABLE',
        message: expect.stringContaining(
          'row 3 (the header is row 1) cannot be read: the header comes again',
        ),
      })
      const { rows, evidence } = await reviewed(joined, { onBadRow: 'count' })
      expect(rows).toHaveLength(2)
      expect(evidence).toMatchObject({ rows: 3, refused: 1 })
    }
    // Some cells of the header are no header.
    expect((await reviewed(csv(names, ['Project', 'Repository', 'R', 'text 1', '']))).rows).toHaveLength(1)
  })

  it('may be none', async () => {
    expect((await reviewed('')).evidence).toMatchObject({ format: 'empty', rows: 0 })
    expect((await reviewed(csv(names))).rows).toEqual([])
  })

  it('are refused in what is no export', async () => {
    await expect(reviewed('<html>')).rejects.toMatchObject({ code: 'NOT_AN_EXPORT' })
  })
})

const zipOf = (...members: readonly string[]): Buffer =>
  craftZip(members.map((text, at) => ({ name: `${at}.csv`, plain: Buffer.from(text), descriptor: 'none' })))

describe('a reviewed export that is the export of the findings', () => {
  const findings = [row(), row({ Line: '13' }), row({ Path: 'b.java' })] as const
  const judged = async (answer: string | Buffer, content: string = csv(header, ...findings)) => {
    const context = createReadingContext(null)
    const { digest } = await reviewed(answer as string, {}, context)
    const options = { ...settings, digests: true }
    const sink = { onRow: () => undefined }
    const reading = await readExport(storedExport(content), options, context, sink, { stop: never })
    return () =>
      rejectFindingsAsReviewed(reading.evidence, reading.digest, new Map([[reviewedSource(project), digest]]))
  }

  it.each<[string, string | Buffer]>([
    ['byte for byte', csv(header, ...findings)],
    ['in another order', csv(header, ...[...findings].reverse())],
    ['with other line ends', csv(header, ...findings).replaceAll('\r\n', '\n')],
    ['in a zip', zipOf(csv(header, ...findings))],
    ['in two members of a zip', zipOf(csv(header, findings[2]), csv(header, findings[0], findings[1]))],
  ])('is refused: %s', async (_name, answer) => {
    expect(await judged(answer)).toThrow(
      expect.objectContaining({
        code: 'EXPORT_INCONSISTENT',
        message: expect.stringContaining(
          'The export of reviewed of PROJ has the header and the 3 rows of the findings of PROJ',
        ),
      }),
    )
  })

  it.each<[string, string]>([
    ['fewer rows', csv(header, ...findings.slice(1))],
    ['a row twice', csv(header, ...findings, findings[0])],
    ['another row', csv(header, findings[0], findings[1], row({ Path: 'c.java' }))],
    [
      'the same rows under another header',
      csv(
        header.map((name) => (name === 'Branch' ? 'Ref' : name)),
        ...findings,
      ),
    ],
  ])('is not one with %s', async (_name, answer) => {
    expect(await judged(answer)).not.toThrow()
  })

  it('may have no rows, as the findings', async () => {
    expect(await judged(csv(header), csv(header))).not.toThrow()
  })
})

describe('the index of reviewed findings', () => {
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
})
