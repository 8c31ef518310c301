/** Asks for the state of one watched target and draws the conclusions: goes on, is settled, or ends the wait. */
import { type ErrorCode, GateError } from '../errors.ts'
import type { Clock } from '../ports.ts'
import { addName, namesOf, noNames } from '../text.ts'
import type { Bitbucket } from './bitbucket.ts'
import type { Deadline } from './request.ts'
import {
  addState,
  beforeOf,
  hasSpoken,
  isDone,
  type Observation,
  observe,
  type ScanProgress,
  stageWords,
  startProgress,
} from './scan-state.ts'
import { isRestarting, type Soteri } from './soteri.ts'
import { type Sweep, settleEmpty, type Watched } from './tracked-target.ts'

/** 404s of one target in a row after which it is given up, where others are answered. */
const MISSING_POLLS = 12
/** 404s of one target in a row after which the resource is given up, where nothing else was ever seen. */
const MISSING_RESOURCE_POLLS = 8
/** The same within the first, long round over thousands of targets: so many 404s in so much time. */
const MISSING_RESOURCE_REPLIES = 40
const MISSING_RESOURCE_MS = 30_000
/** Replies in a row that are no scan status at all. */
const STRANGE_POLLS = 6

const strange: readonly ErrorCode[] = ['REPLY_UNREADABLE', 'LOGIN_PAGE', 'REDIRECTED']

/**
 * One poll of one target, and of its other branches once it is proven itself.
 *
 * @throws GateError that ends the wait: rights, credentials, TLS, stop, RUN_TIMEOUT, SCAN_RESOURCE_MISSING,
 *   NOT_FOUND, or a failure that went on for too many polls
 */
export async function ask(watched: Watched, asking: Asking): Promise<void> {
  if (watched.progress.stage.kind !== 'proven') {
    const observation = await look(watched, watched.branch, asking)
    watched.progress = observe(watched.progress, observation)
    show(watched, stageWords(watched.progress.stage), asking)
    await handleMissing(watched, asking)
    assertPatience(watched)
  }
  const { stage } = watched.progress
  if (stage.kind !== 'proven') return
  if (watched.branch === null) await sweep(watched, stage, asking)
  else watched.settled = { provenBy: stage.by, total: stage.total }
}

/** A 404 may mean an empty repository, a branch that is gone, or a server without the resource. */
async function handleMissing(watched: Watched, asking: Asking): Promise<void> {
  const { stage, sameInRow } = watched.progress
  if (stage.kind !== 'not-found') return
  asking.notFound += 1
  if (!watched.exists && sameInRow >= 2) await lookUp(watched, asking)
  if (watched.settled !== null) return
  if (asking.answered === 0) {
    const { existing } = asking
    if (existing !== null && isResourceMissing(sameInRow, asking)) throw resourceMissing(existing)
  } else if (watched.exists && sameInRow >= MISSING_POLLS) {
    const why = `The server knows no scan status of ${watched.name} (404, ${sameInRow} times in a row), although Bitbucket lists it.`
    throw new GateError('NOT_FOUND', why)
  }
}

function isResourceMissing(sameInRow: number, asking: Asking): boolean {
  if (sameInRow >= MISSING_RESOURCE_POLLS) return true
  const since = asking.clock.elapsed() - asking.startedAt
  return asking.notFound >= MISSING_RESOURCE_REPLIES && since >= MISSING_RESOURCE_MS
}

function resourceMissing(existing: string): GateError {
  const why = `The server answers 404 to every question for a scan status, though ${existing} exists: it has no such resource, so a scan cannot be proven done.`
  return new GateError('SCAN_RESOURCE_MISSING', why)
}

/** Asks Bitbucket itself what is behind a 404. */
async function lookUp(watched: Watched, asking: Asking): Promise<void> {
  // Where nothing was answered yet, one that exists says enough: thousands need not be looked up.
  if (asking.answered === 0 && asking.existing !== null) return
  const { branch, repository } = watched
  let any = false
  let found = branch === null
  try {
    for await (const { name } of asking.bitbucket.branches(repository, asking.deadline)) {
      any = true
      found ||= name === branch
    }
  } catch (caught) {
    passingOrThrow(caught)
    return
  }
  if (!any && !watched.named) {
    settleEmpty(watched)
    show(watched, 'empty repository', asking)
  } else if (found) {
    watched.exists = true
    asking.existing ??= watched.name
  } else {
    settleGone(watched, asking)
    show(watched, 'branch deleted', asking)
  }
}

function settleGone(watched: Watched, asking: Asking): void {
  if (watched.named) {
    const why = `Bitbucket knows ${watched.repository.project}/${watched.repository.repo}, but no branch "${watched.branch}" in it.`
    throw new GateError('NOT_FOUND', why)
  }
  watched.settled = { provenBy: 'the branch was deleted meanwhile, so there is nothing to scan', total: null }
  asking.note(`${watched.name}: the branch was deleted while the scan was waited for.`)
}

/** Ends the wait for a target that goes on failing while the server as such is there. */
function assertPatience(watched: Watched): void {
  const { stage, sameInRow } = watched.progress
  if (stage.kind === 'failing' && !isRestarting(stage.status) && sameInRow >= FAILING_POLLS) {
    throw failingError(watched.name, stage.status, sameInRow)
  }
  if (stage.kind === 'unanswered' && strange.includes(stage.error.code) && sameInRow >= STRANGE_POLLS) {
    throw stage.error
  }
}

/** What asking needs to know and keeps in mind over all targets of a wait. */
export type Asking = {
  readonly soteri: Pick<Soteri, 'scanStatus'>
  readonly bitbucket: Pick<Bitbucket, 'branches'>
  readonly clock: Clock
  readonly deadline: Deadline
  /** In `Clock.elapsed()` ms. */
  readonly startedAt: number
  /** Called with each state that differs from the one before. */
  readonly onState: (watched: Watched, state: string) => void
  readonly note: (sentence: string) => void
  /** Replies that were a scan status: one is enough to know that the resource exists. */
  answered: number
  /** Replies that were 404. */
  notFound: number
  /** Name of a target that Bitbucket knows and the app answered 404 for; `null` while there is none. */
  existing: string | null
}

/** Errors that do not end a wait: the next poll may find a server that is well again. */
const passing: readonly ErrorCode[] = [
  'UNREACHABLE',
  'REQUEST_TIMEOUT',
  'SERVER_FAILED',
  'REPLY_UNREADABLE',
  'LOGIN_PAGE',
  'REDIRECTED',
]

/** One question for one branch; failures that may pass come back as an observation. */
export async function look(watched: Watched, branch: string | null, asking: Asking): Promise<Observation> {
  try {
    const reply = await asking.soteri.scanStatus(watched.repository, branch, 'once', asking.deadline)
    if (reply.kind === 'status') asking.answered += 1
    return reply
  } catch (caught) {
    return { kind: 'unanswered', error: passingOrThrow(caught) }
  }
}

/** The error, when the next poll may find a server that is well again; else it is thrown on. */
export function passingOrThrow(caught: unknown): GateError {
  if (caught instanceof GateError && passing.includes(caught.code)) return caught
  throw caught
}

/** Keeps a state as evidence and tells it, when it is news. */
export function show(watched: Watched, state: string, asking: Asking): void {
  if (addState(watched.states, state, asking.clock.now())) asking.onState(watched, state)
}

/** Server errors of one branch in a row after which it is given up; a restart answers otherwise. */
export const FAILING_POLLS = 20

/** The error for a branch that goes on answering with server errors while others are answered. */
export function failingError(name: string, status: number, times: number): GateError {
  const why = `The scan status of ${name} cannot be read: the server answered ${status}, ${times} times in a row.`
  return new GateError('SERVER_FAILED', why)
}

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
