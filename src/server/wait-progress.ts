/** What a wait shows while it goes on: a line each minute, or a live display. */
import { plural } from '../text.ts'
import type { Activity, Counted, ScanProgress, Tally, TargetProgress, WaitProgress } from './scan-state.ts'
import { HEARTBEAT_MS, openMinutes, type TrackedTarget, type WaitWorld } from './tracked-target.ts'

/** No terminal is higher, and a wide scope may have thousands. */
const SHOWN_TARGETS = 100

export function countProgress(all: readonly TrackedTarget[], elapsedMs: number): Counted {
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

/** Of the branches that are not done. */
export function openScans({ progress, others }: TrackedTarget): readonly ScanProgress[] {
  return others === null ? [progress] : [...others.open.values()]
}

function activityOf({ state: { kind } }: ScanProgress): Activity {
  if (kind === 'proven') return 'done'
  return kind === 'running' || kind === 'confirming' ? 'running' : 'waiting'
}

/** Of the branches besides the default one. */
function othersOf({ others }: TrackedTarget): { readonly total: number; readonly done: number } {
  if (others === null) return { total: 0, done: 0 }
  // The default branch is among the known ones, unless the list does not mark it.
  const total = Math.max(others.known.size - 1, others.open.size)
  return { total, done: total - others.open.size }
}

function targetProgress(tracked: TrackedTarget): TargetProgress {
  const { name, settled, others, progress } = tracked
  if (settled !== null) return { name, state: 'done', percent: 100 }
  if (others === null) return { name, state: beforeDone(activityOf(progress)), percent: percentOf(progress) }
  const { total, done } = othersOf(tracked)
  const runs = [...others.open.values()].some((scan) => activityOf(scan) === 'running')
  return {
    name: `${name}: ${done} of ${plural(total, 'other branch', 'other branches')} done`,
    state: runs ? 'running' : 'waiting',
    percent: total === 0 ? 100 : (100 * done) / total,
  }
}

/** A default branch that is done, while the others are still to be listed. */
function beforeDone(activity: Activity): Activity {
  return activity === 'done' ? 'running' : activity
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

export function heartbeatLine(progress: WaitProgress): string {
  const { elapsedMs, restMs, isShared } = progress
  const rest = restMs === null ? [] : [`${roughly(restMs)} more at this rate`]
  const facts = [...countsOf(progress), ...rest, ...(isShared ? [SHARED] : [])]
  return `Waiting for scans (${formatDuration(elapsedMs)}): ${facts.join('; ')}.`
}

/**
 * A live display: `[#####-----] 3 of 6 branches done, 2 running, 1 waiting`, below it the time gone and an estimate of
 * the rest, then a line like `  [####--------]     37%  PROJ/repo@main` for each target.
 */
export function liveText(progress: WaitProgress): string {
  const { elapsedMs, restMs, isShared, fraction, targets } = progress
  const rest = restMs === null ? '' : `, ${roughly(restMs)} more at this rate`
  const [first, ...others] = countsOf(progress)
  const below = [...others, `${formatDuration(elapsedMs)} so far${rest}`, ...(isShared ? [SHARED] : [])]
  return [
    `${bar(fraction, 20)} ${first}`,
    ...below.map((line) => `  ${line}`),
    ...targets.map(targetLine),
  ].join('\n')
}

/** Fewer scans that ended give no rate. */
const RATE_SCANS = 5
/** The rate is that of the last minutes, or of a longer time if so few scans ended in them. */
const RATE_MS = 5 * 60_000
const SAMPLE_MS = 10_000
/** So long after the last end with scans queued and none running, the server seems to be busy with others. */
const IDLE_MS = 60_000

type Sample = { readonly at: number; readonly done: number }

/** Returns a function that adds to the counts of now what those before show of the time left. */
function openOutlook(start: Counted): (now: Counted) => WaitProgress {
  const first = toSample(start)
  const samples: Sample[] = []
  let [lastSample, lastEnd] = [first, first]
  return (counted) => {
    const now = toSample(counted)
    if (now.done !== lastEnd.done) lastEnd = now
    if (now.at - lastSample.at >= SAMPLE_MS) {
      lastSample = now
      samples.push(now)
    }
    const from = samples.findLast((past) => now.at - past.at >= RATE_MS && now.done - past.done >= RATE_SCANS)
    const { defaults, others, wasBusy, isQueued } = counted
    const isIdle = isQueued && defaults.running + others.running === 0 && now.at - lastEnd.at >= IDLE_MS
    const isShared = isIdle || (wasBusy && defaults.waiting + others.waiting > 0)
    return { ...counted, restMs: restMsOf(from ?? first, now, scansLeft(counted)), isShared }
  }
}

function toSample({ elapsedMs, defaults, others }: Counted): Sample {
  return { at: elapsedMs, done: defaults.done + others.done }
}

function restMsOf(from: Sample, now: Sample, left: number): number | null {
  const ended = now.done - from.done
  return ended < RATE_SCANS || left === 0 ? null : ((now.at - from.at) / ended) * left
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

/** Updates a live display if there is one; otherwise logs a line each minute. */
export function openHeartbeat(
  tracked: readonly TrackedTarget[],
  { clock, log, onProgress }: Pick<WaitWorld, 'clock' | 'log' | 'onProgress'>,
): Heartbeat {
  const started = clock.elapsed()
  const withOutlook = openOutlook(countProgress(tracked, 0))
  const minuteIsOver = openMinutes(clock)
  let lastShown = Number.NEGATIVE_INFINITY
  return (display) => {
    const now = clock.elapsed()
    if (onProgress === undefined) {
      if (minuteIsOver()) log.info(heartbeatLine(withOutlook(countProgress(tracked, now - started))))
      return
    }
    if (display !== 'now' && now - lastShown < DISPLAY_MS) return
    lastShown = now
    onProgress(withOutlook(countProgress(tracked, now - started)))
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
