/** What the stages that read exports have in hand. */
import type { HashKey } from '../config/hash-key.ts'
import type { Inputs } from '../config/inputs.ts'
import type { Policy } from '../config/policy.ts'
import type { RunPlan } from '../config/run-plan.ts'
import type { ReadingContext, ReadSettings } from '../export/read-export.ts'
import { archiveDefaults } from '../export/zip.ts'
import type { Host } from '../host.ts'
import type { Baseline } from '../judge/baseline.ts'
import type { ReportFolder } from '../report/report-folder.ts'
import type { Connection } from '../server/connection.ts'
import type { Target } from '../target.ts'
import type { Merge } from './merge.ts'
import type { RunRecord } from './record.ts'

/** Everything that a run which reads exports has in hand. */
export type Desk = {
  readonly plan: RunPlan
  readonly inputs: Inputs
  readonly policy: Policy
  /** `null` for `evaluate`. */
  readonly connection: Connection | null
  /** Temporary folder of the run. */
  readonly folder: string
  readonly reports: ReportFolder
  readonly hashKey: HashKey
  readonly reading: ReadingContext
  /** Of `baseline-file`; `null` without one. */
  readonly baseline: Baseline | null
  /** The shards that `evaluate` merges; `null` when there are none. */
  readonly merge: Merge | null
  readonly host: Host
  readonly record: RunRecord
}

/** How an export of this run is read; `source` names it in evidence and errors. */
export function exportSettings(source: string, target: Target | null, desk: Desk): ReadSettings {
  const { inputs } = desk
  return {
    source,
    target,
    columns: inputs.columns,
    onBadRow: inputs.onBadRow,
    period: inputs.period,
    limits: {
      ...archiveDefaults,
      maxExportBytes: inputs.maxExportBytes,
      maxRatio: inputs.maxExportRatio,
      maxMembers: inputs.maxExportMembers,
    },
  }
}
