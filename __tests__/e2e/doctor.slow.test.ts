/** `doctor`: every check on a real server, the hint of what is wrong, and nothing changed by looking. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createCA, createCert } from 'mkcert'
import { Server as ProxyServer } from 'proxy-chain'
import type { SandboxUser } from '../../sandbox/options.ts'
import { type Sandbox, startSandbox } from '../../sandbox/server.ts'
import { expectEnding, inError, passed, reportFile, reportOf } from '../fixtures/contract.ts'
import { type RunResult, runAction } from '../fixtures/runner.ts'

const named = (name: string, rights: SandboxUser['rights']): SandboxUser => ({
  name,
  rights,
  token: ['BBDC', name, 'of', 'doctor'].join('-'),
})
const writer = named('writer', { write: ['SHOP'] })
const reader = named('reader', { read: ['SHOP'] })
const owner = named('owner', { projectAdmin: ['SHOP'] })
const admin: SandboxUser = {
  name: 'admin',
  password: ['pass', 'of', 'admin'].join('-'),
  rights: { admin: true },
}

const repositories = [
  { project: 'SHOP', slug: 'cart', made: [{ name: 'main', findings: 3 }] },
  { project: 'SHOP', slug: 'many', made: [{ name: 'main', findings: 40_000 }] },
]

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ repositories, users: [writer, reader, owner, admin], pageLimit: 2 })
  const soteri = `${sandbox.url}/rest/security/latest`
  const headers = { authorization: `Bearer ${owner.token}`, 'x-atlassian-token': 'no-check' }
  await fetch(`${soteri}/status/projects/SHOP`, { method: 'PUT', headers })
  for (const { slug } of repositories) await scanned(`${soteri}/scan/SHOP/repos/${slug}`, headers)
})

/** Waits until a repository was scanned, however busy this machine is. */
async function scanned(url: string, headers: Record<string, string>): Promise<void> {
  for (;;) {
    const status = (await (await fetch(url, { headers })).json()) as { scanned: boolean; running: boolean }
    if (status.scanned && !status.running) return
    await setTimeout(50)
  }
}
afterAll(async () => await sandbox.close())

function doctor(user: SandboxUser, inputs: Record<string, string>, url = sandbox.url): Promise<RunResult> {
  const { name, password, token } = user
  return runAction({
    operation: 'doctor',
    'bitbucket-url': url,
    ...(token === undefined ? { username: name, password: password ?? '' } : { token }),
    'max-requests-per-second': '1000',
    'upload-artifact': 'false',
    ...inputs,
  })
}

/** State and text of each check, by its name. */
function checksOf({ stdout }: RunResult): Record<string, string> {
  const lines = stdout.split('\n').flatMap((line) => {
    const [, state, name, what] = /^(ok|warn|fail|skip) +(.+?) {2,}(.*)$/.exec(line) ?? []
    return state === undefined || name === undefined ? [] : [[name, `${state}: ${what}`]]
  })
  return Object.fromEntries(lines)
}

describe('on a healthy server', () => {
  it('finds everything in order, and sends nothing but GET', async () => {
    const since = sandbox.requests.length
    const result = await doctor(writer, { project: 'SHOP', repo: 'cart', branch: 'main' })
    expectEnding(result, passed)
    expect(checksOf(result)).toMatchObject({
      address: expect.stringContaining('ok: '),
      proxy: expect.stringContaining('ok: No proxy'),
      dns: expect.stringContaining('127.0.0.1'),
      tcp: expect.stringContaining('ok: '),
      tls: expect.stringContaining('warn: The address is http'),
      bitbucket: 'ok: Bitbucket 9.4.2 answers at this address.',
      clock: expect.stringContaining('ok: '),
      'rate limit': expect.stringContaining('ok: '),
      credentials: 'ok: They were accepted, as user writer.',
      'scope SHOP/cart@main': expect.stringContaining('ok: '),
      'trigger of SHOP/cart@main': expect.stringContaining('repository write'),
      'scan status of SHOP/cart@main': expect.stringContaining('scanned before'),
      'export of SHOP/cart@main': expect.stringMatching(/^ok: A csv, \d+ columns: .*path = .*rule = /),
      artifacts: expect.stringContaining('skip: '),
      'output-dir': expect.stringContaining('MiB are free'),
      temporary: expect.stringContaining('MiB are free'),
    })
    const asked = sandbox.requests.slice(since)
    expect(asked.length).toBeGreaterThan(4)
    expect(asked.filter(({ method }) => method !== 'GET')).toEqual([])
    expect(reportOf(result)).toMatchObject({ operation: 'doctor', verdict: 'pass', thresholds: [] })
    expect(reportFile(result, 'summary.md')).toContain('doctor')
  })

  it('looks at a server without a scope', async () => {
    const result = await doctor(writer, {})
    expectEnding(result, passed)
    expect(checksOf(result).scope).toContain('skip: Give `project`')
  })

  it('looks at a project and at the whole instance, whose export is a zip', async () => {
    const project = await doctor(owner, { project: 'SHOP' })
    expectEnding(project, passed)
    expect(checksOf(project)['trigger of SHOP']).toContain('project admin of SHOP')
    const since = sandbox.requests.length
    const all = await doctor(admin, { scope: 'instance' })
    expectEnding(all, passed)
    expect(checksOf(all)['export of instance']).toMatch(/^ok: A zip, .*path = /)
    const exported = sandbox.requests.slice(since).filter(({ path }) => path.includes('/export-report'))
    expect(exported.map(({ path }) => path)).toEqual([expect.stringContaining('startDate=')])
  })

  it('breaks a long export off after its header', async () => {
    let sent = 0
    const rows = `a/b.ts,1,RSA_PRIVATE_KEY\n`.repeat(4096)
    const server: Server = createServer((request, response) => {
      if (!request.url?.includes('/export-report')) {
        const branch = { displayId: 'main', latestCommit: 'a'.repeat(40), isDefault: true }
        const repo = { slug: 'cart', project: { key: 'SHOP' } }
        const values = request.url?.includes('/branches') ? [branch] : [repo]
        const status = { scanned: true, version: '9.4.2', size: 1, isLastPage: true, values }
        return void response.setHeader('content-type', 'application/json').end(JSON.stringify(status))
      }
      response.setHeader('content-type', 'text/csv')
      response.write('Path,Line,Rule Name\n')
      const more = (): void => {
        if (response.destroyed || sent > 500_000_000) return
        sent += rows.length
        if (response.write(rows)) setImmediate(more)
        else response.once('drain', more)
      }
      more()
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      const result = await doctor(writer, { project: 'SHOP', repo: 'cart', columns: 'rule = Rule Name' }, url)
      expectEnding(result, passed)
      expect(checksOf(result)['export of SHOP/cart']).toMatch(
        /path = "Path".*rule = "Rule Name"; none for .*branch/,
      )
      expect(sent).toBeLessThan(100_000_000)
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })
})

describe('what is wrong', () => {
  it('a right that is missing', async () => {
    const result = await doctor(reader, { project: 'SHOP', repo: 'cart' })
    expectEnding(result, inError(3))
    expect(checksOf(result)['trigger of SHOP/cart']).toMatch(/^fail: .*repository write on SHOP\/cart/)
    expect(checksOf(result)['export of SHOP/cart']).toMatch(/^fail: /)
    expect(result.stdout).toMatch(/-> Grant the right/)
    expect(reportOf(result)).toMatchObject({ error: { code: 'RIGHT_MISSING' } })
  })

  it('credentials that are wrong are tried once, and the scope is left out', async () => {
    const since = sandbox.requests.length
    const result = await doctor({ ...admin, password: 'another' }, { project: 'SHOP' })
    expectEnding(result, inError(3))
    expect(checksOf(result)).toMatchObject({
      credentials: expect.stringContaining('fail: '),
      rights: expect.stringContaining('skip: '),
    })
    expect(sandbox.requests.slice(since).map(({ status }) => status)).toEqual([401])
  })

  it('no credentials at all', async () => {
    const result = await runAction({
      operation: 'doctor',
      'bitbucket-url': sandbox.url,
      'upload-artifact': 'true',
    })
    expectEnding(result, inError(3))
    expect(checksOf(result).artifacts).toContain('fail: ')
  })

  it('a wrong context path', async () => {
    const result = await doctor(writer, {}, new URL(sandbox.url).origin)
    expectEnding(result, inError(4))
    expect(checksOf(result).bitbucket).toMatch(/^fail: /)
    expect(result.stdout).toMatch(/-> .*context path/)
  })

  it('a branch and a project that are not there', async () => {
    const branch = await doctor(writer, { project: 'SHOP', repo: 'cart', branch: 'nowhere' })
    expectEnding(branch, inError(4))
    expect(checksOf(branch)['export of SHOP/cart@nowhere']).toContain('skip: ')
    expectEnding(await doctor(writer, { project: 'NOWHERE' }), inError(4))
  })

  it('nobody there, and a host that DNS does not know', async () => {
    const closed = await doctor(writer, {}, 'http://127.0.0.1:1')
    expectEnding(closed, inError(4))
    // Once, before all that is right, and with a command.
    expect(closed.stdout.match(/ECONNREFUSED/g)).toHaveLength(1)
    const rows = closed.stdout.split('\n').filter((line) => /^(ok|warn|fail|skip) /.test(line))
    expect(rows[0]).toMatch(/^fail +tcp /)
    expect(closed.stdout).toContain(' Try: curl -v http://127.0.0.1:1\n')
    expect(closed.lastLine).toMatch(/doctor: 1 of \d+ checks failed: tcp\. Each is listed above/)
    expect(JSON.stringify(reportOf(closed))).toContain('ECONNREFUSED')
    expect(checksOf(closed)).toMatchObject({ tcp: expect.stringContaining('ECONNREFUSED') })
    const unknown = await doctor(writer, {}, 'http://bitbucket.invalid')
    expectEnding(unknown, inError(4))
    expect(checksOf(unknown).dns).toMatch(/^fail: .*DNS/)
  })
})

describe('certificates', () => {
  let secure: Sandbox
  let authority: string
  beforeAll(async () => {
    const who = { countryCode: 'DE', state: 'Hessen', locality: 'Fulda', validity: 365 }
    const ca = await createCA({ ...who, organization: 'Tests of the doctor' })
    const cert = await createCert({ domains: ['127.0.0.1', 'localhost'], validity: 5, ca })
    authority = ca.cert
    secure = await startSandbox({ repositories, users: [writer], tls: { key: cert.key, cert: cert.cert } })
  })
  afterAll(async () => await secure.close())

  it('an authority that is not trusted here', async () => {
    const result = await doctor(writer, {}, secure.url)
    expectEnding(result, inError(4))
    expect(checksOf(result).tls).toMatch(/^fail: .*not trusted/)
    expect(result.stdout).toMatch(/ Try: openssl s_client -connect 127\.0\.0\.1:\d+ -servername /)
    expect(result.stdout).toMatch(/-> .*ca-file/)
  })

  it('one that is given as ca-file, with a certificate that ends soon', async () => {
    const { name: _name, rights: _rights, ...credentials } = writer
    const result = await runAction(
      {
        operation: 'doctor',
        'bitbucket-url': secure.url,
        token: credentials.token ?? '',
        'ca-file': 'ca.pem',
        'upload-artifact': 'false',
      },
      { files: { 'ca.pem': authority } },
    )
    expectEnding(result, passed)
    expect(checksOf(result).tls).toMatch(/^warn: Signed by "Tests of the doctor", trusted here, valid until/)
  })

  it('is looked at through a proxy, whose password is not shown', async () => {
    const password = ['proxy', 'pass', 'word'].join('-')
    const proxy = new ProxyServer({
      port: 0,
      host: '127.0.0.1',
      prepareRequestFunction: (asked) => ({ requestAuthentication: asked.password !== password }),
    })
    await proxy.listen()
    try {
      const through = (given: string) =>
        runAction(
          {
            operation: 'doctor',
            'bitbucket-url': secure.url,
            token: writer.token ?? '',
            'ca-file': 'ca.pem',
            'upload-artifact': 'false',
          },
          {
            files: { 'ca.pem': authority },
            env: { HTTPS_PROXY: `http://gate:${given}@127.0.0.1:${proxy.port}`, NO_PROXY: '' },
          },
        )
      const good = await through(password)
      expectEnding(good, passed)
      expect(checksOf(good).proxy).toBe(`ok: Through http://127.0.0.1:${proxy.port}.`)
      expect(checksOf(good).tls).toContain('Signed by')
      expect(good.stdout).not.toContain(password)
      const bad = await through('wrong')
      expectEnding(bad, inError(4))
      expect(checksOf(bad).tls).toMatch(/^fail: .*proxy .*407/)
    } finally {
      await proxy.close(true)
    }
  })
})
