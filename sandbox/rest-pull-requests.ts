/** Routes of pull requests: their description, activities and comments. */
import { objectOf } from './body-fields.ts'
import type { SandboxClock } from './clock.ts'
import type { Instance } from './instance.ts'
import type { SandboxPullRequest } from './options.ts'
import type { Comment } from './pull-requests.ts'
import { empty, json, pageOf } from './reply.ts'
import type { RepositoryEntry } from './repositories.ts'
import { readableRepository } from './rest-core.ts'
import type { Route, SandboxRequest } from './router.ts'

const repository = '/rest/api/{version}/projects/{projectKey}/repos/{repoSlug}'
const pullRequest = `${repository}/pull-requests/{pullRequestId}`

/** The routes over this instance, for `createAnswering`. */
export function pullRequestRoutes(instance: Instance, clock: SandboxClock): Route[] {
  return [...readingRoutes(instance), ...commentRoutes(instance, clock)]
}

function readingRoutes(instance: Instance): Route[] {
  const { pullRequests, pageLimit } = instance
  const inRepository = (entry: RepositoryEntry): readonly SandboxPullRequest[] =>
    pullRequests.all.filter((each) => each.project === entry.project && each.slug === entry.slug)
  return [
    {
      method: 'GET',
      path: `${repository}/pull-requests`,
      async handle(request) {
        const entry = readableRepository(instance, request)
        const shown = await Promise.all(inRepository(entry).map((each) => pullRequestJson(entry, each)))
        return pageOf(shown, request.query, pageLimit)
      },
    },
    {
      method: 'GET',
      path: pullRequest,
      async handle(request) {
        const entry = readableRepository(instance, request)
        return json(await pullRequestJson(entry, named(instance, request)))
      },
    },
    {
      method: 'GET',
      path: `${repository}/commits/{commitId}/pull-requests`,
      async handle(request) {
        const entry = readableRepository(instance, request)
        const all = await Promise.all(inRepository(entry).map((each) => pullRequestJson(entry, each)))
        const commit = request.part('commitId')
        const shown = all.filter((each) => each.fromRef.latestCommit === commit)
        return pageOf(shown, request.query, pageLimit)
      },
    },
    {
      method: 'GET',
      path: `${pullRequest}/activities`,
      handle(request) {
        const comments = pullRequests.comments(named(instance, request))
        const activities = comments.map((comment) => ({
          id: comment.id,
          createdDate: comment.createdDate,
          action: 'COMMENTED',
          commentAction: 'ADDED',
          user: { name: comment.author },
          comment: commentJson(comment),
        }))
        return pageOf(activities, request.query, pageLimit)
      },
    },
  ]
}

function commentRoutes(instance: Instance, clock: SandboxClock): Route[] {
  const { pullRequests } = instance
  return [
    {
      method: 'POST',
      path: `${pullRequest}/comments`,
      handle(request) {
        const author = request.session.user?.name ?? ''
        const body = objectOf(request.body)
        return json(commentJson(pullRequests.add(named(instance, request), body, author, clock.now())), 201)
      },
    },
    {
      method: 'GET',
      path: `${pullRequest}/comments/{commentId}`,
      handle: (request) =>
        json(commentJson(pullRequests.comment(named(instance, request), request.part('commentId')))),
    },
    {
      method: 'PUT',
      path: `${pullRequest}/comments/{commentId}`,
      handle(request) {
        const id = request.part('commentId')
        const body = objectOf(request.body)
        return json(commentJson(pullRequests.edit(named(instance, request), id, body, clock.now())))
      },
    },
    {
      method: 'DELETE',
      path: `${pullRequest}/comments/{commentId}`,
      handle(request) {
        const version = request.query.get('version')
        pullRequests.remove(named(instance, request), request.part('commentId'), version)
        return empty(204)
      },
    },
  ]
}

function named(instance: Instance, request: SandboxRequest): SandboxPullRequest {
  const entry = readableRepository(instance, request)
  return instance.pullRequests.find(entry.project, entry.slug, request.part('pullRequestId'))
}

type Ref = { readonly id: string; readonly displayId: string; readonly latestCommit: string | null }

async function pullRequestJson(
  entry: RepositoryEntry,
  each: SandboxPullRequest,
): Promise<{ readonly id: number; readonly fromRef: Ref; readonly toRef: Ref }> {
  const heads = await entry.content.heads()
  const ref = (branch: string): Ref => ({
    id: `refs/heads/${branch}`,
    displayId: branch,
    latestCommit: heads.find((head) => head.name === branch)?.commit ?? null,
  })
  const base = { id: each.id, version: 0, title: each.title, state: 'OPEN', open: true, closed: false }
  return { ...base, fromRef: ref(each.fromBranch), toRef: ref(each.toBranch) }
}

function commentJson(comment: Comment): Record<string, unknown> {
  const { id, version, text, author, createdDate, updatedDate } = comment
  return { id, version, text, author: { name: author }, createdDate, updatedDate, comments: [] }
}
