/** `npm run sandbox` as a process of its own. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from '@jest/globals'
import { faultScenarios } from '../../sandbox/faults/catalogue.ts'
import { writeRepository } from '../../sandbox/git-writer.ts'
import { commit, temporaryFolder } from './sandbox-caller.ts'

const { folder, remove } = temporaryFolder()
afterAll(remove)

const program = fileURLToPath(new URL('../../sandbox/main.ts', import.meta.url))

/** Starts it and resolves once it has said how to end it. */
async function started(
  args: readonly string[],
): Promise<{ child: ChildProcessWithoutNullStreams; said: string }> {
  const child = spawn(process.execPath, [program, '--port', '0', ...args])
  let said = ''
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('Ctrl-C')) resolve({ child, said })
    })
    child.stderr.on('data', (chunk: Buffer) => reject(new Error(chunk.toString())))
  })
}

function ended(child: ChildProcessWithoutNullStreams, signal: NodeJS.Signals): Promise<number | null> {
  return new Promise((resolve) => {
    child.on('close', (code) => resolve(code))
    child.kill(signal)
  })
}

/** Exit code and everything said, of a run that ends by itself. */
function run(args: readonly string[]): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [program, ...args])
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
  }
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, said })))
}

/** Sends what the arguments of a printed curl command say. */
async function statusOfCurl(args: string): Promise<number> {
  const headers = [...args.matchAll(/-H '([^:]+): ([^']+)'/g)].map(([, name = '', value = '']) => [
    name,
    value,
  ])
  const [url = ''] = /http\S+$/.exec(args) ?? []
  const method = /-X (\S+)/.exec(args)?.[1] ?? 'GET'
  return (await fetch(url, { method, headers: Object.fromEntries(headers) })).status
}

/** Windows has no signals to end a process by: there it is gone at once. */
const clean = process.platform === 'win32' ? null : 0

describe('the sandbox alone', () => {
  it('serves the demo, says what to type, and leaves nothing behind', async () => {
    const accountsFile = join(folder, 'sandbox.env')
    const { child, said } = await started(['--context-path', '/b', '--accounts-file', accountsFile])
    const token = /ci +token +(\S+)/.exec(said)?.[1]
    const url = /as a sandbox: (\S+)/.exec(said)?.[1]
    const mails = /Mails +(\S+)/.exec(said)?.[1] ?? ''
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/b$/)
    expect(existsSync(mails)).toBe(true)
    const lines = readFileSync(accountsFile, 'utf8').split('\n')
    expect(lines).toEqual(expect.arrayContaining([`BITBUCKET_URL=${url}`, `CI_TOKEN=${token}`]))
    expect(await statusOfCurl(/^ {2}curl (.*)$/m.exec(said)?.[1] ?? '')).toBe(200)
    const status = await fetch(`${url}/rest/security/latest/scan/SHOP/repos/payments`, {
      headers: { Authorization: `Bearer ${token}` },
    })
    expect(status.status).toBe(200)
    expect(await ended(child, 'SIGINT')).toBe(clean)
    if (clean === 0) expect(existsSync(mails)).toBe(false)
  })

  it('serves repositories of the user’s own and plays a fault', async () => {
    const path = await writeRepository(`${folder}/My App.git`, [commit('main', { a: 'x\n' })])
    const { child, said } = await started([path, '--fault', '401-credentials'])
    expect(said).toContain('LOCAL/my-app')
    expect(said).toMatch(
      /Fault +401-credentials: .*\n +A correct gate ends with: verdict error, exit code 3\./,
    )
    const url = /as a sandbox: (\S+)/.exec(said)?.[1]
    expect((await fetch(`${url}/rest/api/latest/application-properties`)).status).toBe(401)
    expect(await ended(child, 'SIGTERM')).toBe(clean)
  })

  it('answers as a capture says, over the whole demo', async () => {
    const { child, said } = await started([
      '--scan-duration',
      '1',
      '--capture',
      '__tests__/captures/odd-database.json',
    ])
    expect(said).toContain('PAY/checkout')
    const url = /as a sandbox: (\S+)/.exec(said)?.[1]
    const headers = { Authorization: `Bearer ${/ci +token +(\S+)/.exec(said)?.[1]}` }
    const status = await fetch(`${url}/rest/security/latest/scan/PAY/repos/checkout`, { headers })
    expect(await status.json()).toMatchObject({ scanned: false, state: '', failingLines: 0 })
    const path = 'rest/security/latest/export-report/projects/PAY/repos/checkout'
    const zip = await fetch(`${url}/${path}`, { headers })
    expect([zip.headers.get('content-type'), (await zip.text()).slice(0, 2)]).toEqual([
      'application/zip',
      'PK',
    ])
    expect(await ended(child, 'SIGTERM')).toBe(clean)
  })

  it('lists every fault with its end', async () => {
    const { code, said } = await run(['--list-faults'])
    expect([code, said.trim().split('\n').length]).toEqual([0, faultScenarios.length])
    expect(said).toMatch(/^refused +Nothing listens on the port\. \[verdict error, exit code 4\]$/m)
  })

  it('says in one sentence what is wrong', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const wrong: [string[], RegExp][] = [
      [['--port', 'many'], /^--port must be a whole number from 0 to 65535, not "many"\.$/m],
      [['--port', String(port)], new RegExp(`^Port ${port} is taken\\.`, 'm')],
      [['--fault', 'zip-bom'], /^There is no fault "zip-bom"\. Names like it: .*zip-bomb/m],
      [['--context-path', 'b'], /^--context-path must start with "\/"/m],
      [[`${folder}/nowhere`], /^Not a git repository that can be read:\n.*nowhere: /m],
      [['--flag'], /Unknown option '--flag'/],
    ]
    for (const [args, sentence] of wrong) {
      const { code, said } = await run(args)
      expect([code, said]).toEqual([2, expect.stringMatching(sentence)])
      expect(said).not.toMatch(/^\s+at /m)
    }
    await new Promise((resolve) => server.close(resolve))
  })
})
