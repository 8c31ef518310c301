/** `plan`: lists the repositories of the scope and divides them into the jobs of a matrix. Changes nothing. */
import type { PlannedShard, RunContext } from '../context.ts'
import { GateError } from '../errors.ts'
import type { Outcome } from '../judge/verdict.ts'
import type { Connection } from '../server/connection.ts'
import type { Deadline } from '../server/request.ts'
import { isWide, type Target, targetName } from '../target.ts'
import { byCodeUnits, plural } from '../text.ts'

export async function planShards(
  { inputs, host }: RunContext,
  { bitbucket }: Connection,
): Promise<{ readonly outcome: Outcome; readonly shards: readonly PlannedShard[]; readonly matrix: string }> {
  const deadline = { at: host.clock.elapsed() + inputs.timeoutMs, phase: 'listing the repositories' }
  const targets: Target[] = []
  for (const target of inputs.targets) {
    for (const part of await partsOf(target, bitbucket, deadline)) targets.push(part)
  }
  const shards = divideIntoShards(targets, inputs.shards ?? 1)
  const wanted = inputs.shards ?? shards.length
  await host.log.group('Plan', async () => {
    for (const { shard, targets: names } of shards) {
      host.log.info(`job ${shard}: ${repositoriesText(names.length)}, ${names[0]} to ${names.at(-1)}`)
    }
  })
  const fewer = shards.length < wanted ? ` (${wanted} were asked for, and no job is left empty)` : ''
  const count = shards.reduce((sum, { targets: names }) => sum + names.length, 0)
  const sentence = `${repositoriesText(count)} in ${plural(shards.length, 'job')}${fewer}; nothing was judged`
  return { outcome: { kind: 'done', sentence }, shards, matrix: matrixText(shards) }
}

function repositoriesText(count: number): string {
  return plural(count, 'repository', 'repositories')
}

/** Every repository of a wide target; a repository or branch is itself. */
async function partsOf(
  target: Target,
  bitbucket: Connection['bitbucket'],
  deadline: Deadline,
): Promise<readonly Target[]> {
  if (!isWide(target)) return [target]
  const repositories = await Array.fromAsync(bitbucket.repositories(target, deadline))
  if (repositories.length > 0) return repositories.map((repository) => ({ kind: 'repo', ...repository }))
  throw new GateError('NOT_FOUND', `Bitbucket lists no repository of ${targetName(target)} to this user.`, {
    hint: 'Check the project key and that the user may see the repositories.',
  })
}

/** GitHub refuses outputs of a job above 1 MiB, in UTF-16 (two bytes a character); the rest is for other outputs. */
const MATRIX_LIMIT = 500_000

/** Linux starts no process with a variable above 128 KiB ("Argument list too long"), and the targets of a job are in one. */
const TARGETS_LIMIT = 120_000

/**
 * Divides the targets, sorted by name: one to each job in turn. So the numbers are balanced (sizes are not known without
 * expensive requests), the order of the server does not matter, and neighbours, which are often one team's and of one size,
 * come to different jobs. There is never an empty job.
 */
export function divideIntoShards(targets: readonly Target[], shards: number): readonly PlannedShard[] {
  const names = [...new Set(targets.map(nameForList))].sort(byCodeUnits)
  const jobs = Math.min(shards, names.length)
  const hands = Array.from({ length: jobs }, (): string[] => [])
  for (const [at, name] of names.entries()) hands[at % jobs]?.push(name)
  return hands.map((hand, job) => ({ shard: job + 1, targets: hand }))
}

function nameForList(target: Target): string {
  const name = targetName(target)
  if (!/[,\r\n]/.test(name)) return name
  const why = `plan: the name of ${JSON.stringify(name)} holds a comma or line break, which a list of targets cannot hold.`
  const hint = 'Give this branch a job of its own with `project`, `repo` and `branch`.'
  throw new GateError('INPUT_INVALID', why, { hint })
}

/** The output `matrix`: `{"include":[{"shard":1,"targets":"PROJ/a\nPROJ/b"}, ...]}`. */
export function matrixText(shards: readonly PlannedShard[]): string {
  const include = shards.map(({ shard, targets }) => ({ shard, targets: targets.join('\n') }))
  const text = JSON.stringify({ include })
  const longest = Math.max(0, ...include.map(({ targets }) => Buffer.byteLength(targets)))
  if (text.length > MATRIX_LIMIT) {
    const why = `plan: the matrix would have ${text.length} characters, and GitHub takes at most 1 MiB of outputs (about ${MATRIX_LIMIT} characters here).`
    throw new GateError('INPUT_INVALID', why, {
      hint: 'Plan a part of the instance at a time: give `targets` with some of the projects, and a workflow run for each part.',
    })
  }
  if (longest > TARGETS_LIMIT) {
    const why = `plan: a job would get ${longest} bytes of targets, and Linux starts no process with more than 128 KiB in one variable.`
    const hint = 'Spread them over more jobs: raise `shards` (GitHub takes at most 256 jobs in a matrix).'
    throw new GateError('INPUT_INVALID', why, { hint })
  }
  return text
}
