/**
 * Project, repository and branch of a row, completed by what was asked for, and checked against it: an export of
 * another scope would say nothing about ours. Pure.
 */
import type { Target } from '../target.ts'
import type { ColumnPlan } from './columns.ts'

/** Of one row; the object is used again for the next. */
export type Placed = {
  project: string
  repository: string
  branch: string
  /** In words, why the row cannot be placed; `null` when it can. */
  bad: string | null
  /** In words, why the row is surely of another scope than the one asked for; `null` when it is not. */
  outside: string | null
}

/** Places rows within what was asked for. */
export type Scope = {
  /** Takes the cells as exported ('' where there is none). */
  place(project: string, repository: string, branch: string): Placed
  /** What a reader should know, one sentence each. */
  notices(): readonly string[]
}

/** @param target what was exported; `null` when nobody knows (a local file). */
export function createScope(target: Target | null, plan: ColumnPlan): Scope {
  const asked = target ?? { kind: 'instance' }
  const askedProject = asked.kind === 'instance' ? null : asked.project
  const askedRepository = asked.kind === 'repo' || asked.kind === 'branch' ? asked.repo : null
  const askedBranch = asked.kind === 'branch' ? asked.branch : null
  const projects = createJudge(askedProject, { sameName: sameKey, certain: () => plan.projectIsKey })
  const repositories = createJudge(askedRepository, {
    sameName: sameSlug,
    certain: (cell) => plan.repositoryIsSlug || isSlug(cell),
  })
  const placed: Placed = { project: '', repository: '', branch: '', bad: null, outside: null }

  const outside = (project: string, repository: string, branch: string): string | null => {
    if (projects.isOutside(project)) return 'project'
    if (repositories.isOutside(repository)) return 'repository'
    return askedBranch !== null && branch !== askedBranch ? 'branch' : null
  }

  let last: readonly [project: string, repository: string, branch: string] | null = null

  return {
    place(projectCell, repositoryCell, branchCell) {
      // Rows of one place come together.
      if (last !== null && last[0] === projectCell && last[1] === repositoryCell && last[2] === branchCell) {
        return placed
      }
      last = [projectCell, repositoryCell, branchCell]
      const split = splitRepository(projectCell.trim(), repositoryCell.trim())
      placed.project = projects.name(split.project)
      placed.repository = repositories.name(split.repository)
      placed.branch = branchOf(branchCell.trim()) || (askedBranch ?? '')
      const missing = placed.project === '' ? 'project' : placed.repository === '' ? 'repository' : null
      placed.bad = missing === null ? null : `it does not tell its ${missing}`
      const other = outside(split.project, split.repository, placed.branch)
      placed.outside = other === null ? null : `it belongs to another ${other} than the one asked for`
      return placed
    },
    notices() {
      const columns = [
        ...(projects.sawDisplayName() ? ['project'] : []),
        ...(repositories.sawDisplayName() ? ['repository'] : []),
      ]
      return columns.map(
        (column) =>
          `The column for ${column} holds a display name; the ${column} asked for stands in its place.`,
      )
    },
  }
}

/** A repository cell may hold `PROJ/slug`; then it tells the project where no other column does. */
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

type Names = {
  sameName(a: string, b: string): boolean
  /** Whether a cell that differs from what was asked for is surely another one. */
  certain(cell: string): boolean
}

/**
 * Judges the cells of one column against the name that was asked for (`null`: any). A differing cell that is not
 * certain is taken for a display name, as long as it is the only one: one thing has one name.
 */
function createJudge(asked: string | null, names: Names) {
  let displayName: string | null = null
  let sawAsked = false
  let last = ''
  let lastOutside = false

  const judge = (cell: string): boolean => {
    if (asked === null || cell === '') return false
    if (names.sameName(cell, asked)) {
      sawAsked = true
      return displayName !== null
    }
    if (names.certain(cell) || sawAsked) return true
    displayName ??= cell
    return displayName !== cell
  }
  return {
    isOutside(cell: string): boolean {
      if (cell !== last) {
        last = cell
        lastOutside = judge(cell)
      }
      return lastOutside
    },
    /** The name that counts: what was asked for, in the spelling of the export where that is the same. */
    name(cell: string): string {
      if (asked === null) return cell
      return cell.toLowerCase() === asked.toLowerCase() ? cell : asked
    },
    sawDisplayName: (): boolean => displayName !== null,
  }
}
