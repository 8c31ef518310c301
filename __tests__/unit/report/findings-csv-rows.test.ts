/** `findings.csv`: columns, rows that any reader can read, times. */
import { describe, expect, it } from '@jest/globals'
import { parse } from 'csv-parse/sync'
import type { findingsCsvColumns } from '../../../src/finding.ts'
import { findingsCsvHeader, findingsCsvRow } from '../../../src/report/findings-csv.ts'
import { hostileTexts, sampleRow } from './sample-report.ts'

type Row = Record<(typeof findingsCsvColumns)[number], string>

function rowsOf(text: string): Row[] {
  return parse(text, { columns: true }) as Row[]
}

describe('findings.csv', () => {
  it('has the columns of the contract, in order', () => {
    expect(findingsCsvHeader).toBe(
      'project,repository,branch,path,line,rule,severity,status,fingerprint,scanned_at,match,owner\r\n',
    )
  })

  it('says everything of a finding', () => {
    const [row] = rowsOf(findingsCsvHeader + findingsCsvRow(...sampleRow({ owner: 'team-web' })))
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
      owner: 'team-web',
    })
  })

  it('keeps every row one line with twelve cells, whatever is in them', () => {
    for (const text of hostileTexts) {
      const row = sampleRow({
        project: text,
        repository: text,
        branch: text,
        path: text,
        rule: text,
        match: text,
        owner: text,
      })
      const line = findingsCsvRow(...row)
      expect(line.trimEnd().split(/[\r\n]/)).toHaveLength(1)
      const [written] = rowsOf(findingsCsvHeader + line)
      for (const cell of Object.values(written ?? {})) {
        expect(cell).not.toMatch(/^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/)
        expect(cell).not.toMatch(/[\p{Cc}\p{Cf}]/u)
      }
      expect(written?.status).toBe('new')
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
    const [row] = rowsOf(findingsCsvHeader + findingsCsvRow(...sampleRow({ scannedAt })))
    expect(row?.scanned_at).toBe(expected)
  })

  it.each<[string, Parameters<typeof sampleRow>[0]]>([
    ['project', { project: 'PAY' }],
    ['repository', { repository: 'api' }],
    ['branch', { branch: 'release/1' }],
    ['path', { path: 'ü'.repeat(300) }],
    ['line', { line: 13 }],
    ['rule', { rule: 'OTHER' }],
    ['severity', { severity: 'low' }],
    ['status', { status: 'suppressed' }],
    ['fingerprint', { fingerprint: 'f'.repeat(32) }],
    ['match', { match: '' }],
  ])('has the %s in its own cell', (column, changes) => {
    const cells = (row: Parameters<typeof sampleRow>[0]) =>
      rowsOf(findingsCsvHeader + findingsCsvRow(...sampleRow(row)))[0]
    const value = String(Object.values(changes ?? {})[0])
    expect(cells(changes)).toEqual({ ...cells({}), [column]: value })
  })

  it('has an empty cell for an unknown line', () => {
    const [row] = rowsOf(findingsCsvHeader + findingsCsvRow(...sampleRow({ line: null })))
    expect(row?.line).toBe('')
  })
})
