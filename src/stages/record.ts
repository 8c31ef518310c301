/** What a run has seen and done so far: the one thing that grows while the stages work, and survives errors. */
import type { GateError } from '../errors.ts'
import type { Inputs } from '../inputs/inputs.ts'
import type { Decision } from '../policy/judge.ts'
import type { Clock } from '../ports.ts'
import type { Evidence, ExportEvidence, TargetEvidence } from '../report/evidence.ts'
import type { JudgedFinding } from '../report/model.ts'
import type { ReportFile } from '../report/report-files.ts'
import type { ReportFolder } from '../report/report-folder.ts'

/** `scan-status` of the outputs: what became of the scans this run started. */
export type ScanStatusWord = 'none' | 'triggered' | 'finished' | 'not-proven' | 'timed-out'

export type RunRecord = {
  readonly startedAt: string
  /** `null` until they were read without a mistake. */
  inputs: Inputs | null
  /** `output-dir`; `null` while it is not open. */
  reports: ReportFolder | null
  scanStatus: ScanStatusWord
  targets: TargetEvidence[]
  exports: ExportEvidence[]
  notes: string[]
  /** `null` until every export was read to its end and judged. */
  decision: Decision | null
  shortlist: readonly JudgedFinding[]
  shortlistCut: boolean
  /** Report files that could not be prepared while rows passed. */
  readonly failures: Map<ReportFile, GateError>
  /** Whether `reviewed.csv` lies prepared in the report folder. */
  hasReviewedFile: boolean
}

/** An empty record; `clock` gives the start. */
export function startRecord(clock: Clock): RunRecord {
  return {
    startedAt: new Date(clock.now()).toISOString(),
    inputs: null,
    reports: null,
    scanStatus: 'none',
    targets: [],
    exports: [],
    notes: [],
    decision: null,
    shortlist: [],
    shortlistCut: false,
    failures: new Map(),
    hasReviewedFile: false,
  }
}

/** The evidence of a run up to now. */
export function evidenceOf(record: RunRecord, clock: Clock): Evidence {
  return {
    startedAt: record.startedAt,
    finishedAt: new Date(clock.now()).toISOString(),
    targets: record.targets,
    exports: record.exports,
    notes: record.notes,
  }
}
