/**
 * How exports are written. The vendor documents none of it beyond "CSV" and "zip", so that everything can be
 * set: a client must survive every answer.
 */

/** What a column can hold. `unknown` is a column that no client has heard of; it repeats the matched text. */
export type ExportCell =
  | 'project'
  | 'repository'
  | 'branch'
  | 'path'
  | 'lineNumber'
  | 'rule'
  | 'line'
  | 'match'
  | 'scannedAt'
  | 'unknown'

/** A column: what is in it, and what it is called. */
export type ExportColumn = { readonly cell: ExportCell; readonly header: string }

/** Everything about an export that the vendor leaves open. */
export type ExportDialect = {
  /** In this order. */
  readonly columns: readonly ExportColumn[]
  readonly delimiter: string
  readonly lineEnd: '\r\n' | '\n' | '\r'
  /** Starts every CSV with a UTF-8 byte order mark. */
  readonly byteOrderMark: boolean
  /** Quotes every cell instead of those that need it. */
  readonly quoteAll: boolean
  /** Scopes whose export is a zip; the vendor says so for the instance only. */
  readonly zippedScopes: readonly ExportScope[]
  /** How nothing found is reported: a header alone, an empty body, or 404. */
  readonly nothingFound: 'header' | 'empty-body' | '404'
  /** How times are written: `2026-01-05T08:00:00Z`, the same with milliseconds, or milliseconds since the epoch. */
  readonly timeFormat: 'seconds' | 'milliseconds' | 'epoch'
}

/** What an export is of. */
export type ExportScope = 'instance' | 'project' | 'repo' | 'branch'

/** The default, in the style of Soteri's screens. */
export const defaultDialect: ExportDialect = {
  columns: [
    { cell: 'project', header: 'Project Key' },
    { cell: 'repository', header: 'Repository' },
    { cell: 'branch', header: 'Branch' },
    { cell: 'path', header: 'File Path' },
    { cell: 'lineNumber', header: 'Line Number' },
    { cell: 'rule', header: 'Rule' },
    { cell: 'line', header: 'Line' },
    { cell: 'scannedAt', header: 'Scanned At' },
  ],
  delimiter: ',',
  lineEnd: '\r\n',
  byteOrderMark: false,
  quoteAll: false,
  zippedScopes: ['instance'],
  nothingFound: 'header',
  timeFormat: 'seconds',
}
