/** Which commits the lines of files come from, and which commits are on one branch alone. */
import { GateError } from '../errors.ts'
import { isRecord } from '../parse.ts'
import type { Repository } from '../target.ts'
import { pagedList } from './bitbucket.ts'
import type { Http } from './http.ts'
import { callError, type HttpRequest } from './request.ts'

/** Lines of a file that come from one commit. */
export type BlamedLines = {
  readonly first: number
  readonly last: number
  readonly commit: string
  /** '' when the server names none. */
  readonly author: string
  readonly email: string
  /** ISO 8601; `null` when unknown. */
  readonly date: string | null
}

export type CommitOf = Repository & {
  /** Or a ref; '' for the default branch. */
  readonly commit: string
}

/** Characters of a name or address that are kept. */
const LONGEST_NAME = 100

/**
 * The blame of a file. Source lines, which some servers send with it, are dropped here.
 * @throws GateError as `Http.json`; REPLY_UNREADABLE
 */
export async function readBlame(http: Http, at: CommitOf, path: string): Promise<readonly BlamedLines[]> {
  const request = blameRequest(at, path)
  const alone = blameIn((await http.json({ ...request, expected: [400, 501] })).body)
  if (alone !== null) return alone
  const query = (request.query ?? []).filter(([name]) => name !== 'noContent')
  const beside = blameIn((await http.json({ ...request, query })).body)
  if (beside !== null) return beside
  throw callError('REPLY_UNREADABLE', request, 'the reply has no blame.')
}

function blameRequest({ project, repo, commit }: CommitOf, path: string): HttpRequest {
  return {
    method: 'GET',
    segments: ['rest', 'api', 'latest', 'projects', project, 'repos', repo, 'browse', ...path.split('/')],
    query: [...(commit === '' ? [] : ([['at', commit]] as const)), ['blame', 'true'], ['noContent', 'true']],
    repeat: 'safe',
    purpose: `read the blame of a file of ${project}/${repo}`,
    right: `repository read on ${project}/${repo}`,
  }
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

/**
 * All commits that are on `from` and not on `to`.
 * @throws GateError as `pagedList`; REPLY_UNREADABLE for a list that is not known to be whole
 */
export async function commitsOnlyOn(http: Http, from: CommitOf, to: CommitOf): Promise<ReadonlySet<string>> {
  const own = await commitsBetween(http, from, to)
  // Without its own head, a list is right only where that head is on the other branch too.
  if (own.has(from.commit) || (await commitsBetween(http, to, from)).has(to.commit)) return own
  throw new GateError('REPLY_UNREADABLE', 'The list of commits has the head of neither branch.')
}

async function commitsBetween(http: Http, from: CommitOf, { commit, ...to }: CommitOf): Promise<Set<string>> {
  const { project, repo } = to
  const isFork = from.project !== project || from.repo !== repo
  const request: HttpRequest = {
    method: 'GET',
    segments: ['rest', 'api', 'latest', 'projects', project, 'repos', repo, 'compare', 'commits'],
    query: [
      ['from', from.commit],
      ['to', commit],
      ...(isFork ? ([['fromRepo', `${from.project}/${from.repo}`]] as const) : []),
    ],
    repeat: 'safe',
    purpose: `list the commits between two branches of ${project}/${repo}`,
    right: `repository read on ${project}/${repo}`,
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
