/** When a run may be left out on purpose: pull requests from forks get no secrets. */
import { GateError } from '../errors.ts'
import type { Host } from '../ports.ts'
import type { Inputs } from './inputs.ts'
import type { Plan } from './run-plan.ts'

/**
 * Why this run is skipped, or `null` when it is not. Missing credentials together with
 * `on-missing-credentials: skip` lead here, and then only the place's own proof of a fork: a secret that was renamed
 * or has expired must not open the gate of a branch.
 * @throws GateError CREDENTIALS_MISSING when a fork is not proven.
 */
export function skipReason(inputs: Inputs, plan: Plan, host: Pick<Host, 'forkEvidence'>): string | null {
  if (!plan.needsServer || inputs.credentials !== null || inputs.onMissingCredentials !== 'skip') return null
  // It needs no credentials.
  if (inputs.dryRun) return null
  const { proven, shown } = host.forkEvidence()
  if (!proven) {
    throw new GateError(
      'CREDENTIALS_MISSING',
      `Neither \`token\` nor \`username\` and \`password\` is given, and \`on-missing-credentials: skip\` is for pull requests from forks only: ${shown}.`,
    )
  }
  return `no credentials were given, \`on-missing-credentials\` is \`skip\`, and ${shown}: NOTHING WAS SCANNED OR JUDGED`
}
