/** From a request to a reply: address, credentials, XSRF check, route, handler. */
import type { IncomingHttpHeaders } from 'node:http'
import type { Session } from './access.ts'
import type { SandboxClock } from './clock.ts'
import { commitsPage, repositoriesPage } from './commits-page.ts'
import type { Instance } from './instance.ts'
import {
  BitbucketError,
  empty,
  errorReply,
  html,
  json,
  loginPage,
  notPermitted,
  type Reply,
  unknownResource,
} from './reply.ts'
import { auditRoutes } from './rest-audit.ts'
import { compareRoutes } from './rest-compare.ts'
import { coreRoutes } from './rest-core.ts'
import { feedbackRoutes } from './rest-feedback.ts'
import { fileRoutes } from './rest-files.ts'
import { pullRequestRoutes } from './rest-pull-requests.ts'
import { securityRoutes } from './rest-security.ts'
import { findRoute, type Route } from './router.ts'

type IncomingRequest = {
  readonly method: string
  /** Path and query as they were sent, context path included. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** Answers requests to an instance; everything that goes wrong becomes a reply as Bitbucket words it. */
export function createAnswering(
  instance: Instance,
  clock: SandboxClock,
): (request: IncomingRequest) => Promise<Reply> {
  const routes = [
    ...securityRoutes(instance),
    ...coreRoutes(instance),
    ...compareRoutes(instance),
    ...fileRoutes(instance),
    ...auditRoutes(instance),
    ...feedbackRoutes(instance, clock),
    ...pullRequestRoutes(instance, clock),
  ]
  return (request) => errorsAsReplies(() => answer(instance, routes, request))
}

async function errorsAsReplies(work: () => Reply | Promise<Reply>): Promise<Reply> {
  try {
    return await work()
  } catch (caught) {
    if (caught instanceof BitbucketError) return errorReply(caught)
    const message = caught instanceof Error ? caught.message : 'Unexpected error'
    return errorReply(new BitbucketError(500, 'InternalServerException', message))
  }
}

async function answer(
  instance: Instance,
  routes: readonly Route[],
  request: IncomingRequest,
): Promise<Reply> {
  const [rawPath, query] = splitOnce(request.path, '?')
  const { contextPath } = instance
  if (rawPath !== contextPath && !rawPath.startsWith(`${contextPath}/`))
    return toLogin(instance, request.path)
  const path = rawPath.slice(contextPath.length)
  if (!path.startsWith('/rest/')) return webPage(instance, path, request)

  const session = instance.access.authenticate(request.headers.authorization)
  if (session.user === null && !isPublic(path)) throw notPermitted()
  const address = `${instance.baseUrl()}${path}`
  const reply = await errorsAsReplies(() => answerRest(routes, request, { path, query, session, address }))
  return session.user === null ? reply : withUser(reply, session.user.name)
}

type Asked = {
  /** Below the context path. */
  readonly path: string
  readonly query: string
  readonly session: Session
  readonly address: string
}

function answerRest(
  routes: readonly Route[],
  request: IncomingRequest,
  { path, query, session, address }: Asked,
): Reply | Promise<Reply> {
  const { method, headers, body } = request
  if (looksForged(request)) return html('XSRF check failed', 403)
  const match = findRoute(routes, method, path)
  if (match.kind === 'unknown') return unknownResource(address)
  if (match.kind === 'method-not-allowed') return json({ message: null, 'status-code': 405 }, 405)
  return match.route.handle({
    method,
    part: match.part,
    query: new URLSearchParams(query),
    headers,
    body,
    session,
  })
}

/** Bitbucket refuses what a form of another site could send: a POST of these types without the header. */
function looksForged({ method, headers }: IncomingRequest): boolean {
  const type = headers['content-type'] ?? ''
  const isForm = /^\s*(application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\b/i.test(type)
  return method === 'POST' && isForm && headers['x-atlassian-token'] !== 'no-check'
}

function isPublic(path: string): boolean {
  return /^\/rest\/api\/[^/]+\/application-properties$/.test(path)
}

/** Pages for people: the login form, who am I, and what the sandbox itself shows of its commits. */
async function webPage(instance: Instance, path: string, request: IncomingRequest): Promise<Reply> {
  if (path === '/login') return loginPage(instance.contextPath)
  if (path === '/plugins/servlet/applinks/whoami') {
    const { user } = instance.access.authenticate(request.headers.authorization)
    return { ...empty(200), body: Buffer.from(user?.name ?? '') }
  }
  if (request.method === 'GET' && path === '/repos') return repositoriesPage(instance)
  const match = /^\/projects\/([^/]+)\/repos\/([^/]+)\/commits\/?$/.exec(path)
  if (request.method !== 'GET' || match === null) return toLogin(instance, request.path)
  const [project = '', slug = ''] = match.slice(1).map(decodeURIComponent)
  return commitsPage(instance, instance.repositories.find(project, slug))
}

function toLogin(instance: Instance, path: string): Reply {
  const next = encodeURIComponent(path)
  return { ...empty(302), headers: { Location: `${instance.baseUrl()}/login?next=${next}` } }
}

/** Bitbucket names the user it recognised on every reply. */
function withUser(reply: Reply, name: string): Reply {
  return { ...reply, headers: { ...reply.headers, 'X-AUSERNAME': encodeURIComponent(name) } }
}

function splitOnce(text: string, at: string): [string, string] {
  const index = text.indexOf(at)
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)]
}
