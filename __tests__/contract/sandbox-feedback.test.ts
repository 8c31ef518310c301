/** How a verdict comes back to Bitbucket: Code Insights, build status, comments, and the page that shows them. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type Sandbox, startSandbox } from '../../sandbox/server.ts'
import { type Answer, call, exceptionOf } from './sandbox-caller.ts'

let sandbox: Sandbox
let commitId = ''
let commitPath = ''

beforeEach(async () => {
  sandbox = await startSandbox({
    repositories: [
      { project: 'A', slug: 'x', made: ['main', 'topic'].map((name) => ({ name, findings: 0 })) },
      { project: 'B', slug: 'y', made: [{ name: 'main', findings: 0 }] },
    ],
    users: [
      { name: 'ci', password: 'p', rights: { read: ['A'] } },
      { name: 'outsider', password: 'p', rights: {} },
      { name: 'colleague', password: 'p', rights: { read: ['A'] } },
    ],
    pullRequests: [
      { project: 'A', slug: 'x', id: 7, title: 'Topic', fromBranch: 'topic', toBranch: 'main' },
      { project: 'B', slug: 'y', id: 7, title: 'Other', fromBranch: 'main', toBranch: 'main' },
    ],
  })
  const branch = await call(sandbox, 'GET', '/rest/api/latest/projects/A/repos/x/default-branch')
  commitId = String(branch.json().latestCommit)
  commitPath = `projects/A/repos/x/commits/${commitId}`
})
afterEach(() => sandbox.close())

const put = (path: string, body: unknown): Promise<Answer> => call(sandbox, 'PUT', path, { body })
const post = (path: string, body: unknown): Promise<Answer> => call(sandbox, 'POST', path, { body })
const annotation = (index: number) => ({
  externalId: String(index),
  message: `Finding ${index}`,
  severity: 'HIGH',
  type: 'VULNERABILITY',
  path: 'a.txt',
  line: index + 1,
})

describe('Code Insights', () => {
  const report = (): string => `/rest/insights/latest/${commitPath}/reports/soteri.gate`
  const good = {
    title: 'Gate',
    details: 'Too many',
    result: 'FAIL',
    link: 'https://ci.example.invalid/1',
    data: [{ title: 'Findings', type: 'NUMBER', value: 3 }],
  }

  it('keep a report, replace it, list it and remove it', async () => {
    expect((await put(report(), good)).json()).toMatchObject({ key: 'soteri.gate', result: 'FAIL' })
    expect((await put(report(), { ...good, result: 'PASS' })).status).toBe(200)
    expect((await call(sandbox, 'GET', report())).json()).toMatchObject({ result: 'PASS', data: good.data })
    const list = await call(sandbox, 'GET', `/rest/insights/1.0/${commitPath}/reports`)
    expect(list.json()).toMatchObject({ size: 1, isLastPage: true })
    expect((await call(sandbox, 'DELETE', report())).status).toBe(204)
    expect((await call(sandbox, 'GET', report())).status).toBe(404)
  })

  it.each([
    ['no title', { title: undefined }],
    ['a title of 451 characters', { title: 'x'.repeat(451) }],
    ['details of 2001 characters', { details: 'x'.repeat(2001) }],
    ['seven data fields', { data: Array.from({ length: 7 }, () => good.data[0]) }],
    ['no data fields', { data: undefined }],
    ['an unknown result', { result: 'MAYBE' }],
    ['a link that is a script', { link: 'javascript:alert(1)' }],
  ])('refuse %s', async (_name, change) => {
    expect((await put(report(), { ...good, ...change })).status).toBe(400)
  })

  it('are replaced only by the user who made them', async () => {
    await put(report(), good)
    const user = sandbox.users[2] ?? null
    const refused = await call(sandbox, 'PUT', report(), { user, body: { ...good, result: 'PASS' } })
    expect([refused.status, exceptionOf(refused)]).toEqual([
      401,
      'com.atlassian.bitbucket.AuthorisationException',
    ])
    expect((await call(sandbox, 'GET', report(), { user })).json()).toMatchObject({ result: 'FAIL' })
  })

  it('take texts of just the greatest length', async () => {
    const full = { ...good, title: 'x'.repeat(450), details: 'x'.repeat(2000) }
    expect(
      (await put(report(), { ...full, data: Array.from({ length: 6 }, () => good.data[0]) })).status,
    ).toBe(200)
  })

  it('take 1000 annotations in batches, and of a batch too many none at all', async () => {
    await put(report(), good)
    const batch = (size: number, from: number): Promise<Answer> =>
      post(`${report()}/annotations`, {
        annotations: Array.from({ length: size }, (_, index) => annotation(from + index)),
      })
    const count = async (): Promise<unknown> =>
      (await call(sandbox, 'GET', `${report()}/annotations`)).json().totalCount
    expect((await batch(600, 0)).status).toBe(204)
    expect((await batch(401, 600)).status).toBe(400)
    expect(await count()).toBe(600)
    expect((await batch(400, 600)).status).toBe(204)
    expect((await batch(1, 0)).status).toBe(400)
    expect(await count()).toBe(1000)
    await call(sandbox, 'DELETE', `${report()}/annotations?externalId=1&externalId=2`)
    expect(await count()).toBe(998)
    await call(sandbox, 'DELETE', `${report()}/annotations`)
    expect(await count()).toBe(0)
    expect((await batch(1001, 0)).status).toBe(400)
  })

  it('do not notice annotations that come twice', async () => {
    await put(report(), good)
    await post(`${report()}/annotations`, { annotations: [annotation(1)] })
    await post(`${report()}/annotations`, { annotations: [annotation(1)] })
    expect((await call(sandbox, 'GET', `${report()}/annotations`)).json().totalCount).toBe(2)
  })

  it.each([
    ['without a report', 404, annotation(1)],
    ['with a message of 2001 characters', 400, { ...annotation(1), message: 'x'.repeat(2001) }],
    ['with an unknown severity', 400, { ...annotation(1), severity: 'CRITICAL' }],
    ['without a message', 400, { ...annotation(1), message: undefined }],
  ])('refuse annotations %s', async (name, status, body) => {
    if (name !== 'without a report') await put(report(), good)
    expect((await post(`${report()}/annotations`, { annotations: [body] })).status).toBe(status)
  })

  it('want a full commit id of the repository, and a user who may read it', async () => {
    const path = (id: string): string => `/rest/insights/latest/projects/A/repos/x/commits/${id}/reports/k`
    expect((await put(path(commitId.slice(0, 12)), good)).status).toBe(400)
    const unknown = await put(path('0'.repeat(40)), good)
    expect([unknown.status, exceptionOf(unknown)]).toEqual([
      404,
      'com.atlassian.bitbucket.commit.NoSuchCommitException',
    ])
    const user = sandbox.users[1] ?? null
    expect((await call(sandbox, 'PUT', report(), { user, body: good })).status).toBe(401)
  })
})

describe('build status', () => {
  const builds = (): string => `/rest/api/latest/${commitPath}/builds`
  const good = {
    key: 'gate',
    state: 'INPROGRESS',
    url: 'https://ci.example.invalid/1',
    ref: 'refs/heads/main',
    parent: 'plan',
  }

  it('keeps one status for each key, the last one', async () => {
    expect((await post(builds(), good)).status).toBe(204)
    expect((await post(builds(), { ...good, state: 'FAILED' })).status).toBe(204)
    const found = await call(sandbox, 'GET', `${builds()}?key=gate`)
    expect(found.json()).toMatchObject({ state: 'FAILED', parent: 'plan', ref: 'refs/heads/main' })
    expect((await call(sandbox, 'DELETE', `${builds()}?key=gate`)).status).toBe(204)
    expect((await call(sandbox, 'GET', `${builds()}?key=gate`)).status).toBe(404)
    expect((await call(sandbox, 'GET', builds())).status).toBe(400)
  })

  it.each([
    ['an unknown state', { state: 'GREEN' }],
    ['no url', { url: undefined }],
    ['a url that is none', { url: 'ci/1' }],
    ['a ref that is a short name', { ref: 'main' }],
    ['a key of 256 characters', { key: 'x'.repeat(256) }],
  ])('refuses %s', async (_name, change) => {
    expect((await post(builds(), { ...good, ...change })).status).toBe(400)
  })

  it('refuses what is no JSON object', async () => {
    const headers = { 'Content-Type': 'application/json' }
    expect((await post(builds(), 'text')).status).toBe(400)
    expect((await call(sandbox, 'POST', builds(), { headers })).status).toBe(400)
  })
})

describe('pull requests', () => {
  const root = '/rest/api/latest/projects/A/repos/x/pull-requests/7'

  it('are found by repository and by commit', async () => {
    expect((await call(sandbox, 'GET', root)).json()).toMatchObject({
      id: 7,
      fromRef: { id: 'refs/heads/topic' },
      toRef: { latestCommit: commitId },
    })
    const topic = String(
      ((await call(sandbox, 'GET', root)).json().fromRef as Record<string, unknown>).latestCommit,
    )
    const sizes = await Promise.all(
      [topic, commitId].map(async (id) => {
        const path = `/rest/api/latest/projects/A/repos/x/commits/${id}/pull-requests`
        return (await call(sandbox, 'GET', path)).json().size
      }),
    )
    expect(sizes).toEqual([1, 0])
    expect((await call(sandbox, 'GET', root.replace('/7', '/8'))).status).toBe(404)
  })

  it('keep comments, list them newest first, and edit only the version that is current', async () => {
    const first = (await post(`${root}/comments`, { text: 'One' })).json()
    await post(`${root}/comments`, { text: 'Two' })
    const comment = `${root}/comments/${first.id}`
    expect((await put(comment, { text: 'Uno', version: 0 })).json()).toMatchObject({
      text: 'Uno',
      version: 1,
    })
    const late = await put(comment, { text: 'Ein', version: 0 })
    expect([late.status, exceptionOf(late)]).toEqual([
      409,
      expect.stringMatching(/CommentOutOfDateException$/),
    ])
    expect((await put(comment, { text: 'Ein' })).status).toBe(400)
    const page = (await call(sandbox, 'GET', `${root}/activities?limit=1`)).json() as {
      isLastPage: boolean
      values: { action: string; comment: { text: string } }[]
    }
    expect(page).toMatchObject({
      isLastPage: false,
      values: [{ action: 'COMMENTED', comment: { text: 'Two' } }],
    })
    expect((await call(sandbox, 'DELETE', `${comment}?version=0`)).status).toBe(409)
    expect((await call(sandbox, 'DELETE', `${comment}?version=1`)).status).toBe(204)
    expect((await call(sandbox, 'GET', comment)).status).toBe(404)
    const texts = (await call(sandbox, 'GET', `${root}/activities`)).text
    expect([texts.includes('Two'), texts.includes('Uno')]).toEqual([true, false])
  })

  it('may only be edited and deleted by their author', async () => {
    const { id } = (await post(`${root}/comments`, { text: 'One' })).json()
    const user = sandbox.users[2] ?? null
    const comment = `${root}/comments/${id}`
    const body = { text: 'Uno', version: 0 }
    expect((await call(sandbox, 'PUT', comment, { user, body })).status).toBe(401)
    expect((await call(sandbox, 'DELETE', `${comment}?version=0`, { user })).status).toBe(401)
  })

  it('keep replies below the comment, which cannot be deleted before them', async () => {
    const { id } = (await post(`${root}/comments`, { text: 'One' })).json()
    const reply = (await post(`${root}/comments`, { text: 'Why?', parent: { id } })).json()
    const page = (await call(sandbox, 'GET', `${root}/activities`)).json() as { values: unknown[] }
    expect(page.values).toEqual([
      expect.objectContaining({
        action: 'COMMENTED',
        comment: expect.objectContaining({ id, comments: [expect.objectContaining({ text: 'Why?' })] }),
      }),
      expect.objectContaining({ action: 'OPENED' }),
    ])
    const refused = await call(sandbox, 'DELETE', `${root}/comments/${id}?version=0`)
    expect([refused.status, exceptionOf(refused)]).toEqual([
      409,
      expect.stringMatching(/CommentDeletionException$/),
    ])
    expect((await call(sandbox, 'DELETE', `${root}/comments/${reply.id}?version=0`)).status).toBe(204)
    expect((await call(sandbox, 'DELETE', `${root}/comments/${id}?version=0`)).status).toBe(204)
    expect((await post(`${root}/comments`, { text: 'Late', parent: { id } })).status).toBe(404)
  })

  it('take comments up to the greatest length', async () => {
    expect((await post(`${root}/comments`, { text: 'x'.repeat(32_768) })).status).toBe(201)
    expect((await post(`${root}/comments`, { text: 'x'.repeat(32_769) })).status).toBe(400)
  })
})

describe('the page of commits', () => {
  it('shows builds, report and annotations, and hostile text as text', async () => {
    const report = `/rest/insights/latest/${commitPath}/reports/gate`
    await put(report, {
      title: '<script>alert(1)</script>',
      result: 'FAIL',
      data: [{ title: 'n', value: 3 }],
    })
    await post(`${report}/annotations`, { annotations: [{ ...annotation(1), message: '"><img src=x>' }] })
    await post(`/rest/api/latest/${commitPath}/builds`, {
      key: 'gate',
      state: 'FAILED',
      url: 'https://ci.example.invalid/?a=1&b=2',
    })
    const page = await call(sandbox, 'GET', '/projects/A/repos/x/commits', { user: null })
    expect(page.status).toBe(200)
    expect(page.text).toContain(commitId.slice(0, 11))
    expect(page.text).toContain('href="https://ci.example.invalid/?a=1&amp;b=2"')
    expect(page.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(page.text).toContain('<code>a.txt:2</code> &quot;&gt;&lt;img src=x&gt;')
    expect(page.text).not.toMatch(/<script|<img/)
    expect((await call(sandbox, 'GET', '/repos', { user: null })).text).toContain(
      '/bitbucket/projects/A/repos/x/commits',
    )
  })
})
