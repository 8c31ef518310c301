/** One poll of one target, and the rules of patience: how many 404s, failures and strange replies end a wait. */
import { assertNever, type ErrorCode, GateError } from '../errors.ts'
import type { Clock } from '../host.ts'
import { namesOf } from '../text.ts'
import type { Bitbucket, Branch } from './bitbucket.ts'
import type { Deadline } from './request.ts'
import {
  addState,
  beforeOf,
  describeProgress,
  isDone,
  observe,
  reportsActivity,
  type ScanProgress,
  type ScanReply,
  startProgress,
} from './scan-state.ts'
import { isRestarting, type Soteri } from './soteri.ts'
import { type OtherBranches, settleEmpty, type TrackedTarget } from './tracked-target.ts'
import { scanStoppedError, unwatchedNote } from './wait-progress.ts'

// Limits count polls of one target in a row, not rounds of the loop.

/** 404s after which a target that Bitbucket lists is given up, where others are answered. */
const MISSING_POLLS = 12
/** 404s after which the whole resource is missing, where no target was ever answered. */
const MISSING_RESOURCE_POLLS = 8
/** The same by all 404s of a wait, since the first round over thousands of targets is long: so many in so much time. */
const MISSING_RESOURCE_REPLIES = 40
const MISSING_RESOURCE_MS = 30_000
/** Server errors that a restart does not explain. */
const FAILING_POLLS = 20
/** Replies that are no scan status at all. */
const STRANGE_POLLS = 6
const strange: readonly ErrorCode[] = ['REPLY_UNREADABLE', 'LOGIN_PAGE', 'REDIRECTED']
/** Errors that do not end a wait: the next poll may succeed. */
const passing: readonly ErrorCode[] = ['UNREACHABLE', 'REQUEST_TIMEOUT', 'SERVER_FAILED', ...strange]
/** Polls, and the time from the first to the last of them, after which a scan is known to have ended without a result. */
const STOPPED_POLLS = 5
const STOPPED_MS = 10_000
/** Unchanged results after which another branch counts as done: right after a trigger an old one may be shown. */
const UNCHANGED_POLLS = 3
/** Another branch is looked up in Bitbucket at its second 404, and then at every so many more. */
const LIST_AGAIN_EVERY = 10

export type Polling = {
  readonly soteri: Pick<Soteri, 'scanStatus'>
  readonly bitbucket: Pick<Bitbucket, 'branches'>
  readonly clock: Clock
  readonly deadline: Deadline
  /** In `Clock.elapsed()` ms. */
  readonly startedAt: number
  readonly onState: (tracked: TrackedTarget, state: string) => void
  readonly notes: string[]
  /** Replies that were a scan status: one is enough to know that the resource exists. */
  answered: number
  notFound: number
  /** Name of a target that Bitbucket lists and the app answered 404 for; `null` while there is none. */
  existing: string | null
}

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

export function passingOrThrow(caught: unknown): GateError {
  if (caught instanceof GateError && passing.includes(caught.code)) return caught
  throw caught
}

export function showState(tracked: TrackedTarget, state: string, polling: Polling): void {
  if (addState(tracked.states, state, polling.clock.now())) polling.onState(tracked, state)
}

/** The error for a branch that keeps failing while the server as such is there. */
export function failingError(name: string, status: number, times: number): GateError {
  const why = `The scan status of ${name} cannot be read: the server answered ${status}, ${times} times in a row.`
  return new GateError('SERVER_FAILED', why)
}

function throwIfStopped(name: string, progress: ScanProgress, { clock }: Polling): void {
  const { state, sameInRow, since } = progress
  const isOver = sameInRow >= STOPPED_POLLS && clock.elapsed() - since >= STOPPED_MS
  if (state.kind === 'stopped' && isOver) throw scanStoppedError(name, progress, state.how)
}

async function listBranches({ repository }: TrackedTarget, { bitbucket, deadline }: Polling) {
  try {
    return await Array.fromAsync(bitbucket.branches(repository, deadline))
  } catch (caught) {
    passingOrThrow(caught)
    return null
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
    const provenBy = 'the branch was deleted meanwhile, so there is nothing to scan'
    tracked.settled = { provenBy, total: null }
    polling.notes.push(`${tracked.name}: the branch was deleted during the wait.`)
    showState(tracked, 'branch deleted', polling)
  }
}

/**
 * Polls the branches besides the default one, which is proven; its trigger scans them all. Each has to show an up-to-date
 * result while it is neither queued nor running.
 *
 * An instance has hundreds of thousands of them, so there is no snapshot from before the trigger, and a scan may be over
 * before its first poll (docs/scale.md). A result that looks old counts as done after `UNCHANGED_POLLS`, and a note names the
 * branch; with scope `repo` every branch is tracked by itself.
 */
export async function pollOtherBranches(
  tracked: TrackedTarget,
  proven: { readonly by: string; readonly total: number | null },
  polling: Polling,
): Promise<void> {
  tracked.others ??= await listOthers(tracked, proven.total, polling)
  const { others } = tracked
  if (others === null) return
  await pollOpen(tracked, others, polling)
  await dropDeleted(tracked, others, polling)
  const isFinal = others.open.size === 0 && (await isListFinal(tracked, others, polling))
  const { size } = others.open
  const rest = size === 0 ? '' : `, ${size} other ${size === 1 ? 'branch' : 'branches'} to go`
  showState(tracked, `finished${rest}`, polling)
  if (!isFinal) return
  const { unchanged, deleted, total } = others
  if (deleted.length > 0) polling.notes.push(`${tracked.name}: deleted during the wait: ${namesOf(deleted)}.`)
  const proof = `default branch: ${proven.by}; no other branch waits or runs`
  const doubt = `, but nothing shows a scan after the trigger for ${namesOf(unchanged)}`
  tracked.settled = { provenBy: unchanged.length === 0 ? proof : proof + doubt, total }
}

async function listOthers(
  tracked: TrackedTarget,
  total: number | null,
  polling: Polling,
): Promise<OtherBranches | null> {
  const branches = await listBranches(tracked, polling)
  if (branches === null) return null
  const others = branches.filter(({ isDefault }) => !isDefault)
  return {
    totals: new Map(branches.map(({ name, isDefault }) => [name, isDefault ? total : null])),
    wereAdded: false,
    open: openOf(tracked, others),
    // If the list does not mark the default branch, its findings would be counted twice.
    total: others.length < branches.length ? total : null,
    unchanged: [],
    deleted: [],
    failures: 0,
  }
}

function openOf({ progress }: TrackedTarget, branches: readonly Branch[]): OtherBranches['open'] {
  const start = startProgress(undefined, reportsActivity(progress))
  return new Map(branches.map(({ name }) => [name, start]))
}

/** Once all are done they are listed again: one may have been created, or hidden as the list shifted. */
async function isListFinal(tracked: TrackedTarget, others: OtherBranches, polling: Polling) {
  // Without other branches the list is only a moment old.
  if (others.totals.size <= 1) return true
  const branches = await listBranches(tracked, polling)
  if (branches === null) return false
  const added = branches.filter(({ name }) => !others.totals.has(name))
  const names = added.map(({ name }) => name)
  if (added.length > 0 && others.wereAdded) polling.notes.push(unwatchedNote(tracked.name, names))
  if (added.length === 0 || others.wereAdded) return true
  others.wereAdded = true
  for (const name of names) others.totals.set(name, null)
  others.open = openOf(tracked, added)
  return false
}

async function pollOpen(tracked: TrackedTarget, others: OtherBranches, polling: Polling): Promise<void> {
  const stillOpen = new Map<string, ScanProgress>()
  let failedWith: number | null = null
  for (const [branch, last] of others.open) {
    const reply = await pollBranch(tracked, branch, polling)
    // There is no snapshot: the first status that can be read takes its place.
    const isFirst = reply.kind === 'status' && last.before.kind === 'unknown'
    const begun = isFirst ? startProgress(beforeOf(reply), last.othersActive) : last
    const progress = observe(begun, reply, polling.clock.elapsed())
    throwIfStopped(`${tracked.name}@${branch}`, progress, polling)
    if (!countIfDone(branch, progress, reply, others)) stillOpen.set(branch, progress)
    if (reply.kind === 'failing' && !isRestarting(reply.status)) failedWith = reply.status
  }
  others.open = stillOpen
  others.failures = failedWith === null ? 0 : others.failures + 1
  if (failedWith !== null && others.failures >= FAILING_POLLS) {
    const [branch = ''] = stillOpen.keys()
    throw failingError(`${tracked.name}@${branch}`, failedWith, others.failures)
  }
}

function countIfDone(
  branch: string,
  { state, sameInRow }: ScanProgress,
  reply: ScanReply,
  others: OtherBranches,
): boolean {
  if (reply.kind !== 'status' || !isDone(reply.status)) return false
  const isUnchanged = state.kind === 'unchanged' && sameInRow >= UNCHANGED_POLLS
  if (state.kind !== 'proven' && !isUnchanged) return false
  const { total } = reply.status
  others.total = others.total === null || total === null ? null : others.total + total
  others.totals.set(branch, total)
  if (isUnchanged) others.unchanged.push(branch)
  return true
}

async function dropDeleted(tracked: TrackedTarget, others: OtherBranches, polling: Polling): Promise<void> {
  const missing = [...others.open].filter(([, { state }]) => state.kind === 'not-found')
  if (!missing.some(([, { sameInRow }]) => sameInRow % LIST_AGAIN_EVERY === 2)) return
  const branches = await listBranches(tracked, polling)
  if (branches === null) return
  const listed = new Set(branches.map(({ name }) => name))
  const open = new Map(others.open)
  for (const [branch] of missing) {
    if (listed.has(branch)) continue
    open.delete(branch)
    others.deleted.push(branch)
    // Whether the export still holds its findings is unknown.
    others.total = null
  }
  others.open = open
}
