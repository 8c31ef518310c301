/** What a verdict rests on: kept while the run goes, shown in every report. Types only. */

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

/** One policy file that was read. */
export type PolicyFileEvidence = {
  /** From the working folder, with `/`. */
  readonly path: string
  /** SHA-256 (hex) of its bytes. */
  readonly sha256: string
}

/** Everything that a verdict rests on. */
export type Evidence = {
  /** ISO 8601. */
  readonly startedAt: string
  readonly finishedAt: string
  /** Base first. */
  readonly policyFiles: readonly PolicyFileEvidence[]
  readonly targets: readonly TargetEvidence[]
  readonly exports: readonly ExportEvidence[]
  /** `null` when there is none. */
  readonly findingsFile: FindingsFileEvidence | null
  /** The jobs of a plan; empty for every other operation. */
  readonly shards: readonly PlannedShard[]
  /** Things a reader should know that do not change the verdict, one sentence each. */
  readonly notes: readonly string[]
}
