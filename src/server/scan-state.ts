/**
 * Decides when a scan is proven done. Pure: replies go in one by one, the state comes out.
 *
 * Right after a trigger the server may still show the old result (docs/what-we-know.md), however long. So a result counts only
 * if a sign of a new scan was seen after the trigger, the result is up to date, and nothing runs or is queued; and since the
 * nodes of a cluster may differ, two polls some seconds apart have to agree.
 */
import type { SeenState } from '../context.ts'
import type { GateError } from '../errors.ts'
import type { ScanStatus, StatusReply } from './soteri.ts'

export type ScanReply = StatusReply | { readonly kind: 'unanswered'; readonly error: GateError }

/** What the server showed before the trigger. */
export type Before =
  /** `busy`: a scan that this run did not trigger was queued or running. */
  | { readonly kind: 'result' | 'busy'; readonly scanKey: string | null; readonly progress: number | null }
  | { readonly kind: 'no-result' }
  | { readonly kind: 'unknown'; readonly scanKey: string | null }

/** Shows that a scan ran after the trigger. */
export type Sign = 'seen scheduled' | 'seen running' | 'new scan key' | 'first result' | 'progress fell'

export type ScanState =
  | { readonly kind: 'unasked' }
  | { readonly kind: 'scheduled' }
  | { readonly kind: 'running'; readonly percent: number | null }
  /** Idle, with the result from before the trigger. */
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'unscanned' }
  /** A new scan was seen and is over, without an up-to-date result: it was cancelled or failed. */
  | { readonly kind: 'stopped'; readonly how: string }
  /** Done, and to be confirmed by a poll that shows the same result. */
  | { readonly kind: 'confirming'; readonly scanKey: string | null; readonly total: number | null }
  | { readonly kind: 'unclear'; readonly why: string }
  | Exclude<ScanReply, { readonly kind: 'status' | 'copy' }>
  | { readonly kind: 'proven'; readonly by: string; readonly total: number | null }

export type ScanProgress = {
  readonly state: ScanState
  readonly before: Before
  /** The server reported `running` or `scheduled` for another branch of the repository. */
  readonly othersActive: boolean
  readonly signs: readonly Sign[]
  readonly lastProgress: number | null
  /** Polls in a row that ended in the present kind of state: limits of patience count these. */
  readonly sameInRow: number
  /** Time of the first of them, in `Clock.elapsed()` ms. */
  readonly since: number
  /** Why the last reply was not counted: a cache sent it. */
  readonly copy: string | null
}

/** Time between the first and the last of the polls that have to agree that a scan is done. */
export const CONFIRM_MS = 2000

const UNKNOWN_BEFORE: Before = { kind: 'unknown', scanKey: null }

/** What the snapshot before the trigger shows of a target; `null` where no status could be read. */
export function beforeOf(reply: ScanReply | null): Before {
  // A 404 does not mean "no result": an app that restarts answers 404, and shows its old results later.
  if (reply?.kind !== 'status') return UNKNOWN_BEFORE
  const { status } = reply
  const { scanKey, progress } = status
  if (isBusy(status)) return { kind: 'busy', scanKey, progress }
  // A failure that is shown already would not be that of the new scan.
  if (unreadableFields(status).length > 0 || status.failure !== null) return { kind: 'unknown', scanKey }
  if (status.scanned === false) return { kind: 'no-result' }
  return status.scanned === true ? { kind: 'result', scanKey, progress } : { kind: 'unknown', scanKey }
}

export function startProgress(before = UNKNOWN_BEFORE, othersActive = false): ScanProgress {
  const lastProgress = before.kind === 'result' || before.kind === 'busy' ? before.progress : null
  const none = { signs: [], sameInRow: 0, since: 0, copy: null }
  return { state: { kind: 'unasked' }, before, othersActive, lastProgress, ...none }
}

/** Whether the server is known to report `running` and `scheduled`, so that a missing field means "no". */
export function reportsActivity({ othersActive, signs }: ScanProgress): boolean {
  return othersActive || signs.includes('seen running') || signs.includes('seen scheduled')
}

/** What is proven stays proven. @param at time of the reply, in `Clock.elapsed()` ms */
export function observe(progress: ScanProgress, reply: ScanReply, at: number): ScanProgress {
  if (progress.state.kind === 'proven') return progress
  if (reply.kind === 'copy') return { ...progress, copy: reply.why }
  if (reply.kind !== 'status') return enter(progress, reply, at)
  const { status } = reply
  const signs = [...new Set([...progress.signs, ...newSigns(progress, status)])]
  const next = { ...progress, signs, lastProgress: status.progress ?? progress.lastProgress }
  return enter(next, stateOf(next, status, at), at)
}

function enter(progress: ScanProgress, state: ScanState, at: number): ScanProgress {
  const isSame = state.kind === progress.state.kind && !isAnotherResult(progress.state, state)
  const [sameInRow, since] = isSame ? [progress.sameInRow + 1, progress.since] : [1, at]
  return { ...progress, state, sameInRow, since, copy: null }
}

function isAnotherResult(last: ScanState, now: ScanState): boolean {
  if (last.kind !== 'confirming' || now.kind !== 'confirming') return false
  return last.scanKey !== now.scanKey || last.total !== now.total
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

function stateOf(progress: ScanProgress, status: ScanStatus, at: number): ScanState {
  if (status.running === true) return { kind: 'running', percent: status.progress }
  if (status.scheduled === true) return { kind: 'scheduled' }
  const hasSign = progress.signs.length > 0
  const why = whyUnclear(status)
  if (why !== null) return { kind: 'unclear', why }
  if (status.scanned === false && !hasSign) return { kind: 'unscanned' }
  const missing = missingActivity(progress, status)
  if (missing !== null) return { kind: 'unclear', why: missing }
  const how = howStopped(status)
  if (hasSign && how === null) return doneState(progress, status, at)
  // No sign that could prove a later result, as another node may show an old failure; but it may end the wait.
  const isNewFailure = status.failure !== null && ['result', 'no-result'].includes(progress.before.kind)
  if (how !== null && (hasSign || isNewFailure)) return { kind: 'stopped', how }
  return how === null || how === OUTDATED ? { kind: 'unchanged' } : { kind: 'unclear', why: how }
}

function doneState(progress: ScanProgress, { scanKey, total }: ScanStatus, at: number): ScanState {
  const confirming = { kind: 'confirming', scanKey, total } as const
  const { state, since, signs, sameInRow } = progress
  const isConfirmed =
    state.kind === 'confirming' && !isAnotherResult(state, confirming) && at - since >= CONFIRM_MS
  const by = `${signs.join(', ')} after the trigger; then scanned, up to date and idle, ${sameInRow + 1} times in a row`
  return isConfirmed ? { kind: 'proven', by, total } : confirming
}

/** A progress below 100 alone is not busy: it could be the rest of a scan that was cancelled. */
function isBusy(status: ScanStatus): boolean {
  return status.running === true || status.scheduled === true
}

/** Scanned, up to date and idle, and every deciding field can be read. */
export function isDone(status: ScanStatus): boolean {
  return !isBusy(status) && whyUnclear(status) === null && howStopped(status) === null
}

function whyUnclear(status: ScanStatus): string | null {
  const fields = unreadableFields(status)
  if (fields.length > 0) return `${fields.join(', ')} not understood`
  if (status.scanned === null) return 'the status does not say "scanned"'
  if (status.scanned && status.actual === null) return 'the status does not say "actual"'
  return null
}

const OUTDATED = 'outdated'

/** Why an idle status shows no finished scan; `null` if it shows one. */
function howStopped({ failure, scanned, progress, actual }: ScanStatus): string | null {
  if (failure !== null) return `failed, by "${failure}"`
  if (scanned !== true) return 'without a result'
  if (progress !== null && progress < 100) return `progress ${progress}%, but not running`
  return actual === true ? null : OUTDATED
}

/** A server may omit what is false. That is trusted only where it was seen to report `running` or `scheduled` when true. */
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
  confirming: 'finished, to be confirmed',
  'not-found': 'not found',
  proven: 'finished',
}

export function describeProgress({ copy, state }: Pick<ScanProgress, 'copy' | 'state'>): string {
  if (copy !== null) return `copy from a cache (${copy})`
  switch (state.kind) {
    case 'stopped':
      return state.how
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
    last.shift()
    states.omitted += 1
  }
  return true
}

export function statesOf({ first, last, omitted }: SeenStates): readonly SeenState[] {
  const resume = last[0]
  if (omitted === 0 || resume === undefined) return [...first, ...last]
  return [...first, { at: resume.at, state: `(${omitted} states left out)` }, ...last]
}
