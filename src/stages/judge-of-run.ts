/** Puts the judge of a run together: policy, baseline, reviewed findings, fingerprints and counters. */
import { pathOf, readTextFile } from '../files.ts'
import { Distinct } from '../findings/distinct.ts'
import { fingerprinter } from '../findings/fingerprint.ts'
import type { Places } from '../findings/numbers/places.ts'
import { createTally } from '../findings/tally.ts'
import type { Inputs } from '../inputs/inputs.ts'
import { type Baseline, readBaseline } from '../policy/baseline.ts'
import { createJudge, type Judge } from '../policy/judge.ts'
import type { Host } from '../ports.ts'
import type { Desk } from './desk.ts'
import type { MatchKey } from './match-key.ts'
import { reviewedPredicate } from './reviewed.ts'

/**
 * The judge of this run, for rows that `places` numbers.
 * @throws GateError what the reviewed export met.
 */
export async function openJudge(desk: Desk, places: Places): Promise<Judge> {
  const { policy, inputs, baseline, host, matchKey, plan } = desk
  return createJudge({
    policy,
    baseline,
    reviewed: plan.reviewed.length === 0 ? null : await reviewedPredicate(desk),
    now: host.clock.now(),
    fingerprint: fingerprinter(matchKey.given),
    keyCheck: matchKey.keyCheck,
    places,
    distinct: new Distinct(),
    tally: createTally(places),
    scope: inputs.operation === 'evaluate' ? null : inputs.targets,
  })
}

/**
 * The baseline that `baseline-file` names, `null` without one.
 * @throws GateError FILE_UNREADABLE, INPUT_INVALID.
 */
export async function openBaseline(
  inputs: Inputs,
  matchKey: MatchKey,
  host: Pick<Host, 'workingFolder'>,
): Promise<Baseline | null> {
  if (inputs.baselineFile === null) return null
  const text = await readTextFile(pathOf(inputs.baselineFile, host.workingFolder), 'baseline-file')
  return readBaseline(text, inputs.baselineFile, matchKey.keyCheck)
}
