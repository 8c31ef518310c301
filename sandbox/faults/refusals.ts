/** Faults of rights and credentials: the server understands the request and says no. */
import { BitbucketError, errorReply, html, json, notPermitted, type Reply } from '../reply.ts'
import { gatewayPage } from './overload.ts'
import { answered } from './rules.ts'
import type { FaultScenario } from './scenario.ts'

const refused = { verdict: 'error', exitCode: 3 } as const
const failed = { verdict: 'error', exitCode: 4 } as const

const badCredentials = (): Reply =>
  errorReply(
    new BitbucketError(
      401,
      'auth.IncorrectPasswordAuthenticationException',
      'Authentication failed. Please check your credentials and try again.',
    ),
  )
const captcha = (): Reply => ({
  ...errorReply(
    new BitbucketError(
      401,
      'auth.CaptchaRequiredAuthenticationException',
      'CAPTCHA required. Your Bitbucket account has been locked.',
    ),
  ),
  headers: { 'X-Authentication-Denied-Reason': 'CAPTCHA_CHALLENGE' },
})
const missingRight = (): Reply => errorReply(notPermitted())
const forbidden = (): Reply =>
  errorReply(new BitbucketError(403, 'AuthorisationException', 'You are not permitted to do this'))
const xsrf = (): Reply => html('XSRF check failed', 403)

/** The family "refusals" of docs/sandbox.md. */
export const refusalFaults: readonly FaultScenario[] = [
  {
    name: '401-credentials',
    description: 'The server accepts no credentials.',
    expected: refused,
    scope: 'repo',
    rules: [answered('any', badCredentials)],
  },
  {
    name: '401-captcha',
    description: 'The account is locked behind a captcha.',
    expected: refused,
    scope: 'repo',
    rules: [answered('any', captcha)],
  },
  {
    name: '401-right-to-trigger',
    description: 'The credentials are right, but the user may not start scans.',
    expected: refused,
    scope: 'repo',
    rules: [answered('trigger', missingRight)],
  },
  {
    name: '401-right-to-export',
    description: 'The user may start scans, but not export findings.',
    expected: refused,
    scope: 'repo',
    rules: [answered('export', missingRight)],
  },
  {
    name: '401-credentials-expire',
    description: 'The credentials are good until the export, which refuses them.',
    expected: refused,
    scope: 'repo',
    rules: [answered('export', badCredentials)],
  },
  {
    name: '403-right-to-trigger',
    description: 'Triggers are answered 403.',
    expected: refused,
    scope: 'repo',
    rules: [answered('trigger', forbidden)],
  },
  {
    name: '403-xsrf',
    description: 'A proxy drops the header X-Atlassian-Token, so triggers are refused as cross-site.',
    expected: refused,
    scope: 'repo',
    rules: [answered('trigger', xsrf)],
  },
  {
    name: 'xsrf-strict',
    description:
      'Every PUT, POST and DELETE without X-Atlassian-Token is refused as cross-site, whatever its type.',
    expected: { heals: true },
    scope: 'repo',
    rules: [
      {
        ...answered('any', xsrf),
        only: ({ method, headers }) => method !== 'GET' && headers['x-atlassian-token'] !== 'no-check',
      },
    ],
  },
  {
    name: '404-everything',
    description: 'Every address is answered 404, as by another web server.',
    expected: failed,
    scope: 'repo',
    rules: [answered('any', gatewayPage(404))],
  },
  {
    name: '404-trigger',
    description: 'The Soteri app is not installed: its resources are answered 404.',
    expected: failed,
    scope: 'repo',
    rules: [
      answered('trigger', () => json({ message: 'null for uri', 'status-code': 404 }, 404)),
      answered('status', () => json({ message: 'null for uri', 'status-code': 404 }, 404)),
      answered('export', () => json({ message: 'null for uri', 'status-code': 404 }, 404)),
    ],
  },
  {
    name: '400-trigger',
    description: 'Triggers are answered 400.',
    expected: failed,
    scope: 'repo',
    rules: [answered('trigger', () => errorReply(new BitbucketError(400, 'ArgumentException', 'No.')))],
  },
]
