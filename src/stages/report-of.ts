/** The record of a run as the one model that every renderer receives. */
import { secretsOf, sourcesOf } from '../config/sources.ts'
import type { Counts } from '../finding.ts'
import type { Host } from '../host.ts'
import { maskReport } from '../report/mask.ts'
import type { Report } from '../report/model.ts'
import { targetName } from '../target.ts'
import { isMaskable, maskerOf } from '../text.ts'
import type { Verdict } from '../verdict.ts'
import { toolVersion } from '../version.ts'
import { evidenceOf, type RunRecord } from './record.ts'

/** The report of a run that ends with `verdict`, without its credentials; of one that failed before it knew its inputs, too. */
export function reportOf(record: RunRecord, verdict: Verdict, host: Host): Report {
  return maskReport(
    modelOf(record, verdict, host),
    maskerOf(secretsOf(sourcesOf(host, {})).filter(isMaskable)),
  )
}

function modelOf(record: RunRecord, verdict: Verdict, host: Host): Report {
  const { inputs, decision } = record
  return {
    tool: { name: 'soteri-gate', version: toolVersion },
    operation: inputs?.operation ?? 'unknown',
    targets: inputs === null ? [] : targetsOf(inputs.targets.map(targetName), inputs.reportFiles),
    bitbucketUrl: inputs?.operation === 'evaluate' ? null : (inputs?.bitbucketUrl?.href ?? null),
    runUrl: host.runUrl,
    mode: inputs?.mode ?? 'enforce',
    period: { from: instant(inputs?.period.from), to: instant(inputs?.period.to) },
    evidence: evidenceOf(record, host.clock),
    counts: decision?.counts ?? noCounts(),
    thresholds: decision?.thresholds ?? [],
    verdict,
    shortlist: record.shortlist,
    shortlistCut: record.shortlistCut,
  }
}

function targetsOf(targets: readonly string[], files: readonly string[]): readonly string[] {
  return targets.length > 0 ? targets : files
}

function instant(ms: number | null | undefined): string | null {
  return ms === null || ms === undefined ? null : new Date(ms).toISOString()
}

function noCounts(): Counts {
  return {
    total: 0,
    distinct: 0,
    new: 0,
    suppressed: 0,
    byRule: {},
    bySeverity: { critical: 0, high: 0, medium: 0, low: 0 },
    byProject: {},
    byRepository: {},
    byBranch: {},
  }
}
