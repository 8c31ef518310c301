/** Routes of Bitbucket itself below `/rest/api`: version, users, projects, repositories, branches, commits. */
import { demandRead, hasPermission } from './access.ts'
import { branchJson, commitJson, projectJson, repositoryJson, userJson } from './bitbucket-json.ts'
import type { Commit } from './git.ts'
import type { Instance } from './instance.ts'
import { BitbucketError, empty, json, noSuchBranch, notPermitted, pageOf } from './reply.ts'
import type { RepositoryEntry } from './repositories.ts'
import type { Route, SandboxRequest } from './router.ts'

const root = '/rest/api/{version}'
const repositoryPath = `${root}/projects/{projectKey}/repos/{repoSlug}`

/** Version that `application-properties` tells. */
const BITBUCKET_VERSION = '9.4.2'

/** Commits that a list goes back; more than any page or test asks for. */
const COMMIT_LIST = 1000

/** The routes over this instance, for `createAnswering`. */
export function coreRoutes(instance: Instance): Route[] {
  return [...instanceRoutes(instance), ...listRoutes(instance), ...repositoryRoutes(instance)]
}

function instanceRoutes({ users, baseUrl }: Instance): Route[] {
  return [
    {
      method: 'GET',
      path: `${root}/application-properties`,
      handle: () =>
        json({
          version: BITBUCKET_VERSION,
          buildNumber: '9004002',
          buildDate: '1735689600000',
          displayName: 'Bitbucket',
        }),
    },
    {
      method: 'GET',
      path: `${root}/users/{userSlug}`,
      handle(request) {
        const slug = request.part('userSlug').toLowerCase()
        const index = users.findIndex((user) => user.name.toLowerCase() === slug)
        const user = users[index]
        if (user === undefined) {
          throw new BitbucketError(
            404,
            'user.NoSuchUserException',
            `No user matches the specified slug "${slug}".`,
          )
        }
        return json(userJson(user, index + 1, baseUrl()))
      },
    },
  ]
}

function listRoutes(instance: Instance): Route[] {
  const { repositories, baseUrl, pageLimit } = instance
  const visible = (
    request: SandboxRequest,
    entries: readonly RepositoryEntry[],
  ): readonly RepositoryEntry[] =>
    entries.filter((entry) =>
      hasPermission(request.session, request.query.get('permission'), entry.project, entry.slug),
    )
  const repositoryOf = (entry: RepositoryEntry): Record<string, unknown> =>
    repositoryJson(entry, projectId(instance, entry.project), baseUrl())
  return [
    {
      method: 'GET',
      path: `${root}/projects`,
      handle(request) {
        // As on the real server, personal projects are in no list of projects.
        const shown = repositories.projects
          .filter((key) => !key.startsWith('~'))
          .filter((key) => visible(request, repositories.inProject(key)).length > 0)
        const values = shown.map((key) => projectJson(key, projectId(instance, key), baseUrl()))
        return pageOf(values, request.query, pageLimit)
      },
    },
    {
      method: 'GET',
      path: `${root}/projects/{projectKey}`,
      handle(request) {
        const key = repositories.findProject(request.part('projectKey'))
        if (visible(request, repositories.inProject(key)).length === 0) throw notPermitted()
        return json(projectJson(key, projectId(instance, key), baseUrl()))
      },
    },
    {
      method: 'GET',
      path: `${root}/projects/{projectKey}/repos`,
      handle(request) {
        const key = repositories.findProject(request.part('projectKey'))
        const entries = visible(request, repositories.inProject(key))
        if (entries.length === 0) throw notPermitted()
        return pageOf(entries.map(repositoryOf), request.query, pageLimit)
      },
    },
    {
      method: 'GET',
      path: `${root}/repos`,
      handle: (request) =>
        pageOf(visible(request, repositories.all).map(repositoryOf), request.query, pageLimit),
    },
  ]
}

function repositoryRoutes(instance: Instance): Route[] {
  const { baseUrl, pageLimit } = instance
  return [
    {
      method: 'GET',
      path: repositoryPath,
      handle(request) {
        const entry = readableRepository(instance, request)
        return json(repositoryJson(entry, projectId(instance, entry.project), baseUrl()))
      },
    },
    {
      method: 'GET',
      path: `${repositoryPath}/branches`,
      async handle(request) {
        const entry = readableRepository(instance, request)
        const filter = request.query.get('filterText')?.toLowerCase() ?? ''
        const heads = await entry.content.heads()
        const shown = heads.filter((head) => head.name.toLowerCase().includes(filter))
        return pageOf(shown.map(branchJson), request.query, pageLimit)
      },
    },
    {
      method: 'GET',
      path: `${repositoryPath}/default-branch`,
      async handle(request) {
        const heads = await readableRepository(instance, request).content.heads()
        const head = heads.find((each) => each.isDefault)
        return head === undefined ? empty(204) : json(branchJson(head))
      },
    },
    {
      method: 'GET',
      path: `${repositoryPath}/commits`,
      async handle(request) {
        const entry = readableRepository(instance, request)
        const revision = request.query.get('until')
        const commits = await entry.content.commits(revision ?? 'HEAD', COMMIT_LIST)
        if (revision !== null && commits.length === 0) throw noSuchBranch(revision)
        return pageOf(commits.map(commitJson), request.query, pageLimit)
      },
    },
    {
      method: 'GET',
      path: `${repositoryPath}/commits/{commitId}`,
      async handle(request) {
        const entry = readableRepository(instance, request)
        return json(commitJson(await commitNamed(entry, request.part('commitId'))))
      },
    },
  ]
}

/** The repository that a request names, if its user may read it. Throws 404 or 401. */
export function readableRepository(instance: Instance, request: SandboxRequest): RepositoryEntry {
  const entry = instance.repositories.find(request.part('projectKey'), request.part('repoSlug'))
  demandRead(request.session, entry.project, entry.slug)
  return entry
}

/** A commit by id, branch or tag. Throws 404. */
export async function commitNamed(entry: RepositoryEntry, revision: string): Promise<Commit> {
  const [commit] = await entry.content.commits(revision, 1)
  if (commit !== undefined) return commit
  throw new BitbucketError(
    404,
    'commit.NoSuchCommitException',
    `Commit '${revision}' does not exist in repository '${entry.slug}'.`,
  )
}

function projectId(instance: Instance, key: string): number {
  return instance.repositories.projects.indexOf(key) + 1
}
