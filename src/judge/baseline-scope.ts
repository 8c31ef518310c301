/** What of a baseline belongs to a run: only findings in its scope, on the branches that it looks at. Pure. */
import { UNREADABLE_ROW } from '../finding.ts'
import type { Target } from '../target.ts'
import type { BaselineEntry, BaselineGroup } from './baseline.ts'

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
    const groups = covers(entry)
    if (groups.length > 0) yield { ...entry, groups }
  }
}

/** Finds what of an entry is in the scope. It is asked for every entry, and there may be thousands of targets. */
function coverageOf(scope: readonly Target[]): (entry: BaselineEntry) => readonly BaselineGroup[] {
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
  // A list of branches belongs to one repository.
  const looked = new Map<readonly string[], readonly string[]>()
  const branchesIn = (place: string, branches: readonly string[]): readonly string[] => {
    const asked = branchesOf.get(place)
    // An unknown branch may be one of them.
    const some = looked.get(branches) ?? branches.filter((name) => name === '' || asked?.has(name))
    looked.set(branches, some)
    return some
  }
  return ({ project, repository, groups }) => {
    const place = placeOf(project, repository)
    if (everything || whole.has(placeOf(project)) || whole.has(place)) return groups
    if (!branchesOf.has(place)) return []
    return groups
      .map((group) => ({ ...group, branches: branchesIn(place, group.branches) }))
      .filter(({ branches }) => branches.length > 0)
  }
}

/** Bitbucket ignores case here. */
function placeOf(project: string, repository?: string): string {
  return (repository === undefined ? project : `${project}/${repository}`).toLowerCase()
}
