/** `findings.csv`: columns, rows that any reader can read, times. */
import { describe, expect, it } from '@jest/globals'
import { parse } from 'csv-parse/sync'
import type { findingsCsvColumns } from '../../../src/findings/finding.ts'
import { createCsvFormatter, findingsCsvHeader } from '../../../src/report/csv.ts'
import { hostileTexts, sampleFinding } from './sample-report.ts'

type Row = Record<(typeof findingsCsvColumns)[number], string>

function rowsOf(text: string): Row[] {
  return parse(text, { columns: true }) as Row[]
}

describe('findings.csv', () => {
  it('has the columns of the contract, in order', () => {
    expect(findingsCsvHeader).toBe(
      'project,repository,branch,path,line,rule,severity,status,fingerprint,scanned_at,match\r\n',
    )
  })

  it('says everything of a finding', () => {
    const finding = sampleFinding()
    const [row] = rowsOf(findingsCsvHeader + createCsvFormatter()(finding, finding))
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
    const format = createCsvFormatter()
    for (const text of hostileTexts) {
      const finding = sampleFinding({
        project: text,
        repository: text,
        branch: text,
        path: text,
        rule: text,
        match: text,
      })
      const line = format(finding, finding)
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
    const finding = sampleFinding({ scannedAt })
    const [row] = rowsOf(findingsCsvHeader + createCsvFormatter()(finding, finding))
    expect(row?.scanned_at).toBe(expected)
  })

  it('changes the date when the day does', () => {
    const format = createCsvFormatter()
    const times = [Date.UTC(2026, 0, 1, 23, 59, 59), Date.UTC(2026, 0, 2), Date.UTC(2026, 0, 1)].map(
      (scannedAt) => {
        const finding = sampleFinding({ scannedAt })
        return rowsOf(findingsCsvHeader + format(finding, finding))[0]?.scanned_at
      },
    )
    expect(times).toEqual(['2026-01-01T23:59:59Z', '2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z'])
  })
})
