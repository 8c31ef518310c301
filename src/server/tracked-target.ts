/** The branches and repositories that a wait tracks for the targets of a run. */
import { GateError } from '../errors.ts'
import type { TargetEvidence } from '../evidence.ts'
import { type Repository, type Target, targetName, targetOfName } from '../target.ts'
import type { NameSample } from '../text.ts'
import type { Bitbucket } from './bitbucket.ts'
import type { Deadline } from './request.ts'
import { noStates, type ScanProgress, type SeenStates, startProgress, statesOf } from './scan-state.ts'

/** One branch, or a repository by its default branch. Only the wait changes it. */
export type TrackedTarget = {
  /** `PROJ/repo@branch`, or `PROJ/repo` where the default branch represents the repository. */
  readonly name: string
  readonly repository: Repository
  /** `null`: the default branch, as the server sees it. */
  readonly branch: string | null
  /** The user named this branch, so it is an error if it does not exist. */
  readonly named: boolean
  /** The targets whose trigger scans it. */
  readonly targets: Set<string>
  readonly states: SeenStates
  progress: ScanProgress
  /** ISO 8601; `null` before the trigger. */
  triggeredAt: string | null
  /** After a 404, Bitbucket listed the repository (and the branch). */
  exists: boolean
  /** The other branches of a repository, once its default branch is proven. */
  others: OtherBranches | null
  /** `Clock.elapsed()` ms before which it is not polled, since it is in a long queue. 0: poll in the next round. */
  nextPollAt: number
  /** Set when it is not polled any more. */
  settled: { readonly provenBy: string; readonly total: number | null } | null
}

/** What a wait tracks. */
export type Tracked = {
  readonly tracked: TrackedTarget[]
  /** The same by the name of each target whose trigger scans them. */
  readonly byTarget: ReadonlyMap<string, readonly TrackedTarget[]>
}

/** The branches of a repository besides its default branch. */
export type OtherBranches = {
  /** All names that were ever listed. */
  readonly known: Set<string>
  /** Some were listed only when all others were done. */
  wereAdded: boolean
  /** Branches to poll again, with the progress of each. */
  open: ReadonlyMap<string, ScanProgress>
  /** Findings of the default branch and of the branches that are done; `null` once one has no total. */
  total: number | null
  /** Branches that the server calls done, though no sign of a scan after the trigger was seen. */
  readonly unchanged: NameSample
  /** Branches that were deleted after they were listed. */
  readonly deleted: NameSample
  /** Every open branch was queued in the last round, and none was running. */
  queued: boolean
  /** Rounds in a row in which a branch answered with a server error. */
  failures: number
}

/**
 * Lists what the targets of a run cover: a branch itself, each branch of a repository, each repository of anything
 * wider. Targets that overlap share their entries. A repository without branches is settled at once: there is nothing
 * to scan.
 * @throws GateError as `Bitbucket`; NOT_FOUND for a project or instance in which no repository is listed
 */
export async function listTrackedTargets(
  targets: readonly Target[],
  bitbucket: Pick<Bitbucket, 'repositories' | 'branches'>,
  deadline: Deadline,
): Promise<TrackedTarget[]> {
  const byName = new Map<string, TrackedTarget>()
  for (const target of targets) {
    for (const listed of await trackedTargetsOf(target, bitbucket, deadline)) {
      const tracked = byName.get(listed.name) ?? listed
      tracked.targets.add(targetName(target))
      byName.set(tracked.name, tracked)
    }
  }
  return [...byName.values()]
}

/**
 * The branches that take the place of a repository whose default branch does not exist (its HEAD points nowhere); `null`
 * for any other. One without branches is settled: there is nothing to scan.
 */
export async function branchesInstead(
  tracked: TrackedTarget,
  bitbucket: Pick<Bitbucket, 'branches'>,
  deadline: Deadline,
): Promise<readonly TrackedTarget[] | null> {
  const branches = await collect(bitbucket.branches(tracked.repository, deadline))
  if (branches.length === 0) settleEmpty(tracked)
  if (branches.length === 0 || branches.some(({ isDefault }) => isDefault)) return null
  return branches.map(({ name }) => ({ ...track(tracked.repository, name), targets: tracked.targets }))
}

/** Branches that the first list of their repository did not have: created since, or hidden as the list shifted. */
export async function listNewBranches(
  { tracked, byTarget }: Tracked,
  bitbucket: Pick<Bitbucket, 'repositories' | 'branches'>,
  deadline: Deadline,
): Promise<readonly TrackedTarget[]> {
  const known = new Set(tracked.map(({ name }) => name))
  // Of wider targets, those whose repositories are tracked by each branch: see `branchesInstead`.
  const byBranch = tracked.filter(({ branch, named }) => branch !== null && !named)
  const repositories = [
    ...byTarget.keys(),
    ...byBranch.map(({ repository }) => targetName({ kind: 'repo', ...repository })),
  ]
  const targets = [...new Set(repositories)].map(targetOfName).filter(({ kind }) => kind === 'repo')
  const listed = await listTrackedTargets(targets, bitbucket, deadline)
  return listed.filter(({ name, settled }) => settled === null && !known.has(name))
}

async function trackedTargetsOf(
  target: Target,
  bitbucket: Pick<Bitbucket, 'repositories' | 'branches'>,
  deadline: Deadline,
): Promise<readonly TrackedTarget[]> {
  if (target.kind === 'branch') return [track(target, target.branch, true)]
  if (target.kind === 'repo') {
    const branches = await collect(bitbucket.branches(target, deadline))
    if (branches.length > 0) return branches.map(({ name }) => track(target, name))
    const empty = track(target, null)
    settleEmpty(empty)
    return [empty]
  }
  const repositories = await collect(bitbucket.repositories(target, deadline))
  if (repositories.length === 0) throw noRepository(target)
  return repositories.map((repository) => track(repository, null))
}

export async function collect<T>(entries: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = []
  for await (const entry of entries) all.push(entry)
  return all
}

/** A project without repositories would be clean at once: more likely a mistake in the key or a missing right. */
function noRepository(target: Target): GateError {
  const why = `Bitbucket lists no repository of ${targetName(target)} to this user, so no scan of it can be proven.`
  return new GateError('NOT_FOUND', why, {
    hint: 'Check the project key and that the user may see the repositories; for a project that is empty use `wait: false`.',
  })
}

function track({ project, repo }: Repository, branch: string | null, named = false): TrackedTarget {
  return {
    name: branch === null ? `${project}/${repo}` : `${project}/${repo}@${branch}`,
    repository: { project, repo },
    branch,
    named,
    targets: new Set(),
    states: noStates(),
    progress: startProgress({ kind: 'unknown', scanKey: null }),
    triggeredAt: null,
    exists: false,
    others: null,
    nextPollAt: 0,
    settled: null,
  }
}

/** Proof of a repository whose complete list of branches is empty. */
export const NO_BRANCHES = 'the repository has no branches, so there is nothing to scan'

export function settleEmpty(tracked: TrackedTarget): void {
  tracked.settled = { provenBy: NO_BRANCHES, total: 0 }
}

export function evidenceOf(tracked: TrackedTarget): TargetEvidence {
  return {
    target: tracked.name,
    triggeredAt: tracked.triggeredAt,
    states: statesOf(tracked.states),
    provenBy: tracked.settled?.provenBy ?? null,
    total: tracked.settled?.total ?? null,
  }
}
