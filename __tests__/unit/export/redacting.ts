/** Redacts rows the way production does: as bytes, with the scanner before them and one row for all. */
import { planColumns } from '../../../src/export/columns.ts'
import { CsvScanner } from '../../../src/export/csv.ts'
import { createReadingContext } from '../../../src/export/read-export.ts'
import { Redactor } from '../../../src/export/redact.ts'
import type { RowProblem } from '../../../src/export/row-place.ts'
import type { Target } from '../../../src/target.ts'
import { csv, fingerprintKey, type ReadFinding } from './exports.ts'

export type Redacted = {
  readonly rows: readonly (ReadFinding | RowProblem)[]
  readonly texts: readonly string[]
  readonly notices: readonly string[]
}

export function redactCsv(text: string, target: Target | null = null): Redacted {
  const { row, hasher } = createReadingContext(fingerprintKey)
  const [rows, texts]: [(ReadFinding | RowProblem)[], string[]] = [[], []]
  let redactor: Redactor | null = null
  const scanner = new CsvScanner(
    { delimiter: ',', quote: '"' },
    {
      header(header) {
        const plan = planColumns(header, { byHand: {}, target, purpose: 'findings' }, 'test')
        redactor = new Redactor(plan, target, row, hasher)
      },
      row(bytes, bounds) {
        const problem = redactor?.redact(bytes, bounds)
        rows.push(problem ?? { ...row.finding(), secretHmac: row.secretHmac })
        texts.push(redactor?.matchedText(bytes, bounds) ?? '')
      },
      bad(number, reason) {
        throw new Error(`row ${number}: ${reason}`)
      },
    },
  )
  scanner.push(Buffer.from(text))
  scanner.end()
  const { notices }: { notices: () => readonly string[] } = redactor ?? { notices: () => [] }
  return { rows, texts, notices: notices.call(redactor) }
}

export const redactRows = (
  header: readonly string[],
  rows: readonly (readonly string[])[],
  target: Target | null = null,
): Redacted => redactCsv(csv(header, ...rows), target)
