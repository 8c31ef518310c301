/** Reads the cells of a row by the names of their columns. Pure. */
import type { ExportColumn } from './aliases.ts'
import type { ColumnPlan } from './columns.ts'
import type { CellKind } from './kernel.ts'

/** Finds the cells of the rows of one CSV. */
export type CellReader = {
  /** Positions of the cells that are needed; rows are to hold these, in this order. */
  readonly wanted: readonly number[]
  /** How a kernel is to tell each of them; `null` when a column is needed for two things. */
  readonly kinds: readonly CellKind[] | null
  /** Where a column stands in `wanted`; -1 when the export has none. */
  slot(column: ExportColumn | 'fingerprint'): number
  /** The text of one column, '' when the export has none. */
  cell(cells: readonly string[], column: ExportColumn): string
  /** The fingerprint of a row of `findings.csv`; `null` for an export. */
  fingerprint(cells: readonly string[]): string | null
  /** What the columns of matched text hold, whichever of them is used. */
  matchedTexts(cells: readonly string[]): readonly string[]
  /** A cell as it was before this project wrote it into a `findings.csv`. */
  plainText(cell: string): string
}

/** A reader for rows of one CSV. In a `findings.csv` it takes off the marks against formulas. */
export function createCellReader(plan: ColumnPlan): CellReader {
  const columns = Object.entries(plan.at).filter(
    (entry): entry is [ExportColumn, number] => entry[1] !== null,
  )
  const positions = columns.map(([, position]) => position)
  const wanted = [...new Set([...positions, ...plan.secrets])]
  if (plan.fingerprint !== null) wanted.push(plan.fingerprint)
  const slots: Partial<Record<ExportColumn | 'fingerprint', number>> = Object.fromEntries(
    columns.map(([column, position]) => [column, wanted.indexOf(position)]),
  )
  if (plan.fingerprint !== null) slots.fingerprint = wanted.indexOf(plan.fingerprint)
  const textSlots = [...(plan.at.match === null ? [] : [plan.at.match]), ...plan.secrets].map((position) =>
    wanted.indexOf(position),
  )
  const plainCell = (cells: readonly string[], slot: number): string => cells[slot] ?? ''
  const plainText = plan.fingerprint === null ? (cell: string): string => cell : withoutMarks
  return {
    wanted,
    kinds: kindsOf(columns, textSlots, wanted),
    slot: (column) => slots[column] ?? -1,
    cell(cells, column) {
      const slot = slots[column]
      return slot === undefined ? '' : plainText(plainCell(cells, slot))
    },
    fingerprint: (cells) => (slots.fingerprint === undefined ? null : plainCell(cells, slots.fingerprint)),
    matchedTexts: (cells) => textSlots.map((slot) => plainText(plainCell(cells, slot))),
    plainText,
  }
}

const kindOf: Readonly<Record<ExportColumn, CellKind>> = {
  project: 'name',
  repository: 'name',
  branch: 'name',
  path: 'name',
  rule: 'name',
  line: 'number',
  match: 'secret',
  scanned_at: 'plain',
  reviewed_at: 'plain',
}

function kindsOf(
  columns: readonly (readonly [ExportColumn, number])[],
  textSlots: readonly number[],
  wanted: readonly number[],
): readonly CellKind[] | null {
  const uses = wanted.map((position, slot) => [
    ...columns.filter(([, at]) => at === position).map(([column]) => kindOf[column]),
    ...(textSlots.includes(slot) ? (['secret'] as const) : []),
  ])
  // The fingerprint is in no list of columns. It is told like a matched text, by its hash.
  const kinds = uses.map((ofSlot): CellKind | null => {
    const distinct = new Set(ofSlot)
    if (distinct.size > 1) return null
    return ofSlot[0] ?? 'secret'
  })
  return kinds.every((kind) => kind !== null) ? kinds : null
}

const markBefore = /^'(?=['\s]*[=+\-@\uff1d\uff0b\uff0d\uff20])/
const markInside = /;'(?=["'\s]*[=+\-@\uff1d\uff0b\uff0d\uff20])/g

/** Takes off what `csvCell` puts before whatever a spreadsheet would take for a formula: one apostrophe, never more. */
function withoutMarks(cell: string): string {
  return cell.includes("'") ? cell.replace(markBefore, '').replace(markInside, ';') : cell
}
