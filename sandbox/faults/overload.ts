/** Faults of a server that has too much to do or breaks down: 429 and 5xx, once or for ever. */
import { html, json, type Reply } from '../reply.ts'
import { answered } from './rules.ts'
import type { FaultScenario } from './scenario.ts'

const heals = { heals: true } as const
const failed = { verdict: 'error', exitCode: 4 } as const

/** The error page of a web server in front of Bitbucket. */
export const gatewayPage = (status: number) => (): Reply =>
  html(`<html><head><title>${status}</title></head><body><h1>${status}</h1><hr>nginx</body></html>`, status)
const tooMany = (retryAfter: (() => string) | null) => (): Reply => ({
  ...json({ errors: [{ context: null, message: 'Rate limited', exceptionName: null }] }, 429),
  headers: retryAfter === null ? {} : { 'Retry-After': retryAfter() },
})
const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toUTCString()

/** The family "overload" of docs/sandbox.md. */
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
