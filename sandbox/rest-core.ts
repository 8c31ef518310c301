/** Routes of Bitbucket itself below `/rest/api`: version, users, projects, repositories, branches, commits. */
import { demandRead, hasPermission } from './access.ts'
import { branchJson, commitJson, projectJson, repositoryJson, userJson } from './bitbucket-json.ts'
import type { BranchHead, Commit } from './git.ts'
import type { Instance } from './instance.ts'
import type { SandboxUser } from './options.ts'
import { BitbucketError, empty, json, noSuchBranch, notPermitted, pageOf } from './reply.ts'
import type { RepositoryEntry } from './repositories.ts'
import type { Route, SandboxRequest } from './router.ts'

const root = '/rest/api/{version}'
/** Address of a repository, below which its other resources are. */
export const repositoryPath = `${root}/projects/{projectKey}/repos/{repoSlug}`

/** Version that `application-properties` gives. */
const BITBUCKET_VERSION = '9.4.2'

/** Commits that a list goes back; more than any page or test asks for. */
const COMMIT_LIST = 1000

/** The routes over this instance, for `createAnswering`. */
export function coreRoutes(instance: Instance): Route[] {
  return [...instanceRoutes(instance), ...listRoutes(instance), ...repositoryRoutes(instance)]
}

function instanceRoutes(instance: Instance): Route[] {
  const { users } = instance
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
        const user = users.find((each) => each.name.toLowerCase() === slug)
        if (user !== undefined) return json(describeUser(instance, user))
        const message = `No user matches the specified slug "${slug}".`
        throw new BitbucketError(404, 'user.NoSuchUserException', message)
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
  const repositoryOf = (entry: RepositoryEntry): object => describeRepository(instance, entry)
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
  const { pageLimit } = instance
  return [
    {
      method: 'GET',
      path: repositoryPath,
      handle: (request) => json(describeRepository(instance, readableRepository(instance, request))),
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
        const head = await defaultBranch(readableRepository(instance, request))
        return head === undefined ? empty(204) : json(branchJson(head))
      },
    },
    {
      method: 'GET',
      path: `${repositoryPath}/branches/default`,
      async handle(request) {
        const entry = readableRepository(instance, request)
        const head = await defaultBranch(entry)
        if (head === undefined) throw noDefaultBranch(entry)
        return json(branchJson(head))
      },
    },
    {
      method: 'GET',
      path: `${repositoryPath}/commits`,
      async handle(request) {
        const entry = readableRepository(instance, request)
        const revision = request.query.get('until')
        const since = request.query.get('since') ?? undefined
        const commits = await entry.content.commits(revision ?? 'HEAD', COMMIT_LIST, since)
        if (revision !== null && since === undefined && commits.length === 0) throw noSuchBranch(revision)
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

async function defaultBranch(entry: RepositoryEntry): Promise<BranchHead | undefined> {
  return (await entry.content.heads()).find((head) => head.isDefault)
}

function noDefaultBranch(entry: RepositoryEntry): BitbucketError {
  return new BitbucketError(
    404,
    'repository.NoDefaultBranchException',
    `Repository "${entry.slug}" has no default branch.`,
  )
}

/** The repository that a request names, or another one, if its user may read it. Throws 404 or 401. */
export function readableRepository(
  instance: Instance,
  request: SandboxRequest,
  project = request.part('projectKey'),
  slug = request.part('repoSlug'),
): RepositoryEntry {
  const entry = instance.repositories.find(project, slug)
  demandRead(request.session, entry.project, entry.slug)
  return entry
}

/** A commit by id, branch or tag; without one, the head of the default branch. Throws 404. */
export async function commitNamed(entry: RepositoryEntry, named: string | null): Promise<Commit> {
  const revision = named ?? (await defaultBranch(entry))?.commit
  if (revision === undefined) throw noDefaultBranch(entry)
  const [commit] = await entry.content.commits(revision, 1)
  if (commit !== undefined) return commit
  throw new BitbucketError(
    404,
    'commit.NoSuchCommitException',
    `Commit '${revision}' does not exist in repository '${entry.slug}'.`,
  )
}

/** A repository as Bitbucket describes it. */
export function describeRepository(instance: Instance, entry: RepositoryEntry): Record<string, unknown> {
  return repositoryJson(entry, projectId(instance, entry.project), instance.baseUrl())
}

/** A user as Bitbucket describes it. */
export function describeUser({ users, baseUrl }: Instance, user: SandboxUser): Record<string, unknown> {
  return userJson(user, users.indexOf(user) + 1, baseUrl())
}

function projectId(instance: Instance, key: string): number {
  return instance.repositories.projects.indexOf(key) + 1
}
