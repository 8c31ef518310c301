/** Rows of cells to CSV as RFC 4180 quotes them, in a given dialect. Pure. */
import type { ExportDialect } from './export-dialect.ts'

type CsvDialect = Pick<ExportDialect, 'delimiter' | 'lineEnd' | 'byteOrderMark' | 'quoteAll'>

/** The text of a whole CSV; every line, the last included, ends with the dialect's line end. */
export function writeCsv(
  header: readonly string[],
  rows: Iterable<readonly string[]>,
  dialect: CsvDialect,
): string {
  const lines = [writeRow(header, dialect)]
  for (const row of rows) lines.push(writeRow(row, dialect))
  return `${dialect.byteOrderMark ? '\uFEFF' : ''}${lines.join('')}`
}

function writeRow(cells: readonly string[], dialect: CsvDialect): string {
  return cells.map((cell) => writeCell(cell, dialect)).join(dialect.delimiter) + dialect.lineEnd
}

function writeCell(cell: string, dialect: CsvDialect): string {
  const mustQuote = dialect.quoteAll || cell.includes(dialect.delimiter) || /["\r\n]/.test(cell)
  return mustQuote ? `"${cell.replaceAll('"', '""')}"` : cell
}
