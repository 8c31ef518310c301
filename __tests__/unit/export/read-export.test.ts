import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { GateError } from '../../../src/errors.ts'
import { aliases, looseName } from '../../../src/export/column-names.ts'
import { createReadingContext, readExport } from '../../../src/export/read-export.ts'
import { PIECE, type TempFile } from '../../../src/export/temp-file.ts'
import { findingsCsvColumns } from '../../../src/finding.ts'
import type { Target } from '../../../src/target.ts'
import { runs } from '../../fixtures/runs.ts'
import { craftZip, hiding } from './craft-zip.ts'
import { csv, header, never, read, row, settings, storedExport } from './exports.ts'

const repo: Target = { kind: 'repo', project: 'PROJ', repo: 'app' }
const zipOf = (members: Record<string, string | Buffer>): Buffer =>
  craftZip(Object.entries(members).map(([name, text]) => ({ name, plain: Buffer.from(text) })))
const javaZip = (name: string): Buffer => readFileSync(`__tests__/fixtures/java-zips/${name}`)

describe('an export', () => {
  it('that is a CSV gives its findings and its evidence', async () => {
    const text = csv(header, row(), row({ Line: '13' }))
    const { findings, evidence, notices, absent } = await read(`\uFEFF${text}`, {
      source: 'PROJ/app@feature/x',
    })
    expect(findings.map(({ line }) => line)).toEqual([12, 13])
    expect(evidence).toEqual({
      source: 'PROJ/app@feature/x',
      format: 'csv',
      bytes: Buffer.byteLength(text) + 3,
      sha256: await storedExport(`\uFEFF${text}`).sha256(),
      members: [{ name: 'PROJ/app@feature/x', bytes: Buffer.byteLength(text) + 3, rows: 2, refused: 0 }],
      rows: 2,
      refused: 0,
      columns: [{ read: header.map((name) => expect.objectContaining({ header: `"${name}"` })), unread: [] }],
    })
    expect([notices, absent]).toEqual([[], []])
  })

  it('that is a zip gives those of all its CSVs, each by its own header', async () => {
    const { findings, evidence, notices } = await read(
      zipOf({
        'a.csv': csv(header, row()),
        'b/c.CSV': csv(['Rule', 'File', 'Repo Slug', 'Project Key'], ['R', 'x.txt', 'tool', 'OTHER']),
        'notes.txt': 'not read',
      }),
      { source: 'instance' },
    )
    expect(findings.map(({ project, path }) => `${project}:${path}`)).toEqual([
      'PROJ:src/a.java',
      'OTHER:x.txt',
    ])
    expect(evidence).toMatchObject({ format: 'zip', rows: 2, refused: 0 })
    expect(evidence.members.map(({ name, rows }) => [name, rows])).toEqual([
      ['a.csv', 1],
      ['b/c.CSV', 1],
    ])
    expect(notices).toEqual(['Export of instance: members that are no CSV, not read: 1 (notes.txt).'])
  })

  it('that Java zipped is read as well', async () => {
    const { findings, evidence } = await read(javaZip('several-members.zip'))
    expect(findings.map(({ project }) => project)).toEqual([
      'PROJ',
      'PROJ',
      'OTHER',
      'OTHER',
      'OTHER',
      'OTHER',
    ])
    expect(findings[0]).toMatchObject({
      branch: 'feature/x&y',
      path: 'src/Café 0.java',
      line: 1,
      match: '[redacted]',
    })
    expect(evidence.members.map(({ bytes }) => bytes)).toEqual([309, 547])
    expect((await read(javaZip('hostile-names.zip'))).evidence.members[3]?.name).toBe('___error__forged.csv')
    expect((await read(javaZip('header-only.zip'))).evidence).toMatchObject({ rows: 0, format: 'zip' })
  })

  it('that has a header only has no findings', async () => {
    expect((await read(csv(header))).evidence).toMatchObject({ format: 'csv', rows: 0, refused: 0 })
  })

  it('that is empty is reported as such, and left to the caller', async () => {
    for (const body of ['', '\uFEFF', '\r\n\r\n']) {
      expect((await read(body)).evidence).toMatchObject({ format: 'empty', rows: 0, members: [] })
    }
  })

  it('lacks columns that are reported, over all members', async () => {
    const bare = csv(['Project', 'Repository', 'Path', 'Rule'], ['PROJ', 'app', 'a', 'R'])
    const { absent } = await read(zipOf({ 'a.csv': csv(header, row()), 'b.csv': bare }))
    expect(absent).toEqual(['branch', 'line', 'match', 'scanned_at'])
    expect((await read(bare)).findings[0]).toMatchObject({
      branch: '',
      line: null,
      match: '',
      secretHmac: '',
      scannedAt: null,
    })
  })

  it('is mapped by hand where that was asked for', async () => {
    const text = csv(['P', 'R', 'File', 'Policy', 'Policy Text'], ['PROJ', 'app', 'a', 'MY_RULE', 'x'])
    const { findings } = await read(text, {
      columns: { project: 'P', repository: 'R', rule: 'Policy', match: 'policy-text' },
    })
    expect(findings[0]).toMatchObject({
      project: 'PROJ',
      repository: 'app',
      rule: 'MY_RULE',
      match: '[redacted]',
    })
  })
})

describe('what is no export', () => {
  it.each([
    ['an HTML page', '<!DOCTYPE html><html><title>Log in</title>', 'an HTML or XML page'],
    ['JSON', '{"errors":[{"message":"no"}]}', 'JSON'],
    ['UTF-16', Buffer.from('Project,Rule', 'utf16le'), 'text in UTF-16 without a byte order mark'],
    ['something else', Buffer.from([1, 2, 3, 4, 5]), 'not text'],
  ])('is refused as %s', async (_name, body, words) => {
    await expect(read(body)).rejects.toMatchObject({
      code: 'NOT_AN_EXPORT',
      message: expect.stringContaining(`Export of PROJ is ${words}`),
    })
  })

  it.each([
    ['page-inside.zip', 'is an HTML or XML page.'],
    ['zip-inside.zip', 'is a zip inside a zip.'],
  ])('is refused inside a zip too: %s', async (name, words) => {
    await expect(read(javaZip(name))).rejects.toMatchObject({
      code: 'NOT_AN_EXPORT',
      message: `Export of PROJ, member "findings.csv" ${words}`,
    })
  })

  it('is empty as a zip without members, or with empty ones', async () => {
    for (const zip of [
      javaZip('no-members.zip'),
      javaZip('empty-member.zip'),
      zipOf({ 'a.csv': '', 'b.csv': '\r\n' }),
    ])
      expect(await read(zip)).toMatchObject({ evidence: { format: 'empty', rows: 0 }, unread: [] })
  })

  it('names empty members beside others', async () => {
    const one = await read(zipOf({ 'a.csv': csv(header, row()), 'b.csv': '', 'c.csv': csv(header) }))
    expect(one).toMatchObject({ evidence: { format: 'zip', rows: 1 }, unread: ['b.csv'] })
  })

  it('is refused when it is text without a known header', async () => {
    await expect(read('Internal server error\n')).rejects.toMatchObject({ code: 'HEADER_UNKNOWN' })
  })
})

describe('a zip with a member that its directory does not list', () => {
  it('is refused', async () => {
    const names = ['a.csv', 'b.csv']
    const members = names.map((name) => ({
      name,
      plain: Buffer.from(csv(header, row())),
      descriptor: 'none' as const,
    }))
    expect((await read(craftZip(members))).evidence.rows).toBe(2)
    await expect(read(hiding(craftZip(members), 1))).rejects.toMatchObject({ code: 'ARCHIVE_BROKEN' })
  })
})

describe('a member of a zip that is not named *.csv', () => {
  const findings = csv(header, row())
  const empty = csv(header)
  const beside = (name: string, text: string | Buffer, more = {}) =>
    read(zipOf({ 'a.csv': empty, [name]: text }), { target: repo, ...more })
  const hidden = (name: string) => ({
    code: 'ARCHIVE_BROKEN',
    message: expect.stringMatching(
      new RegExp(`member "${name}" is not named \\*\\.csv and begins with the header of an export`),
    ),
    hint: expect.stringContaining('*.csv'),
  })

  it.each([
    ['SHOP-findings.txt', findings],
    ['SHOP', findings],
    ['._a.csv', findings],
    ['semicolons', findings.replaceAll(',', ';')],
    ['bom.csv.bak', `\ufeff${findings}`],
    ['blank-first', `\r\n\r\n${findings}`],
    ['header-only', empty.trimEnd()],
    ['sep', `sep=,\n${findings}`],
    ['comment.txt', `# findings of today\n${findings}`],
    ['table.md', `## Findings\n${findings.replaceAll(',', '|')}`],
    ['utf-16', Buffer.from(`\ufeff${findings}`, 'utf16le')],
    ['earlier', `${findingsCsvColumns.join(',')}\n`],
  ])('and is an export by its content (%s) is refused by name', async (name, text) => {
    await expect(beside(name, text)).rejects.toMatchObject(hidden(name.replaceAll('.', '\\.')))
  })

  it('and is an export by the columns that were mapped by hand is refused', async () => {
    const columns = { rule: 'What' }
    const odd = csv(['Project', 'Repository', 'Path', 'What'], ['PROJ', 'app', 'a', 'b'])
    const zip = zipOf({ 'a.csv': csv(['Project', 'Repository', 'Path', 'What']), other: odd })
    await expect(read(zip, { columns })).rejects.toMatchObject(hidden('other'))
    await expect(read(zipOf({ 'a.csv': odd, other: findings }), { columns })).rejects.toMatchObject(
      hidden('other'),
    )
  })

  it('stays a note when it is anything else', async () => {
    const others = {
      'README.txt': 'Findings of the project, by path and rule.\n',
      'manifest.json': '{"path": "a", "rule": "b"}\n',
      'facts.json': '{"rows": 2, "created": "2026-01-02", "version": null}\n',
      'list.txt': 'Path,Owner\na,b\n',
      'picture.png': '\u0089PNG\r\n\u001a\n\u0000',
      'open.txt': '"Path,Rule',
      nothing: '',
    }
    const { notices, unread } = await read(zipOf({ 'a.csv': empty, ...others }), { target: repo })
    expect(notices.join()).toContain('members that are no CSV, not read: 7 (README.txt, manifest.json')
    expect(unread).toEqual(['manifest.json'])
  })

  it.each<[string, string | Buffer]>([
    ['a.zip', craftZip([{ name: 'a.csv', plain: Buffer.from(findings) }])],
    ['a.csv.gz', gzipSync(findings)],
    ['utf-16.txt', Buffer.from(findings, 'utf16le')],
    ['list.json', '["AWS_CLIENT_ID"]'],
    ['nested.json', '{"a": {"b": 1}}'],
    ['places.json', '{"AWS_CLIENT_ID": "src/a.ts:3"}'],
    ['lines.json', '{"all": "AWS_CLIENT_ID\\nAWS_MWS_KEY"}'],
    ['page.html', '<table><tr><td>AWS_CLIENT_ID</td></tr></table>'],
    ['long.txt', `${'prose '.repeat(20_000)}\n`],
  ])('may hold findings that were not read: %s', async (name, content) => {
    const plain = Buffer.from(content)
    const zip = craftZip([
      { name: 'a.csv', plain: Buffer.from(empty) },
      { name, plain },
    ])
    expect((await read(zip, { target: repo })).unread).toEqual([name])
  })
})

describe('limits', () => {
  const limits = { ...settings.limits, maxExportBytes: 300 }
  const long = csv(header, row(), row(), row(), row())

  it('hold for a CSV and for what a zip inflates to', async () => {
    await expect(read(long, { limits })).rejects.toMatchObject({
      code: 'EXPORT_TOO_LARGE',
      message: expect.stringContaining('are more than max-export-size (300 bytes).'),
    })
    await expect(read(zipOf({ 'a.csv': long }), { limits })).rejects.toMatchObject({
      code: 'EXPORT_TOO_LARGE',
    })
  })
})

describe('a bad row', () => {
  const bad = [...row()].slice(1)
  const text = csv(header, row(), bad, row({ Line: 'x' }), row({ Line: '14' }))

  it('ends the reading with file, row and reason', async () => {
    const seen: unknown[] = []
    const reading = readExport(
      storedExport(text),
      settings,
      createReadingContext(null),
      { onRow: (found) => seen.push(found.finding()) },
      { stop: never },
    )
    await expect(reading).rejects.toMatchObject({
      code: 'ROW_UNREADABLE',
      message:
        'Export of PROJ: row 3 (the header is row 1) cannot be read: it has 7 cells, the header has 8.',
    })
    expect(seen).toHaveLength(1)
    await expect(read(zipOf({ 'x/a.csv': text }))).rejects.toMatchObject({
      message: expect.stringContaining('Export of PROJ, member "x/a.csv": row 3'),
    })
  })

  it('counts as a finding where that was asked for', async () => {
    const { findings, evidence } = await read(text, { onBadRow: 'count', target: repo })
    expect(findings.map(({ rule, line }) => [rule, line])).toEqual([
      ['AWS_CLIENT_ID', 12],
      ['UNREADABLE_ROW', 3],
      ['UNREADABLE_ROW', 4],
      ['AWS_CLIENT_ID', 14],
    ])
    expect(findings[1]).toEqual({
      project: 'PROJ',
      repository: 'app',
      branch: '',
      path: 'PROJ',
      line: 3,
      rule: 'UNREADABLE_ROW',
      scannedAt: null,
      secretHmac: '',
      match: '',
    })
    expect(evidence).toMatchObject({ rows: 4, refused: 2 })
  })

  it('does not count as one where it may have swallowed others', async () => {
    const swallowing = `${header.join(',')}\r\n${csv(header, row({}), row({})).split('\r\n')[1]}\r\nPROJ,"app\n1\n2\n3\n`
    await expect(read(swallowing, { onBadRow: 'count', target: repo })).rejects.toMatchObject({
      code: 'ROW_UNREADABLE',
      message: expect.stringMatching(/row 3 .*goes over several lines, so that it may have swallowed rows/),
    })
    // Rows that end in the right number of cells, but with the cells of others in them.
    const wellFormed = csv(header, row({}), row({ Line: 'x', Match: 'a\r\nb,c' }))
    await expect(read(wellFormed, { onBadRow: 'count', target: repo })).rejects.toMatchObject({
      code: 'ROW_UNREADABLE',
      message: expect.stringContaining('goes over several lines'),
    })
  })

  it.each([
    ['without rule', { Rule: ' ' }, 'it has no rule'],
    ['without path', { Path: '' }, 'it has no path'],
    ['without project', { Project: '' }, 'it has no project'],
    ['without repository', { Repository: '' }, 'it has no repository'],
  ])('is one %s', async (_name, cells, reason) => {
    await expect(read(csv(header, row(cells)))).rejects.toMatchObject({
      code: 'ROW_UNREADABLE',
      message: expect.stringContaining(reason),
    })
  })

  it('in the header ends the reading in any case', async () => {
    for (const onBadRow of ['error', 'count'] as const) {
      await expect(read(`Project,"Rep"o\n${csv(row())}`, { onBadRow })).rejects.toMatchObject({
        code: 'ROW_UNREADABLE',
        message: expect.stringContaining('the header (row 1) cannot be read'),
      })
    }
  })

  it('is one that is the header of another export, joined to the first', async () => {
    const joined = csv(header, row()) + csv(header, row())
    await expect(read(joined)).rejects.toMatchObject({
      code: 'ROW_UNREADABLE',
      message: expect.stringContaining('row 3 (the header is row 1) cannot be read: the header comes again'),
    })
    expect((await read(joined, { onBadRow: 'count' })).evidence).toMatchObject({ rows: 3, refused: 1 })
    const marked = `${csv(header, row())}\ufeff${joined}`
    expect((await read(marked, { onBadRow: 'count' })).evidence).toMatchObject({ rows: 5, refused: 2 })
    // A row that has only some cells of the header is no header.
    const odd = joined + csv(header, row({ 'Scanned At': 'Scanned At' }))
    const { findings } = await read(odd, { onBadRow: 'count' })
    expect(findings.at(-1)).toMatchObject({ rule: 'AWS_CLIENT_ID', scannedAt: null })
  })
})

describe('single quotes', () => {
  const single = (...rows: readonly (readonly string[])[]): string =>
    rows.map((cells) => `${cells.map((cell) => `'${cell.replaceAll("'", "''")}'`).join(',')}\r\n`).join('')

  it('around all cells are no part of a name', async () => {
    const rows = [row({ Match: "it's" }), row({ Rule: 'JWT, "signed"', Branch: "'half" })]
    const plain = (await read(csv(header, ...rows))).findings
    expect(plain).toHaveLength(2)
    expect((await read(single(header, ...rows))).findings).toEqual(plain)
    expect((await read(csv(header) + single(...rows))).findings).toEqual(plain)
  })

  it('that nobody found to be the quotes make a row bad, whatever the delimiter is', async () => {
    const name = fc.constantFrom('PAY', "'PAY'", " 'PAY' ", "'PAY", "PAY'", "'", "''", "'='", "'P','AY'", '')
    const names = fc.record({ Project: name, Repository: name, Branch: name, Path: name, Rule: name })
    // A file may be named so.
    const isBad = ({ Branch, Path, ...needed }: Record<'Branch' | 'Path', string>): boolean =>
      [Path, ...Object.values<string>(needed)].includes('') ||
      [Branch, ...Object.values<string>(needed)].some((cell) => /^'.*'$/.test(cell.trim()))
    await fc.assert(
      fc.asyncProperty(fc.array(names, { maxLength: 6 }), async (cells) => {
        // The first row has bare names, so that no quotes are found to be those of the CSV.
        const rows = [row(), ...cells.map((more) => row({ ...more, Match: "'PAY'" }))]
        const withCommas = await read(csv(header, ...rows), { onBadRow: 'count' })
        const lines = [header, ...rows].map((line) => line.map((cell) => `"${cell}"`).join(';'))
        const withSemicolons = await read(lines.join('\r\n'), { onBadRow: 'count' })
        expect(withSemicolons.findings).toEqual(withCommas.findings)
        expect(withCommas.findings.map(({ rule }) => rule === 'UNREADABLE_ROW')).toEqual([
          false,
          ...cells.map(isBad),
        ])
      }),
      { numRuns: runs(300) },
    )
  })

  it.each(['Project', 'Repository', 'Branch', 'Rule'] as const)(
    'around a %s alone end the reading',
    async (column) => {
      await expect(read(csv(header, row({ [column]: "'AWS'" })))).rejects.toMatchObject({
        code: 'ROW_UNREADABLE',
        message: `Export of PROJ: row 2 (the header is row 1) cannot be read: its ${column.toLowerCase()} is in single quotes that are not those of the CSV.`,
      })
    },
  )

  it('around a path alone are part of it', async () => {
    const { findings } = await read(csv(header, row({ Path: "'q'" }), row()))
    expect(findings.map(({ path }) => path)).toEqual(["'q'", 'src/a.java'])
  })

  it('around a matched text are part of it', async () => {
    const { findings } = await read(csv(header, row({ Match: "'AWS'" }), row({ Match: 'AWS' })))
    expect(new Set(findings.map(({ secretHmac }) => secretHmac)).size).toBe(2)
  })

  it('do not make a bad row of one that is of another scope', async () => {
    const text = csv(header, row({ Project: "'PROJ'" })).replace('Project', 'Project Key')
    await expect(read(text, { target: repo, onBadRow: 'count' })).rejects.toMatchObject({
      code: 'EXPORT_INCONSISTENT',
    })
  })
})

describe('rows of another scope', () => {
  it('end the reading, whatever is to become of bad rows, with the row but not its text', async () => {
    const text = csv(header, row(), row({ Repository: 'other-app' }))
    for (const onBadRow of ['error', 'count'] as const) {
      await expect(read(text, { target: repo, onBadRow })).rejects.toMatchObject({
        code: 'EXPORT_INCONSISTENT',
        message:
          'Export of PROJ: row 3 (the header is row 1): it belongs to another repository than the one asked for.',
      })
    }
  })

  it('may only look so: a display name is reported and replaced', async () => {
    const { findings, notices } = await read(csv(header, row({ Project: 'The Platform' })), { target: repo })
    expect(findings[0]?.project).toBe('PROJ')
    expect(notices).toEqual([
      'Export of PROJ: The column for project holds a display name; the project asked for is used instead.',
    ])
  })
})

describe('the period', () => {
  const times = [
    '2024-09-06T23:59:59Z',
    '2024-09-07T00:00:00Z',
    '2024-09-13T23:59:59.999Z',
    '2024-09-14T00:00:00Z',
    '?',
  ]
  const text = csv(header, ...times.map((time, i) => row({ 'Scanned At': time, Line: String(i + 1) })))

  it('leaves out what was scanned before or after it, and keeps what nobody knows', async () => {
    const period = { from: Date.UTC(2024, 8, 7), to: Date.UTC(2024, 8, 14) }
    const { findings, evidence, notices } = await read(text, { period })
    expect(findings.map(({ line }) => line)).toEqual([2, 3, 5])
    expect(evidence.rows).toBe(5)
    expect(notices).toEqual([
      'Export of PROJ: rows without a time that is understood: 1; they count in every period.',
      'Export of PROJ: rows scanned outside of the period and left out: 2.',
    ])
  })
})

describe('the period over a column that may not be the time of the scan', () => {
  const period = { from: Date.UTC(2024, 8, 7), to: Date.UTC(2024, 8, 14) }
  const detected = header.map((name) => (name === 'Scanned At' ? 'Detected' : name))
  const text = csv(detected, row({ 'Scanned At': '2019-01-01T00:00:00Z' }))

  it('leaves nothing out, and says so', async () => {
    const { findings, notices } = await read(text, { period })
    expect(findings).toHaveLength(1)
    expect(notices).toEqual([
      expect.stringMatching(/^Export of PROJ: its column "Detected" may not be the time of the scan, so all/),
    ])
  })

  it('believes who says that it does', async () => {
    const { findings, notices } = await read(text, { period, columns: { scanned_at: 'Detected' } })
    expect(findings).toEqual([])
    expect(notices).toEqual(['Export of PROJ: rows scanned outside of the period and left out: 1.'])
  })
})

describe('a findings.csv of an earlier run', () => {
  const fingerprint = '0123456789abcdef'.repeat(2)
  const earlier = (more: Partial<Record<(typeof findingsCsvColumns)[number], string>> = {}): string[] => {
    const cells = {
      project: 'PROJ',
      repository: 'app',
      branch: "'=main",
      path: "'@a;'=b.java",
      line: '12',
      rule: 'AWS_CLIENT_ID',
      severity: 'high',
      status: 'known',
      fingerprint,
      scanned_at: '2024-09-07T12:00:00Z',
      match: '[redacted]',
      owner: '',
      ...more,
    }
    return findingsCsvColumns.map((column) => cells[column])
  }

  it('is read back as it was before it was written', async () => {
    const { findings } = await read(
      csv(findingsCsvColumns, earlier(), earlier({ branch: "it's", path: "'quoted" })),
    )
    expect(findings).toEqual([
      {
        project: 'PROJ',
        repository: 'app',
        branch: '=main',
        path: '@a;=b.java',
        line: 12,
        rule: 'AWS_CLIENT_ID',
        scannedAt: Date.UTC(2024, 8, 7, 12),
        secretHmac: '',
        match: '[redacted]',
        fingerprint,
      },
      expect.objectContaining({ branch: "it's", path: "'quoted" }),
    ])
  })

  it.each([
    ['branch', "''=quoted'"],
    ['rule', "'AWS_KEY'"],
  ])('is refused with a %s in single quotes, its mark taken off', async (column, name) => {
    await expect(read(csv(findingsCsvColumns, earlier({ [column]: name })))).rejects.toMatchObject({
      code: 'ROW_UNREADABLE',
      message: expect.stringContaining(`its ${column} is in single quotes`),
    })
  })

  it('keeps a name that stands in single quotes by its mark alone', async () => {
    const { findings } = await read(csv(findingsCsvColumns, earlier({ path: "'=quoted'" })))
    expect(findings[0]).toMatchObject({ path: "=quoted'" })
  })

  it('may have rows in place of unreadable ones, which need no project and no repository', async () => {
    const cells = { path: 'export.csv', branch: '', rule: 'UNREADABLE_ROW', match: '' }
    const text = csv(
      findingsCsvColumns,
      earlier({ ...cells, project: '', repository: '', line: '7' }),
      earlier({ ...cells, repository: '' }),
      earlier({ path: 'a.java' }),
    )
    const { findings, evidence } = await read(text)
    const standIn = {
      path: 'export.csv',
      branch: '',
      rule: 'UNREADABLE_ROW',
      match: '',
      secretHmac: '',
      fingerprint,
    }
    expect(findings).toMatchObject([
      { ...standIn, project: '', repository: '', line: 7 },
      { ...standIn, project: 'PROJ', repository: '', line: 12 },
      { project: 'PROJ', repository: 'app', rule: 'AWS_CLIENT_ID' },
    ])
    expect(evidence).toMatchObject({ rows: 3, refused: 0 })
    // The same with another delimiter.
    expect((await read(text.replaceAll(',', ';'))).findings).toEqual(findings)
  })

  it.each([
    ['project', { project: '' }],
    ['repository', { repository: '' }],
    ['project', { project: '', rule: 'unreadable_row' }],
    ['project', { project: '', rule: 'UNREADABLE_ROW_2' }],
    ['path', { project: '', rule: 'UNREADABLE_ROW', path: '' }],
  ])('is rejected when another row has no %s: %j', async (what, cells) => {
    await expect(read(csv(findingsCsvColumns, earlier(cells)))).rejects.toMatchObject({
      code: 'ROW_UNREADABLE',
      message: expect.stringContaining(`it has no ${what}`),
    })
  })

  it('is what such a row needs: in an export it is bad', async () => {
    await expect(read(csv(header, row({ Project: '', Rule: 'UNREADABLE_ROW' })))).rejects.toMatchObject({
      message: expect.stringContaining('it has no project'),
    })
  })

  it('has its text redacted even if it was revealed then', async () => {
    const { findings } = await read(csv(findingsCsvColumns, earlier({ match: 'shown in clear 1' })))
    expect(findings[0]).toMatchObject({ match: '[redacted]', secretHmac: '', fingerprint })
    expect(JSON.stringify(findings)).not.toContain('shown in clear')
  })

  it('is refused without a true fingerprint', async () => {
    await expect(read(csv(findingsCsvColumns, earlier({ fingerprint: 'x' })))).rejects.toMatchObject({
      code: 'ROW_UNREADABLE',
      message: expect.stringContaining('its fingerprint is not 32 hex digits'),
    })
  })
})

describe('a stop', () => {
  it('ends the reading between two pieces, with its own reason', async () => {
    const stop = new AbortController()
    const whole = storedExport(csv(header, ...Array.from({ length: 5000 }, () => row())))
    const stored: TempFile = {
      ...whole,
      async readAt(at, length) {
        if (at >= 2 * PIECE) stop.abort(new GateError('RUN_TIMEOUT', 'late'))
        return await whole.readAt(at, length)
      },
    }
    expect(whole.bytes).toBeGreaterThan(3 * PIECE)
    await expect(
      readExport(
        stored,
        settings,
        createReadingContext(null),
        { onRow: () => undefined },
        { stop: stop.signal },
      ),
    ).rejects.toMatchObject({
      code: 'RUN_TIMEOUT',
    })
  })

  it('is heard between the members of a zip', async () => {
    const stop = new AbortController()
    const many = zipOf(
      Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`${i}.csv`, csv(header, row())])),
    )
    let findings = 0
    // As a signal comes: in a turn of its own, which reading has to leave room for.
    const onRow = (): void => {
      findings += 1
      if (findings === 1) setTimeout(() => stop.abort())
    }
    const reading = readExport(
      storedExport(many),
      settings,
      createReadingContext(null),
      { onRow },
      { stop: stop.signal },
    )
    await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(findings).toBeLessThan(500)
  })
})

describe('a path', () => {
  const paths = async (...cells: readonly string[]): Promise<readonly string[]> =>
    (await read(csv(header, ...cells.map((Path) => row({ Path }))))).findings.map(({ path }) => path)

  it('keeps the blanks at its ends, and is none of blanks alone', async () => {
    expect(await paths(' a.ts', 'a.ts ', '/ a.ts', './src/ b')).toEqual([' a.ts', 'a.ts ', ' a.ts', 'src/ b'])
    await expect(paths(' ')).rejects.toMatchObject({ code: 'ROW_UNREADABLE' })
  })

  it('loses blanks that the writer has around all cells', async () => {
    const { findings } = await read(`${[header, row()].map((cells) => cells.join(' , ')).join('\n')}\n`)
    expect(findings).toMatchObject([{ path: 'src/a.java', rule: 'AWS_CLIENT_ID' }])
  })

  const place = ['Project', 'Repository', 'File', 'Rule']
  it.each([
    ['src/a.ts:12', 'src/a.ts', 12],
    ['src/a.ts:12:7', 'src/a.ts', 12],
    ['src/a.ts:12-15', 'src/a.ts', 12],
    ['src/a.ts#L12', 'src/a.ts', 12],
    ['src/a.ts#L12-L15', 'src/a.ts', 12],
    ['src/a.ts (line 12)', 'src/a.ts', 12],
    ['src/a.ts (Lines 12-15)', 'src/a.ts', 12],
    ['a b (copy).ts:3 ', 'a b (copy).ts', 3],
    ['12:30/x:5', '12:30/x', 5],
    ['src/a.ts', 'src/a.ts', null],
    ['src/a.ts:x', 'src/a.ts:x', null],
    ['src/copy (2)', 'src/copy (2)', null],
    ['src/ä:7', 'src/ä', 7],
  ])('may have its line in %j where there is no column for it', async (cell, path, line) => {
    const { findings, evidence } = await read(csv(place, ['PROJ', 'app', cell, 'R']))
    expect(findings).toMatchObject([{ path, line }])
    const columns = evidence.columns[0]?.read.filter(({ column }) => column === 'line')
    expect(columns).toEqual(line === null ? [] : [{ column: 'line', header: '"File"' }])
  })

  it('is left whole where the line has a column', async () => {
    const { findings } = await read(csv([...place, 'Line'], ['PROJ', 'app', 'a.ts:12', 'R', '3']))
    expect(findings).toMatchObject([{ path: 'a.ts:12', line: 3 }])
  })
})

describe('flags of reviewed and allow-listed rows', () => {
  const flaggedIn = async (names: readonly string[], ...cells: readonly (readonly string[])[]) =>
    await read(csv([...header, ...names], ...cells.map((more) => [...row(), ...more])))

  it.each([
    ['Reviewed', ['yes', 'no', 'TRUE', '']],
    ['Is Reviewed', ['1', '0', 'Y', 'N']],
    ['Allowlisted', ['true', 'false', 'True', 'False']],
    ['whitelisted', ['Yes', 'No', 'yes', 'no']],
    ['False Positive', ['x', '', 'x', '']],
    ['Geprüft', ['ja', 'nein', 'Ja', 'Nein']],
  ])('are read in %s', async (name, [a = '', b = '', c = '', d = '']) => {
    const { flagged, findings, evidence } = await flaggedIn([name], [a], [b], [c], [d])
    expect(flagged).toBe(2)
    expect(findings).toHaveLength(4)
    expect(evidence.columns[0]?.read).toContainEqual({ column: 'reviewed', header: `"${name}"` })
  })

  it('are read in several columns', async () => {
    const rows = [
      ['no', 'yes'],
      ['yes', 'no'],
      ['no', 'no'],
      ['yes', 'yes'],
    ] as const
    const { flagged, flags } = await flaggedIn(['Reviewed', 'Allowlisted'], ...rows)
    expect([flagged, flags]).toEqual([3, [2, 1, 0, 3]])
  })

  it('are none where a column holds anything else', async () => {
    const { flagged, evidence } = await flaggedIn(['Reviewed'], ['yes'], ['by Ann'])
    expect(flagged).toBe(0)
    expect(evidence.columns[0]?.unread).toEqual(['"Reviewed"'])
  })
})

describe('columns in other languages', () => {
  it.each<[string, readonly string[]]>([
    [
      'German',
      ['Projekt', 'Repository', 'Zweig', 'Datei', 'Zeilennummer', 'Regel', 'Zeileninhalt', 'Gescannt am'],
    ],
    [
      'French',
      [
        'Projet',
        'Dépôt',
        'Branche',
        'Chemin du fichier',
        'Numéro de ligne',
        'Règle',
        'Contenu',
        "Date d'analyse",
      ],
    ],
    [
      'Spanish',
      [
        'Proyecto',
        'Repositorio',
        'Rama',
        'Archivo',
        'Número de línea',
        'Regla',
        'Contenido',
        'Fecha de escaneo',
      ],
    ],
    [
      'Japanese',
      ['プロジェクト', 'リポジトリ', 'ブランチ', 'ファイルパス', '行番号', 'ルール', '内容', 'スキャン日時'],
    ],
    [
      'the words of REST and docs',
      ['project', 'repo', 'branch', 'path', 'line', 'vulnerability', 'invalidLines', 'scanned'],
    ],
    [
      'the words of the docs',
      ['Project', 'Repo', 'Branch', 'File', 'Line Number', 'Vulnerability', 'Failing Line', 'Scanned'],
    ],
  ])('are read: %s', async (_name, names) => {
    const [first] = (await read(csv(header, row()))).findings
    const { findings, evidence } = await read(csv(names, row()))
    expect(findings).toEqual([first])
    expect(evidence.columns[0]?.read.map(({ column }) => column)).toEqual([
      'project',
      'repository',
      'branch',
      'path',
      'line',
      'rule',
      'match',
      'scanned_at',
    ])
    expect(evidence.columns[0]?.unread).toEqual([])
  })

  it('are all in the loose form, so that each can be found', () => {
    for (const name of Object.values(aliases).flat(2)) expect(looseName(name)).toBe(name)
  })
})
