/** One look at the state of one branch, and what all looks of a wait share. */
import { type ErrorCode, GateError } from '../errors.ts'
import type { Clock } from '../ports.ts'
import type { Bitbucket } from './bitbucket.ts'
import type { Deadline } from './request.ts'
import type { Observation } from './scan-state.ts'
import { addState } from './scan-state.ts'
import type { Soteri } from './soteri.ts'
import type { Watched } from './tracked-target.ts'

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
