/** One question for the scan status of one branch, and the patience of a wait with its answers. */
import { type ErrorCode, GateError } from '../errors.ts'
import type { Clock } from '../host.ts'
import type { Bitbucket, Branch } from './bitbucket.ts'
import type { Deadline } from './request.ts'
import { addState, type ScanProgress, type ScanReply } from './scan-state.ts'
import type { Soteri } from './soteri.ts'
import { collect, type TrackedTarget } from './tracked-target.ts'
import { scanStoppedError } from './wait-progress.ts'

/** Server errors that a restart does not explain. */
export const FAILING_POLLS = 20
/** Polls, and the time from the first to the last of them, after which a scan is known to have ended without a result. */
const STOPPED_POLLS = 5
const STOPPED_MS = 10_000

/** What all polls of a wait share. */
export type Polling = {
  readonly soteri: Pick<Soteri, 'scanStatus'>
  readonly bitbucket: Pick<Bitbucket, 'branches'>
  readonly clock: Clock
  readonly deadline: Deadline
  /** In `Clock.elapsed()` ms. */
  readonly startedAt: number
  /** Called with each state that differs from the one before. */
  readonly onState: (tracked: TrackedTarget, state: string) => void
  readonly note: (sentence: string) => void
  /** Replies that were a scan status: one is enough to know that the resource exists. */
  answered: number
  /** Replies that were 404. */
  notFound: number
  /** Name of a target that Bitbucket lists and the app answered 404 for; `null` while there is none. */
  existing: string | null
}

/** Errors that do not end a wait: the next poll may succeed. */
const passing: readonly ErrorCode[] = [
  'UNREACHABLE',
  'REQUEST_TIMEOUT',
  'SERVER_FAILED',
  'REPLY_UNREADABLE',
  'LOGIN_PAGE',
  'REDIRECTED',
]

/** One question for one branch; an error that may pass comes back as a reply. */
export async function pollBranch(
  { repository }: TrackedTarget,
  branch: string | null,
  polling: Polling,
): Promise<ScanReply> {
  try {
    const reply = await polling.soteri.scanStatus(repository, branch, 'once', polling.deadline)
    if (reply.kind === 'status') polling.answered += 1
    return reply
  } catch (caught) {
    return { kind: 'unanswered', error: passingOrThrow(caught) }
  }
}

/** The error, if the next poll may succeed; any other is thrown again. */
export function passingOrThrow(caught: unknown): GateError {
  if (caught instanceof GateError && passing.includes(caught.code)) return caught
  throw caught
}

/** Keeps a state as evidence and reports it, if it is new. */
export function showState(tracked: TrackedTarget, state: string, polling: Polling): void {
  if (addState(tracked.states, state, polling.clock.now())) polling.onState(tracked, state)
}

/** The error for a branch that keeps failing while the server as such is there. */
export function failingError(name: string, status: number, times: number): GateError {
  const why = `The scan status of ${name} cannot be read: the server answered ${status}, ${times} times in a row.`
  return new GateError('SERVER_FAILED', why)
}

export function throwIfStopped(name: string, progress: ScanProgress, { clock }: Polling): void {
  const { state, sameInRow, since } = progress
  const isOver = sameInRow >= STOPPED_POLLS && clock.elapsed() - since >= STOPPED_MS
  if (state.kind === 'stopped' && isOver) throw scanStoppedError(name, progress, state.how)
}

/** All branches of the repository; `null` if Bitbucket cannot list them this time. */
export async function listBranches(
  { repository }: TrackedTarget,
  { bitbucket, deadline }: Polling,
): Promise<readonly Branch[] | null> {
  try {
    return await collect(bitbucket.branches(repository, deadline))
  } catch (caught) {
    passingOrThrow(caught)
    return null
  }
}
