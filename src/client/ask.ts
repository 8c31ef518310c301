/** Asks for the state of one watched target and draws the conclusions: goes on, is settled, or ends the wait. */
import { type ErrorCode, GateError } from '../errors.ts'
import type { Clock } from '../ports.ts'
import type { Bitbucket } from './bitbucket.ts'
import type { Deadline } from './request.ts'
import { isBusy, isDone, type Observation, observe, stageWords } from './scan-progress.ts'
import { addState } from './seen-states.ts'
import { isRestarting, type Soteri } from './soteri.ts'
import { type Sweep, settleEmpty, type Watched } from './watched.ts'

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

/** 404s of one target in a row after which it is given up, where others are answered. */
const MISSING_POLLS = 12
/** 404s of one target in a row after which the resource is given up, where nothing else was ever seen. */
const MISSING_RESOURCE_POLLS = 8
/** The same within the first, long round over thousands of targets: so many 404s in so much time. */
const MISSING_RESOURCE_REPLIES = 40
const MISSING_RESOURCE_MS = 30_000
/** Server errors of one target in a row after which it is given up; a restart answers otherwise. */
const FAILING_POLLS = 20
/** Replies in a row that are no scan status at all. */
const STRANGE_POLLS = 6

/** Errors that do not end a wait: the next poll may find a server that is well again. */
const passing: readonly ErrorCode[] = [
  'UNREACHABLE',
  'REQUEST_TIMEOUT',
  'SERVER_FAILED',
  'REPLY_UNREADABLE',
  'LOGIN_PAGE',
  'REDIRECTED',
]
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

/** One question for one branch; failures that may pass come back as an observation. */
async function look(watched: Watched, branch: string | null, asking: Asking): Promise<Observation> {
  try {
    const reply = await asking.soteri.scanStatus(watched.repository, branch, 'once', asking.deadline)
    if (reply.kind === 'status') asking.answered += 1
    return reply
  } catch (caught) {
    return { kind: 'unanswered', error: passingOrThrow(caught) }
  }
}

function passingOrThrow(caught: unknown): GateError {
  if (caught instanceof GateError && passing.includes(caught.code)) return caught
  throw caught
}

function show(watched: Watched, state: string, asking: Asking): void {
  if (addState(watched.states, state, asking.clock.now())) asking.onState(watched, state)
}

/** A 404 may mean an empty repository, a branch that is gone, or a server without the resource. */
async function handleMissing(watched: Watched, asking: Asking): Promise<void> {
  const { stage, sameInRow } = watched.progress
  if (stage.kind !== 'not-found') return
  asking.notFound += 1
  if (!watched.exists && sameInRow >= 2) await lookUp(watched, asking)
  if (watched.settled !== null) return
  if (asking.answered === 0) {
    if (asking.existing !== null && isResourceMissing(sameInRow, asking))
      throw resourceMissing(asking.existing)
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
  if (!any) {
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
    throw failing(watched.name, stage.status, sameInRow)
  }
  if (stage.kind === 'unanswered' && strange.includes(stage.error.code) && sameInRow >= STRANGE_POLLS) {
    throw stage.error
  }
}

function failing(name: string, status: number, times: number): GateError {
  const why = `The scan status of ${name} cannot be read: the server answered ${status}, ${times} times in a row.`
  return new GateError('SERVER_FAILED', why)
}

/**
 * The default branch of a repository is proven; its trigger scans all branches. None of the others may still
 * wait or run. One that is idle without an up-to-date result does not hold the wait up, but is noted.
 */
async function sweep(
  watched: Watched,
  proven: { readonly by: string; readonly total: number | null },
  asking: Asking,
): Promise<void> {
  watched.sweep ??= await openSweep(watched, proven.total, asking)
  const state = watched.sweep
  if (state === null) return
  const open: string[] = []
  let failedWith: number | null = null
  for (const branch of state.open) {
    const observation = await look(watched, branch, asking)
    if (observation.kind === 'failing' && !isRestarting(observation.status)) {
      failedWith = observation.status
    }
    if (!settlesBranch(observation)) open.push(branch)
    else countBranch(state, branch, observation)
  }
  state.open = open
  state.failures = failedWith === null ? 0 : state.failures + 1
  if (failedWith !== null && state.failures >= FAILING_POLLS) {
    throw failing(`${watched.name}@${open[0] ?? ''}`, failedWith, state.failures)
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
  return { open, total, staleCount: 0, staleNames: [], failures: 0 }
}

/** Whether a branch need not be asked again: it is idle, or it is not known to the app. */
function settlesBranch(observation: Observation): boolean {
  if (observation.kind === 'not-found') return true
  return observation.kind === 'status' && !isBusy(observation.status)
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
