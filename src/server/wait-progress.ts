/** What a wait shows while it goes on (a line each minute, or a live display), and how it ends: its error and its notes. */
import { GateError } from '../errors.ts'
import { namesOf, plural } from '../text.ts'
import { describeProgress, type ScanProgress } from './scan-state.ts'
import {
  HEARTBEAT_MS,
  type OtherBranches,
  openMinutes,
  type TrackedTarget,
  type WaitWorld,
} from './tracked-target.ts'

/** Waiting: in the server's queue, or not seen there yet. */
type Activity = 'running' | 'waiting' | 'done'
type Tally = Readonly<Record<Activity, number>>

type TargetProgress = {
  readonly name: string
  readonly state: Activity
  /** From 0 to 100; `null` when the server does not report it. */
  readonly percent: number | null
}

/** No terminal is higher, and a wide scope may have thousands. */
const SHOWN_TARGETS = 100

type Counted = ReturnType<typeof countProgress>

/** @returns also the 100 targets that matter most, and from 0 to 1 how far all are as the server reports it */
export function countProgress(all: readonly TrackedTarget[], elapsedMs: number) {
  // Default branches that represent their repositories; and all others, which are known once the default one is done.
  const defaults = { running: 0, waiting: 0, done: 0 }
  const others = { ...defaults }
  const by: Record<Activity, TargetProgress[]> = { running: [], waiting: [], done: [] }
  let [parts, wasBusy, isQueued] = [0, false, false]
  for (const tracked of all) {
    const { branch, settled, progress } = tracked
    const own = branch === null ? defaults : others
    own[settled === null ? activityOf(progress) : 'done'] += 1
    others.done += othersOf(tracked).done
    for (const scan of tracked.others?.open.values() ?? []) others[activityOf(scan)] += 1
    const target = targetProgress(tracked)
    by[target.state].push(target)
    parts += partOf(tracked, target)
    wasBusy ||= settled === null && progress.before.kind === 'busy'
    isQueued ||= settled === null && openScans(tracked).some(({ state }) => state.kind === 'scheduled')
  }
  const targets = [...by.running, ...by.waiting, ...by.done].slice(0, SHOWN_TARGETS)
  const fraction = all.length === 0 ? 0 : parts / all.length
  return { defaults, others, elapsedMs, targets, fraction, wasBusy, isQueued }
}

export function openScans({ progress, others }: TrackedTarget): readonly ScanProgress[] {
  return others === null ? [progress] : [...others.open.values()]
}

export function isQueued(tracked: TrackedTarget): boolean {
  return openScans(tracked).every(({ state }) => state.kind === 'scheduled')
}

function activityOf({ state: { kind } }: ScanProgress): Activity {
  if (kind === 'proven') return 'done'
  return kind === 'running' || kind === 'confirming' ? 'running' : 'waiting'
}

function othersOf({ others }: TrackedTarget): { readonly total: number; readonly done: number } {
  if (others === null) return { total: 0, done: 0 }
  // The default branch is among the known ones, unless the list does not mark it.
  const total = Math.max(others.totals.size - 1, others.open.size)
  return { total, done: total - others.open.size }
}

function targetProgress(tracked: TrackedTarget): TargetProgress {
  const { name, settled, others, progress } = tracked
  if (settled !== null) return { name, state: 'done', percent: 100 }
  if (others === null) {
    const activity = activityOf(progress)
    // A default branch may be done, while the others are still to be listed.
    return { name, state: activity === 'done' ? 'running' : activity, percent: percentOf(progress) }
  }
  const { total, done } = othersOf(tracked)
  const runs = [...others.open.values()].some((scan) => activityOf(scan) === 'running')
  return {
    name: `${name}: ${done} of ${plural(total, 'other branch', 'other branches')} done`,
    state: runs ? 'running' : 'waiting',
    percent: total === 0 ? 100 : (100 * done) / total,
  }
}

function percentOf({ state }: ScanProgress): number | null {
  if (state.kind === 'running') return state.percent
  return state.kind === 'confirming' || state.kind === 'proven' ? 100 : null
}

/** Of a repository, the default branch is one half and all others the other half. */
function partOf({ branch, settled, others }: TrackedTarget, { percent }: TargetProgress): number {
  const part = (percent ?? 0) / 100
  if (settled !== null || branch !== null) return part
  return others === null ? part / 2 : 0.5 + part / 2
}

function totalOf({ running, waiting, done }: Tally): number {
  return running + waiting + done
}

/** `12 of 40 default branches done, 3 running, 25 waiting`, and the same of the other branches where there are any. */
function countsOf({ defaults, others }: Counted): readonly string[] {
  const line = (tally: Tally, one: string, many: string): string =>
    `${tally.done} of ${plural(totalOf(tally), one, many)} done, ${tally.running} running, ${tally.waiting} waiting`
  if (totalOf(defaults) === 0) return [line(others, 'branch', 'branches')]
  const first = line(defaults, 'default branch', 'default branches')
  return totalOf(others) === 0 ? [first] : [first, line(others, 'other branch', 'other branches')]
}

const SHARED = 'other scans seem to be queued too, so it may take longer'

function restOf({ restMs }: WaitProgress): readonly string[] {
  return restMs === null ? [] : [`${roughly(restMs)} more at this rate`]
}

export function heartbeatLine(progress: WaitProgress): string {
  const facts = [...countsOf(progress), ...restOf(progress), ...(progress.isShared ? [SHARED] : [])]
  return `Waiting for scans (${formatDuration(progress.elapsedMs)}): ${facts.join('; ')}.`
}

/** `[#####-----] 3 of 6 branches done, ...`, the time, and `  [####--------]     37%  PROJ/repo@main` for each target. */
export function liveText(progress: WaitProgress): string {
  const { elapsedMs, isShared, fraction, targets } = progress
  const [first, ...others] = countsOf(progress)
  const time = [`${formatDuration(elapsedMs)} so far`, ...restOf(progress)].join(', ')
  const below = [...others, time, ...(isShared ? [SHARED] : [])].map((line) => `  ${line}`)
  return [`${bar(fraction, 20)} ${first}`, ...below, ...targets.map(targetLine)].join('\n')
}

/** Fewer scans that ended give no rate. */
const RATE_SCANS = 5
/** The rate is that of the last minutes, or of a longer time if so few scans ended in them. */
const RATE_MS = 5 * 60_000
const SAMPLE_MS = 10_000
/** So long after the last end with scans queued and none running, the server seems to be busy with others. */
const IDLE_MS = 60_000

export type WaitProgress = ReturnType<ReturnType<typeof openOutlook>>

/** @returns a function that adds to the counts of now what those before show of the time left */
export function openOutlook(start: Counted) {
  const first = toSample(start)
  const samples = [first]
  let lastEnd = first
  return (counted: Counted) => {
    const now = toSample(counted)
    if (now.done !== lastEnd.done) lastEnd = now
    if (now.at - (samples.at(-1) ?? first).at >= SAMPLE_MS) samples.push(now)
    const isOldEnough = (past: typeof now): boolean =>
      now.at - past.at >= RATE_MS && now.done - past.done >= RATE_SCANS
    const since = samples.findLast(isOldEnough) ?? first
    const { defaults, others, wasBusy, isQueued } = counted
    const isIdle = isQueued && defaults.running + others.running === 0 && now.at - lastEnd.at >= IDLE_MS
    // The server seems to have scans in its queue that this run did not trigger.
    const isShared = isIdle || (wasBusy && defaults.waiting + others.waiting > 0)
    const [ended, left] = [now.done - since.done, scansLeft(counted)]
    const restMs = ended < RATE_SCANS || left === 0 ? null : ((now.at - since.at) / ended) * left
    return { ...counted, restMs, isShared }
  }
}

function toSample({ elapsedMs, defaults, others }: Counted) {
  return { at: elapsedMs, done: defaults.done + others.done }
}

/** With as many other branches in the repositories that are still to be listed as in those that were listed. */
function scansLeft({ defaults, others }: Counted): number {
  const open = totalOf(defaults) - defaults.done
  const unlisted = defaults.done === 0 ? 0 : (open * totalOf(others)) / defaults.done
  return open + totalOf(others) - others.done + unlisted
}

/** An estimate without false precision: `under a minute`, `about 6 min`, `about 25 min`, `about 1.5 h`, `about 12 h` */
function roughly(ms: number): string {
  const minutes = Math.ceil(ms / 60_000)
  if (minutes <= 1) return 'under a minute'
  if (minutes <= 10) return `about ${minutes} min`
  if (minutes <= 55) return `about ${5 * Math.ceil(minutes / 5)} min`
  const hours = minutes / 60
  return `about ${hours <= 5 ? Math.ceil(2 * hours) / 2 : Math.ceil(hours)} h`
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

const DISPLAY_MS = 200

/** Called after every step. `now`: updates the display, however short ago the last update was. */
export type Heartbeat = (display?: 'now') => void

/** Updates a live display if there is one, a few times a second; otherwise logs a line each minute. */
export function openHeartbeat(
  tracked: readonly TrackedTarget[],
  { clock, log, progress }: Pick<WaitWorld, 'clock' | 'log' | 'progress'>,
): Heartbeat {
  const started = clock.elapsed()
  const withOutlook = openOutlook(countProgress(tracked, 0))
  const progressNow = (): WaitProgress => withOutlook(countProgress(tracked, clock.elapsed() - started))
  const minuteIsOver = openMinutes(clock)
  let lastShown = Number.NEGATIVE_INFINITY
  return (display) => {
    if (progress === null) {
      if (minuteIsOver()) log.info(heartbeatLine(progressNow()))
    } else if (display === 'now' || clock.elapsed() - lastShown >= DISPLAY_MS) {
      lastShown = clock.elapsed()
      progress(liveText(progressNow()))
    }
  }
}

export async function sleepWithHeartbeat(ms: number, world: WaitWorld, beat: Heartbeat): Promise<void> {
  const { clock, stop } = world
  const longest = world.progress === null ? HEARTBEAT_MS / 4 : 1000
  // Shows the last polls before the first piece is over.
  beat('now')
  for (let left = ms; left > 0; left -= longest) {
    await clock.sleep(Math.min(left, longest), stop)
    beat()
  }
}

export function scanTimeoutError(unfinished: readonly TrackedTarget[], timeoutMs: number): GateError {
  const names = namesOf(unfinished.map((tracked) => `${tracked.name} (${lastState(tracked)})`))
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
  const why = `Nothing is queued or running ${waited}, and yet nothing proves ${whatIsUnproven(unfinished)}: ${names}.`
  return new GateError('SCAN_NOT_PROVEN', why)
}

function isUnderWay(tracked: TrackedTarget): boolean {
  return openScans(tracked).some(({ state: { kind } }) =>
    ['scheduled', 'running', 'confirming'].includes(kind),
  )
}

function whatIsUnproven(unfinished: readonly TrackedTarget[]): string {
  if (unfinished.every(({ others }) => others !== null)) {
    return 'that all other branches were scanned and are up to date'
  }
  const kinds = new Set(unfinished.map(({ progress }) => progress.state.kind))
  const [only = ''] = kinds.size === 1 ? kinds : []
  return unproven[only] ?? 'that the scan is done'
}

const unproven: Readonly<Record<string, string>> = {
  unchanged: 'that a scan ran after the trigger; only the result from before it was ever shown',
  stopped: 'that the result is up to date and whole; the scan was cancelled or failed, or the branch changed',
  unscanned: 'that a scan ever began',
}

function lastState({ progress, others }: TrackedTarget): string {
  if (others !== null) return branchesToGo(others)
  return progress.state.kind === 'proven' ? 'other branches not listed' : describeProgress(progress)
}

/** `2 other branches to go: dev not scanned, old not found` */
function branchesToGo({ open }: OtherBranches): string {
  const names = open.entries().map(([branch, progress]) => `${branch} ${describeProgress(progress)}`)
  return `${open.size} other ${open.size === 1 ? 'branch' : 'branches'} to go: ${namesOf(names)}`
}

/** For a scan that was seen after the trigger, and then stayed idle without an up-to-date result. */
export function scanStoppedError(name: string, { signs, sameInRow }: ScanProgress, how: string): GateError {
  const seen = signs.length > 0 ? signs.join(', ') : 'no failure before the trigger'
  const why = `The scan of ${name} is over without an up-to-date result (${seen}; then ${how}, ${sameInRow} times in a row): it was cancelled or failed, or the branch changed meanwhile.`
  return new GateError('SCAN_NOT_PROVEN', why, {
    hint: 'Look at the scan in Soteri’s dashboard and at the log of Bitbucket, then run the gate again (docs/first-run.md).',
  })
}

export function unwatchedNote(repository: string, branches: readonly string[]): string {
  return `${repository}: not watched, since they appeared at the end of the wait: ${namesOf(branches)}.`
}

/** The scans of these may have been over before the first poll, or there were none. `null` if there are no such branches. */
export function unchangedBranchesNote(all: readonly TrackedTarget[]): string | null {
  const names = all.flatMap(
    ({ name, others }) => others?.unchanged.map((branch) => `${name}@${branch}`) ?? [],
  )
  if (names.length === 0) return null
  const [noun, verb] = names.length === 1 ? ['branch', 'was'] : ['branches', 'were']
  return `Nothing shows that ${names.length} ${noun} beside the default ones ${verb} scanned after the trigger, though the server calls the result up to date: ${namesOf(names)}. If that result is older, findings are missing; scope \`repo\` watches each branch.`
}
