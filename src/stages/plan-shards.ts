/** `plan`: lists the repositories of the scope and divides them into the jobs of a matrix. Changes nothing. */
import type { RunContext } from '../context.ts'
import { GateError } from '../errors.ts'
import type { PlannedShard } from '../evidence.ts'
import type { Connection } from '../server/connection.ts'
import type { Deadline } from '../server/request.ts'
import { dealShards, matrixText } from '../shards.ts'
import { type Target, targetName } from '../target.ts'
import { counted } from '../text.ts'
import type { Outcome } from '../verdict.ts'

/** A plan, its jobs, and the output `matrix`. */
export type PlannedJobs = {
  readonly outcome: Outcome
  readonly shards: readonly PlannedShard[]
  readonly matrix: string
}

/**
 * @throws GateError as the lists of the client; NOT_FOUND for a scope without repositories, INPUT_INVALID for a matrix
 *   that is too large.
 */
export async function planShards(
  { inputs, host }: RunContext,
  { bitbucket }: Connection,
): Promise<PlannedJobs> {
  const deadline: Deadline = {
    at: host.clock.elapsed() + inputs.timeoutMs,
    phase: 'listing the repositories',
  }
  const targets: Target[] = []
  for (const target of inputs.targets) {
    for (const part of await partsOf(target, bitbucket, deadline)) targets.push(part)
  }
  const shards = dealShards(targets, inputs.shards ?? 1)
  const jobs = shards.map(({ shard, targets: names }) => ({ shard, targets: names.split('\n') }))
  const asked = inputs.shards ?? shards.length
  await host.log.group('Plan', async () => {
    for (const { shard, targets: names } of jobs) {
      host.log.info(`job ${shard}: ${repositoriesText(names.length)}, ${names[0]} to ${names.at(-1)}`)
    }
  })
  const fewer = shards.length < asked ? ` (${asked} were asked for, and no job is left empty)` : ''
  const count = jobs.reduce((sum, { targets: names }) => sum + names.length, 0)
  const sentence = `${repositoriesText(count)} in ${counted(shards.length, 'job')}${fewer}; nothing was judged`
  return { outcome: { kind: 'done', sentence }, shards: jobs, matrix: matrixText(shards) }
}

function repositoriesText(count: number): string {
  return counted(count, 'repository', 'repositories')
}

/** Every repository of a wide target; a repository or branch is itself. */
async function partsOf(
  target: Target,
  bitbucket: Connection['bitbucket'],
  deadline: Deadline,
): Promise<readonly Target[]> {
  if (target.kind === 'repo' || target.kind === 'branch') return [target]
  const parts: Target[] = []
  for await (const repository of bitbucket.repositories(target, deadline))
    parts.push({ kind: 'repo', ...repository })
  if (parts.length > 0) return parts
  throw new GateError('NOT_FOUND', `Bitbucket lists no repository of ${targetName(target)} to this user.`, {
    mend: 'Check the project key and that the user may see the repositories.',
  })
}
