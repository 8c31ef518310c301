/** Routes of pull requests: lists, description, activities and comments. */
import { hasPermission } from './access.ts'
import { objectOf } from './body-fields.ts'
import type { SandboxClock } from './clock.ts'
import type { Instance } from './instance.ts'
import type { SandboxPullRequest } from './options.ts'
import type { Comment } from './pull-requests.ts'
import { badRequest, empty, json, pageOf } from './reply.ts'
import type { RepositoryEntry } from './repositories.ts'
import { describeRepository, describeUser, readableRepository, repositoryPath } from './rest-core.ts'
import type { Route, SandboxRequest } from './router.ts'

const pullRequest = `${repositoryPath}/pull-requests/{pullRequestId}`

/** The routes over this instance, for `createAnswering`. */
export function pullRequestRoutes(instance: Instance, clock: SandboxClock): Route[] {
  return [...readingRoutes(instance), ...commentRoutes(instance, clock)]
}

function readingRoutes(instance: Instance): Route[] {
  const { pullRequests, pageLimit } = instance
  const page = async (all: readonly SandboxPullRequest[], request: SandboxRequest) =>
    pageOf(await Promise.all(all.map((each) => pullRequestJson(instance, each))), request.query, pageLimit)
  return [
    {
      method: 'GET',
      path: `${repositoryPath}/pull-requests`,
      handle: (request) =>
        page(listed(pullRequests.all, readableRepository(instance, request), request.query), request),
    },
    {
      method: 'GET',
      path: '/rest/api/{version}/dashboard/pull-requests',
      handle: (request) => page(onDashboard(instance, request), request),
    },
    {
      method: 'GET',
      path: pullRequest,
      handle: async (request) => json(await pullRequestJson(instance, pullRequestNamed(instance, request))),
    },
    {
      method: 'GET',
      path: `${repositoryPath}/commits/{commitId}/pull-requests`,
      async handle(request) {
        const entry = readableRepository(instance, request)
        const own = pullRequests.all.filter((each) => isIn(entry, each))
        const sources = await Promise.all(own.map((each) => refsOf(instance, each)))
        const commit = request.part('commitId')
        return page(
          own.filter((_, index) => sources[index]?.from.latestCommit === commit),
          request,
        )
      },
    },
    {
      method: 'GET',
      path: `${pullRequest}/activities`,
      handle(request) {
        const named = pullRequestNamed(instance, request)
        const comments = pullRequests.comments(named).map((comment) => ({
          id: comment.id,
          createdDate: comment.createdDate,
          action: 'COMMENTED',
          commentAction: 'ADDED',
          user: { name: comment.author },
          comment: commentJson(instance, named, comment),
        }))
        const opened = {
          id: 0,
          createdDate: OPENED_AT,
          action: 'OPENED',
          user: authorOf(instance, named),
        }
        return pageOf([...comments, opened], request.query, pageLimit)
      },
    },
  ]
}

function commentRoutes(instance: Instance, clock: SandboxClock): Route[] {
  const { pullRequests } = instance
  const nameOf = (request: SandboxRequest): string => request.session.user?.name ?? ''
  return [
    {
      method: 'POST',
      path: `${pullRequest}/comments`,
      handle(request) {
        const named = pullRequestNamed(instance, request)
        const added = pullRequests.add(named, objectOf(request.body), nameOf(request), clock.now())
        return json(commentJson(instance, named, added), 201)
      },
    },
    {
      method: 'GET',
      path: `${pullRequest}/comments/{commentId}`,
      handle(request) {
        const named = pullRequestNamed(instance, request)
        return json(commentJson(instance, named, pullRequests.comment(named, request.part('commentId'))))
      },
    },
    {
      method: 'PUT',
      path: `${pullRequest}/comments/{commentId}`,
      handle(request) {
        const named = pullRequestNamed(instance, request)
        const id = request.part('commentId')
        const edited = pullRequests.edit(named, id, objectOf(request.body), nameOf(request), clock.now())
        return json(commentJson(instance, named, edited))
      },
    },
    {
      method: 'DELETE',
      path: `${pullRequest}/comments/{commentId}`,
      handle(request) {
        const version = request.query.get('version')
        const named = pullRequestNamed(instance, request)
        pullRequests.remove(named, request.part('commentId'), version, nameOf(request))
        return empty(204)
      },
    },
  ]
}

/** The pull request that a request names. Throws 404 or 401. */
export function pullRequestNamed(instance: Instance, request: SandboxRequest): SandboxPullRequest {
  const entry = readableRepository(instance, request)
  return instance.pullRequests.find(entry.project, entry.slug, request.part('pullRequestId'))
}

/** Bitbucket lists what is open and comes in, unless `state`, `direction` and `at` (a full ref) ask for others. */
function listed(
  all: readonly SandboxPullRequest[],
  entry: RepositoryEntry,
  query: URLSearchParams,
): readonly SandboxPullRequest[] {
  const direction = wordOf(query, 'direction', ['INCOMING', 'OUTGOING'])
  const state = wordOf(query, 'state', ['OPEN', 'DECLINED', 'MERGED', 'ALL'])
  const at = query.get('at')
  return all.filter((each) => {
    const outgoing = direction === 'OUTGOING'
    const ref = fullRef(outgoing ? each.fromBranch : each.toBranch)
    const isHere = outgoing ? isIn(entry, each.fork ?? each) : isIn(entry, each)
    return isHere && (at === null || at === ref) && (state === 'ALL' || state === (each.state ?? 'OPEN'))
  })
}

/** What a user sees on the dashboard: in any state, unless asked otherwise. Nobody reviews in a sandbox. */
function onDashboard({ pullRequests, users }: Instance, { query, session }: SandboxRequest) {
  const state = wordOf(query, 'state', ['ALL', 'OPEN', 'DECLINED', 'MERGED'])
  const role = wordOf(query, 'role', ['AUTHOR', 'REVIEWER', 'PARTICIPANT'])
  return pullRequests.all.filter(
    (each) =>
      role === 'AUTHOR' &&
      (each.author ?? users[0]?.name) === session.user?.name &&
      (state === 'ALL' || state === (each.state ?? 'OPEN')) &&
      hasPermission(session, null, each.project, each.slug),
  )
}

/** Without one, the first of the words. Throws 400. */
function wordOf(query: URLSearchParams, name: string, words: readonly string[]): string {
  const word = (query.get(name) ?? words[0] ?? '').toUpperCase()
  if (!words.includes(word)) throw badRequest(`"${name}" must be one of ${words.join(', ')}.`)
  return word
}

function isIn(entry: RepositoryEntry, { project, slug }: { project: string; slug: string }): boolean {
  return entry.project === project && entry.slug === slug
}

function fullRef(branch: string): string {
  return branch.startsWith('refs/') ? branch : `refs/heads/${branch}`
}

/** One side of a pull request; `latestCommit` is `null` when the ref does not exist any more. */
export type PullRequestRef = {
  readonly entry: RepositoryEntry
  readonly id: string
  readonly latestCommit: string | null
}

/** Both sides of a pull request, as they are now. */
export async function refsOf(
  { repositories }: Instance,
  each: SandboxPullRequest,
): Promise<{ readonly from: PullRequestRef; readonly to: PullRequestRef }> {
  const ref = async (where: { project: string; slug: string }, branch: string): Promise<PullRequestRef> => {
    const entry = repositories.find(where.project, where.slug)
    const id = fullRef(branch)
    const name = id.replace(/^refs\/heads\//, '')
    const head = (await entry.content.heads()).find((one) => one.name === name)
    const [tagged] = head === undefined ? await entry.content.commits(id, 1) : []
    return { entry, id, latestCommit: head?.commit ?? tagged?.id ?? null }
  }
  return { from: await ref(each.fork ?? each, each.fromBranch), to: await ref(each, each.toBranch) }
}

/** When pull requests were opened; none of their times is ever looked at. */
const OPENED_AT = Date.UTC(2025, 3, 1)

async function pullRequestJson(
  instance: Instance,
  each: SandboxPullRequest,
): Promise<Record<string, unknown>> {
  const { from, to } = await refsOf(instance, each)
  const state = each.state ?? 'OPEN'
  const href = `${instance.baseUrl()}/projects/${each.project}/repos/${each.slug}/pull-requests/${each.id}`
  return {
    ...{ id: each.id, version: 0, title: each.title, description: '' },
    ...{ state, open: state === 'OPEN', closed: state !== 'OPEN', draft: each.draft === true, locked: false },
    ...{ createdDate: OPENED_AT, updatedDate: OPENED_AT },
    fromRef: refJson(instance, from),
    toRef: refJson(instance, to),
    author: {
      user: authorOf(instance, each),
      role: 'AUTHOR',
      approved: false,
      status: 'UNAPPROVED',
    },
    ...{ reviewers: [], participants: [] },
    links: { self: [{ href }] },
  }
}

function refJson(instance: Instance, { entry, id, latestCommit }: PullRequestRef): Record<string, unknown> {
  return {
    id,
    displayId: id.replace(/^refs\/(heads|tags)\//, ''),
    latestCommit,
    type: id.startsWith('refs/tags/') ? 'TAG' : 'BRANCH',
    repository: describeRepository(instance, entry),
  }
}

function authorOf(instance: Instance, each: SandboxPullRequest): Record<string, unknown> {
  const { users } = instance
  const user = users.find(({ name }) => name === each.author) ?? users[0]
  return user === undefined ? {} : describeUser(instance, user)
}

function commentJson(
  instance: Instance,
  named: SandboxPullRequest,
  comment: Comment,
): Record<string, unknown> {
  const { id, version, text, author, createdDate, updatedDate } = comment
  const replies = instance.pullRequests.replies(named, comment)
  const comments = replies.map((reply) => commentJson(instance, named, reply))
  return { id, version, text, author: { name: author }, createdDate, updatedDate, comments }
}
