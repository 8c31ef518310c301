/** What a pull request shows of its gate: build status, Code Insights, comment, log and summary speak of what is new. */
import { describe, expect, it } from '@jest/globals'
import {
  type Changed,
  type ChangeWorld,
  commitOf,
  gateChange,
  page,
  pullRequest,
} from '../fixtures/change-world.ts'
import { bitbucketError, json, type Reply } from '../fixtures/scripted-server.ts'

const [main, feature] = ['SHOP/cart@main', 'SHOP/cart@feature']
const old = ['src/a.ts:3 AWS_CLIENT_ID secret-of-one-01', 'src/b.ts:9 RSA_KEY secret-of-two-02']
const fresh = 'src/c d.ts:4 AWS_CLIENT_ID secret-of-three'.replace(' d', '_d')
const world: ChangeWorld = {
  branches: { [main]: [...old, 'src/z.ts OWN secret-that-left'], [feature]: [...old, fresh] },
  pulls: { 'SHOP/cart#7': pullRequest() },
}
const posting = {
  'pull-request': '7',
  'build-status': 'true',
  'code-insights': 'true',
  'pull-request-comment': 'always',
}
const head = commitOf('feature')
const short = (branch: string): string => commitOf(branch).slice(0, 11)
const SENTENCE = `1 secret on feature (${short('feature')}) that is not on main (${short('main')}); 2 more are on both`

type Sent = { readonly call: string; readonly body: Record<string, unknown> }

/** What was sent to Bitbucket, in order: the last part of the path, and the body. */
function sentBy({ received }: Changed): readonly Sent[] {
  return received
    .filter(({ method, url }) => method !== 'GET' && !url.includes('/security/'))
    .map(({ method, url, body }) => ({
      call: `${method} ${url.slice(url.lastIndexOf('/') + 1)}`,
      body: body === '' ? {} : (JSON.parse(body) as Record<string, unknown>),
    }))
}

/** Without an activity; the report of the commit is this one. */
const withReport =
  (report: Reply): NonNullable<ChangeWorld['answer']> =>
  (path, { method }) => {
    if (path.endsWith('/activities')) return page([])
    if (path.endsWith('/comments')) return json({}, 201)
    return method === 'GET' && path.endsWith('/reports/soteri-gate') ? report : undefined
  }
const noReport = withReport(json({}, 404))

describe('in Bitbucket', () => {
  it('everything speaks of what the change adds, and of nothing else', async () => {
    const gate = await gateChange({ ...world, answer: noReport }, posting)
    expect(gate.exitCode).toBe(1)
    const sent = sentBy(gate)
    expect(sent.map(({ call }) => call)).toEqual([
      'POST builds',
      'POST builds',
      'PUT soteri-gate',
      'DELETE annotations',
      'POST annotations',
      'POST comments',
    ])
    const [started, ended, report, , annotations, comment] = sent.map(({ body }) => body)
    const status = { key: 'soteri-gate SHOP/cart#7', parent: 'soteri-gate', ref: 'refs/heads/feature' }
    expect(started).toMatchObject({ ...status, state: 'INPROGRESS' })
    expect(ended).toMatchObject({ ...status, state: 'FAILED', description: `fail: ${SENTENCE}` })
    expect(report).toMatchObject({
      title: 'soteri-gate: fail, 1 new secret (2 more are known)',
      details: expect.stringContaining(SENTENCE),
      result: 'FAIL',
    })
    expect(report?.data).toContainEqual({ title: 'Pull requests', type: 'TEXT', value: '#7 fail' })
    expect(annotations?.annotations).toMatchObject([{ path: 'src/c_d.ts', line: 4 }])
    const text = String(comment?.text)
    expect(text).toContain(SENTENCE)
    expect(text).toContain(`/projects/SHOP/repos/cart/browse/src/c_d.ts?at=${head}#4>)`)
    expect(text).toContain('makes a new pair and deactivates this one')
    expect(text).not.toContain('src/a.ts')
    expect(JSON.stringify([sent, gate.lines, gate.report, gate.rows])).not.toMatch(/secret-(of|that)-/)
    expect(text).toContain('soteri-gate-verdict:SHOP%2Fcart%237')
  })

  it.each([
    ['nothing', {}, []],
    ['a build', { 'build-status': 'true' }, ['POST builds', 'POST builds']],
    ['a report', { 'code-insights': 'true' }, ['PUT soteri-gate', 'DELETE annotations', 'POST annotations']],
    ['a comment', { 'pull-request-comment': 'on-failure' }, ['POST comments']],
  ])('%s is posted where only that is asked for', async (_, asked, calls) => {
    const gate = await gateChange({ ...world, answer: noReport }, { 'pull-request': '7', ...asked })
    expect(sentBy(gate).map(({ call }) => call)).toEqual(calls)
  })

  it('a change that adds nothing is green, with the number of what is on both', async () => {
    const clean = { ...world, branches: { [main]: old, [feature]: old }, answer: noReport }
    const sent = sentBy(await gateChange(clean, posting))
    expect(sent.at(-1)?.body).toMatchObject({
      state: 'SUCCESSFUL',
      description: expect.stringContaining('pass: no secrets on feature'),
    })
    expect(sent.at(-1)?.body.description).toContain('; 2 are on both')
    expect(sent.map(({ call }) => call)).not.toContain('POST annotations')
  })

  it('a fork is posted to the repository of the pull request, without a ref', async () => {
    const repository = { slug: 'cart', project: { key: '~jane' } }
    const fromRef = { id: 'refs/heads/feature', latestCommit: head, repository }
    const forked = {
      branches: { [main]: old, '~jane/cart@feature': [...old, fresh] },
      pulls: { 'SHOP/cart#7': pullRequest({ fromRef }) },
      answer: noReport,
    }
    const gate = await gateChange(forked, posting)
    const posts = gate.received.filter(({ method, url }) => method !== 'GET' && !url.includes('/security/'))
    expect(posts.every(({ url }) => url.includes('/projects/SHOP/repos/cart/'))).toBe(true)
    expect(sentBy(gate)[0]?.body.ref).toBeUndefined()
    expect(sentBy(gate).find(({ call }) => call === 'POST annotations')?.body.annotations).toHaveLength(1)
  })

  it('an edit of the policy is named in the comment', async () => {
    const files = { [`${feature}:.soteri-gate.yml`]: 'thresholds: [total = 99]' }
    const sent = sentBy(await gateChange({ ...world, files, answer: noReport }, posting))
    const comment = sent.find(({ call }) => call === 'POST comments')
    expect(comment?.body.text).toContain(
      'The change adds the policy file .soteri-gate.yml, which was not applied',
    )
  })

  it('a mark of progress is closed when the head moves', async () => {
    let lists = 0
    const answer: ChangeWorld['answer'] = (path, request, earlier) => {
      if (!path.endsWith('/branches') || request.method !== 'GET') return noReport(path, request, earlier)
      lists += 1
      const latestCommit = commitOf(lists > 3 ? 'moved' : 'feature')
      return page([
        { displayId: 'main', latestCommit: commitOf('main') },
        { displayId: 'feature', latestCommit },
      ])
    }
    const sent = sentBy(await gateChange({ ...world, answer }, posting))
    expect(sent.map(({ body }) => body.state ?? body.result ?? '')).toEqual([
      'INPROGRESS',
      'FAILED',
      'FAIL',
      '',
      '',
    ])
    expect(JSON.stringify(sent)).not.toContain('src/c_d.ts')
  })
})

describe('two pull requests of one commit', () => {
  const pulls = { 'SHOP/cart#7': pullRequest(), 'SHOP/cart#8': pullRequest({}, 8) }
  const clean = { branches: { [main]: old, [feature]: old }, pulls }
  const reportOf = (value: string): Reply =>
    json({ result: 'FAIL', data: [{ title: 'Pull requests', type: 'TEXT', value }] })
  const insight = (gate: Changed) => sentBy(gate).find(({ call }) => call === 'PUT soteri-gate')?.body

  it('keep the worst, with both names and the annotations of the red one', async () => {
    const gate = await gateChange({ ...clean, answer: withReport(reportOf('#8 fail')) }, posting)
    expect(gate.exitCode).toBe(0)
    expect(insight(gate)).toMatchObject({
      result: 'FAIL',
      title: 'soteri-gate: pass, 0 new secrets (2 more are known); pull request 8: fail',
      data: expect.arrayContaining([{ title: 'Pull requests', type: 'TEXT', value: '#8 fail, #7 pass' }]),
    })
    expect(sentBy(gate).map(({ call }) => call)).not.toContain('DELETE annotations')
    const [status] = sentBy(gate).filter(({ body }) => body.state === 'SUCCESSFUL')
    expect(status?.body.key).toBe('soteri-gate SHOP/cart#7')
  })

  it.each([
    ['is green too', '#8 pass', pulls],
    ['was merged since', '#8 fail', { ...pulls, 'SHOP/cart#8': pullRequest({ state: 'MERGED' }, 8) }],
    ['is the same one', '#7 fail', pulls],
    ['is unknown', '#9 fail', pulls],
    ['is none', 'x', pulls],
  ])('are green where the other one %s', async (_, value, all) => {
    const gate = await gateChange({ ...clean, pulls: all, answer: withReport(reportOf(value)) }, posting)
    expect(insight(gate)).toMatchObject({ result: 'PASS' })
  })

  it('are both named where this one is red', async () => {
    const gate = await gateChange({ ...world, pulls, answer: withReport(reportOf('#8 pass')) }, posting)
    expect(insight(gate)).toMatchObject({
      result: 'FAIL',
      data: expect.arrayContaining([{ title: 'Pull requests', type: 'TEXT', value: '#8 pass, #7 fail' }]),
    })
    expect(sentBy(gate).map(({ call }) => call)).toContain('POST annotations')
  })
})

describe('without harm', () => {
  it.each([
    ['FAIL', [...old, fresh], 1],
    ['PASS', old, 0],
  ])('a report of another account stays (%s), and a note names it', async (result, own, exitCode) => {
    const refused = bitbucketError(401, 'Not yours.', 'AuthorisationException')
    const answer: ChangeWorld['answer'] = (path, request, earlier) =>
      request.method === 'PUT' && path.endsWith('/reports/soteri-gate')
        ? refused
        : withReport(json({ key: 'soteri-gate', result }))(path, request, earlier)
    const branches = { ...world.branches, [feature]: own }
    const gate = await gateChange({ ...world, branches, answer }, posting)
    expect(gate).toMatchObject({ exitCode, error: null })
    const note = gate.report.evidence.notes.find((one) => one.includes('another account'))
    expect(note).toContain(
      `The Code Insights report "soteri-gate" of commit ${short('feature')} is of another account`,
    )
    expect(note).toContain(`Bitbucket still shows its own result there (${result})`)
    expect(note).toContain('delete that report, or use the same account')
    expect(gate.lines.filter((line) => line === `warn ${note}`)).toHaveLength(1)
    const sent = sentBy(gate)
    expect(sent.filter(({ call }) => call === 'PUT soteri-gate')).toHaveLength(1)
    expect(sent.filter(({ call }) => call.endsWith('annotations'))).toEqual([])
    expect(sent.at(-1)).toMatchObject(
      exitCode === 0 ? { call: 'POST builds', body: { state: 'SUCCESSFUL' } } : { call: 'POST comments' },
    )
  })

  it('a comment with replies is edited like any other', async () => {
    const marker = '[//]: # (soteri-gate-verdict:SHOP%2Fcart%237)'
    const comment = {
      id: 5,
      version: 1,
      text: marker,
      author: { name: 'x' },
      comments: [{ id: 6, text: 'Why?' }],
    }
    const answer: ChangeWorld['answer'] = (path, request, earlier) => {
      if (path.endsWith('/activities')) {
        return page([{ action: 'UPDATED' }, { action: 'COMMENTED', commentAction: 'ADDED', comment }])
      }
      return path.endsWith('/comments/5') ? json({}) : noReport(path, request, earlier)
    }
    const sent = sentBy(await gateChange({ ...world, answer }, posting))
    expect(sent.at(-1)).toMatchObject({ call: 'PUT 5', body: { version: 1 } })
  })
})

describe('in log and files', () => {
  it('says it once, with what is gone, and what tips cannot show', async () => {
    const gate = await gateChange(world, {
      'pull-request': '7',
      formats: 'json,sarif,html,junit,markdown,gitlab,csv',
    })
    const log = gate.lines.join('\n')
    expect(log).toContain(`info ${SENTENCE}.`)
    expect(log).toContain('No longer reported here: 1.')
    expect(log).toContain(
      'Branch tips are compared: a secret that was committed and deleted again is not seen.',
    )
    expect(gate.report.counts).toMatchObject({ new: 1, moved: 0, behind: 0 })
  })
})
