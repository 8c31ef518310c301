/** How a wait ends: its error, and what its notes say. */
import { GateError } from '../errors.ts'
import { addName, namesOf, noNames, sampleOf } from '../text.ts'
import { describeProgress, type ScanProgress } from './scan-state.ts'
import type { OtherBranches, TrackedTarget } from './tracked-target.ts'
import { formatDuration, openScans } from './wait-progress.ts'

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

/** By the state that all unfinished targets are in. */
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
