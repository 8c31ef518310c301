/** Puts the judge of a run together: policy, baseline, reviewed findings, fingerprints and counters. */
import { randomInt } from 'node:crypto'
import { pathOf, readTextFile } from '../files.ts'
import { createDistinct } from '../findings/distinct.ts'
import { fingerprinter } from '../findings/fingerprint.ts'
import { createTally } from '../findings/tally.ts'
import { type Baseline, readBaseline } from '../policy/baseline.ts'
import { createJudge, type Judge } from '../policy/judge.ts'
import type { Desk } from './desk.ts'
import { reviewedPredicate } from './reviewed.ts'

/**
 * The judge of this run.
 * @throws GateError FILE_UNREADABLE or INPUT_INVALID for the baseline, or what the reviewed export met.
 */
export async function openJudge(desk: Desk): Promise<Judge> {
  const { policy, inputs, host, matchKey, plan } = desk
  return createJudge({
    policy,
    baseline: await openBaseline(desk),
    reviewed: plan.reviewed.length === 0 ? null : await reviewedPredicate(desk),
    now: host.clock.now(),
    fingerprint: fingerprinter(matchKey.given),
    keyCheck: matchKey.keyCheck,
    distinct: createDistinct(randomSeed()),
    tally: createTally(),
    scope: inputs.operation === 'evaluate' ? null : inputs.targets,
  })
}

/** New for each run, so that nobody can aim at keys that collide. */
function randomSeed(): readonly [number, number] {
  return [randomInt(2 ** 32), randomInt(2 ** 32)]
}

async function openBaseline({ inputs, host, matchKey }: Desk): Promise<Baseline | null> {
  if (inputs.baselineFile === null) return null
  const text = await readTextFile(pathOf(inputs.baselineFile, host.workingFolder), 'baseline-file')
  return readBaseline(text, inputs.baselineFile, matchKey.keyCheck)
}
