/** What the faults of pull requests do on the wire, over the repositories of the demo. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { buildChangedRepositories, demoPullRequests } from '../../sandbox/demo-pull-requests.ts'
import { faultNamed } from '../../sandbox/faults/catalogue.ts'
import type { SandboxRepository } from '../../sandbox/options.ts'
import { type Engine, replayFault } from '../../sandbox/replay.ts'
import { type Sandbox, startSandbox } from '../../sandbox/server.ts'
import { type Answer, call, exceptionOf, statusWhenIdle, temporaryFolder } from './sandbox-caller.ts'

const { folder, remove } = temporaryFolder()
const root = '/rest/api/latest/projects/PAY/repos/checkout'
const security = '/rest/security/latest'
const exportPath = `${security}/export-report/projects/PAY/repos/checkout?branch=feature/refunds`
let repositories: readonly SandboxRepository[] = []
let sandbox: Sandbox | null = null

beforeAll(async () => {
  repositories = await buildChangedRepositories(folder)
})
afterEach(async () => {
  await sandbox?.close()
  sandbox = null
})
afterAll(remove)

/** One after the other: the last one is closed first. */
async function start(fault: string): Promise<Sandbox> {
  await sandbox?.close()
  sandbox = await startSandbox({
    repositories,
    pullRequests: demoPullRequests,
    statusLag: { ms: 0, polls: 0 },
    fault: faultNamed(fault),
  })
  return sandbox
}

const get = (on: Sandbox, path: string): Promise<Answer> => call(on, 'GET', path)
const outcome = ({ status, text }: Answer): unknown => [status, text]

describe('faults of pull requests', () => {
  it('push-during-run: the newest commit of the branch is there from the first export on', async () => {
    const on = await start('push-during-run')
    const head = async (): Promise<unknown> =>
      ((await get(on, `${root}/pull-requests/42`)).json().fromRef as Record<string, unknown>).latestCommit
    const scan = async (): Promise<unknown> => {
      await call(on, 'PUT', `${security}/status/projects/PAY/repos/checkout/branches?name=feature/refunds`)
      return (await statusWhenIdle(on, 'PAY/repos/checkout?branch=feature/refunds')).total
    }
    const before = await head()
    expect(await scan()).toBe(3)
    expect((await get(on, exportPath)).text.split('\r\n')).toHaveLength(5)
    expect(await head()).not.toBe(before)
    const status = await get(on, `${security}/scan/PAY/repos/checkout?branch=feature/refunds`)
    expect(status.json()).toMatchObject({ scanned: true, actual: false })
    expect(await scan()).toBe(4)
  })

  it('target-never-scanned, target-outdated: of main alone', async () => {
    for (const fault of ['target-never-scanned', 'target-outdated']) {
      const on = await start(fault)
      await call(on, 'PUT', `${security}/status/projects/PAY/repos/checkout/branches?name=main`)
      await call(on, 'PUT', `${security}/status/projects/PAY/repos/checkout/branches?name=release/1.x`)
      await statusWhenIdle(on, 'PAY/repos/checkout?branch=release/1.x')
      if (fault === 'target-outdated') await statusWhenIdle(on, 'PAY/repos/checkout?branch=main')
      for (const name of ['main', 'refs%2Fheads%2Fmain']) {
        const target = await get(on, `${security}/scan/PAY/repos/checkout?branch=${name}`)
        expect(target.json()).toMatchObject({ actual: false, scanned: fault === 'target-outdated' })
      }
    }
  })

  it('pull-request-vanishes: after the first look, and its branch with the second export', async () => {
    const on = await start('pull-request-vanishes')
    const statuses = [await get(on, `${root}/pull-requests/42`), await get(on, `${root}/pull-requests/42`)]
    expect(statuses.map(({ status }) => status)).toEqual([200, 404])
    const names = async (): Promise<string> => (await get(on, `${root}/branches`)).text
    await get(on, `${security}/export-report/projects/PAY/repos/checkout?branch=main`)
    expect(await names()).toContain('feature/refunds')
    expect((await get(on, exportPath)).status).toBe(200)
    expect(await names()).not.toContain('feature/refunds')
  })

  it('fork-without-rights: whatever is asked of the fork, by its address or as the source', async () => {
    const on = await start('fork-without-rights')
    const paths = [
      `${security}/scan/~ada/repos/checkout`,
      `${security}/export-report/projects/%7Eada/repos/checkout`,
      `${root}/compare/commits?from=quick-pay&to=main&fromRepo=~ada%2Fcheckout`,
    ]
    for (const path of paths) expect(exceptionOf(await get(on, path))).toMatch(/AuthorisationException$/)
    expect((await get(on, `${root}/pull-requests/44`)).status).toBe(200)
  })

  it('changes-cut: says that there are more', async () => {
    const answer = await get(await start('changes-cut'), `${root}/pull-requests/42/changes`)
    expect(answer.json()).toMatchObject({ size: 0, values: [], isLastPage: false, nextPageStart: null })
  })

  it('blame: in another shape, with lines, or not at all', async () => {
    const path = `${root}/browse/README.md?at=main&blame=true&noContent=true`
    const spans = [expect.objectContaining({ lineNumber: 1, spannedLines: 3 })]
    const of = async (fault: string): Promise<unknown> =>
      JSON.parse((await get(await start(fault), path)).text)
    expect(await of('blame-object')).toEqual({ blame: spans })
    expect(await of('blame-with-content')).toMatchObject({
      lines: [{ text: expect.any(String) }],
      blame: spans,
    })
    expect(await of('blame-500')).toMatchObject({ errors: [{ message: 'An error occurred.' }] })
  })

  it('comments and reports that cannot be changed', async () => {
    const on = await start('comment-with-replies')
    const comments = `${root}/pull-requests/42/comments`
    const { id } = (await call(on, 'POST', comments, { body: { text: 'One' } })).json()
    const page = (await get(on, `${root}/pull-requests/42/activities`)).json()
    expect(page.values).toMatchObject([{ comment: { id, comments: [{ id: 9001 }] } }, { action: 'OPENED' }])
    expect((await call(on, 'DELETE', `${comments}/${id}?version=0`)).status).toBe(409)
    const gone = await start('comment-deleted-meanwhile')
    const own = (await call(gone, 'POST', comments, { body: { text: 'One' } })).json()
    const edit = { body: { text: 'Two', version: 0 } }
    const edits = [await call(gone, 'PUT', `${comments}/${own.id}`, edit)]
    expect(edits.map(outcome)).toEqual([[404, expect.stringContaining('NoSuchCommentException')]])
    const other = await start('report-of-another-user')
    const head = (await get(other, `${root}/branches/default`)).json().latestCommit
    const report = `/rest/insights/latest/projects/PAY/repos/checkout/commits/${head}/reports/gate`
    expect((await call(other, 'PUT', report, { body: { title: 'Gate', data: [] } })).status).toBe(401)
  })
})

describe('a replay', () => {
  it('runs the gate that has to come first, with its own inputs', async () => {
    const asked: (string | undefined)[] = []
    const engine: Engine = async (inputs) => {
      asked.push(inputs['pull-request'])
      return 1
    }
    const fault = faultNamed('two-pull-requests-of-one-commit')
    await replayFault(fault, repositories, folder, engine, { verdict: 'fail', exitCode: 1 })
    expect(asked).toEqual(['45', '42'])
  })
})
