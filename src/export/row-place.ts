/** The place of a row: its repository and branch as ids, or why it is refused. */
import { cleanName, LONGEST } from './clean-names.ts'
import type { ExportColumn } from './column-names.ts'
import type { ColumnPlan } from './columns.ts'
import { isInSingleQuotes } from './csv-dialect.ts'
import { type FindingNames, LONGEST_NAME } from './name-table.ts'
import type { RowCells } from './row-cells.ts'
import type { RowScope } from './row-scope.ts'

/** Why a row is refused. */
export type RowProblem = {
  /** `bad`: it cannot be read. `outside`: it is of another scope than what was exported. */
  readonly kind: 'bad' | 'outside'
  /** In words, without a cell. */
  readonly reason: string
}

/** The ids of `FindingNames`. */
export type Place = {
  readonly problem: RowProblem | null
  readonly repository: number
  readonly branch: number
}

/** Kind of the cells of places in `FindingNames.cells`, where equal texts may mean different things. */
export const PLACE = 0

/** Places the rows of one CSV. */
export class RowPlaces {
  readonly #at: ColumnPlan['at']
  readonly #cells: RowCells
  readonly #scope: RowScope
  readonly #names: FindingNames
  /** By id of the cells of project, repository and branch. */
  readonly #places: Place[] = []
  /** These cells of a row, each with a byte behind it. */
  readonly #joined = { bytes: Buffer.alloc(LONGEST_NAME), length: 0 }

  constructor(at: ColumnPlan['at'], cells: RowCells, scope: RowScope, names: FindingNames) {
    this.#at = at
    this.#cells = cells
    this.#scope = scope
    this.#names = names
  }

  /** The place of a row. Equal cells have one place. */
  of(bytes: Buffer, bounds: Int32Array): Place {
    const { project, repository, branch } = this.#at
    this.#joined.length = 0
    this.#join(bytes, bounds, project)
    this.#join(bytes, bounds, repository)
    this.#join(bytes, bounds, branch)
    const { length } = this.#joined
    if (length > LONGEST_NAME) return this.#newPlace(bytes, bounds)
    const id = this.#names.cells.intern(this.#joined.bytes, 0, length, 0, PLACE)
    this.#places[id] ??= this.#newPlace(bytes, bounds)
    return this.#places[id]
  }

  /** Adds a cell and a byte that is not in UTF-8, as far as they fit. */
  #join(bytes: Buffer, bounds: Int32Array, cell: number | null): void {
    const joined = this.#joined
    if (cell !== null) {
      const end = bounds[2 * cell + 1] as number
      for (let at = bounds[2 * cell] as number; at < end; at++)
        joined.bytes[joined.length++] = bytes[at] as number
    }
    joined.bytes[joined.length++] = 0xff
  }

  #newPlace(bytes: Buffer, bounds: Int32Array): Place {
    const { project, repository, branch } = this.#at
    const cells = [project, repository, branch].map((cell) => this.#cells.text(bytes, bounds, cell ?? -1))
    const [projectCell = '', repositoryCell = '', branchCell = ''] = cells
    const placed = this.#scope.place(projectCell, repositoryCell, branchCell)
    const problem: RowProblem | null =
      placed.outside !== null
        ? { kind: 'outside', reason: placed.outside }
        : placed.bad !== null
          ? { kind: 'bad', reason: placed.bad }
          : (quotedName('project', projectCell) ??
            quotedName('repository', repositoryCell) ??
            quotedName('branch', branchCell))
    return {
      problem,
      repository: this.#names.repository(
        cleanName(placed.project, null, LONGEST.project),
        cleanName(placed.repository, null, LONGEST.repository),
      ),
      branch: this.#names.branches.intern(cleanName(placed.branch, null, LONGEST.branch)),
    }
  }
}

/**
 * Refuses a name in single quotes: most likely the dialect of the CSV was not recognized, and no selector would know the
 * name by them. A name that is really so is rarer by far.
 */
export function quotedName(column: ExportColumn, name: string): RowProblem | null {
  if (!isInSingleQuotes(name.trim())) return null
  return { kind: 'bad', reason: `its ${column} is in single quotes that are not those of the CSV` }
}
