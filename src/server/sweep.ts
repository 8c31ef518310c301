/** The look at the branches beside the default one, once that is proven. */

import { addName, namesOf, noNames } from '../text.ts'
import { type Asking, FAILING_POLLS, failingError, look, passingOrThrow, show } from './look.ts'
import {
  beforeOf,
  hasSpoken,
  isDone,
  type Observation,
  observe,
  type ScanProgress,
  startProgress,
} from './scan-state.ts'
import { isRestarting } from './soteri.ts'
import type { Sweep, Watched } from './tracked-target.ts'

/**
 * The default branch of a repository is proven; its trigger scans all branches. Each of the others has to show a
 * result that is up to date, and neither wait nor run. What is not scanned, not up to date, missing or unclear is
 * asked again until it is, or until the time is over.
 *
 * There is no snapshot of them from before the trigger, and they are not watched from it on: an instance has
 * hundreds of thousands of branches, and that would take some twenty questions for each instead of a few (docs/scale.md).
 * So the scan of one may be over before its first look, and its result then looks like an old one. That is waited
 * for during some looks, and told in a note; a run for the repository alone (scope `repo`) watches every branch.
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
  await lookAtAll(watched, state, asking)
  await dropGone(watched, state, asking)
  const { size } = state.open
  if (size > 0) {
    show(watched, `finished, ${size} other ${size === 1 ? 'branch' : 'branches'} to go`, asking)
    return
  }
  show(watched, 'finished', asking)
  if (state.gone.count > 0) {
    asking.note(`${watched.name}: deleted while the scan was waited for: ${namesOf(state.gone)}.`)
  }
  watched.settled = { provenBy: proofOf(proven.by, state), total: state.total }
}

function proofOf(by: string, { old }: Sweep): string {
  const proof = `default branch: ${by}; no other branch waits or runs`
  return old.count === 0 ? proof : `${proof}, but nothing shows a scan after the trigger for ${namesOf(old)}`
}

async function openSweep(watched: Watched, total: number | null, asking: Asking): Promise<Sweep | null> {
  const start = startProgress({ kind: 'unknown', scanKey: null }, hasSpoken(watched.progress))
  const open = new Map<string, ScanProgress>()
  let hasDefault = false
  try {
    for await (const branch of asking.bitbucket.branches(watched.repository, asking.deadline)) {
      if (branch.isDefault) hasDefault = true
      else open.set(branch.name, start)
    }
  } catch (caught) {
    passingOrThrow(caught)
    return null
  }
  // Where the list does not tell which one is the default branch, its findings would be added twice.
  const first = hasDefault ? total : null
  return { open, total: first, old: noNames(), gone: noNames(), queued: false, failures: 0 }
}

async function lookAtAll(watched: Watched, state: Sweep, asking: Asking): Promise<void> {
  const stillOpen = new Map<string, ScanProgress>()
  let failedWith: number | null = null
  for (const [branch, before] of state.open) {
    const observation = await look(watched, branch, asking)
    const progress = follow(before, observation)
    if (!settles(branch, progress, observation, state)) stillOpen.set(branch, progress)
    failedWith = failureOf(observation) ?? failedWith
  }
  state.open = stillOpen
  state.queued = [...stillOpen.values()].every(({ stage }) => stage.kind === 'scheduled')
  state.failures = failedWith === null ? 0 : state.failures + 1
  if (failedWith !== null && state.failures >= FAILING_POLLS) {
    const [branch = ''] = stillOpen.keys()
    throw failingError(`${watched.name}@${branch}`, failedWith, state.failures)
  }
}

/** The first status that can be read is what the later ones are held against: all of them are after the trigger. */
function follow(progress: ScanProgress, observation: Observation): ScanProgress {
  const isFirst = observation.kind === 'status' && progress.before.kind === 'unknown'
  const from = isFirst ? startProgress(beforeOf(observation), progress.speaks) : progress
  return observe(from, observation)
}

/** Looks in a row at a result that does not move: right after a trigger an old one may be shown. */
const OLD_LOOKS = 3

/** Whether a branch need not be asked again; counts it if so. */
function settles(branch: string, progress: ScanProgress, observation: Observation, state: Sweep): boolean {
  const { stage, sameInRow } = progress
  if (observation.kind !== 'status' || !isDone(observation.status)) return false
  const isOld = stage.kind === 'unchanged' && sameInRow >= OLD_LOOKS
  if (stage.kind !== 'proven' && !isOld) return false
  const { total } = observation.status
  state.total = state.total === null || total === null ? null : state.total + total
  if (isOld) addName(state.old, branch)
  return true
}

/** Status of a server error that a restart does not explain. */
function failureOf(observation: Observation): number | null {
  return observation.kind === 'failing' && !isRestarting(observation.status) ? observation.status : null
}

/** Bitbucket is asked whether a branch is still there at its second 404 in a row, and then at every so many more. */
const LIST_AGAIN_EVERY = 10

/** A branch without a status may have been deleted since it was listed; only Bitbucket itself knows. */
async function dropGone(watched: Watched, state: Sweep, asking: Asking): Promise<void> {
  const missing = [...state.open].filter(([, { stage }]) => stage.kind === 'not-found')
  if (!missing.some(([, { sameInRow }]) => sameInRow % LIST_AGAIN_EVERY === 2)) return
  const there = new Set<string>()
  try {
    for await (const { name } of asking.bitbucket.branches(watched.repository, asking.deadline))
      there.add(name)
  } catch (caught) {
    passingOrThrow(caught)
    return
  }
  const gone = missing.map(([branch]) => branch).filter((branch) => !there.has(branch))
  if (gone.length === 0) return
  for (const branch of gone) addName(state.gone, branch)
  // What was found in them may still be in the export, or not.
  state.total = null
  state.open = new Map([...state.open].filter(([branch]) => !gone.includes(branch)))
}
