/** `plan`: the repositories of a scope as the matrix of a CI system. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { SandboxUser } from '../../sandbox/options.ts'
import { type Sandbox, startSandbox } from '../../sandbox/server.ts'
import { expectEnding, inError, passed, reportOf } from '../fixtures/contract.ts'
import { type RunResult, runAction } from '../fixtures/runner.ts'

const user: SandboxUser = {
  name: 'planner',
  token: ['BBDC', 'planner', 'of', 'all'].join('-'),
  rights: { read: ['SHOP', 'LIB'] },
}

let sandbox: Sandbox
beforeAll(async () => {
  const made = [{ name: 'main', findings: 0 }]
  sandbox = await startSandbox({
    repositories: ['e', 'd', 'c', 'b', 'a']
      .map((slug) => ({ project: 'SHOP', slug, made }))
      .concat({ project: 'LIB', slug: 'tools', made }, { project: 'HIDDEN', slug: 'x', made }),
    users: [user],
    pageLimit: 2,
  })
})
afterAll(async () => await sandbox.close())

const plan = (inputs: Record<string, string>): Promise<RunResult> =>
  runAction({
    operation: 'plan',
    'bitbucket-url': sandbox.url,
    token: user.token ?? '',
    'max-requests-per-second': '1000',
    'upload-artifact': 'false',
    ...inputs,
  })

describe('plan', () => {
  it('deals a project, page by page, and asks nothing but lists', async () => {
    const since = sandbox.requests.length
    const result = await plan({ project: 'SHOP', shards: '2' })
    expectEnding(result, passed)
    expect(JSON.parse(result.outputs.matrix ?? '')).toEqual({
      include: [
        { shard: 1, targets: 'SHOP/a\nSHOP/c\nSHOP/e' },
        { shard: 2, targets: 'SHOP/b\nSHOP/d' },
      ],
    })
    const asked = sandbox.requests.slice(since)
    expect(asked.every(({ method }) => method === 'GET')).toBe(true)
    expect(asked.filter(({ path }) => path.includes('/SHOP/repos'))).toHaveLength(3)
    expect(reportOf(result)).toMatchObject({
      operation: 'plan',
      verdict: 'pass',
      // What the last job holds the shards against.
      evidence: {
        shards: [
          { shard: 1, targets: ['SHOP/a', 'SHOP/c', 'SHOP/e'] },
          { shard: 2, targets: ['SHOP/b', 'SHOP/d'] },
        ],
      },
    })
  })

  it('deals what the user sees of the instance, with no empty job', async () => {
    const result = await plan({ scope: 'instance', shards: '256' })
    expectEnding(result, passed)
    const { include } = JSON.parse(result.outputs.matrix ?? '') as { include: { targets: string }[] }
    expect(include.map(({ targets }) => targets)).toEqual([
      'LIB/tools',
      'SHOP/a',
      'SHOP/b',
      'SHOP/c',
      'SHOP/d',
      'SHOP/e',
    ])
    expect(result.lastLine).toContain('6 jobs (256 were asked for')
  })

  it('gives targets that a job can be started with', async () => {
    const planned = await plan({ targets: 'SHOP/a, LIB', shards: '1' })
    const [job] = (JSON.parse(planned.outputs.matrix ?? '') as { include: { targets: string }[] }).include
    expect(job?.targets).toBe('LIB/tools\nSHOP/a')
    const again = await plan({ targets: job?.targets ?? '', shards: '1' })
    expect(again.outputs.matrix).toBe(planned.outputs.matrix)
  })

  it.each([
    [{ project: 'SHOP' }, 'needs to know over how many jobs'],
    [{ project: 'SHOP', shards: '257' }, 'shards: "257" is not allowed: write a whole number from 1 to 256'],
    [{ shards: '2' }, 'scope'],
  ])('%j is an input mistake', async (inputs, expected) => {
    const result = await plan(inputs)
    expectEnding(result, inError(2))
    expect(result.stdout).toContain(expected)
    expect(result.outputs.matrix).toBe('')
  })
})
