/**
 * Waits until every scan of a run is proven done, or says why that cannot be. Three steps, in this order:
 * `takeSnapshot` before the triggers, `noteTrigger` after each accepted trigger, `waitForScan`.
 */
import { asGateError, GateError } from '../errors.ts'
import type { TargetEvidence } from '../evidence.ts'
import type { Clock, Log } from '../host.ts'
import { type Target, targetName } from '../target.ts'
import type { Bitbucket } from './bitbucket.ts'
import type { Polling } from './poll-branch.ts'
import { pollDelay, type Queue, queueDelay } from './poll-delay.ts'
import { pollTarget } from './poll-target.ts'
import type { Deadline } from './request.ts'
import { beforeOf, CONFIRM_MS, startProgress } from './scan-state.ts'
import { isRestarting, type Soteri, type StatusReply } from './soteri.ts'
import {
  branchesInstead,
  evidenceOf,
  listNewBranches,
  listTrackedTargets,
  type Tracked,
  type TrackedTarget,
} from './tracked-target.ts'
import { triggerWhenFree } from './trigger.ts'
import {
  openHeartbeat,
  openMinutes,
  openScans,
  scanTimeoutError,
  sleepWithHeartbeat,
  unchangedBranchesNote,
  unwatchedNote,
  type WaitProgress,
} from './wait-progress.ts'

export type WaitWorld = {
  readonly soteri: Pick<Soteri, 'scanStatus' | 'triggerScan'>
  readonly bitbucket: Pick<Bitbucket, 'repositories' | 'branches'>
  readonly clock: Clock
  readonly log: Pick<Log, 'info' | 'debug'>
  readonly stop: AbortSignal
  /** Time between two polls of a target after the first quick ones, ms; it grows from there. */
  readonly pollIntervalMs: number
  /** For the snapshot, and again for the wait, ms. */
  readonly timeoutMs: number
  /** For a live display; called at most a few times a second. */
  readonly onProgress?: (progress: WaitProgress) => void
}

/** The state before the trigger; the wait goes on with it. */
export type Snapshot = Tracked & {
  /** Scan statuses that were read. */
  answered: number
  /** Branches were added at the end of the wait. */
  wereAdded: boolean
  /** An error of a first poll that will not pass, such as a missing right; the wait ends with it at once. */
  ended: GateError | null
}

export type WaitResult = {
  /** Of each tracked branch or repository, however the wait ended. */
  readonly evidence: readonly TargetEvidence[]
  /** Facts that do not change the end, one sentence each. */
  readonly notes: readonly string[]
  /** `null` only if every target was proven done. */
  readonly error: GateError | null
}

/** Targets polled at the same time, below the rate limit of all requests. */
const AT_ONCE = 4
/** Targets polled right after their trigger, for scans that are over in a second. */
const FIRST_POLLS = 20
/** With more targets than this, routine states are logged at level debug. */
const MANY_TARGETS = 50
const MAX_NOTES = 50
/** Repositories without a status that are looked up where no status was read at all. */
const ODD_LOOKED_UP = 20

/**
 * Lists the branches and repositories to wait for, and reads the state of each before anything is triggered.
 * @throws GateError if the server cannot be asked
 */
export async function takeSnapshot(targets: readonly Target[], world: WaitWorld): Promise<Snapshot> {
  const { clock, log, soteri } = world
  const phase = 'the look at the state before the trigger'
  const deadline = { at: clock.elapsed() + world.timeoutMs, phase }
  const tracked = await listTrackedTargets(targets, world.bitbucket, deadline)
  const open = tracked.filter(isOpen)
  const things = open.length === 1 ? 'branch or repository' : 'branches or repositories'
  log.info(`Watching ${open.length} ${things}.`)
  const minuteIsOver = openMinutes(clock)
  const odd: TrackedTarget[] = []
  let [read, answered] = [0, 0]
  const readOne = async (target: TrackedTarget): Promise<void> => {
    const reply = await readBefore(target, soteri, deadline)
    if (reply?.kind === 'status') answered += 1
    else if (reply?.kind !== 'copy' && target.branch === null) odd.push(target)
    target.progress = startProgress(reply === null ? { kind: 'unknown', scanKey: null } : beforeOf(reply))
    read += 1
    if (minuteIsOver()) log.info(`Read the state of ${read} of ${open.length} before the trigger.`)
  }
  await forEachAtOnce(open, readOne)
  // Where no status was read at all, the server may have none: then a few look-ups are enough.
  for (const target of answered === 0 ? odd.slice(0, ODD_LOOKED_UP) : odd) {
    const own = await branchesInstead(target, world.bitbucket, deadline)
    if (own === null) continue
    log.info(`${target.name}: no default branch exists, so each of its ${own.length} branches is watched.`)
    tracked.splice(tracked.indexOf(target), 1, ...own)
    await forEachAtOnce(own, readOne)
  }
  return { tracked, byTarget: groupByTarget(tracked), answered, wereAdded: false, ended: null }
}

/** Thousands of targets are triggered one by one: none of them may search through all. */
function groupByTarget(all: readonly TrackedTarget[]): ReadonlyMap<string, readonly TrackedTarget[]> {
  const groups = new Map<string, TrackedTarget[]>()
  for (const tracked of all) {
    for (const name of tracked.targets) {
      const group = groups.get(name) ?? []
      group.push(tracked)
      groups.set(name, group)
    }
  }
  return groups
}

/**
 * A status that cannot be read now only weakens the proof later. A failure that a restart of the server explains is
 * retried; a repository that answers 500 is not.
 */
async function readBefore(
  { repository, branch }: TrackedTarget,
  soteri: WaitWorld['soteri'],
  deadline: Deadline,
): Promise<StatusReply | null> {
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

/**
 * Call when the trigger of `target` was accepted. Notes the time and polls at once, since a short scan may be over
 * before the next triggers are sent. Never throws an error of the poll: the wait ends with it.
 */
export async function noteTrigger(target: Target, snapshot: Snapshot, world: WaitWorld): Promise<void> {
  const { clock } = world
  const triggeredAt = new Date(clock.now()).toISOString()
  const own = snapshot.byTarget.get(targetName(target)) ?? []
  for (const tracked of own) tracked.triggeredAt ??= triggeredAt
  if (snapshot.ended !== null) return
  const deadline = { at: clock.elapsed() + world.timeoutMs, phase: 'the first look after the trigger' }
  const polling = openPolling(snapshot, world, deadline, [])
  try {
    for (const tracked of own.filter(isOpen).slice(0, FIRST_POLLS)) await pollTarget(tracked, polling)
  } catch (caught) {
    snapshot.ended = asGateError(caught)
  } finally {
    snapshot.answered = polling.answered
  }
}

/** Polls until all is proven, an error ends the wait, or `timeoutMs` is over. Never throws. */
export async function waitForScan(snapshot: Snapshot, world: WaitWorld): Promise<WaitResult> {
  const notes: string[] = []
  const error = snapshot.ended ?? whyUnwaitable(snapshot) ?? (await pollUntilProven(snapshot, world, notes))
  const unchanged = unchangedBranchesNote(snapshot.tracked)
  // The first one, so that it is never among the omitted.
  if (unchanged !== null) notes.unshift(unchanged)
  const omitted = notes.length - MAX_NOTES
  const shown = omitted > 0 ? [...notes.slice(0, MAX_NOTES), `${omitted} more notes were left out.`] : notes
  return { evidence: snapshot.tracked.map(evidenceOf), notes: shown, error }
}

/** Call when a trigger of `target` was refused, since another scan was under way: its end must not pass for that of ours. */
export async function renewSnapshot(target: Target, snapshot: Snapshot, world: WaitWorld): Promise<void> {
  const deadline = {
    at: world.clock.elapsed() + world.timeoutMs,
    phase: 'the look at the state before the trigger',
  }
  await renew(snapshot.byTarget.get(targetName(target)) ?? [], world, deadline)
}

async function renew(all: readonly TrackedTarget[], world: WaitWorld, deadline: Deadline): Promise<void> {
  for (const [at, tracked] of all.filter(isOpen).entries()) {
    const reply = at < FIRST_POLLS ? await readBefore(tracked, world.soteri, deadline) : null
    const before = reply === null ? null : beforeOf(reply)
    const isIdle = before !== null && before.kind !== 'busy'
    tracked.progress = startProgress(isIdle ? before : { kind: 'unknown', scanKey: null })
  }
}

/** Without a trigger of ours there is nothing that a scan could be newer than. */
function whyUnwaitable({ tracked }: Snapshot): GateError | null {
  if (tracked.length === 0) return new GateError('DEFECT', 'A wait for no scan at all proves nothing.')
  const never = tracked.find((one) => isOpen(one) && one.triggeredAt === null)
  if (never === undefined) return null
  return new GateError('DEFECT', `${never.name} is waited for, but was not triggered.`)
}

/** The loop. @returns `null` if every target is settled, else why the wait ended without that */
async function pollUntilProven(
  snapshot: Snapshot,
  world: WaitWorld,
  notes: string[],
): Promise<GateError | null> {
  const { tracked } = snapshot
  const { clock, timeoutMs, pollIntervalMs, stop } = world
  const deadline = { at: clock.elapsed() + timeoutMs, phase: 'the wait for the scan (`timeout`)' }
  const polling = openPolling(snapshot, world, deadline, notes)
  const heartbeat = openHeartbeat(tracked, world)
  try {
    // The time slept is counted too, so that the loop ends even if the clock does not advance.
    for (let round = 0, sleptMs = 0; sleptMs < timeoutMs; round++) {
      const delayMs = pollDelay(round, pollIntervalMs, clock.random())

      // 1. Poll every open target, but those in a long queue only when they are due.
      const open = tracked.filter(isOpen)
      const queue = {
        open: open.reduce((sum, { others }) => sum + (others?.open.size ?? 1), 0),
        done: tracked.length - open.length,
      }
      const due = open.filter(({ nextPollAt }) => nextPollAt <= clock.elapsed())
      await forEachAtOnce(due, async (target) => {
        await pollTarget(target, polling)
        target.nextPollAt = nextPollAt(target, delayMs, queue, polling)
        heartbeat()
      })

      // 2. All settled: every scan is proven done, or there was nothing to scan.
      if (!tracked.some(isOpen) && !(await addNewBranches(snapshot, polling, world))) return null

      // 3. Sleep until the next round, or until the deadline: a poll after it ends with RUN_TIMEOUT.
      const sleepMs = tracked.some(isConfirming) ? Math.min(delayMs, CONFIRM_MS) : delayMs
      sleptMs += sleepMs
      await sleepWithHeartbeat(Math.min(sleepMs, deadline.at - clock.elapsed()), world, heartbeat)
    }
  } catch (caught) {
    const error = asGateError(caught)
    if (stop.aborted) return new GateError('CANCELLED', 'Stopped while waiting for the scan.')
    if (error.code !== 'RUN_TIMEOUT') return error
  }
  return scanTimeoutError(tracked.filter(isOpen), timeoutMs)
}

/**
 * Lists branches once more when all are done, and scans and watches new ones. Those that appear after that are noted.
 * @returns whether there are any to wait for
 */
async function addNewBranches(snapshot: Snapshot, polling: Polling, world: WaitWorld): Promise<boolean> {
  const { soteri, bitbucket, clock, log } = world
  const { deadline } = polling
  const added = await listNewBranches(snapshot, bitbucket, deadline)
  const names = added.map(({ name }) => name)
  if (names.length > 0 && snapshot.wereAdded) polling.note(unwatchedNote('The repositories', names))
  if (added.length === 0 || snapshot.wereAdded) return false
  snapshot.wereAdded = true
  await forEachAtOnce(added, async (tracked) => {
    const { name, repository, branch } = tracked
    const before = await readBefore(tracked, soteri, deadline)
    tracked.progress = startProgress(before === null ? { kind: 'unknown', scanKey: null } : beforeOf(before))
    // Whether the trigger of its repository reached it is not known.
    const target = { kind: 'branch', ...repository, branch: branch ?? '' } as const
    const within = { ...world, timeoutMs: deadline.at - clock.elapsed() }
    await triggerWhenFree(target, [], within, async () => await renew([tracked], world, deadline))
    tracked.triggeredAt = new Date(clock.now()).toISOString()
    log.info(`${name}: appeared during the wait, scan triggered.`)
    snapshot.tracked.push(tracked)
    await pollTarget(tracked, polling)
  })
  return true
}

function isOpen({ settled }: TrackedTarget): boolean {
  return settled === null
}

/** Needs one more poll soon, to see the same result twice. */
function isConfirming(tracked: TrackedTarget): boolean {
  return isOpen(tracked) && openScans(tracked).every(({ state }) => state.kind === 'confirming')
}

/** The next full round, or later where the target is in a queue so long that this is early enough. */
function nextPollAt(
  tracked: TrackedTarget,
  delayMs: number,
  queue: Pick<Queue, 'open' | 'done'>,
  { clock, deadline, startedAt }: Polling,
): number {
  const now = clock.elapsed()
  const { others, progress } = tracked
  if (isConfirming(tracked)) return 0
  // A little sooner, since a timer may fire early.
  if (!(others?.queued ?? progress.state.kind === 'scheduled')) return now + 0.9 * delayMs
  const wait = queueDelay({ ...queue, waitedMs: now - startedAt, leftMs: deadline.at - now })
  // Chance spreads the polls, so that the queue is seen moving all the time.
  return wait <= delayMs ? now + 0.9 * delayMs : now + wait * (0.8 + 0.4 * clock.random())
}

function openPolling(snapshot: Snapshot, world: WaitWorld, deadline: Deadline, notes: string[]): Polling {
  const { soteri, bitbucket, clock, log } = world
  // A live display shows routine states better than lines do.
  const logsRoutine = snapshot.tracked.length <= MANY_TARGETS && world.onProgress === undefined
  const onState: Polling['onState'] = ({ name }, state) => {
    const isRoutine = /^(scheduled|running|not scanned|earlier result|finished, to be)/.test(state)
    log[isRoutine && !logsRoutine ? 'debug' : 'info'](`${name}: ${state}`)
  }
  const note: Polling['note'] = (sentence) => notes.push(sentence)
  const counts = { answered: snapshot.answered, notFound: 0, existing: null }
  return { soteri, bitbucket, clock, deadline, startedAt: clock.elapsed(), onState, note, ...counts }
}

/** Works through a list, `AT_ONCE` entries at a time; the first failure ends it. */
export async function forEachAtOnce<T>(list: readonly T[], work: (entry: T) => Promise<void>): Promise<void> {
  const entries = list.values()
  let failed = false
  const worker = async (): Promise<void> => {
    for (const entry of entries) {
      if (failed) return
      try {
        await work(entry)
      } catch (caught) {
        failed = true
        throw caught
      }
    }
  }
  const workers = await Promise.allSettled(Array.from({ length: Math.min(AT_ONCE, list.length) }, worker))
  for (const result of workers) if (result.status === 'rejected') throw result.reason
}
