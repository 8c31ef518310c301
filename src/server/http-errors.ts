/**
 * Replies that are not what was asked for, turned into errors that say what to do. From Atlassian's pages and from
 * clients (README, "What is proven about the server"): 401 also means "not permitted", XSRF refusals are HTML, login
 * pages come as 302 or as 200 with HTML.
 */
import { GateError } from '../errors.ts'
import { isRecord } from '../parse.ts'
import { visible } from '../visible.ts'
import type { BitbucketError, HttpRequest } from './request.ts'

/** A reply that was read as far as it matters: error bodies up to their limit. */
export type ReadReply = {
  readonly status: number
  header(name: string): string | null
  /** Start of the body; looked at, never shown. */
  readonly text: string
}

/** Characters, before any is written out. */
const EXCERPT_LIMIT = 200

/**
 * The fields of Bitbucket's error JSON that may be shown; `null` when the text is anything else.
 * Shape: `{"errors":[{"context":null,"message":"...","exceptionName":"com.atlassian..."}]}`.
 */
export function bitbucketErrorOf(text: string): BitbucketError | null {
  const first = firstError(parseOrNull(text))
  if (first === null || typeof first.message !== 'string') return null
  return {
    message: excerpt(first.message),
    exceptionName: typeof first.exceptionName === 'string' ? excerpt(first.exceptionName) : null,
  }
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // Not JSON, so not Bitbucket's: the caller has words for that.
  }
}

function firstError(body: unknown): Readonly<Record<string, unknown>> | null {
  if (!isRecord(body) || !Array.isArray(body.errors)) return null
  const first: unknown = body.errors[0]
  return isRecord(first) ? first : null
}

/**
 * A text of the server in one short line, in which nothing is invisible. Cut at the end of a word: of a credential cut
 * in two, nobody would know the half.
 */
export function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return visible(
    line.length > EXCERPT_LIMIT ? `${line.slice(0, EXCERPT_LIMIT - 1).replace(/\S*$/, '')}…` : line,
  )
}

/** Whether a body starts like a web page; blanks, a BOM and comments may come first. */
export function looksLikeHtml(start: string): boolean {
  return /^[\s\uFEFF]*(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|script)\b/i.test(
    start,
  )
}

/** The error for a web page where data was asked for. */
export function loginPageError(request: HttpRequest, status: number): GateError {
  return new GateError(
    'LOGIN_PAGE',
    `Could not ${request.purpose}: the server answered ${status} with a web page, such as a login page, instead of data.`,
  )
}

/** The error for a web page where an export was asked for: a login page of an ended session, or a portal. */
export function pageInsteadOfExport(request: HttpRequest, status: number): GateError {
  return new GateError(
    'NOT_AN_EXPORT',
    `Could not ${request.purpose}: the server answered ${status} with a web page, such as a login page, instead of an export.`,
  )
}

/**
 * The error for a reply with a status outside 2xx.
 *
 * @param base where the requests go, for telling another origin from the own one
 * @param hasCredentials whether the call carried any
 * @param afterwards words on retries, '' or a sentence
 */
export function refusalOf(
  request: HttpRequest,
  reply: ReadReply,
  base: URL,
  hasCredentials: boolean,
  afterwards: string,
): GateError {
  const { status } = reply
  if (status >= 300 && status < 400) return redirectError(request, reply, base)
  if (status === 401) return unauthorisedError(request, reply, hasCredentials)
  if (status === 403) return forbiddenError(request, reply)
  const said = saidBy(reply)
  if (status === 404) {
    return new GateError('NOT_FOUND', `Could not ${request.purpose}: the server answered 404${said}.`)
  }
  const tail = afterwards === '' ? '' : ` ${afterwards}`
  return new GateError(
    'SERVER_FAILED',
    `Could not ${request.purpose}: the server answered ${status}${said}.${tail}`,
  )
}

/**
 * The kind of error in Bitbucket's own words, as ` (NoSuchProjectException)`. Its message is not told: a message
 * may quote anything, and this ends up in logs and reports.
 */
function saidBy(reply: ReadReply): string {
  const name = bitbucketErrorOf(reply.text)?.exceptionName ?? ''
  const kind = /^(?:[a-z]\w{0,30}\.){0,8}([A-Z][A-Za-z]{0,60}(?:Exception|Error))$/.exec(name)?.[1]
  return kind === undefined ? '' : ` (${kind})`
}

function redirectError(request: HttpRequest, reply: ReadReply, base: URL): GateError {
  const { status } = reply
  const location = reply.header('location')
  const to = location === null ? null : URL.parse(location, base.href)
  if (to === null) {
    const why = `Could not ${request.purpose}: the server answered ${status} without an address to go to.`
    return new GateError('SERVER_FAILED', why)
  }
  if (to.origin !== base.origin) {
    const why = `Could not ${request.purpose}: the server redirected (${status}) to ${excerpt(to.origin)}, which is not ${base.origin}.`
    return new GateError('REDIRECTED', why)
  }
  // No more of the address is told: single sign-on puts tickets and session ids into path and query.
  if (/log-?in|sign-?in|sso|saml/i.test(to.pathname)) {
    const why = `Could not ${request.purpose}: the server redirected (${status}) to its login page.`
    return new GateError('LOGIN_PAGE', why)
  }
  const why = `Could not ${request.purpose}: the server redirected (${status}) to another address of ${base.origin}, and redirects are not followed.`
  return new GateError('REDIRECTED', why, {
    mend: 'Open `bitbucket-url` in a browser and set it to the address that this ends at, with its context path (such as https://host/bitbucket).',
  })
}

function unauthorisedError(request: HttpRequest, reply: ReadReply, hasCredentials: boolean): GateError {
  if (wantsCaptcha(reply)) return captchaError(request, 401)
  const error = bitbucketErrorOf(reply.text)
  if (error?.exceptionName?.endsWith('.AuthorisationException') && hasCredentials) {
    return rightError(request, `401${saidBy(reply)}`)
  }
  if (!hasCredentials) {
    const why = `Could not ${request.purpose}: the server asks for credentials (401) and none were given.`
    return new GateError('CREDENTIALS_MISSING', why)
  }
  const why = `Could not ${request.purpose}: the server does not accept the credentials (401${saidBy(reply)}). They are not tried again.`
  return new GateError('CREDENTIALS_REFUSED', why)
}

function forbiddenError(request: HttpRequest, reply: ReadReply): GateError {
  if (/XSRF check failed/i.test(reply.text)) {
    const why = `Could not ${request.purpose}: the XSRF check failed (403), although X-Atlassian-Token was sent.`
    return new GateError('XSRF_REFUSED', why)
  }
  if (wantsCaptcha(reply)) return captchaError(request, 403)
  const error = bitbucketErrorOf(reply.text)
  return rightError(
    request,
    error === null
      ? '403, not in Bitbucket’s own words: a proxy or firewall may have said it'
      : `403${saidBy(reply)}`,
  )
}

function rightError(request: HttpRequest, how: string): GateError {
  const why = `Could not ${request.purpose}: this user may not do that (${how}). Needed: ${request.right}.`
  return new GateError('RIGHT_MISSING', why)
}

/** Bitbucket and its login framework (Seraph) name the reason in headers; the body may be HTML. */
function wantsCaptcha(reply: ReadReply): boolean {
  const reason = reply.header('x-authentication-denied-reason') ?? ''
  const seraph = reply.header('x-seraph-loginreason') ?? ''
  return (
    /captcha/i.test(reason) ||
    /AUTHENTICATION_DENIED/.test(seraph) ||
    /captcha/i.test(bitbucketErrorOf(reply.text)?.message ?? '')
  )
}

function captchaError(request: HttpRequest, status: number): GateError {
  const why = `Could not ${request.purpose}: the account is locked behind a captcha after failed logins (${status}).`
  return new GateError('CREDENTIALS_REFUSED', why, {
    mend: 'Sign in once in a browser and solve the captcha, then check the password; a token is not affected by it.',
  })
}
