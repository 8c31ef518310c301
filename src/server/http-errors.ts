/** Turns replies that are not the data asked for into errors with a hint (their forms: docs/what-we-know.md). */
import type { GateError } from '../errors.ts'
import { isRecord, parseJson } from '../parse.ts'
import { escapeInvisible } from '../text.ts'
import { callError, type HttpRequest, type ReplyHead } from './request.ts'

/** A reply whose body was read; error bodies up to their limit. */
export type ReadReply = ReplyHead & {
  /** Start of the body; never shown. */
  readonly text: string
}

/** Characters, before any is escaped. */
const EXCERPT_LIMIT = 200

/** From `{"errors":[{"context":null,"message":"...","exceptionName":"com.atlassian..."}]}`; `null` for anything else. */
export function bitbucketErrorOf(text: string): { message: string; exceptionName: string | null } | null {
  const body = parseJson(text)
  const first: unknown = isRecord(body) && Array.isArray(body.errors) ? body.errors[0] : null
  if (!isRecord(first) || typeof first.message !== 'string') return null
  return {
    message: excerpt(first.message),
    exceptionName: typeof first.exceptionName === 'string' ? excerpt(first.exceptionName) : null,
  }
}

/** One short line without invisible characters, cut at the end of a word: masking does not find half a credential. */
export function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return escapeInvisible(
    line.length > EXCERPT_LIMIT ? `${line.slice(0, EXCERPT_LIMIT - 1).replace(/\S*$/, '')}…` : line,
  )
}

/** Whether a body starts like a web page; blanks, a BOM and comments may come first. */
export function looksLikeHtml(start: string): boolean {
  return /^[\s\uFEFF]*(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|script)\b/i.test(
    start,
  )
}

export function webPageError(code: 'LOGIN_PAGE' | 'NOT_AN_EXPORT', request: HttpRequest, status: number) {
  const wanted = code === 'LOGIN_PAGE' ? 'data' : 'an export'
  const what = `the server answered ${status} with a web page, such as a login page, instead of ${wanted}.`
  return callError(code, request, what)
}

/** @param retries a sentence, or '' @param goodBefore a clause on when the same credentials were good, or '' */
export function httpError(
  request: HttpRequest,
  reply: ReadReply,
  base: URL,
  hasCredentials: boolean,
  retries: string,
  goodBefore = '',
): GateError {
  const { status } = reply
  if (status >= 300 && status < 400) return redirectError(request, reply, base)
  if (status === 401) return unauthorisedError(request, reply, hasCredentials, goodBefore)
  if (status === 403) return forbiddenError(request, reply)
  const kind = exceptionOf(reply)
  if (status === 404) return callError('NOT_FOUND', request, `the server answered 404${kind}.`)
  const tail = retries === '' ? '' : ` ${retries}`
  return callError('SERVER_FAILED', request, `the server answered ${status}${kind}.${tail}`)
}

/** As ` (NoSuchProjectException)`. The message of the error is not shown: it may quote anything. */
function exceptionOf(reply: ReadReply): string {
  const name = bitbucketErrorOf(reply.text)?.exceptionName ?? ''
  const kind = /^(?:[a-z]\w{0,30}\.){0,8}([A-Z][A-Za-z]{0,60}(?:Exception|Error))$/.exec(name)?.[1]
  return kind === undefined ? '' : ` (${kind})`
}

function redirectError(request: HttpRequest, { status, header }: ReadReply, base: URL): GateError {
  const location = header('location')
  const to = location === null ? null : URL.parse(location, base.href)
  if (to === null) {
    return callError('SERVER_FAILED', request, `the server answered ${status} without an address to go to.`)
  }
  const redirected = `the server redirected (${status})`
  if (to.origin !== base.origin) {
    const what = `${redirected} to ${excerpt(to.origin)}, which is not ${base.origin}.`
    return callError('REDIRECTED', request, what)
  }
  // Path and query are not shown: single sign-on puts tickets and session ids there.
  if (/log-?in|sign-?in|sso|saml/i.test(to.pathname)) {
    return callError('LOGIN_PAGE', request, `${redirected} to its login page.`)
  }
  const path = apiPath(to, base)
  const was = repositoryIn(request.segments)
  const now = path === null ? null : repositoryIn(path.split('/').filter((part) => part !== ''))
  if (was !== null && now !== null && was.toLowerCase() !== now.toLowerCase()) {
    const what = `${redirected} to ${path}: ${was} seems to be ${now} now, renamed or moved.`
    return callError('REDIRECTED', request, what, `Write ${now} in place of ${was}.`)
  }
  const what = `${redirected} to ${path ?? `another address of ${base.origin}`}, and redirects are not followed.`
  const hint =
    'Open `bitbucket-url` in a browser and set it to the address that this ends at, with its context path (such as https://host/bitbucket).'
  return callError('REDIRECTED', request, what, hint)
}

/** The path of a redirect to the API below the base; `null` for any other, which may hold tickets of a sign-on. */
function apiPath(to: URL, base: URL): string | null {
  const [path = ''] = to.pathname.split(';')
  const root = base.pathname.replace(/\/+$/, '')
  if (!path.startsWith(`${root}/rest/`)) return null
  return excerpt(path)
}

function repositoryIn(segments: readonly string[]): string | null {
  const at = segments.indexOf('repos')
  const [project, slug] = [segments[at - 1], segments[at + 1]]
  return at < 1 || project === undefined || slug === undefined ? null : `${project}/${slug}`
}

function unauthorisedError(
  request: HttpRequest,
  reply: ReadReply,
  hasCredentials: boolean,
  goodBefore: string,
): GateError {
  if (wantsCaptcha(reply)) return captchaError(request, 401)
  if (!hasCredentials) {
    const what = 'the server asks for credentials (401) and none were given.'
    return callError('CREDENTIALS_MISSING', request, what)
  }
  const how = `401${exceptionOf(reply)}`
  const name = bitbucketErrorOf(reply.text)?.exceptionName
  if (name?.endsWith('.AuthorisationException')) return rightError(request, how)
  const what = `the server does not accept the credentials (${how}). They are not tried again.`
  if (goodBefore === '') return callError('CREDENTIALS_REFUSED', request, what)
  const since = `${goodBefore}: meanwhile they were revoked, changed or expired, the account was locked, or another node of the cluster answers.`
  return callError('CREDENTIALS_REFUSED', request, `${what} ${since}`)
}

function forbiddenError(request: HttpRequest, reply: ReadReply): GateError {
  if (/XSRF check failed/i.test(reply.text)) {
    const what = 'the XSRF check failed (403), although X-Atlassian-Token was sent.'
    return callError('XSRF_REFUSED', request, what)
  }
  if (wantsCaptcha(reply)) return captchaError(request, 403)
  const isBitbucket = bitbucketErrorOf(reply.text) !== null
  const foreign = ', not in Bitbucket’s own words: a proxy or firewall may have said it'
  return rightError(request, `403${isBitbucket ? exceptionOf(reply) : foreign}`)
}

function rightError(request: HttpRequest, how: string): GateError {
  const what = `this user may not do that (${how}). Needed: ${request.right}.`
  return callError('RIGHT_MISSING', request, what)
}

/** Bitbucket and its login framework (Seraph) name the reason in headers; the body may be HTML. */
function wantsCaptcha({ header, text }: ReadReply): boolean {
  return (
    /captcha/i.test(header('x-authentication-denied-reason') ?? '') ||
    /AUTHENTICATION_DENIED/.test(header('x-seraph-loginreason') ?? '') ||
    /captcha/i.test(bitbucketErrorOf(text)?.message ?? '')
  )
}

function captchaError(request: HttpRequest, status: number): GateError {
  const what = `the account is locked behind a captcha after failed logins (${status}).`
  const hint =
    'Sign in once in a browser and solve the captcha, then check the password; a token is not affected by it.'
  return callError('CREDENTIALS_REFUSED', request, what, hint)
}
