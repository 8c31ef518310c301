/** The verdict back in Bitbucket: build status, Code Insights, pull request comment, and what a person sees of them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { SandboxUser } from '../../sandbox/options.ts'
import { type Sandbox, startSandbox } from '../../sandbox/server.ts'
import { chromiumPath, openChromium } from '../../scripts/chromium.ts'
import { expectEnding, failed, inError, passed, reportOf, warned } from '../fixtures/contract.ts'
import { inputsFor, serve } from '../fixtures/quick.ts'
import { type RunResult, runAction, startAction } from '../fixtures/runner.ts'
import { bitbucketError, json, type Reply, running, type Script } from '../fixtures/scripted-server.ts'
import { itWithSignals } from '../fixtures/signals.ts'

const user: SandboxUser = {
  name: 'gate keeper',
  token: ['BBDC', 'gate', 'keeper', 'token'].join('-'),
  rights: { write: ['SHOP'] },
}
const folder = mkdtempSync(join(tmpdir(), 'soteri-gate-feedback-'))
const line = (path: string, lineNumber: number, rule: string) => ({
  path,
  lineNumber,
  rule,
  line: 'planted = "canary-of-the-tests"',
  match: 'canary-of-the-tests',
})
const pullRequest = {
  project: 'SHOP',
  slug: 'cart',
  id: 7,
  title: 'Odd',
  fromBranch: 'odd',
  toBranch: 'main',
}

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({
    repositories: [
      {
        project: 'SHOP',
        slug: 'cart',
        made: [
          { name: 'main', findings: [line('src/main only.ts', 3, 'AWS_CLIENT_ID')] },
          {
            name: 'odd',
            findings: [line('src/a.ts', 12, 'RSA_PRIVATE_KEY'), line('src/ünder/b.ts', 1, 'AWS_CLIENT_ID')],
          },
        ],
      },
      {
        project: 'SHOP',
        slug: 'clean',
        made: [
          { name: 'main', findings: 0 },
          { name: 'other', findings: 1 },
        ],
      },
      { project: 'SHOP', slug: 'many', made: [{ name: 'main', findings: 1234 }] },
      { project: 'SHOP', slug: 'empty', made: [] },
    ],
    users: [user],
    workFolder: folder,
    pageLimit: 2,
    pullRequests: [pullRequest],
  })
})
afterAll(async () => {
  await sandbox.close()
  rmSync(folder, { recursive: true, force: true })
})

const quick = {
  'poll-interval': '20ms',
  'max-requests-per-second': '1000',
  timeout: '30s',
  'upload-artifact': 'false',
  formats: 'json',
}
const gate = (inputs: Record<string, string>, env: Record<string, string> = {}): Promise<RunResult> =>
  runAction(
    { 'bitbucket-url': sandbox.url, token: user.token ?? '', project: 'SHOP', ...quick, ...inputs },
    { env },
  )

/** What the tests look at in replies of the sandbox; each has some of it. */
type Replies = {
  values: { displayId: string; latestCommit: string; comment?: { text: string } }[]
  isLastPage: boolean
  nextPageStart: number
  data: unknown[]
  annotations: { path: string; line: number; externalId: string }[]
}

const nothing: Replies = { values: [], isLastPage: true, nextPageStart: 0, data: [], annotations: [] }

/** Asks the sandbox as a user would; what it does not know is empty. */
async function ask(path: string): Promise<Replies> {
  const reply = await fetch(`${sandbox.url}${path}`, { headers: { authorization: `Bearer ${user.token}` } })
  return reply.status === 200 ? ((await reply.json()) as Replies) : nothing
}
const api = '/rest/api/latest/projects/SHOP/repos'
const insights = '/rest/insights/latest/projects/SHOP/repos'
async function headOf(repo: string, branch: string): Promise<string> {
  const { values } = await ask(`${api}/${repo}/branches?filterText=${branch}`)
  return values.find(({ displayId }) => displayId === branch)?.latestCommit ?? ''
}
const statusAt = (repo: string, commit: string, key: string) =>
  ask(`${api}/${repo}/commits/${commit}/builds?key=${encodeURIComponent(key)}`)

/** `METHOD last/segments` of the requests that change something, since the given one. */
const changes = (since: number): string[] =>
  sandbox.requests
    .slice(since)
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path }) => `${method} ${path.split('?')[0]?.split('/').slice(-1).join('/')}`)

describe('build status and Code Insights', () => {
  it('a failing branch: in progress first, FAILED before report and annotations', async () => {
    const commit = await headOf('cart', 'odd')
    const since = sandbox.requests.length
    const result = await gate({
      repo: 'cart',
      branch: 'odd',
      'code-insights': 'true',
      'build-status': 'true',
      'reveal-secrets': 'true',
    })
    expectEnding(result, failed)
    expect(changes(since)).toEqual([
      'POST builds',
      'PUT branches',
      'POST builds',
      'PUT soteri-gate',
      'DELETE annotations',
      'POST annotations',
    ])
    expect(await statusAt('cart', commit, 'soteri-gate SHOP/cart@odd')).toMatchObject({
      state: 'FAILED',
      parent: 'soteri-gate',
      ref: 'refs/heads/odd',
      url: 'https://github.com/example/shop/actions/runs/4711',
      description: expect.stringContaining('total'),
    })
    const report = await ask(`${insights}/cart/commits/${commit}/reports/soteri-gate`)
    expect(report).toMatchObject({
      result: 'FAIL',
      reporter: 'soteri-gate',
      title: expect.stringContaining('fail'),
    })
    // Without a baseline nothing is called new.
    expect(report.data).toMatchObject(
      ['Verdict', 'Thresholds exceeded', 'Findings', 'Suppressed', 'Judged'].map((title) => ({ title })),
    )
    const { annotations } = await ask(`${insights}/cart/commits/${commit}/reports/soteri-gate/annotations`)
    expect(annotations.map((each) => `${each.path}:${each.line}`)).toEqual([
      'src/a.ts:12',
      'src/ünder/b.ts:1',
    ])
    expect(JSON.stringify([report, annotations])).not.toContain('canary-of-the-tests')
  })

  it('a run again leaves no annotation twice, and a run that passes is green as the last thing', async () => {
    const commit = await headOf('cart', 'odd')
    const since = sandbox.requests.length
    const inputs = {
      repo: 'cart',
      branch: 'odd',
      'code-insights': 'true',
      'build-status': 'true',
      thresholds: 'total = 5',
    }
    expectEnding(await gate(inputs), passed)
    expect(changes(since)).toEqual([
      'POST builds',
      'PUT branches',
      'PUT soteri-gate',
      'DELETE annotations',
      'POST annotations',
      'POST builds',
    ])
    expect(await statusAt('cart', commit, 'soteri-gate SHOP/cart@odd')).toMatchObject({ state: 'SUCCESSFUL' })
    const { annotations } = await ask(`${insights}/cart/commits/${commit}/reports/soteri-gate/annotations`)
    expect(annotations).toHaveLength(2)
  })

  it('a repository is posted to the head of its default branch, with the findings of that branch', async () => {
    const commit = await headOf('cart', 'main')
    expectEnding(await gate({ repo: 'cart', 'code-insights': 'true', mode: 'warn' }), warned)
    const report = await ask(`${insights}/cart/commits/${commit}/reports/soteri-gate`)
    expect(report).toMatchObject({ result: 'PASS', title: expect.stringContaining('warn, 3 findings') })
    const { annotations } = await ask(`${insights}/cart/commits/${commit}/reports/soteri-gate/annotations`)
    expect(annotations.map((each) => each.path)).toEqual(['src/main only.ts'])
  })

  it('at most a thousand annotations, in batches, each with an id of its own', async () => {
    const commit = await headOf('many', 'main')
    const since = sandbox.requests.length
    expectEnding(await gate({ repo: 'many', 'code-insights': 'true' }), failed)
    expect(changes(since).filter((change) => change === 'POST annotations')).toHaveLength(10)
    const { annotations } = await ask(`${insights}/many/commits/${commit}/reports/soteri-gate/annotations`)
    expect(annotations).toHaveLength(1000)
    expect(new Set(annotations.map((each) => each.externalId)).size).toBe(1000)
  })

  it('a given commit that is the head is posted to', async () => {
    const main = await headOf('clean', 'main')
    const result = await gate({ repo: 'clean', branch: 'main', commit: main, 'build-status': 'true' })
    expectEnding(result, passed)
    expect(await statusAt('clean', main, 'soteri-gate SHOP/clean@main')).toMatchObject({
      state: 'SUCCESSFUL',
    })
  })

  it('a given commit that is not the head is an error before anything is triggered, and red', async () => {
    const [main, other] = [await headOf('clean', 'main'), await headOf('clean', 'other')]
    const since = sandbox.requests.length
    const inputs = { repo: 'clean', branch: 'main', commit: other, 'build-status': 'true' }
    const result = await gate({ ...inputs, 'code-insights': 'true' })
    expectEnding(result, inError(4))
    expect(changes(since)).toEqual(['POST builds', 'PUT soteri-gate', 'DELETE annotations'])
    expect(await statusAt('clean', other, 'soteri-gate SHOP/clean@main')).toMatchObject({ state: 'FAILED' })
    expect(await ask(`${insights}/clean/commits/${other}/reports/soteri-gate`)).toMatchObject({
      result: 'FAIL',
    })
    expect(reportOf(result)).toMatchObject({
      error: {
        code: 'HEAD_MOVED',
        message: expect.stringContaining(`what is scanned, is ${main}`),
        hint: expect.stringMatching(/newer commit waits for its own run.*mirror may lag/),
      },
    })
  })

  it('an empty repository has nothing to post to, which is said', async () => {
    const result = await gate({ repo: 'empty', 'build-status': 'true', mode: 'report' })
    expect(result.stdout).toContain('SHOP/empty has no commit')
  })

  it('wider scopes are an input mistake that says so', async () => {
    const since = sandbox.requests.length
    const result = await gate({
      'build-status': 'true',
      'code-insights': 'true',
      'pull-request-comment': 'always',
    })
    expectEnding(result, inError(2))
    for (const name of ['build-status', 'code-insights', 'pull-request-comment']) {
      expect(result.stdout).toContain(`\`${name}\` posts the verdict to one repository`)
    }
    expect(sandbox.requests).toHaveLength(since)
  })

  it('dry-run posts nothing and says what it would post', async () => {
    const since = sandbox.requests.length
    const result = await gate({ repo: 'cart', 'build-status': 'true', 'dry-run': 'true' })
    expectEnding(result, warned)
    expect(result.stdout).toContain('would post the build status of the head of the branch to Bitbucket')
    expect(sandbox.requests).toHaveLength(since)
  })
})

describe('the pull request comment', () => {
  const commented = { repo: 'cart', branch: 'odd', 'pull-request': '7' }
  const comments = async (): Promise<string[]> => {
    const texts: string[] = []
    for (let start: number | null = 0; start !== null; ) {
      const page = await ask(`${api}/cart/pull-requests/7/activities?limit=2&start=${start}`)
      texts.push(...page.values.flatMap((each) => each.comment?.text ?? []))
      start = page.isLastPage ? null : page.nextPageStart
    }
    return texts
  }
  const say = (text: string) =>
    fetch(`${sandbox.url}${api}/cart/pull-requests/7/comments`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${user.token}`,
        'content-type': 'application/json',
        'x-atlassian-token': 'no-check',
      },
      body: JSON.stringify({ text }),
    })

  it('is written once, found after others, and kept up to date', async () => {
    expectEnding(
      await gate({ ...commented, 'pull-request-comment': 'on-failure', thresholds: 'total = 9' }),
      passed,
    )
    expect(await comments()).toEqual([])
    expectEnding(await gate({ ...commented, 'pull-request-comment': 'on-failure' }), failed)
    for (const text of ['Nice.', 'Odd!', 'Why?', 'Because.']) await say(text)
    expectEnding(
      await gate({ ...commented, 'pull-request-comment': 'on-failure', thresholds: 'total = 9' }),
      passed,
    )
    const all = await comments()
    const own = all.filter((text) => text.includes('soteri-gate-verdict:SHOP%2Fcart%237'))
    expect(all).toHaveLength(5)
    expect(own).toEqual([expect.stringContaining('**soteri-gate: pass**')])
    expect(own.join()).toContain('`RSA_PRIVATE_KEY` in [`src/a.ts:12`](<')
    expect(own.join()).not.toContain('canary-of-the-tests')
  })

  it('needs to know the pull request', async () => {
    const result = await gate({ repo: 'cart', 'pull-request-comment': 'always' })
    expectEnding(result, inError(2))
    expect(result.lastLine + result.stdout).toContain('needs `pull-request`')
  })

  it('on a pull request that is not there is an error before anything is triggered', async () => {
    const since = sandbox.requests.length
    const inputs = { repo: 'cart', 'pull-request': '99', 'pull-request-comment': 'always' }
    const result = await gate(inputs)
    expectEnding(result, inError(4))
    expect(reportOf(result)).toMatchObject({ verdict: 'error', error: { code: 'NOT_FOUND' } })
    expect(changes(since)).toEqual([])
  })
})

const head = 'a'.repeat(40)
const moved = 'b'.repeat(40)
const page = (...values: unknown[]): Reply =>
  json({ size: values.length, limit: 500, isLastPage: true, start: 0, values })
const ref = { id: 'refs/heads/main', displayId: 'main', latestCommit: head }
const branch = (latestCommit: string) => page({ displayId: 'main', latestCommit, isDefault: true })
const target = { project: 'SHOP', repo: 'cart', branch: 'main', 'build-status': 'true', formats: 'json' }

/** A server of one branch whose feedback calls answer as scripted, and the states that were posted. */
async function scripted(answer: (call: string, earlier: number) => Reply | undefined, script: Script = {}) {
  const states: string[] = []
  let looks = 0
  const server = await serve({
    repositories: { 'SHOP/cart': ['main'] },
    exports: {
      'export-report/projects/SHOP/repos/cart': { body: 'Project,Repository,Branch,Path,Line,Rule\n' },
    },
    ...script,
    intercept: ({ method, url, body }) => {
      const path = url.split('?')[0] ?? ''
      if (method === 'GET' && path.endsWith('/branches')) return answer('branches', looks++) ?? branch(head)
      if (!/\/(builds|reports\/soteri-gate|annotations)$/.test(path)) return undefined
      const call = path.slice(path.lastIndexOf('/') + 1)
      const state = call === 'builds' ? (JSON.parse(body) as { state: string }).state : `${method} ${call}`
      const earlier = states.filter((each) => each === state).length
      states.push(state)
      return answer(state, earlier) ?? { status: 204 }
    },
  })
  return { server, states }
}

describe('a comment that is not as it was', () => {
  const commenting = { project: 'SHOP', repo: 'cart', branch: 'main', operation: 'export', formats: 'json' }
  const asked = { ...commenting, 'pull-request': '3', 'pull-request-comment': 'always' }
  const marker = '[//]: # (soteri-gate-verdict:SHOP%2Fcart%233)'
  const said = (id: number, author: string, text: string, version = 4) => ({
    action: 'COMMENTED',
    commentAction: 'ADDED',
    comment: { id, version, text, author: { name: author } },
  })

  /** A pull request with these activities; edits are answered by these statuses, one after the other. */
  async function pullRequestOf(activities: readonly unknown[], edits: readonly number[] = []) {
    const sent: string[] = []
    const server = await serve({
      repositories: { 'SHOP/cart': ['main'] },
      exports: {
        'export-report/projects/SHOP/repos/cart': { body: 'Project,Repository,Branch,Path,Line,Rule\n' },
      },
      intercept: ({ method, url, body }) => {
        const path = url.split('?')[0] ?? ''
        const replies: Record<string, Reply> = {
          projects: { ...page(), headers: { 'x-ausername': 'gate%20keeper' } },
          branches: branch(head),
          'pull-requests/3': json({ id: 3, state: 'OPEN', fromRef: ref, toRef: ref }),
          activities: page(...activities),
        }
        const known = Object.keys(replies).find((end) => path.endsWith(`/${end}`))
        if (known !== undefined) return replies[known]
        if (!path.includes('/comments')) return undefined
        const { version } = JSON.parse(body) as { version?: number }
        sent.push(`${method} ${path.slice(path.lastIndexOf('/') + 1)} ${version ?? ''}`.trim())
        return json({}, edits[sent.length - 1] ?? 200)
      },
    })
    return { server, sent }
  }

  it('by somebody else is left alone, even with the mark', async () => {
    const { server, sent } = await pullRequestOf([
      { action: 'APPROVED' },
      said(8, 'mallory', `quoted ${marker}`),
      said(5, 'gate keeper', `own ${marker}`),
    ])
    expectEnding(await runAction(inputsFor(server, asked)), passed)
    expect(sent).toEqual(['PUT 5 4'])
  })

  it('changed meanwhile is looked at again, once', async () => {
    const own = [said(5, 'gate keeper', marker)]
    const once = await pullRequestOf(own, [409])
    expectEnding(await runAction(inputsFor(once.server, asked)), passed)
    expect(once.sent).toEqual(['PUT 5 4', 'PUT 5 4'])
    const twice = await pullRequestOf(own, [409, 409, 409, 409])
    expectEnding(await runAction(inputsFor(twice.server, asked)), inError(4))
  })

  it('deleted is written anew', async () => {
    const gone = { ...said(5, 'gate keeper', marker), commentAction: 'DELETED' }
    const { server, sent } = await pullRequestOf([gone])
    expectEnding(await runAction(inputsFor(server, asked)), passed)
    expect(sent).toEqual(['POST comments'])
  })
})

describe('when something breaks', () => {
  const refused = bitbucketError(401, 'You are not permitted.', 'AuthorisationException')

  it('a report that is refused never leaves green: the pass is an error and the status FAILED', async () => {
    const { server, states } = await scripted((call) => (call === 'PUT soteri-gate' ? refused : undefined))
    const result = await runAction(inputsFor(server, { ...target, 'code-insights': 'true' }))
    expectEnding(result, inError(4))
    expect(states).not.toContain('SUCCESSFUL')
    expect(states.at(0)).toBe('INPROGRESS')
    expect(states.filter((state) => !state.includes(' '))).toEqual(['INPROGRESS', 'FAILED'])
    expect(reportOf(result)).toMatchObject({ verdict: 'error', error: { code: 'DELIVERY_FAILED' } })
  })

  it('a green status that is refused makes the pass an error', async () => {
    const { server, states } = await scripted((call) => (call === 'SUCCESSFUL' ? refused : undefined))
    const result = await runAction(inputsFor(server, target))
    expectEnding(result, inError(4))
    expect(states).toEqual(['INPROGRESS', 'SUCCESSFUL', 'FAILED'])
    expect(reportOf(result)).toMatchObject({ verdict: 'error' })
  })

  it('a status in progress that is refused stops nothing, and the end decides', async () => {
    const { server, states } = await scripted((call) => (call === 'INPROGRESS' ? refused : undefined))
    expectEnding(await runAction(inputsFor(server, target)), passed)
    expect(states).toEqual(['INPROGRESS', 'SUCCESSFUL'])
  })

  it.each([
    ['build-status', 'none is the default one', { displayId: 'main', latestCommit: head }],
    ['code-insights', 'none is the default one', { displayId: 'main', latestCommit: head }],
    ['build-status', 'the default one has no commit', { displayId: 'main', isDefault: true }],
  ])(
    '%s where branches are listed and %s is an error, even if a commit is given',
    async (post, _, listed) => {
      const { server, states } = await scripted((call) => (call === 'branches' ? page(listed) : undefined))
      const inputs = { operation: 'export', project: 'SHOP', repo: 'cart', formats: 'json', [post]: 'true' }
      for (const given of [{}, { commit: head }]) {
        const result = await runAction(inputsFor(server, { ...inputs, ...given }))
        expectEnding(result, inError(4))
        expect(states).toEqual([])
        expect(reportOf(result).error).toMatchObject({
          code: 'DELIVERY_FAILED',
          message: expect.stringContaining('Bitbucket lists branches in SHOP/cart'),
          hint: expect.stringContaining('`branch`'),
        })
      }
    },
  )

  it('an artifact that must be stored and is not makes the status FAILED', async () => {
    const { server, states } = await scripted(() => undefined)
    const result = await runAction(inputsFor(server, { ...target, 'upload-artifact': 'true' }))
    expectEnding(result, inError(4))
    expect(states).toEqual(['INPROGRESS', 'FAILED'])
  })

  it('a scan that is never proven is FAILED', async () => {
    const { server, states } = await scripted(() => undefined, { scans: { '*': [running(3)] } })
    const result = await runAction(inputsFor(server, { ...target, timeout: '300ms' }))
    expectEnding(result, inError(4))
    expect(states).toEqual(['INPROGRESS', 'FAILED'])
  })

  itWithSignals('a run that is stopped takes its mark away within two seconds', async () => {
    const { server, states } = await scripted(() => undefined, { scans: { '*': [running(3)] } })
    const { process: child, result } = startAction(inputsFor(server, { ...target, 'poll-interval': '60s' }))
    while (!server.transcript().some((each) => each.includes('/scan/')))
      await new Promise((r) => setTimeout(r, 20))
    const asked = performance.now()
    child.kill('SIGTERM')
    const ended = await result
    expect(performance.now() - asked).toBeLessThan(2000)
    expectEnding(ended, inError(130))
    expect(states).toEqual(['INPROGRESS', 'FAILED'])
  })

  itWithSignals('a run that is stopped while it posts a pass ends as FAILED', async () => {
    const { server, states } = await scripted((call) =>
      call === 'PUT soteri-gate' ? { hang: true } : undefined,
    )
    const inputs = { ...target, operation: 'export', 'code-insights': 'true' }
    const { process: child, result } = startAction(inputsFor(server, inputs))
    while (!states.includes('PUT soteri-gate')) await new Promise((r) => setTimeout(r, 20))
    const asked = performance.now()
    child.kill('SIGTERM')
    const ended = await result
    expect(performance.now() - asked).toBeLessThan(2000)
    expectEnding(ended, inError(130))
    expect(states).toEqual(['INPROGRESS', 'PUT soteri-gate', 'FAILED'])
  })

  it.each([
    ['a newer commit', branch(moved), `from ${head} to ${moved}`],
    ['nothing, as the branch was deleted', page(), 'Bitbucket lists no branch "main"'],
    ['an unknown state', { status: 500 }, 'the server answered 500'],
  ])(
    'a head that moved during the run to %s is an error, and nothing green is posted',
    async (_, now, why) => {
      const { server, states } = await scripted((call, earlier) =>
        call === 'branches' && earlier > 1 ? now : undefined,
      )
      const inputs = { ...target, operation: 'export', 'code-insights': 'true', 'max-retries': '0' }
      const result = await runAction(inputsFor(server, inputs))
      expectEnding(result, inError(4))
      expect(states).toEqual(['INPROGRESS', 'FAILED', 'PUT soteri-gate', 'DELETE annotations'])
      expect(reportOf(result).error).toMatchObject({ message: expect.stringContaining(why) })
      const posted = server.requests.filter(({ url }) => url.endsWith('/builds')).map(({ url }) => url)
      expect(posted.every((url) => url.includes(head))).toBe(true)
    },
  )

  it('a head that moved is of no interest where nothing is posted', async () => {
    const { server } = await scripted((call, earlier) =>
      call === 'branches' && earlier > 0 ? branch(moved) : undefined,
    )
    const { 'build-status': _, ...unposted } = target
    expectEnding(await runAction(inputsFor(server, { ...unposted, operation: 'export' })), passed)
  })
})

const withChromium = chromiumPath() === null ? describe.skip : describe

withChromium('the commits page in Chromium', () => {
  it('shows status, report and annotations of a commit', async () => {
    const commit = await headOf('cart', 'odd')
    const inputs = { repo: 'cart', branch: 'odd', 'code-insights': 'true', 'build-status': 'true' }
    expectEnding(await gate(inputs), failed)
    const browser = await openChromium()
    try {
      const page = await browser.newPage()
      await page.goto(`${sandbox.url}/projects/SHOP/repos/cart/commits`)
      const row = page.locator(`[id="${commit}"]`)
      expect(await row.locator('.build .state').innerText()).toBe('FAILED')
      expect(await row.locator('.report summary').innerText()).toMatch(/FAIL soteri-gate: fail, 2 findings/)
      const shown = await row.locator('.annotation').allInnerTexts()
      expect(shown).toHaveLength(2)
      expect(shown.join('\n')).toContain('src/a.ts:12')
      expect(await page.content()).not.toContain('canary-of-the-tests')
    } finally {
      await browser.close()
    }
  }, 60_000)
})
