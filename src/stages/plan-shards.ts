/** `plan`: lists the repositories of the scope and says which job of a matrix takes which. Changes nothing. */
import type { Inputs } from '../config/inputs.ts'
import { GateError } from '../errors.ts'
import type { Host } from '../host.ts'
import type { Connection } from '../server/connection.ts'
import type { Deadline } from '../server/request.ts'
import { dealShards, matrixText } from '../shards.ts'
import { type Target, targetName } from '../target.ts'
import { counted } from '../text.ts'
import type { Outcome } from '../verdict.ts'
import type { RunRecord } from './record.ts'

/**
 * Leaves the matrix in the record.
 * @throws GateError as the lists of the client; NOT_FOUND for a scope without repositories, INPUT_INVALID for a matrix
 *   that is too large.
 */
export async function planShards(
  inputs: Inputs,
  { bitbucket }: Pick<Connection, 'bitbucket'>,
  host: Host,
  record: RunRecord,
): Promise<Outcome> {
  const deadline: Deadline = {
    at: host.clock.elapsed() + inputs.timeoutMs,
    phase: 'listing the repositories',
  }
  const targets: Target[] = []
  for (const target of inputs.targets) {
    for (const part of await partsOf(target, bitbucket, deadline)) targets.push(part)
  }
  const shards = dealShards(targets, inputs.shards ?? 1)
  record.matrix = matrixText(shards)
  record.shards = shards.map(({ shard, targets: names }) => ({ shard, targets: names.split('\n') }))
  const asked = inputs.shards ?? shards.length
  await host.log.group('Plan', async () => {
    for (const { shard, targets: names } of shards) {
      const list = names.split('\n')
      host.log.info(`job ${shard}: ${repositoriesText(list.length)}, ${list[0]} to ${list.at(-1)}`)
    }
  })
  const fewer = shards.length < asked ? ` (${asked} were asked for, and no job is left empty)` : ''
  const count = shards.reduce((sum, { targets: names }) => sum + names.split('\n').length, 0)
  return {
    kind: 'done',
    sentence: `${repositoriesText(count)} in ${counted(shards.length, 'job')}${fewer}; nothing was judged`,
  }
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
