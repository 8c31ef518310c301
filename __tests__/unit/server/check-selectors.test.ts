/** Names in selectors against what Bitbucket lists, before anything is triggered. */
import { describe, expect, it } from '@jest/globals'
import { mergePolicies } from '../../../src/config/policy.ts'
import { planOf } from '../../../src/config/run-plan.ts'
import { GateError } from '../../../src/errors.ts'
import { checkSelectors } from '../../../src/server/check-targets.ts'
import { always, result, scanServer } from '../../fixtures/scan-server.ts'
import { enough, readGiven } from '../config/given.ts'

const listed = {
  'PROJ/app': ['main', 'dev'],
  'PROJ/cafe': ['caf\u00e9'],
  'PROJ/empty': [],
  'OTHER/lib': ['trunk'],
}

/** The notes or the error of a check, and the lists that it asked for. */
async function check(
  thresholds: string,
  scope: Record<string, string>,
  { fromFile = false, repositories = listed as Record<string, readonly string[]> } = {},
) {
  const server = scanServer(
    Object.fromEntries(
      Object.entries(repositories).map(([name, branches]) => [
        name,
        Object.fromEntries(branches.map((branch) => [branch, always(result)])),
      ]),
    ),
  )
  const asked: string[] = []
  const bitbucket: typeof server.bitbucket = {
    async *repositories(target, deadline) {
      if (target.kind === 'repo' || target.kind === 'branch') {
        yield { project: target.project, repo: target.repo }
        return
      }
      asked.push(target.kind)
      yield* server.bitbucket.repositories(target, deadline)
    },
    async *branches(repository, deadline) {
      asked.push(`${repository.project}/${repository.repo}`)
      yield* server.bitbucket.branches(repository, deadline)
    },
  }
  const { inputs } = readGiven({ ...enough, project: '', repo: '', ...scope, token: 't' })
  if (inputs === null) throw new Error('the inputs are wrong')
  const { policy } = mergePolicies({ documents: [], thresholdsInput: thresholds, whatIf: null })
  const moved = policy.thresholds.map((one) => ({ ...one, origin: fromFile ? 'policy.yml:2' : one.origin }))
  const context = { inputs, plan: planOf(inputs), policy: { ...policy, thresholds: moved }, host: server }
  try {
    const notes = await checkSelectors(context as never, { bitbucket } as never)
    return { asked, notes, error: null }
  } catch (caught) {
    if (caught instanceof GateError) return { asked, notes: [], error: caught }
    throw caught
  }
}

const project = { project: 'PROJ' }
const repo = { project: 'PROJ', repo: 'app' }
const instance = { scope: 'instance' }

describe('a literal name that is not listed ends the run', () => {
  it.each<[string, Record<string, string>]>([
    ['branch:master = 0', repo],
    ['repo:PROJ/ap = 0', project],
    ['repo:PROJ/ap = 0', instance],
    ['project:PRO = 0', instance],
    ['repo:THIRD/* = 0', instance],
    ['branch:master = 0', { project: 'OTHER' }],
    ['repo:PROJ/app branch:trunk = 0', instance],
    ['repo:PROJ/a* branch:mian = 0', repo],
    ['branch:Main = 0', repo],
  ])('%s in %j', async (threshold, scope) => {
    const { error } = await check(`total = 5\n${threshold}`, scope)
    expect(error).toMatchObject({ code: 'INPUT_INVALID', exitCode: 2 })
    expect(error?.message).toMatch(
      /^thresholds line 2: The selector ".*" can match nothing in .*, where Bitbucket lists /,
    )
  })

  it('says what is listed', async () => {
    const { error } = await check('total = 5\nbranch:master = 0', repo)
    expect(error?.message).toMatch(/in PROJ\/app, where Bitbucket lists PROJ\/app@main, PROJ\/app@dev\.$/)
  })
})

describe('nothing is wrong with', () => {
  it.each<[string, Record<string, string>, readonly string[]]>([
    ['total = 0', repo, []],
    ['repo:PROJ/app = 0', repo, []],
    ['branch:main = 0', { ...repo, branch: 'main' }, []],
    ['path:src/** = 0', instance, []],
    ['total = 0\nbranch:release/* = 0', repo, []],
    ['branch:main = 0', repo, ['PROJ/app']],
    ['branch:refs/heads/dev = 0', repo, ['PROJ/app']],
    ['branch:cafe\u0301 = 0', project, ['project', 'PROJ/app', 'PROJ/cafe']],
    ['repo:proj/CAFE = 0', project, ['project']],
    ['project:OTHER branch:trunk = 0', instance, ['instance', 'OTHER/lib']],
    ['branch:d* = 0', repo, ['PROJ/app']],
  ])('%s in %j', async (threshold, scope, lists) => {
    expect(await check(threshold, scope)).toEqual({ asked: lists, notes: [], error: null })
  })

  it('a branch of a repository that is empty so far', async () => {
    const { error, notes } = await check('branch:main = 0', { project: 'PROJ', repo: 'empty' })
    expect([error, notes]).toEqual([null, []])
  })
})

describe('in a policy file', () => {
  it('a name that is not listed is a note', async () => {
    const { error, notes } = await check('total = 5\nbranch:master = 0', repo, { fromFile: true })
    expect(error).toBeNull()
    expect(notes).toEqual([
      expect.stringMatching(/^policy\.yml:2: The selector "branch:master" can match nothing in PROJ\/app,/),
    ])
  })

  it('it ends the run where no threshold can match', async () => {
    const { error } = await check('branch:master = 0\nbranch:release/* = 0', repo, { fromFile: true })
    expect(error?.message).toMatch(/^thresholds: No threshold can match anything in PROJ\/app,/)
  })
})
