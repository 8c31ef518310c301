/**
 * Waits until every scan of a run is proven done, or says why that cannot be. Three steps, in this order:
 * `takeSnapshot` (what is there before), `noteTrigger` after each accepted trigger, `waitForScan`.
 */
import { asGateError, GateError } from '../errors.ts'
import type { Clock, Log } from '../ports.ts'
import type { TargetEvidence } from '../report/evidence.ts'
import { type Target, targetName } from '../target.ts'
import type { Bitbucket } from './bitbucket.ts'
import { type Asking, ask } from './poll-target.ts'
import type { Deadline } from './request.ts'
import { beforeOf, startProgress } from './scan-state.ts'
import { isRestarting, type Soteri, type StatusReply } from './soteri.ts'
import { evidenceOf, listWatched, type Watched } from './tracked-target.ts'
import {
  lateError,
  oldBranchesNote,
  openBeat,
  openMinutes,
  sleepWithBeat,
  type WaitProgress,
} from './wait-progress.ts'

/** What a wait asks, by which clock, and how patiently. */
export type WaitWorld = {
  readonly soteri: Pick<Soteri, 'scanStatus'>
  readonly bitbucket: Pick<Bitbucket, 'repositories' | 'branches'>
  readonly clock: Clock
  readonly log: Pick<Log, 'info' | 'debug'>
  readonly stop: AbortSignal
  /** Time between two polls of a target once the first quick ones are over, ms; it grows from there. */
  readonly pollIntervalMs: number
  /** For the snapshot, and again for the wait, ms. */
  readonly timeoutMs: number
  /** For a live display; called at most a few times a second. */
  readonly onProgress?: (progress: WaitProgress) => void
}

/** What was there before the trigger. Lives through the wait. */
export type Snapshot = {
  readonly watched: readonly Watched[]
  /** The same by the name of each target whose trigger scans them. */
  readonly byTarget: ReadonlyMap<string, readonly Watched[]>
  /** Scan statuses that were read. */
  answered: number
  /** What a first look met and will not pass, such as a missing right; it is not asked for twice. */
  ended: GateError | null
}

/** How a wait ended. */
export type WaitResult = {
  /** One entry for each branch or repository waited for, whatever the end. */
  readonly evidence: readonly TargetEvidence[]
  /** Things to know that do not change the end, one sentence each. */
  readonly notes: readonly string[]
  /** `null` only when every target was proven done. */
  readonly error: GateError | null
}

/** So many targets are asked at the same time; the ceiling of requests holds besides. */
const AT_ONCE = 4
/** Right after a trigger so many of its targets are looked at, for scans that are over in a second. */
const GLANCES = 20
/** With more targets than this, only ends and troubles are told at level info. */
const TALKATIVE_TARGETS = 50
const MAX_NOTES = 50

/**
 * Lists what the targets stand for and remembers the state of each before anything is triggered.
 *
 * @throws GateError when the server cannot be asked; nothing was started then
 */
export async function takeSnapshot(targets: readonly Target[], world: WaitWorld): Promise<Snapshot> {
  const { clock, log, soteri } = world
  const deadline = {
    at: clock.elapsed() + world.timeoutMs,
    phase: 'the look at the state before the trigger',
  }
  const watched = await listWatched(targets, world.bitbucket, deadline)
  const snapshot: Snapshot = { watched, byTarget: byTarget(watched), answered: 0, ended: null }
  const open = watched.filter(({ settled }) => settled === null)
  log.info(
    `To be watched: ${open.length} ${open.length === 1 ? 'branch or repository' : 'branches or repositories'}.`,
  )
  const told = openMinutes(clock)
  let read = 0
  await forEachAtOnce(open, async (one) => {
    const reply = await readBefore(one, soteri, deadline)
    if (reply?.kind === 'status') snapshot.answered += 1
    const unread = { kind: 'unknown', scanKey: null } as const
    one.progress = startProgress(reply === null ? unread : beforeOf(reply))
    read += 1
    if (told()) log.info(`Looked at ${read} of ${open.length} before the trigger.`)
  })
  return snapshot
}

/** Thousands of targets are triggered one by one, and each must not look for its own among all. */
function byTarget(all: readonly Watched[]): ReadonlyMap<string, readonly Watched[]> {
  const found = new Map<string, Watched[]>()
  for (const watched of all) {
    for (const name of watched.targets) {
      const own = found.get(name)
      if (own === undefined) found.set(name, [watched])
      else own.push(watched)
    }
  }
  return found
}

/**
 * A status that cannot be read now may be readable later: it is only worth less as a proof. What a restart of
 * the server explains is asked for again with patience; a repository that answers 500 is not.
 */
async function readBefore(
  { repository, branch }: Watched,
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
 * Call when the trigger of `target` was accepted: notes the time and takes a first look at once, since a
 * short scan may be over before the triggers that follow are sent. Never throws for what the look meets.
 */
export async function noteTrigger(target: Target, snapshot: Snapshot, world: WaitWorld): Promise<void> {
  const { clock } = world
  const triggeredAt = new Date(clock.now()).toISOString()
  const own = snapshot.byTarget.get(targetName(target)) ?? []
  for (const watched of own) watched.triggeredAt ??= triggeredAt
  if (snapshot.ended !== null) return
  const deadline = { at: clock.elapsed() + world.timeoutMs, phase: 'the first look after the trigger' }
  const asking = openAsking(snapshot, world, deadline, [])
  try {
    for (const watched of own.filter(isOpen).slice(0, GLANCES)) await ask(watched, asking)
  } catch (caught) {
    // The wait tells it, since the evidence goes with the wait.
    snapshot.ended = asGateError(caught)
  } finally {
    snapshot.answered = asking.answered
  }
}

/** Polls until all is proven, something ends the wait, or `timeoutMs` is over. Never throws. */
export async function waitForScan(snapshot: Snapshot, world: WaitWorld): Promise<WaitResult> {
  const notes: string[] = []
  const error = await waitToTheEnd(snapshot, world, notes)
  const old = oldBranchesNote(snapshot.watched)
  // The first, so that it is never among those that are left out.
  if (old !== null) notes.unshift(old)
  const omitted = notes.length - MAX_NOTES
  const shown = omitted > 0 ? [...notes.slice(0, MAX_NOTES), `${omitted} more notes were left out.`] : notes
  return { evidence: snapshot.watched.map(evidenceOf), notes: shown, error }
}

async function waitToTheEnd(
  snapshot: Snapshot,
  world: WaitWorld,
  notes: string[],
): Promise<GateError | null> {
  const { clock, timeoutMs } = world
  const { watched } = snapshot
  const reason = snapshot.ended ?? whyUnwaitable(watched)
  if (reason !== null) return reason
  const deadline = { at: clock.elapsed() + timeoutMs, phase: 'the wait for the scan (`timeout`)' }
  const asking = openAsking(snapshot, world, deadline, notes)
  const beat = openBeat(watched, world)
  // Counted besides the clock, so that the loop ends even if the clock stood still.
  let slept = 0
  try {
    for (let round = 0; slept < timeoutMs; round++) {
      const delay = pollDelay(round, world.pollIntervalMs, clock.random())
      const open = watched.filter(isOpen)
      const questions = open.reduce((sum, { sweep }) => sum + (sweep?.open.size ?? 1), 0)
      const due = open.filter(({ nextLookAt }) => nextLookAt <= clock.elapsed())
      await forEachAtOnce(due, async (one) => {
        await ask(one, asking)
        one.nextLookAt = nextLookAt(one, delay, questions, watched.length - open.length, asking)
        beat()
      })
      if (!watched.some(isOpen)) return null
      slept += delay
      await sleepWithBeat(Math.min(delay, deadline.at - clock.elapsed()), world, beat)
    }
  } catch (caught) {
    const error = asGateError(caught)
    if (world.stop.aborted) return new GateError('CANCELLED', 'Stopped while waiting for the scan.')
    if (error.code !== 'RUN_TIMEOUT') return error
  }
  return lateError(watched.filter(isOpen), timeoutMs)
}

/** When to look at a target again: in the next round, in `delayMs`, unless it stands in a long queue. */
function nextLookAt(one: Watched, delayMs: number, open: number, done: number, asking: Asking): number {
  const { clock, deadline, startedAt } = asking
  const queued = one.sweep?.queued ?? one.progress.stage.kind === 'scheduled'
  if (!queued) return 0
  const now = clock.elapsed()
  const wait = queueDelay({ open, done, waitedMs: now - startedAt, leftMs: deadline.at - now })
  // Chance spreads the looks, so that the queue is seen moving all the time.
  return wait <= delayMs ? 0 : now + wait * (0.8 + 0.4 * clock.random())
}

/** Without a trigger of ours there is nothing that a scan could be newer than. */
function whyUnwaitable(watched: readonly Watched[]): GateError | null {
  if (watched.length === 0) return new GateError('DEFECT', 'A wait for no scan at all proves nothing.')
  const never = watched.find((one) => isOpen(one) && one.triggeredAt === null)
  return never === undefined
    ? null
    : new GateError('DEFECT', `${never.name} is waited for, but was not triggered.`)
}

function isOpen({ settled }: Watched): boolean {
  return settled === null
}

function openAsking(snapshot: Snapshot, world: WaitWorld, deadline: Deadline, notes: string[]): Asking {
  const { soteri, bitbucket, clock, log } = world
  // A live display shows what is on its way better than lines do.
  const talkative = snapshot.watched.length <= TALKATIVE_TARGETS && world.onProgress === undefined
  return {
    soteri,
    bitbucket,
    clock,
    deadline,
    startedAt: clock.elapsed(),
    onState(watched, state) {
      const line = `${watched.name}: ${state}`
      if (talkative || !/^(scheduled|running|not scanned|earlier result)/.test(state)) log.info(line)
      else log.debug(line)
    },
    note: (sentence) => notes.push(sentence),
    answered: snapshot.answered,
    notFound: 0,
    existing: null,
  }
}

/** Works through a list, `AT_ONCE` entries at a time; the first failure ends it. */
async function forEachAtOnce<T>(list: readonly T[], work: (entry: T) => Promise<void>): Promise<void> {
  let next = 0
  let failed = false
  const worker = async (): Promise<void> => {
    for (;;) {
      const entry = list[next++]
      if (entry === undefined || failed) return
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

/** The first polls come quickly, so that a scan of seconds is seen running. */
const QUICK_FIRST_MS = 250
const GROWTH = 1.5
/** Rounds grow apart up to so many times the poll interval, but not beyond `SLOWEST_MS`. */
const GROWTH_LIMIT = 6
const SLOWEST_MS = 60_000
/** Part of a delay by which chance may shorten or lengthen it. */
const JITTER = 0.2

/**
 * Milliseconds to wait after round number `round` (0-based): doubling from a quarter of a second to
 * `pollIntervalMs`, then growing slowly.
 *
 * @param random in [0, 1)
 */
export function pollDelay(round: number, pollIntervalMs: number, random: number): number {
  const interval = Math.max(1, pollIntervalMs)
  const quickRounds = Math.max(0, Math.ceil(Math.log2(interval / QUICK_FIRST_MS)))
  const delay =
    round < quickRounds ? QUICK_FIRST_MS * 2 ** round : grown(interval, Math.min(round - quickRounds, 50))
  return Math.max(1, Math.round(delay * (1 - JITTER + 2 * JITTER * random)))
}

/** What is known of a queue when one of those who stand in it was looked at. */
export type QueueSight = {
  /** Questions that a look at everything unfinished would take. */
  readonly open: number
  /** Targets that are done. */
  readonly done: number
  /** Milliseconds since the wait began, and until it is given up. */
  readonly waitedMs: number
  readonly leftMs: number
}

/** In the long run one question in so much time, however long the queue: the delay of each grows with the queue. */
const QUEUE_SPACING_MS = 2000
/** Part of the time waited, of the time that is probably left, and of the time until the deadline. */
const QUEUE_PART = 0.25

/**
 * Milliseconds after which a target is asked again that stands in the server's queue. Others are before it, so it
 * is not asked in every round: two seconds for each question that is open, but at most a quarter of the time waited
 * so far (when everything ends at once, it is seen at most a quarter late), a quarter of the time that the rest
 * will take at the pace of what is done, and a quarter of the time until the deadline.
 */
export function queueDelay({ open, done, waitedMs, leftMs }: QueueSight): number {
  const restMs = done === 0 ? Number.POSITIVE_INFINITY : (waitedMs * open) / done
  return Math.min(QUEUE_SPACING_MS * open, QUEUE_PART * Math.min(waitedMs, restMs, leftMs))
}

function grown(interval: number, rounds: number): number {
  const slowest = Math.max(interval, Math.min(GROWTH_LIMIT * interval, SLOWEST_MS))
  return Math.min(slowest, interval * GROWTH ** rounds)
}
