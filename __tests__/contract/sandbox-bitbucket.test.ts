/** The part of the sandbox that is Bitbucket: credentials, rights, refusals, lists. Over real HTTP. */
import { readdirSync, readFileSync } from 'node:fs'
import { request as httpsRequest } from 'node:https'
import { afterEach, describe, expect, it } from '@jest/globals'
import { createCA, createCert } from 'mkcert'
import { faultNamed } from '../../sandbox/faults/catalogue.ts'
import type { SandboxOptions, SandboxUser } from '../../sandbox/options.ts'
import { type Sandbox, startSandbox } from '../../sandbox/server.ts'
import { call, exceptionOf } from './sandbox-caller.ts'

const admin: SandboxUser = {
  name: 'admin',
  password: 'pä:ss wörd',
  token: 'token-a',
  rights: { admin: true },
}
const lead: SandboxUser = { name: 'lead', password: 'p', token: 'token-l', rights: { projectAdmin: ['A'] } }
const writer: SandboxUser = { name: 'writer', password: 'p', token: 'token-w', rights: { write: ['A/x'] } }
const reader: SandboxUser = { name: 'reader', password: 'p', token: 'token-r', rights: { read: ['A'] } }
const outsider: SandboxUser = { name: 'outsider', password: 'p', token: 'token-o', rights: {} }

const security = '/rest/security/latest'
const core = '/rest/api/latest'
let sandbox: Sandbox | null = null

afterEach(async () => {
  await sandbox?.close()
  sandbox = null
})

async function start(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  sandbox = await startSandbox({
    users: [admin, lead, writer, reader, outsider],
    repositories: [
      {
        project: 'A',
        slug: 'x',
        made: ['main', 'dev', 'a/b&c#d', 'ü'].map((name) => ({ name, findings: 1 })),
      },
      { project: 'A', slug: 'y', made: [{ name: 'main', findings: 0 }] },
      { project: 'B', slug: 'z', made: [] },
      { project: '~writer', slug: 'dots', made: [{ name: 'main', findings: 0 }] },
    ],
    ...options,
  })
  return sandbox
}

describe('credentials', () => {
  it.each(['password', 'token'] as const)(
    'are taken as %s and the user is named on the reply',
    async (kind) => {
      const answer = await call(await start(), 'GET', `${core}/projects`, { user: admin, with: kind })
      expect([answer.status, answer.headers.get('x-ausername')]).toEqual([200, 'admin'])
    },
  )

  it('that are wrong are distinguished from a right that is missing', async () => {
    const on = await start()
    const wrong = await call(on, 'GET', `${core}/projects`, { user: { ...admin, password: 'no' } })
    expect([wrong.status, exceptionOf(wrong)]).toEqual([
      401,
      'com.atlassian.bitbucket.auth.IncorrectPasswordAuthenticationException',
    ])
    const expired = await call(on, 'GET', `${core}/projects`, {
      user: { ...admin, token: 'old' },
      with: 'token',
    })
    expect(exceptionOf(expired)).toMatch(/IncorrectPasswordAuthenticationException$/)
    const right = await call(on, 'GET', `${core}/projects/A/repos/x`, { user: outsider })
    expect([right.status, exceptionOf(right)]).toEqual([
      401,
      'com.atlassian.bitbucket.AuthorisationException',
    ])
    const anonymous = await call(on, 'GET', `${core}/projects`, { user: null })
    expect([anonymous.status, exceptionOf(anonymous)]).toEqual([
      401,
      'com.atlassian.bitbucket.AuthorisationException',
    ])
  })

  it('lock the account after five failures', async () => {
    const on = await start()
    for (let login = 0; login < 5; login += 1) {
      await call(on, 'GET', `${core}/projects`, { user: { ...lead, password: 'no' } })
    }
    const locked = await call(on, 'GET', `${core}/projects`, { user: lead })
    expect([
      locked.status,
      exceptionOf(locked),
      locked.headers.get('x-authentication-denied-reason'),
    ]).toEqual([
      401,
      'com.atlassian.bitbucket.auth.CaptchaRequiredAuthenticationException',
      `CAPTCHA_CHALLENGE; login-url=${on.url}/login`,
    ])
  })

  it('are not asked for the version, but refused there too when wrong', async () => {
    const on = await start()
    const address = `${core}/application-properties`
    expect((await call(on, 'GET', address, { user: null })).json()).toMatchObject({
      displayName: 'Bitbucket',
    })
    expect((await call(on, 'GET', address, { user: { ...admin, password: 'no' } })).status).toBe(401)
    expect((await call(on, 'GET', '/plugins/servlet/applinks/whoami', { user: reader })).text).toBe('reader')
  })
})

describe('rights', () => {
  const who = { admin, lead, writer, reader, outsider }
  const table: [string, string, (keyof typeof who)[]][] = [
    ['PUT', `${security}/status/total_rescan`, ['admin']],
    ['PUT', `${security}/status/projects/A`, ['admin', 'lead']],
    ['PUT', `${security}/status/projects/A/repos/x`, ['admin', 'lead', 'writer']],
    ['PUT', `${security}/status/projects/A/repos/x/branches?name=dev`, ['admin', 'lead', 'writer']],
    ['PUT', `${security}/status/projects/A/repos/y`, ['admin', 'lead']],
    ['PUT', `${security}/status/projects/~writer`, ['admin', 'writer']],
    ['DELETE', `${security}/status/scheduled`, ['admin']],
    ['DELETE', `${security}/status/running`, ['admin']],
    ['GET', `${security}/scan/A/repos/x`, ['admin', 'lead', 'writer', 'reader']],
    ['GET', `${security}/export-report?confirmExpensiveOperation=true`, ['admin']],
    ['GET', `${security}/export-report/projects/A`, ['admin', 'lead']],
    ['GET', `${security}/export-report/projects/A/repos/x`, ['admin', 'lead', 'writer']],
    ['GET', `${security}/export/reviewed`, ['admin']],
    ['GET', `${security}/export/reviewed/projects/A`, ['admin', 'lead']],
    ['GET', `${core}/projects/A`, ['admin', 'lead', 'writer', 'reader']],
    ['GET', `${core}/projects/A/repos/y/branches`, ['admin', 'lead', 'reader']],
  ]

  it.each(table)('%s %s', async (method, path, allowed) => {
    const on = await start()
    const granted: string[] = []
    for (const [name, user] of Object.entries(who)) {
      const answer = await call(on, method, path, { user })
      expect([200, 401]).toContain(answer.status)
      if (answer.status === 200) granted.push(name)
    }
    expect(granted).toEqual(allowed)
  })

  it('of a token reach project level at most', async () => {
    const on = await start()
    const path = `${security}/status/total_rescan`
    expect((await call(on, 'PUT', path, { user: admin, with: 'token' })).status).toBe(401)
    expect(
      (await call(on, 'PUT', `${security}/status/projects/A`, { user: admin, with: 'token' })).status,
    ).toBe(200)
  })
})

describe('refusals', () => {
  it('of what a form of another site could send: 403 as HTML, and nothing is changed', async () => {
    const on = await start()
    const headers = { 'X-Atlassian-Token': '', 'Content-Type': 'application/x-www-form-urlencoded' }
    const answer = await call(on, 'POST', `${security}/scan/A/repos/x`, { headers })
    expect([answer.status, answer.text]).toEqual([403, 'XSRF check failed'])
    expect(answer.headers.get('content-type')).toMatch(/^text\/html/)
    expect((await call(on, 'GET', `${security}/scan/A/repos/x`)).json()).toMatchObject({ scanned: false })
    expect(on.requests.map((each) => each.xsrfToken)).toEqual([false, true])
  })

  it('not of other changes without X-Atlassian-Token, unless the check is strict', async () => {
    const changes = [
      ['POST', `${security}/scan/A/repos/x`, 'application/json'],
      ['PUT', `${security}/status/projects/A`, 'text/plain'],
      ['DELETE', `${security}/status/running`, 'text/plain'],
    ] as const
    const statuses = async (on: Sandbox, token: string): Promise<number[]> => {
      const answers = changes.map(([method, path, type]) =>
        call(on, method, path, { headers: { 'X-Atlassian-Token': token, 'Content-Type': type } }),
      )
      return (await Promise.all(answers)).map(({ status }) => status)
    }
    expect(await statuses(await start(), '')).toEqual([200, 200, 200])
    await sandbox?.close()
    const strict = await start({ fault: faultNamed('xsrf-strict') })
    expect(await statuses(strict, '')).toEqual([403, 403, 403])
    expect(await statuses(strict, 'no-check')).toEqual([200, 200, 200])
    expect(
      (await call(strict, 'GET', `${core}/projects`, { headers: { 'X-Atlassian-Token': '' } })).status,
    ).toBe(200)
  })

  it.each([
    [`${core}/projects/NOPE`, 'project.NoSuchProjectException', 'Project NOPE does not exist.'],
    [`${core}/projects/NOPE/repos/x`, 'project.NoSuchProjectException', 'Project NOPE does not exist.'],
    [
      `${core}/projects/a/repos/nope`,
      'repository.NoSuchRepositoryException',
      'Repository A/nope does not exist.',
    ],
    [
      `${security}/scan/A/repos/x?branch=nope`,
      'repository.NoSuchBranchException',
      'Branch "nope" does not exist',
    ],
    [
      `${security}/export-report/projects/A/repos/x?branch=nope`,
      'repository.NoSuchBranchException',
      'Branch "nope"',
    ],
    [`${core}/projects/A/repos/x/commits/${'0'.repeat(40)}`, 'commit.NoSuchCommitException', "Commit '000"],
    [`${core}/users/nobody`, 'user.NoSuchUserException', 'No user'],
  ])('%s is 404', async (path, exception, message) => {
    const answer = await call(await start(), 'GET', path)
    expect([answer.status, exceptionOf(answer)]).toEqual([404, `com.atlassian.bitbucket.${exception}`])
    expect(answer.text).toContain(JSON.stringify(message).slice(1, -1))
  })

  it('sends a wrong base path to the login page', async () => {
    const on = await start()
    const origin = new URL(on.url).origin
    const answer = await fetch(`${origin}/rest/api/latest/projects`, { redirect: 'manual' })
    expect([answer.status, answer.headers.get('location')]).toEqual([
      302,
      `${on.url}/login?next=%2Frest%2Fapi%2Flatest%2Fprojects`,
    ])
    expect((await call(on, 'GET', '/login', { user: null })).text).toContain('<title>Log in - Bitbucket')
  })

  it('knows no other versions, addresses or methods', async () => {
    const on = await start()
    expect((await call(on, 'GET', '/rest/security/9.9/scan/A/repos/x')).status).toBe(404)
    expect((await call(on, 'GET', '/rest/security/1.0/scan/A/repos/x')).status).toBe(200)
    expect((await call(on, 'GET', '/rest/none/of/these')).json()).toMatchObject({ 'status-code': 404 })
    expect((await call(on, 'POST', `${core}/projects`)).status).toBe(405)
    expect((await call(on, 'GET', '/rest/api/latest/projects/%E4')).status).toBe(400)
  })
})

describe('lists', () => {
  const keys = async (path: string, user: SandboxUser, field: string): Promise<unknown[]> => {
    const page = (await call(sandbox as Sandbox, 'GET', path, { user })).json() as {
      values: Record<string, unknown>[]
    }
    return page.values.map((each) => each[field])
  }

  it('show what the user may read; personal projects are in no list of projects', async () => {
    await start()
    expect(await keys(`${core}/projects`, admin, 'key')).toEqual(['A', 'B'])
    expect(await keys(`${core}/repos`, admin, 'slug')).toEqual(['x', 'y', 'z', 'dots'])
    expect(await keys(`${core}/repos`, writer, 'slug')).toEqual(['x', 'dots'])
    expect(await keys(`${core}/projects`, outsider, 'key')).toEqual([])
    expect(await keys(`${core}/projects/%7Ewriter/repos`, writer, 'slug')).toEqual(['dots'])
    expect(await keys(`${core}/projects/B/repos/z/branches`, admin, 'id')).toEqual([])
  })

  it('have their entries one by one as well, with the fields that clients read', async () => {
    const on = await start()
    const project = { key: 'A', id: expect.any(Number), name: 'A', public: false, type: 'NORMAL' }
    expect((await call(on, 'GET', `${core}/projects/A`)).json()).toMatchObject({
      ...project,
      links: { self: [{ href: `${on.url}/projects/A` }] },
    })
    expect((await call(on, 'GET', `${core}/projects/A/repos/x`)).json()).toMatchObject({
      slug: 'x',
      name: 'x',
      scmId: 'git',
      state: 'AVAILABLE',
      project,
      links: {
        clone: [{ href: `${on.url}/scm/a/x.git`, name: 'http' }, { name: 'ssh' }],
        self: [{ href: `${on.url}/projects/A/repos/x/browse` }],
      },
    })
  })

  it('come in pages, whose limit the server may lower', async () => {
    const on = await start({ pageLimit: 3 })
    const page = await call(on, 'GET', `${core}/projects/A/repos/x/branches?limit=1000`)
    expect(page.json()).toMatchObject({ size: 3, limit: 3, isLastPage: false, nextPageStart: 3 })
    const last = await call(on, 'GET', `${core}/projects/A/repos/x/branches?limit=1000&start=3`)
    expect(last.json()).toMatchObject({ size: 1, isLastPage: true, nextPageStart: null })
  })

  it('name branches in full', async () => {
    const on = await start()
    const answer = await call(on, 'GET', `${core}/projects/A/repos/x/branches?filterText=B%26C`)
    expect((answer.json() as { values: unknown }).values).toEqual([
      {
        id: 'refs/heads/a/b&c#d',
        displayId: 'a/b&c#d',
        type: 'BRANCH',
        latestCommit: expect.stringMatching(/^[0-9a-f]{40}$/),
        latestChangeset: expect.stringMatching(/^[0-9a-f]{40}$/),
        isDefault: false,
      },
    ])
    expect((await call(on, 'GET', `${core}/projects/A/repos/x/default-branch`)).json()).toMatchObject({
      displayId: 'main',
    })
    expect((await call(on, 'GET', `${core}/projects/B/repos/z/default-branch`)).status).toBe(204)
  })
})

describe('the server', () => {
  it('writes down every request without its credentials', async () => {
    const on = await start()
    await call(on, 'PUT', `${security}/status/projects/A?email=a@b.example`, { user: lead, with: 'token' })
    await call(on, 'GET', `${core}/projects?limit=1`, { user: admin })
    await call(on, 'GET', `${core}/projects`, { user: null })
    expect(on.requests).toEqual([
      {
        method: 'PUT',
        path: '/bitbucket/rest/security/latest/status/projects/A?email=a@b.example',
        status: 200,
        authorization: 'bearer',
        xsrfToken: true,
        at: expect.any(Number),
      },
      expect.objectContaining({ method: 'GET', authorization: 'basic', status: 200 }),
      expect.objectContaining({ authorization: 'none', status: 401 }),
    ])
    const written = JSON.stringify(on.requests)
    for (const secret of ['token-l', Buffer.from('admin:pä:ss wörd').toString('base64')]) {
      expect(written).not.toContain(secret)
    }
  })

  it('serves without a context path, or under a deeper one', async () => {
    const bare = await start({ contextPath: '' })
    expect((await call(bare, 'GET', `${core}/projects`)).status).toBe(200)
    await bare.close()
    const deep = await start({ contextPath: '/tools/git/' })
    expect(deep.url).toMatch(/\/tools\/git$/)
    expect((await call(deep, 'GET', `${core}/projects`)).status).toBe(200)
  })

  it('speaks https with a given certificate', async () => {
    const facts = { countryCode: 'XX', state: 'x', locality: 'x', organization: 'Test' }
    const ca = await createCA({ ...facts, validity: 2 })
    const tls = await createCert({ domains: ['127.0.0.1'], validity: 2, ca })
    const on = await start({ tls })
    expect(on.url).toMatch(/^https:/)
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const url = `${on.url}${core}/application-properties`
      httpsRequest(url, { ca: ca.cert }, (reply) => {
        reply.resume()
        resolve(reply.statusCode)
      })
        .on('error', reject)
        .end()
    })
    expect(status).toBe(200)
  })

  it('refuses to start on a path that is no repository', async () => {
    await expect(
      startSandbox({ repositories: [{ project: 'A', slug: 'x', path: '/no/such/folder' }] }),
    ).rejects.toThrow()
  })

  it('imports nothing of the engine', () => {
    const root = new URL('../../sandbox/', import.meta.url)
    for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue
      const text = readFileSync(new URL(name, root), 'utf8')
      const imports = [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map((match) => match[1])
      expect(imports.filter((each) => each?.includes('src/'))).toEqual([])
    }
  })
})
