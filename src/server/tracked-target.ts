/** The branches and repositories that a wait tracks for the targets of a run, and their state before the triggers. */
import type { Inputs } from '../config/inputs.ts'
import type { TargetEvidence } from '../context.ts'
import { GateError } from '../errors.ts'
import type { Clock, Host, Log } from '../host.ts'
import { type Repository, type Target, targetName, targetOfName } from '../target.ts'
import type { Bitbucket } from './bitbucket.ts'
import { type Deadline, forEachAtOnce } from './request.ts'
import {
  beforeOf,
  noStates,
  type ScanProgress,
  type SeenStates,
  startProgress,
  statesOf,
} from './scan-state.ts'
import { isRestarting, type Soteri } from './soteri.ts'

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
  triggeredAt: string | null
  /** After a 404, Bitbucket listed the repository (and the branch). */
  exists: boolean
  /** The other branches of a repository, once its default branch is proven. */
  others: OtherBranches | null
  /** `Clock.elapsed()` ms before which it is not polled, since it is in a long queue. 0: poll in the next round. */
  nextPollAt: number
  settled: { readonly provenBy: string; readonly total: number | null } | null
}

export type OtherBranches = {
  /** Findings of all branches that were ever listed; `null` while not known. */
  readonly totals: Map<string, number | null>
  /** Some were listed only when all others were done. */
  wereAdded: boolean
  open: ReadonlyMap<string, ScanProgress>
  /** Findings of the default branch and of the branches that are done; `null` once one has no total. */
  total: number | null
  /** Branches that the server calls done, though no sign of a scan after the trigger was seen. */
  readonly unchanged: string[]
  readonly deleted: string[]
  /** Rounds in a row in which a branch answered with a server error. */
  failures: number
}

/** The state before the trigger; the wait goes on with it. */
export type Snapshot = {
  readonly tracked: TrackedTarget[]
  /** The same by the name of each target whose trigger scans them. */
  readonly byTarget: ReadonlyMap<string, readonly TrackedTarget[]>
  answered: number
  wereAdded: boolean
  /** An error of a first poll that will not pass, such as a missing right; the wait ends with it at once. */
  ended: GateError | null
}

export const HEARTBEAT_MS = 60_000

/** Returns a function that says once a minute that it is time for a line. */
export function openMinutes(clock: Clock): () => boolean {
  let last = clock.elapsed()
  return () => {
    if (clock.elapsed() - last < HEARTBEAT_MS) return false
    last = clock.elapsed()
    return true
  }
}

/** Bitbucket's lists, until a deadline. */
export type Lists = {
  readonly bitbucket: Pick<Bitbucket, 'repositories' | 'branches'>
  readonly deadline: Deadline
}
export type Server = Lists & { readonly soteri: Pick<Soteri, 'scanStatus'> }

/** `timeoutMs` is for the snapshot, and again for the wait. */
export type WaitWorld = Pick<Host, 'clock' | 'stop' | 'progress'> &
  Pick<Inputs, 'pollIntervalMs' | 'timeoutMs'> &
  Pick<Lists, 'bitbucket'> & {
    readonly soteri: Pick<Soteri, 'scanStatus' | 'triggerScan'>
    readonly log: Pick<Log, 'info' | 'debug'>
  }

/** Targets polled right after their trigger, for scans that are over in a second. */
export const FIRST_POLLS = 20
/** Repositories without a status that are looked up where no status was read at all. */
const ODD_LOOKED_UP = 20

function serverBefore({ soteri, bitbucket, clock, timeoutMs }: WaitWorld): Server {
  const phase = 'the look at the state before the trigger'
  return { soteri, bitbucket, deadline: { at: clock.elapsed() + timeoutMs, phase } }
}

/** Lists the branches and repositories to wait for, and reads the state of each before anything is triggered. */
export async function takeSnapshot(targets: readonly Target[], world: WaitWorld): Promise<Snapshot> {
  const { clock, log } = world
  const server = serverBefore(world)
  const tracked = await listTrackedTargets(targets, server)
  const open = tracked.filter(isOpen)
  const things = open.length === 1 ? 'branch or repository' : 'branches or repositories'
  log.info(`Watching ${open.length} ${things}.`)
  const minuteIsOver = openMinutes(clock)
  const odd: TrackedTarget[] = []
  let [read, answered] = [0, 0]
  const readOne = async (target: TrackedTarget): Promise<void> => {
    const reply = await readBefore(target, server)
    if (reply?.kind === 'status') answered += 1
    else if (reply?.kind !== 'copy' && target.branch === null) odd.push(target)
    target.progress = startProgress(beforeOf(reply))
    read += 1
    if (minuteIsOver()) log.info(`Read the state of ${read} of ${open.length} before the trigger.`)
  }
  await forEachAtOnce(open, readOne)
  // Where no status was read at all, the server may have none: then a few look-ups are enough.
  for (const target of answered === 0 ? odd.slice(0, ODD_LOOKED_UP) : odd) {
    const own = await branchesInstead(target, server)
    if (own === null) continue
    log.info(`${target.name}: no default branch exists, so each of its ${own.length} branches is watched.`)
    tracked.splice(tracked.indexOf(target), 1, ...own)
    await forEachAtOnce(own, readOne)
  }
  return { tracked, byTarget: groupByTarget(tracked), answered, wereAdded: false, ended: null }
}

/** Retries only what a restart of the server explains: a status that cannot be read now just weakens the proof later. */
export async function readBefore({ repository, branch }: TrackedTarget, { soteri, deadline }: Server) {
  try {
    const reply = await soteri.scanStatus(repository, branch, 'once', deadline)
    if (reply.kind !== 'failing' || !isRestarting(reply.status)) return reply
  } catch (caught) {
    if (!(caught instanceof GateError)) throw caught
    if (caught.code === 'REPLY_UNREADABLE') return null
    if (caught.code !== 'UNREACHABLE' && caught.code !== 'REQUEST_TIMEOUT') throw caught
  }
  return await soteri.scanStatus(repository, branch, 'patiently', deadline)
}

/** Thousands of targets are triggered one by one: none of them may search through all. */
function groupByTarget(all: readonly TrackedTarget[]): Snapshot['byTarget'] {
  const pairs = all.flatMap((tracked) => Array.from(tracked.targets, (target) => ({ target, tracked })))
  const groups = Map.groupBy(pairs, ({ target }) => target)
  return new Map(groups.entries().map(([target, own]) => [target, own.map(({ tracked }) => tracked)]))
}

/** Call when a trigger of `target` was refused, since another scan was under way: its end must not pass for that of ours. */
export async function renewSnapshot(target: Target, { byTarget }: Snapshot, world: WaitWorld): Promise<void> {
  await renew(byTarget.get(targetName(target)) ?? [], serverBefore(world))
}

export async function renew(all: readonly TrackedTarget[], server: Server): Promise<void> {
  for (const [at, tracked] of all.filter(isOpen).entries()) {
    const before = beforeOf(at < FIRST_POLLS ? await readBefore(tracked, server) : null)
    tracked.progress = startProgress(before.kind === 'busy' ? undefined : before)
  }
}

export function isOpen({ settled }: TrackedTarget): boolean {
  return settled === null
}

/** A branch itself, each branch of a repository, each repository of anything wider. Targets that overlap share their entries. */
export async function listTrackedTargets(targets: readonly Target[], lists: Lists): Promise<TrackedTarget[]> {
  const byName = new Map<string, TrackedTarget>()
  for (const target of targets) {
    for (const listed of await trackedTargetsOf(target, lists)) {
      const tracked = byName.get(listed.name) ?? listed
      tracked.targets.add(targetName(target))
      byName.set(tracked.name, tracked)
    }
  }
  return [...byName.values()]
}

async function trackedTargetsOf(target: Target, { bitbucket, deadline }: Lists) {
  if (target.kind === 'branch') return [track(target, target.branch, true)]
  if (target.kind === 'repo') {
    const branches = await Array.fromAsync(bitbucket.branches(target, deadline))
    if (branches.length > 0) return branches.map(({ name }) => track(target, name))
    const empty = track(target, null)
    settleEmpty(empty)
    return [empty]
  }
  const repositories = await Array.fromAsync(bitbucket.repositories(target, deadline))
  if (repositories.length > 0) return repositories.map((repository) => track(repository, null))
  // A project without repositories would be clean at once: more likely a mistake in the key or a missing right.
  const why = `Bitbucket lists no repository of ${targetName(target)} to this user, so no scan of it can be proven.`
  throw new GateError('NOT_FOUND', why, {
    hint: 'Check the project key and that the user may see the repositories; for a project that is empty use `wait: false`.',
  })
}

/** The branches in place of a repository whose default branch does not exist (its HEAD points nowhere); `null` for any other. */
export async function branchesInstead(tracked: TrackedTarget, { bitbucket, deadline }: Lists) {
  const { repository, targets } = tracked
  const branches = await Array.fromAsync(bitbucket.branches(repository, deadline))
  if (branches.length === 0) settleEmpty(tracked)
  if (branches.length === 0 || branches.some(({ isDefault }) => isDefault)) return null
  return branches.map(({ name }) => ({ ...track(repository, name), targets }))
}

/** Branches that the first list of their repository did not have: created since, or hidden as the list shifted. */
export async function listNewBranches({ tracked, byTarget }: Snapshot, lists: Lists) {
  const known = new Set(tracked.map(({ name }) => name))
  // Of wider targets, those whose repositories are tracked by each branch: see `branchesInstead`.
  const byBranch = tracked.filter(({ branch, named }) => branch !== null && !named)
  const repositories = [
    ...byTarget.keys(),
    ...byBranch.map(({ repository }) => targetName({ kind: 'repo', ...repository })),
  ]
  const targets = [...new Set(repositories)].map(targetOfName).filter(({ kind }) => kind === 'repo')
  const listed = await listTrackedTargets(targets, lists)
  return listed.filter((one) => isOpen(one) && !known.has(one.name))
}

function track({ project, repo }: Repository, branch: string | null, named = false): TrackedTarget {
  return {
    name: branch === null ? `${project}/${repo}` : `${project}/${repo}@${branch}`,
    repository: { project, repo },
    branch,
    named,
    targets: new Set(),
    states: noStates(),
    progress: startProgress(),
    triggeredAt: null,
    exists: false,
    others: null,
    nextPollAt: 0,
    settled: null,
  }
}

export const NO_BRANCHES = 'the repository has no branches, so there is nothing to scan'

export function settleEmpty(tracked: TrackedTarget): void {
  tracked.settled = { provenBy: NO_BRANCHES, total: 0 }
}

export function evidenceOf(tracked: TrackedTarget): TargetEvidence {
  const { name, triggeredAt, states, settled, others } = tracked
  return {
    target: name,
    triggeredAt,
    states: statesOf(states),
    provenBy: settled?.provenBy ?? null,
    total: settled?.total ?? null,
    ...(others !== null && { branches: others.totals }),
  }
}
