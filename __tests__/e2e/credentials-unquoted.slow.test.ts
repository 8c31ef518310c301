/** What is typed where a credential belongs, or beside one, may be the credential itself: it is quoted nowhere. */
import { beforeAll, describe, expect, it } from '@jest/globals'
import { inputsFor, serve } from '../fixtures/quick.ts'
import { type RunOptions, type RunResult, runAction, runCli } from '../fixtures/runner.ts'
import { csvReply, row, wordy } from '../fixtures/scripted-export.ts'
import type { ScriptedServer } from '../fixtures/scripted-server.ts'

const planted = ['Pl4nted', 'Secret', '77x'].join('-')
const other = ['other', 'pass', 'word'].join('-')

let server: ScriptedServer
beforeAll(async () => {
  server = await serve({
    repositories: { 'SHOP/cart': ['main'] },
    exports: { 'export-report/projects/SHOP/repos/cart': csvReply(wordy, [row()]) },
  })
})

function expectUnquoted(result: RunResult, secret = planted): void {
  const places = Object.entries({
    ...result.files,
    stdout: result.stdout,
    stderr: result.stderr,
    outputs: JSON.stringify(result.outputs),
  })
  // The mask that the runner is given is no quote: it hides the text.
  const shown = (text: string): string => text.replace(/^::add-mask::.*$/gm, '')
  const found = places.filter(([, text]) => shown(String(text)).includes(secret)).map(([place]) => place)
  expect(found).toEqual([])
}

const scope = { project: 'SHOP', repo: 'cart', branch: 'main', 'log-level': 'debug' }
const withPort = (pass: string): string => `https://svc:${pass}`

describe('through the action', () => {
  it.concurrent.each<[string, Record<string, string>]>([
    ['a user name with its password', { token: '', username: `svc:${planted}`, password: other }],
    ['a user name with its password alone', { token: '', username: `svc:${planted}` }],
    [
      'a password as user name with a line break',
      { token: '', username: `svc\n${planted}`, password: other },
    ],
    ['a user name beside a token', { username: `svc:${planted}` }],
    ['an address that ends after the password', { 'bitbucket-url': withPort(planted) }],
    ['an address with an encoded @', { 'bitbucket-url': `${withPort(planted)}%40bitbucket.example` }],
    ['an address of another kind', { 'bitbucket-url': `ssh://svc:${planted}/host` }],
    ['a token as address', { 'bitbucket-url': planted }],
    ['a token where the file is named', { token: '', 'token-file': planted }],
    ['a password where the file is named', { token: '', username: 'svc', 'password-file': planted }],
    ['a key where the CA file is named', { 'ca-file': `-----BEGIN KEY-----\n${planted}` }],
    ['an address as policy file', { 'policy-file': `https://svc:${planted}@host.example/p.yml` }],
    ['an address as baseline', { 'baseline-file': `https://${planted}@host.example/b.json` }],
    ['an address with line break as history', { 'history-file': `https://svc:${planted}@host/x\ny` }],
  ])('%s', async (_name, change) => {
    const result = await runAction(inputsFor(server, { ...scope, ...change }))
    expect(result.exitCode).toBe(2)
    expectUnquoted(result)
  })

  it.concurrent.each(['SOTERI_GATE_TOKEN_FILE', 'SOTERI_GATE_PASSWORD_FILE'])(
    'a secret in %s',
    async (name) => {
      const result = await runAction(inputsFor(server, { ...scope, token: '' }), { env: { [name]: planted } })
      expect(result.exitCode).toBe(2)
      expectUnquoted(result)
    },
  )

  it.concurrent('a user name is not in the effective configuration, since people give secrets for it', async () => {
    const inputs = inputsFor(server, {
      ...scope,
      operation: 'export',
      token: '',
      username: planted,
      password: other,
    })
    const result = await runAction(inputs)
    expect(result.stdout).toContain('username = ***')
    expectUnquoted(result)
  })
})

describe('on the command line', () => {
  const run = async (more: string[], options: RunOptions = {}): Promise<RunResult> => {
    const flags = Object.entries({ 'bitbucket-url': server.url, ...scope })
    return await runCli(['gate', ...flags.flatMap(([name, value]) => [`--${name}`, value]), ...more], options)
  }

  it.concurrent.each<[string, string[]]>([
    ['the token as its file', ['--token-file', planted]],
    ['the password as its file', ['--username', 'svc', '--password-file', planted]],
    ['a token', ['--token', planted]],
    ['a token after =', [`--token=${planted}`]],
    ['a token glued to its flag', [`--token${planted}`]],
    ['a token after a colon', [`--token:${planted}`]],
    ['a token in lower case glued to its flag', [`--token-${other}`]],
    ['a password glued to a short flag', [`-p${planted}`]],
    ['a secret that begins with a hyphen', ['--tokn', `-${planted}`]],
    ['a user with password, as for curl', [`-usvc:${planted}`]],
    ['a user with password twice', ['--username', `a:${planted}`, '--username', `b:${planted}`]],
    ['an address twice', ['--bitbucket-url', withPort(planted)]],
    ['a user with password', ['--username', `svc:${planted}`]],
    ['an empty file name and then the secret', ['--token-file=', planted]],
  ])('%s', async (_name, more) => {
    const result = await run(more)
    expect(result.exitCode).toBe(2)
    expectUnquoted(result)
    expectUnquoted(result, `-${other}`)
  })

  it.concurrent.each<[string[]]>([
    [[planted]],
    [['explain', planted]],
    [['init', planted]],
    [['--token-file=', planted]],
  ])('a secret in the place of a word: %#', async (args) => {
    const result = await runCli(args)
    expect(result.exitCode).toBe(2)
    expectUnquoted(result)
  })

  it.concurrent.each(['SOTERI_GATE_TOKEN_FILE', 'SOTERI_GATE_PASSWORD_FILE'])(
    'a secret in %s',
    async (name) => {
      const result = await run([], { env: { [name]: planted } })
      expect(result.exitCode).toBe(2)
      expectUnquoted(result)
    },
  )

  it.concurrent('a file that is not there is still named by its flag, with the reason', async () => {
    const result = await run(['--token-file', 'no-such-file'])
    expect(result.stdout).toMatch(/--token-file: the path \(not shown.*\) does not exist/)
  })
})
