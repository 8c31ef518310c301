/**
 * One poll of one target, and the rules of patience: how many 404s, failures and strange replies a wait takes before
 * it ends. Unless a limit below is reached, a target is polled again until it is proven or the time is up.
 */
import { assertNever, type ErrorCode, GateError } from '../errors.ts'
import {
  FAILING_POLLS,
  failingError,
  listBranches,
  type Polling,
  pollBranch,
  showState,
  throwIfStopped,
} from './poll-branch.ts'
import { pollOtherBranches } from './poll-other-branches.ts'
import { describeProgress, observe } from './scan-state.ts'
import { isRestarting } from './soteri.ts'
import { settleEmpty, type TrackedTarget } from './tracked-target.ts'

// Limits count polls of one target in a row, not rounds of the loop.

/** 404s after which a target that Bitbucket lists is given up, where others are answered. */
const MISSING_POLLS = 12
/** 404s after which the whole resource is missing, where no target was ever answered. */
const MISSING_RESOURCE_POLLS = 8
/** The same by all 404s of a wait, since the first round over thousands of targets is long: so many in so much time. */
const MISSING_RESOURCE_REPLIES = 40
const MISSING_RESOURCE_MS = 30_000
/** Replies that are no scan status at all. */
const STRANGE_POLLS = 6
const strange: readonly ErrorCode[] = ['REPLY_UNREADABLE', 'LOGIN_PAGE', 'REDIRECTED']

/**
 * Polls a target, and its other branches once it is proven itself.
 *
 * @throws GateError that ends the wait: rights, credentials, TLS, stop, RUN_TIMEOUT, SCAN_RESOURCE_MISSING,
 *   NOT_FOUND, or a failure that went on for too many polls
 */
export async function pollTarget(tracked: TrackedTarget, polling: Polling): Promise<void> {
  if (tracked.progress.state.kind !== 'proven') {
    const reply = await pollBranch(tracked, tracked.branch, polling)
    tracked.progress = observe(tracked.progress, reply, polling.clock.elapsed())
    showState(tracked, describeProgress(tracked.progress), polling)
  }
  const { state, sameInRow } = tracked.progress
  switch (state.kind) {
    case 'proven':
      if (tracked.branch === null) return await pollOtherBranches(tracked, state, polling)
      tracked.settled = { provenBy: state.by, total: state.total }
      return
    case 'not-found':
      return await handleMissing(tracked, sameInRow, polling)
    case 'failing':
      if (isRestarting(state.status)) return
      if ((await isEmpty(tracked, sameInRow, polling)) || sameInRow < FAILING_POLLS) return
      throw failingError(tracked.name, state.status, sameInRow)
    case 'unanswered':
      if (!strange.includes(state.error.code)) return
      if ((await isEmpty(tracked, sameInRow, polling)) || sameInRow < STRANGE_POLLS) return
      throw state.error
    case 'stopped':
      return throwIfStopped(tracked.name, tracked.progress, polling)
    case 'unasked':
    case 'scheduled':
    case 'running':
    case 'unchanged':
    case 'unscanned':
    case 'confirming':
    case 'unclear':
      return
    default:
      assertNever(state)
  }
}

/** A 404 may mean an empty repository, a deleted branch, or a server without the resource. */
async function handleMissing(tracked: TrackedTarget, sameInRow: number, polling: Polling): Promise<void> {
  polling.notFound += 1
  if (await isEmpty(tracked, sameInRow, polling)) return
  if (polling.answered === 0) {
    const { existing } = polling
    if (existing === null || !isResourceMissing(sameInRow, polling)) return
    const why = `The server answers every request for a scan status with 404, though ${existing} exists: it has no such resource, so a scan cannot be proven done.`
    throw new GateError('SCAN_RESOURCE_MISSING', why)
  }
  if (tracked.exists && sameInRow >= MISSING_POLLS) {
    const why = `The server knows no scan status of ${tracked.name} (404, ${sameInRow} times in a row), although Bitbucket lists it.`
    throw new GateError('NOT_FOUND', why)
  }
}

function isResourceMissing(sameInRow: number, { clock, startedAt, notFound }: Polling): boolean {
  if (sameInRow >= MISSING_RESOURCE_POLLS) return true
  return notFound >= MISSING_RESOURCE_REPLIES && clock.elapsed() - startedAt >= MISSING_RESOURCE_MS
}

/** Whether there is nothing to scan: some servers answer 404 for a repository without branches, others 500 or 204. */
async function isEmpty(tracked: TrackedTarget, sameInRow: number, polling: Polling): Promise<boolean> {
  if (!tracked.exists && sameInRow >= 2) await lookUp(tracked, polling)
  return tracked.settled !== null
}

/** Asks Bitbucket itself whether a repository or branch without a status exists. */
async function lookUp(tracked: TrackedTarget, polling: Polling): Promise<void> {
  // While nothing was answered, one target that exists is proof enough: thousands need not be looked up.
  if (polling.answered === 0 && polling.existing !== null) return
  const branches = await listBranches(tracked, polling)
  if (branches === null) return
  const { branch, repository } = tracked
  if (branches.length === 0 && !tracked.named) {
    settleEmpty(tracked)
    showState(tracked, 'empty repository', polling)
  } else if (branch === null || branches.some(({ name }) => name === branch)) {
    tracked.exists = true
    polling.existing ??= tracked.name
  } else if (tracked.named) {
    const why = `Bitbucket lists ${repository.project}/${repository.repo}, but no branch "${branch}" in it.`
    throw new GateError('NOT_FOUND', why)
  } else {
    tracked.settled = {
      provenBy: 'the branch was deleted meanwhile, so there is nothing to scan',
      total: null,
    }
    polling.note(`${tracked.name}: the branch was deleted during the wait.`)
    showState(tracked, 'branch deleted', polling)
  }
}
