/** Requests and replies of the server: their types, path, headers, and the error of a failed call. */
import type { Credentials } from '../config/inputs.ts'
import { type ErrorCode, GateError, inputError } from '../errors.ts'
import type { Repository } from '../target.ts'
import { type Mask, maskerOf } from '../text.ts'
import { toolVersion } from '../version.ts'

/** `safe`: may be repeated; `if-not-arrived`: only if it surely did not arrive; `never`: the caller asks again later. */
export type RepeatRule = 'safe' | 'if-not-arrived' | 'never'

/** The end of a phase of the run: no call of that phase goes on after it. */
export type Deadline = {
  /** In `Clock.elapsed()` milliseconds. */
  readonly at: number
  /** Named in the error: "waiting for the scan". */
  readonly phase: string
}

export type HttpRequest = {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE'
  /** Unencoded path segments below the base URL; each is encoded, so a slash in one stays in it. */
  readonly segments: readonly string[]
  /** Unencoded names and values in this order; names may repeat, and `null` is not sent. */
  readonly query?: readonly (readonly [name: string, value: string | null])[]
  readonly body?: unknown
  readonly repeat: RepeatRule
  /** A verb with its object: "trigger the scan of PROJ/repo". */
  readonly purpose: string
  /** The right that the server asks for, for the error if it is missing: "repository write on PROJ/repo". */
  readonly right: string
  /** Statuses beyond 2xx that the caller wants as a reply instead of an error. Never redirects, 401 or 403. */
  readonly expected?: readonly number[]
  readonly deadline?: Deadline | undefined
}

export function getRequest(segments: readonly string[], purpose: string, right: string): HttpRequest {
  return { method: 'GET', segments, repeat: 'safe', purpose, right }
}

/** A GET of Bitbucket's own API, below `rest/api/latest`. */
export function apiRequest(
  path: readonly string[],
  purpose: string,
  right = 'access to Bitbucket',
): HttpRequest {
  return getRequest(['rest', 'api', 'latest', ...path], purpose, right)
}

/** A GET of what belongs to a repository, below `rest/api/latest` or `rest/insights/latest`. */
export function repositoryRequest(
  { project, repo }: Repository,
  path: readonly string[],
  purpose: string,
  api = 'api',
): HttpRequest {
  const name = `${project}/${repo}`
  const segments = ['rest', api, 'latest', 'projects', project, 'repos', repo, ...path]
  return getRequest(segments, `${purpose} of ${name}`, `repository read on ${name}`)
}

/** "Could not trigger the scan of PROJ/repo: the server answered 500." */
export function callError(
  code: ErrorCode,
  { purpose }: Pick<HttpRequest, 'purpose'>,
  what: string,
  hint?: string,
): GateError {
  return new GateError(code, `Could not ${purpose}: ${what}`, { hint })
}

export type ReplyHead = {
  readonly status: number
  /** A header by lower-case name, without the credentials that the server may repeat in it. */
  header(name: string): string | null
  /** What shows that a cache sent the reply and not the server, as "Age: 30"; `null` if nothing does. */
  readonly copy: string | null
}

/** A reply that was read whole: any 2xx, or a status from `expected`. */
export type JsonReply = ReplyHead & {
  /** `undefined` if the body was empty or not JSON. */
  readonly body: unknown
}

/** How the server marked the end of a body. With `close` an end looks like a cut. */
export type BodyEnd = 'length' | 'chunked' | 'close'

export type DownloadReply<T> =
  | { readonly kind: 'saved'; readonly saved: T; readonly end: BodyEnd }
  /** A status from `expected`; nothing was saved. */
  | { readonly kind: 'refused'; readonly status: number }

/** Receives a body from its first byte; called again, from the start, for each repeated download. */
export type Save<T> = (body: AsyncIterable<Buffer>) => Promise<T>

export function wirePath(base: URL, request: Pick<HttpRequest, 'segments' | 'query'>): string {
  const root = base.pathname.replace(/\/+$/, '')
  const path = request.segments.map((segment) => `/${encodeSegment(segment)}`).join('')
  const query = (request.query ?? [])
    .flatMap(([name, value]) => (value === null ? [] : [`${encode(name)}=${encode(value)}`]))
    .join('&')
  return query === '' ? `${root}${path}` : `${root}${path}?${query}`
}

/** `.` and `..` survive percent-encoding, and a server or proxy would resolve them to another resource. */
function encodeSegment(segment: string): string {
  if (segment === '' || segment === '.' || segment === '..') {
    throw new GateError('INPUT_INVALID', `"${segment}" cannot be a project key, repository slug or version.`)
  }
  return encode(segment)
}

function encode(text: string): string {
  if (!text.isWellFormed()) {
    throw new GateError('INPUT_INVALID', 'A name holds half a Unicode character (a lone surrogate).')
  }
  return encodeURIComponent(text)
}

/** The headers of every request. Credentials are sent to the origin of the base URL only, since no other is asked. */
export function headersOf(credentials: Credentials | null): Record<string, string> {
  return {
    'user-agent': `soteri-gate/${toolVersion}`,
    // Without it Bitbucket may refuse PUT, POST and DELETE with 403 "XSRF check failed".
    'x-atlassian-token': 'no-check',
    // The length of a body that a proxy compresses could not be checked.
    'accept-encoding': 'identity',
    ...(credentials === null ? {} : { authorization: authorizationOf(credentials) }),
  }
}

function authorizationOf(credentials: Credentials): string {
  if (credentials.kind === 'basic') {
    const { username, password } = credentials
    return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`
  }
  if (!/^[\x21-\x7e]+$/.test(credentials.token)) {
    const what =
      'holds blanks, line breaks or characters that no HTTP access token has (its value is not shown).'
    throw inputError([{ where: 'token', what }])
  }
  return `Bearer ${credentials.token}`
}

/** Masks the credentials, in every form they are sent in: an error such as "token x is expired" is quoted in logs. */
export function credentialMasker(credentials: Credentials | null): Mask {
  if (credentials === null) return maskerOf([])
  const secret = credentials.kind === 'token' ? credentials.token : credentials.password
  const [, sent = ''] = authorizationOf(credentials).split(' ')
  return maskerOf([secret, sent, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
}

const AT_ONCE = 4

/** Works through a list, `AT_ONCE` entries at a time; the first failure ends it. */
export async function forEachAtOnce<T>(list: readonly T[], work: (entry: T) => Promise<void>): Promise<void> {
  const entries = list.values()
  const failures: unknown[] = []
  const worker = async (): Promise<void> => {
    for (const entry of entries) {
      if (failures.length > 0) return
      await work(entry).catch((caught: unknown) => failures.push(caught))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  if (failures.length > 0) throw failures[0]
}
