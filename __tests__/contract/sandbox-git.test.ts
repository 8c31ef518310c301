/** What the sandbox reads from real git repositories, and that it only reads. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { buildDemoRepositories } from '../../sandbox/demo-repositories.ts'
import { readBlobs, readCommits, readHeads, readTree } from '../../sandbox/git.ts'
import { gitContent } from '../../sandbox/git-content.ts'
import { writeRepository } from '../../sandbox/git-writer.ts'
import type { SandboxRepository } from '../../sandbox/options.ts'
import * as planted from '../../sandbox/planted-credentials.ts'
import { startSandbox } from '../../sandbox/server.ts'
import { call, commit, statusWhenIdle, temporaryFolder } from './sandbox-caller.ts'

const { folder, remove } = temporaryFolder()
afterAll(remove)

const never = new AbortController().signal

describe('reading git', () => {
  it('names branches as they are and marks the default one', async () => {
    const path = await writeRepository(join(folder, 'heads.git'), [
      commit('main', { a: 'x' }),
      commit('release/2.0', { a: 'y' }, { from: 'main' }),
      commit('größe&rest#1', { a: 'z' }, { from: 'main' }),
    ])
    const heads = await readHeads(path)
    expect(heads.map((head) => [head.name, head.isDefault])).toEqual([
      ['größe&rest#1', false],
      ['main', true],
      ['release/2.0', false],
    ])
    for (const head of heads) expect(head.commit).toMatch(/^[0-9a-f]{40}$/)
  })

  it('finds a default branch for a detached HEAD, and none in an empty repository', async () => {
    const path = await writeRepository(join(folder, 'detached.git'), [
      commit('topic', { a: 'x' }),
      commit('master', { a: 'y' }, { from: 'topic' }),
    ])
    const [head] = await readHeads(path)
    writeFileSync(join(path, 'HEAD'), `${head?.commit}\n`)
    expect((await readHeads(path)).filter((each) => each.isDefault).map((each) => each.name)).toEqual([
      'master',
    ])
    expect(await readHeads(await writeRepository(join(folder, 'none.git'), []))).toEqual([])
  })

  it('finds no default branch where HEAD names one that does not exist', async () => {
    const path = await writeRepository(join(folder, 'nowhere.git'), [commit('trunk', { a: 'x' })])
    expect((await readHeads(path)).map((each) => [each.name, each.isDefault])).toEqual([['trunk', false]])
    const sandbox = await startSandbox({ repositories: [{ project: 'A', slug: 'x', path }] })
    const scan = '/rest/security/latest/scan/A/repos/x'
    const repository = '/rest/api/latest/projects/A/repos/x'
    const paths = [
      scan,
      `${scan}?branch=trunk`,
      `${repository}/branches/default`,
      `${repository}/default-branch`,
    ]
    const answers = await Promise.all(paths.map((each) => call(sandbox, 'GET', each)))
    await sandbox.close()
    expect(answers.map(({ status }) => status)).toEqual([404, 200, 404, 204])
  })

  it('says which path is no repository', async () => {
    await expect(readHeads(join(folder, 'nowhere'))).rejects.toThrow(/git for-each-ref ended with/)
  })

  it('gives blobs of any size and bytes back whole', async () => {
    const large = Buffer.alloc(700_000, 'line of text\n')
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index))
    const path = await writeRepository(join(folder, 'blobs.git'), [
      commit('main', { empty: '', 'dir/large file.txt': large, bytes, 'quo"te\tü': 'x\n' }),
    ])
    const [head] = await readHeads(path)
    const tree = await readTree(path, head?.commit ?? '')
    expect(tree.map((blob) => [blob.path, blob.bytes])).toEqual([
      ['bytes', 256],
      ['dir/large file.txt', 700_000],
      ['empty', 0],
      ['quo"te\tü', 2],
    ])
    const contents: Buffer[] = []
    const oids = [...tree.map((blob) => blob.oid), '0'.repeat(40)]
    for await (const blob of readBlobs(path, oids)) contents.push(Buffer.from(blob.content))
    expect(contents).toEqual([bytes, large, Buffer.alloc(0), Buffer.from('x\n')])
  })

  it('lists commits, newest first', async () => {
    const path = await writeRepository(join(folder, 'log.git'), [
      commit('main', { a: '1' }, { message: 'First\n\nWith a body' }),
      commit('main', { a: '2' }, { message: 'Second', at: Date.UTC(2025, 0, 2) }),
    ])
    const commits = await readCommits(path, 'main', 10)
    expect(commits.map((each) => [each.message, each.parents.length, each.at])).toEqual([
      ['Second', 1, Date.UTC(2025, 0, 2)],
      ['First\n\nWith a body', 0, Date.UTC(2025, 0, 1)],
    ])
    expect(await readCommits(path, 'nope', 10)).toEqual([])
    expect(await readCommits(path, '--output=/nowhere', 10)).toEqual([])
  })

  it('is not led astray by the variables of a surrounding git', async () => {
    const path = await writeRepository(join(folder, 'inner.git'), [commit('main', { a: 'x' })])
    process.env.GIT_DIR = join(folder, 'somewhere-else')
    try {
      expect((await readHeads(path)).map((head) => head.name)).toEqual(['main'])
    } finally {
      delete process.env.GIT_DIR
    }
  })
})

describe('scanning git', () => {
  it('skips binaries, large files and links, and names every path of the same blob', async () => {
    const line = `token = "${planted.githubToken('everywhere')}"\n`
    const path = await writeRepository(join(folder, 'kinds.git'), [
      commit('main', {
        'a/one.txt': line,
        'b/two.txt': line,
        'image.png': Buffer.concat([Buffer.from('\0PNG'), Buffer.from(line)]),
        'huge.log': Buffer.concat([Buffer.alloc(1024 * 1024, 'x\n'), Buffer.from(line)]),
      }),
    ])
    const content = gitContent(path)
    const [head] = await content.heads()
    if (head === undefined) throw new Error('no branch')
    const findings = await content.scan(head, () => undefined, never)
    expect(findings.map((finding) => finding.path)).toEqual(['a/one.txt', 'b/two.txt'])
  })

  it('reports progress from 0 to 1 and reads a blob that two branches share only once', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`f${index}`, `text ${index}\n`]),
    )
    const path = await writeRepository(join(folder, 'shared.git'), [
      commit('main', files),
      commit('topic', { extra: 'more\n' }, { from: 'main' }),
    ])
    const content = gitContent(path)
    const expected: number[][] = []
    for (const head of await content.heads()) {
      const parts: number[] = []
      await content.scan(head, (part) => parts.push(part), never)
      expected.push(parts)
    }
    expect(expected.map((parts) => [parts.length, parts.at(-1)])).toEqual([
      [20, 1],
      [1, 1],
    ])
  })
})

describe('a repository that is served', () => {
  it('is left exactly as it was', async () => {
    const path = await writeRepository(join(folder, 'untouched.git'), [
      commit('main', { a: `token = "${planted.githubToken('u')}"\n` }),
    ])
    const before = fingerprintOf(path)
    const sandbox = await startSandbox({ repositories: [{ project: 'A', slug: 'x', path }] })
    await call(sandbox, 'PUT', '/rest/security/latest/status/total_rescan')
    await statusWhenIdle(sandbox, 'A/repos/x')
    await call(sandbox, 'GET', '/rest/security/latest/export-report/projects/A')
    await call(sandbox, 'GET', '/projects/A/repos/x/commits')
    await sandbox.close()
    expect(fingerprintOf(path)).toBe(before)
  })
})

describe('the demo repositories', () => {
  it('are the same every time, whole for git, and hold what the story says', async () => {
    const first = await buildDemoRepositories(join(folder, 'demo-1'))
    const second = await buildDemoRepositories(join(folder, 'demo-2'))
    const heads = (all: readonly SandboxRepository[]) =>
      Promise.all(all.map((each) => readHeads(pathOf(each))))
    expect(await heads(first)).toEqual(await heads(second))
    for (const each of first)
      execFileSync('git', ['-C', pathOf(each), 'fsck', '--strict'], { stdio: 'ignore' })
    const rules = Object.fromEntries(
      await Promise.all(first.map(async (each) => [`${each.project}/${each.slug}`, await rulesIn(each)])),
    )
    expect(rules).toEqual({
      'SHOP/payments': [
        'AWS_CLIENT_ID',
        'AWS_SECRET_ACCESS_KEY',
        'GENERIC_PASSWORD',
        'RSA_PRIVATE_KEY',
        'SLACK_TOKEN',
      ],
      'SHOP/storefront': ['BITBUCKET_ACCESS_TOKEN', 'GITHUB_TOKEN', 'SSH_PRIVATE_KEY'],
      'LIB/string-tools': [],
    })
  })
})

function pathOf(repository: SandboxRepository): string {
  return 'path' in repository ? repository.path : ''
}

/** Rules that are broken on any branch, sorted. */
async function rulesIn(repository: SandboxRepository): Promise<string[]> {
  const content = gitContent(pathOf(repository))
  const found = new Set<string>()
  for (const head of await content.heads()) {
    for (const finding of await content.scan(head, () => undefined, never)) found.add(finding.rule)
  }
  return [...found].sort()
}

/** Hash over names, sizes, times and contents of everything below a folder. */
function fingerprintOf(root: string): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' }).sort()) {
    const facts = statSync(join(root, name))
    hash.update(`${name} ${facts.size} ${facts.mtimeMs}\n`)
    if (facts.isFile()) hash.update(readFileSync(join(root, name)))
  }
  return hash.digest('hex')
}
