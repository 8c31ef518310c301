/** What a run has seen and done so far: the one thing that grows while the stages work, and survives errors. */
import type { Inputs } from '../config/inputs.ts'
import type { GateError } from '../errors.ts'
import type {
  Evidence,
  ExportEvidence,
  FindingsFileEvidence,
  PlannedShard,
  PolicyFileEvidence,
  TargetEvidence,
} from '../evidence.ts'
import type { Place } from '../feedback/place.ts'
import type { Clock } from '../host.ts'
import type { Decision } from '../judge/judge.ts'
import type { WrittenFile } from '../report/findings-file.ts'
import type { JudgedFinding } from '../report/model.ts'
import type { ReportFile } from '../report/report-files.ts'
import type { ReportFolder } from '../report/report-folder.ts'

/** `scan-status` of the outputs: what became of the scans this run started. */
export type ScanStatusWord = 'none' | 'triggered' | 'finished' | 'not-proven' | 'timed-out'

/** What a run that posts its verdict to Bitbucket remembers: it outlives errors. */
export type FeedbackRecord = {
  readonly place: Place
  /** The head could not be looked up, so there is no commit to post to. */
  readonly unplaced: GateError | null
  /** Colour of the verdict that was posted last, or tried to. */
  posted: 'nothing' | 'green' | 'red'
}

/** What a run came to so far. Stages write it, the delivery reads it. */
export type RunRecord = {
  readonly startedAt: string
  /** `null` until they were read without a mistake. */
  inputs: Inputs | null
  policyFiles: readonly PolicyFileEvidence[]
  /** `output-dir`; `null` while it is not open. */
  reports: ReportFolder | null
  scanStatus: ScanStatusWord
  targets: TargetEvidence[]
  /** The target whose scan was asked for while no answer has come; '' when there is none. */
  unanswered: string
  exports: ExportEvidence[]
  /** `null` until `findings.csv` is whole. */
  written: WrittenFile | null
  /** `null` until it is known that all was read that `findings.csv` tells of. */
  findingsFile: FindingsFileEvidence | null
  /** Rows that `exclude-reviewed` left out; `null` when it was not asked for. */
  reviewedRows: number | null
  /** What a plan dealt. */
  shards: readonly PlannedShard[]
  notes: string[]
  /** `null` until every export was read to its end and judged. */
  decision: Decision | null
  shortlist: readonly JudgedFinding[]
  shortlistCut: boolean
  /** Report files that could not be prepared while rows passed. */
  readonly failures: Map<ReportFile, GateError>
  /** Whether `reviewed.csv` lies prepared in the report folder. */
  hasReviewedFile: boolean
  /** Where the verdict goes in Bitbucket; `null` when it is not asked for, or nobody got so far. */
  feedback: FeedbackRecord | null
  /** The output `matrix`; '' but for `plan`. */
  matrix: string
}

/** An empty record; `clock` gives the start. */
export function startRecord(clock: Clock): RunRecord {
  return {
    startedAt: new Date(clock.now()).toISOString(),
    inputs: null,
    policyFiles: [],
    reports: null,
    scanStatus: 'none',
    targets: [],
    unanswered: '',
    exports: [],
    written: null,
    findingsFile: null,
    reviewedRows: null,
    shards: [],
    notes: [],
    decision: null,
    shortlist: [],
    shortlistCut: false,
    failures: new Map(),
    hasReviewedFile: false,
    feedback: null,
    matrix: '',
  }
}

/** The evidence of a run up to now. */
export function evidenceOf(record: RunRecord, clock: Clock): Evidence {
  return {
    startedAt: record.startedAt,
    finishedAt: new Date(clock.now()).toISOString(),
    policyFiles: record.policyFiles,
    targets: record.targets,
    exports: record.exports,
    findingsFile: record.findingsFile,
    shards: record.shards,
    notes: record.notes,
  }
}
