import { describe, expect, it } from '@jest/globals'
import { GateError } from '../../../src/errors.ts'
import { noStates, type ScanProgress, type ScanState, startProgress } from '../../../src/server/scan-state.ts'
import type { OtherBranches, TrackedTarget } from '../../../src/server/tracked-target.ts'
import { scanTimeoutError, unchangedBranchesNote } from '../../../src/server/wait-progress.ts'
import { addName, noNames } from '../../../src/text.ts'

const HOUR = 3_600_000

const tracked = (
  state: ScanState,
  name = 'PAY/shop',
  others: OtherBranches | null = null,
): TrackedTarget => ({
  name,
  repository: { project: 'PAY', repo: 'shop' },
  branch: null,
  named: false,
  targets: new Set(['PAY']),
  states: noStates(),
  progress: { ...startProgress({ kind: 'no-result' }), state },
  triggeredAt: null,
  exists: false,
  others,
  nextPollAt: 0,
  settled: null,
})
const branchAt = (state: ScanState): ScanProgress => ({ ...startProgress({ kind: 'no-result' }), state })
const polling: OtherBranches = {
  totals: new Map(),
  wereAdded: false,
  open: new Map([
    ['a', branchAt({ kind: 'running', percent: 40 })],
    ['b', branchAt({ kind: 'unscanned' })],
  ]),
  total: 0,
  unchanged: noNames(),
  deleted: noNames(),
  queued: false,
  failures: 0,
}
const proven: ScanState = { kind: 'proven', by: 'new scan key', total: 1 }
const silent = (message: string): ScanState => ({
  kind: 'unanswered',
  error: new GateError('UNREACHABLE', message, { hint: `Mend ${message}` }),
})

describe('the error of a wait that came to its end', () => {
  const lineOf = (...unfinished: readonly TrackedTarget[]): string => {
    const { code, message } = scanTimeoutError(unfinished, HOUR)
    return `${code}: ${message}`
  }

  it.each<readonly [ScanState, string]>([
    [{ kind: 'scheduled' }, 'scheduled'],
    [{ kind: 'running', percent: 40 }, 'running 40%'],
    [{ kind: 'confirming', scanKey: null, total: 1 }, 'finished, to be confirmed'],
  ])('is a time-out while one is under way: %j', (state, words) => {
    expect(lineOf(tracked({ kind: 'unchanged' }, 'PAY/old'), tracked(state))).toBe(
      `SCAN_TIMEOUT: The scan is not done after 60 min (\`timeout\`): PAY/old (earlier result), PAY/shop (${words}).`,
    )
  })

  it('is a time-out while another branch is queued or runs', () => {
    expect(lineOf(tracked(proven, 'PAY/shop', polling))).toBe(
      'SCAN_TIMEOUT: The scan is not done after 60 min (`timeout`): PAY/shop (2 other branches to go: a running 40%, b not scanned).',
    )
  })

  it.each<readonly [ScanState, string]>([
    [{ kind: 'unscanned' }, 'not scanned'],
    [{ kind: 'not-found' }, 'not found'],
    [{ kind: 'stopped', how: 'outdated' }, 'outdated'],
    [{ kind: 'unchanged' }, 'earlier result'],
    [{ kind: 'unclear', why: 'running not understood' }, 'unclear (running not understood)'],
    [silent('No route.'), 'no answer (UNREACHABLE)'],
  ])('says that other branches are not proven where none is under way: %j', (state, words) => {
    const one: OtherBranches = { ...polling, open: new Map([['dev', branchAt(state)]]) }
    expect(lineOf(tracked(proven, 'PAY/shop', one))).toBe(
      `SCAN_NOT_PROVEN: Nothing is queued or running after 60 min, and yet nothing proves that all other branches were scanned and are up to date: PAY/shop (1 other branch to go: dev ${words}).`,
    )
  })

  it('names the failure of a server that did not answer, with its hint', () => {
    const error = scanTimeoutError(
      [tracked({ kind: 'unchanged' }, 'PAY/old'), tracked(silent('No route.'))],
      HOUR,
    )
    expect(error).toMatchObject({
      code: 'UNREACHABLE',
      message:
        'The wait ended after 60 min without an answer of the server: PAY/old (earlier result), PAY/shop (no answer (UNREACHABLE)). Last: No route.',
      hint: 'Mend No route.',
    })
  })

  it('says that the server kept failing where all of them did', () => {
    const failing = tracked({ kind: 'failing', status: 503 })
    expect(lineOf(failing, failing)).toBe(
      'SERVER_FAILED: The wait ended after 60 min, and the server kept failing: PAY/shop (server error 503), PAY/shop (server error 503).',
    )
    expect(lineOf(failing, tracked({ kind: 'unchanged' }))).toMatch(
      /^SCAN_NOT_PROVEN: .*that the scan is done:/,
    )
  })

  it.each<readonly [ScanState, string]>([
    [
      { kind: 'unchanged' },
      'that a scan ran after the trigger; only the result from before it was ever shown: PAY/shop (earlier result)',
    ],
    [
      { kind: 'stopped', how: 'outdated' },
      'that the result is up to date and whole; the scan was cancelled or failed, or the branch changed: PAY/shop (outdated)',
    ],
    [{ kind: 'unscanned' }, 'that a scan ever began: PAY/shop (not scanned)'],
    [proven, 'that the scan is done: PAY/shop (other branches not listed)'],
  ])('says what is not proven: %j', (state, words) => {
    expect(lineOf(tracked(state))).toBe(
      `SCAN_NOT_PROVEN: Nothing is queued or running after 60 min, and yet nothing proves ${words}.`,
    )
    expect(lineOf(tracked(state), tracked({ kind: 'not-found' }))).toContain('that the scan is done:')
  })

  it('names five, and counts the others', () => {
    const names = (count: number): string =>
      lineOf(...Array.from({ length: count }, (_, i) => tracked({ kind: 'unchanged' }, `P/${i}`)))
    expect(names(5)).toMatch(/P\/4 \(earlier result\)\.$/)
    expect(names(7)).toMatch(/P\/4 \(earlier result\) and 2 more\.$/)
  })
})

describe('the note on branches that may show an old result', () => {
  const withOld = (name: string, count: number): TrackedTarget => {
    const old = noNames()
    for (let at = 0; at < count; at++) addName(old, `b${at}`)
    return tracked(proven, name, { ...polling, open: new Map(), unchanged: old })
  }

  it('is none where each was seen to be scanned', () => {
    expect(unchangedBranchesNote([withOld('P/a', 0), tracked(proven)])).toBeNull()
  })

  it('names the first and counts all', () => {
    expect(unchangedBranchesNote([withOld('P/a', 1)])).toMatch(
      /^Nothing shows that 1 branch beside the default ones was scanned after the trigger, .*: P\/a@b0\. /,
    )
    expect(unchangedBranchesNote([withOld('P/a', 7), withOld('P/c', 2)])).toMatch(
      /that 9 branches .* were scanned .*: P\/a@b0, P\/a@b1, P\/a@b2, P\/a@b3, P\/a@b4 and 4 more\. /,
    )
  })
})
