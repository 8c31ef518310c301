import { PassThrough } from 'node:stream'
import { describe, expect, it } from '@jest/globals'
import { askSecret, missingSecret } from '../../../src/ci/secrets.ts'

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
