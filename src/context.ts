/** The context of a run, passed whole, and the evidence that it gathers, which every report shows. */
import type { Inputs } from './config/inputs.ts'
import type { Policy } from './config/policy.ts'
import type { RunPlan } from './config/run-plan.ts'
import type { HashKey } from './config/settings.ts'
import type { Clock, Host } from './host.ts'
import type { ReportJson } from './report-schema.ts'

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

/** Everything that a verdict rests on, as it is in `report.json`, in the order of its properties. */
export type Evidence = ReportJson['evidence']
/** Proof, or lack of it, that one target was scanned after our trigger. */
export type TargetEvidence = Evidence['targets'][number] & {
  /** Findings of each listed branch, where a repository was watched as a whole. Not in `report.json`. */
  readonly branches?: ReadonlyMap<string, number | null>
}
/** One state of one target as the server reported it, kept when it differs from the one before. */
export type SeenState = TargetEvidence['states'][number]
/** One export, downloaded and read to its end. */
export type ExportEvidence = Evidence['exports'][number]
export type MemberEvidence = ExportEvidence['members'][number]
export type ColumnEvidence = ExportEvidence['columns'][number]
export type SkippedEvidence = NonNullable<Evidence['skippedFiles']>
export type SkippedFile = SkippedEvidence['files'][number]
/** One job of a plan. */
export type PlannedShard = Evidence['shards'][number]

/** The evidence of a run so far. It survives errors: the report shows it whatever the verdict is. */
export type RunState = {
  -readonly [name in keyof Omit<Evidence, 'finishedAt' | 'targets'>]: Evidence[name]
} & {
  targets: readonly TargetEvidence[]
  readonly exports: ExportEvidence[]
  readonly notes: string[]
  scanStatus: ScanStatusWord
  /** The target whose scan was requested without an answer; '' when there is none. */
  unanswered: string
}

export function startState(clock: Clock): RunState {
  return {
    startedAt: new Date(clock.now()).toISOString(),
    scanStatus: 'none',
    unanswered: '',
    policyFiles: [],
    targets: [],
    exports: [],
    findingsFile: null,
    skippedFiles: null,
    shards: [],
    notes: [],
  }
}

export function evidenceOf(state: RunState, clock: Clock): Evidence {
  const { scanStatus: _word, unanswered: _target, startedAt, ...evidence } = state
  const targets = evidence.targets.map(({ branches: _branches, ...target }) => target)
  return { startedAt, finishedAt: new Date(clock.now()).toISOString(), ...evidence, targets }
}
