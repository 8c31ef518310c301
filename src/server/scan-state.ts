/**
 * The state machine that decides when a scan is proven done. Pure: replies go in one by one, the state comes out.
 *
 * Right after a trigger the server may still show the old result (README, "What is proven about the server"). So a
 * result counts only if a sign of a new scan was seen after the trigger, the result is up to date, and nothing runs
 * or is queued. An old result that never changes proves nothing, however long it is shown.
 */
import type { GateError } from '../errors.ts'
import type { SeenState } from '../evidence.ts'
import type { ScanStatus, StatusReply } from './soteri.ts'

export type ScanReply = StatusReply | { readonly kind: 'unanswered'; readonly error: GateError }

/** What the server showed before the trigger. */
export type Before =
  | { readonly kind: 'result'; readonly scanKey: string | null; readonly progress: number | null }
  | { readonly kind: 'no-result' }
  /** A scan that this run did not trigger was queued or running. */
  | { readonly kind: 'busy'; readonly scanKey: string | null; readonly progress: number | null }
  | { readonly kind: 'unknown'; readonly scanKey: string | null }

/** Shows that a scan ran after the trigger. */
export type Sign = 'seen scheduled' | 'seen running' | 'new scan key' | 'first result' | 'progress fell'

/** State of the scan of one target, by the last reply. */
export type ScanState =
  | { readonly kind: 'unasked' }
  | { readonly kind: 'scheduled' }
  | { readonly kind: 'running'; readonly percent: number | null }
  /** Idle, with the result from before the trigger. */
  | { readonly kind: 'unchanged' }
  /** Idle, without any result. */
  | { readonly kind: 'unscanned' }
  /** A new scan was seen, and its result is already out of date. */
  | { readonly kind: 'outdated' }
  /** Done once, where one poll is not enough. */
  | { readonly kind: 'confirming' }
  /** A status that allows no conclusion. */
  | { readonly kind: 'unclear'; readonly why: string }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'failing'; readonly status: number }
  | { readonly kind: 'unanswered'; readonly error: GateError }
  | { readonly kind: 'proven'; readonly by: string; readonly total: number | null }

/** All that is remembered of the replies for one target. */
export type ScanProgress = {
  readonly state: ScanState
  readonly before: Before
  /** The server reported `running` or `scheduled` for another branch of the repository. */
  readonly othersActive: boolean
  readonly signs: readonly Sign[]
  readonly lastProgress: number | null
  /** Polls in a row that showed a finished scan. */
  readonly doneInRow: number
  /** Polls in a row that ended in the present kind of state: limits of patience count these. */
  readonly sameInRow: number
}

/** What the snapshot before the trigger shows of a target. */
export function beforeOf(reply: ScanReply): Before {
  // A 404 does not mean "no result": an app that restarts answers 404, and shows its old results later.
  if (reply.kind !== 'status') return { kind: 'unknown', scanKey: null }
  const { status } = reply
  const { scanKey, progress } = status
  if (isBusy(status)) return { kind: 'busy', scanKey, progress }
  if (unreadableFields(status).length > 0) return { kind: 'unknown', scanKey }
  if (status.scanned === false) return { kind: 'no-result' }
  return status.scanned === true ? { kind: 'result', scanKey, progress } : { kind: 'unknown', scanKey }
}

/** Progress of a target whose scan was just triggered. */
export function startProgress(before: Before, othersActive = false): ScanProgress {
  const lastProgress = before.kind === 'result' || before.kind === 'busy' ? before.progress : null
  const none = { signs: [], doneInRow: 0, sameInRow: 0 }
  return { state: { kind: 'unasked' }, before, othersActive, lastProgress, ...none }
}

/** Whether the server is known to report `running` and `scheduled`, so that a missing field means "no". */
export function reportsActivity({ othersActive, signs }: ScanProgress): boolean {
  return othersActive || signs.includes('seen running') || signs.includes('seen scheduled')
}

/** The progress after one more reply. What is proven stays proven. */
export function observe(progress: ScanProgress, reply: ScanReply): ScanProgress {
  if (progress.state.kind === 'proven') return progress
  if (reply.kind !== 'status') return enter({ ...progress, doneInRow: 0 }, reply)
  const { status } = reply
  const signs = [...new Set([...progress.signs, ...newSigns(progress, status)])]
  const doneInRow = signs.length > 0 && isDone(status) ? progress.doneInRow + 1 : 0
  const next = { ...progress, signs, doneInRow, lastProgress: status.progress ?? progress.lastProgress }
  return enter(next, stateOf(next, status))
}

function enter(progress: ScanProgress, state: ScanState): ScanProgress {
  const sameInRow = state.kind === progress.state.kind ? progress.sameInRow + 1 : 1
  return { ...progress, state, sameInRow }
}

function newSigns({ before, lastProgress, state }: ScanProgress, status: ScanStatus): readonly Sign[] {
  const signs: Sign[] = []
  if (status.scheduled === true) signs.push('seen scheduled')
  if (status.running === true) signs.push('seen running')
  const oldKey = before.kind === 'no-result' ? null : before.scanKey
  if (oldKey !== null && status.scanKey !== null && oldKey !== status.scanKey) signs.push('new scan key')
  // `unscanned` was seen after the trigger, so a result that follows it is newer than the trigger.
  const hadNone = before.kind === 'no-result' || state.kind === 'unscanned'
  if (hadNone && status.scanned === true) signs.push('first result')
  if (lastProgress !== null && status.progress !== null && status.progress < lastProgress) {
    signs.push('progress fell')
  }
  return signs
}

function stateOf(progress: ScanProgress, status: ScanStatus): ScanState {
  if (status.running === true) return { kind: 'running', percent: status.progress }
  if (status.scheduled === true) return { kind: 'scheduled' }
  const why = whyUnclear(status)
  if (why !== null) return { kind: 'unclear', why }
  if (status.scanned === false) return { kind: 'unscanned' }
  const missing = missingActivity(progress, status)
  if (missing !== null) return { kind: 'unclear', why: missing }
  if (progress.signs.length === 0) return { kind: 'unchanged' }
  if (status.actual === false) return { kind: 'outdated' }
  if (progress.doneInRow < pollsNeeded(progress.before)) return { kind: 'confirming' }
  return { kind: 'proven', by: proofOf(progress), total: status.total }
}

/** A scan that was active before the trigger ends first: one idle poll may fall between it and ours. */
function pollsNeeded(before: Before): number {
  return before.kind === 'busy' || before.kind === 'unknown' ? 2 : 1
}

function proofOf({ signs, doneInRow }: ScanProgress): string {
  const times = doneInRow > 1 ? `, ${doneInRow} times in a row` : ''
  return `${signs.join(', ')} after the trigger; then scanned, up to date and idle${times}`
}

/** A progress below 100 alone is not busy: it could be the rest of a scan that was cancelled. */
function isBusy(status: ScanStatus): boolean {
  return status.running === true || status.scheduled === true
}

/** Scanned, up to date and idle, and every deciding field can be read. */
export function isDone(status: ScanStatus): boolean {
  return status.scanned === true && status.actual === true && !isBusy(status) && whyUnclear(status) === null
}

function whyUnclear(status: ScanStatus): string | null {
  const fields = unreadableFields(status)
  if (fields.length > 0) return `${fields.join(', ')} not understood`
  if (status.scanned === null) return 'the status does not say "scanned"'
  if (status.scanned && status.actual === null) return 'the status does not say "actual"'
  if (status.progress !== null && status.progress < 100 && status.scanned) {
    return `progress ${status.progress}%, but not running`
  }
  return null
}

/**
 * A server may omit what is false. An omitted field is trusted only from a server that was seen to report `running`
 * or `scheduled` when they were true; from any other it could mean anything.
 */
function missingActivity(progress: ScanProgress, status: ScanStatus): string | null {
  const missing = (['running', 'scheduled'] as const).find((name) => status[name] === null)
  if (missing === undefined || reportsActivity(progress)) return null
  return `the status does not say "${missing}"`
}

/** Deciding fields of another type than expected: findings that cannot be read are not "none". */
function unreadableFields(status: ScanStatus): readonly string[] {
  const deciding = ['scanned', 'actual', 'progress', 'running', 'scheduled', 'total', 'invalidLines']
  return status.unreadable.filter((name) => deciding.includes(name))
}

const words = {
  unasked: 'not asked yet',
  scheduled: 'scheduled',
  unchanged: 'earlier result',
  unscanned: 'not scanned',
  outdated: 'outdated',
  confirming: 'finished, to be confirmed',
  'not-found': 'not found',
  proven: 'finished',
}

/** The few words of logs and evidence. */
export function describeScanState(state: ScanState): string {
  switch (state.kind) {
    case 'running':
      return state.percent === null ? 'running' : `running ${Math.floor(state.percent)}%`
    case 'unclear':
      return `unclear (${state.why})`
    case 'failing':
      return `server error ${state.status}`
    case 'unanswered':
      return `no answer (${state.error.code})`
    default:
      return words[state.kind]
  }
}

/** States kept at each end of the list: how the scan began and how it ended. */
const KEPT_AT_EACH_END = 30

/** States of one target as evidence, in bounded memory: the first, the last, and how many were omitted between. */
export type SeenStates = { readonly first: SeenState[]; readonly last: SeenState[]; omitted: number }

export function noStates(): SeenStates {
  return { first: [], last: [], omitted: 0 }
}

/** Adds a state seen at `at` (ms since the epoch), unless it is the latest one already. @returns whether it was added */
export function addState(states: SeenStates, state: string, at: number): boolean {
  const latest = states.last.at(-1) ?? states.first.at(-1)
  if (latest?.state === state) return false
  const { first, last } = states
  const list = first.length < KEPT_AT_EACH_END ? first : last
  list.push({ at: new Date(at).toISOString(), state })
  if (last.length > KEPT_AT_EACH_END) {
    states.last.shift()
    states.omitted += 1
  }
  return true
}

/** In order of time, with an entry for the omitted ones. */
export function statesOf({ first, last, omitted }: SeenStates): readonly SeenState[] {
  const resume = last[0]
  if (omitted === 0 || resume === undefined) return [...first, ...last]
  return [...first, { at: resume.at, state: `(${omitted} states left out)` }, ...last]
}
