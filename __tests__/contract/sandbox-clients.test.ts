/**
 * Requests of others, answered by the sandbox: the `curl` lines of the vendor's page on mass scanning (4.16), those of
 * swisscom/bitbucket-cli, and those of a script for Jenkins that writes exports of 3.17 into one file.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { buildChangedRepositories, demoPullRequests } from '../../sandbox/demo-pull-requests.ts'
import type { SandboxRepository, SandboxUser } from '../../sandbox/options.ts'
import { type Sandbox, startSandbox } from '../../sandbox/server.ts'
import { authorization, rowsOf, temporaryFolder } from './sandbox-caller.ts'

const { folder, remove } = temporaryFolder()
const admin: SandboxUser = { name: 'admin', password: 'p', rights: { admin: true } }
const user: SandboxUser = {
  name: 'user',
  password: 'p',
  token: 'token-u',
  rights: { write: ['PAY/checkout'] },
}
const lead: SandboxUser = { name: 'lead', password: 'p', rights: { projectAdmin: ['PAY'] } }
let repositories: readonly SandboxRepository[] = []
let sandbox: Sandbox

beforeAll(async () => {
  repositories = await buildChangedRepositories(folder)
})
beforeEach(async () => {
  sandbox = await startSandbox({ repositories, users: [admin, user, lead], pullRequests: demoPullRequests })
})
afterEach(() => sandbox.close())
afterAll(remove)

type Answer = { readonly status: number; readonly text: string; readonly bytes: Buffer }

/** A request with these headers and no others of ours. */
async function send(method: string, url: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
  const response = await fetch(url, { method, headers, redirect: 'manual' })
  const bytes = Buffer.from(await response.arrayBuffer())
  return { status: response.status, text: bytes.toString('utf8'), bytes }
}

describe("the vendor's page", () => {
  const page = readFileSync(join('__tests__', 'fixtures', 'vendor-curls.txt'), 'utf8')
  const lines = page.split('\n').filter((line) => line.startsWith('curl '))
  const values: Readonly<Record<string, string>> = {
    projectKey: 'PAY',
    repoSlug: 'checkout',
    branch: 'main',
    '?': '',
  }

  /** What `curl` sends for a line of the page. The page forgets the name of the file after `-o`. */
  function sent(line: string): Promise<Answer> {
    const [, name] = /-u (\S+)/.exec(line) ?? []
    const [, method = 'GET'] = /-X (\S+)/.exec(line) ?? []
    const [, address = ''] = /https:\/\/\{bitbucket\.server\}([^"\s]+)/.exec(line) ?? []
    const url = sandbox.url + address.replaceAll(/\{([^}]+)\}/g, (_, part: string) => values[part] ?? part)
    const account = sandbox.users.find((each) => each.name === name) ?? admin
    return send(method, url, { Authorization: authorization(account), Accept: '*/*' })
  }

  it('has thirteen of them', () => expect(lines).toHaveLength(13))

  it.each(lines)('%s', async (line) => {
    const answer = await sent(line)
    expect([answer.status, answer.text.slice(0, 2)]).toEqual([200, beginningOf(line)])
  })

  const beginningOf = (line: string): string => {
    if (line.includes('confirmExpensive')) return 'PK'
    if (line.includes('/reviewed')) return 'Sc'
    return line.includes('export-report') ? 'Pr' : ''
  }

  it('starts scans and cancels them with no header but the credentials', async () => {
    for (const line of lines.filter((each) => each.includes('-X')))
      expect((await sent(line)).status).toBe(200)
    expect(sandbox.requests.map(({ xsrfToken }) => xsrfToken)).not.toContain(true)
  })
})

describe('swisscom/bitbucket-cli', () => {
  const headers = { Authorization: `Bearer ${user.token}`, 'X-Atlassian-Token': 'no-check' }
  const get = async (path: string): Promise<unknown> => {
    const answer = await send('GET', `${sandbox.url}/rest/${path}`, headers)
    expect(answer.status).toBe(200)
    return JSON.parse(answer.text)
  }

  it('security scan, security result: 200, and no field that it does not know', async () => {
    const path = 'security/1.0/scan/PAY/repos/checkout'
    expect((await send('POST', `${sandbox.url}/rest/${path}`, headers)).status).toBe(200)
    const fields = [
      'scanKey',
      'scanned',
      'actual',
      'progress',
      'running',
      'scheduled',
      'invalidLines',
      'total',
    ]
    const done = async (): Promise<Record<string, unknown>> => {
      const status = (await get(path)) as Record<string, unknown>
      expect(Object.keys(status).sort()).toEqual([...fields].sort())
      return status.scanned === true ? status : done()
    }
    expect(await done()).toMatchObject({ total: 3, actual: true, progress: 100 })
  })

  it('project list: names and addresses to clone from, page by page', async () => {
    const page = await get('api/1.0/projects/PAY/repos?start=0')
    expect(page).toMatchObject({
      isLastPage: true,
      values: [
        {
          name: 'checkout',
          links: { clone: [{ href: `${sandbox.url}/scm/pay/checkout.git`, name: 'http' }, { name: 'ssh' }] },
        },
      ],
    })
  })

  it('branch list and compare: commits since one and until another', async () => {
    const repository = 'api/1.0/projects/PAY/repos/checkout'
    const { values } = (await get(`${repository}/branches?filterText=feature`)) as {
      values: { displayId: string; latestCommit: string }[]
    }
    const { values: all } = (await get(`${repository}/branches`)) as { values: typeof values }
    expect(values.map((each) => each.displayId)).toEqual(
      ['receipts', 'refunds', 'tax', 'vouchers'].map((name) => `feature/${name}`),
    )
    const head = (name: string) => all.find((each) => each.displayId === name)?.latestCommit
    const since = `since=${head('main')}&until=${head('feature/refunds')}&withCounts=true`
    expect(await get(`${repository}/commits?${since}`)).toMatchObject({
      values: [{ message: 'Refund orders', displayId: head('feature/refunds')?.slice(0, 11) }],
    })
    const none = `since=${head('feature/refunds')}&until=${head('main')}`
    expect(await get(`${repository}/commits?${none}`)).toMatchObject({ values: [] })
  })

  it('pr list: of a repository, and of the dashboard with author and address', async () => {
    const list = (await get('api/1.0/projects/PAY/repos/checkout/pull-requests?state=DECLINED')) as {
      values: unknown[]
    }
    expect(list.values).toMatchObject([{ id: 40, title: 'Vouchers' }])
    const dashboard = 'api/1.0/dashboard/pull-requests?state=OPEN'
    expect(await get(dashboard)).toMatchObject({ values: [] })
    const own = await send('GET', `${sandbox.url}/rest/${dashboard}`, { Authorization: authorization(admin) })
    const { values } = JSON.parse(own.text) as { values: unknown[] }
    expect(values).toHaveLength(5)
    expect(values[0]).toMatchObject({
      title: expect.stringContaining('Refund orders'),
      author: { user: { displayName: 'admin' } },
      links: { self: [{ href: `${sandbox.url}/projects/PAY/repos/checkout/pull-requests/42` }] },
    })
  })
})

describe('a script for Jenkins', () => {
  const headers = { Authorization: authorization(lead), 'Content-Type': 'application/json' }
  const ask = (method: string, path: string): Promise<Answer> =>
    send(method, `${sandbox.url}/rest/${path}`, headers)
  const json = ({ text }: Answer): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>

  it('lists, triggers by POST until there is a result, and exports by the address of 3.17', async () => {
    const projects = json(await ask('GET', 'api/1.0/projects')).values as { key: string }[]
    expect(projects.map(({ key }) => key)).toEqual(['PAY'])
    const slugs = json(await ask('GET', 'api/1.0/projects/PAY/repos')).values as { slug: string }[]
    expect(slugs.map(({ slug }) => slug)).toEqual(['checkout'])
    const scan = 'security/1.0/scan/PAY/repos/checkout'
    let posts = 0
    while (json(await ask('GET', scan)).scanned === false) {
      const posted = await ask('POST', scan)
      expect([posted.status, typeof json(posted).progress]).toEqual([200, 'number'])
      posts += 1
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    expect(posts).toBeGreaterThan(0)
    const report = await ask('GET', 'security/1.0/export-report/PAY/repos/checkout')
    expect([report.status, rowsOf(report.text).length]).toEqual([200, 4])
  })
})
