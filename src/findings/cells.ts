/** Reads the cells of a row by the names of their columns. Pure. */
import type { ExportColumn } from './aliases.ts'
import type { ColumnPlan } from './columns.ts'

export type CellReader = {
  /** Positions of the cells that are needed; rows are to hold these, in this order. */
  readonly wanted: readonly number[]
  /** The text of one column, '' when the export has none. */
  cell(cells: readonly string[], column: ExportColumn): string
  /** The fingerprint of a row of `findings.csv`; `null` for an export. */
  fingerprint(cells: readonly string[]): string | null
  /** What the columns of matched text hold, whichever of them is used. */
  matchedTexts(cells: readonly string[]): readonly string[]
}

/** A reader for rows of one CSV. In a `findings.csv` it takes off the marks against formulas. */
export function createCellReader(plan: ColumnPlan): CellReader {
  const columns = Object.entries(plan.at).filter(
    (entry): entry is [ExportColumn, number] => entry[1] !== null,
  )
  const positions = columns.map(([, position]) => position)
  const wanted = [...new Set([...positions, ...plan.secrets])]
  if (plan.fingerprint !== null) wanted.push(plan.fingerprint)
  const slots: Partial<Record<ExportColumn, number>> = Object.fromEntries(
    columns.map(([column, position]) => [column, wanted.indexOf(position)]),
  )
  const fingerprintSlot = plan.fingerprint === null ? null : wanted.indexOf(plan.fingerprint)
  const textSlots = [...(plan.at.match === null ? [] : [plan.at.match]), ...plan.secrets].map((position) =>
    wanted.indexOf(position),
  )
  const plainCell = (cells: readonly string[], slot: number): string => cells[slot] ?? ''
  const cellAt =
    plan.fingerprint === null
      ? plainCell
      : (cells: readonly string[], slot: number): string => withoutMarks(plainCell(cells, slot))
  return {
    wanted,
    cell(cells, column) {
      const slot = slots[column]
      return slot === undefined ? '' : cellAt(cells, slot)
    },
    fingerprint: (cells) => (fingerprintSlot === null ? null : plainCell(cells, fingerprintSlot)),
    matchedTexts: (cells) => textSlots.map((slot) => cellAt(cells, slot)),
  }
}

const markBefore = /^'(?=\s*[=+\-@\uff1d\uff0b\uff0d\uff20])/
const markInside = /;'(?=["'\s]*[=+\-@\uff1d\uff0b\uff0d\uff20])/g

/** The apostrophes that stand in `findings.csv` before what a spreadsheet would take for a formula. */
function withoutMarks(cell: string): string {
  return cell.includes("'") ? cell.replace(markBefore, '').replace(markInside, ';') : cell
}
