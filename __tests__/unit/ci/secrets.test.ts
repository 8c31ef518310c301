import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { askSecret, missingSecret, openSecretFiles } from '../../../src/ci/secrets.ts'

const token = ['to', 'ken', '-1'].join('')
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'soteri-gate-secrets-'))
  writeFileSync(join(folder, 'token.txt'), `${token}\n`)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const open = async (flags: Record<string, string>, environment: Record<string, string> = {}) => {
  const opened = await openSecretFiles(new Map(Object.entries(flags)), environment, folder)
  return { ...opened, flags: Object.fromEntries(opened.flags) }
}

describe('openSecretFiles', () => {
  it('puts the secret in place of the file', async () => {
    const opened = await open({ 'token-file': 'token.txt', mode: 'warn' })
    expect(opened).toEqual({ flags: { token: `${token}\n`, mode: 'warn' }, environment: {}, mistakes: [] })
  })

  it('takes the file from the environment, and its variable away', async () => {
    const opened = await open({}, { SOTERI_GATE_TOKEN_FILE: join(folder, 'token.txt'), HOME: '/' })
    expect(opened).toEqual({ flags: { token: `${token}\n` }, environment: { HOME: '/' }, mistakes: [] })
  })

  it('reports each file that cannot be read', async () => {
    const { mistakes } = await open({ 'token-file': 'none', 'password-file': folder })
    expect(mistakes.map(({ where }) => where)).toEqual(['--token-file', '--password-file'])
    expect(mistakes[0]?.what).toBe('the path (not shown, it may be the secret itself) does not exist.')
  })
})

const secret = ['typed', 'by', 'hand'].join('-')

/** Both ends of a terminal; `shown` is what a person would see. */
function terminal(isTTY = true) {
  const input = Object.assign(new PassThrough(), { isTTY })
  const output = Object.assign(new PassThrough(), { isTTY })
  let shown = ''
  output.on('data', (chunk: Buffer) => {
    shown += chunk.toString()
  })
  return { input, output, shown: () => shown }
}

describe('askSecret', () => {
  it('takes what is typed and shows nothing of it', async () => {
    const { input, output, shown } = terminal()
    const asked = askSecret('token', { input, output })
    for (const key of secret) input.write(key)
    input.write('\r')
    expect(await asked).toBe(secret)
    expect(shown()).toMatch(/^Bitbucket token \(not shown; SOTERI_GATE_TOKEN .*\): \n$/)
  })

  it.each([['\u0003'], ['\u0004']])('gives up on %j', async (key) => {
    const { input, output } = terminal()
    const asked = askSecret('password', { input, output })
    input.write(key)
    expect(await asked).toBeNull()
  })

  it('asks nobody where there is no terminal', async () => {
    const { input, output, shown } = terminal(false)
    expect(await askSecret('token', { input, output })).toBe('')
    expect(await askSecret('token', { input: terminal().input, output })).toBe('')
    expect(shown()).toBe('')
  })
})

describe('missingSecret', () => {
  it.each<[Record<string, string>, Record<string, string>, 'token' | 'password' | null]>([
    [{}, {}, 'token'],
    [{ operation: 'export' }, {}, 'token'],
    [{ username: 'ana' }, {}, 'password'],
    [{}, { SOTERI_GATE_USERNAME: 'ana' }, 'password'],
    [{ username: 'ana' }, { SOTERI_GATE_PASSWORD: 'x' }, null],
    [{}, { SOTERI_GATE_TOKEN: 'x' }, null],
    [{ token: 'from a file' }, {}, null],
    [{ operation: 'evaluate' }, {}, null],
    [{}, { SOTERI_GATE_OPERATION: 'evaluate' }, null],
    [{ operation: 'no-such-thing' }, {}, null],
    [{ 'dry-run': 'true' }, {}, null],
    [{ 'on-missing-credentials': 'skip' }, {}, 'token'],
    [{}, { CI: 'true' }, null],
    [{}, { JENKINS_URL: 'https://jenkins.example.com/' }, null],
  ])('with flags %j and variables %j is %s', (flags, environment, secret) => {
    expect(missingSecret(new Map(Object.entries(flags)), environment)).toBe(secret)
  })
})
