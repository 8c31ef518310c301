/**
 * The place of a row: its repository and branch as ids, or why it is refused. Names are completed from what was asked for,
 * and checked against it, since an export of another scope says nothing about ours.
 */
import type { StandIn } from '../config/inputs.ts'
import { placeOf, type Target } from '../target.ts'
import { cleanName, LONGEST } from './clean-names.ts'
import type { ExportColumn } from './column-names.ts'
import type { ColumnPlan } from './columns.ts'
import { isInSingleQuotes } from './csv-dialect.ts'
import type { RowCells } from './csv-rows.ts'
import type { FindingNames } from './finding-row.ts'
import { LONGEST_NAME } from './typed-tables.ts'

export type RowProblem = {
  /** `bad`: it cannot be read. `outside`: it is of another scope than what was exported. */
  readonly kind: 'bad' | 'outside'
  /** In words, without a cell. */
  readonly reason: string
}

/** The ids of `FindingNames`. */
type RowPlace = {
  readonly problem: RowProblem | null
  readonly repository: number
  readonly branch: number
}

/** Kind of the cells of places in `FindingNames.cells`, where equal texts may mean different things. */
export const PLACE = 0

export class RowPlaces {
  readonly #at: ColumnPlan['at']
  readonly #cells: RowCells
  readonly #scope: RowScope
  readonly #names: FindingNames
  /** By id of the cells of project, repository and branch. */
  readonly #places: RowPlace[] = []
  /** These cells of a row, each with a byte after it. */
  readonly #joined = { bytes: Buffer.alloc(LONGEST_NAME), length: 0 }

  constructor(at: ColumnPlan['at'], cells: RowCells, scope: RowScope, names: FindingNames) {
    this.#at = at
    this.#cells = cells
    this.#scope = scope
    this.#names = names
  }

  /** The place of a row. Equal cells have one place. */
  of(bytes: Buffer, bounds: Int32Array): RowPlace {
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

  #newPlace(bytes: Buffer, bounds: Int32Array): RowPlace {
    const cell = (column: keyof StandIn): string => this.#cells.text(bytes, bounds, this.#at[column] ?? -1)
    const [project, repository, branch] = [cell('project'), cell('repository'), cell('branch')]
    const placed = this.#scope.place(project, repository, branch)
    return {
      problem:
        placed.problem ??
        quotedName('project', project) ??
        quotedName('repository', repository) ??
        quotedName('branch', branch),
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

export type RowScope = ReturnType<typeof openRowScope>

/**
 * Places the rows of one CSV within what was asked for.
 * @param target what was exported; `null` when unknown (a local file)
 */
export function openRowScope(target: Target | null, plan: ColumnPlan, standIn: StandIn = {}) {
  const asked = placeOf(target ?? { kind: 'instance' })
  const projects = openColumnScope(asked.project, sameKey, () => plan.projectIsKey)
  // Digits alone could be an id.
  const isSlug = (cell: string): boolean => /^[a-z0-9][a-z0-9._-]*$/.test(cell) && /[a-z]/.test(cell)
  const repositories = openColumnScope(asked.repo, sameSlug, (cell) => plan.repositoryIsSlug || isSlug(cell))
  /** '' where the export has a column for it, or nobody gave a name. */
  const standInFor = (column: keyof StandIn): string =>
    plan.at[column] === null ? (standIn[column] ?? '') : ''

  function otherThanAsked(project: string, repository: string, branch: string): string | null {
    if (projects.isOutside(project)) return 'project'
    if (repositories.isOutside(repository)) return 'repository'
    if (asked.branch === null) return null
    return branch.normalize('NFC') === asked.branch.normalize('NFC') ? null : 'branch'
  }

  return {
    asked,
    /** Takes the cells as exported ('' where there is none). The first rows decide what counts as a display name. */
    place(projectCell: string, repositoryCell: string, branchCell: string) {
      const cells = splitRepository(projectCell.trim(), repositoryCell.trim())
      const project = projects.name(cells.project) || standInFor('project')
      const repository = repositories.name(cells.repository) || standInFor('repository')
      const branch = branchCell.trim().replace(/^refs\/heads\//, '') || (asked.branch ?? standInFor('branch'))
      const missing = project === '' ? 'project' : repository === '' ? 'repository' : null
      const other = otherThanAsked(cells.project, cells.repository, branch)
      const bad = missing === null ? null : ({ kind: 'bad', reason: `it has no ${missing}` } as const)
      const reason = `it belongs to another ${other} than the one asked for`
      const problem: RowProblem | null = other === null ? bad : { kind: 'outside', reason }
      return { project, repository, branch, problem }
    },
    /** Sentences for people. */
    notices(): readonly string[] {
      const columns = [
        ...(projects.hasDisplayName() ? ['project'] : []),
        ...(repositories.hasDisplayName() ? ['repository'] : []),
      ]
      return columns.map(
        (column) => `The column for ${column} holds a display name; the ${column} asked for is used instead.`,
      )
    },
  }
}

/** A repository cell may hold `PROJ/slug`, which gives the project where no other column does. */
export function splitRepository(
  project: string,
  repository: string,
): { readonly project: string; readonly repository: string } {
  const slash = repository.lastIndexOf('/')
  if (slash < 0) return { project, repository }
  const before = repository.slice(0, slash).trim()
  const key = before.slice(before.lastIndexOf('/') + 1).trim()
  const slug = repository.slice(slash + 1).trim()
  if (project !== '' && !sameKey(project, key)) return { project, repository }
  return { project: project === '' ? key : project, repository: slug }
}

/** Keys differ in case only by the way they are typed; a personal key may come without its `~`. */
function sameKey(a: string, b: string): boolean {
  return a.toLowerCase().replace(/^~/, '') === b.toLowerCase().replace(/^~/, '')
}

/** Bitbucket makes the slug from the name: "My Repo" is `my-repo`. */
function sameSlug(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase() || (looseSlug(a) !== '' && looseSlug(a) === looseSlug(b))
}

function looseSlug(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '')
}

/**
 * Compares the cells of one column with the name that was asked for (`null`: any). A different cell that is not certain
 * is taken for a display name, as long as it is the only one.
 * @param isCertain whether a cell that differs from what was asked for is surely another name
 */
function openColumnScope(
  asked: string | null,
  isSame: (a: string, b: string) => boolean,
  isCertain: (cell: string) => boolean,
) {
  let displayName: string | null = null
  let sawAsked = false
  return {
    hasDisplayName: () => displayName !== null,
    isOutside(cell: string): boolean {
      if (asked === null || cell === '') return false
      if (isSame(cell, asked)) {
        sawAsked = true
        return displayName !== null
      }
      if (isCertain(cell) || sawAsked) return true
      displayName ??= cell
      return displayName !== cell
    },
    /** The name that counts: what was asked for, in the spelling of the export where that is the same. */
    name(cell: string): string {
      if (asked === null) return cell
      return cell.toLowerCase() === asked.toLowerCase() ? cell : asked
    },
  }
}
