/** Do the branches of a run exist, and were they ever scanned? */
import { describe, expect, it } from '@jest/globals'
import { mergePolicies } from '../../../src/config/policy.ts'
import { planOf } from '../../../src/config/run-plan.ts'
import { GateError } from '../../../src/errors.ts'
import { checkSelectors, checkTargets } from '../../../src/server/check-targets.ts'
import type { Target } from '../../../src/target.ts'
import { type Answer, always, result, scanServer } from '../../fixtures/scan-server.ts'
import { enough, readGiven } from '../config/given.ts'

const branch = (name: string): Target => ({ kind: 'branch', project: 'PROJ', repo: 'app', branch: name })
const repo: Target = { kind: 'repo', project: 'PROJ', repo: 'app' }
const project: Target = { kind: 'project', project: 'PROJ' }
const unscanned = { scanned: false, actual: false, running: false, scheduled: false }

type Plan = { exports?: readonly Target[]; triggers?: readonly Target[]; requireScanned?: boolean }

/** The error, or the requests of a check that found none. */
async function check(
  repositories: Record<string, Record<string, Answer>>,
  { exports = [], triggers = [], requireScanned = true }: Plan,
  headless: readonly string[] = [],
): Promise<GateError | string[]> {
  const scripts = Object.entries(repositories).map(([name, branches]) => [
    name,
    Object.fromEntries(Object.entries(branches).map(([key, answer]) => [key, always(answer)])),
  ])
  const server = scanServer(Object.fromEntries(scripts), { headless })
  const inputs = { requireScanned, timeoutMs: 60_000 }
  try {
    const plan = { exports, triggers, compared: null }
    await checkTargets({ plan, inputs, host: server } as never, server as never)
    return server.asked
  } catch (caught) {
    if (caught instanceof GateError) return caught
    throw caught
  }
}

describe('an export of what was never scanned', () => {
  it.each<[string, Target, Record<string, Record<string, Answer>>, string]>([
    [
      'a repository',
      repo,
      { 'PROJ/app': { main: result, dev: unscanned } },
      '1 of 2 .*: PROJ/app@dev \\(not scanned\\)',
    ],
    [
      'a branch',
      branch('main'),
      { 'PROJ/app': { main: unscanned } },
      '1 of 1 .*: PROJ/app@main \\(not scanned\\)',
    ],
    ['a branch of 404', branch('main'), { 'PROJ/app': { main: 404 } }, 'PROJ/app@main \\(404\\)'],
    [
      'a project',
      project,
      { 'PROJ/app': { main: result }, 'PROJ/b': { main: unscanned } },
      'PROJ/b \\(not scanned\\)',
    ],
    ['a default branch of 404', project, { 'PROJ/app': { main: 404, dev: result } }, 'PROJ/app \\(404\\)'],
    [
      'a status without "scanned"',
      repo,
      { 'PROJ/app': { main: { total: 0 } } },
      'PROJ/app@main \\(not scanned\\)',
    ],
    ['a copy from a cache', repo, { 'PROJ/app': { main: { copy: 'Age: 9' } } }, 'only a copy'],
    ['a server error', repo, { 'PROJ/app': { main: 500 } }, 'server error'],
  ])('is an error: %s', async (_name, target, repositories, words) => {
    const error = await check(repositories, { exports: [target] })
    expect(error).toMatchObject({ code: 'SCAN_NOT_PROVEN', message: expect.stringMatching(words) })
    expect((error as GateError).hint).toContain('require-scanned: false')
  })

  it.each<[string, Target, Record<string, Record<string, Answer>>, number]>([
    ['each branch was scanned', repo, { 'PROJ/app': { main: result, dev: result } }, 2],
    ['a new scan runs', repo, { 'PROJ/app': { main: { ...result, running: true } } }, 1],
    ['the result is out of date', branch('main'), { 'PROJ/app': { main: { ...result, actual: false } } }, 1],
    ['another branch was not', branch('main'), { 'PROJ/app': { main: result, dev: unscanned } }, 1],
    [
      'each default branch was',
      project,
      { 'PROJ/app': { main: result, dev: unscanned }, 'PROJ/empty': {} },
      2,
    ],
    ['the repository is empty', repo, { 'PROJ/app': {} }, 0],
  ])('is not suspected where %s', async (_name, target, repositories, asked) => {
    expect(await check(repositories, { exports: [target] })).toHaveLength(asked)
  })

  it('asks by branch where the default branch of a repository does not exist', async () => {
    const repositories = { 'PROJ/a': { main: result }, 'PROJ/odd': { x: result, y: result } }
    expect(await check(repositories, { exports: [project] }, ['PROJ/odd'])).toEqual([
      'PROJ/a',
      'PROJ/odd',
      'PROJ/odd@x',
      'PROJ/odd@y',
    ])
    const partly = { ...repositories, 'PROJ/odd': { x: result, y: unscanned } }
    expect(await check(partly, { exports: [project] }, ['PROJ/odd'])).toMatchObject({
      code: 'SCAN_NOT_PROVEN',
      message: expect.stringMatching(/1 of 3 branches .*: PROJ\/odd@y \(not scanned\)\.$/),
    })
  })

  it('is not looked for in a run that scans, nor where that is not required', async () => {
    const repositories = { 'PROJ/app': { main: unscanned } }
    expect(await check(repositories, { exports: [repo], triggers: [repo] })).toEqual([])
    expect(await check(repositories, { exports: [repo], requireScanned: false })).toEqual([])
  })
})

describe('a branch that Bitbucket does not list', () => {
  const repositories = {
    'PROJ/app': { main: result, 'release/1.4': result, 'release/1.5': result, docs: result },
  }

  it.each<[string, string]>([
    ['mian', 'no branch "mian" in it. Names like it: main.'],
    ['release/1.6', 'no branch "release/1.6" in it. Names like it: release/1.4, release/1.5.'],
    ['MAIN', 'no branch "MAIN" in it. Names like it: main.'],
    ['nothing-like-it', 'no branch "nothing-like-it" in it.'],
  ])('is an error with the nearest names: %s', async (name, words) => {
    for (const plan of [
      { exports: [branch(name)], requireScanned: false },
      { triggers: [branch('main'), branch(name)] },
    ]) {
      const error = await check(repositories, plan)
      expect(error).toMatchObject({ code: 'NOT_FOUND' })
      expect((error as GateError).message).toMatch(new RegExp(`${words.replaceAll('.', '\\.')}$`))
    }
  })

  it('is not one that it lists', async () => {
    expect(await check(repositories, { triggers: [branch('main'), branch('docs')] })).toEqual([])
  })
})

describe('names in selectors', () => {
  /** Names in selectors against what Bitbucket lists, before anything is triggered. */
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
})
