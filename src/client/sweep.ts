/** The look at the branches beside the default one, once that is proven. */
import { type Asking, FAILING_POLLS, failingError, look, passingOrThrow, show } from './look.ts'
import { isBusy, isDone, type Observation } from './scan-progress.ts'
import { isRestarting } from './soteri.ts'
import type { Sweep, Watched } from './watched.ts'

/**
 * The default branch of a repository is proven; its trigger scans all branches. None of the others may still
 * wait or run. One that is idle without an up-to-date result does not hold the wait up, but is noted.
 *
 * @throws GateError that ends the wait
 */
export async function sweep(
  watched: Watched,
  proven: { readonly by: string; readonly total: number | null },
  asking: Asking,
): Promise<void> {
  watched.sweep ??= await openSweep(watched, proven.total, asking)
  const state = watched.sweep
  if (state === null) return
  const looks = await lookAtAll(watched, state.open, asking)
  const openLooks = looks.filter(({ branch, observation }) => {
    if (!settlesBranch(branch, observation, state)) return true
    countBranch(state, branch, observation)
    return false
  })
  const open = openLooks.map(({ branch }) => branch)
  state.open = open
  state.queued = openLooks.every(({ observation }) => isQueued(observation))
  const failedWith =
    looks.map(({ observation }) => failureOf(observation)).findLast((status) => status !== null) ?? null
  state.failures = failedWith === null ? 0 : state.failures + 1
  if (failedWith !== null && state.failures >= FAILING_POLLS) {
    throw failingError(`${watched.name}@${open[0] ?? ''}`, failedWith, state.failures)
  }
  if (open.length > 0) {
    show(watched, `finished, ${open.length} other ${open.length === 1 ? 'branch' : 'branches'} to go`, asking)
    return
  }
  show(watched, 'finished', asking)
  noteStale(watched, state, asking)
  watched.settled = {
    provenBy: `default branch: ${proven.by}; no other branch waits or runs`,
    total: state.total,
  }
}

type Look = { readonly branch: string; readonly observation: Observation }

async function lookAtAll(
  watched: Watched,
  branches: readonly string[],
  asking: Asking,
): Promise<readonly Look[]> {
  const looks: Look[] = []
  for (const branch of branches) looks.push({ branch, observation: await look(watched, branch, asking) })
  return looks
}

/** Status of a server error that a restart does not explain. */
function failureOf(observation: Observation): number | null {
  return observation.kind === 'failing' && !isRestarting(observation.status) ? observation.status : null
}

async function openSweep(watched: Watched, total: number | null, asking: Asking): Promise<Sweep | null> {
  const open: string[] = []
  try {
    for await (const branch of asking.bitbucket.branches(watched.repository, asking.deadline)) {
      if (!branch.isDefault) open.push(branch.name)
    }
  } catch (caught) {
    passingOrThrow(caught)
    return null
  }
  return { open, total, staleCount: 0, staleNames: [], staleLooks: new Map(), queued: false, failures: 0 }
}

function isQueued(observation: Observation): boolean {
  return observation.kind === 'status' && observation.status.scheduled === true && !observation.status.running
}

/** Looks in a row at a branch that is idle without a fresh result: right after a trigger an old one may be shown. */
const STALE_LOOKS = 3

/** Whether a branch need not be asked again: it is done, or was idle without an up-to-date result often enough. */
function settlesBranch(branch: string, observation: Observation, { staleLooks }: Sweep): boolean {
  if (observation.kind === 'status' && isDone(observation.status)) return true
  const idle =
    observation.kind === 'not-found' || (observation.kind === 'status' && !isBusy(observation.status))
  const looks = idle ? (staleLooks.get(branch) ?? 0) + 1 : 0
  staleLooks.set(branch, looks)
  return looks >= STALE_LOOKS
}

const STALE_NAMES = 3

function countBranch(state: Sweep, branch: string, observation: Observation): void {
  const status = observation.kind === 'status' ? observation.status : null
  const total = status?.total ?? null
  state.total = state.total === null || total === null ? null : state.total + total
  if (status !== null && isDone(status)) return
  state.staleCount += 1
  if (state.staleNames.length < STALE_NAMES) state.staleNames.push(branch)
}

function noteStale(watched: Watched, state: Sweep, asking: Asking): void {
  if (state.staleCount === 0) return
  const rest = state.staleCount - state.staleNames.length
  const names = `${state.staleNames.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
  asking.note(`${watched.name}: idle without an up-to-date scan result: ${names}.`)
}
