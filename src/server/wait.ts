/** Waits until every scan of a run is proven done: `takeSnapshot` before the triggers, `noteTrigger` after each, `waitForScan`. */
import { asGateError, GateError } from '../errors.ts'
import { type Target, targetName } from '../target.ts'
import { type Polling, pollTarget } from './poll.ts'
import { forEachAtOnce } from './request.ts'
import { beforeOf, CONFIRM_MS, startProgress } from './scan-state.ts'
import {
  evidenceOf,
  FIRST_POLLS,
  isOpen,
  listNewBranches,
  readBefore,
  renew,
  type Snapshot,
  type TrackedTarget,
  type WaitWorld,
} from './tracked-target.ts'
import {
  formatDuration,
  isQueued,
  openHeartbeat,
  openScans,
  scanTimeoutError,
  sleepWithHeartbeat,
  unchangedBranchesNote,
  unwatchedNote,
} from './wait-progress.ts'

/** With more targets than this, routine states are logged at level debug. */
const MANY_TARGETS = 50
const MAX_NOTES = 50

/** @param beforeNext called after each refusal: the other scan may have changed the state @returns `emails` left over */
export async function triggerWhenFree(
  target: Target,
  emails: readonly string[],
  { soteri, clock, log, stop, pollIntervalMs, timeoutMs }: WaitWorld,
  beforeNext: () => Promise<void>,
): Promise<number> {
  const name = targetName(target)
  const started = clock.elapsed()
  for (let round = 0; ; round++) {
    const reply = await soteri.triggerScan(target, emails)
    if (reply.kind === 'accepted') return reply.emailsLeft
    const answer = `the server answers ${reply.status} to the trigger, so another scan is under way`
    if (round === 0) log.info(`${name}: ${answer}; it is triggered again when that is over.`)
    const delayMs = pollDelay(round, pollIntervalMs, clock.random())
    if (clock.elapsed() + delayMs > started + timeoutMs) {
      const why = `${name}: ${answer}, and it is not over after ${formatDuration(timeoutMs)} (\`timeout\`).`
      throw new GateError('SCAN_TIMEOUT', why)
    }
    await clock.sleep(delayMs, stop)
    await beforeNext()
  }
}

/** Polls at once, as a short scan may be over before the next triggers. An error of the poll ends the wait later. */
export async function noteTrigger(target: Target, snapshot: Snapshot, world: WaitWorld): Promise<void> {
  const { clock } = world
  const triggeredAt = new Date(clock.now()).toISOString()
  const own = snapshot.byTarget.get(targetName(target)) ?? []
  for (const tracked of own) tracked.triggeredAt ??= triggeredAt
  if (snapshot.ended !== null) return
  const polling = openPolling(snapshot, world, 'the first look after the trigger', [])
  try {
    for (const tracked of own.filter(isOpen).slice(0, FIRST_POLLS)) await pollTarget(tracked, polling)
  } catch (caught) {
    snapshot.ended = asGateError(caught)
  } finally {
    snapshot.answered = polling.answered
  }
}

/** Never throws. @returns `error: null` only if every target was proven done; notes do not change that */
export async function waitForScan(snapshot: Snapshot, world: WaitWorld) {
  const notes: string[] = []
  const error = snapshot.ended ?? whyUnwaitable(snapshot) ?? (await pollUntilProven(snapshot, world, notes))
  const unchanged = unchangedBranchesNote(snapshot.tracked)
  // The first one, so that it is never among the omitted.
  if (unchanged !== null) notes.unshift(unchanged)
  const omitted = notes.length - MAX_NOTES
  const shown = omitted > 0 ? [...notes.slice(0, MAX_NOTES), `${omitted} more notes were left out.`] : notes
  return { evidence: snapshot.tracked.map(evidenceOf), notes: shown, error }
}

/** Without a trigger of ours there is nothing that a scan could be newer than. */
function whyUnwaitable({ tracked }: Snapshot): GateError | null {
  if (tracked.length === 0) return new GateError('DEFECT', 'A wait for no scan at all proves nothing.')
  const never = tracked.find((one) => isOpen(one) && one.triggeredAt === null)
  if (never === undefined) return null
  return new GateError('DEFECT', `${never.name} is waited for, but was not triggered.`)
}

async function pollUntilProven(snapshot: Snapshot, world: WaitWorld, notes: string[]) {
  const { tracked } = snapshot
  const { clock, timeoutMs, pollIntervalMs, stop } = world
  const polling = openPolling(snapshot, world, 'the wait for the scan (`timeout`)', notes)
  const heartbeat = openHeartbeat(tracked, world)
  try {
    // The time slept is counted too, so that the loop ends even if the clock does not advance.
    for (let round = 0, sleptMs = 0; sleptMs < timeoutMs; round++) {
      const delayMs = pollDelay(round, pollIntervalMs, clock.random())

      // 1. Poll every open target, but those in a long queue only when they are due.
      const open = tracked.filter(isOpen)
      // The requests that a poll of everything unfinished takes, and the targets that are done.
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
      await sleepWithHeartbeat(Math.min(sleepMs, polling.deadline.at - clock.elapsed()), world, heartbeat)
    }
  } catch (caught) {
    const error = asGateError(caught)
    if (stop.aborted) return new GateError('CANCELLED', 'Stopped while waiting for the scan.')
    if (error.code !== 'RUN_TIMEOUT') return error
  }
  return scanTimeoutError(tracked.filter(isOpen), timeoutMs)
}

/** When all are done, new branches are scanned and watched once; those that appear after that are noted. @returns whether any */
async function addNewBranches(snapshot: Snapshot, polling: Polling, world: WaitWorld): Promise<boolean> {
  const { clock, log } = world
  const server = { ...world, deadline: polling.deadline }
  const added = await listNewBranches(snapshot, server)
  const names = added.map(({ name }) => name)
  if (names.length > 0 && snapshot.wereAdded) polling.notes.push(unwatchedNote('The repositories', names))
  if (added.length === 0 || snapshot.wereAdded) return false
  snapshot.wereAdded = true
  await forEachAtOnce(added, async (tracked) => {
    const { name, repository, branch } = tracked
    tracked.progress = startProgress(beforeOf(await readBefore(tracked, server)))
    // Whether the trigger of its repository reached it is not known.
    const target = { kind: 'branch', ...repository, branch: branch ?? '' } as const
    const within = { ...world, timeoutMs: server.deadline.at - clock.elapsed() }
    await triggerWhenFree(target, [], within, () => renew([tracked], server))
    tracked.triggeredAt = new Date(clock.now()).toISOString()
    log.info(`${name}: appeared during the wait, scan triggered.`)
    snapshot.tracked.push(tracked)
    await pollTarget(tracked, polling)
  })
  return true
}

function isConfirming(tracked: TrackedTarget): boolean {
  return isOpen(tracked) && openScans(tracked).every(({ state }) => state.kind === 'confirming')
}

/** The next full round, or later where the target is in a queue so long that this is early enough. */
function nextPollAt(
  tracked: TrackedTarget,
  delayMs: number,
  queue: Record<'open' | 'done', number>,
  { clock, deadline, startedAt }: Polling,
): number {
  const now = clock.elapsed()
  if (isConfirming(tracked)) return 0
  // A little sooner, since a timer may fire early.
  if (!isQueued(tracked)) return now + 0.9 * delayMs
  const wait = queueDelay({ ...queue, waitedMs: now - startedAt, leftMs: deadline.at - now })
  // Chance spreads the polls, so that the queue is seen moving all the time.
  return wait <= delayMs ? now + 0.9 * delayMs : now + wait * (0.8 + 0.4 * clock.random())
}

function openPolling(snapshot: Snapshot, world: WaitWorld, phase: string, notes: string[]): Polling {
  const { soteri, bitbucket, clock, log } = world
  const startedAt = clock.elapsed()
  const deadline = { at: startedAt + world.timeoutMs, phase }
  // A live display shows routine states better than lines do.
  const logsRoutine = snapshot.tracked.length <= MANY_TARGETS && world.progress === null
  const onState: Polling['onState'] = ({ name }, state) => {
    const isRoutine = /^(scheduled|running|not scanned|earlier result|finished, to be)/.test(state)
    log[isRoutine && !logsRoutine ? 'debug' : 'info'](`${name}: ${state}`)
  }
  const counts = { answered: snapshot.answered, notFound: 0, existing: null }
  return { soteri, bitbucket, clock, deadline, startedAt, onState, notes, ...counts }
}

/** The first polls come quickly, so that a scan of seconds is seen running. */
const QUICK_FIRST_MS = 250
/** Then the delay grows up to so many times the poll interval, but not beyond `SLOWEST_MS`. */
const GROWTH = 1.5
const GROWTH_LIMIT = 6
const SLOWEST_MS = 60_000
/** Part of a delay by which chance may shorten or lengthen it. */
const JITTER = 0.2

/** Milliseconds to wait after a round (from 0): doubling to `pollIntervalMs`, then growing slowly. */
export function pollDelay(round: number, pollIntervalMs: number, random: number): number {
  const interval = Math.max(1, pollIntervalMs)
  const quickRounds = Math.max(0, Math.ceil(Math.log2(interval / QUICK_FIRST_MS)))
  const slowRounds = Math.min(round - quickRounds, 50)
  const slowest = Math.max(interval, Math.min(GROWTH_LIMIT * interval, SLOWEST_MS))
  const delay =
    slowRounds < 0 ? QUICK_FIRST_MS * 2 ** round : Math.min(slowest, interval * GROWTH ** slowRounds)
  return Math.max(1, Math.round(delay * (1 - JITTER + 2 * JITTER * random)))
}

const QUEUE_SPACING_MS = 2000
const QUEUE_PART = 0.25

/**
 * Until the next poll of a target in the server's queue, in ms: two seconds for each open question, so that the load is the
 * same however long the queue. At most a quarter of the time waited so far (so an end is seen at most a quarter late), of the
 * time that the rest will take at the present pace, and of the time left.
 */
export function queueDelay(queue: Record<'open' | 'done' | 'waitedMs' | 'leftMs', number>): number {
  const { open, done, waitedMs, leftMs } = queue
  const restMs = done === 0 ? Number.POSITIVE_INFINITY : (waitedMs * open) / done
  return Math.min(QUEUE_SPACING_MS * open, QUEUE_PART * Math.min(waitedMs, restMs, leftMs))
}
