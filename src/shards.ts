/** Spreads the repositories of a scope over the jobs of a CI matrix. Pure. */
import { GateError } from './errors.ts'
import { type Target, targetName } from './target.ts'
import { byCodeUnits } from './text.ts'

/** One job. */
export type Shard = {
  /** From 1. */
  readonly shard: number
  /** Text of the input `targets`, one a line. */
  readonly targets: string
}

/**
 * GitHub refuses outputs of a job above 1 MiB, measured in UTF-16 (two bytes for each character); the rest is for the
 * other outputs.
 */
const MATRIX_LIMIT = 500_000

/**
 * A job gets its targets in an environment variable, and Linux starts no process with one above 128 KiB (131,072
 * bytes with its name): the job would end with "Argument list too long".
 */
const TARGETS_LIMIT = 120_000

/**
 * Deals the targets, sorted by name, like cards: one to each job in turn. So no job has more than one target above the
 * others; the same targets give the same jobs in whatever order the server lists them; and neighbours in the alphabet,
 * which are often one team's and of one size, come to different jobs. Nothing cheap tells the size of a repository, so
 * the number is what is balanced. There is never an empty job: with fewer targets there are fewer jobs.
 *
 * @param shards jobs wanted, from 1
 * @throws GateError INPUT_INVALID for a name that a list of targets cannot hold
 */
export function dealShards(targets: readonly Target[], shards: number): readonly Shard[] {
  const names = [...new Set(targets.map(nameForList))].sort(byCodeUnits)
  const jobs = Math.min(shards, names.length)
  const hands = Array.from({ length: jobs }, (): string[] => [])
  for (const [at, name] of names.entries()) hands[at % jobs]?.push(name)
  return hands.map((hand, job) => ({ shard: job + 1, targets: hand.join('\n') }))
}

function nameForList(target: Target): string {
  const name = targetName(target)
  if (!/[,\r\n]/.test(name)) return name
  throw new GateError(
    'INPUT_INVALID',
    `plan: the name of ${JSON.stringify(name)} holds a comma or line break, which a list of targets cannot hold.`,
    {
      mend: 'Give this branch a job of its own with `project`, `repo` and `branch`.',
    },
  )
}

/**
 * The output `matrix`: `{"include":[{"shard":1,"targets":"PROJ/a\nPROJ/b"}, ...]}`.
 * @throws GateError INPUT_INVALID when it is larger than a CI system takes
 */
export function matrixText(shards: readonly Shard[]): string {
  const text = JSON.stringify({ include: shards })
  const longest = Math.max(0, ...shards.map(({ targets }) => Buffer.byteLength(targets)))
  if (text.length <= MATRIX_LIMIT && longest > TARGETS_LIMIT) throw tooMuchForOneJob(longest)
  if (text.length <= MATRIX_LIMIT) return text
  throw new GateError(
    'INPUT_INVALID',
    `plan: the matrix would have ${text.length} characters, and GitHub takes at most 1 MiB of outputs (about ${MATRIX_LIMIT} characters here).`,
    {
      mend: 'Plan a part of the instance at a time: give `targets` with some of the projects, and a workflow run for each part.',
    },
  )
}

function tooMuchForOneJob(bytes: number): GateError {
  return new GateError(
    'INPUT_INVALID',
    `plan: a job would get ${bytes} bytes of targets, and Linux starts no process with more than 128 KiB in one variable.`,
    { mend: 'Spread them over more jobs: raise `shards` (GitHub takes at most 256 jobs in a matrix).' },
  )
}
