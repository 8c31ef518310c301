/** What of a baseline belongs to a run: only findings in its scope, on the branches that it looks at. Pure. */
import { UNREADABLE_ROW } from '../findings/finding.ts'
import type { Target } from '../target.ts'
import type { BaselineEntry } from './baseline.ts'

/**
 * The entries that count, each with the branches that do.
 * @param scope what the run looks at; `null`: everything
 */
export function* withinScope(
  entries: Iterable<BaselineEntry>,
  scope: readonly Target[] | null,
): Generator<BaselineEntry, undefined> {
  const covers = scope === null ? null : coverageOf(scope)
  for (const entry of entries) {
    // Written by hand: no run accepts what it could not read.
    if (entry.rule === UNREADABLE_ROW) continue
    if (covers === null) {
      yield entry
      continue
    }
    const branches = covers(entry)
    if (branches.length > 0) yield { ...entry, branches }
  }
}

/** Tells which branches of an entry are in the scope. It is asked for every entry, whatever the number of targets. */
function coverageOf(scope: readonly Target[]): (entry: BaselineEntry) => readonly string[] {
  const everything = scope.some(({ kind }) => kind === 'instance')
  const whole = new Set<string>()
  const branchesOf = new Map<string, Set<string>>()
  for (const target of scope) {
    if (target.kind === 'project') whole.add(placeOf(target.project))
    if (target.kind === 'repo') whole.add(placeOf(target.project, target.repo))
    if (target.kind !== 'branch') continue
    const place = placeOf(target.project, target.repo)
    branchesOf.set(place, (branchesOf.get(place) ?? new Set()).add(target.branch))
  }
  const covered = ({ project, repository, branches }: BaselineEntry): readonly string[] => {
    const place = placeOf(project, repository)
    if (everything || whole.has(placeOf(project)) || whole.has(place)) return branches
    const looked = branchesOf.get(place)
    // A branch that nobody told may be one of them.
    return looked === undefined ? [] : branches.filter((name) => name === '' || looked.has(name))
  }
  // A list of branches belongs to one repository.
  const known = new Map<readonly string[], readonly string[]>()
  return (entry) => {
    const branches = known.get(entry.branches) ?? covered(entry)
    known.set(entry.branches, branches)
    return branches
  }
}

/** Bitbucket does not tell capitals from small letters here. */
function placeOf(project: string, repository?: string): string {
  return (repository === undefined ? project : `${project}/${repository}`).toLowerCase()
}
