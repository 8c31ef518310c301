/** Puts the judge of a run together: policy, baseline, reviewed findings, fingerprints and counters. */
import type { HashKey } from '../config/hash-key.ts'
import type { Inputs } from '../config/inputs.ts'
import type { RunPlan } from '../config/run-plan.ts'
import type { FindingRow } from '../export/finding-row.ts'
import { pathOf, readTextFile } from '../files.ts'
import type { Host } from '../host.ts'
import { type Baseline, readBaseline } from '../judge/baseline.ts'
import { Judge } from '../judge/judge.ts'
import type { Desk } from './desk.ts'
import { reviewedOfShards } from './merge-reviewed.ts'
import { reviewedPredicate } from './reviewed.ts'

/** Tells reviewed findings from others; `null` when that does not matter. */
export type Reviewed = ((row: FindingRow) => boolean) | null

/** A judge of this run, which has seen nothing yet. */
export function openJudge(desk: Desk, reviewed: Reviewed): Judge {
  const { policy, inputs, baseline, host, hashKey } = desk
  return new Judge({
    policy,
    baseline,
    reviewed,
    now: host.clock.now(),
    key: hashKey.key,
    keyCheck: hashKey.keyCheck,
    names: desk.reading.row.names,
    scope: inputs.operation === 'evaluate' ? (desk.merge?.scope ?? null) : inputs.targets,
  })
}

/**
 * Tells the reviewed findings, and counts them in the record; `null` when they are not left out.
 * @throws GateError what the reviewed export met.
 */
export async function reviewedOf(desk: Desk): Promise<Reviewed> {
  const { plan, merge, record } = desk
  const isReviewed = plan.reviewed.length > 0 ? await reviewedPredicate(desk) : await reviewedOfShards(merge)
  if (isReviewed === null) return null
  record.reviewedRows = 0
  return (finding) => {
    if (!isReviewed(finding)) return false
    record.reviewedRows = (record.reviewedRows ?? 0) + 1
    return true
  }
}

/**
 * The baseline that `baseline-file` names, `null` without one. A run that sends something has all of it checked here:
 * a wrong input has to come out before that. Others have it checked when the judge takes it.
 * @throws GateError FILE_UNREADABLE, INPUT_INVALID.
 */
export async function openBaseline(
  inputs: Inputs,
  { needsServer }: Pick<RunPlan, 'needsServer'>,
  hashKey: HashKey,
  host: Pick<Host, 'workingFolder'>,
): Promise<Baseline | null> {
  if (inputs.baselineFile === null) return null
  const text = await readTextFile(pathOf(inputs.baselineFile, host.workingFolder), 'baseline-file')
  const baseline = readBaseline(text, inputs.baselineFile, hashKey.keyCheck)
  if (needsServer) for (const _checked of baseline.entries);
  return baseline
}
