/** Routes of Soteri's "Security for Bitbucket" below `/rest/security`: trigger, cancel, status, exports. */
import { demandAdmin, demandProjectAdmin, demandWrite } from './access.ts'
import type { ExportScope } from './export-dialect.ts'
import { exportReply, periodOf, reviewedReply, rowsOf } from './export-report.ts'
import type { BranchHead } from './git.ts'
import type { Instance } from './instance.ts'
import { emailsOf } from './outbox.ts'
import { badRequest, empty, json, noSuchBranch, noSuchRepository, type Reply } from './reply.ts'
import type { RepositoryEntry } from './repositories.ts'
import { readableRepository } from './rest-core.ts'
import { reviewedIn } from './reviewed.ts'
import type { Route, SandboxRequest } from './router.ts'
import type { BranchOf, ScanResult } from './scans.ts'

const root = '/rest/security/{version}'
const project = 'projects/{projectKey}'
const repository = `${project}/repos/{repoSlug}`

/** The routes over this instance, for `createAnswering`. */
export function securityRoutes(instance: Instance): Route[] {
  return [...triggerRoutes(instance), ...statusRoutes(instance), ...exportRoutes(instance)]
}

function triggerRoutes(instance: Instance): Route[] {
  const { repositories, scans } = instance
  const start = async (
    request: SandboxRequest,
    branches: readonly BranchOf[],
    name: string,
  ): Promise<Reply> => {
    await scans.trigger(branches, emailsOf(request.query), name)
    return empty(instance.acceptedStatus)
  }
  return [
    {
      method: 'PUT',
      path: `${root}/status/total_rescan`,
      async handle(request) {
        demandAdmin(request.session)
        return start(request, await branchesOf(repositories.all), 'the whole instance')
      },
    },
    {
      method: 'PUT',
      path: `${root}/status/${project}`,
      async handle(request) {
        const key = repositories.findProject(request.part('projectKey'))
        demandProjectAdmin(request.session, key)
        return start(request, await branchesOf(repositories.inProject(key)), `project ${key}`)
      },
    },
    {
      method: 'PUT',
      path: `${root}/status/${repository}`,
      async handle(request) {
        const entry = writable(instance, request)
        return start(request, await branchesOf([entry]), `repository ${entry.project}/${entry.slug}`)
      },
    },
    {
      method: 'PUT',
      path: `${root}/status/${repository}/branches`,
      async handle(request) {
        const entry = writable(instance, request)
        const name = request.query.get('name')
        if (name === null || name === '') throw badRequest('"name" must be the name of a branch.')
        const branch = branchNamed(await entry.content.heads(), name)
        const label = `branch ${branch.name} of ${entry.project}/${entry.slug}`
        return start(request, [{ repository: entry, branch }], label)
      },
    },
  ]
}

function statusRoutes(instance: Instance): Route[] {
  const { scans } = instance
  const headOf = async (entry: RepositoryEntry, request: SandboxRequest): Promise<BranchHead> => {
    const heads = await entry.content.heads()
    const name = request.query.get('branch')
    const head = name === null ? heads.find((each) => each.isDefault) : branchNamed(heads, name)
    // Seen in the wild: without a default branch there is nothing that could have been scanned.
    if (head === undefined) throw noSuchRepository(entry.project, entry.slug)
    return head
  }
  return [
    {
      method: 'GET',
      path: `${root}/scan/{projectKey}/repos/{repoSlug}`,
      async handle(request) {
        const entry = readableRepository(instance, request)
        return json(await scans.status(entry, await headOf(entry, request)))
      },
    },
    {
      // The trigger of 3.17 and before, which answers with the status.
      method: 'POST',
      path: `${root}/scan/{projectKey}/repos/{repoSlug}`,
      async handle(request) {
        const entry = writable(instance, request)
        const head = await headOf(entry, request)
        await scans.trigger([{ repository: entry, branch: head }], [], `${entry.project}/${entry.slug}`)
        return json(await scans.status(entry, head))
      },
    },
    {
      method: 'DELETE',
      path: `${root}/status/scheduled`,
      async handle(request) {
        demandAdmin(request.session)
        await scans.cancelScheduled()
        return empty(instance.acceptedStatus)
      },
    },
    {
      method: 'DELETE',
      path: `${root}/status/running`,
      async handle(request) {
        demandAdmin(request.session)
        await scans.cancelRunning()
        return empty(instance.acceptedStatus)
      },
    },
  ]
}

function exportRoutes(instance: Instance): Route[] {
  const { repositories, scans, dialect, reviewed } = instance
  const reply = async (
    request: SandboxRequest,
    scope: ExportScope,
    inScope: (result: ScanResult) => boolean,
  ): Promise<Reply> => {
    const period = periodOf(request.query)
    const results = (await scans.results()).filter(inScope)
    return exportReply(rowsOf(results, period, instance.listed), scope, dialect)
  }
  return [
    {
      method: 'GET',
      path: `${root}/export-report`,
      handle(request) {
        demandAdmin(request.session)
        if (request.query.get('confirmExpensiveOperation') !== 'true') {
          throw badRequest('This operation is expensive: add confirmExpensiveOperation=true to confirm it.')
        }
        return reply(request, 'instance', () => true)
      },
    },
    {
      method: 'GET',
      path: `${root}/export-report/${project}`,
      handle(request) {
        const key = repositories.findProject(request.part('projectKey'))
        demandProjectAdmin(request.session, key)
        return reply(request, 'project', (result) => result.repository.project === key)
      },
    },
    // The second address is that of 3.17 and before.
    ...[`${root}/export-report/${repository}`, `${root}/export-report/{projectKey}/repos/{repoSlug}`].map(
      (path): Route => ({
        method: 'GET',
        path,
        async handle(request) {
          const entry = writable(instance, request)
          const name = request.query.get('branch')
          if (name === null) return reply(request, 'repo', (result) => result.repository === entry)
          const branch = branchNamed(await entry.content.heads(), name).name
          return reply(request, 'branch', (result) => result.repository === entry && result.branch === branch)
        },
      }),
    ),
    {
      method: 'GET',
      path: `${root}/export/reviewed`,
      handle(request) {
        demandAdmin(request.session)
        return reviewedReply(reviewedIn(reviewed, {}), dialect)
      },
    },
    {
      method: 'GET',
      path: `${root}/export/reviewed/${project}`,
      handle(request) {
        const key = repositories.findProject(request.part('projectKey'))
        demandProjectAdmin(request.session, key)
        return reviewedReply(reviewedIn(reviewed, { project: key }), dialect)
      },
    },
    {
      method: 'GET',
      path: `${root}/export/reviewed/${repository}`,
      handle(request) {
        const entry = writable(instance, request)
        return reviewedReply(reviewedIn(reviewed, entry), dialect)
      },
    },
  ]
}

function writable(instance: Instance, request: SandboxRequest): RepositoryEntry {
  const entry = instance.repositories.find(request.part('projectKey'), request.part('repoSlug'))
  demandWrite(request.session, entry.project, entry.slug)
  return entry
}

async function branchesOf(entries: readonly RepositoryEntry[]): Promise<BranchOf[]> {
  const branches: BranchOf[] = []
  for (const entry of entries) {
    for (const branch of await entry.content.heads()) branches.push({ repository: entry, branch })
  }
  return branches
}

/** The branch by its short name or its full ref. Throws 404. */
function branchNamed(heads: readonly BranchHead[], name: string): BranchHead {
  const head = heads.find((each) => each.name === name || `refs/heads/${each.name}` === name)
  if (head === undefined) throw noSuchBranch(name)
  return head
}
