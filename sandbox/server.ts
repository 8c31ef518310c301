/**
 * A server that speaks the documented REST API of Bitbucket Data Center and of Soteri's "Security for Bitbucket"
 * over real git repositories on disk. For demonstrations, rehearsals and tests; it has no secrets worth keeping.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AuthorizationKind, authorizationKind, createAccess } from './access.ts'
import { createAnswering } from './answer.ts'
import { createBuildStatuses } from './build-statuses.ts'
import { realClock } from './clock.ts'
import { createCodeInsights } from './code-insights.ts'
import { defaultUsers } from './default-users.ts'
import { deliver } from './delivery.ts'
import { defaultDialect } from './export-dialect.ts'
import { changingBranch } from './faults/changing-branch.ts'
import { createFaultLayer } from './faults/layer.ts'
import type { Instance } from './instance.ts'
import type { SandboxOptions, SandboxUser } from './options.ts'
import { createOutbox } from './outbox.ts'
import { createPullRequests } from './pull-requests.ts'
import { badRequest, errorReply } from './reply.ts'
import { contentOf, createRepositories } from './repositories.ts'
import { withoutReviewed } from './reviewed.ts'
import type { FailingLine } from './scanner.ts'
import { createScans, type ScanResult } from './scans.ts'

/** One request as it came in. The credentials themselves are never kept. */
export type RecordedRequest = {
  readonly method: string
  /** Path and query as they were sent, context path included. */
  readonly path: string
  /** `null` while it is answered, and for ever when the connection ended without a status. */
  status: number | null
  readonly authorization: AuthorizationKind
  /** Whether `X-Atlassian-Token: no-check` came along. */
  readonly xsrfToken: boolean
  /** Milliseconds since the epoch by the sandbox's clock. */
  readonly at: number
}

/** A sandbox that listens. */
export type Sandbox = {
  /** Base URL with context path, without trailing slash. */
  readonly url: string
  readonly users: readonly SandboxUser[]
  /** Every request so far, oldest first. */
  readonly requests: readonly RecordedRequest[]
  /** Folder with one file for each e-mail that was sent. */
  readonly outboxFolder: string
  /** Stops listening, ends open connections and scans. */
  close(): Promise<void>
}

const LARGEST_BODY = 16 * 1024 * 1024

/** Starts a sandbox. Throws when the port is taken or a repository's path is no git repository. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const madeFolder = options.workFolder === undefined ? mkdtempSync(join(tmpdir(), 'soteri-sandbox-')) : null
  const workFolder = options.workFolder ?? madeFolder ?? ''
  const clock = options.clock ?? realClock
  const requests: RecordedRequest[] = []
  const address = { url: '' }
  const { repositories, happen } = withBranchEvent(options)
  const instance = createInstance({ ...options, repositories }, workFolder, () => address.url)
  await Promise.all(instance.repositories.all.map((entry) => entry.content.heads()))

  const answer = createAnswering(instance, clock)
  const faults = createFaultLayer(options.fault, {
    baseUrl: instance.baseUrl,
    first: options.repositories[0] ?? { project: '', slug: '' },
    restart: () => instance.scans.forgetQueue(),
    branchEvent: happen,
    cancel: () => instance.scans.cancelRunning(),
  })
  const listener: RequestListener = (request, response) => {
    const record: RecordedRequest = {
      method: request.method ?? '',
      path: request.url ?? '',
      status: null,
      authorization: authorizationKind(request.headers.authorization),
      xsrfToken: request.headers['x-atlassian-token'] === 'no-check',
      at: clock.now(),
    }
    requests.push(record)
    response.on('error', () => undefined)
    const serve = async (): Promise<void> => {
      const body = await readBody(request)
      const path = record.path.startsWith(`${instance.contextPath}/`)
        ? record.path.slice(instance.contextPath.length)
        : record.path
      const { reply, delivery } = await faults(
        { method: record.method, path, headers: request.headers },
        async () =>
          body === null
            ? errorReply(badRequest('The body is too large.'))
            : await answer({ ...record, headers: request.headers, body }),
      )
      record.status = delivery.kind === 'nothing' || delivery.kind === 'raw' ? null : reply.status
      await deliver(response, reply, delivery)
    }
    serve().catch(() => response.destroy())
  }

  const server = options.tls === undefined ? createServer(listener) : createTlsServer(options.tls, listener)
  server.on('clientError', (_error, socket) => socket.destroy())
  const closing = new AbortController()
  const port = await listenAsTold(server, options, closing.signal)
  const scheme = options.tls === undefined ? 'http' : 'https'
  address.url = `${scheme}://${options.host ?? '127.0.0.1'}:${port}${instance.contextPath}`
  return {
    url: address.url,
    users: instance.users,
    requests,
    outboxFolder: join(workFolder, 'outbox'),
    async close() {
      closing.abort()
      instance.scans.close()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
      if (madeFolder !== null) rmSync(madeFolder, { recursive: true, force: true })
    },
  }
}

function createInstance(options: SandboxOptions, workFolder: string, baseUrl: () => string): Instance {
  const users = options.users ?? defaultUsers()
  const reviewed = options.reviewed ?? []
  const listed = (result: ScanResult): readonly FailingLine[] =>
    options.reviewedStayInExport === false ? withoutReviewed(result, reviewed) : result.findings
  return {
    users,
    reviewed,
    listed,
    baseUrl,
    access: createAccess(users, baseUrl),
    repositories: createRepositories(options.repositories),
    scans: createScans({
      clock: options.clock ?? realClock,
      workers: options.workers ?? 2,
      scanDurationMs: options.fault?.scanDurationMs ?? options.scanDurationMs ?? 0,
      statusLag: options.statusLag ?? { ms: 300, polls: 1 },
      outbox: createOutbox(join(workFolder, 'outbox')),
      listed,
    }),
    dialect: { ...defaultDialect, ...options.exportDialect },
    insights: createCodeInsights(),
    builds: createBuildStatuses(),
    pullRequests: createPullRequests(options.pullRequests ?? []),
    pageLimit: options.pageLimit ?? 1000,
    acceptedStatus: options.acceptedStatus ?? 200,
    contextPath: (options.contextPath ?? '/bitbucket').replace(/\/+$/, ''),
  }
}

/** The repositories, with what the scenario does to a branch of the first. */
function withBranchEvent({ repositories, fault }: SandboxOptions): Pick<SandboxOptions, 'repositories'> & {
  readonly happen: () => void
} {
  const [first, ...others] = repositories
  if (first === undefined || fault?.branchEvent === undefined)
    return { repositories, happen: () => undefined }
  const { content, happen } = changingBranch(contentOf(first), fault.branchEvent)
  return { repositories: [{ project: first.project, slug: first.slug, content }, ...others], happen }
}

/** Listens, or does not, as the scenario says; returns the port in any case. */
async function listenAsTold(server: Server, options: SandboxOptions, closing: AbortSignal): Promise<number> {
  const port = await listen(server, options, options.port ?? 0)
  const listening = options.fault?.listening
  if (listening === undefined) return port
  await new Promise<void>((resolve) => server.close(() => resolve()))
  if (listening === 'never') return port
  const timer = setTimeout(() => {
    listen(server, options, port).catch(() => undefined)
  }, listening.afterMs)
  closing.addEventListener('abort', () => clearTimeout(timer))
  return port
}

function listen(server: Server, options: SandboxOptions, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, options.host ?? '127.0.0.1', () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

/** The body, or `null` when it is larger than any genuine one. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes <= LARGEST_BODY) chunks.push(chunk)
  }
  return bytes <= LARGEST_BODY ? Buffer.concat(chunks) : null
}
