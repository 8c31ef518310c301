/** The context of a run, passed whole, and the evidence that it gathers, which every report shows. */
import type { Inputs } from './config/inputs.ts'
import type { Policy } from './config/policy.ts'
import type { RunPlan } from './config/run-plan.ts'
import type { HashKey, PolicyFileEvidence } from './config/settings.ts'
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

/** One state of one target as the server reported it, kept when it differs from the one before. */
export type SeenState = {
  /** ISO 8601, wall clock. */
  readonly at: string
  /** Short words: `scheduled`, `running 40%`, `finished`, `outdated`, `not scanned`, `not found`, ... */
  readonly state: string
}

/** Proof, or lack of it, that one target was scanned after our trigger. */
export type TargetEvidence = {
  /** As in `targetName`. */
  readonly target: string
  /** ISO 8601 time of the accepted trigger; `null` when this run triggered nothing for it. */
  readonly triggeredAt: string | null
  readonly states: readonly SeenState[]
  /** In words what proved the scan done; `null` when it was not proven. */
  readonly provenBy: string | null
  /** Findings that the scan status counted in the target; `null` when it did not. */
  readonly total: number | null
}

/** One CSV inside an export, read to its end. */
export type MemberEvidence = {
  /** Member name made harmless for logs; the file name for a bare CSV. */
  readonly name: string
  readonly bytes: number
  readonly rows: number
  readonly refused: number
}

/** What was understood of one kind of header. Headers are in quotes, or named by their position where they may not be shown. */
export type ColumnEvidence = {
  readonly read: readonly { readonly column: string; readonly header: string }[]
  /** Headers of columns that were left unread. */
  readonly unread: readonly string[]
}

/** One export, downloaded and read to its end. */
export type ExportEvidence = {
  /** The target that was exported, or the local file for `evaluate`. */
  readonly source: string
  readonly format: 'zip' | 'csv' | 'empty'
  /** Bytes as downloaded. */
  readonly bytes: number
  /** SHA-256 (hex) of those bytes. */
  readonly sha256: string
  readonly members: readonly MemberEvidence[]
  /** One for each kind of header in it. */
  readonly columns: readonly ColumnEvidence[]
  /** Data rows read, all members. */
  readonly rows: number
  /** Rows that could not be read and were counted as `UNREADABLE_ROW`. */
  readonly refused: number
}

/** `findings.csv` of this run as it was written: by this a merge detects a shard that was cut or changed. */
export type FindingsFileEvidence = {
  readonly rows: number
  readonly bytes: number
  /** SHA-256 (hex). */
  readonly sha256: string
  /** Identifies the `fingerprint-key` of its fingerprints, as in `baseline.json`; `null` without one. */
  readonly keyCheck: string | null
  /** Its rows that do not count. */
  readonly suppressed: number
  /** Of those, the ones that `exclude-reviewed` left out; `null` without that input. */
  readonly reviewed: number | null
}

/** One job of a plan. */
export type PlannedShard = {
  /** From 1. */
  readonly shard: number
  /** Names as in `targetName`. */
  readonly targets: readonly string[]
}

/** A file that the scanner did not read, as the audit log names it. */
export type SkippedFile = {
  /** `PROJ/slug`; `null` where the event does not name it. */
  readonly repository: string | null
  readonly branch: string | null
  readonly path: string
  readonly reason: string
}

/** Skipped files of the scope; the list is cut. */
export type SkippedEvidence = { readonly count: number; readonly files: readonly SkippedFile[] }

/** Files that are listed one by one. */
export const LISTED_SKIPS = 50

/** Everything that a verdict rests on. */
export type Evidence = {
  /** ISO 8601. */
  readonly startedAt: string
  readonly finishedAt: string
  /** Base first. */
  readonly policyFiles: readonly PolicyFileEvidence[]
  readonly targets: readonly TargetEvidence[]
  readonly exports: readonly ExportEvidence[]
  /** `null` until every row of `findings.csv` is written and proven. */
  readonly findingsFile: FindingsFileEvidence | null
  /** `null` when it is not known whether files were skipped. */
  readonly skippedFiles: SkippedEvidence | null
  /** The jobs of a plan; empty for every other operation. */
  readonly shards: readonly PlannedShard[]
  /** Things a reader should know that do not change the verdict, one sentence each. */
  readonly notes: readonly string[]
}

/** The evidence of a run so far. It survives errors: the report shows it whatever the verdict is. */
export type RunState = { -readonly [name in keyof Omit<Evidence, 'finishedAt'>]: Evidence[name] } & {
  readonly exports: ExportEvidence[]
  readonly notes: string[]
  scanStatus: ScanStatusWord
  /** The target whose scan was requested without an answer; '' when there is none. */
  unanswered: string
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
    skippedFiles: null,
    shards: [],
    notes: [],
  }
}

export function evidenceOf(state: RunState, clock: Clock): Evidence {
  const { scanStatus: _word, unanswered: _target, ...evidence } = state
  return { ...evidence, finishedAt: new Date(clock.now()).toISOString() }
}
