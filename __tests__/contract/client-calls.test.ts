/** Soteri’s and Bitbucket’s calls against a real HTTP server, and a whole wait over sockets. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from '@jest/globals'
import { type Bitbucket, openBitbucket } from '../../src/server/bitbucket.ts'
import { openSoteri, type Soteri } from '../../src/server/soteri.ts'
import { takeSnapshot } from '../../src/server/tracked-target.ts'
import { noteTrigger, waitForScan } from '../../src/server/wait.ts'
import type { Target } from '../../src/target.ts'
import { collect, errorOf, serve, type TestClient, testClient } from '../fixtures/client-world.ts'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

type Headers = Record<string, string | string[]>
type Answer = { status?: number; headers?: Headers; body?: unknown }
type World = TestClient & { soteri: Soteri; bitbucket: Bitbucket; lines: string[] }

async function setUp(answer: (url: URL, method: string, count: number) => Answer): Promise<World> {
  const lines: string[] = []
  const server = await serve((request: IncomingMessage, response: ServerResponse) => {
    lines.push(`${request.method} ${request.url}`)
    const url = new URL(request.url ?? '', 'http://x')
    const { status = 200, headers = {}, body = '' } = answer(url, request.method ?? '', lines.length)
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text)
  })
  const client = testClient(`${server.url}/bb`)
  closers.push(server.close, client.http.close)
  return {
    ...client,
    soteri: openSoteri(client.http, 'latest'),
    bitbucket: openBitbucket(client.http),
    lines,
  }
}

const gather = async <T>(entries: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = []
  for await (const entry of entries) all.push(entry)
  return all
}

const project: Target = { kind: 'project', project: 'PROJ' }
const repo = { project: 'PROJ', repo: 'repo' }

/** Pages over `count` repositories, at most `pageSize` each, whatever limit was asked for. */
function pages(
  count: number,
  pageSize: number,
  more: (start: number) => object = () => ({}),
): (url: URL) => Answer {
  return (url) => {
    const start = Number(url.searchParams.get('start'))
    const slugs = Array.from(
      { length: Math.max(0, Math.min(pageSize, count - start)) },
      (_, i) => `r${start + i}`,
    )
    const next = start + slugs.length
    const isLastPage = next >= count
    const values = slugs.map((slug) => ({ slug, project: { key: 'PROJ' } }))
    return {
      body: {
        size: slugs.length,
        limit: pageSize,
        isLastPage,
        start,
        nextPageStart: isLastPage ? null : next,
        values,
        ...more(start),
      },
    }
  }
}

describe('lists', () => {
  it.each([
    [0, 25, 1],
    [25, 25, 1],
    [26, 25, 2],
    [1203, 25, 49],
  ])('of %i entries in pages of %i are read to their end', async (count, pageSize, requests) => {
    const { bitbucket, lines } = await setUp(pages(count, pageSize))
    const all = await gather(bitbucket.repositories(project))
    expect(all.map(({ repo: slug }) => slug)).toEqual(Array.from({ length: count }, (_, i) => `r${i}`))
    expect(lines).toHaveLength(requests)
    expect(lines[0]).toMatch(/^GET \/bb\/rest\/api\/latest\/projects\/PROJ\/repos\?limit=\d+&start=0$/)
  })

  it('go on at nextPageStart, also where entries were left out', async () => {
    const { bitbucket, lines } = await setUp((url) => {
      const first = url.searchParams.get('start') === '0'
      const values = [{ slug: first ? 'a' : 'b', project: { key: 'PROJ' } }]
      return {
        body: first ? { isLastPage: false, nextPageStart: 107, values } : { isLastPage: true, values },
      }
    })
    expect(await gather(bitbucket.repositories(project))).toHaveLength(2)
    expect(lines[1]).toContain('start=107')
  })

  it('that shift between pages give each entry once', async () => {
    const { bitbucket } = await setUp((url) => ({
      body: {
        ...(url.searchParams.get('start') === '1'
          ? { isLastPage: true }
          : { isLastPage: false, nextPageStart: 1 }),
        values: [{ slug: 'same', project: { key: 'PROJ' } }],
      },
    }))
    expect(await gather(bitbucket.repositories(project))).toEqual([{ project: 'PROJ', repo: 'same' }])
  })

  it('may leave isLastPage out where more follows, and mean the whole list by size', async () => {
    const without = await setUp((url) => ({
      body:
        url.searchParams.get('start') === '0'
          ? { nextPageStart: 5, values: [] }
          : { isLastPage: true, nextPageStart: null, values: [] },
    }))
    expect(await gather(without.bitbucket.repositories(project))).toEqual([])
    expect(without.lines).toHaveLength(2)
    const whole = await setUp(pages(30, 25, () => ({ size: 30 })))
    expect(await gather(whole.bitbucket.repositories(project))).toHaveLength(30)
  })

  it.each([
    [
      'a start that does not grow',
      (): object => ({ isLastPage: false, nextPageStart: 0 }),
      /next one starts at 0/,
    ],
    ['more to come but not where', (): object => ({ isLastPage: false, nextPageStart: null }), /not where/],
    [
      'a text for the next start',
      (): object => ({ isLastPage: undefined, nextPageStart: '25' }),
      /the page at 0 does not say by a whole number/,
    ],
    [
      'an end and more to come',
      (): object => ({ isLastPage: true, nextPageStart: 25 }),
      /the page at 0 .* last/,
    ],
    ['an end and the same page again', (): object => ({ isLastPage: true, nextPageStart: 0 }), /is the last/],
    [
      'a full page and no word of an end',
      (): object => ({ isLastPage: undefined, nextPageStart: undefined }),
      /the page at 0 does not say that it is the last/,
    ],
    ['the end as a text', (): object => ({ isLastPage: 'true' }), /does not say that it is the last/],
    [
      'no entry and no word of an end',
      (): object => ({ isLastPage: undefined, nextPageStart: undefined, size: undefined, values: [] }),
      /does not say that it is the last/,
    ],
    ['fewer entries than counted', (): object => ({ size: 26 }), /the server counts 26/],
    ['no values', (): object => ({ values: undefined }), /no page of a list/],
    ['entries without a slug', (): object => ({ values: [{}], size: 1 }), /slug/],
  ])('with %s are an error, never half a list', async (_name, more, words) => {
    const { bitbucket } = await setUp(pages(25, 25, more))
    const error = await errorOf(gather(bitbucket.repositories(project)))
    expect(error.code).toBe('REPLY_UNREADABLE')
    expect(error.message).toMatch(words)
  })

  it.each([
    ['PROJ', 'OTHER', null],
    ['PROJ', '~PROJ', null],
    ['~jane', 'JANE', null],
    ['PROJ', 'proj', 'proj'],
    ['~jane', '~JANE', '~JANE'],
    ['PROJ', undefined, 'PROJ'],
  ])('of the project %s with an entry of %s give %s', async (asked, key, taken) => {
    const { bitbucket } = await setUp(() => ({
      body: { isLastPage: true, values: [{ slug: 'r', ...(key === undefined ? {} : { project: { key } }) }] },
    }))
    const all = gather(bitbucket.repositories({ kind: 'project', project: asked }))
    if (taken !== null) {
      expect(await all).toEqual([{ project: taken, repo: 'r' }])
      return
    }
    const error = await errorOf(all)
    expect(error.code).toBe('REPLY_UNREADABLE')
    expect(error.message).toContain(`${asked}: the list has one of another project (${key})`)
  })

  it('of the instance have entries of any project', async () => {
    const values = ['A', '~b'].map((key) => ({ slug: 'r', project: { key } }))
    const { bitbucket } = await setUp(() => ({ body: { isLastPage: true, values } }))
    expect(await gather(bitbucket.repositories({ kind: 'instance' }))).toHaveLength(2)
  })

  it('of branches give name, commit and which is the default', async () => {
    const { bitbucket, lines } = await setUp(() => ({
      body: {
        isLastPage: true,
        values: [{ displayId: 'feature/ü', latestCommit: 'c0ffee', isDefault: true }, { displayId: 'bare' }],
      },
    }))
    expect(await gather(bitbucket.branches({ project: '~jane', repo: 'x' }))).toEqual([
      { name: 'feature/ü', latestCommit: 'c0ffee', isDefault: true },
      { name: 'bare', latestCommit: null, isDefault: false },
    ])
    expect(lines[0]).toContain('/projects/~jane/repos/x/branches?')
  })

  it('of branches without names are an error', async () => {
    const { bitbucket } = await setUp(() => ({
      body: { isLastPage: true, values: [{ id: 'refs/heads/x' }] },
    }))
    expect((await errorOf(gather(bitbucket.branches(repo)))).message).toContain('displayId')
  })

  it('of one repository or branch need no request', async () => {
    const { bitbucket, lines } = await setUp(() => ({ status: 500 }))
    expect(await gather(bitbucket.repositories({ kind: 'branch', ...repo, branch: 'b' }))).toEqual([repo])
    expect(lines).toEqual([])
  })
})

describe('the check of the credentials', () => {
  it('is one cheap call that gives the user’s name', async () => {
    const { bitbucket, lines } = await setUp(() => ({
      headers: { 'x-ausername': 'jane' },
      body: { values: [] },
    }))
    expect(await bitbucket.checkCredentials()).toEqual({ user: 'jane', areAccepted: true })
    expect(lines).toEqual(['GET /bb/rest/api/latest/projects?limit=1'])
  })

  it.each([
    ['taken as anonymous', { headers: { 'x-ausername': 'anonymous' } }, 'CREDENTIALS_REFUSED'],
    ['refused', { status: 401 }, 'CREDENTIALS_REFUSED'],
    ['met by a login page', { body: '<html>', headers: { 'content-type': 'text/html' } }, 'LOGIN_PAGE'],
  ] as [string, Answer, string][])(
    'fails when they are %s, after one request',
    async (_name, answer, code) => {
      const { bitbucket, lines } = await setUp(() => answer)
      expect((await errorOf(bitbucket.checkCredentials())).code).toBe(code)
      expect(lines).toHaveLength(1)
    },
  )

  it.each<[string, Answer, { user: string | null; areAccepted: boolean }]>([
    ['a list without a name', { body: { values: [] } }, { user: null, areAccepted: true }],
    [
      '404 to a user that the server knows',
      { status: 404, headers: { 'x-ausername': 'jane' } },
      { user: 'jane', areAccepted: true },
    ],
    ['404', { status: 404 }, { user: null, areAccepted: false }],
    ['something else than a list', { body: { type: 'error' } }, { user: null, areAccepted: false }],
    ['nothing', { status: 204 }, { user: null, areAccepted: false }],
  ])('says whether they were accepted: %s', async (_name, answer, checked) => {
    const { bitbucket } = await setUp(() => answer)
    expect(await bitbucket.checkCredentials()).toEqual(checked)
  })
})

describe('Soteri’s calls', () => {
  it.each([
    [200, ''],
    [202, '{"ok":true}'],
    [204, ''],
    [200, 'scheduled'],
  ])('accept a trigger by %i %j', async (status, body) => {
    const { soteri, lines } = await setUp(() => ({ status, body }))
    await soteri.triggerScan(project, ['a@x'])
    expect(lines).toEqual(['PUT /bb/rest/security/latest/status/projects/PROJ?email=a%40x'])
  })

  it('cancel', async () => {
    const { soteri, lines } = await setUp(() => ({ status: 204 }))
    await soteri.cancelScans('queued')
    await soteri.cancelScans('running')
    expect(lines).toEqual([
      'DELETE /bb/rest/security/latest/status/scheduled',
      'DELETE /bb/rest/security/latest/status/running',
    ])
  })

  it('read the status, and distinguish 404 and 500 from it', async () => {
    const answers: Answer[] = [
      { body: { scanned: true } },
      { status: 404, body: '<html>' },
      { status: 500 },
      { body: '[]' },
    ]
    const { soteri } = await setUp((_url, _method, count) => answers[count - 1] ?? {})
    expect(await soteri.scanStatus(repo, null, 'once')).toMatchObject({
      kind: 'status',
      status: { scanned: true },
    })
    expect(await soteri.scanStatus(repo, null, 'once')).toEqual({ kind: 'not-found' })
    expect(await soteri.scanStatus(repo, null, 'once')).toEqual({ kind: 'failing', status: 500 })
    expect((await errorOf(soteri.scanStatus(repo, null, 'once'))).code).toBe('REPLY_UNREADABLE')
  })

  it.each([200, 404, 500])('is a copy when a cache sent it with %i', async (status) => {
    const { soteri } = await setUp(() => ({ status, headers: { age: '9' }, body: '{"scanned": true}' }))
    expect(await soteri.scanStatus(repo, null, 'once')).toEqual({ kind: 'copy', why: 'Age: 9' })
  })

  it('ask patiently when asked to', async () => {
    const { soteri, lines } = await setUp((_url, _method, count) =>
      count < 3 ? { status: 503 } : { body: { scanned: false } },
    )
    expect((await soteri.scanStatus(repo, 'b', 'patiently')).kind).toBe('status')
    expect(lines).toHaveLength(3)
  })

  it('export, and hand a 404 over', async () => {
    const { soteri, lines } = await setUp((_url, _method, count) =>
      count === 1 ? { body: 'a,b\r\n' } : { status: 404 },
    )
    const period = { from: 0, to: null }
    expect(await soteri.exportFindings(project, period, collect)).toMatchObject({
      kind: 'saved',
      saved: 'a,b\r\n',
    })
    expect(await soteri.exportReviewed(project, collect)).toMatchObject({ kind: 'refused', status: 404 })
    expect(lines[0]).toContain('export-report/projects/PROJ?startDate=1970-01-01T00%3A00%3A00Z')
  })
})

describe('an export', () => {
  const always = { from: null, to: null }

  it.each<[number, Record<string, string>, string]>([
    [206, { 'content-range': 'bytes 0-4/100000' }, 'with 206 and a part of the export (Content-Range)'],
    [206, {}, 'with 206, which does not bring a whole export'],
    [200, { 'content-range': 'bytes 0-4/9999' }, 'with 200 and a part of the export'],
    [204, { 'content-range': 'bytes 0-4/9999' }, 'with 204 and a part of the export'],
    [201, {}, 'with 201, which'],
    [202, {}, 'with 202, which'],
    [203, {}, 'with 203, which'],
  ])('is not what comes with %i and %j', async (status, headers, words) => {
    const { soteri, lines } = await setUp(() => ({ status, headers, body: status === 204 ? '' : 'a,b\r\n' }))
    let saves = 0
    const save = async (body: AsyncIterable<Buffer>): Promise<string> => {
      saves += 1
      return await collect(body)
    }
    for (const work of [soteri.exportFindings(project, always, save), soteri.exportReviewed(project, save)]) {
      const error = await errorOf(work)
      expect(error.code).toBe('NOT_AN_EXPORT')
      expect(error.message).toContain(words)
    }
    expect([saves, lines.length]).toEqual([0, 2])
  })

  const dated = (url: URL, old: Headers, other: Headers): Answer =>
    url.pathname.includes('/export')
      ? { headers: old, body: 'a,b\r\n' }
      : { headers: other, body: '{"scanned": true}' }

  it.each<[Headers, string]>([
    [{ age: '86400' }, 'Age: 86400'],
    [{ 'x-cache': 'HIT from proxy' }, 'x-cache: hit'],
    [{ 'x-cache': ['MISS from near', 'HIT from far'] }, 'x-cache: hit'],
    [{ warning: '110 proxy "Response is Stale"' }, 'Warning: 110'],
    [{ date: 'Thu, 01 Jan 2026 00:00:00 GMT' }, 'Date: 86400 s before an earlier reply'],
  ])('is not the copy of a cache, with %j', async (old, sign) => {
    const now = { date: 'Fri, 02 Jan 2026 00:00:00 GMT' }
    const { soteri } = await setUp((url) => dated(url, old, now))
    await soteri.scanStatus(repo, null, 'once')
    let saves = 0
    const save = async (body: AsyncIterable<Buffer>): Promise<string> => {
      saves += 1
      return await collect(body)
    }
    for (const work of [soteri.exportFindings(project, always, save), soteri.exportReviewed(project, save)]) {
      const error = await errorOf(work)
      expect(error.code).toBe('EXPORT_INCONSISTENT')
      expect(error.message).toContain(`a copy of it and not the server its own (${sign})`)
    }
    expect(saves).toBe(0)
  })

  it.each<[Headers]>([
    [{ age: '0' }],
    [{ 'x-cache': 'MISS from proxy' }],
    [{ date: 'Thu, 01 Jan 2026 23:59:00 GMT' }],
    [{ date: 'Sat, 03 Jan 2026 00:00:00 GMT' }],
  ])('may come through a cache, with %j', async (headers) => {
    const now = { date: 'Fri, 02 Jan 2026 00:00:00 GMT' }
    const { soteri } = await setUp((url) => dated(url, headers, now))
    await soteri.scanStatus(repo, null, 'once')
    expect(await soteri.exportFindings(project, always, collect)).toMatchObject({ kind: 'saved' })
  })

  it.each([200, 204])('may be empty with %i', async (status) => {
    const { soteri } = await setUp(() => ({ status }))
    expect(await soteri.exportFindings(project, always, collect)).toMatchObject({ kind: 'saved', saved: '' })
  })
})

describe('a wait over sockets', () => {
  it('goes from the snapshot through a restart to the proof', async () => {
    const story: Answer[] = [
      { body: { scanned: true, actual: true } },
      { body: { scanned: true, actual: true, scheduled: true } },
      { status: 503, headers: { 'retry-after': '20' }, body: '<html>restarting</html>' },
      { body: { scanned: true, actual: true, running: true, progress: 12 } },
      { body: { scanned: true, actual: true, progress: 100, total: 7 } },
    ]
    let asked = 0
    const { soteri, bitbucket, clock, log, lines } = await setUp((url, method) => {
      if (method === 'PUT') return { status: 204 }
      if (url.pathname.includes('/scan/')) return story[Math.min(asked++, story.length - 1)] ?? {}
      return { body: { isLastPage: true, values: [{ displayId: 'main', isDefault: true }] } }
    })
    const world = {
      soteri,
      bitbucket,
      clock,
      log,
      stop: new AbortController().signal,
      progress: null,
      pollIntervalMs: 10_000,
      timeoutMs: 600_000,
    }
    const target: Target = { kind: 'repo', ...repo }
    const snapshot = await takeSnapshot([target], world)
    await soteri.triggerScan(target, [])
    await noteTrigger(target, snapshot, world)
    const { error, evidence } = await waitForScan(snapshot, world)
    expect(error).toBeNull()
    expect(evidence[0]).toMatchObject({ target: 'PROJ/repo@main', total: 7 })
    expect(evidence[0]?.states.map(({ state }) => state)).toEqual([
      'scheduled',
      'server error 503',
      'running 12%',
      'finished, to be confirmed',
      'finished',
    ])
    expect(lines.filter((line) => line.startsWith('PUT'))).toHaveLength(1)
    expect(clock.elapsed()).toBeGreaterThanOrEqual(20_000)
  })
})
