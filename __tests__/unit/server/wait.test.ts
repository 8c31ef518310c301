import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { GateError } from '../../../src/errors.ts'
import type { StatusReply } from '../../../src/server/soteri.ts'
import { type Snapshot, takeSnapshot } from '../../../src/server/tracked-target.ts'
import { noteTrigger, triggerWhenFree, waitForScan } from '../../../src/server/wait.ts'
import type { Target } from '../../../src/target.ts'
import { errorOf } from '../../fixtures/client-world.ts'
import { isThorough } from '../../fixtures/runs.ts'
import {
  type Answer,
  always,
  fresh,
  oneBranch,
  ordinary,
  queued,
  result,
  runningAt,
  type ScanServer,
  type Script,
  scanServer,
  timeline,
  waitOn,
} from '../../fixtures/scan-server.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const main: Target = { kind: 'branch', project: 'PROJ', repo: 'repo', branch: 'main' }
const repo: Target = { kind: 'repo', project: 'PROJ', repo: 'repo' }
const project: Target = { kind: 'project', project: 'PROJ' }
const instance: Target = { kind: 'instance' }

/** Each poll is answered by the next node. */
function alternating(...answers: Answer[]): Script['after'] {
  let polls = 0
  return () => answers[polls++ % answers.length] ?? 404
}

describe('a branch', () => {
  it('is waited for until its scan is proven, with evidence', async () => {
    const server = oneBranch(ordinary(20_000, 30_000))
    const { error, evidence, notes } = await waitOn(server, main)
    expect(error).toBeNull()
    expect(notes).toEqual([])
    expect(evidence).toEqual([
      {
        target: 'PROJ/repo@main',
        triggeredAt: '2026-01-01T00:00:00.000Z',
        states: [
          { at: expect.any(String), state: 'scheduled' },
          { at: expect.any(String), state: 'running 50%' },
          { at: expect.any(String), state: 'finished, to be confirmed' },
          { at: expect.any(String), state: 'finished' },
        ],
        provenBy: expect.stringContaining('seen scheduled, seen running'),
        total: 2,
      },
    ])
    expect(server.log.text()).toContain('PROJ/repo@main: running 50%')
  })

  it('is seen running even when the scan takes a second', async () => {
    const server = oneBranch({
      before: result,
      after: timeline([0, result], [300, runningAt(1)], [1200, result]),
    })
    expect((await waitOn(server, main)).error).toBeNull()
  })

  it('is looked at right after its trigger, so that a scan of no time is seen', async () => {
    const server = oneBranch({ before: result, after: timeline([0, queued], [10, result]) })
    const snapshot = await takeSnapshot([main], server)
    server.trigger()
    await noteTrigger(main, snapshot, server)
    server.clock.pass(5000)
    expect((await waitForScan(snapshot, server)).error).toBeNull()
  })

  it('takes two hours in a moment, with a heartbeat each minute and few requests', async () => {
    const server = oneBranch(ordinary(HOUR, HOUR), { timeoutMs: 3 * HOUR })
    const { error } = await waitOn(server, main)
    expect(error).toBeNull()
    expect(server.clock.elapsed()).toBeGreaterThan(2 * HOUR)
    expect(server.clock.elapsed()).toBeLessThan(2 * HOUR + 2 * MINUTE)
    const beats = server.log.lines.filter(({ line }) => line.startsWith('Waiting for scans'))
    expect(beats.length).toBeGreaterThan(110)
    expect(beats.length).toBeLessThan(125)
    expect(beats[0]?.line).toBe(
      'Waiting for scans (63 s): 0 of 1 branch done, 0 running, 1 waiting; other scans seem to be queued too, so it may take longer.',
    )
    expect(server.asked.length).toBeLessThan(140)
  })

  it('is not taken in by a wall clock that jumps', async () => {
    const server = oneBranch(ordinary(HOUR, HOUR), { timeoutMs: 3 * HOUR })
    const jumpy: ScanServer = {
      ...server,
      clock: {
        ...server.clock,
        now: () => server.clock.now() + (server.asked.length % 2 === 0 ? 1e9 : -1e9),
      },
    }
    expect((await waitOn(jumpy, main)).error).toBeNull()
  })

  it('is given up in time even if the clock stands still', async () => {
    const server = oneBranch(always(result, queued))
    const still: ScanServer = { ...server, clock: { ...server.clock, elapsed: () => 0 } }
    expect((await waitOn(still, main)).error?.code).toBe('SCAN_TIMEOUT')
  })

  it('is waited for through a restart of the server', async () => {
    const gone = new GateError('UNREACHABLE', 'nothing listens')
    const server = oneBranch({
      before: result,
      after: timeline(
        [0, queued],
        [MINUTE, gone],
        [6 * MINUTE, 503],
        [10 * MINUTE, queued],
        [11 * MINUTE, fresh],
      ),
    })
    const { error, evidence } = await waitOn(server, main)
    expect(error).toBeNull()
    expect(evidence[0]?.states.map(({ state }) => state)).toEqual([
      'scheduled',
      'no answer (UNREACHABLE)',
      'server error 503',
      'scheduled',
      'finished, to be confirmed',
      'finished',
    ])
  })

  it('may go backwards, which is reported and not fatal', async () => {
    const server = oneBranch({
      before: result,
      after: timeline([0, runningAt(80)], [MINUTE, runningAt(10)], [2 * MINUTE, fresh]),
    })
    const { error, evidence } = await waitOn(server, main)
    expect(error).toBeNull()
    expect(evidence[0]?.states.map(({ state }) => state)).toEqual([
      'running 80%',
      'running 10%',
      'finished, to be confirmed',
      'finished',
    ])
  })

  it('that was under way before needs two looks', async () => {
    const server = oneBranch({
      before: runningAt(90),
      after: timeline([0, runningAt(95)], [MINUTE, result], [70_000, queued], [3 * MINUTE, result]),
    })
    const { error, evidence } = await waitOn(server, main)
    expect(error).toBeNull()
    expect(evidence[0]?.provenBy).toContain('2 times in a row')
  })
})

describe('a branch that never gets there', () => {
  it.each([
    ['only the old result is shown', always(result), 'SCAN_NOT_PROVEN', 'only the result from before'],
    ['it is never scanned', always({ scanned: false }), 'SCAN_NOT_PROVEN', 'that a scan ever began'],
    ['it is queued for ever', always(result, queued), 'SCAN_TIMEOUT', 'PROJ/repo@main (scheduled)'],
    ['it runs for ever', always(result, runningAt(99)), 'SCAN_TIMEOUT', 'running 99%'],
    [
      'nodes of a cluster alternate between running and the old result',
      { before: result, after: alternating(runningAt(40), result) },
      'SCAN_TIMEOUT',
      'PROJ/repo@main (',
    ],
    [
      'nodes of a cluster alternate between the old and the new result',
      { before: result, after: alternating(fresh, result) },
      'SCAN_TIMEOUT',
      'finished, to be confirmed',
    ],
    [
      'every status after the trigger is a copy',
      always(result, { copy: 'Age: 30' }),
      'SCAN_NOT_PROVEN',
      'copy from a cache (Age: 30)',
    ],
    [
      'it does not say "actual"',
      { before: result, after: timeline([0, queued], [MINUTE, { scanned: true }]) },
      'SCAN_NOT_PROVEN',
      'does not say "actual"',
    ],
    [
      'the server is gone',
      always(result, new GateError('UNREACHABLE', 'Nothing listens.')),
      'UNREACHABLE',
      'Nothing listens.',
    ],
    ['the server restarts for ever', always(result, 503), 'SERVER_FAILED', 'server error 503'],
  ] as [string, Script, string, string][])('because %s', async (_name, script, code, words) => {
    const server = oneBranch(script)
    const { error, evidence } = await waitOn(server, main)
    expect(error?.code).toBe(code)
    expect(error?.message).toContain(words)
    expect(evidence[0]?.provenBy).toBeNull()
    expect(evidence[0]?.states.length).toBeGreaterThan(0)
    expect(server.clock.elapsed()).toBeGreaterThanOrEqual(HOUR * 0.99)
    expect(server.clock.elapsed()).toBeLessThanOrEqual(HOUR + 1)
  })

  it.each<[string, Answer, string]>([
    ['out of date', { ...fresh, actual: false }, 'outdated'],
    ['without a result', { ...result, scanned: false, actual: false }, 'without a result'],
    ['at 40%', { ...result, progress: 40 }, 'progress 40%, but not running'],
    ['marked as failed', { ...fresh, failed: true }, 'failed, by "failed"'],
  ])('because it ended %s is given up after a few polls, and says so', async (_name, end, words) => {
    const after = timeline([0, queued], [MINUTE, runningAt(40)], [2 * MINUTE, end])
    for (const scripts of [
      { main: { before: result, after } },
      { other: ordinary(1, 1), main: { before: result, after } },
    ]) {
      const server = scanServer({ 'PROJ/repo': scripts })
      const { error } = await waitOn(server, 'other' in scripts ? project : main)
      expect(error?.code).toBe('SCAN_NOT_PROVEN')
      expect(error?.message).toMatch(/The scan of PROJ\/repo@main is over .* cancelled or failed/)
      expect(error?.message).toContain(`then ${words}, 5 times in a row`)
      expect(server.clock.elapsed()).toBeLessThan(10 * MINUTE)
    }
  })

  it('is not given up where it is out of date for ten seconds, or for four polls', async () => {
    const outdated = { ...fresh, actual: false }
    const after = timeline([0, queued], [1, outdated], [9900, fresh])
    expect(
      (await waitOn(oneBranch({ before: result, after }, { pollIntervalMs: 300 }), main)).error,
    ).toBeNull()
    const slow = timeline([0, queued], [5 * MINUTE, outdated], [8 * MINUTE, fresh])
    expect((await waitOn(oneBranch({ before: result, after: slow }), main)).error).toBeNull()
  })

  it.each([
    ['the right is lost half-way', new GateError('RIGHT_MISSING', 'No.'), 'RIGHT_MISSING'],
    ['the credentials are revoked', new GateError('CREDENTIALS_REFUSED', 'No.'), 'CREDENTIALS_REFUSED'],
    ['the certificate changes', new GateError('TLS_REFUSED', 'No.'), 'TLS_REFUSED'],
  ])('because %s ends at once, with what was seen', async (_name, fatal, code) => {
    const server = oneBranch({ before: result, after: timeline([0, queued], [5 * MINUTE, fatal]) })
    const { error, evidence } = await waitOn(server, main)
    expect(error?.code).toBe(code)
    expect(evidence[0]?.states.map(({ state }) => state)).toEqual(['scheduled'])
    expect(server.clock.elapsed()).toBeLessThan(7 * MINUTE)
    expect(server.asked.length).toBeLessThan(20)
  })

  it('because the first look is refused is not asked a second time', async () => {
    const server = oneBranch(always(result, new GateError('CREDENTIALS_REFUSED', 'No.')))
    const { error } = await waitOn(server, main)
    expect(error?.code).toBe('CREDENTIALS_REFUSED')
    expect(server.asked).toHaveLength(2)
  })

  it('because every answer is a login page ends after some polls', async () => {
    const server = oneBranch(always(result, new GateError('LOGIN_PAGE', 'HTML.')))
    expect((await waitOn(server, main)).error?.code).toBe('LOGIN_PAGE')
    expect(server.clock.elapsed()).toBeLessThan(MINUTE)
  })

  it('because its status answers 500 ends after some polls, and names it', async () => {
    const server = oneBranch(always(result, 500))
    const { error } = await waitOn(server, main)
    expect(error?.code).toBe('SERVER_FAILED')
    expect(error?.message).toContain('PROJ/repo@main')
    expect(server.asked.length).toBeLessThan(25)
  })

  it('because it is not there is reported by name', async () => {
    const server = scanServer({ 'PROJ/repo': { develop: always(result) } })
    const { error } = await waitOn(server, main)
    expect(error?.code).toBe('NOT_FOUND')
    expect(error?.message).toContain('no branch "main"')
  })

  it('because its repository is empty is an error, since it was named', async () => {
    expect((await waitOn(scanServer({ 'PROJ/repo': {} }), main)).error?.code).toBe('NOT_FOUND')
  })

  it('because the repository is not there is reported by name', async () => {
    expect((await waitOn(scanServer({}), main)).error).toMatchObject({ code: 'NOT_FOUND' })
    expect(await errorOf(takeSnapshot([repo], scanServer({})))).toMatchObject({ code: 'NOT_FOUND' })
  })

  it('because the server has no scan status is reported soon, with the way to go on', async () => {
    const server = oneBranch(always(404))
    const { error } = await waitOn(server, main)
    expect(error?.code).toBe('SCAN_RESOURCE_MISSING')
    expect(error?.hint).toContain('wait: false')
    expect(server.clock.elapsed()).toBeLessThan(MINUTE)
  })

  it('because the run is stopped ends at once, with what was seen', async () => {
    const stop = new AbortController()
    const server = oneBranch(
      {
        before: result,
        after: (ms) => {
          if (ms > 10 * MINUTE) stop.abort()
          return queued
        },
      },
      { stop: stop.signal },
    )
    const { error, evidence } = await waitOn(server, main)
    expect(error?.code).toBe('CANCELLED')
    expect(evidence[0]?.states.map(({ state }) => state)).toEqual(['scheduled'])
    expect(server.clock.elapsed()).toBeLessThan(12 * MINUTE)
  })
})

describe('a repository', () => {
  it('is each of its branches', async () => {
    const server = scanServer({
      'PROJ/repo': {
        main: ordinary(1000, 1000),
        'feature/a': ordinary(MINUTE, 1000),
        old: ordinary(1000, 5 * MINUTE),
      },
    })
    const { error, evidence } = await waitOn(server, repo)
    expect(error).toBeNull()
    expect(evidence.map(({ target }) => target)).toEqual([
      'PROJ/repo@main',
      'PROJ/repo@feature/a',
      'PROJ/repo@old',
    ])
    expect(server.clock.elapsed()).toBeGreaterThan(5 * MINUTE)
  })

  it('asks only for the branches that are not done', async () => {
    const server = scanServer({ 'PROJ/repo': { main: ordinary(10, 10), slow: ordinary(HOUR / 2, 10) } })
    await waitOn(server, repo)
    const count = (name: string): number => server.asked.filter((one) => one === name).length
    expect(count('PROJ/repo@main')).toBeLessThan(8)
    expect(count('PROJ/repo@slow')).toBeGreaterThan(20)
  })

  it('without branches is proven empty and not asked at all', async () => {
    const server = scanServer({ 'PROJ/repo': {} })
    const { error, evidence } = await waitOn(server, repo)
    expect(error).toBeNull()
    expect(evidence[0]).toMatchObject({ provenBy: expect.stringContaining('no branches'), total: 0 })
    expect(server.asked).toEqual([])
  })

  it('goes on when a branch is deleted meanwhile, and says so', async () => {
    const server = scanServer({
      'PROJ/repo': { main: ordinary(MINUTE, MINUTE), gone: ordinary(MINUTE, MINUTE) },
    })
    const snapshot = await takeSnapshot([repo], server)
    server.trigger()
    await noteTrigger(repo, snapshot, server)
    server.contents.get('PROJ/repo')?.delete('gone')
    const { error, notes, evidence } = await waitForScan(snapshot, server)
    expect(error).toBeNull()
    expect(notes).toEqual([expect.stringContaining('PROJ/repo@gone: the branch was deleted')])
    expect(evidence[1]?.provenBy).toContain('deleted')
  })

  it('fails with one branch whose status stays missing, and names it', async () => {
    const server = scanServer({ 'PROJ/repo': { main: ordinary(10, 10), odd: always(result, 404) } })
    const { error } = await waitOn(server, repo)
    expect(error).toMatchObject({ code: 'NOT_FOUND', message: expect.stringContaining('PROJ/repo@odd') })
  })
})

describe('a branch that appears during the wait', () => {
  const lateScan: Script = {
    before: result,
    after: timeline([0, result], [3 * MINUTE, runningAt(10)], [9 * MINUTE, { ...fresh, total: 7 }]),
  }

  /** Each list of branches names these; the last one is repeated. */
  function listing(branches: Record<string, Script>, ...lists: string[][]): ScanServer {
    const server = scanServer({ 'PROJ/repo': branches })
    let listed = 0
    return {
      ...server,
      bitbucket: {
        ...server.bitbucket,
        async *branches() {
          const names = lists[Math.min(listed++, lists.length - 1)] ?? []
          for (const name of names) yield { name, latestCommit: null, isDefault: name === 'main' }
        },
      },
    }
  }

  it('is scanned and watched', async () => {
    const server = listing({ main: ordinary(1000, 1000), late: lateScan }, ['main'], ['main', 'late'])
    const { error, evidence, notes } = await waitOn(server, repo)
    expect({ error, notes }).toEqual({ error: null, notes: [] })
    expect(server.triggers).toEqual(['PROJ/repo@late'])
    const [first, late] = evidence
    expect(late).toMatchObject({
      target: 'PROJ/repo@late',
      total: 7,
      provenBy: expect.stringContaining('seen running'),
    })
    expect(Date.parse(late?.triggeredAt ?? '')).toBeGreaterThan(Date.parse(first?.triggeredAt ?? ''))
    expect(server.clock.elapsed()).toBeGreaterThan(9 * MINUTE)
  })

  it('is scanned and watched in a repository that was empty', async () => {
    const { error, evidence } = await waitOn(listing({ late: lateScan }, [], ['late']), repo)
    expect(error).toBeNull()
    expect(evidence.map(({ target }) => target)).toEqual(['PROJ/repo', 'PROJ/repo@late'])
  })

  it('is watched among the other branches of a project', async () => {
    const branches = { main: ordinary(10, 10), dev: ordinary(10, MINUTE), late: lateScan }
    const server = listing(branches, ['main', 'dev'], ['main', 'dev', 'late'])
    const { error, evidence, notes } = await waitOn(server, project)
    expect({ error, notes, total: evidence[0]?.total }).toEqual({ error: null, notes: [], total: 2 + 2 + 7 })
    expect(server.clock.elapsed()).toBeGreaterThan(9 * MINUTE)
  })

  it.each<[string, Script, string]>([
    ['shows only an old result', always(result), 'SCAN_NOT_PROVEN'],
    ['is queued for ever', always(result, queued), 'SCAN_TIMEOUT'],
    ['is never scanned', always({ ...result, scanned: false }), 'SCAN_NOT_PROVEN'],
  ])('is an error where it %s', async (_name, script, code) => {
    const server = listing({ main: ordinary(1000, 1000), late: script }, ['main'], ['main', 'late'])
    const { error } = await waitOn(server, repo)
    expect(error).toMatchObject({ code, message: expect.stringContaining('PROJ/repo@late') })
  })

  it.each([
    [repo, 'The repositories: not watched, since they appeared at the end of the wait: PROJ/repo@last.'],
    [project, 'PROJ/repo: not watched, since they appeared at the end of the wait: last.'],
  ])('is noted where it appears after that', async (target, note) => {
    const branches = {
      main: ordinary(10, 10),
      dev: ordinary(10, MINUTE),
      late: lateScan,
      last: always(result, queued),
    }
    const lists = [
      ['main', 'dev'],
      ['main', 'dev', 'late'],
      ['main', 'dev', 'late', 'last'],
    ]
    const server = listing(branches, ...lists)
    const { error, notes } = await waitOn(server, target)
    expect({ error, notes }).toEqual({ error: null, notes: [note] })
    expect(server.asked).not.toContain('PROJ/repo@last')
  })

  it('is an error where the time is over before branches are listed once more', async () => {
    const server = listing({ main: ordinary(1000, 1000) }, ['main'])
    let lists = 0
    const { branches } = server.bitbucket
    const slow: ScanServer = {
      ...server,
      bitbucket: {
        ...server.bitbucket,
        async *branches(repository, deadline) {
          if (++lists > 1) throw new GateError('RUN_TIMEOUT', 'late')
          yield* branches(repository, deadline)
        },
      },
    }
    const { error } = await waitOn(slow, repo)
    expect(error).toMatchObject({
      code: 'SCAN_TIMEOUT',
      message: expect.stringContaining('listed once more'),
    })
  })
})

describe('a project or the instance', () => {
  it('is each repository, by its default branch, then a look at its other branches', async () => {
    const server = scanServer({
      'PROJ/a': { main: ordinary(1000, 1000), dev: ordinary(2 * MINUTE, MINUTE) },
      'PROJ/b': { main: ordinary(1000, MINUTE) },
      'OTHER/c': { main: always(result) },
    })
    const { error, evidence, notes } = await waitOn(server, project)
    expect(error).toBeNull()
    expect(evidence.map(({ target }) => target)).toEqual(['PROJ/a', 'PROJ/b'])
    expect(evidence[0]?.provenBy).toContain('no other branch waits or runs')
    expect(evidence[0]?.total).toBe(4)
    expect(evidence[0]?.states.map(({ state }) => state)).toContain('finished, 1 other branch to go')
    expect(notes).toEqual([])
    expect(server.clock.elapsed()).toBeGreaterThan(3 * MINUTE)
    expect(server.asked).not.toContain('OTHER/c')
  })

  it.each<[string, Answer, string]>([
    ['is not scanned', { ...result, scanned: false, actual: false }, 'not scanned'],
    ['answers 404', 404, 'not found'],
    ['is not up to date', { ...result, actual: false }, 'earlier result'],
    ['says running: 1', { ...result, running: 1 }, 'unclear (running not understood)'],
    [
      'says it all in texts',
      { scanned: 'true', actual: 'true', running: 'false', scheduled: 'false' },
      'unclear (scanned, actual, running, scheduled not understood)',
    ],
  ])('is not proven while another branch for ever %s, and names it', async (_name, answer, words) => {
    const server = scanServer({
      'PROJ/a': { main: ordinary(10, 10), dev: always(result, answer) },
      'PROJ/b': { main: ordinary(10, 10) },
    })
    const { error, evidence } = await waitOn(server, instance)
    expect(error).toMatchObject({
      code: 'SCAN_NOT_PROVEN',
      message: expect.stringContaining(`PROJ/a (1 other branch to go: dev ${words})`),
    })
    expect(evidence.map(({ provenBy }) => provenBy === null)).toEqual([true, false])
  })

  it('notes how many other branches were not seen to be scanned, and which', async () => {
    const server = scanServer({
      'PROJ/a': { main: ordinary(10, 10), x: always(result), y: ordinary(MINUTE, MINUTE) },
      'PROJ/b': { main: ordinary(10, 10), z: always(result) },
    })
    const { error, notes, evidence } = await waitOn(server, project)
    expect(error).toBeNull()
    expect(notes).toEqual([
      expect.stringMatching(/^Nothing shows that 2 branches .*: PROJ\/(a@x, PROJ\/b@z|b@z, PROJ\/a@x)\. /),
    ])
    expect(evidence[0]?.provenBy).toContain('but nothing shows a scan after the trigger for x')
  })

  it('times out while another branch is queued', async () => {
    const server = scanServer({ 'PROJ/a': { main: ordinary(10, 10), dev: always(result, queued) } })
    const { error } = await waitOn(server, project)
    expect(error).toMatchObject({
      code: 'SCAN_TIMEOUT',
      message: expect.stringContaining('1 other branch to go: dev scheduled'),
    })
  })

  it('fails when another branch goes on answering 500', async () => {
    const server = scanServer({ 'PROJ/a': { main: ordinary(10, 10), dev: always(result, 500) } })
    expect((await waitOn(server, project)).error).toMatchObject({
      code: 'SERVER_FAILED',
      message: expect.stringContaining('PROJ/a@dev'),
    })
  })

  it('lets one repository answer 500 for a while, and another be empty', async () => {
    const server = scanServer({
      'PROJ/a': { main: { before: 500, after: timeline([0, 500], [MINUTE, queued], [2 * MINUTE, fresh]) } },
      'PROJ/empty': {},
      'PROJ/c': { main: ordinary(10, 10) },
    })
    const { error, evidence } = await waitOn(server, project)
    expect(error).toBeNull()
    expect(evidence[1]).toMatchObject({
      target: 'PROJ/empty',
      total: 0,
      provenBy: expect.stringContaining('no branches'),
    })
  })

  it('that holds empty repositories alone is proven', async () => {
    const empty = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`PROJ/r${i}`, {}]))
    expect((await waitOn(scanServer(empty), project)).error).toBeNull()
  })

  it('with 404 for all of many repositories is reported within one round', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 500 }, (_, i) => [`PROJ/r${i}`, { main: always(404) }]),
    )
    const server = scanServer(many, { requestMs: 100 })
    expect((await waitOn(server, project)).error?.code).toBe('SCAN_RESOURCE_MISSING')
    expect(server.asked.length).toBeLessThan(500 + 400)
  })

  it('without any repository is an error and not a success', async () => {
    expect(await errorOf(takeSnapshot([project], scanServer({})))).toMatchObject({ code: 'NOT_FOUND' })
  })

  const count = isThorough ? 5000 : 1000
  it(`of ${count} repositories stays bounded in requests and in what is kept`, async () => {
    const many: Record<string, Record<string, Script>> = {}
    for (let i = 0; i < count; i++) many[`PROJ/r${i}`] = { main: ordinary(i * 500, 20_000) }
    const seen: (string | null)[] = []
    const server = scanServer(many, {
      timeoutMs: 6 * HOUR,
      requestMs: 5,
      progress: (text) => seen.push(text),
    })
    const { error, evidence } = await waitOn(server, instance)
    expect(error).toBeNull()
    expect(evidence).toHaveLength(count)
    expect(server.asked.length).toBeLessThan(count * 40)
    const [, done, running] =
      /(\d+) of [\d,]+ default branches done, (\d+) running/.exec(seen.at(-1) ?? '') ?? []
    expect(Number(done) + Number(running)).toBe(count)
    expect(server.log.lines.filter(({ level }) => level === 'info').length).toBeLessThan(count + 200)
  })
})

describe('the snapshot', () => {
  it('asks again with patience where a restart explains the failure, and not where a repository is broken', async () => {
    for (const [before, times] of [
      [503, 2],
      [new GateError('REQUEST_TIMEOUT', 'slow'), 2],
      [500, 1],
      [new GateError('REPLY_UNREADABLE', 'odd'), 1],
    ] as const) {
      const server = oneBranch(always(before))
      await takeSnapshot([main], server).catch(() => undefined)
      expect(server.asked).toHaveLength(times)
    }
  })

  it('does not begin a run whose server cannot be asked', async () => {
    const refused = oneBranch(always(new GateError('RIGHT_MISSING', 'No.')))
    expect((await errorOf(takeSnapshot([main], refused))).code).toBe('RIGHT_MISSING')
    const broken = oneBranch(always(result))
    const defect: ScanServer = {
      ...broken,
      soteri: { ...broken.soteri, scanStatus: async () => await Promise.reject(new TypeError('x')) },
    }
    await expect(takeSnapshot([main], defect)).rejects.toThrow(TypeError)
  })

  it('says each minute how far it is', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 100 }, (_, i) => [`PROJ/r${i}`, { main: always(result) }]),
    )
    const server = scanServer(many, { requestMs: 2000 })
    await takeSnapshot([project], server)
    expect(server.log.text()).toMatch(/Read the state of \d+ of 100 before the trigger/)
  })
})

describe('the branches beside the default one', () => {
  it('are listed again when the list failed', async () => {
    const server = scanServer({ 'PROJ/a': { main: ordinary(10, 10), dev: ordinary(10, 10) } })
    let failures = 2
    const flaky: ScanServer = {
      ...server,
      bitbucket: {
        ...server.bitbucket,
        async *branches(repository) {
          if (failures-- > 0) throw new GateError('UNREACHABLE', 'gone')
          yield* server.bitbucket.branches(repository)
        },
      },
    }
    const { error, evidence } = await waitOn(flaky, project)
    expect(error).toBeNull()
    expect(evidence[0]?.total).toBe(4)
  })

  it('that can never be listed are no proof', async () => {
    const server = scanServer({ 'PROJ/a': { main: ordinary(10, 10) } })
    const blind: ScanServer = {
      ...server,
      bitbucket: {
        ...server.bitbucket,
        // biome-ignore lint/correctness/useYield: it fails before its first entry
        async *branches() {
          throw new GateError('UNREACHABLE', 'gone')
        },
      },
    }
    const { error } = await waitOn(blind, project)
    expect(error).toMatchObject({
      code: 'SCAN_NOT_PROVEN',
      message: expect.stringContaining('other branches not listed'),
    })
  })
})

describe('several targets', () => {
  it('that overlap keep the time of the first trigger, so that nothing of before it counts as new', async () => {
    const server = scanServer({
      'PROJ/repo': { main: ordinary(MINUTE, MINUTE), dev: ordinary(MINUTE, MINUTE) },
    })
    const snapshot = await takeSnapshot([main, repo], server)
    server.trigger()
    await noteTrigger(main, snapshot, server)
    server.clock.pass(5000)
    await noteTrigger(repo, snapshot, server)
    const { evidence } = await waitForScan(snapshot, server)
    expect(evidence.map(({ triggeredAt }) => triggeredAt)).toEqual([
      '2026-01-01T00:00:00.000Z',
      '2026-01-01T00:00:05.000Z',
    ])
  })

  it('share what they have in common', async () => {
    const server = scanServer({ 'PROJ/repo': { main: ordinary(10, 10), dev: ordinary(10, 10) } })
    const { error, evidence } = await waitOn(server, main, repo, main)
    expect(error).toBeNull()
    expect(evidence.map(({ target }) => target)).toEqual(['PROJ/repo@main', 'PROJ/repo@dev'])
  })

  it('are all named when they are not done', async () => {
    const branches = Object.fromEntries(
      Array.from({ length: 8 }, (_, i) => [`b${i}`, always(result, queued)]),
    )
    const { error } = await waitOn(scanServer({ 'PROJ/repo': branches }), repo)
    expect(error?.message).toContain('PROJ/repo@b4 (scheduled) and 3 more')
  })
})

describe('a wait without a reason', () => {
  it('is no success', async () => {
    const empty: Snapshot = { tracked: [], byTarget: new Map(), answered: 0, wereAdded: false, ended: null }
    expect((await waitForScan(empty, scanServer({}))).error?.code).toBe('DEFECT')
    const server = oneBranch(always(result))
    expect((await waitForScan(await takeSnapshot([main], server), server)).error?.code).toBe('DEFECT')
  })
})

describe('over all servers', () => {
  const flags = fc.record({
    scanKey: fc.constantFrom('k1', 'k2'),
    scanned: fc.boolean(),
    actual: fc.boolean(),
    running: fc.boolean(),
    scheduled: fc.boolean(),
  })
  const answer: fc.Arbitrary<Answer> = fc.oneof(
    { weight: 6, arbitrary: flags },
    { weight: 3, arbitrary: fc.constant(result) },
    fc.constantFrom(404, 500, 503, new GateError('UNREACHABLE', 'x'), new GateError('RIGHT_MISSING', 'x')),
  )

  it('the wait ends, and without an error only when each target shows it is done', async () => {
    const script = fc.tuple(answer, fc.array(answer, { minLength: 1, maxLength: 8 }))
    await fc.assert(
      fc.asyncProperty(fc.array(script, { minLength: 1, maxLength: 3 }), async (scripts) => {
        const step = 4000
        const branches = scripts.map(([before, steps], i): [string, Script] => [
          `b${i}`,
          { before, after: timeline(...steps.map((one, n): [number, Answer] => [n * step, one])) },
        ])
        const server = scanServer({ 'PROJ/repo': Object.fromEntries(branches) }, { timeoutMs: 5 * MINUTE })
        const snapshot = await takeSnapshot([repo], server).catch((caught: unknown) => caught)
        if (snapshot instanceof GateError) return
        server.trigger()
        await noteTrigger(repo, snapshot as Snapshot, server)
        const { error, evidence } = await waitForScan(snapshot as Snapshot, server)
        expect(server.clock.elapsed()).toBeLessThanOrEqual(5 * MINUTE + 1)
        if (error !== null) return
        for (const [i, one] of evidence.entries()) {
          expect(one.provenBy).not.toBeNull()
          expect(one.states.at(-1)?.state).toBe('finished')
          const [before, steps] = scripts[i] ?? [404, []]
          const shows = steps.some(
            (s) => typeof s === 'object' && 'scanned' in s && s.scanned === true && s.actual === true,
          )
          expect(shows).toBe(true)
          // A server that never moved has proven nothing.
          const moved = steps.some((s) => JSON.stringify(s) !== JSON.stringify(before))
          const wasBusy = steps.some(
            (s) => typeof s === 'object' && 'running' in s && (s.running === true || s.scheduled === true),
          )
          expect(moved || wasBusy).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })
})

it.each<[string, () => Promise<StatusReply>]>([
  ['404', async () => ({ kind: 'not-found' })],
  ['500', async () => ({ kind: 'failing', status: 500 })],
  [
    '204',
    async () => {
      throw new GateError('REPLY_UNREADABLE', 'no scan status')
    },
  ],
])('a project of many repositories without branches may answer %s for ever', async (_name, scanStatus) => {
  const many = Array.from({ length: 25 }, (_none, at) => [`PROJ/r${at}`, {}])
  const server = scanServer(Object.fromEntries(many))
  server.soteri.scanStatus = scanStatus
  const { error, evidence } = await waitOn(server, project)
  expect(error).toBeNull()
  expect(evidence.map(({ total }) => total)).toEqual(Array(25).fill(0))
})

it('a trigger that is refused for ever is given up within `timeout`', async () => {
  const server = oneBranch(always(result), { timeoutMs: MINUTE })
  server.soteri.triggerScan = async () => ({ kind: 'busy', status: 409 })
  const ended = triggerWhenFree(main, [], server, async () => undefined)
  await expect(ended).rejects.toMatchObject({ code: 'SCAN_TIMEOUT' })
  expect(server.clock.elapsed()).toBeLessThanOrEqual(MINUTE)
})

describe('a repository whose default branch does not exist', () => {
  const scripts = {
    'PROJ/plain': { main: ordinary(1000, 1000) },
    'PROJ/odd': { a: ordinary(1000, 1000), b: ordinary(2000, 1000) },
  }

  it('is watched by each of its branches, with their states from before the trigger', async () => {
    const server = scanServer(scripts, { headless: ['PROJ/odd'] })
    const { error, evidence } = await waitOn(server, project)
    expect(error).toBeNull()
    expect(evidence.map(({ target }) => target)).toEqual(['PROJ/plain', 'PROJ/odd@a', 'PROJ/odd@b'])
    expect(evidence.map(({ provenBy }) => provenBy)).toEqual(Array(3).fill(expect.stringContaining('seen')))
    expect(server.log.text()).toContain(
      'PROJ/odd: no default branch exists, so each of its 2 branches is watched.',
    )
  })

  it('passes only when each branch is proven, and alone in its project too', async () => {
    const idle = { a: ordinary(1000, 1000), b: always(result) }
    const server = scanServer({ 'PROJ/odd': idle }, { headless: ['PROJ/odd'], timeoutMs: MINUTE })
    expect((await waitOn(server, project)).error).toMatchObject({
      code: 'SCAN_NOT_PROVEN',
      message: expect.stringContaining('PROJ/odd@b (earlier result)'),
    })
  })

  it('has new branches watched at the end', async () => {
    const server = scanServer(scripts, { headless: ['PROJ/odd'] })
    const snapshot = await takeSnapshot([project], server)
    server.trigger()
    await noteTrigger(project, snapshot, server)
    server.contents.get('PROJ/odd')?.set('late', ordinary(30_000, 30_000))
    const { error } = await waitForScan(snapshot, server)
    expect([error, server.triggers]).toEqual([null, ['PROJ/odd@late']])
  })

  it('is not looked for all over a server without the resource', async () => {
    const many = Array.from({ length: 100 }, (_, at) => [`PROJ/r${at}`, { main: always(404) }])
    const server = scanServer(Object.fromEntries(many))
    let lists = 0
    const { branches } = server.bitbucket
    server.bitbucket.branches = (...given) => {
      lists += 1
      return branches(...given)
    }
    expect((await waitOn(server, project)).error).toMatchObject({ code: 'SCAN_RESOURCE_MISSING' })
    expect(lists).toBeLessThan(30)
  })
})
