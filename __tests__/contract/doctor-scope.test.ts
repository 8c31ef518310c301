/** What `doctor` says of a scope, over real HTTP: each answer of a server leads to a sentence and a hint. */
import { afterEach, describe, expect, it } from '@jest/globals'
import type { Check } from '../../src/operations/doctor/check.ts'
import { checkScope } from '../../src/operations/doctor/target-checks.ts'
import { openBitbucket } from '../../src/server/bitbucket.ts'
import { openSoteri } from '../../src/server/soteri.ts'
import type { Target } from '../../src/target.ts'
import { type Listening, pathOf, serve, testClient } from '../fixtures/client-world.ts'

const repo: Target = { kind: 'repo', project: 'PAY', repo: 'shop' }
const branch: Target = { ...repo, kind: 'branch', branch: 'main' }
const open: Listening[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

const page = (...values: object[]): string =>
  JSON.stringify({ isLastPage: true, size: values.length, values })
const usual: Record<string, [status: number, body: string]> = {
  '/latest/scan/': [200, JSON.stringify({ scanned: false, running: false, scheduled: false })],
  '/latest/export': [404, '{}'],
  branches: [200, page({ id: 'refs/heads/main', displayId: 'main', latestCommit: 'a'.repeat(40) })],
  'api/latest/repos': [200, page({ slug: 'shop', project: { key: 'PAY' } })],
  'api/latest/projects?': [200, page({ key: 'PAY' })],
  'projects/PAY/repos': [200, page({ slug: 'shop', project: { key: 'PAY' } })],
}

/** The checks of a target by a server that answers as usual, but for what is given: part of a path -> answer. */
async function checks(
  target: Target,
  answers: typeof usual,
  first: typeof usual = {},
): Promise<Record<string, Check>> {
  const all = Object.entries({ ...first, ...usual, ...answers })
  const server = await serve((request, reply) => {
    const [status, body] = all.find(([part]) => pathOf(request).includes(part))?.[1] ?? [404, '{}']
    reply.writeHead(status, { 'content-type': 'application/json' }).end(body)
  })
  open.push(server)
  const { http } = testClient(server.url, { maxRetries: 0 })
  const world = { http, soteri: openSoteri(http, 'latest'), bitbucket: openBitbucket(http) }
  const found = await checkScope(target, { ...world, columns: new Map(), now: 0 } as never)
  return Object.fromEntries(found.map((check) => [check.name.split(' ')[0], check]))
}

describe('a scope', () => {
  it('of a repository without a branch has nothing to scan, and its status is not asked for', async () => {
    const { scope, scan } = await checks(repo, { branches: [200, page()] })
    expect(scope).toMatchObject({ state: 'warn', hint: 'Push a branch.' })
    expect(scan).toMatchObject({ state: 'skip', what: 'There is no branch to ask for.' })
  })

  it('of a branch that is not there fails, and the rest is left out', async () => {
    const {
      scope,
      trigger,
      export: exported,
    } = await checks(branch, {
      branches: [200, page({ id: 'refs/heads/dev', displayId: 'dev', latestCommit: 'a'.repeat(40) })],
    })
    expect(scope?.what).toBe('Bitbucket lists no branch "main" in PAY/shop.')
    expect([trigger?.state, exported?.state]).toEqual(['skip', 'skip'])
  })

  it('of a project without a repository fails', async () => {
    const { scope } = await checks(
      { kind: 'project', project: 'PAY' },
      { 'projects/PAY/repos': [200, page()] },
    )
    expect(scope?.what).toBe('Bitbucket lists no repository of PAY to this user.')
  })

  it('that Bitbucket does not show fails with its reason', async () => {
    const { scope } = await checks({ kind: 'project', project: 'PAY' }, { 'projects/PAY/repos': [403, '{}'] })
    expect(scope?.state).toBe('fail')
  })
})

describe('the right to trigger', () => {
  it('is missing when the list does not have the repository, whatever else it has', async () => {
    const others = page(
      { slug: 'other', project: { key: 'PAY' } },
      { slug: 'shop' },
      { slug: 7, project: {} },
    )
    const { trigger } = await checks(repo, { 'api/latest/repos': [200, others] })
    expect(trigger).toMatchObject({ state: 'fail', error: { code: 'RIGHT_MISSING' } })
  })

  it('over a project is missing when it is not among those that are administered', async () => {
    const project: Target = { kind: 'project', project: 'PAY' }
    const { trigger } = await checks(project, { 'api/latest/projects?': [200, page({ key: 'OTHER' })] })
    expect(trigger?.state).toBe('fail')
    expect((await checks(project, {})).trigger?.state).toBe('ok')
  })

  it('cannot be reported of a personal project, nor when the list cannot be read', async () => {
    expect(
      (
        await checks(
          { kind: 'project', project: '~anna' },
          { repos: [200, page({ slug: 'shop', project: { key: '~ANNA' } })] },
        )
      ).trigger?.state,
    ).toBe('warn')
    expect((await checks(repo, { 'api/latest/repos': [403, '{}'] })).trigger?.state).toBe('fail')
  })
})

describe('the scan status', () => {
  it.each<[status: number, state: string, expected: string]>([
    [404, 'fail', 'answers 404'],
    [503, 'warn', 'answers 503'],
    [500, 'fail', '500'],
    [401, 'fail', ''],
  ])('%d is reported as %s', async (status, state, expected) => {
    const { scan } = await checks(branch, { '/latest/scan/': [status, '{}'] })
    expect(scan?.state).toBe(state)
    expect(scan?.what).toContain(expected)
    if (status === 404) expect(scan?.hint).toContain('docs/first-run.md')
  })

  it('of a branch that was scanned says so', async () => {
    const body = JSON.stringify({ scanned: true, running: false, scheduled: false })
    expect((await checks(branch, { '/latest/scan/': [200, body] })).scan?.what).toContain('scanned before')
    expect((await checks(branch, {})).scan?.what).toContain('not scanned yet')
  })
})

describe('the export', () => {
  it.each<[name: string, body: string, state: string]>([
    ['a header', 'Project,Repository,Branch,Path,Line,Rule,Match\nP,r,main,a.ts,1,AWS_KEY,x\n', 'ok'],
    ['a header that nobody knows', 'Colour,Size\n1,2\n', 'fail'],
  ])('%s', async (_name, body, state) => {
    expect((await checks(repo, { '/latest/export': [200, body] })).export?.state).toBe(state)
  })

  it('that is not there may mean that there are no findings', async () => {
    expect((await checks(repo, {})).export).toMatchObject({ state: 'warn' })
    expect((await checks(repo, { '/latest/export': [403, '{}'] })).export?.state).toBe('fail')
  })
})

describe('a project', () => {
  const project: Target = { kind: 'project', project: 'PAY' }
  const two = page({ slug: 'empty', project: { key: 'PAY' } }, { slug: 'shop', project: { key: 'PAY' } })

  it('whose first repository is empty is checked by the next one', async () => {
    const { scope, scan } = await checks(
      project,
      {},
      {
        'repos/empty/branches': [200, page()],
        'scan/PAY/repos/empty': [404, '{}'],
        'repos/shop/branches': [200, page({ displayId: 'main', isDefault: true })],
        'projects/PAY/repos?': [200, two],
      },
    )
    expect(scope?.what).toContain('PAY/shop')
    expect(scan).toMatchObject({ state: 'ok', what: 'The resource answers for PAY/shop: not scanned yet.' })
  })

  it('of which the default branch does not exist is asked by a branch', async () => {
    const { scan } = await checks(
      project,
      {},
      {
        'repos/shop?branch=dev': [200, JSON.stringify({ scanned: true })],
        'scan/PAY/repos/shop': [404, '{}'],
        'repos/shop/branches': [200, page({ displayId: 'dev', isDefault: false })],
      },
    )
    expect(scan?.what).toBe('The resource answers for PAY/shop@dev: scanned before.')
  })

  it('of empty repositories has nothing to scan', async () => {
    const { scope, scan } = await checks(project, { branches: [200, page()] })
    expect([scope?.state, scope?.hint, scan?.state]).toEqual(['warn', 'Push a branch.', 'skip'])
  })
})
