/** Replies as values, worded as Bitbucket Data Center words them. */

/** What is sent back, before it is known how it travels. */
export type Reply = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** An error body of Bitbucket: thrown by handlers, turned into a reply by the server. */
export class BitbucketError extends Error {
  override readonly name = 'BitbucketError'
  readonly status: number
  readonly exceptionName: string
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, exceptionName: string, message: string, headers: Record<string, string> = {}) {
    super(message)
    this.status = status
    this.exceptionName = `com.atlassian.bitbucket.${exceptionName}`
    this.headers = headers
  }
}

/** The right is missing, or nobody is signed in: 401. */
export function notPermitted(): BitbucketError {
  return new BitbucketError(401, 'AuthorisationException', 'You are not permitted to access this resource')
}

/** An unknown project: 404. */
export function noSuchProject(key: string): BitbucketError {
  return new BitbucketError(404, 'project.NoSuchProjectException', `Project ${key} does not exist.`)
}

/** An unknown repository: 404. */
export function noSuchRepository(project: string, slug: string): BitbucketError {
  return new BitbucketError(
    404,
    'repository.NoSuchRepositoryException',
    `Repository ${project}/${slug} does not exist.`,
  )
}

/** An unknown branch: 404. */
export function noSuchBranch(branch: string): BitbucketError {
  return new BitbucketError(
    404,
    'repository.NoSuchBranchException',
    `Branch "${branch}" does not exist in this repository.`,
  )
}

/** Arguments that the server does not accept: 400. */
export function badRequest(message: string): BitbucketError {
  return new BitbucketError(400, 'ArgumentValidationException', message)
}

/** A reply of JSON. */
export function json(value: unknown, status = 200): Reply {
  return {
    status,
    headers: { 'Content-Type': 'application/json;charset=UTF-8' },
    body: Buffer.from(JSON.stringify(value)),
  }
}

/** A web page. */
export function html(text: string, status = 200): Reply {
  return { status, headers: { 'Content-Type': 'text/html;charset=UTF-8' }, body: Buffer.from(text) }
}

/** A reply without a body. */
export function empty(status: number): Reply {
  return { status, headers: {}, body: Buffer.alloc(0) }
}

/** The reply that an error becomes. */
export function errorReply(error: BitbucketError): Reply {
  const body = { errors: [{ context: null, message: error.message, exceptionName: error.exceptionName }] }
  const reply = json(body, error.status)
  return { ...reply, headers: { ...reply.headers, ...error.headers } }
}

/** What Atlassian's REST layer says of an address that no resource has. */
export function unknownResource(uri: string): Reply {
  return json({ message: `null for uri: ${uri}`, 'status-code': 404 }, 404)
}

/** The page that a browser without a session sees. */
export function loginPage(contextPath: string): Reply {
  return html(
    `<!DOCTYPE html><html><head><title>Log in - Bitbucket</title></head><body id="bitbucket-login">
<form method="post" action="${contextPath}/j_atl_security_check"><h1>Log in</h1>
<label>Username <input name="j_username"></label><label>Password <input name="j_password" type="password"></label>
<button>Log in</button></form></body></html>`,
  )
}

/** Part of a list, as every list of Bitbucket is given. `serverLimit` may lower what was asked for. */
export function pageOf<T>(
  all: readonly T[],
  query: URLSearchParams,
  serverLimit: number,
  more: object = {},
): Reply {
  const start = wholeNumber(query.get('start'), 0, 'start')
  const limit = Math.min(Math.max(1, wholeNumber(query.get('limit'), 25, 'limit')), serverLimit)
  const values = all.slice(start, start + limit)
  const isLastPage = start + values.length >= all.length
  const nextPageStart = isLastPage ? null : start + values.length
  return json({ ...more, size: values.length, limit, isLastPage, values, start, nextPageStart })
}

/** A parameter of a query that counts. Throws 400. */
export function wholeNumber(text: string | null, fallback: number, name: string): number {
  if (text === null) return fallback
  if (!/^\d{1,9}$/.test(text)) throw badRequest(`The value of "${name}" must be a number from 0.`)
  return Number(text)
}
