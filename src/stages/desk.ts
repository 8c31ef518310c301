/** What the stages that read exports have in hand. */

import type { ReadingContext, ReadSettings } from '../export/read-export.ts'
import { archiveDefaults } from '../export/zip.ts'
import type { Inputs } from '../inputs/inputs.ts'
import type { Baseline } from '../judge/baseline.ts'
import type { Plan } from '../plan.ts'
import type { Policy } from '../policy/policy.ts'
import type { Host } from '../ports.ts'
import type { ReportFolder } from '../report/report-folder.ts'
import type { Connection } from '../server/connection.ts'
import type { Target } from '../target.ts'
import type { MatchKey } from './match-key.ts'
import type { Merge } from './merge.ts'
import type { RunRecord } from './record.ts'

/** Everything that a run which reads exports has in hand. */
export type Desk = {
  readonly plan: Plan
  readonly inputs: Inputs
  readonly policy: Policy
  /** `null` for `evaluate`. */
  readonly connection: Connection | null
  /** Temporary folder of the run. */
  readonly folder: string
  readonly reports: ReportFolder
  readonly matchKey: MatchKey
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
