/**
 * The state machine that decides when a scan is proven done. Pure: one observation after the other in, stage
 * out. It exists because right after a trigger the server may still show the old result, which every known
 * client took for the new one (README, "What is proven about the server").
 *
 * A result counts only when a sign of a new scan was seen after the trigger, and the result is there, up to
 * date, and nothing runs or waits. An old result that never changes is no proof, however long it is shown.
 */
import { assertNever, type GateError } from '../errors.ts'
import type { SeenState } from '../report/evidence.ts'
import type { ScanStatus, StatusReply } from './soteri.ts'

/** One answer, or the lack of one, to the question for the scan status. */
export type Observation = StatusReply | { readonly kind: 'unanswered'; readonly error: GateError }

/** What was there before the trigger. */
export type Before =
  | { readonly kind: 'result'; readonly scanKey: string | null; readonly progress: number | null }
  /** A status that says: not scanned. */
  | { readonly kind: 'no-result' }
  /** A scan of someone else was waiting or running. */
  | { readonly kind: 'busy'; readonly scanKey: string | null; readonly progress: number | null }
  | { readonly kind: 'unknown'; readonly scanKey: string | null }

/** What shows that a scan ran after the trigger. */
export type Sign = 'seen scheduled' | 'seen running' | 'new scan key' | 'first result' | 'progress fell'

/** Where the scan of one target stands, by the last observation. */
export type Stage =
  | { readonly kind: 'unasked' }
  | { readonly kind: 'scheduled' }
  | { readonly kind: 'running'; readonly percent: number | null }
  /** Idle, with the result from before the trigger. */
  | { readonly kind: 'unchanged' }
  /** Idle, without any result. */
  | { readonly kind: 'unscanned' }
  /** A new scan was seen, and its result is already out of date. */
  | { readonly kind: 'outdated' }
  /** Done once, where one look is not enough. */
  | { readonly kind: 'confirming' }
  /** A status from which nothing can be concluded. */
  | { readonly kind: 'unclear'; readonly why: string }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'failing'; readonly status: number }
  | { readonly kind: 'unanswered'; readonly error: GateError }
  | { readonly kind: 'proven'; readonly by: string; readonly total: number | null }

/** All that is remembered of the observations of one target. */
export type ScanProgress = {
  readonly stage: Stage
  readonly before: Before
  /** The server was heard to say `running` or `scheduled` of another branch of the repository. */
  readonly speaks: boolean
  readonly signs: readonly Sign[]
  readonly lastProgress: number | null
  /** Polls in a row that showed a finished scan. */
  readonly doneInRow: number
  /** Polls in a row that ended in the present kind of stage: for bounding what is not waited out for ever. */
  readonly sameInRow: number
}

/** What the snapshot before the trigger says of a target. */
export function beforeOf(observation: Observation): Before {
  // A 404 says nothing of a result: an app that starts again answers so, and shows its old results later.
  if (observation.kind !== 'status') return { kind: 'unknown', scanKey: null }
  const { status } = observation
  const { scanKey, progress } = status
  if (isBusy(status)) return { kind: 'busy', scanKey, progress }
  if (unreadable(status).length > 0) return { kind: 'unknown', scanKey }
  if (status.scanned === false) return { kind: 'no-result' }
  return status.scanned === true ? { kind: 'result', scanKey, progress } : { kind: 'unknown', scanKey }
}

/**
 * Where every target starts once its scan is triggered.
 *
 * @param speaks whether the server is known to say `running` or `scheduled` while they are true
 */
export function startProgress(before: Before, speaks = false): ScanProgress {
  const lastProgress = before.kind === 'result' || before.kind === 'busy' ? before.progress : null
  return { stage: { kind: 'unasked' }, before, speaks, signs: [], lastProgress, doneInRow: 0, sameInRow: 0 }
}

/** Whether the server was heard to say `running` or `scheduled` of a target, so that its silence means neither. */
export function hasSpoken({ speaks, signs }: ScanProgress): boolean {
  return speaks || signs.includes('seen running') || signs.includes('seen scheduled')
}

/** The progress after one more observation. What is proven stays proven. */
export function observe(progress: ScanProgress, observation: Observation): ScanProgress {
  if (progress.stage.kind === 'proven') return progress
  if (observation.kind !== 'status') return enter({ ...progress, doneInRow: 0 }, observation)
  const { status } = observation
  const signs = [...new Set([...progress.signs, ...newSigns(progress, status)])]
  const doneInRow = signs.length > 0 && isDone(status) ? progress.doneInRow + 1 : 0
  const next = { ...progress, signs, doneInRow, lastProgress: status.progress ?? progress.lastProgress }
  return enter(next, stageOf(next, status))
}

function enter(progress: ScanProgress, stage: Stage): ScanProgress {
  const sameInRow = stage.kind === progress.stage.kind ? progress.sameInRow + 1 : 1
  return { ...progress, stage, sameInRow }
}

function newSigns({ before, lastProgress, stage }: ScanProgress, status: ScanStatus): readonly Sign[] {
  const signs: Sign[] = []
  if (status.scheduled === true) signs.push('seen scheduled')
  if (status.running === true) signs.push('seen running')
  const oldKey = before.kind === 'no-result' ? null : before.scanKey
  if (oldKey !== null && status.scanKey !== null && oldKey !== status.scanKey) signs.push('new scan key')
  // Stages are observed after the trigger, so a result that follows on none is younger than the trigger.
  const hadNone = before.kind === 'no-result' || stage.kind === 'unscanned'
  if (hadNone && status.scanned === true) signs.push('first result')
  if (lastProgress !== null && status.progress !== null && status.progress < lastProgress) {
    signs.push('progress fell')
  }
  return signs
}

function stageOf(progress: ScanProgress, status: ScanStatus): Stage {
  if (status.running === true) return { kind: 'running', percent: status.progress }
  if (status.scheduled === true) return { kind: 'scheduled' }
  const why = whyUnclear(status)
  if (why !== null) return { kind: 'unclear', why }
  if (status.scanned === false) return { kind: 'unscanned' }
  const silence = whySilent(progress, status)
  if (silence !== null) return { kind: 'unclear', why: silence }
  if (progress.signs.length === 0) return { kind: 'unchanged' }
  if (status.actual === false) return { kind: 'outdated' }
  if (progress.doneInRow < looksNeeded(progress.before)) return { kind: 'confirming' }
  return { kind: 'proven', by: proof(progress), total: status.total }
}

/** A scan that was under way before the trigger ends first: one idle look may fall between it and ours. */
function looksNeeded(before: Before): number {
  return before.kind === 'busy' || before.kind === 'unknown' ? 2 : 1
}

function proof({ signs, doneInRow }: ScanProgress): string {
  const looks = doneInRow > 1 ? `, ${doneInRow} times in a row` : ''
  return `${signs.join(', ')} after the trigger; then scanned, up to date and idle${looks}`
}

/** Busy is what the server calls so; a progress below 100 alone could be the rest of a scan that was cancelled. */
function isBusy(status: ScanStatus): boolean {
  return status.running === true || status.scheduled === true
}

/** Scanned, up to date and idle, each as far as it must be said. */
export function isDone(status: ScanStatus): boolean {
  return status.scanned === true && status.actual === true && !isBusy(status) && whyUnclear(status) === null
}

function whyUnclear(status: ScanStatus): string | null {
  const fields = unreadable(status)
  if (fields.length > 0) return `${fields.join(', ')} not understood`
  if (status.scanned === null) return 'the status does not say "scanned"'
  if (status.scanned && status.actual === null) return 'the status does not say "actual"'
  if (status.progress !== null && status.progress < 100 && status.scanned) {
    return `progress ${status.progress}%, but not running`
  }
  return null
}

/**
 * A server may leave out what is false. That is trusted only where it was seen to say `running` or `scheduled` when
 * they were true: from one that never speaks of them, silence could mean anything.
 */
function whySilent(progress: ScanProgress, status: ScanStatus): string | null {
  const unsaid = (['running', 'scheduled'] as const).find((name) => status[name] === null)
  if (unsaid === undefined || hasSpoken(progress)) return null
  return `the status does not say "${unsaid}"`
}

/** Fields that decide and came with a value of another type: findings that cannot be read are not none. */
function unreadable(status: ScanStatus): readonly string[] {
  const deciding = ['scanned', 'actual', 'progress', 'running', 'scheduled', 'total', 'invalidLines']
  return status.unreadable.filter((name) => deciding.includes(name))
}

/** A stage in the few words of logs and evidence. */
export function stageWords(stage: Stage): string {
  switch (stage.kind) {
    case 'unasked':
      return 'not asked yet'
    case 'scheduled':
      return 'scheduled'
    case 'running':
      return stage.percent === null ? 'running' : `running ${Math.floor(stage.percent)}%`
    case 'unchanged':
      return 'earlier result'
    case 'unscanned':
      return 'not scanned'
    case 'outdated':
      return 'outdated'
    case 'confirming':
      return 'finished, to be confirmed'
    case 'unclear':
      return `unclear (${stage.why})`
    case 'not-found':
      return 'not found'
    case 'failing':
      return `server error ${stage.status}`
    case 'unanswered':
      return `no answer (${stage.error.code})`
    case 'proven':
      return 'finished'
    default:
      return assertNever(stage)
  }
}

/** So many of the first and of the last states are kept: how it began and how it ended. */
const KEPT_AT_EACH_END = 30

/** States in order of time: the first ones, the last ones, and how many were dropped between. */
export type SeenStates = { readonly first: SeenState[]; last: SeenState[]; omitted: number }

/** Nothing was seen yet. */
export function noStates(): SeenStates {
  return { first: [], last: [], omitted: 0 }
}

/**
 * Adds a state unless it is the one seen last.
 *
 * @param at ms since the epoch
 * @returns whether it was news
 */
export function addState(states: SeenStates, state: string, at: number): boolean {
  const latest = states.last.at(-1) ?? states.first.at(-1)
  if (latest?.state === state) return false
  const seen: SeenState = { at: new Date(at).toISOString(), state }
  if (states.first.length < KEPT_AT_EACH_END) {
    states.first.push(seen)
    return true
  }
  states.last.push(seen)
  if (states.last.length > KEPT_AT_EACH_END) {
    states.last.shift()
    states.omitted += 1
  }
  return true
}

/** In order of time; what was left out is said where it was. */
export function statesOf(states: SeenStates): readonly SeenState[] {
  const resume = states.last[0]
  if (states.omitted === 0 || resume === undefined) return [...states.first, ...states.last]
  return [...states.first, { at: resume.at, state: `(${states.omitted} states left out)` }, ...states.last]
}
