/**
 * Lines of the branch whose commits are on the compared branch too: what it has of them no more, it has mended, and merging
 * the branch does not bring it back. In any doubt a line is not old.
 */
import type { RunContext } from '../context.ts'
import { asGateError } from '../errors.ts'
import { type BranchTarget, targetName } from '../target.ts'
import type { Bitbucket } from './bitbucket.ts'
import { type BlamedLines, type CommitOf, commitsOnlyOn, readBlame } from './blame.ts'
import type { Connection } from './connection.ts'
import { forEachAtOnce } from './wait.ts'

/** A line of a file; 0 when it is not known. */
export type Line = { readonly path: string; readonly line: number }

export type OldLines = {
  /** Whether a line of the branch comes from a commit that the compared branch has too. */
  readonly isOld: (line: Line) => boolean
  /** Sentences for the report. */
  readonly notes: readonly string[]
}

export type FindOldLines = (lines: readonly Line[]) => Promise<OldLines>

/** Files that are looked at. */
const MOST_FILES = 200

/** Notes the heads of both branches; call it before the triggers. `null` where they are not known, or nothing is compared. */
export async function openOldLines(
  { inputs, plan, host }: RunContext,
  { bitbucket, http }: Connection,
): Promise<FindOldLines | null> {
  const [source] = plan.exports
  const { compared } = plan
  if (compared === null || source?.kind !== 'branch') return null
  const from = await headOf(source, inputs.pull?.commit ?? null, bitbucket)
  const to = await headOf(compared, inputs.pull?.targetCommit ?? null, bitbucket)
  if (from === null || to === null) return null
  return async (lines) => {
    const none = (why: string): OldLines => {
      host.log.debug(why)
      const note = `Whether ${targetName(compared)} has mended some of the new findings could not be seen, so all of them count as new.`
      return { isOld: () => false, notes: [note] }
    }
    try {
      // Of a pull request that is an error of the run.
      const now = inputs.pull === null ? await headOf(source, null, bitbucket) : from
      if (now?.commit !== from.commit) return none('The head of the branch moved.')
      const own = await commitsOnlyOn(http, from, to)
      const blames = new Map<string, readonly BlamedLines[]>()
      const paths = [...new Set(lines.map(({ path }) => path))].slice(0, MOST_FILES)
      await forEachAtOnce(paths, async (path) => {
        const blame = await readBlame(http, from, path).catch((caught: unknown) => {
          host.stop.throwIfAborted()
          host.log.debug(asGateError(caught).message)
          return []
        })
        blames.set(path, blame)
      })
      const isOld = ({ path, line }: Line): boolean => {
        const found = blames.get(path)?.filter(({ first, last }) => first <= line && line <= last) ?? []
        return line > 0 && found.length === 1 && found.every(({ commit }) => !own.has(commit))
      }
      return { isOld, notes: [] }
    } catch (caught) {
      host.stop.throwIfAborted()
      return none(asGateError(caught).message)
    }
  }
}

async function headOf(
  target: BranchTarget,
  known: string | null,
  bitbucket: Bitbucket,
): Promise<CommitOf | null> {
  const { project, repo } = target
  if (known !== null) return { project, repo, commit: known }
  for await (const { name, latestCommit } of bitbucket.branches(target)) {
    if (name === target.branch) return latestCommit === null ? null : { project, repo, commit: latestCommit }
  }
  return null
}
