/** Faults of HTTP replies: refusals, overload, login pages, redirects, bodies that are not what they should be. */
import {
  BitbucketError,
  empty,
  errorReply,
  html,
  json,
  loginPage,
  notPermitted,
  type Reply,
} from '../reply.ts'
import type { FaultRule, FaultScenario, FaultScene, Resource } from './scenario.ts'

const heals = { heals: true } as const
const refused = { verdict: 'error', exitCode: 3 } as const
const failed = { verdict: 'error', exitCode: 4 } as const

function answered(on: Resource, reply: (scene: FaultScene) => Reply, times?: number): FaultRule {
  return { on, does: { kind: 'answer', reply }, ...(times === undefined ? {} : { times }) }
}

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
const gatewayPage = (status: number) => (): Reply =>
  html(`<html><head><title>${status}</title></head><body><h1>${status}</h1><hr>nginx</body></html>`, status)
const tooMany = (retryAfter: (() => string) | null) => (): Reply => ({
  ...json({ errors: [{ context: null, message: 'Rate limited', exceptionName: null }] }, 429),
  headers: retryAfter === null ? {} : { 'Retry-After': retryAfter() },
})
const redirect =
  (status: number, to: (scene: FaultScene) => string) =>
  (scene: FaultScene): Reply => ({ ...empty(status), headers: { Location: to(scene) } })

const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toUTCString()

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

export const overloadFaults: readonly FaultScenario[] = [
  {
    name: '429-once',
    description: 'The first status request is answered 429 without Retry-After.',
    expected: heals,
    scope: 'repo',
    rules: [answered('status', tooMany(null), 1)],
  },
  {
    name: '429-retry-after-zero',
    description: 'Two status requests are answered 429 with Retry-After: 0.',
    expected: heals,
    scope: 'repo',
    rules: [
      answered(
        'status',
        tooMany(() => '0'),
        2,
      ),
    ],
  },
  {
    name: '429-retry-after-second',
    description: 'The first trigger is answered 429 with Retry-After: 1.',
    expected: heals,
    scope: 'repo',
    rules: [
      answered(
        'trigger',
        tooMany(() => '1'),
        1,
      ),
    ],
  },
  {
    name: '429-retry-after-date',
    description: 'The first export is answered 429 with a date two seconds ahead.',
    expected: heals,
    scope: 'repo',
    rules: [
      answered(
        'export',
        tooMany(() => inSeconds(2)),
        1,
      ),
    ],
  },
  {
    name: '429-retry-after-past',
    description: 'The first export is answered 429 with a date in the past.',
    expected: heals,
    scope: 'repo',
    rules: [
      answered(
        'export',
        tooMany(() => inSeconds(-3600)),
        1,
      ),
    ],
  },
  {
    name: '429-retry-after-absurd',
    description: 'Every status request is answered 429 with Retry-After of eleven days.',
    expected: failed,
    scope: 'repo',
    gate: { timeout: '4s' },
    rules: [
      answered(
        'status',
        tooMany(() => '999999'),
      ),
    ],
  },
  {
    name: '429-retry-after-nonsense',
    description: 'The first status request is answered 429 with a Retry-After that says nothing.',
    expected: heals,
    scope: 'repo',
    rules: [
      answered(
        'status',
        tooMany(() => 'soon'),
        1,
      ),
    ],
  },
  {
    name: '429-always',
    description: 'Every request but the check of the credentials is answered 429.',
    expected: failed,
    scope: 'repo',
    rules: [
      answered('trigger', tooMany(null)),
      answered('status', tooMany(null)),
      answered('export', tooMany(null)),
    ],
  },
  ...[500, 502, 503, 504].flatMap((status): FaultScenario[] => [
    {
      name: `${status}-once`,
      description: `The first status request and the first export are answered ${status}.`,
      expected: heals,
      scope: 'repo',
      // Without the first status the old state is unknown: the scan must be seen running to be proven.
      scanDurationMs: 1000,
      gate: { timeout: '30s' },
      rules: [answered('status', gatewayPage(status), 1), answered('export', gatewayPage(status), 1)],
    },
    {
      name: `${status}-always`,
      description: `Every export is answered ${status}.`,
      expected: failed,
      scope: 'repo',
      rules: [answered('export', gatewayPage(status))],
    },
  ]),
  {
    name: '503-trigger-once',
    description: 'The first trigger is answered 503.',
    expected: heals,
    scope: 'repo',
    rules: [answered('trigger', gatewayPage(503), 1)],
  },
  {
    name: '500-trigger',
    description: 'Every trigger is answered 500.',
    expected: failed,
    scope: 'repo',
    rules: [answered('trigger', gatewayPage(500))],
  },
  {
    name: 'huge-error-body',
    description: 'Exports are answered 500 with an HTML page of 32 MiB.',
    expected: failed,
    scope: 'repo',
    gate: { 'max-retries': '1' },
    rules: [answered('export', () => html(`<html>${'x'.repeat(32 * 1024 * 1024)}</html>`, 500))],
  },
]

export const pageFaults: readonly FaultScenario[] = [
  {
    name: 'login-page-302',
    description: 'Every request is redirected to the login page.',
    expected: failed,
    scope: 'repo',
    rules: [
      answered(
        'any',
        redirect(302, ({ baseUrl }) => `${baseUrl}/login?next=%2F`),
      ),
    ],
  },
  {
    name: 'login-page-200',
    description: 'Every request is answered 200 with the login page.',
    expected: failed,
    scope: 'repo',
    rules: [answered('any', () => loginPage('/bitbucket'))],
  },
  {
    name: 'login-page-on-status',
    description: 'The session ends after the trigger: status requests show the login page.',
    expected: failed,
    scope: 'repo',
    rules: [{ ...answered('status', () => loginPage('/bitbucket')), after: 4 }],
  },
  {
    name: 'login-page-on-trigger',
    description: 'Triggers are answered 200 with the login page: nothing was started.',
    expected: failed,
    scope: 'repo',
    rules: [answered('trigger', () => loginPage('/bitbucket'))],
  },
  {
    name: 'redirect-other-origin',
    description: 'Every request is redirected to another host.',
    expected: failed,
    scope: 'repo',
    rules: [
      answered(
        'any',
        redirect(302, ({ path }) => `http://bitbucket.invalid${path}`),
      ),
    ],
  },
  {
    name: 'redirect-307-trigger',
    description: 'Triggers are redirected with 307 to another host.',
    expected: failed,
    scope: 'repo',
    rules: [
      answered(
        'trigger',
        redirect(307, ({ path }) => `http://bitbucket.invalid${path}`),
      ),
    ],
  },
  {
    name: 'redirect-loop-export',
    description: 'Exports are redirected to themselves for ever.',
    expected: failed,
    scope: 'repo',
    rules: [
      answered(
        'export',
        redirect(302, ({ baseUrl, path }) => `${baseUrl}${path}`),
      ),
    ],
  },
  {
    name: 'invalid-json',
    description: 'Status replies are cut JSON with status 200.',
    expected: failed,
    scope: 'repo',
    rules: [answered('status', () => ({ ...json(null), body: Buffer.from('{"scanned": tr') }))],
  },
  {
    name: 'empty-reply',
    description: 'Status replies are empty with status 200.',
    expected: failed,
    scope: 'repo',
    rules: [answered('status', () => empty(200))],
  },
  {
    name: 'json-of-another-shape',
    description: 'Status replies are a list instead of an object.',
    expected: failed,
    scope: 'repo',
    rules: [answered('status', () => json([]))],
  },
]
