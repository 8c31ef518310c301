/** The hand-made header mapping: lines `rule = Rule Name`. */
import { type MappableColumn, mappableColumns } from '../findings/finding.ts'
import { didYouMean } from '../nearest.ts'
import { type Parsed, quoted, understood, wrong } from '../parse.ts'

/** Header text by column of `findings.csv`. */
export type ColumnMapping = Readonly<Partial<Record<MappableColumn, string>>>

/**
 * A mapping. Lines may also be joined by commas; a comma inside a header is told apart because no `name =` follows
 * it. A column may be mapped once, and a header may stand for one column.
 */
export function parseColumns(text: string): Parsed<ColumnMapping> {
  const lines = text
    .split(/\r\n|[\n\r]|,(?=\s*[\w-]+\s*=)/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const problems: string[] = []
  const mapping: Partial<Record<MappableColumn, string>> = {}
  for (const line of lines) {
    const problem = addLine(mapping, line)
    if (problem !== null) problems.push(problem)
  }
  return problems.length > 0 ? wrong(...problems) : understood(mapping)
}

function addLine(mapping: Partial<Record<MappableColumn, string>>, line: string): string | null {
  const equals = line.indexOf('=')
  const left = line.slice(0, equals).trim()
  const header = line.slice(equals + 1).trim()
  if (equals < 0 || left === '' || header === '') {
    return `${quoted(line)} is not a mapping: write column = header of the export, such as rule = Rule Name.`
  }
  const column = mappableColumns.find((known) => known === left)
  if (column === undefined) {
    return `${quoted(left)} is not a column: the left side is one of ${mappableColumns.join(', ')}.${didYouMean(left, mappableColumns)}`
  }
  if (mapping[column] !== undefined) return `${quoted(column)} is mapped twice: keep one line.`
  const taken = mappableColumns.find((known) => mapping[known] === header)
  if (taken !== undefined) {
    return `The header ${quoted(header)} is given for both ${taken} and ${column}: a header stands for one column.`
  }
  mapping[column] = header
  return null
}
