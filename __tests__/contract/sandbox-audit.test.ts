/** The audit log: scans that were started, and files that a scan skipped. */
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { faultNamed } from '../../sandbox/faults/catalogue.ts'
import type { FaultScenario } from '../../sandbox/faults/scenario.ts'
import { writeRepository } from '../../sandbox/git-writer.ts'
import { type Sandbox, startSandbox } from '../../sandbox/server.ts'
import { type Answer, call, commit, statusWhenIdle, temporaryFolder } from './sandbox-caller.ts'

const { folder, remove } = temporaryFolder()
const log = '/rest/auditing/1.0/events'
const soteri = 'categories=Soteri%20Security%20for%20Bitbucket'
let path = ''
let sandbox: Sandbox | null = null

beforeAll(async () => {
  path = await writeRepository(join(folder, 'kinds.git'), [
    commit('main', {
      'a.txt': 'x\n',
      'logo.png': Buffer.from([0, 1, 2]),
      'big.log': Buffer.alloc(2 ** 20 + 1, 'x\n'),
    }),
  ])
})
afterEach(async () => {
  await sandbox?.close()
  sandbox = null
})
afterAll(remove)

async function scanned(fault?: FaultScenario): Promise<Sandbox> {
  sandbox = await startSandbox({
    repositories: [
      { project: 'A', slug: 'x', path },
      {
        project: 'A',
        slug: 'made',
        made: [{ name: 'main', findings: 0, skipped: [{ path: 'b', reason: 'r' }] }],
      },
    ],
    ...(fault === undefined ? {} : { fault }),
  })
  await call(sandbox, 'PUT', '/rest/security/latest/status/projects/A')
  await statusWhenIdle(sandbox, 'A/repos/x')
  await statusWhenIdle(sandbox, 'A/repos/made')
  return sandbox
}

const entities = (answer: Answer): Record<string, unknown>[] =>
  answer.json().entities as Record<string, unknown>[]
const skips = (answer: Answer): unknown[] =>
  entities(answer)
    .filter((each) => (each.type as { action: string }).action === 'File skipped in scan')
    .map((each) => (each.extraAttributes as { value: string }[]).map(({ value }) => value).join(' '))
    .sort()

describe('the audit log', () => {
  it('names the files that a scan skipped, and the scan itself', async () => {
    const on = await scanned()
    const answer = await call(on, 'GET', `${log}?${soteri}&limit=100`)
    expect(skips(answer)).toEqual([
      'main b r',
      'main big.log The file is too large',
      'main logo.png The file is binary',
    ])
    expect(entities(answer).at(-1)).toMatchObject({
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      type: { category: 'Soteri Security for Bitbucket', action: 'Manual scan started' },
      affectedObjects: [{ name: 'project A' }],
    })
    expect(answer.json().pagingInfo).toEqual({ lastPage: true, size: 4 })
  })

  it('comes in pages, within a period, of a category, and as CSV', async () => {
    const on = await scanned()
    const size = async (query: string): Promise<number> =>
      entities(await call(on, 'GET', `${log}?${query}`)).length
    const first = await call(on, 'GET', `${log}?limit=3`)
    expect(first.json().pagingInfo).toEqual({ lastPage: false, size: 3, nextPageOffset: 3 })
    expect(await size('limit=3&offset=3')).toBe(1)
    expect(await size('categories=Projects')).toBe(0)
    expect(await size('from=2999-01-01T00:00:00Z')).toBe(0)
    expect(await size('to=2999-01-01T00:00:00Z')).toBe(4)
    expect((await call(on, 'GET', `${log}?from=yesterday`)).status).toBe(400)
    const csv = await call(on, 'GET', `${log}?${soteri}&limit=100&outputFormat=csv`)
    expect(csv.headers.get('content-type')).toMatch(/^text\/csv/)
    expect(csv.text.split('\n')).toHaveLength(6)
    expect(csv.text).toContain(
      '"File skipped in scan","A/x","Branch: main; File: logo.png; Reason: The file is binary"',
    )
  })

  it('is for administrators with a password', async () => {
    const on = await scanned()
    const user = on.users[0] ?? null
    expect((await call(on, 'GET', log, { user, with: 'token' })).status).toBe(401)
  })

  it.each([
    ['audit-404', 404],
    ['audit-right-missing', 401],
    ['audit-500', 500],
    ['audit-empty-reply', 200],
    ['audit-unknown-event', 200],
  ])('%s', async (name, status) => {
    const answer = await call(await scanned(faultNamed(name)), 'GET', log)
    expect(answer.status).toBe(status)
    if (name === 'audit-unknown-event') expect(answer.text).toContain('Scan was not complete')
  })
})
