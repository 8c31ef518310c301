/** Who is asking, and what they may do: authentication, captcha and rights as Bitbucket Data Center has them. */
import { timingSafeEqual } from 'node:crypto'
import type { SandboxUser } from './options.ts'
import { BitbucketError, notPermitted } from './reply.ts'

/** The user of a request; `null` for an anonymous one. */
export type Session = { readonly user: SandboxUser | null; readonly viaToken: boolean }

/** What kind of `Authorization` header a request has. */
export type AuthorizationKind = 'none' | 'basic' | 'bearer' | 'other'

/** After so many failed logins in a row an account wants a captcha. */
export const LOGINS_BEFORE_CAPTCHA = 5

const challenge = { 'WWW-Authenticate': 'Basic realm="Atlassian Bitbucket"' }

/** Who may come in. */
export type Access = {
  /** Throws a 401 for credentials that are wrong; no credentials are an anonymous session. */
  authenticate(authorization: string | undefined): Session
}

/** Accounts with their memory of failed logins. */
export function createAccess(users: readonly SandboxUser[], baseUrl: () => string): Access {
  const failedLogins = new Map<string, number>()

  const basic = (encoded: string): Session => {
    const text = Buffer.from(encoded, 'base64').toString('utf8')
    const colon = text.indexOf(':')
    const name = colon < 0 ? text : text.slice(0, colon)
    const user = users.find((each) => each.name.toLowerCase() === name.toLowerCase())
    const failed = failedLogins.get(name.toLowerCase()) ?? 0
    if (user !== undefined && failed >= LOGINS_BEFORE_CAPTCHA) throw captchaRequired(baseUrl())
    if (user?.password === undefined || !same(user.password, text.slice(colon + 1))) {
      failedLogins.set(name.toLowerCase(), failed + 1)
      throw wrongCredentials()
    }
    failedLogins.delete(name.toLowerCase())
    return { user, viaToken: false }
  }

  const bearer = (token: string): Session => {
    const user = users.find((each) => each.token !== undefined && same(each.token, token))
    if (user === undefined) throw wrongCredentials()
    return { user, viaToken: true }
  }

  return {
    authenticate(authorization) {
      const kind = authorizationKind(authorization)
      if (authorization === undefined || kind === 'none') return { user: null, viaToken: false }
      const value = authorization.slice(authorization.indexOf(' ') + 1).trim()
      if (kind === 'basic') return basic(value)
      if (kind === 'bearer') return bearer(value)
      throw wrongCredentials()
    },
  }
}

/** Kind of an `Authorization` header: all that a transcript may show of it. */
export function authorizationKind(authorization: string | undefined): AuthorizationKind {
  if (authorization === undefined) return 'none'
  if (/^basic /i.test(authorization)) return 'basic'
  return /^bearer /i.test(authorization) ? 'bearer' : 'other'
}

/** Throws unless the session is a Bitbucket admin's. A token reaches project level at most. */
export function demandAdmin(session: Session): void {
  if (session.user?.rights.admin !== true || session.viaToken) throw notPermitted()
}

/** Throws unless the session administers the project. */
export function demandProjectAdmin(session: Session, project: string): void {
  if (session.user === null || !administers(session.user, project)) throw notPermitted()
}

/** Throws unless the session may write to the repository. */
export function demandWrite(session: Session, project: string, slug: string): void {
  if (session.user === null || !mayWrite(session.user, project, slug)) throw notPermitted()
}

/** Throws unless the session may read the repository. */
export function demandRead(session: Session, project: string, slug: string): void {
  if (!mayRead(session, project, slug)) throw notPermitted()
}

/** Whether a repository is shown to this session in lists. */
function mayRead(session: Session, project: string, slug: string): boolean {
  const user = session.user
  return user !== null && (mayWrite(user, project, slug) || listed(user.rights.read, project, slug))
}

/** Whether the session has a right by Bitbucket's name for it; `null`, no name, is the right to read. */
export function hasPermission(
  session: Session,
  permission: string | null,
  project: string,
  slug: string,
): boolean {
  const { user } = session
  if (permission === null || user === null || permission.endsWith('_READ'))
    return mayRead(session, project, slug)
  return permission.endsWith('_WRITE') ? mayWrite(user, project, slug) : administers(user, project)
}

function mayWrite(user: SandboxUser, project: string, slug: string): boolean {
  return administers(user, project) || listed(user.rights.write, project, slug)
}

function administers(user: SandboxUser, project: string): boolean {
  if (user.rights.admin === true || project.toLowerCase() === `~${user.name.toLowerCase()}`) return true
  return user.rights.projectAdmin?.includes(project) === true
}

function listed(names: readonly string[] | undefined, project: string, slug: string): boolean {
  return names?.some((name) => name === project || name === `${project}/${slug}`) === true
}

function same(expected: string, given: string): boolean {
  const left = Buffer.from(expected)
  const right = Buffer.from(given)
  return left.length === right.length && timingSafeEqual(left, right)
}

function wrongCredentials(): BitbucketError {
  return new BitbucketError(
    401,
    'auth.IncorrectPasswordAuthenticationException',
    'Authentication failed. Please check your credentials and try again.',
    challenge,
  )
}

function captchaRequired(baseUrl: string): BitbucketError {
  return new BitbucketError(
    401,
    'auth.CaptchaRequiredAuthenticationException',
    `CAPTCHA required. Your Bitbucket account has been locked. To unlock it and log in again you must solve a CAPTCHA. This is typically caused by too many attempts to login with an incorrect password. Visit Bitbucket at ${baseUrl} for more details.`,
    { ...challenge, 'X-Authentication-Denied-Reason': `CAPTCHA_CHALLENGE; login-url=${baseUrl}/login` },
  )
}
