/** When a run may be left out on purpose: pull requests from forks get no secrets. Pure but for the environment. */
import type { Inputs } from '../inputs/inputs.ts'
import type { Plan } from '../plan.ts'
import type { Host } from '../ports.ts'

/**
 * Why this run is skipped, or `null` when it is not. Only missing credentials together with
 * `on-missing-credentials: skip` lead here, and on GitHub only for a pull request: a renamed secret must not
 * open the gate of a release branch.
 */
export function skipReason(
  inputs: Inputs,
  plan: Plan,
  host: Pick<Host, 'environment' | 'name'>,
): string | null {
  if (!plan.needsServer || inputs.credentials !== null || inputs.onMissingCredentials !== 'skip') return null
  if (host.name === 'github' && host.environment('GITHUB_HEAD_REF') === undefined) return null
  return 'no credentials were given and `on-missing-credentials` is `skip`: NOTHING WAS SCANNED OR JUDGED'
}
