/** Pull requests, comparisons, blame and raw files over real git, as Bitbucket's REST gives them. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { buildChangedRepositories, demoPullRequests } from '../../sandbox/demo-pull-requests.ts'
import { gitContent } from '../../sandbox/git-content.ts'
import { writeRepository } from '../../sandbox/git-writer.ts'
import type { SandboxRepository } from '../../sandbox/options.ts'
import { type Sandbox, startSandbox } from '../../sandbox/server.ts'
import { call, commit, exceptionOf, temporaryFolder } from './sandbox-caller.ts'

const { folder, remove } = temporaryFolder()
const root = '/rest/api/latest/projects/PAY/repos/checkout'
const many = '/rest/api/latest/projects/MANY/repos/files'
const fork = '/rest/api/latest/projects/~ada/repos/checkout'
const refunds = 'refs/heads/feature/refunds'
const noFork = { name: 'no-fork', password: 'p', rights: { read: ['PAY'] } }
let sandbox: Sandbox
let repositories: readonly SandboxRepository[] = []

beforeAll(async () => {
  repositories = await buildChangedRepositories(folder)
  sandbox = await startSandbox({
    repositories: [
      ...repositories,
      { project: 'MANY', slug: 'files', path: await manyFiles() },
      { project: 'MADE', slug: 'up', made: ['main', 'topic'].map((name) => ({ name, findings: 1 })) },
    ],
    pullRequests: [
      ...demoPullRequests,
      { project: 'MANY', slug: 'files', id: 1, title: 'Many', fromBranch: 'topic', toBranch: 'main' },
      { project: 'MADE', slug: 'up', id: 1, title: 'Made up', fromBranch: 'topic', toBranch: 'main' },
    ],
    users: [{ name: 'admin', password: 'p', rights: { admin: true } }, noFork],
    pageLimit: 700,
  })
})
afterAll(async () => {
  await sandbox.close()
  remove()
})

/** A branch that adds 1,001 files, renames one, deletes one, and changes another in several commits. */
function manyFiles(): Promise<string> {
  const added = Object.fromEntries(
    Array.from({ length: 1001 }, (_, index) => [`new/${index}.txt`, `${index}\n`]),
  )
  const long = Array.from({ length: 9 }, (_, index) => `line ${index}\n`)
  const other = { author: 'Other Author', at: Date.UTC(2025, 0, 2) }
  return writeRepository(join(folder, 'many.git'), [
    commit('main', { 'old name.txt': long.join(''), 'gone.txt': 'x\n', 'ä dir/kept.txt': long.join('') }),
    commit('topic', { ...added, 'gone.txt': null }, { from: 'main' }),
    commit('topic', { 'old name.txt': null, 'new name.txt': long.join('') }),
    commit(
      'topic',
      { 'ä dir/kept.txt': [...long.slice(0, 4), 'changed\n', ...long.slice(5)].join('') },
      other,
    ),
    commit('main', { 'only-main.txt': 'y\n' }),
  ])
}

type Json = Record<string, unknown>
const read = async (path: string): Promise<Json> => (await call(sandbox, 'GET', path)).json()
const idsIn = async (path: string): Promise<unknown[]> =>
  ((await read(path)).values as Json[]).map((each) => each.id)
const git = (path: string, ...args: string[]): string =>
  execFileSync('git', ['-C', path, ...args], { encoding: 'utf8' }).trim()
const folderOf = (index: number): string => {
  const repository = repositories[index]
  return repository !== undefined && 'path' in repository ? repository.path : ''
}

describe('a pull request', () => {
  it('names both sides with their newest commits', async () => {
    expect(await read(`${root}/pull-requests/42`)).toMatchObject({
      state: 'OPEN',
      draft: false,
      fromRef: {
        id: refunds,
        displayId: 'feature/refunds',
        latestCommit: git(folderOf(0), 'rev-parse', refunds),
        repository: { slug: 'checkout', project: { key: 'PAY', type: 'NORMAL' } },
      },
      toRef: { id: 'refs/heads/main', latestCommit: git(folderOf(0), 'rev-parse', 'main') },
    })
  })

  it('may come from a personal fork or a tag, be a draft, declined or merged', async () => {
    expect(await read(`${root}/pull-requests/44`)).toMatchObject({
      fromRef: {
        latestCommit: git(folderOf(1), 'rev-parse', 'quick-pay'),
        repository: { slug: 'checkout', project: { key: '~ada', type: 'PERSONAL' } },
      },
      toRef: { repository: { project: { key: 'PAY' } } },
    })
    expect(await read(`${root}/pull-requests/46`)).toMatchObject({
      fromRef: { id: 'refs/tags/1.0', displayId: '1.0', type: 'TAG' },
    })
    expect(await read(`${root}/pull-requests/45`)).toMatchObject({ state: 'OPEN', draft: true })
    expect(await read(`${root}/pull-requests/40`)).toMatchObject({ state: 'DECLINED', closed: true })
    expect(await read(`${root}/pull-requests/41`)).toMatchObject({ state: 'MERGED', open: false })
  })

  it.each([
    ['open and incoming by default', root, '', [42, 43, 44, 45, 46]],
    ['into a branch', root, '?at=refs/heads/release/1.x', [46]],
    ['into a branch by its short name: none', root, '?at=main', []],
    ['out of a branch', root, `?direction=outgoing&at=${refunds}`, [42, 45]],
    ['out of the target, not of its fork', root, '?direction=OUTGOING&state=ALL', [42, 43, 45, 46, 40, 41]],
    ['out of the fork', fork, '?direction=OUTGOING', [44]],
    ['into the fork', fork, '', []],
    ['declined', root, '?state=DECLINED', [40]],
    ['merged', root, '?state=MERGED&at=refs/heads/main', [41]],
  ])('is listed: %s', async (_name, repository, query, ids) => {
    expect(await idsIn(`${repository}/pull-requests${query}`)).toEqual(ids)
  })

  it('is found by its newest commit, all of those with the same one', async () => {
    const id = git(folderOf(0), 'rev-parse', refunds)
    expect(await idsIn(`${root}/commits/${id}/pull-requests`)).toEqual([42, 45])
  })

  it('is refused for a word or a number that does not exist', async () => {
    expect((await call(sandbox, 'GET', `${root}/pull-requests?state=NEW`)).status).toBe(400)
    expect((await call(sandbox, 'GET', `${root}/pull-requests/99`)).status).toBe(404)
  })

  it('of made-up content has no changes', async () => {
    const made = '/rest/api/latest/projects/MADE/repos/up'
    expect(await read(`${made}/pull-requests/1/changes`)).toMatchObject({ size: 0, isLastPage: true })
    expect(await read(`${made}/compare/commits?from=topic&to=main`)).toMatchObject({ size: 0 })
    expect((await call(sandbox, 'GET', `${made}/raw/a.txt`)).status).toBe(404)
  })
})

describe('comparing', () => {
  const between = (query: string): string => `${root}/compare/commits?${query}`

  it('gives the commits of a branch that another lacks, a fork included', async () => {
    const messages = async (query: string): Promise<unknown[]> =>
      ((await read(between(query))).values as Json[]).map((each) => each.message)
    expect(await messages('from=feature/refunds&to=main')).toEqual(['Refund orders'])
    expect(await messages(`from=${refunds}&to=release/1.x`)).toHaveLength(4)
    expect(await messages('from=quick-pay&to=main&fromRepo=~ada/checkout')).toEqual(['Pay with one click'])
    expect(await messages('from=main&to=main')).toEqual([])
    expect(await messages('from=main')).toEqual([])
  })

  it('comes in pages', async () => {
    const page = await read(between(`from=${refunds}&to=release/1.x&limit=2&start=1`))
    expect(page).toMatchObject({ size: 2, start: 1, isLastPage: false, nextPageStart: 3 })
    const changes = await read(`${many}/compare/changes?from=topic&to=main&limit=1000`)
    expect(changes).toMatchObject({ size: 700, limit: 700, isLastPage: false, nextPageStart: 700 })
  })

  it('takes the build status of a commit that is in a fork alone, where the pull request is', async () => {
    const { fromRef } = (await call(sandbox, 'GET', `${root}/pull-requests/44`)).json() as {
      fromRef: { latestCommit: string }
    }
    const status = { key: 'k', state: 'SUCCESSFUL', url: 'https://ci.example.com/1' }
    const post = (commit: string) =>
      call(sandbox, 'POST', `${root}/commits/${commit}/builds`, { body: status })
    expect((await post(fromRef.latestCommit)).status).toBe(204)
    expect((await post('0'.repeat(40))).status).toBe(404)
  })

  it('wants a user who may read the fork, and refs that exist', async () => {
    const path = between('from=quick-pay&to=main&fromRepo=~ada/checkout')
    expect((await call(sandbox, 'GET', path, { user: noFork })).status).toBe(401)
    const unknown = await call(sandbox, 'GET', between('from=quick-pay&to=main'))
    expect([unknown.status, exceptionOf(unknown)]).toEqual([
      404,
      'com.atlassian.bitbucket.commit.NoSuchCommitException',
    ])
  })

  it('names every kind of change, but not what the target did since', async () => {
    const pages = await Promise.all(
      [0, 700].map((start) => read(`${many}/compare/changes?from=topic&to=main&limit=700&start=${start}`)),
    )
    const changes = pages.flatMap((page) => page.values as { type: string; path: Json; srcPath?: Json }[])
    const others = changes.filter((each) => each.path.parent !== 'new')
    expect(changes.length - others.length).toBe(1001)
    expect(others.map(({ type, path, srcPath }) => [type, path.toString, srcPath?.toString])).toEqual([
      ['DELETE', 'gone.txt', undefined],
      ['MOVE', 'new name.txt', 'old name.txt'],
      ['MODIFY', 'ä dir/kept.txt', undefined],
    ])
    expect(others[2]?.path).toEqual({
      components: ['ä dir', 'kept.txt'],
      parent: 'ä dir',
      name: 'kept.txt',
      extension: 'txt',
      toString: 'ä dir/kept.txt',
    })
  })

  it('of a pull request stops at 1000 changes, wherever it should start', async () => {
    const first = await read(`${many}/pull-requests/1/changes?limit=5000`)
    expect(first).toMatchObject({ size: 1000, limit: 1000, isLastPage: false, nextPageStart: null })
    expect(await read(`${many}/pull-requests/1/changes?limit=5000&start=1000`)).toEqual(first)
    expect(await read(`${root}/pull-requests/44/changes`)).toMatchObject({
      size: 1,
      isLastPage: true,
      values: [{ type: 'ADD', path: { toString: 'src/quick-pay.ts' } }],
    })
  })
})

describe('files', () => {
  const kept = `${many}/browse/${encodeURIComponent('ä dir')}/kept.txt?at=refs/heads/topic`
  const span = (lineNumber: number, spannedLines: number, name: string): unknown =>
    expect.objectContaining({ lineNumber, spannedLines, author: expect.objectContaining({ name }) })
  const spans = [span(1, 4, 'Test Author'), span(5, 1, 'Other Author'), span(6, 4, 'Test Author')]

  it('are blamed as a list of spans, in the order of their lines', async () => {
    const answer = await call(sandbox, 'GET', `${kept}&blame=true&noContent=true`)
    const blame = JSON.parse(answer.text) as Json[]
    expect(blame).toEqual(spans)
    expect(blame[1]).toEqual({
      author: { name: 'Other Author', emailAddress: 'other.author@example.invalid' },
      authorTimestamp: Date.UTC(2025, 0, 2),
      committer: { name: 'Other Author', emailAddress: 'other.author@example.invalid' },
      committerTimestamp: Date.UTC(2025, 0, 2),
      commitHash: git(join(folder, 'many.git'), 'rev-parse', 'topic'),
      displayCommitHash: expect.stringMatching(/^[0-9a-f]{11}$/),
      fileName: 'ä dir/kept.txt',
      lineNumber: 5,
      spannedLines: 1,
    })
  })

  it('come with lines unless these are left out, and keep the name they once had', async () => {
    expect(await read(`${kept}&blame=true&limit=2`)).toMatchObject({
      lines: [{ text: 'line 0' }, { text: 'line 1' }],
      size: 2,
      isLastPage: false,
      blame: spans,
    })
    expect(await read(`${kept}&start=8`)).toEqual({
      lines: [{ text: 'line 8' }],
      start: 8,
      size: 1,
      limit: 500,
      isLastPage: true,
    })
    const renamed = await call(
      sandbox,
      'GET',
      `${many}/browse/new%20name.txt?at=topic&blame=true&noContent=true`,
    )
    expect(JSON.parse(renamed.text)).toMatchObject([{ fileName: 'old name.txt', spannedLines: 9 }])
  })

  it('are given raw, from the default branch or another', async () => {
    const owners = await call(sandbox, 'GET', `${root}/raw/.bitbucket/CODEOWNERS`)
    expect(owners.text).toBe(`${git(folderOf(0), 'show', 'main:.bitbucket/CODEOWNERS')}\n`)
    expect((await call(sandbox, 'GET', `${root}/raw/VERSION?at=refs/tags/1.0`)).text).toBe('1.0\n')
  })

  it.each([
    ['raw/VERSION', 'content.NoSuchPathException'],
    ['raw/config', 'content.NoSuchPathException'],
    ['raw/VERSION?at=refs/heads/nope', 'commit.NoSuchCommitException'],
    ['browse/nope?at=main&blame=true&noContent=true', 'content.NoSuchPathException'],
  ])('%s is 404', async (path, exception) => {
    const answer = await call(sandbox, 'GET', `${root}/${path}`)
    expect([answer.status, exceptionOf(answer)]).toEqual([404, `com.atlassian.bitbucket.${exception}`])
  })
})

describe('branches/default', () => {
  it('is the branch that HEAD names, or 404 where there is none', async () => {
    expect(await read(`${root}/branches/default`)).toMatchObject({ id: 'refs/heads/main', isDefault: true })
    const on = await startSandbox({ repositories: [{ project: 'A', slug: 'empty', made: [] }] })
    const answer = await call(on, 'GET', '/rest/api/latest/projects/A/repos/empty/branches/default')
    await on.close()
    expect([answer.status, exceptionOf(answer)]).toEqual([
      404,
      'com.atlassian.bitbucket.repository.NoDefaultBranchException',
    ])
  })
})

describe('the repositories of the demo', () => {
  it('have three findings on main, and one more on the branch of the first pull request', async () => {
    const content = gitContent(folderOf(0))
    const found = new Map<string, number>()
    for (const head of await content.heads()) {
      found.set(head.name, (await content.scan(head, () => undefined, new AbortController().signal)).length)
    }
    expect(Object.fromEntries(found)).toMatchObject({ main: 3, 'feature/refunds': 4, 'feature/receipts': 4 })
    for (const index of [0, 1]) git(folderOf(index), 'fsck', '--strict')
  })
})
