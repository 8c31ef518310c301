/** The branches of a repository besides its default branch, which represents it in a wider scope. */
import { addName, namesOf, noNames } from '../text.ts'
import {
  FAILING_POLLS,
  failingError,
  listBranches,
  type Polling,
  pollBranch,
  showState,
  throwIfStopped,
} from './poll-branch.ts'
import {
  beforeOf,
  isDone,
  observe,
  reportsActivity,
  type ScanProgress,
  type ScanReply,
  startProgress,
} from './scan-state.ts'
import { isRestarting } from './soteri.ts'
import type { OtherBranches, TrackedTarget } from './tracked-target.ts'
import { unwatchedNote } from './wait-progress.ts'

/** Unchanged results after which another branch counts as done: right after a trigger an old one may be shown. */
const UNCHANGED_POLLS = 3
/** Another branch is looked up in Bitbucket at its second 404, and then at every so many more. */
const LIST_AGAIN_EVERY = 10

/**
 * Polls the branches besides the default one, which is proven; its trigger scans them all. Each of them has to show
 * an up-to-date result while it is neither queued nor running.
 *
 * There is no snapshot of them from before the trigger, and they are not polled from it on: an instance has hundreds
 * of thousands of branches, and that would take some twenty questions for each instead of a few (docs/scale.md). So
 * the scan of one may be over before its first poll, and its result then looks like an old one. Such a branch counts as
 * done after `UNCHANGED_POLLS`, and a note names it; with scope `repo` every branch is tracked by itself.
 *
 * @throws GateError that ends the wait
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
  const isDone = others.open.size === 0 && (await isListFinal(tracked, others, polling))
  const { size } = others.open
  const rest = size === 0 ? '' : `, ${size} other ${size === 1 ? 'branch' : 'branches'} to go`
  showState(tracked, `finished${rest}`, polling)
  if (!isDone) return
  if (others.deleted.count > 0) {
    polling.note(`${tracked.name}: deleted during the wait: ${namesOf(others.deleted)}.`)
  }
  const { unchanged, total } = others
  const proof = `default branch: ${proven.by}; no other branch waits or runs`
  const doubt = `, but nothing shows a scan after the trigger for ${namesOf(unchanged)}`
  tracked.settled = { provenBy: unchanged.count === 0 ? proof : proof + doubt, total }
}

async function listOthers(
  tracked: TrackedTarget,
  total: number | null,
  polling: Polling,
): Promise<OtherBranches | null> {
  const branches = await listBranches(tracked, polling)
  if (branches === null) return null
  const start = startProgress({ kind: 'unknown', scanKey: null }, reportsActivity(tracked.progress))
  return {
    known: new Set(branches.map(({ name }) => name)),
    wereAdded: false,
    open: new Map(branches.filter(({ isDefault }) => !isDefault).map(({ name }) => [name, start])),
    // If the list does not mark the default branch, its findings would be counted twice.
    total: branches.some(({ isDefault }) => isDefault) ? total : null,
    unchanged: noNames(),
    deleted: noNames(),
    queued: false,
    failures: 0,
  }
}

/**
 * Whether no other branch is left: once all are done they are listed again, since one may have been created, or hidden
 * as the list shifted. Branches that appear after those are done are noted.
 */
async function isListFinal(
  tracked: TrackedTarget,
  others: OtherBranches,
  polling: Polling,
): Promise<boolean> {
  // Without other branches the list is only a moment old.
  if (others.known.size <= 1) return true
  const branches = await listBranches(tracked, polling)
  if (branches === null) return false
  const added = branches.map(({ name }) => name).filter((name) => !others.known.has(name))
  if (added.length > 0 && others.wereAdded) polling.note(unwatchedNote(tracked.name, added))
  if (added.length === 0 || others.wereAdded) return true
  others.wereAdded = true
  others.queued = false
  for (const name of added) others.known.add(name)
  const start = startProgress({ kind: 'unknown', scanKey: null }, reportsActivity(tracked.progress))
  others.open = new Map(added.map((name) => [name, start]))
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
  others.queued = [...stillOpen.values()].every(({ state }) => state.kind === 'scheduled')
  others.failures = failedWith === null ? 0 : others.failures + 1
  if (failedWith !== null && others.failures >= FAILING_POLLS) {
    const [branch = ''] = stillOpen.keys()
    throw failingError(`${tracked.name}@${branch}`, failedWith, others.failures)
  }
}

/** Whether a branch is done and need not be polled again. */
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
  if (isUnchanged) addName(others.unchanged, branch)
  return true
}

/** Drops branches that answer 404 and are no longer listed. */
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
    addName(others.deleted, branch)
    // Whether the export still holds its findings is unknown.
    others.total = null
  }
  others.open = open
}
