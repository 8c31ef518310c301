/** What a wait tells while it goes on and when it ends without proof. Pure. */
import { GateError } from '../errors.ts'
import type { Clock, Log } from '../ports.ts'
import { addName, namesOf, noNames } from '../text.ts'
import { stageWords } from './scan-state.ts'
import type { Sweep, Watched } from './tracked-target.ts'

/** For a live display. */
export type WaitProgress = {
  readonly done: number
  readonly total: number
  readonly running: number
  readonly scheduled: number
  /** Milliseconds since the wait began. */
  readonly elapsedMs: number
  /** Those that run, then those that wait, then the rest; at most `SHOWN_TARGETS`. */
  readonly targets: readonly TargetProgress[]
  /** From 0 to 1 over all targets, as far as the server tells how far each is. */
  readonly fraction: number
}

/** One target of a live display. */
export type TargetProgress = {
  readonly name: string
  readonly state: 'running' | 'queued' | 'done' | 'left'
  /** From 0 to 100; `null` when the server does not say. */
  readonly percent: number | null
}

/** How far a repository counts whose default branch is done, with other branches to go: nobody tells how far. */
const SWEEP_PERCENT = 50

/** No terminal is higher, and a wider scope may have thousands. */
const SHOWN_TARGETS = 100

/** Where everything that is watched stands, `elapsedMs` after the wait began. */
export function countProgress(all: readonly Watched[], elapsedMs: number): WaitProgress {
  const count = { running: 0, queued: 0, done: 0, left: 0 }
  const shown: Record<TargetProgress['state'], TargetProgress[]> = {
    running: [],
    queued: [],
    done: [],
    left: [],
  }
  let percents = 0
  for (const watched of all) {
    const progress = progressOf(watched)
    count[progress.state] += 1
    percents += progress.percent ?? (watched.sweep === null ? 0 : SWEEP_PERCENT)
    if (shown[progress.state].length < SHOWN_TARGETS) shown[progress.state].push(progress)
  }
  return {
    done: count.done,
    total: all.length,
    running: count.running,
    scheduled: count.queued,
    elapsedMs,
    targets: [...shown.running, ...shown.queued, ...shown.left, ...shown.done].slice(0, SHOWN_TARGETS),
    fraction: all.length === 0 ? 0 : percents / (100 * all.length),
  }
}

function progressOf({ name, settled, sweep, progress: { stage } }: Watched): TargetProgress {
  if (settled !== null) return { name, state: 'done', percent: 100 }
  if (sweep !== null) return { name, state: 'running', percent: null }
  if (stage.kind === 'running') return { name, state: 'running', percent: stage.percent }
  return { name, state: stage.kind === 'scheduled' ? 'queued' : 'left', percent: null }
}

/** The line of each minute. */
export function heartbeatLine({ done, total, running, scheduled, elapsedMs }: WaitProgress): string {
  const left = total - done - running - scheduled
  const counts = `${done} of ${total} done, ${running} running, ${scheduled} queued, ${left} left`
  return `Waiting for scans since ${spokenDuration(elapsedMs)}: ${counts}.`
}

/** `45 s`, `12 min`, `2 h 5 min` */
export function spokenDuration(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 90) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 120) return `${minutes} min`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** So many targets are named in an error; the rest is in the evidence. */
const NAMED_TARGETS = 5

/**
 * The error of a wait that reached its deadline. What the server still has in its queue makes it a time-out;
 * a server that did not answer is named as such; all else was idle and yet not proven.
 */
export function lateError(unfinished: readonly Watched[], timeoutMs: number): GateError {
  const listed = unfinished
    .slice(0, NAMED_TARGETS)
    .map((watched) => `${watched.name} (${lastWords(watched)})`)
  const more = unfinished.length - listed.length
  const names = `${listed.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
  const waited = `after ${spokenDuration(timeoutMs)}`
  if (unfinished.some(isUnderWay)) {
    return new GateError('SCAN_TIMEOUT', `The scan is not done ${waited} (\`timeout\`): ${names}.`)
  }
  const failed = unfinished.map(({ progress }) => progress.stage).find((s) => s.kind === 'unanswered')
  if (failed !== undefined) {
    const why = `The wait ended ${waited} without an answer of the server: ${names}. Last: ${failed.error.message}`
    return new GateError(failed.error.code, why, { mend: failed.error.mend })
  }
  if (unfinished.every(({ progress }) => progress.stage.kind === 'failing')) {
    return new GateError('SERVER_FAILED', `The wait ended ${waited}, and the server kept failing: ${names}.`)
  }
  return new GateError(
    'SCAN_NOT_PROVEN',
    `Nothing is queued or running ${waited}, and yet nothing proves ${whatFor(unfinished)}: ${names}.`,
  )
}

function isUnderWay({ progress, sweep }: Watched): boolean {
  const all = sweep === null ? [progress] : [...sweep.open.values()]
  return all.some(
    ({ stage: { kind } }) => kind === 'scheduled' || kind === 'running' || kind === 'confirming',
  )
}

function whatFor(unfinished: readonly Watched[]): string {
  if (unfinished.every(({ sweep }) => sweep !== null)) {
    return 'that all other branches were scanned and are up to date'
  }
  const kinds = unfinished.map(({ progress }) => progress.stage.kind)
  if (kinds.every((kind) => kind === 'unchanged')) {
    return 'that a scan ran after the trigger; only the result from before it was ever shown'
  }
  if (kinds.every((kind) => kind === 'outdated')) {
    return 'that the result is up to date; the branch or the settings changed during the scan'
  }
  if (kinds.every((kind) => kind === 'unscanned')) return 'that a scan ever began'
  return 'that the scan is done'
}

function lastWords({ progress, sweep }: Watched): string {
  if (sweep !== null) return branchesToGo(sweep)
  return progress.stage.kind === 'proven' ? 'other branches not listed' : stageWords(progress.stage)
}

/** `2 other branches to go: dev not scanned, old not found` */
function branchesToGo({ open }: Sweep): string {
  const names = noNames()
  for (const [branch, { stage }] of open) addName(names, `${branch} ${stageWords(stage)}`)
  return `${open.size} other ${open.size === 1 ? 'branch' : 'branches'} to go: ${namesOf(names)}`
}

/**
 * The note on branches beside the default ones that say they are done, while nothing was seen of a scan after the
 * trigger: it may have been over before the first look, or there was none. `null` when there are none.
 */
export function oldBranchesNote(all: readonly Watched[]): string | null {
  const names = noNames()
  let count = 0
  for (const { name, sweep } of all) {
    for (const branch of sweep?.old.first ?? []) addName(names, `${name}@${branch}`)
    count += sweep?.old.count ?? 0
  }
  if (count === 0) return null
  const which = namesOf({ ...names, count })
  return `Nothing shows that ${count} ${count === 1 ? 'branch' : 'branches'} beside the default ones ${count === 1 ? 'was' : 'were'} scanned after the trigger, though the server calls the result up to date: ${which}. If that result is older, findings are missing; scope \`repo\` watches each branch.`
}

/** One line for a live display: `[##########----------] 3 of 6 done, 2 running, 1 queued, 45 s`. */
export function progressText(progress: Omit<WaitProgress, 'targets'>): string {
  const { done, total, running, scheduled, elapsedMs, fraction } = progress
  const counts = `${done} of ${total} done, ${running} running, ${scheduled} queued`
  return `${bar(fraction, 20)} ${counts}, ${spokenDuration(elapsedMs)}`
}

/** `[###-------]` for a part from 0 to 1 of so many characters. */
export function bar(part: number, width: number): string {
  const filled = Math.floor(Math.min(1, Math.max(0, part)) * width)
  return `[${'#'.repeat(filled)}${'-'.repeat(width - filled)}]`
}

/** What a heartbeat needs of the world of a wait. */
export type BeatWorld = {
  readonly clock: Clock
  readonly log: Pick<Log, 'info'>
  readonly stop: AbortSignal
  readonly onProgress?: (progress: WaitProgress) => void
}

const HEARTBEAT_MS = 60_000
const DISPLAY_MS = 200

/** Returns what says once a minute that it is time for a line. */
export function openMinutes(clock: Clock): () => boolean {
  let last = clock.elapsed()
  return () => {
    if (clock.elapsed() - last < HEARTBEAT_MS) return false
    last = clock.elapsed()
    return true
  }
}

/** Called after every step. `now`: the display is brought up to date, however short ago that was. */
export type Beat = (display?: 'now') => void

/** Returns what shows progress where that is wanted, and else speaks once a minute. */
export function openBeat(watched: readonly Watched[], world: BeatWorld): Beat {
  const { clock, log, onProgress } = world
  const started = clock.elapsed()
  const minuteIsOver = openMinutes(clock)
  let lastShown = Number.NEGATIVE_INFINITY
  return (display) => {
    const now = clock.elapsed()
    if (onProgress === undefined) {
      if (minuteIsOver()) log.info(heartbeatLine(countProgress(watched, now - started)))
      return
    }
    if (display !== 'now' && now - lastShown < DISPLAY_MS) return
    lastShown = now
    onProgress(countProgress(watched, now - started))
  }
}

/** Sleeps in pieces of at most a second where someone watches, of a heartbeat where nobody does. */
export async function sleepWithBeat(ms: number, world: BeatWorld, beat: Beat): Promise<void> {
  const { clock, stop } = world
  const longest = world.onProgress === undefined ? HEARTBEAT_MS / 4 : 1000
  // What the last looks found must not stay hidden until the next piece is over.
  beat('now')
  for (let left = ms; left > 0; left -= longest) {
    await clock.sleep(Math.min(left, longest), stop)
    beat()
  }
}

const TARGET_BAR = 12

/** Before this a guess of the time left would jump about: ms, and a part of the whole. */
const GUESS_AFTER_MS = 5000
const GUESS_AFTER_FRACTION = 0.02

/**
 * `[#####-----] 3 of 6 done, 2 running, 1 queued, 45 s, about 2 min left`, then a line like
 * `  [####--------]     37%  PROJ/repo@main` for each target, those that run first.
 */
export function liveText(progress: WaitProgress): string {
  return [progressText(progress) + timeLeft(progress), ...progress.targets.map(targetLine)].join('\n')
}

/** Targets take about as long as each other, so what is left takes as long as what is done, by its part. */
function timeLeft({ elapsedMs, fraction }: WaitProgress): string {
  if (elapsedMs < GUESS_AFTER_MS || fraction < GUESS_AFTER_FRACTION || fraction >= 1) return ''
  return `, about ${spokenDuration((elapsedMs * (1 - fraction)) / fraction)} left`
}

function targetLine({ name, state, percent }: TargetProgress): string {
  const word = percent === null || state === 'done' ? state : `${Math.floor(percent)}%`
  return `  ${bar((percent ?? 0) / 100, TARGET_BAR)} ${word.padStart(7)}  ${name}`
}
