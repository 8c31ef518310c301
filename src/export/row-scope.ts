/**
 * Project, repository and branch of a row: completed from what was asked for, and checked against it, since an export
 * of another scope says nothing about ours. Pure.
 */
import type { StandIn } from '../config/inputs.ts'
import type { Target } from '../target.ts'
import type { ColumnPlan } from './columns.ts'

/** Names of one row, and why it is refused, in words without a cell. */
export type PlacedRow = {
  readonly project: string
  readonly repository: string
  readonly branch: string
  /** Why the row cannot be placed; `null` when it can. */
  readonly bad: string | null
  /** Why the row surely belongs to another scope than the one asked for; `null` when it does not. */
  readonly outside: string | null
}

/** Places the rows of one CSV within what was asked for. */
export class RowScope {
  readonly askedProject: string | null
  readonly askedRepository: string | null
  readonly #projects: ColumnScope
  readonly #repositories: ColumnScope
  readonly #askedBranch: string | null
  /** '' where the export has a column for it, or nobody gave a name. */
  readonly #standIn: Readonly<Record<keyof StandIn, string>>

  /** @param target what was exported; `null` when unknown (a local file) */
  constructor(target: Target | null, plan: ColumnPlan, standIn: StandIn = {}) {
    const nameOf = (column: keyof StandIn): string =>
      plan.at[column] === null ? (standIn[column] ?? '') : ''
    this.#standIn = { project: nameOf('project'), repository: nameOf('repository'), branch: nameOf('branch') }
    const asked = target ?? { kind: 'instance' }
    this.askedProject = asked.kind === 'instance' ? null : asked.project
    this.askedRepository = asked.kind === 'repo' || asked.kind === 'branch' ? asked.repo : null
    this.#projects = new ColumnScope(this.askedProject, {
      isSame: sameKey,
      isCertain: () => plan.projectIsKey,
    })
    this.#repositories = new ColumnScope(this.askedRepository, {
      isSame: sameSlug,
      isCertain: (cell) => plan.repositoryIsSlug || isSlug(cell),
    })
    this.#askedBranch = asked.kind === 'branch' ? asked.branch : null
  }

  /** Takes the cells as exported ('' where there is none). The first rows decide what counts as a display name. */
  place(projectCell: string, repositoryCell: string, branchCell: string): PlacedRow {
    const cells = splitRepository(projectCell.trim(), repositoryCell.trim())
    const project = this.#projects.name(cells.project) || this.#standIn.project
    const repository = this.#repositories.name(cells.repository) || this.#standIn.repository
    const branch = branchOf(branchCell.trim()) || (this.#askedBranch ?? this.#standIn.branch)
    const missing = project === '' ? 'project' : repository === '' ? 'repository' : null
    const other = this.#outside(cells.project, cells.repository, branch)
    return {
      project,
      repository,
      branch,
      bad: missing === null ? null : `it has no ${missing}`,
      outside: other === null ? null : `it belongs to another ${other} than the one asked for`,
    }
  }

  /** Sentences for people. */
  notices(): readonly string[] {
    const columns = [
      ...(this.#projects.hasDisplayName ? ['project'] : []),
      ...(this.#repositories.hasDisplayName ? ['repository'] : []),
    ]
    return columns.map(
      (column) => `The column for ${column} holds a display name; the ${column} asked for is used instead.`,
    )
  }

  #outside(project: string, repository: string, branch: string): string | null {
    if (this.#projects.isOutside(project)) return 'project'
    if (this.#repositories.isOutside(repository)) return 'repository'
    if (this.#askedBranch === null) return null
    return branch.normalize('NFC') === this.#askedBranch.normalize('NFC') ? null : 'branch'
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

/** `refs/heads/main` is `main`. */
function branchOf(cell: string): string {
  return cell.startsWith('refs/heads/') ? cell.slice('refs/heads/'.length) : cell
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

/** Digits alone could be an id. */
function isSlug(cell: string): boolean {
  return /^[a-z0-9][a-z0-9._-]*$/.test(cell) && /[a-z]/.test(cell)
}

type Comparison = {
  isSame(a: string, b: string): boolean
  /** Whether a cell that differs from what was asked for is surely another name. */
  isCertain(cell: string): boolean
}

/**
 * Compares the cells of one column with the name that was asked for (`null`: any). A different cell that is not certain
 * is taken for a display name, as long as it is the only one.
 */
class ColumnScope {
  readonly #asked: string | null
  readonly #comparison: Comparison
  #displayName: string | null = null
  #sawAsked = false

  constructor(asked: string | null, comparison: Comparison) {
    this.#asked = asked
    this.#comparison = comparison
  }

  get hasDisplayName(): boolean {
    return this.#displayName !== null
  }

  isOutside(cell: string): boolean {
    if (this.#asked === null || cell === '') return false
    if (this.#comparison.isSame(cell, this.#asked)) {
      this.#sawAsked = true
      return this.#displayName !== null
    }
    if (this.#comparison.isCertain(cell) || this.#sawAsked) return true
    this.#displayName ??= cell
    return this.#displayName !== cell
  }

  /** The name that counts: what was asked for, in the spelling of the export where that is the same. */
  name(cell: string): string {
    if (this.#asked === null) return cell
    return cell.toLowerCase() === this.#asked.toLowerCase() ? cell : this.#asked
  }
}
