/** Faults of replies that are something else than asked for: login pages, redirects, broken JSON. */
import { empty, json, loginPage, type Reply } from '../reply.ts'
import { answered } from './rules.ts'
import type { FaultScenario, FaultScene } from './scenario.ts'

const failed = { verdict: 'error', exitCode: 4 } as const

const redirect =
  (status: number, to: (scene: FaultScene) => string) =>
  (scene: FaultScene): Reply => ({ ...empty(status), headers: { Location: to(scene) } })

/** The family "pages" of docs/sandbox.md. */
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
