import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { openSecretFiles } from '../../../src/ci/secrets.ts'

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

  it('tells each file that cannot be read', async () => {
    const { mistakes } = await open({ 'token-file': 'none', 'password-file': folder })
    expect(mistakes.map(({ where }) => where)).toEqual(['--token-file', '--password-file'])
    expect(mistakes[0]?.what).toBe('the path (not shown, it may be the secret itself) does not exist.')
  })
})
