/** What a call to the server is and what comes back: the vocabulary that the rest of `server/` speaks. */

import { type Blank, blankerOf } from '../blanks.ts'
import { GateError, inputError } from '../errors.ts'
import type { Credentials } from '../inputs/inputs.ts'

/**
 * What may be done when a call fails for a reason that can pass:
 * - `safe`: repeat it, even when it may have arrived the first time;
 * - `if-not-arrived`: repeat it only when it surely did not reach the application;
 * - `never`: the caller asks again by itself, later.
 */
export type RepeatRule = 'safe' | 'if-not-arrived' | 'never'

/** The end of a phase of the run: nothing of that phase goes on behind it. */
export type Deadline = {
  /** In `Clock.elapsed()` milliseconds. It may be put off while the phase goes on. */
  readonly at: number
  /** Named in the error: "waiting for the scan". */
  readonly phase: string
}

/** One call, whole: what is sent, and what is said of it when it fails. */
export type HttpRequest = {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE'
  /** Unencoded path segments below the base URL; each is encoded, so a slash in one stays in it. */
  readonly segments: readonly string[]
  /** Unencoded names and values in this order; names may repeat. */
  readonly query?: readonly (readonly [name: string, value: string])[]
  /** Sent as JSON. */
  readonly body?: unknown
  readonly repeat: RepeatRule
  /** What it is for, as a verb with its object: "trigger the scan of PROJ/repo". */
  readonly purpose: string
  /** The right that the server asks for, for the error when it is missing: "repository write on PROJ/repo". */
  readonly right: string
  /** Statuses beyond 2xx that the caller wants to see instead of an error. Never redirects, 401 or 403. */
  readonly expected?: readonly number[]
  readonly deadline?: Deadline
}

/** Bitbucket's own words for an error: the fields of its error JSON that may be shown. */
export type BitbucketError = {
  /** One line, at most 200 characters, without control characters. */
  readonly message: string
  /** Java class name; `null` when absent. */
  readonly exceptionName: string | null
}

/** A reply that was read whole: any 2xx, or a status from `expected`. */
export type JsonReply = {
  readonly status: number
  /** The parsed JSON; `undefined` when the body was empty or not JSON. */
  readonly body: unknown
  /** Set when the reply is error JSON as Bitbucket writes it, which a proxy or a wrong address would not. */
  readonly bitbucketError: BitbucketError | null
  /** A reply header by lower-case name. */
  header(name: string): string | null
}

/** How the server marked the end of a body. Behind `close` nothing tells an end from a cut. */
export type BodyEnd = 'length' | 'chunked' | 'close'

/** What became of a download; `T` is what `save` made of the body. */
export type DownloadReply<T> =
  | {
      readonly kind: 'saved'
      readonly status: number
      /** What `save` returned for the one attempt that was read to its end. */
      readonly saved: T
      /** Bytes of the body. */
      readonly bytes: number
      readonly contentType: string | null
      /** Seconds that a cache on the way kept it, by its `Age` header; `null` when nothing says so. */
      readonly ageSeconds: number | null
      readonly end: BodyEnd
    }
  /** A status from `expected`; nothing was saved. */
  | { readonly kind: 'refused'; readonly status: number; readonly bitbucketError: BitbucketError | null }

/** Receives a body from its first byte; called once more, from the start, for each repeated download. */
export type Save<T> = (body: AsyncIterable<Buffer>) => Promise<T>

/**
 * Path and query of a request on the wire, below the path of `base`.
 *
 * @throws GateError INPUT_INVALID for a segment that would climb out of the path, or text that is no Unicode.
 */
export function wirePath(base: URL, request: Pick<HttpRequest, 'segments' | 'query'>): string {
  const root = base.pathname.replace(/\/+$/, '')
  const path = request.segments.map((segment) => `/${encodeSegment(segment)}`).join('')
  const query = (request.query ?? []).map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')
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

/**
 * Name, XSRF token and credentials. They leave for the origin of the base URL only, since no other is asked.
 *
 * @throws GateError INPUT_INVALID for a token that no header can carry
 */
export function headersOf(settings: {
  readonly credentials: Credentials | null
  readonly version: string
}): Record<string, string> {
  const headers: Record<string, string> = {
    'user-agent': `soteri-gate/${settings.version}`,
    // Without it Bitbucket may refuse PUT, POST and DELETE with 403 "XSRF check failed".
    'x-atlassian-token': 'no-check',
    // A body that a proxy compresses could not be held against its announced length.
    'accept-encoding': 'identity',
  }
  const { credentials } = settings
  if (credentials === null) return headers
  return { ...headers, authorization: authorizationOf(credentials) }
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

/**
 * Takes the credentials, in every form they travel in, out of a text of the server: an error such as "token x is
 * expired" is quoted in logs and reports.
 */
export function credentialBlanker(credentials: Credentials | null): Blank {
  return blankerOf(credentials === null ? [] : secretFormsOf(credentials))
}

function secretFormsOf(credentials: Credentials): readonly string[] {
  const secret = credentials.kind === 'token' ? credentials.token : credentials.password
  const [, sent = ''] = authorizationOf(credentials).split(' ')
  const inJson = JSON.stringify(secret).slice(1, -1)
  return [secret, sent, inJson, encodeURIComponent(secret)]
}
