/** Triggers, status, cancels and mails of the sandbox, over real HTTP and real git. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { virtualClock } from '../../sandbox/clock.ts'
import { writeRepository } from '../../sandbox/git-writer.ts'
import type { SandboxOptions } from '../../sandbox/options.ts'
import * as planted from '../../sandbox/planted-credentials.ts'
import { type Sandbox, startSandbox } from '../../sandbox/server.ts'
import { call, commit, exceptionOf, statusWhenIdle, temporaryFolder } from './sandbox-caller.ts'

const { folder, remove } = temporaryFolder()
const oddBranch = 'feature/größe&rest#1'
let path = ''
let empty = ''
let sandbox: Sandbox | null = null

beforeAll(async () => {
  path = await writeRepository(join(folder, 'app.git'), [
    commit('main', { 'a.js': `const t = '${planted.githubToken('a')}'\n`, 'b.txt': 'nothing\n' }),
    commit(oddBranch, { 'c.js': `const t = '${planted.githubToken('c')}'\n` }, { from: 'main' }),
  ])
  empty = await writeRepository(join(folder, 'empty.git'), [])
})
afterEach(async () => {
  await sandbox?.close()
  sandbox = null
})
afterAll(remove)

async function start(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  sandbox = await startSandbox({
    repositories: [
      { project: 'APP', slug: 'app', path },
      { project: 'APP', slug: 'empty', path: empty },
      { project: '~ada', slug: 'own', path },
    ],
    ...options,
  })
  return sandbox
}

const trigger = '/rest/security/latest/status'
const status = async (on: Sandbox, query = ''): Promise<Record<string, unknown>> =>
  (await call(on, 'GET', `/rest/security/latest/scan/APP/repos/app${query}`)).json()

describe('triggers and status', () => {
  it('shows the state before the trigger to the first poll, then the scan, then its result', async () => {
    const clock = virtualClock()
    const on = await start({ clock, scanDurationMs: 1000, workers: 1 })
    expect(await status(on)).toMatchObject({ scanned: false, running: false, scheduled: false, total: 0 })
    const odd = `?branch=${encodeURIComponent(oddBranch)}`
    expect((await call(on, 'PUT', `${trigger}/projects/APP/repos/app`)).status).toBe(200)

    expect(await status(on)).toMatchObject({ scanned: false, running: false, scheduled: false })
    expect(await status(on, odd)).toMatchObject({ scanned: false, running: false, scheduled: false })
    clock.advance(250)
    expect(await status(on, odd)).toMatchObject({ running: true, progress: 25, scheduled: false })
    expect(await status(on)).toMatchObject({ running: false, scheduled: true, scanned: false })
    clock.advance(5000)
    expect(await status(on)).toMatchObject({
      running: false,
      scanned: true,
      actual: true,
      progress: 100,
      total: 1,
    })
    expect(await status(on, odd)).toMatchObject({ scanned: true, actual: true, total: 2 })
  })

  it('keeps the old result in sight during the lag, with its old key', async () => {
    const clock = virtualClock()
    const on = await start({ clock, scanDurationMs: 10, statusLag: { ms: 5000, polls: 2 } })
    await call(on, 'PUT', `${trigger}/projects/APP/repos/app`)
    clock.advance(1000)
    for (let poll = 0; poll < 3; poll += 1) await status(on)
    const before = await status(on)
    await call(on, 'PUT', `${trigger}/projects/APP/repos/app`)
    clock.advance(600)
    expect(await status(on)).toEqual(before)
    expect(await status(on)).toEqual(before)
    const after = await status(on)
    expect(after).toMatchObject({ scanned: true, total: 1 })
    expect(after.scanKey).not.toBe(before.scanKey)
  })

  it('ends the lag after its time, however few have asked', async () => {
    const clock = virtualClock()
    const on = await start({ clock, statusLag: { ms: 500, polls: 9 } })
    await call(on, 'PUT', `${trigger}/projects/APP/repos/app`)
    clock.advance(499)
    expect(await status(on)).toMatchObject({ scanned: false })
    clock.advance(1)
    expect(await status(on)).toMatchObject({ scanned: true })
  })

  it('says that a result is outdated once the branch has moved on', async () => {
    const moving = await writeRepository(join(folder, 'moving.git'), [commit('main', { a: 'one\n' })])
    const on = await start({ repositories: [{ project: 'APP', slug: 'app', path: moving }] })
    await call(on, 'PUT', `${trigger}/projects/APP/repos/app`)
    expect(await statusWhenIdle(on, 'APP/repos/app')).toMatchObject({ actual: true, total: 0 })
    await writeRepository(moving, [
      commit('main', { b: `token = ${planted.githubToken('new')}\n` }, { from: 'main' }),
    ])
    expect(await status(on)).toMatchObject({ scanned: true, actual: false, total: 0 })
    await call(on, 'PUT', `${trigger}/projects/APP/repos/app`)
    expect(await statusWhenIdle(on, 'APP/repos/app')).toMatchObject({ actual: true, total: 1 })
  })

  it.each([
    [
      'branch',
      `/projects/APP/repos/app/branches?name=${encodeURIComponent(oddBranch)}`,
      [false, true, false],
    ],
    ['repository', '/projects/APP/repos/app', [true, true, false]],
    ['project', '/projects/APP', [true, true, false]],
    ['personal project', '/projects/~ada', [false, false, true]],
    ['instance', '/total_rescan', [true, true, true]],
  ])('a trigger of the %s scans exactly that', async (_name, address, expected) => {
    const on = await start({ clock: virtualClock() })
    expect((await call(on, 'PUT', `${trigger}${address}`)).status).toBe(200)
    const scanned = async (target: string): Promise<unknown> => {
      const where = `/rest/security/latest/scan/${target}`
      await call(on, 'GET', where)
      return (await call(on, 'GET', where)).json().scanned
    }
    expect([
      await scanned('APP/repos/app'),
      await scanned(`APP/repos/app?branch=${encodeURIComponent(oddBranch)}`),
      await scanned('%7Eada/repos/own'),
    ]).toEqual(expected)
  })

  it('answers 404 for the status of an empty repository and of an unknown branch', async () => {
    const on = await start()
    expect((await call(on, 'PUT', `${trigger}/projects/APP/repos/empty`)).status).toBe(200)
    const answer = await call(on, 'GET', '/rest/security/latest/scan/APP/repos/empty')
    expect(answer.status).toBe(404)
    const unknown = await call(on, 'PUT', `${trigger}/projects/APP/repos/app/branches?name=nope`)
    expect([unknown.status, exceptionOf(unknown)]).toEqual([
      404,
      'com.atlassian.bitbucket.repository.NoSuchBranchException',
    ])
    expect((await call(on, 'PUT', `${trigger}/projects/APP/repos/app/branches`)).status).toBe(400)
  })

  it('answers 500 for a branch whose scan failed', async () => {
    const on = await start({
      clock: virtualClock(),
      repositories: [{ project: 'APP', slug: 'app', made: [{ name: 'main', findings: brokenFindings() }] }],
    })
    await call(on, 'PUT', `${trigger}/projects/APP/repos/app`)
    await call(on, 'GET', '/rest/security/latest/scan/APP/repos/app')
    const answer = await call(on, 'GET', '/rest/security/latest/scan/APP/repos/app')
    expect([answer.status, answer.text.includes('broken on purpose')]).toEqual([500, true])
  })
})

describe('cancels', () => {
  it('take what waits or what runs out of the queue of everyone', async () => {
    const clock = virtualClock()
    const on = await start({ clock, scanDurationMs: 1000, workers: 1, statusLag: { ms: 0, polls: 0 } })
    await call(on, 'PUT', `${trigger}/projects/APP/repos/app?email=a@example.invalid`)
    expect((await call(on, 'DELETE', `${trigger}/scheduled`)).status).toBe(200)
    expect(await status(on)).toMatchObject({ scheduled: false, scanned: false })
    const odd = `?branch=${encodeURIComponent(oddBranch)}`
    expect(await status(on, odd)).toMatchObject({ running: true })
    expect((await call(on, 'DELETE', `${trigger}/running`)).status).toBe(200)
    clock.advance(5000)
    expect(await status(on, odd)).toMatchObject({ running: false, scanned: false })
    expect(readdirSync(on.outboxFolder)).toEqual([])
  })
})

describe('mails', () => {
  it('go to every address once the last branch is done', async () => {
    const clock = virtualClock()
    const on = await start({ clock, scanDurationMs: 1000, workers: 1 })
    const emails = 'email=a%2Bx@example.invalid&email=b@example.invalid&email=b@example.invalid'
    await call(on, 'PUT', `${trigger}/projects/APP/repos/app?${emails}`)
    clock.advance(1500)
    await status(on)
    expect(readdirSync(on.outboxFolder)).toEqual([])
    clock.advance(1000)
    await status(on)
    const files = readdirSync(on.outboxFolder).sort()
    expect(files).toEqual(['0001-a_x@example.invalid.eml', '0002-b@example.invalid.eml'])
    const mail = readFileSync(join(on.outboxFolder, files[0] ?? ''), 'utf8')
    expect(mail).toMatch(/^From: .*\r\nTo: a\+x@example\.invalid\r\nSubject: .*APP\/app is done\r\n/)
  })

  it('refuse what would be a mail header', async () => {
    const on = await start()
    const answer = await call(on, 'PUT', `${trigger}/projects/APP?email=a@b%0d%0aBcc:%20c@d`)
    expect(answer.status).toBe(400)
  })
})

/** Findings that throw as soon as the scanner hands them on. */
function brokenFindings(): [] {
  return new Proxy([], {
    get: () => {
      throw new Error('broken on purpose')
    },
  })
}
