/** Faults of the scan status: scans that never start, never end, go backwards, or only seem done. */
import { BitbucketError, empty, errorReply, noSuchRepository, notPermitted, type Reply } from '../reply.ts'
import { answered, changedJson, type Fields } from './rules.ts'
import type { FaultRule, FaultScenario, FaultScene } from './scenario.ts'

const heals = { heals: true } as const
const notProven = { verdict: 'error', exitCode: 4 } as const

const changed = (
  change: (fields: Fields, scene: FaultScene) => Fields,
  part: Partial<FaultRule> = {},
): FaultRule => changedJson('status', change, part)

function always(fields: Fields, part: Partial<FaultRule> = {}): FaultRule {
  return changed(() => fields, part)
}

const finished: Fields = {
  scanKey: 'a-scan-of-last-week',
  scanned: true,
  actual: true,
  progress: 100,
  running: false,
  scheduled: false,
  total: 0,
  invalidLines: [],
}
const neverScanned: Fields = { ...finished, scanKey: '', scanned: false, actual: false, progress: 0 }

function without(fields: Fields, ...names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)))
}

const serverError = (): Reply =>
  errorReply(new BitbucketError(500, 'InternalServerException', 'An error occurred while scanning.'))
const noStatus = ({ first }: FaultScene): Reply => errorReply(noSuchRepository(first.project, first.slug))

const conflict = (status: number) => (): Reply =>
  errorReply(new BitbucketError(status, 'ScanInProgressException', 'A scan is already in progress.'))

/** The family "scan states" of docs/sandbox.md. */
export const scanFaults: readonly FaultScenario[] = [
  {
    name: 'never-scheduled',
    description: 'The trigger is accepted, but no scan is ever put in line.',
    expected: notProven,
    scope: 'repo',
    gate: { timeout: '3s' },
    rules: [{ on: 'trigger', does: { kind: 'answer', reply: () => empty(200) } }],
  },
  {
    name: 'never-scanned',
    description: 'The status says for ever that nothing was scanned, with a total of 0.',
    expected: notProven,
    scope: 'repo',
    gate: { timeout: '3s' },
    rules: [always(neverScanned)],
  },
  {
    name: 'never-scanned-export',
    description: 'Nothing was ever scanned, and `operation: export` finds an export without rows.',
    expected: notProven,
    scope: 'repo',
    gate: { operation: 'export' },
    rules: [],
  },
  {
    name: 'stuck-scheduled',
    description: 'The scan stays in line for ever.',
    expected: notProven,
    scope: 'repo',
    gate: { timeout: '3s' },
    rules: [always({ ...neverScanned, scheduled: true })],
  },
  {
    name: 'stuck-running',
    description: 'The scan runs for ever at 40 %.',
    expected: notProven,
    scope: 'repo',
    gate: { timeout: '3s' },
    rules: [always({ ...neverScanned, running: true, progress: 40 })],
  },
  {
    name: 'stuck-at-100',
    description: 'The scan shows 100 %, and still runs for ever.',
    expected: notProven,
    scope: 'repo',
    gate: { timeout: '3s' },
    rules: [changed((fields) => ({ ...fields, progress: 100, running: true }))],
  },
  {
    name: 'progress-backwards',
    description: 'While the scan runs its progress falls instead of growing.',
    expected: heals,
    scope: 'repo',
    scanDurationMs: 600,
    rules: [
      changed((fields, { hit }) =>
        fields.running === true ? { ...fields, progress: Math.max(0, 90 - 5 * hit) } : fields,
      ),
    ],
  },
  {
    name: 'progress-beyond-100',
    description: 'While the scan runs its progress is 250.',
    expected: heals,
    scope: 'repo',
    scanDurationMs: 600,
    rules: [changed((fields) => (fields.running === true ? { ...fields, progress: 250 } : fields))],
  },
  {
    name: 'finished-but-outdated',
    description: 'The scan ends, but its result is never up to date with the branch.',
    expected: notProven,
    scope: 'repo',
    gate: { timeout: '60s' },
    rules: [changed((fields) => ({ ...fields, actual: false }))],
  },
  {
    name: 'scan-cancelled',
    description: 'The scan runs and is cancelled: idle, without a result.',
    expected: notProven,
    scope: 'repo',
    gate: { timeout: '60s' },
    rules: [
      always({ ...neverScanned, running: true, progress: 40 }, { times: 8 }),
      always({ ...neverScanned, progress: 40 }),
    ],
  },
  {
    name: 'scan-failed',
    description: 'The scan ends with a result, and with a field that nobody knows: `failed` is true.',
    expected: notProven,
    scope: 'repo',
    gate: { timeout: '60s' },
    rules: [
      changed((fields) => ({ ...fields, failed: fields.running !== true && fields.scheduled !== true })),
    ],
  },
  {
    name: 'scan-incomplete',
    description: 'The scan ends with a result, and with a field that nobody knows: `complete` is false.',
    expected: notProven,
    scope: 'repo',
    gate: { timeout: '60s' },
    rules: [changed((fields) => ({ ...fields, complete: false }))],
  },
  {
    name: 'scan-cancelled-by-admin',
    description: 'While it runs, somebody cancels all running scans of the instance.',
    expected: notProven,
    scope: 'repo',
    gate: { timeout: '4s' },
    scanDurationMs: 3000,
    rules: [{ on: 'status', after: 5, times: 1, does: { kind: 'cancel' } }],
  },
  {
    name: 'trigger-409-at-first',
    description: 'Another scan runs already: the first triggers are answered 409.',
    expected: heals,
    scope: 'repo',
    rules: [answered('trigger', conflict(409), 2)],
  },
  {
    name: 'trigger-423-for-ever',
    description: 'Another scan runs for ever: every trigger is answered 423.',
    expected: notProven,
    scope: 'repo',
    gate: { timeout: '3s' },
    rules: [answered('trigger', conflict(423))],
  },
  {
    name: 'outdated-at-first',
    description: 'The result is shown as outdated for a few polls, then as up to date.',
    expected: heals,
    scope: 'repo',
    rules: [changed((fields) => ({ ...fields, actual: false }), { times: 8 })],
  },
  {
    name: 'old-result-for-ever',
    description: 'The status shows the finished, clean result of last week for ever.',
    expected: notProven,
    scope: 'repo',
    gate: { timeout: '3s' },
    rules: [always(finished)],
  },
  {
    name: 'old-result-at-first',
    description: 'For a few polls after the trigger the status shows a clean result of last week.',
    expected: heals,
    scope: 'repo',
    rules: [changed(() => finished, { times: 8 })],
  },
  {
    name: 'scan-404-everywhere',
    description: 'The server has no scan status resource: 404 for every repository.',
    expected: notProven,
    scope: 'repo',
    gate: { timeout: '3s' },
    rules: [{ on: 'status', does: { kind: 'answer', reply: noStatus } }],
  },
  {
    name: 'scan-500-for-a-while',
    description: 'While it is scanned, the status of one repository is answered 500 three times.',
    expected: heals,
    scope: 'project',
    scanDurationMs: 1500,
    rules: [
      {
        on: 'status',
        onlyFirstRepository: true,
        after: 1,
        times: 3,
        does: { kind: 'answer', reply: serverError },
      },
    ],
  },
  {
    name: 'right-lost-half-way',
    description: 'After a few status requests the user may not read the repository any more.',
    expected: { verdict: 'error', exitCode: 3 },
    scope: 'repo',
    scanDurationMs: 1500,
    rules: [{ on: 'status', after: 5, does: { kind: 'answer', reply: () => errorReply(notPermitted()) } }],
  },
  {
    name: 'restart-loses-queue',
    description: 'The server starts again while it scans: what waited or ran is forgotten.',
    expected: notProven,
    scope: 'repo',
    gate: { timeout: '4s' },
    scanDurationMs: 3000,
    rules: [{ on: 'status', after: 5, times: 1, does: { kind: 'restart' } }],
  },
  {
    name: 'status-without-state',
    description: 'Status replies lack `running` and `scheduled`, so nobody knows whether a scan is on.',
    expected: notProven,
    scope: 'repo',
    gate: { timeout: '3s' },
    rules: [changed((fields) => without(fields, 'running', 'scheduled'))],
  },
  {
    name: 'status-without-scanned',
    description: 'Status replies lack `scanned`.',
    expected: notProven,
    scope: 'repo',
    gate: { timeout: '3s' },
    rules: [changed((fields) => without(fields, 'scanned'))],
  },
  {
    name: 'status-without-actual',
    description: 'Status replies lack `actual`, so nobody knows whether the result is up to date.',
    expected: notProven,
    scope: 'repo',
    gate: { timeout: '3s' },
    rules: [changed((fields) => without(fields, 'actual'))],
  },
  {
    name: 'status-lean',
    description: 'Status replies lack `progress`, `total` and `invalidLines`, which prove nothing.',
    expected: heals,
    scope: 'repo',
    rules: [changed((fields) => without(fields, 'progress', 'total', 'invalidLines'))],
  },
  {
    name: 'status-extra-fields',
    description: 'Status replies have fields that nobody knows.',
    expected: heals,
    scope: 'repo',
    rules: [changed((fields) => ({ ...fields, engine: { version: 5 }, nextScan: null }))],
  },
  {
    name: 'status-wrong-types',
    description: 'Status replies say "true" and "false" as texts.',
    expected: notProven,
    scope: 'repo',
    gate: { timeout: '3s' },
    rules: [
      changed((fields) => ({
        ...fields,
        scanned: String(fields.scanned),
        actual: String(fields.actual),
        running: String(fields.running),
      })),
    ],
  },
  {
    name: 'total-lies',
    description: 'The status counts three findings more than the export has.',
    expected: { verdict: 'error', exitCode: 5 },
    scope: 'repo',
    rules: [changed((fields) => ({ ...fields, total: Number(fields.total) + 3 }))],
  },
]
