/** `findings.csv`: columns, rows that any reader can read, times. */
import { describe, expect, it } from '@jest/globals'
import { parse } from 'csv-parse/sync'
import type { findingsCsvColumns } from '../../../src/findings/finding.ts'
import { CsvRows, findingsCsvHeader } from '../../../src/report/csv.ts'
import { hostileTexts, sampleRow } from './sample-report.ts'

type Row = Record<(typeof findingsCsvColumns)[number], string>

function rowsOf(text: string): Row[] {
  return parse(text, { columns: true }) as Row[]
}

/** Writes rows one after the other, as one file has them, and gives the line of each. */
function writer(): (row: ReturnType<typeof sampleRow>) => string {
  let parts: string[] = []
  const rows = new CsvRows((part) => parts.push(part.toString('utf8')))
  return (row) => {
    parts = []
    rows.add(row, row)
    return parts.join('')
  }
}

describe('findings.csv', () => {
  it('has the columns of the contract, in order', () => {
    expect(findingsCsvHeader).toBe(
      'project,repository,branch,path,line,rule,severity,status,fingerprint,scanned_at,match\r\n',
    )
  })

  it('says everything of a finding', () => {
    const [row] = rowsOf(findingsCsvHeader + writer()(sampleRow()))
    expect(row).toEqual({
      project: 'SHOP',
      repository: 'web',
      branch: 'main',
      path: 'src/config.ts',
      line: '12',
      rule: 'AWS_SECRET_ACCESS_KEY',
      severity: 'critical',
      status: 'new',
      fingerprint: '0123456789abcdef0123456789abcdef',
      scanned_at: '2026-11-20T08:30:05Z',
      match: '[redacted]',
    })
  })

  it('keeps every row one line with eleven cells, whatever is in them', () => {
    const write = writer()
    for (const [id, text] of hostileTexts.entries()) {
      const finding = sampleRow({
        ...{ id, repositoryNumber: id, branchNumber: id },
        project: text,
        repository: text,
        branch: text,
        path: text,
        rule: text,
        match: text,
      })
      const line = write(finding)
      expect(line.trimEnd().split(/[\r\n]/)).toHaveLength(1)
      const [row] = rowsOf(findingsCsvHeader + line)
      for (const cell of Object.values(row ?? {})) {
        expect(cell).not.toMatch(/^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/)
        expect(cell).not.toMatch(/[\p{Cc}\p{Cf}]/u)
      }
      expect(row?.status).toBe('new')
    }
  })

  it.each([
    [0, '1970-01-01T00:00:00Z'],
    [Date.UTC(2024, 1, 29, 23, 59, 59, 7), '2024-02-29T23:59:59.007Z'],
    [-1, '1969-12-31T23:59:59.999Z'],
    [8.64e15, '+275760-09-13T00:00:00Z'],
    [null, ''],
    [Number.NaN, ''],
    [1e17, ''],
  ])('writes %j ms as %j', (scannedAt, expected) => {
    const [row] = rowsOf(findingsCsvHeader + writer()(sampleRow({ scannedAt })))
    expect(row?.scanned_at).toBe(expected)
  })

  it('changes the date when the day does', () => {
    const write = writer()
    const times = [Date.UTC(2026, 0, 1, 23, 59, 59), Date.UTC(2026, 0, 2), Date.UTC(2026, 0, 1)].map(
      (scannedAt) => {
        return rowsOf(findingsCsvHeader + write(sampleRow({ scannedAt })))[0]?.scanned_at
      },
    )
    expect(times).toEqual(['2026-01-01T23:59:59Z', '2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z'])
  })

  it.each<[string, Parameters<typeof sampleRow>[0]]>([
    ['nothing', {}],
    ['the project', { project: 'PAY', repositoryNumber: 1 }],
    ['the repository', { repository: 'api', repositoryNumber: 1 }],
    ['the branch', { branch: 'release/1', branchNumber: 1 }],
    ['the path, and so its key', { path: 'b.ts', key: 1 }],
    ['the rule, and so its key', { rule: 'OTHER', key: 1 }],
    ['the line', { line: 13 }],
    ['the line, now unknown', { line: null }],
    ['the status', { status: 'suppressed' }],
    ['the finding', { id: 1, fingerprint: 'f'.repeat(32) }],
    ['the finding, to one remembered in the same place', { id: 1 << 15, fingerprint: 'f'.repeat(32) }],
    ['the path, now longer than what is remembered', { path: 'ü'.repeat(300), key: 1 }],
    ['the time', { scannedAt: 0 }],
    ['the time, now unknown', { scannedAt: null }],
    ['the text', { match: '' }],
  ])('writes a row anew when it differs from the one before by %s', (_what, changes) => {
    const write = writer()
    const [before, after] = [sampleRow(), sampleRow(changes)]
    const [first, second] = [writer()(before), writer()(after)]
    expect([write(before), write(after), write(before), write(after)]).toEqual([first, second, first, second])
  })

  it('remembers findings in one piece of memory, and none that is long', () => {
    const parts: Buffer[] = []
    const rows = new CsvRows((part) => parts.push(part))
    const findingPartOf = (row: ReturnType<typeof sampleRow>): Buffer => {
      rows.add(row, row)
      return parts.at(-2) as Buffer
    }
    const [short, other] = [sampleRow(), sampleRow({ id: 1, key: 1 })]
    const long = sampleRow({ id: 2, key: 2, path: '漢'.repeat(200) })
    expect(findingPartOf(short)).toBe(findingPartOf(short))
    expect(findingPartOf(other).buffer).toBe(findingPartOf(short).buffer)
    expect(findingPartOf(long)).not.toBe(findingPartOf(long))
    expect(findingPartOf(long).equals(findingPartOf(long))).toBe(true)
  })
})
