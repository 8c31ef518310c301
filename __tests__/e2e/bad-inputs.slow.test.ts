/** What a user can get wrong: one clear sentence each, exit 2, and not one request. */
import { describe, expect, it } from '@jest/globals'
import { expectEnding, inError, warned } from '../fixtures/contract.ts'
import { inputsFor, serve, token } from '../fixtures/quick.ts'
import { type RunOptions, type RunResult, runAction } from '../fixtures/runner.ts'
import type { ScriptedServer } from '../fixtures/scripted-server.ts'

/** Each run has a server of its own, so that runs at the same time cannot send for each other. */
const shop = (): Promise<ScriptedServer> => serve({ repositories: { 'SHOP/cart': ['main'] } })

/** A run with these inputs on top of good ones; '' takes an input away. */
async function refused(change: Record<string, string>, exitCode = 2, options: RunOptions = {}) {
  const server = await shop()
  const inputs = inputsFor(server, {
    project: 'SHOP',
    repo: 'cart',
    branch: 'main',
    timeout: '5s',
    ...change,
  })
  const result = await runAction(inputs, options)
  expectEnding(result, inError(exitCode))
  expect(server.requests).toEqual([])
  return result
}

/** Everything a person reads in the log. */
const said = (result: RunResult): string => result.commands.map((c) => c.message).join('\n') + result.stdout

describe('one mistake', () => {
  it.concurrent.each<[string, Record<string, string>, string[]]>([
    ['no address', { 'bitbucket-url': '' }, ['bitbucket-url']],
    [
      'an address of another kind',
      { 'bitbucket-url': 'ftp://host' },
      ['bitbucket-url', 'ftp://host', 'http'],
    ],
    [
      'credentials inside the address',
      { 'bitbucket-url': 'https://u:p4ss@host' },
      ['bitbucket-url', 'token'],
    ],
    ['token and password', { username: 'u', password: 'p' }, ['token', 'password']],
    ['a user without password', { token: '', username: 'u' }, ['password']],
    ['an operation misspelt', { operation: 'gaet' }, ['operation', 'gaet', 'gate']],
    ['an unknown input', { treshold: 'total = 0' }, ['treshold', 'thresholds']],
    ['a bare number as duration', { timeout: '60' }, ['timeout', '60', '15m']],
    ['a negative duration', { 'poll-interval': '-5s' }, ['poll-interval', '-5s']],
    ['a word as boolean', { wait: 'yes' }, ['wait', 'yes', 'true']],
    ['a repository without project', { project: '' }, ['project']],
    ['a branch without repository', { repo: '' }, ['repo']],
    ['a scope that does not fit', { scope: 'instance' }, ['scope', 'instance']],
    ['no scope at all', { project: '', repo: '', branch: '' }, ['scope']],
    ['targets besides a project', { targets: 'SHOP/cart' }, ['targets']],
    [
      'a target that climbs',
      { project: '', repo: '', branch: '', targets: 'SHOP/../admin' },
      ['targets', 'SHOP/../admin'],
    ],
    ['a project key that climbs', { project: '../x' }, ['project', '../x']],
    ['a threshold without number', { thresholds: 'total = 0\ntotl = 1' }, ['thresholds', 'totl', 'total']],
    ['a threshold without limit', { thresholds: 'rule:AWS_*' }, ['thresholds', 'rule:AWS_*']],
    ['a severity that does not exist', { thresholds: 'severity:severe = 0' }, ['severe', 'critical']],
    ['a column that does not exist', { columns: 'regel = Rule' }, ['columns', 'regel', 'rule']],
    ['a date that does not exist', { 'start-date': '2024-02-30' }, ['start-date', '2024-02-30']],
    [
      'a period backwards',
      { 'start-date': '2024-03-01', 'end-date': '2024-02-01' },
      ['start-date', 'end-date'],
    ],
    ['a format that does not exist', { formats: 'csv,pdf' }, ['formats', 'pdf', 'sarif']],
    ['an address that is no e-mail', { emails: 'nobody' }, ['emails', 'nobody']],
    ['too many retries', { 'max-retries': '1000' }, ['max-retries', '1000']],
    ['a size without meaning', { 'max-export-size': 'big' }, ['max-export-size', 'big', 'GiB']],
    ['a mode that does not exist', { mode: 'strict' }, ['mode', 'strict', 'enforce']],
    ['a log level that does not exist', { 'log-level': 'verbose' }, ['log-level', 'verbose', 'debug']],
    ['an artifact name that cannot be', { 'artifact-name': 'a/b' }, ['artifact-name', 'a/b']],
    ['a version that climbs', { 'api-version': '../admin' }, ['api-version', '../admin']],
    [
      'cancel without saying which',
      { operation: 'cancel', scope: 'instance', project: '', repo: '', branch: '' },
      ['cancel', 'queued'],
    ],
    [
      'cancel of one project',
      { operation: 'cancel', cancel: 'all', repo: '', branch: '' },
      ['cancel', 'instance'],
    ],
    ['evaluate without files', { operation: 'evaluate' }, ['report-files']],
    ['a policy file that is missing', { 'policy-file': 'none.yml' }, ['policy-file', 'none.yml']],
    ['a baseline that is missing', { 'baseline-file': 'none.json' }, ['baseline-file', 'none.json']],
  ])('%s', async (_, change, words) => {
    const text = said(await refused(change))
    for (const word of words) expect(text).toContain(word)
    expect(text).not.toContain('p4ss')
  })
})

it.concurrent('all mistakes come out in one go', async () => {
  const text = said(await refused({ wait: 'yes', timeout: '5', formats: 'pdf', thresholds: 'totl = 0' }))
  for (const word of ['wait', 'timeout', 'formats', 'thresholds']) expect(text).toContain(word)
})

it.concurrent('a policy file with mistakes names file, line and the nearest key', async () => {
  const files = { '.soteri-gate.yml': 'thresholds:\n  - name: none\n    mx: 0\n' }
  const text = said(await refused({}, 2, { files }))
  expect(text).toContain('.soteri-gate.yml:3')
  expect(text).toContain('max')
})

it.concurrent('a policy file cannot have the credentials sent elsewhere', async () => {
  const elsewhere = await serve({ repositories: { 'SHOP/cart': ['main'] } })
  const files = { '.soteri-gate.yml': `annotations: 5\nbitbucket-url: ${elsewhere.url}\n` }
  const text = said(await refused({ 'bitbucket-url': '' }, 2, { files }))
  expect(text).toContain('.soteri-gate.yml:2:1: `bitbucket-url` may not be set in a policy file')
  expect(text).toContain('SOTERI_GATE_BITBUCKET_URL')
  expect(elsewhere.requests).toEqual([])
})

describe('missing credentials', () => {
  it.concurrent('are an error of their own', async () => {
    expect(said(await refused({ token: '' }, 3))).toContain('token')
  })

  it.concurrent('may be skipped for a pull request of a fork, loudly', async () => {
    const server = await shop()
    const inputs = inputsFor(server, { project: 'SHOP', token: '', 'on-missing-credentials': 'skip' })
    const env = { GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: 'event.json' }
    const repo = (name: string) => ({ repo: { full_name: name } })
    const event = { pull_request: { head: repo('somebody/shop'), base: repo('example/shop') } }
    const result = await runAction(inputs, { env, files: { 'event.json': JSON.stringify(event) } })
    expectEnding(result, warned)
    expect(result.commands.some(({ name }) => name === 'warning')).toBe(true)
    expect(server.requests).toEqual([])
  })

  it.concurrent('are never skipped when credentials are there', async () => {
    const wrong = await serve({ repositories: {}, authorization: 'Bearer other' })
    const inputs = inputsFor(wrong, { project: 'SHOP', token, 'on-missing-credentials': 'skip' })
    expectEnding(await runAction(inputs), inError(3))
  })
})
