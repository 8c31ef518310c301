/** Routes by which a verdict comes back to Bitbucket: Code Insights, build status, pull request comments. */
import { objectOf } from './body-fields.ts'
import type { SandboxClock } from './clock.ts'
import type { Instance } from './instance.ts'
import { badRequest, empty, json, pageOf } from './reply.ts'
import type { RepositoryEntry } from './repositories.ts'
import { commitNamed, readableRepository } from './rest-core.ts'
import type { Route, SandboxRequest } from './router.ts'

const repository = 'projects/{projectKey}/repos/{repoSlug}'
const reports = `/rest/insights/{version}/${repository}/commits/{commitId}/reports`
const builds = `/rest/api/{version}/${repository}/commits/{commitId}/builds`

/** The routes over this instance, for `createAnswering`. */
export function feedbackRoutes(instance: Instance, clock: SandboxClock): Route[] {
  return [...insightRoutes(instance, clock), ...buildRoutes(instance, clock)]
}

function insightRoutes(instance: Instance, clock: SandboxClock): Route[] {
  const { insights, pageLimit } = instance
  const key = (request: SandboxRequest): string => request.part('reportKey')
  return [
    {
      method: 'GET',
      path: reports,
      handle: async (request) =>
        pageOf(insights.reports(await readableCommit(instance, request)), request.query, pageLimit),
    },
    {
      method: 'GET',
      path: `${reports}/{reportKey}`,
      handle: async (request) => json(insights.report(await readableCommit(instance, request), key(request))),
    },
    {
      method: 'PUT',
      path: `${reports}/{reportKey}`,
      async handle(request) {
        const commit = await readableCommit(instance, request)
        const user = request.session.user?.name ?? ''
        return json(insights.put(commit, key(request), objectOf(request.body), user, clock.now()))
      },
    },
    {
      method: 'DELETE',
      path: `${reports}/{reportKey}`,
      async handle(request) {
        insights.remove(await readableCommit(instance, request), key(request))
        return empty(204)
      },
    },
    {
      method: 'GET',
      path: `${reports}/{reportKey}/annotations`,
      async handle(request) {
        const annotations = insights.annotations(await readableCommit(instance, request), key(request))
        return json({ totalCount: annotations.length, annotations })
      },
    },
    {
      method: 'POST',
      path: `${reports}/{reportKey}/annotations`,
      async handle(request) {
        insights.annotate(await readableCommit(instance, request), key(request), objectOf(request.body))
        return empty(204)
      },
    },
    {
      method: 'DELETE',
      path: `${reports}/{reportKey}/annotations`,
      async handle(request) {
        const commit = await readableCommit(instance, request)
        insights.removeAnnotations(commit, key(request), request.query.getAll('externalId'))
        return empty(204)
      },
    },
  ]
}

function buildRoutes(instance: Instance, clock: SandboxClock): Route[] {
  const statuses = instance.builds
  const key = (request: SandboxRequest): string => {
    const value = request.query.get('key')
    if (value === null) throw badRequest('"key" is required.')
    return value
  }
  return [
    {
      method: 'GET',
      path: builds,
      async handle(request) {
        return json(statuses.find(await readableCommit(instance, request), key(request)))
      },
    },
    {
      method: 'POST',
      path: builds,
      async handle(request) {
        const commit = await readableCommit(instance, request)
        statuses.set(commit, objectOf(request.body), clock.now())
        return empty(204)
      },
    },
    {
      method: 'DELETE',
      path: builds,
      async handle(request) {
        statuses.remove(await readableCommit(instance, request), key(request))
        return empty(204)
      },
    },
  ]
}

/** Key under which reports and statuses of a commit are kept. */
export function commitKey(entry: RepositoryEntry, commitId: string): string {
  return `${entry.id} ${commitId}`
}

/**
 * Posting takes no more than the right to read the repository, which has the commits of pull requests from forks too, as
 * Bitbucket fetches them.
 */
async function readableCommit(instance: Instance, request: SandboxRequest): Promise<string> {
  const entry = readableRepository(instance, request)
  const id = fullCommitId(request.part('commitId'))
  for (const { project, slug, fork } of instance.pullRequests.all) {
    if (fork === undefined || project !== entry.project || slug !== entry.slug) continue
    const [found] = await instance.repositories.find(fork.project, fork.slug).content.commits(id, 1)
    if (found !== undefined) return commitKey(entry, found.id)
  }
  return commitKey(entry, (await commitNamed(entry, id)).id)
}

function fullCommitId(text: string): string {
  if (!/^[0-9a-f]{40}$/.test(text)) throw badRequest('"commitId" must be a full commit hash of 40 digits.')
  return text
}
