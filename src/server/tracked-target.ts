/** What a wait looks at: the branches and repositories that the targets of a run stand for. */
import { GateError } from '../errors.ts'
import type { TargetEvidence } from '../report/evidence.ts'
import { type Repository, type Target, targetName } from '../target.ts'
import type { Names } from '../text.ts'
import type { Bitbucket } from './bitbucket.ts'
import type { Deadline } from './request.ts'
import { noStates, type ScanProgress, type SeenStates, startProgress, statesOf } from './scan-state.ts'

/** One branch, or the default branch of one repository, and how far its scan is. Changed by the wait alone. */
export type Watched = {
  /** `PROJ/repo@branch`, or `PROJ/repo` where the default branch stands for the repository. */
  readonly name: string
  readonly repository: Repository
  /** `null`: the default branch, as the server sees it. */
  readonly branch: string | null
  /** The user named this very branch, so that its absence is an error and not news. */
  readonly named: boolean
  /** Names of the targets whose trigger scans it. */
  readonly targets: Set<string>
  readonly states: SeenStates
  progress: ScanProgress
  /** ISO 8601; `null` before the trigger. */
  triggeredAt: string | null
  /** Set once Bitbucket has said that the repository (and the named branch) exist, after a 404. */
  exists: boolean
  /** The look at the other branches of a repository, once its default branch is proven. */
  sweep: Sweep | null
  /** Not to be asked before, in `Clock.elapsed()` ms: it stands in a long queue. 0: in the next round. */
  nextLookAt: number
  /** Set when nothing more is asked. */
  settled: { readonly provenBy: string; readonly total: number | null } | null
}

/** How far the look at the branches beside the default one is. */
export type Sweep = {
  /** Branches to ask again, and how far the scan of each is. */
  open: ReadonlyMap<string, ScanProgress>
  /** Findings of the default branch and of those that were answered; `null` once one did not tell. */
  total: number | null
  /** Branches that are done by the server's word, while nothing shows that they were scanned after the trigger. */
  readonly old: Names
  /** Branches that were deleted after they were listed. */
  readonly gone: Names
  /** Whether each of the open branches was in the queue at the last look, and none ran. */
  queued: boolean
  /** Rounds in a row in which a branch answered with a server error. */
  failures: number
}

/**
 * Lists what the targets stand for: a branch is itself, a repository is each of its branches, anything wider
 * is each repository. What several targets share is there once. A repository without branches is settled at
 * once: there is nothing to scan.
 *
 * @throws GateError as `Bitbucket`; NOT_FOUND for a project or instance in which no repository is listed
 */
export async function listWatched(
  targets: readonly Target[],
  bitbucket: Pick<Bitbucket, 'repositories' | 'branches'>,
  deadline: Deadline,
): Promise<readonly Watched[]> {
  const byName = new Map<string, Watched>()
  for (const target of targets) {
    for (const fresh of await watchedOf(target, bitbucket, deadline)) {
      const watched = byName.get(fresh.name) ?? fresh
      watched.targets.add(targetName(target))
      byName.set(watched.name, watched)
    }
  }
  return [...byName.values()]
}

async function watchedOf(
  target: Target,
  bitbucket: Pick<Bitbucket, 'repositories' | 'branches'>,
  deadline: Deadline,
): Promise<readonly Watched[]> {
  if (target.kind === 'branch') return [newWatched(target, target.branch, true)]
  if (target.kind === 'repo') {
    const branches = await collect(bitbucket.branches(target, deadline))
    if (branches.length > 0) return branches.map(({ name }) => newWatched(target, name, false))
    const empty = newWatched(target, null, false)
    settleEmpty(empty)
    return [empty]
  }
  const repositories = await collect(bitbucket.repositories(target, deadline))
  if (repositories.length === 0) throw noRepository(target)
  return repositories.map((repository) => newWatched(repository, null, false))
}

async function collect<T>(entries: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = []
  for await (const entry of entries) all.push(entry)
  return all
}

/** A project without repositories could be scanned in no time, and judged clean in no time: more likely a mistake. */
function noRepository(target: Target): GateError {
  const why = `Bitbucket lists no repository of ${targetName(target)} to this user, so no scan of it can be proven.`
  return new GateError('NOT_FOUND', why, {
    mend: 'Check the project key and that the user may see the repositories; for a project that is empty use `wait: false`.',
  })
}

function newWatched({ project, repo }: Repository, branch: string | null, named: boolean): Watched {
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
    sweep: null,
    nextLookAt: 0,
    settled: null,
  }
}

/** Proof of a repository for which Bitbucket gave a list of branches that is whole and empty. */
export const NO_BRANCHES = 'the repository has no branches, so there is nothing to scan'

/** An empty repository holds no line that could be a finding. */
export function settleEmpty(watched: Watched): void {
  watched.settled = { provenBy: NO_BRANCHES, total: 0 }
}

/** What the report says of one target, at any time. */
export function evidenceOf(watched: Watched): TargetEvidence {
  return {
    target: watched.name,
    triggeredAt: watched.triggeredAt,
    states: statesOf(watched.states),
    provenBy: watched.settled?.provenBy ?? null,
    total: watched.settled?.total ?? null,
  }
}
