/** Which commits lines come from: authors and dates of the worst findings, and what the compared branch has mended already. */
import type { RunContext } from '../context.ts'
import { asGateError, GateError } from '../errors.ts'
import { type Finding, isWhole } from '../finding.ts'
import { isRecord } from '../parse.ts'
import { type BranchTarget, type Repository, targetName } from '../target.ts'
import { plural } from '../text.ts'
import { type Bitbucket, findBranch, pagedList } from './bitbucket.ts'
import type { Connection } from './connection.ts'
import type { Http } from './http.ts'
import { callError, forEachAtOnce, type HttpRequest, repositoryRequest } from './request.ts'

export type Blame = {
  readonly author: string
  /** Only with `blame-emails`. */
  readonly email?: string
  readonly commit: string
  readonly date: string | null
}

export type BlamedFinding = Finding & { readonly fingerprint: string }

/** Looks up the commits of findings, each file once. @returns by fingerprint, and sentences for the report */
export async function blameFindings(
  findings: readonly BlamedFinding[],
  { inputs, host }: RunContext,
  { http }: Pick<Connection, 'http'>,
) {
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
        const [found] = linesAt(lines, Number(line))
        if (found !== undefined) blames.set(fingerprint, blameOf(found, inputs.blameEmails))
      }
    } catch (caught) {
      host.stop.throwIfAborted()
      failures.push(asGateError(caught).message)
    }
  })
  if (failures.length === 0) return { blames, notes: [] }
  const where = plural(failures.length, 'file')
  return { blames, notes: [`The authors of findings in ${where} could not be looked up: ${failures[0]}`] }
}

function blameOf({ author, email, commit, date }: BlamedLines, withEmail: boolean): Blame {
  // Some accounts have their address as a name.
  const name = withEmail ? author : author.replace(/@\S*/g, '')
  return { author: name, commit, date, ...(withEmail && email !== '' ? { email } : {}) }
}

/** A line of a file; 0 when it is not known. */
export type Line = { readonly path: string; readonly line: number }

export type OldLines = {
  /** Whether a line of the branch comes from a commit that the compared branch has too. In any doubt it does not. */
  readonly isOld: (line: Line) => boolean
  readonly notes: readonly string[]
}

export type FindOldLines = (lines: readonly Line[]) => Promise<OldLines>

const MOST_FILES = 200

/**
 * Notes the heads of both branches; call it before the triggers. A line that the compared branch had and has no more was
 * mended there, and merging the branch does not bring it back. `null` where a head is unknown, or nothing is compared.
 */
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
  const noneOld = (why: string): OldLines => {
    host.log.debug(why)
    const note = `Whether ${targetName(compared)} has mended some of the new findings could not be seen, so all of them count as new.`
    return { isOld: () => false, notes: [note] }
  }
  return async (lines) => {
    try {
      // A pull request whose head moves is an error of the run.
      const now = inputs.pull === null ? await headOf(source, null, bitbucket) : from
      if (now?.commit !== from.commit) return noneOld('The head of the branch moved.')
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
        const found = linesAt(blames.get(path) ?? [], line)
        return found.length === 1 && found.every(({ commit }) => !own.has(commit))
      }
      return { isOld, notes: [] }
    } catch (caught) {
      host.stop.throwIfAborted()
      return noneOld(asGateError(caught).message)
    }
  }
}

async function headOf(branch: BranchTarget, known: string | null, bitbucket: Bitbucket) {
  const commit = known ?? (await findBranch(branch, bitbucket))?.latestCommit ?? null
  return commit === null ? null : { project: branch.project, repo: branch.repo, commit }
}

/** Lines of a file that come from one commit; author and e-mail are '' where the server names none. */
type BlamedLines = Required<Blame> & { readonly first: number; readonly last: number }

/** By its hash or a ref; '' for the default branch. */
type CommitOf = Repository & { readonly commit: string }

function linesAt(blame: readonly BlamedLines[], line: number): readonly BlamedLines[] {
  return blame.filter(({ first, last }) => first <= line && line <= last)
}

const LONGEST_NAME = 100

/** The blame of a file. Source lines, which some servers send with it, are dropped here. */
async function readBlame(http: Http, at: CommitOf, path: string): Promise<readonly BlamedLines[]> {
  const request = repositoryRequest(at, ['browse', ...path.split('/')], 'read the blame of a file')
  const query = [
    ['at', at.commit || null],
    ['blame', 'true'],
  ] as const
  const alone = { ...request, query: [...query, ['noContent', 'true'] as const], expected: [400, 501] }
  const blame =
    blameIn((await http.json(alone)).body) ?? blameIn((await http.json({ ...request, query })).body)
  if (blame === null) throw callError('REPLY_UNREADABLE', request, 'the reply has no blame.')
  return blame
}

function blameIn(body: unknown): readonly BlamedLines[] | null {
  const list = isRecord(body) && !Array.isArray(body) ? body.blame : body
  if (!Array.isArray(list)) return null
  return list.flatMap((entry: unknown) => {
    if (!isRecord(entry)) return []
    const { lineNumber: first, spannedLines } = entry
    const commit = entry.commitHash ?? entry.commitId
    if (!Number.isSafeInteger(first) || !Number.isSafeInteger(spannedLines)) return []
    if (typeof commit !== 'string' || !/^[0-9a-f]{40}$/.test(commit)) return []
    const last = Number(first) + Number(spannedLines) - 1
    return [{ first: Number(first), last, commit, ...authorIn(entry) }]
  })
}

function authorIn({ author, authorTimestamp }: Record<string, unknown>) {
  const { name, emailAddress } = isRecord(author) ? author : {}
  const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, LONGEST_NAME) : '')
  const time = new Date(typeof authorTimestamp === 'number' ? authorTimestamp : Number.NaN)
  const date = Number.isNaN(time.getTime()) ? null : time.toISOString()
  return { author: text(name), email: text(emailAddress), date }
}

/** All commits that are on `from` and not on `to`. */
async function commitsOnlyOn(http: Http, from: CommitOf, to: CommitOf): Promise<ReadonlySet<string>> {
  const own = await commitsBetween(http, from, to)
  // Without its own head, a list is right only where that head is on the other branch too.
  if (own.has(from.commit) || (await commitsBetween(http, to, from)).has(to.commit)) return own
  throw new GateError('REPLY_UNREADABLE', 'The list of commits has the head of neither branch.')
}

async function commitsBetween(http: Http, from: CommitOf, to: CommitOf): Promise<Set<string>> {
  const isFork = from.project !== to.project || from.repo !== to.repo
  const request: HttpRequest = {
    ...repositoryRequest(to, ['compare', 'commits'], 'list the commits between two branches'),
    query: [
      ['from', from.commit],
      ['to', to.commit],
      ['fromRepo', isFork ? `${from.project}/${from.repo}` : null],
    ],
  }
  const commits = new Set<string>()
  for await (const entry of pagedList(http, request)) {
    if (!isRecord(entry) || typeof entry.id !== 'string') {
      throw callError('REPLY_UNREADABLE', request, 'an entry has no `id`.')
    }
    commits.add(entry.id)
  }
  return commits
}
