/** Routes that compare: commits and changes between two refs, also of a fork, and the changes of a pull request. */
import { changeJson, commitJson } from './bitbucket-json.ts'
import { type Comparison, changesBetween, commitsBetween, type FileChange } from './git-compare.ts'
import type { Instance } from './instance.ts'
import { json, pageOf, type Reply, wholeNumber } from './reply.ts'
import type { RepositoryEntry } from './repositories.ts'
import { commitNamed, readableRepository, repositoryPath } from './rest-core.ts'
import { pullRequestNamed, refsOf } from './rest-pull-requests.ts'
import type { Route, SandboxRequest } from './router.ts'

/** `page.max.changes`: longer lists of changes of a pull request are cut there, and cannot be asked for further. */
const MOST_CHANGES = 1000

/** The routes over this instance, for `createAnswering`. */
export function compareRoutes(instance: Instance): Route[] {
  const { pageLimit } = instance
  return [
    {
      method: 'GET',
      path: `${repositoryPath}/compare/commits`,
      async handle(request) {
        const comparison = await asked(instance, request)
        const commits = comparison === null ? [] : await commitsBetween(comparison)
        return pageOf(commits.map(commitJson), request.query, pageLimit)
      },
    },
    {
      method: 'GET',
      path: `${repositoryPath}/compare/changes`,
      async handle(request) {
        const comparison = await asked(instance, request)
        const changes = comparison === null ? [] : await changesBetween(comparison)
        return pageOf(changes.map(changeJson), request.query, pageLimit, hashesOf(comparison))
      },
    },
    {
      method: 'GET',
      path: `${repositoryPath}/pull-requests/{pullRequestId}/changes`,
      async handle(request) {
        const { from, to } = await refsOf(instance, pullRequestNamed(instance, request))
        const comparison = comparisonOf(to.entry, to.latestCommit, from.entry, from.latestCommit)
        const changes = comparison === null ? [] : await changesBetween(comparison)
        return firstPage(changes, request.query, hashesOf(comparison))
      },
    },
  ]
}

/** Whatever `start` says, this list begins at its first change. */
function firstPage(changes: readonly FileChange[], query: URLSearchParams, hashes: object): Reply {
  const limit = Math.min(wholeNumber(query.get('limit'), 25, 'limit'), MOST_CHANGES)
  const values = changes.slice(0, limit).map(changeJson)
  const isLastPage = values.length === changes.length
  return json({
    ...hashes,
    properties: { changeScope: 'ALL' },
    ...{ size: values.length, limit, isLastPage, values, start: 0, nextPageStart: null },
  })
}

async function asked(instance: Instance, request: SandboxRequest): Promise<Comparison | null> {
  const target = readableRepository(instance, request)
  const { query } = request
  const fromRepo = query.get('fromRepo')
  const [project = '', slug = ''] = (fromRepo ?? '').split('/')
  const source = fromRepo === null ? target : readableRepository(instance, request, project, slug)
  const from = await commitNamed(source, query.get('from'))
  return comparisonOf(target, (await commitNamed(target, query.get('to'))).id, source, from.id)
}

/** `null` for content that was made up, where nothing can be compared. */
function comparisonOf(
  target: RepositoryEntry,
  to: string | null,
  source: RepositoryEntry,
  from: string | null,
): Comparison | null {
  const folder = target.content.gitFolder
  if (folder === undefined || from === null || to === null) return null
  return { folder, from, to, fork: source === target ? undefined : source.content.gitFolder }
}

function hashesOf(comparison: Comparison | null): object {
  return { fromHash: comparison?.to ?? null, toHash: comparison?.from ?? null }
}
