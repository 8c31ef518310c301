/** The context of a run, passed whole, and the state of the run: the evidence that it has gathered so far. */
import type { HashKey } from './config/hash-key.ts'
import type { Inputs } from './config/inputs.ts'
import type { Policy } from './config/policy.ts'
import type { RunPlan } from './config/run-plan.ts'
import type {
  Evidence,
  ExportEvidence,
  FindingsFileEvidence,
  PlannedShard,
  PolicyFileEvidence,
  TargetEvidence,
} from './evidence.ts'
import type { Clock, Host } from './host.ts'

/** Everything that is decided before a run begins to work. */
export type RunContext = {
  readonly host: Host
  readonly inputs: Inputs
  readonly policy: Policy
  readonly plan: RunPlan
  /** Temporary folder of the run; removed when the run ends. */
  readonly folder: string
  readonly hashKey: HashKey
}

/** The output `scan-status`: how the scans that this run started ended. */
export type ScanStatusWord = 'none' | 'triggered' | 'finished' | 'not-proven' | 'timed-out'

/** The evidence of a run so far. It survives errors: the report shows it whatever the verdict is. */
export type RunState = {
  readonly startedAt: string
  policyFiles: readonly PolicyFileEvidence[]
  scanStatus: ScanStatusWord
  targets: readonly TargetEvidence[]
  /** The target whose scan was requested without an answer; '' when there is none. */
  unanswered: string
  readonly exports: ExportEvidence[]
  /** `null` until every row of `findings.csv` is written and proven. */
  findingsFile: FindingsFileEvidence | null
  /** The jobs of a plan. */
  shards: readonly PlannedShard[]
  readonly notes: string[]
}

export function startState(clock: Clock): RunState {
  return {
    startedAt: new Date(clock.now()).toISOString(),
    policyFiles: [],
    scanStatus: 'none',
    targets: [],
    unanswered: '',
    exports: [],
    findingsFile: null,
    shards: [],
    notes: [],
  }
}

export function evidenceOf(state: RunState, clock: Clock): Evidence {
  const { startedAt, policyFiles, targets, exports, findingsFile, shards, notes } = state
  const finishedAt = new Date(clock.now()).toISOString()
  return { startedAt, finishedAt, policyFiles, targets, exports, findingsFile, shards, notes }
}
