/** What a wait shows: log lines, heartbeat and live display while it goes on, notes and the error at its end. */
import { GateError } from '../errors.ts'
import type { Clock } from '../host.ts'
import { addName, namesOf, noNames, sampleOf } from '../text.ts'
import { describeProgress, type ScanProgress } from './scan-state.ts'
import type { OtherBranches, TrackedTarget, WaitWorld } from './tracked-target.ts'

export type WaitProgress = {
  readonly done: number
  readonly total: number
  readonly running: number
  readonly scheduled: number
  /** Since the wait began. */
  readonly elapsedMs: number
  /** Running ones first, then queued ones, then the rest; at most `SHOWN_TARGETS`. */
  readonly targets: readonly TargetProgress[]
  /** From 0 to 1 over all targets, as far as the server reports their progress. */
  readonly fraction: number
}

type Group = 'running' | 'queued' | 'left' | 'done'

export type TargetProgress = {
  readonly name: string
  readonly state: Group
  /** From 0 to 100; `null` when the server does not report it. */
  readonly percent: number | null
}

/** Progress of a repository whose default branch is done: nothing reports how far its other branches are. */
const OTHER_BRANCHES_PERCENT = 50

/** No terminal is higher, and a wide scope may have thousands. */
const SHOWN_TARGETS = 100

export function countProgress(all: readonly TrackedTarget[], elapsedMs: number): WaitProgress {
  const by = { running: [], queued: [], left: [], done: [] } as Record<Group, TargetProgress[]>
  let percents = 0
  for (const tracked of all) {
    const progress = progressOf(tracked)
    by[progress.state].push(progress)
    percents += progress.percent ?? (tracked.others === null ? 0 : OTHER_BRANCHES_PERCENT)
  }
  return {
    done: by.done.length,
    total: all.length,
    running: by.running.length,
    scheduled: by.queued.length,
    elapsedMs,
    targets: [...by.running, ...by.queued, ...by.left, ...by.done].slice(0, SHOWN_TARGETS),
    fraction: all.length === 0 ? 0 : percents / (100 * all.length),
  }
}

function progressOf({ name, settled, others, progress: { state } }: TrackedTarget): TargetProgress {
  if (settled !== null) return { name, state: 'done', percent: 100 }
  if (others !== null) return { name, state: 'running', percent: null }
  if (state.kind === 'running') return { name, state: 'running', percent: state.percent }
  if (state.kind === 'confirming') return { name, state: 'running', percent: 100 }
  return { name, state: state.kind === 'scheduled' ? 'queued' : 'left', percent: null }
}

export function heartbeatLine({ done, total, running, scheduled, elapsedMs }: WaitProgress): string {
  const left = total - done - running - scheduled
  const counts = `${done} of ${total} done, ${running} running, ${scheduled} queued, ${left} left`
  return `Waiting for scans (${formatDuration(elapsedMs)}): ${counts}.`
}

/** One line for a live display: `[##########----------] 3 of 6 done, 2 running, 1 queued, 45 s`. */
export function progressText(progress: Omit<WaitProgress, 'targets'>): string {
  const { done, total, running, scheduled, elapsedMs, fraction } = progress
  const counts = `${done} of ${total} done, ${running} running, ${scheduled} queued`
  return `${bar(fraction, 20)} ${counts}, ${formatDuration(elapsedMs)}`
}

/**
 * A live display: `[#####-----] 3 of 6 done, 2 running, 1 queued, 45 s, about 2 min left`, then a line like
 * `  [####--------]     37%  PROJ/repo@main` for each target.
 */
export function liveText(progress: WaitProgress): string {
  return [progressText(progress) + timeLeft(progress), ...progress.targets.map(targetLine)].join('\n')
}

/** Before this, an estimate of the time left would jump about. */
const ESTIMATE_AFTER_MS = 5000
const ESTIMATE_AFTER_FRACTION = 0.02

function timeLeft({ elapsedMs, fraction }: WaitProgress): string {
  if (elapsedMs < ESTIMATE_AFTER_MS || fraction < ESTIMATE_AFTER_FRACTION || fraction >= 1) return ''
  return `, about ${formatDuration((elapsedMs * (1 - fraction)) / fraction)} left`
}

function targetLine({ name, state, percent }: TargetProgress): string {
  const word = percent === null || state === 'done' ? state : `${Math.floor(percent)}%`
  return `  ${bar((percent ?? 0) / 100, 12)} ${word.padStart(7)}  ${name}`
}

/** `[###-------]` for a part from 0 to 1. */
export function bar(part: number, width: number): string {
  const filled = Math.floor(Math.min(1, Math.max(0, part)) * width)
  return `[${'#'.repeat(filled)}${'-'.repeat(width - filled)}]`
}

/** `45 s`, `12 min`, `2 h 5 min` */
export function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 90) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 120) return `${minutes} min`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** For a wait that reached its deadline: SCAN_TIMEOUT only if a scan is still queued or running. */
export function scanTimeoutError(unfinished: readonly TrackedTarget[], timeoutMs: number): GateError {
  const names = namesOf(sampleOf(unfinished.map((tracked) => `${tracked.name} (${lastState(tracked)})`)))
  const waited = `after ${formatDuration(timeoutMs)}`
  if (unfinished.length === 0) {
    const why = `All scans were done, but the branches could not be listed once more ${waited} (\`timeout\`).`
    return new GateError('SCAN_TIMEOUT', why)
  }
  if (unfinished.some(isUnderWay)) {
    return new GateError('SCAN_TIMEOUT', `The scan is not done ${waited} (\`timeout\`): ${names}.`)
  }
  const states = unfinished.map(({ progress }) => progress.state)
  const failed = states.find(({ kind }) => kind === 'unanswered')
  if (failed?.kind === 'unanswered') {
    const why = `The wait ended ${waited} without an answer of the server: ${names}. Last: ${failed.error.message}`
    return new GateError(failed.error.code, why, { hint: failed.error.hint })
  }
  if (states.every(({ kind }) => kind === 'failing')) {
    return new GateError('SERVER_FAILED', `The wait ended ${waited}, and the server kept failing: ${names}.`)
  }
  return new GateError(
    'SCAN_NOT_PROVEN',
    `Nothing is queued or running ${waited}, and yet nothing proves ${whatIsUnproven(unfinished)}: ${names}.`,
  )
}

function isUnderWay(tracked: TrackedTarget): boolean {
  return openScans(tracked).some(({ state: { kind } }) =>
    ['scheduled', 'running', 'confirming'].includes(kind),
  )
}

/** Of the branches that are not done. */
export function openScans({ progress, others }: TrackedTarget): readonly ScanProgress[] {
  return others === null ? [progress] : [...others.open.values()]
}

function whatIsUnproven(unfinished: readonly TrackedTarget[]): string {
  if (unfinished.every(({ others }) => others !== null)) {
    return 'that all other branches were scanned and are up to date'
  }
  const kinds = new Set(unfinished.map(({ progress }) => progress.state.kind))
  const [only] = kinds.size === 1 ? kinds : []
  switch (only) {
    case 'unchanged':
      return 'that a scan ran after the trigger; only the result from before it was ever shown'
    case 'stopped':
      return 'that the result is up to date and whole; the scan was cancelled or failed, or the branch changed'
    case 'unscanned':
      return 'that a scan ever began'
    default:
      return 'that the scan is done'
  }
}

function lastState({ progress, others }: TrackedTarget): string {
  if (others !== null) return branchesToGo(others)
  return progress.state.kind === 'proven' ? 'other branches not listed' : describeProgress(progress)
}

/** `2 other branches to go: dev not scanned, old not found` */
function branchesToGo({ open }: OtherBranches): string {
  const names = sampleOf(
    open.entries().map(([branch, progress]) => `${branch} ${describeProgress(progress)}`),
  )
  return `${open.size} other ${open.size === 1 ? 'branch' : 'branches'} to go: ${namesOf(names)}`
}

/** For a scan that was seen after the trigger, and then stayed idle without an up-to-date result. */
export function scanStoppedError(name: string, { signs, sameInRow }: ScanProgress, how: string): GateError {
  const seen = signs.length > 0 ? signs.join(', ') : 'no failure before the trigger'
  const why = `The scan of ${name} is over without an up-to-date result (${seen}; then ${how}, ${sameInRow} times in a row): it was cancelled or failed, or the branch changed meanwhile.`
  return new GateError('SCAN_NOT_PROVEN', why, {
    hint: 'Look at the scan in Soteri’s dashboard and at the log of Bitbucket, then run the gate again.',
  })
}

/** For branches that appeared when all others were done. */
export function unwatchedNote(repository: string, branches: readonly string[]): string {
  return `${repository}: not watched, since they appeared at the end of the wait: ${namesOf(sampleOf(branches))}.`
}

/**
 * The note on other branches that the server calls done, though no sign of a scan after the trigger was seen: it may
 * have been over before the first poll, or there was none. `null` if there are none.
 */
export function unchangedBranchesNote(all: readonly TrackedTarget[]): string | null {
  const names = noNames()
  let count = 0
  for (const { name, others } of all) {
    for (const branch of others?.unchanged.first ?? []) addName(names, `${name}@${branch}`)
    count += others?.unchanged.count ?? 0
  }
  if (count === 0) return null
  const which = namesOf({ ...names, count })
  const [noun, verb] = count === 1 ? ['branch', 'was'] : ['branches', 'were']
  return `Nothing shows that ${count} ${noun} beside the default ones ${verb} scanned after the trigger, though the server calls the result up to date: ${which}. If that result is older, findings are missing; scope \`repo\` watches each branch.`
}

const HEARTBEAT_MS = 60_000
const DISPLAY_MS = 200

/** Returns a function that says once a minute that it is time for a line. */
export function openMinutes(clock: Clock): () => boolean {
  let last = clock.elapsed()
  return () => {
    if (clock.elapsed() - last < HEARTBEAT_MS) return false
    last = clock.elapsed()
    return true
  }
}

/** Called after every step. `now`: updates the display, however short ago the last update was. */
export type Heartbeat = (display?: 'now') => void

/** Updates a live display if there is one; otherwise logs a line each minute. */
export function openHeartbeat(tracked: readonly TrackedTarget[], world: WaitWorld): Heartbeat {
  const { clock, log, onProgress } = world
  const started = clock.elapsed()
  const minuteIsOver = openMinutes(clock)
  let lastShown = Number.NEGATIVE_INFINITY
  return (display) => {
    const now = clock.elapsed()
    if (onProgress === undefined) {
      if (minuteIsOver()) log.info(heartbeatLine(countProgress(tracked, now - started)))
      return
    }
    if (display !== 'now' && now - lastShown < DISPLAY_MS) return
    lastShown = now
    onProgress(countProgress(tracked, now - started))
  }
}

/** Sleeps in pieces: of a second with a live display, of a quarter of a minute without. */
export async function sleepWithHeartbeat(ms: number, world: WaitWorld, beat: Heartbeat): Promise<void> {
  const { clock, stop } = world
  const longest = world.onProgress === undefined ? HEARTBEAT_MS / 4 : 1000
  // Shows the last polls before the first piece is over.
  beat('now')
  for (let left = ms; left > 0; left -= longest) {
    await clock.sleep(Math.min(left, longest), stop)
    beat()
  }
}
