/** Runs over a project of which some repositories are left out, or are odd. */
import { describe, expect, it } from '@jest/globals'
import { runGate } from '../fixtures/gate-run.ts'
import { inputsFor, serve } from '../fixtures/quick.ts'
import { csvReply, row, wordy } from '../fixtures/scripted-export.ts'
import { finished, html, json, type Reply, type Script } from '../fixtures/scripted-server.ts'

const project = 'export-report/projects/SHOP'
const scope = { project: 'SHOP' }
const list = (script: Script) =>
  serve({ scans: { '*': [{ ...finished(0), scheduled: true }, finished(0)] }, ...script })

describe('`exclude-repos`', () => {
  const repositories = { 'SHOP/cart': ['main'], 'SHOP/legacy-a': ['main'], 'SHOP/legacy-b': ['main'] }
  const rows = [
    row({ repository: 'legacy-a' }),
    row({ repository: 'legacy-a' }),
    row({ repository: 'legacy-b' }),
  ]

  it('leaves repositories of a project out: not watched, not counted, named in log and report', async () => {
    const server = await list({ repositories, exports: { [project]: csvReply(wordy, rows) } })
    const run = await runGate(inputsFor(server, { ...scope, 'exclude-repos': 'shop/LEGACY-*' }))
    expect(run.end).toMatchObject({ verdict: 'pass', exitCode: 0 })
    expect(run.report.evidence.targets.map(({ target }: { target: string }) => target)).toEqual(['SHOP/cart'])
    expect(server.transcript().filter((line) => /scan\/.*legacy/.test(line))).toEqual([])
    const note =
      '2 repositories are left out by `exclude-repos` (shop/LEGACY-*): SHOP/legacy-a, SHOP/legacy-b; 3 rows of the exports do not count.'
    expect(run.report.evidence.notes).toContain(note)
    expect(run.lines.join('\n')).toContain(note)
  })

  it('counts what no glob matches', async () => {
    const server = await list({ repositories, exports: { [project]: csvReply(wordy, rows) } })
    const run = await runGate(inputsFor(server, { ...scope, 'exclude-repos': 'SHOP/legacy-a' }))
    expect(run.end).toMatchObject({ verdict: 'fail', counts: { total: 1 } })
    expect(run.report.evidence.targets).toHaveLength(2)
  })

  it('leaves out nothing of a repository that is asked for by name', async () => {
    const server = await list({
      repositories,
      scans: { '*': [{ ...finished(2), scheduled: true }, finished(2)] },
      exports: { [`${project}/repos/legacy-a`]: csvReply(wordy, rows.slice(0, 2)) },
    })
    const given = { ...scope, repo: 'legacy-a', 'exclude-repos': 'SHOP/legacy-*' }
    const run = await runGate(inputsFor(server, given))
    expect(run.end).toMatchObject({ verdict: 'fail', counts: { total: 2 } })
    expect(run.lines.join('\n')).toContain('exclude-repos has no effect without a project or the instance')
  })

  it('that leave out everything end in an error, and wrong globs before anything is sent', async () => {
    const server = await list({ repositories })
    const all = await runGate(inputsFor(server, { ...scope, 'exclude-repos': 'SHOP/**' }))
    expect(all.end.error).toMatchObject({ code: 'NOT_FOUND' })
    expect(all.report.evidence.notes.join()).toContain('3 repositories are left out')
    const sent = server.requests.length
    const wrong = await runGate(inputsFor(server, { ...scope, 'exclude-repos': 'legacy,!SHOP/a' }))
    expect(wrong.end.error?.message).toBe(
      [
        'exclude-repos: The glob "legacy" names no project: write PROJ/slug, or */slug for any project.',
        'exclude-repos: The glob "!SHOP/a" must not begin with `!`.',
      ].join('\n'),
    )
    expect(server.requests).toHaveLength(sent)
  })

  it('leaves them out of the jobs of a plan', async () => {
    const server = await list({ repositories })
    const given = { ...scope, operation: 'plan', shards: '2', 'exclude-repos': '*/legacy-?' }
    const { end } = await runGate(inputsFor(server, given))
    expect(end.outputs.matrix).toBe('{"include":[{"shard":1,"targets":"SHOP/cart"}]}')
  })
})

describe('an odd repository', () => {
  const repositories = { 'SHOP/cart': ['main'], 'SHOP/odd': [] }
  const answers: Record<string, Reply> = {
    '204': { status: 204 },
    '500': html('oops', 500),
    '404': json({}, 404),
  }

  it.each(Object.keys(answers))('without branches may answer %s for ever', async (answer) => {
    const server = await list({
      repositories,
      exports: { [project]: csvReply(wordy, []) },
      intercept: ({ url }) => (/\/scan\/SHOP\/repos\/odd/.test(url) ? answers[answer] : undefined),
    })
    const run = await runGate(inputsFor(server, scope))
    expect(run.end).toMatchObject({ verdict: 'pass', exitCode: 0 })
    expect(run.report.evidence.targets[1]).toMatchObject({
      target: 'SHOP/odd',
      provenBy: expect.stringContaining('no branches'),
    })
    const exported = await runGate(inputsFor(server, { ...scope, operation: 'export' }))
    expect([exported.end.verdict, exported.end.error]).toEqual(['pass', null])
  })

  it('that was renamed is named by both names where the server redirects', async () => {
    const server = await list({
      contextPath: '/bitbucket',
      repositories,
      intercept: ({ url }) =>
        url.includes('/repos/basket/')
          ? {
              status: 301,
              headers: { location: '/bitbucket/rest/api/latest/projects/SHOP/repos/cart/branches?a=b' },
            }
          : undefined,
    })
    const { end } = await runGate(inputsFor(server, { ...scope, repo: 'basket', branch: 'main' }))
    expect(end.error).toMatchObject({
      code: 'REDIRECTED',
      message:
        'Could not list the branches of SHOP/basket: the server redirected (301) to /bitbucket/rest/api/latest/projects/SHOP/repos/cart/branches: SHOP/basket seems to be SHOP/cart now, renamed or moved.',
      hint: 'Write SHOP/cart in place of SHOP/basket.',
    })
  })

  it('or project that is unknown gets the nearest names', async () => {
    const server = await list({ repositories })
    const { end: slug } = await runGate(inputsFor(server, { ...scope, repo: 'crat', branch: 'main' }))
    expect(slug.error).toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringMatching(/ Names like it: cart\.$/),
    })
    const { end: key } = await runGate(inputsFor(server, { project: 'SHPO' }))
    expect(key.error).toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringMatching(/ Names like it: SHOP\.$/),
    })
    const { end: both } = await runGate(inputsFor(server, { project: 'SHPO', repo: 'cart' }))
    expect(both.error).toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringMatching(/ Names like it: SHOP\.$/),
    })
    const { end: branch } = await runGate(inputsFor(server, { ...scope, repo: 'cart', branch: 'mian' }))
    expect(branch.error?.message).toBe(
      'Bitbucket lists SHOP/cart, but no branch "mian" in it. Names like it: main.',
    )
  })
})
