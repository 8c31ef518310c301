/** Who wrote the lines of the worst findings, and when: the real age of a secret. What fails is a note. */
import type { RunContext } from '../context.ts'
import { asGateError } from '../errors.ts'
import { type Finding, isWhole } from '../finding.ts'
import { plural } from '../text.ts'
import { type BlamedLines, readBlame } from './blame.ts'
import type { Connection } from './connection.ts'
import { forEachAtOnce } from './wait.ts'

/** The commit that wrote a line. */
export type Blame = {
  readonly author: string
  /** Only with `blame-emails`. */
  readonly email?: string
  readonly commit: string
  /** ISO 8601; `null` when the server does not say it. */
  readonly date: string | null
}

export type BlamedFinding = Finding & { readonly fingerprint: string }

/** Looks up the commits of findings, each file once. @returns by fingerprint, and sentences for the report */
export async function blameFindings(
  findings: readonly BlamedFinding[],
  { inputs, host }: RunContext,
  { http }: Pick<Connection, 'http'>,
): Promise<{ readonly blames: ReadonlyMap<string, Blame>; readonly notes: readonly string[] }> {
  const blames = new Map<string, Blame>()
  const failures: string[] = []
  const known = findings.filter(({ line, repository, branch, path }) => {
    return line !== null && [repository, branch, path].every(isWhole)
  })
  const files = Map.groupBy(known, ({ project, repository, branch, path }) =>
    JSON.stringify([project, repository, branch, path]),
  )
  if (files.size > 0) host.log.info(`Looking up the authors of ${plural(known.length, 'finding')}.`)
  await forEachAtOnce([...files.values()], async (inFile) => {
    const [{ project, repository: repo, branch, path }] = inFile as [BlamedFinding]
    const commit = inputs.pull?.commit ?? (branch === '' ? '' : `refs/heads/${branch}`)
    try {
      const lines = await readBlame(http, { project, repo, commit }, path)
      for (const { fingerprint, line } of inFile) {
        const found = lines.find(({ first, last }) => first <= Number(line) && Number(line) <= last)
        if (found !== undefined) blames.set(fingerprint, blameOf(found, inputs.blameEmails))
      }
    } catch (caught) {
      host.stop.throwIfAborted()
      failures.push(asGateError(caught).message)
    }
  })
  const [first] = failures
  const notes =
    first === undefined
      ? []
      : [`The authors of findings in ${plural(failures.length, 'file')} could not be looked up: ${first}`]
  return { blames, notes }
}

function blameOf({ author, email, commit, date }: BlamedLines, withEmail: boolean): Blame {
  // Some accounts have their address as a name.
  const name = withEmail ? author : author.replace(/@\S*/g, '')
  return { author: name, commit, date, ...(withEmail && email !== '' ? { email } : {}) }
}
