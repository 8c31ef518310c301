/** Exports of findings and of reviewed false positives, from the results of scans. */
import { writeCsv } from './csv-writer.ts'
import type { ExportCell, ExportDialect, ExportScope } from './export-dialect.ts'
import type { ReviewedText } from './options.ts'
import { BitbucketError, badRequest, type Reply } from './reply.ts'
import type { FailingLine } from './scanner.ts'
import type { ScanResult } from './scans.ts'
import { packZip, type ZipMember } from './zip.ts'

/** Milliseconds since the epoch; `from` inclusive, `to` exclusive. */
type ScanPeriod = { readonly from: number; readonly to: number }

/** Reads `startDate` and `endDate`. Throws 400 for what is no ISO 8601 instant. */
export function periodOf(query: URLSearchParams): ScanPeriod {
  return {
    from: instantOf(query.get('startDate'), 'startDate') ?? Number.NEGATIVE_INFINITY,
    to: instantOf(query.get('endDate'), 'endDate') ?? Number.POSITIVE_INFINITY,
  }
}

/** An ISO 8601 instant in ms since the epoch. Throws 400 for anything else. */
export function instantOf(text: string | null, name: string): number | null {
  if (text === null) return null
  const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/.test(text)
  const time = isInstant ? Date.parse(text) : Number.NaN
  if (Number.isNaN(time)) throw badRequest(`"${name}" must be an ISO 8601 date such as 2024-09-07T00:01:12Z.`)
  return time
}

/** One failing line of one branch. */
export type ExportRow = { readonly result: ScanResult; readonly finding: FailingLine }

/** Rows of the results that were scanned in the period, whole seconds as they are written. */
export function rowsOf(
  results: readonly ScanResult[],
  period: ScanPeriod,
  listed: (result: ScanResult) => readonly FailingLine[],
): ExportRow[] {
  return results
    .filter((result) => {
      const second = Math.floor(result.scannedAt / 1000) * 1000
      return second >= period.from && second < period.to
    })
    .flatMap((result) => listed(result).map((finding) => ({ result, finding })))
}

/** The reply to an export: one CSV, or a zip with one CSV per project. */
export function exportReply(rows: readonly ExportRow[], scope: ExportScope, dialect: ExportDialect): Reply {
  if (rows.length === 0 && dialect.nothingFound === '404') {
    throw new BitbucketError(404, 'NoSuchEntityException', 'There is nothing to export.')
  }
  if (dialect.zippedScopes.includes(scope)) return zipReply(rows, dialect)
  const isEmptyBody = rows.length === 0 && dialect.nothingFound === 'empty-body'
  return csvReply('export.csv', isEmptyBody ? '' : findingsCsv(rows, dialect))
}

function findingsCsv(rows: readonly ExportRow[], dialect: ExportDialect): string {
  const header = dialect.columns.map((column) => column.header)
  const cells = rows.map((row) => dialect.columns.map((column) => cellOf(column.cell, row, dialect)))
  return writeCsv(header, cells, dialect)
}

function cellOf(cell: ExportCell, { result, finding }: ExportRow, dialect: ExportDialect): string {
  switch (cell) {
    case 'project':
      return result.repository.project
    case 'repository':
      return result.repository.slug
    case 'branch':
      return result.branch
    case 'path':
      return finding.path
    case 'lineNumber':
      return String(finding.lineNumber)
    case 'rule':
      return finding.rule
    case 'line':
      return finding.line
    case 'match':
    case 'unknown':
      return finding.match
    case 'scannedAt':
      return writeTime(result.scannedAt, dialect.timeFormat)
  }
}

function writeTime(time: number, format: ExportDialect['timeFormat']): string {
  const iso = new Date(time).toISOString()
  if (format === 'epoch') return String(time)
  return format === 'milliseconds' ? iso : iso.replace(/\.\d{3}Z$/, 'Z')
}

function zipReply(rows: readonly ExportRow[], dialect: ExportDialect): Reply {
  const byProject = Map.groupBy(rows, (row) => row.result.repository.project)
  const members = [...byProject].map(([project, own]) => memberOf(project, own, dialect))
  // An instance without findings still has a CSV inside, with nothing but its header.
  if (members.length === 0) members.push(memberOf('export', [], dialect))
  return {
    status: 200,
    headers: {
      'Content-Type': 'application/zip',
      'Content-Disposition': 'attachment; filename="export-report.zip"',
    },
    body: packZip(members),
  }
}

function memberOf(name: string, rows: readonly ExportRow[], dialect: ExportDialect): ZipMember {
  return { name: `${name}.csv`, content: Buffer.from(findingsCsv(rows, dialect)) }
}

/** Reviewed false positives as CSV; our guess at the columns. */
export function reviewedReply(reviewed: readonly ReviewedText[], dialect: ExportDialect): Reply {
  const header = ['Scope', 'Project Key', 'Repository', 'Rule', 'Line', 'Reviewed By']
  const rows = reviewed.map((each) => [
    each.slug === undefined ? 'global' : 'repository',
    each.project ?? '',
    each.slug ?? '',
    each.rule,
    each.text,
    each.reviewer ?? 'admin',
  ])
  return csvReply('reviewed.csv', writeCsv(header, rows, dialect))
}

function csvReply(name: string, text: string): Reply {
  return {
    status: 200,
    headers: {
      'Content-Type': 'text/csv;charset=UTF-8',
      'Content-Disposition': `attachment; filename="${name}"`,
    },
    body: Buffer.from(text),
  }
}
