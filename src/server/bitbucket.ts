/** Calls that read Bitbucket Data Center itself: the user, repositories, branches, and its paged lists. */
import { compileGlobs, type Globs } from '../config/globs.ts'
import { GateError } from '../errors.ts'
import { isRecord, namesLike } from '../parse.ts'
import { type BranchTarget, isWide, type Repository, type Target, type WideTarget } from '../target.ts'
import { namesOf, plural } from '../text.ts'
import { readStart } from './download.ts'
import type { Http } from './http.ts'
import { excerpt } from './http-errors.ts'
import { apiRequest, callError, type Deadline, type HttpRequest, repositoryRequest } from './request.ts'

export type Branch = ReturnType<typeof readBranch>

/** Bytes. */
const LARGEST_FILE = 4 * 1024 * 1024

export type Bitbucket = ReturnType<typeof openBitbucket>

/** @param excluded repositories that no list of a project or the instance has */
export function openBitbucket(http: Http, excluded = new ExcludedRepos([])) {
  async function* listOf<T>(
    target: Target,
    request: HttpRequest,
    read: (value: unknown) => T,
    nameOf: (entry: T) => string,
  ): AsyncGenerator<T, void, void> {
    // A list may shift between two pages and show an entry twice.
    const seen = new Set<string>()
    try {
      for await (const value of pagedList(http, request)) {
        const entry = read(value)
        const name = nameOf(entry)
        if (!seen.has(name)) yield entry
        seen.add(name)
      }
    } catch (caught) {
      throw await withNamesLike(caught, http, target, request.deadline)
    }
  }

  return {
    /** @returns `areAccepted` is false where another web server, or a wrong path, says nothing about the credentials */
    async checkCredentials(): Promise<{ readonly user: string | null; readonly areAccepted: boolean }> {
      const reply = await http.json({
        ...projectsRequest,
        query: [['limit', '1']],
        purpose: 'check the credentials',
        // A missing list says nothing about the credentials; the first call that matters will say more.
        expected: [404],
      })
      const user = reply.header('x-ausername')
      const isList = reply.status < 300 && isRecord(reply.body) && Array.isArray(reply.body.values)
      if (user !== 'anonymous') return { user, areAccepted: isList || user !== null }
      const why = 'The server let the call in without looking at the credentials (X-AUSERNAME: anonymous).'
      throw new GateError('CREDENTIALS_REFUSED', why, {
        hint: 'Check that no proxy drops the header Authorization and that the token or password is a current one.',
      })
    },
    /** Every repository of a target, each once, as the server lists them to this user. */
    async *repositories(target: Target, deadline?: Deadline): AsyncGenerator<Repository, void, void> {
      if (!isWide(target)) {
        yield { project: target.project, repo: target.repo }
        return
      }
      const request = { ...repositoriesRequest(target), deadline }
      const nameOf = ({ project, repo }: Repository): string => `${project}/${repo}`
      const all = listOf(target, request, (value) => readRepository(value, target), nameOf)
      for await (const repository of all) if (!excluded.lists(nameOf(repository))) yield repository
    },
    /** A file at a commit, or on the default branch for ''; `null` if there is none. */
    async rawFile(repository: Repository, path: string, commit: string): Promise<Buffer | null> {
      const request: HttpRequest = {
        ...repositoryRequest(repository, ['raw', ...path.split('/')], `read ${path}`),
        query: [['at', commit || null]],
        expected: [404],
      }
      const reply = await http.download(request, async (body) => {
        const { start, isWhole } = await readStart(body, LARGEST_FILE)
        if (isWhole) return start
        throw new GateError('FILE_UNREADABLE', `${path} is larger than 4 MiB.`)
      })
      return reply.kind === 'saved' ? reply.saved : null
    },
    async pullRequest(repository: Repository, id: number): Promise<unknown> {
      const request = repositoryRequest(repository, ['pull-requests', `${id}`], `read pull request ${id}`)
      const reply = await http.json({ ...request, expected: [404] })
      return reply.status === 404 ? null : reply.body
    },
    pullRequestsFrom(repository: Repository, branch: string): AsyncIterable<unknown> {
      const request = repositoryRequest(repository, ['pull-requests'], 'list the pull requests')
      const query = [
        ['direction', 'OUTGOING'],
        ['at', `refs/heads/${branch}`],
        ['state', 'OPEN'],
      ] as const
      return pagedList(http, { ...request, query })
    },
    /** Every branch of a repository, or those whose names have `text` in them; none for an empty repository. */
    branches(repository: Repository, deadline?: Deadline, text = ''): AsyncGenerator<Branch, void, void> {
      const query = [
        ['filterText', text || null],
        ['boostMatches', text === '' ? null : 'true'],
      ] as const
      const request = { ...branchesRequest(repository), query, deadline }
      const read = (value: unknown): Branch => readBranch(value, repository)
      return listOf({ ...repository, kind: 'repo' }, request, read, ({ name }) => name)
    },
  }
}

/** One branch, without listing thousands; `null` where there is none of this name. */
export async function findBranch(
  { project, repo, branch }: BranchTarget,
  bitbucket: Pick<Bitbucket, 'branches'>,
  deadline?: Deadline,
): Promise<Branch | null> {
  for (const likely of [branch, '']) {
    for await (const one of bitbucket.branches({ project, repo }, deadline, likely)) {
      if (one.name === branch) return one
    }
  }
  return null
}

/** An unknown project or repository gets the nearest names that the server lists; any other error stays as it is. */
async function withNamesLike(caught: unknown, http: Http, target: Target, deadline: Deadline | undefined) {
  if (!(caught instanceof GateError) || caught.code !== 'NOT_FOUND' || target.kind === 'instance')
    return caught
  const { project } = target
  const repositories = repositoriesRequest({ kind: 'project', project })
  const slugs =
    target.kind === 'project' ? [] : await listedNames(http, { ...repositories, deadline }, 'slug')
  const keys = slugs.length > 0 ? [] : await listedNames(http, { ...projectsRequest, deadline }, 'key')
  const others = keys.filter((key) => key !== project)
  const near = ('repo' in target && namesLike(target.repo, slugs)) || namesLike(project, others)
  return near === '' ? caught : new GateError('NOT_FOUND', caught.message + near, { hint: caught.hint })
}

async function listedNames(http: Http, request: HttpRequest, field: 'slug' | 'key'): Promise<string[]> {
  try {
    const names: string[] = []
    for await (const entry of pagedList(http, request)) if (isRecord(entry)) names.push(String(entry[field]))
    return names
  } catch {
    // The error that led here says more.
    return []
  }
}

const projectsRequest = apiRequest(['projects'], 'list the projects')

export function repositoriesRequest(target: WideTarget): HttpRequest {
  if (target.kind === 'instance') return apiRequest(['repos'], 'list the repositories of the instance')
  const { project } = target
  const purpose = `list the repositories of ${project}`
  return apiRequest(['projects', project, 'repos'], purpose, `project read on ${project}`)
}

export function branchesRequest(repository: Repository): HttpRequest {
  return repositoryRequest(repository, ['branches'], 'list the branches')
}

function readRepository(value: unknown, target: WideTarget): Repository {
  const entry = isRecord(value) ? value : {}
  const own = target.kind === 'instance' ? null : target.project
  const project = isRecord(entry.project) ? entry.project.key : own
  if (typeof project !== 'string' || typeof entry.slug !== 'string') {
    const why = 'Could not list the repositories: an entry has no `slug` or no `project.key`.'
    throw new GateError('REPLY_UNREADABLE', why)
  }
  // Keys do not differ by case: that of a personal project is `~JANE`, and `~jane` in its address.
  if (own !== null && project.toLowerCase() !== own.toLowerCase()) {
    const why = `Could not list the repositories of ${own}: the list has one of another project (${excerpt(project)}).`
    throw new GateError('REPLY_UNREADABLE', why)
  }
  return { project, repo: entry.slug }
}

/** The name is without `refs/heads/`. */
function readBranch(value: unknown, repository: Repository) {
  if (!isRecord(value) || typeof value.displayId !== 'string') {
    throw callError('REPLY_UNREADABLE', branchesRequest(repository), 'an entry has no `displayId`.')
  }
  return {
    name: value.displayId,
    latestCommit: typeof value.latestCommit === 'string' ? value.latestCommit : null,
    isDefault: value.isDefault === true,
  }
}

/** Entries asked for in one page; the server may send fewer. */
const PAGE_LIMIT = 500
const LIST_LIMIT = 1_000_000

/** All entries of a paged list. Follows `nextPageStart` only, since the server may lower the limit and omit entries. */
export async function* pagedList(http: Http, request: HttpRequest): AsyncGenerator<unknown, void, void> {
  const broken = (what: string): GateError => callError('REPLY_UNREADABLE', request, `${what}.`)
  let read = 0
  let claimed: number | null = null
  for (let start: number | null = 0; start !== null; ) {
    const page = [
      ['limit', `${PAGE_LIMIT}`],
      ['start', `${start}`],
    ] as const
    const { body } = await http.json({ ...request, query: [...(request.query ?? []), ...page] })
    if (!isRecord(body) || !Array.isArray(body.values)) throw broken('the reply is no page of a list')
    const next = nextOf(body, start, broken)
    yield* body.values
    read += body.values.length
    if (read > LIST_LIMIT) throw broken(`the list has more than ${LIST_LIMIT} entries`)
    // A `size` that is not the page's can only be that of the whole list: then it has to match at its end.
    if (body.size !== body.values.length) claimed = Number.isSafeInteger(body.size) ? Number(body.size) : null
    start = next
  }
  if (claimed !== null && claimed !== read) {
    throw broken(`${read} entries came, and the server counts ${claimed}`)
  }
}

/** A list ends only at a page that is the last and names no next one: with neither or both it may be half of a list. */
function nextOf(
  { isLastPage, nextPageStart }: Readonly<Record<string, unknown>>,
  start: number,
  broken: (what: string) => GateError,
): number | null {
  const page = `the page at ${start}`
  if (nextPageStart === null || nextPageStart === undefined) {
    if (isLastPage === true) return null
    throw broken(`${page} does not say that it is the last, and not where the next one starts`)
  }
  if (isLastPage === true)
    throw broken(`${page} says that it is the last, and also where the next one starts`)
  if (!Number.isSafeInteger(nextPageStart)) {
    throw broken(`${page} does not say by a whole number where the next one starts`)
  }
  const next = Number(nextPageStart)
  if (next <= start) throw broken(`${page} says that the next one starts at ${next}`)
  return next
}

/** Repositories that `exclude-repos` leaves out of a project or the instance, and what was left out. */
export class ExcludedRepos {
  readonly #globs: Globs
  readonly #matches: (name: string) => boolean
  readonly #listed = new Set<string>()
  rows = 0

  constructor(globs: Globs) {
    this.#globs = globs
    this.#matches = globs.length === 0 ? () => false : compileGlobs(globs, 'repo')
  }

  /** Whether a `PROJ/slug` that Bitbucket listed is left out. */
  lists(name: string): boolean {
    const isExcluded = this.#matches(name)
    if (isExcluded) this.#listed.add(name)
    return isExcluded
  }

  /** A test for rows of exports, by the id of their repository. */
  rowTest(nameOf: (repository: number) => string): (repository: number) => boolean {
    const known: boolean[] = []
    return (repository) => {
      known[repository] ??= this.#matches(nameOf(repository))
      return known[repository]
    }
  }

  notes(): readonly string[] {
    if (this.#globs.length === 0) return []
    const by = `by \`exclude-repos\` (${namesOf(this.#globs)})`
    const rows = `${plural(this.rows, 'row')} of the exports ${this.rows === 1 ? 'does' : 'do'} not count`
    if (this.#listed.size === 0) return [`No repository that Bitbucket lists is left out ${by}; ${rows}.`]
    const are = plural(this.#listed.size, 'repository is', 'repositories are')
    return [`${are} left out ${by}: ${namesOf(this.#listed)}; ${rows}.`]
  }
}
