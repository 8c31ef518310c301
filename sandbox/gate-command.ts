/** The gate that replays a fault: which repository it asks for, with which inputs. Pure. */

import { guiltyPullRequest } from './demo-pull-requests.ts'
import { type FaultScenario, replayInputs } from './faults/scenario.ts'
import type { SandboxRepository } from './options.ts'

/**
 * Inputs of the gate, by their names in the contract, that meet the fault on an instance with these
 * repositories. Without a fault: the first repository. Credentials are not among them.
 */
export function gateInputs(
  url: string,
  repositories: readonly SandboxRepository[],
  fault?: FaultScenario,
): Readonly<Record<string, string>> {
  return {
    'bitbucket-url': url,
    ...(fault === undefined ? {} : replayInputs),
    ...scopeInputs(repositories[0], fault?.scope ?? 'repo'),
    ...fault?.gate,
  }
}

function scopeInputs(
  first: SandboxRepository | undefined,
  scope: FaultScenario['scope'],
): Readonly<Record<string, string>> {
  if (scope === 'instance' || first === undefined) return { scope: 'instance' }
  if (scope === 'project') return { project: first.project }
  const repository = { project: first.project, repo: first.slug }
  return scope === 'repo'
    ? repository
    : { ...repository, 'pull-request': String(guiltyPullRequest), thresholds: 'new = 0' }
}

/** Inputs as flags of a command line, quoted for a POSIX shell where they need it. */
export function asFlags(inputs: Readonly<Record<string, string>>): string {
  return Object.entries(inputs)
    .map(([name, value]) => `--${name} ${quoted(value)}`)
    .join(' ')
}

/** A word as a POSIX shell takes it. */
export function quoted(text: string): string {
  return /^[\w@%+=:,./~-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
