/** The gate of a pull request, from its number to the verdict. */
import { describe, expect, it } from '@jest/globals'
import type { Host } from '../../src/host.ts'
import { type ChangeWorld, commitOf, gateChange, page, pullRequest } from '../fixtures/change-world.ts'
import { bitbucketError, json } from '../fixtures/scripted-server.ts'

const [main, feature, fork] = ['SHOP/cart@main', 'SHOP/cart@feature', '~jane/cart@feature']
const old = ['src/a.ts:3 AWS_CLIENT_ID secret-of-one-01', 'src/b.ts:9 RSA_KEY secret-of-two-02']
const added = [...old, 'src/c.ts:1 AWS_CLIENT_ID secret-of-three']
const world: ChangeWorld = {
  branches: { [main]: old, [feature]: added },
  pulls: { 'SHOP/cart#7': pullRequest() },
}
const asked = { 'pull-request': '7' }
const refOf = (id: string, project = 'SHOP', branch = 'feature'): object => ({
  id,
  displayId: branch,
  latestCommit: commitOf(branch),
  repository: { slug: 'cart', project: { key: project } },
})
const forked: ChangeWorld = {
  branches: { [main]: old, [fork]: added },
  pulls: { 'SHOP/cart#7': pullRequest({ fromRef: refOf('refs/heads/feature', '~jane') }) },
}
const of = (change: object): ChangeWorld => ({ ...world, pulls: { 'SHOP/cart#7': pullRequest(change) } })
const variables = (values: Record<string, string>): Partial<Host> => ({
  environment: (name) => values[name],
  environmentNames: () => Object.keys(values),
})

describe('pull-request: N', () => {
  it('gives branch, commit and compared branch: only what it adds counts', async () => {
    const gate = await gateChange(world, asked)
    expect(gate).toMatchObject({
      exitCode: 1,
      sentence: 'fail: threshold "new": 1 found, limit 0',
      counts: { total: 3, new: 1 },
      report: { targets: [feature] },
    })
    expect(gate.requests).toEqual([
      'GET api/latest/projects/SHOP/repos/cart/pull-requests/7',
      `GET api/latest/projects/SHOP/repos/cart/raw/.soteri-gate.yml?at=${commitOf('main')}`,
      `GET api/latest/projects/SHOP/repos/cart/raw/.soteri-gate.yml?at=${commitOf('feature')}`,
      'GET api/latest/projects?limit=1',
      'GET api/latest/projects/SHOP/repos/cart/branches?filterText=feature&boostMatches=true&limit=500&start=0',
      'GET api/latest/projects/SHOP/repos/cart/branches?filterText=main&boostMatches=true&limit=500&start=0',
      'GET api/latest/projects/SHOP/repos/cart/branches?filterText=feature&boostMatches=true&limit=500&start=0',
      'GET security/latest/scan/SHOP/repos/cart?branch=main',
      'GET security/latest/scan/SHOP/repos/cart?branch=feature',
      'PUT security/latest/status/projects/SHOP/repos/cart/branches?name=feature',
      'GET security/latest/scan/SHOP/repos/cart?branch=feature',
      'GET security/latest/scan/SHOP/repos/cart?branch=main',
      'GET security/latest/export-report/projects/SHOP/repos/cart?branch=main',
      'GET security/latest/export-report/projects/SHOP/repos/cart?branch=feature',
      `GET api/latest/projects/SHOP/repos/cart/compare/commits?from=${commitOf('feature')}&to=${commitOf('main')}&limit=500&start=0`,
      `GET api/latest/projects/SHOP/repos/cart/browse/src/c.ts?at=${commitOf('feature')}&blame=true&noContent=true`,
      'GET api/latest/projects/SHOP/repos/cart/branches?filterText=feature&boostMatches=true&limit=500&start=0',
    ])
  })

  it('passes where it adds nothing, also as a draft, and without its repository in the refs', async () => {
    const { repository: _, ...bare } = refOf('refs/heads/feature') as { repository: object }
    const clean = { ...of({ draft: true, fromRef: bare }), branches: { [main]: old, [feature]: old } }
    expect(await gateChange(clean, { ...asked, branch: 'feature' })).toMatchObject({ exitCode: 0 })
  })

  it('of a fork is scanned there, and compared with its target', async () => {
    const gate = await gateChange(forked, { ...asked, 'exclude-reviewed': 'false' })
    expect(gate).toMatchObject({ exitCode: 1, counts: { total: 3, new: 1 }, report: { targets: [fork] } })
    const changes = gate.requests.filter((each) => each.startsWith('PUT'))
    expect(changes).toEqual(['PUT security/latest/status/projects/~jane/repos/cart/branches?name=feature'])
  })

  it('of a fork is judged with what was reviewed in its target', async () => {
    const reviewed = 'Project,Repository,Match,Rule\nSHOP,cart,secret-of-three,AWS_CLIENT_ID\n'
    const answer: ChangeWorld['answer'] = (path) =>
      path.endsWith('/export/reviewed/projects/SHOP/repos/cart') ? { body: reviewed } : undefined
    const gate = await gateChange({ ...forked, answer }, { ...asked, 'exclude-reviewed': 'true' })
    expect(gate).toMatchObject({ exitCode: 0, counts: { total: 2, new: 0, suppressed: 1 } })
  })

  it.each(['cart', '*'])('of a fork is ruled by what policies say of its target (SHOP/%s)', async (repo) => {
    const thresholds = [
      `repo:SHOP/${repo} = 2`,
      'new project:SHOP = 0',
      'branch:feature = 9',
      'owner:@team = 9',
    ]
    const inputs = { ...asked, thresholds: thresholds.slice(0, 3).join('\n') }
    expect(await gateChange(forked, inputs)).toMatchObject({ exitCode: 1 })
    const policy = `thresholds: ${JSON.stringify(thresholds)}\nowners: codeowners`
    const files = { [`${main}:.soteri-gate.yml`]: policy }
    const answer: ChangeWorld['answer'] = (path) =>
      path.endsWith('SHOP/repos/cart/raw/.bitbucket/CODEOWNERS') ? { body: '*.ts @team' } : undefined
    const ruled = await gateChange({ ...forked, files, answer }, asked)
    const observed = (ruled.report.thresholds as { observed: number }[]).map((one) => one.observed)
    expect(observed).toEqual([3, 1, 3, 3])
    expect(ruled.rows.map((cells) => cells.slice(0, 2).join('/'))).toEqual(Array(3).fill('~jane/cart'))
    expect(ruled.requests.filter((each) => each.includes('~jane') && each.includes('raw'))).toHaveLength(1)
  })

  it('of a fork is ruled by suppressions of its target, by place and by fingerprint', async () => {
    const at = await gateChange({ branches: { [feature]: added } }, { thresholds: 'total = 9' })
    const fingerprint = at.rows[2]?.[8]
    const match = ['match: { repo: SHOP/cart, path: src/c.ts }', `fingerprint: ${fingerprint}`]
    for (const one of match) {
      const policy = `suppressions:\n  - ${one}\n    reason: accepted\n    expires: 2099-01-01`
      const files = { [`${main}:.soteri-gate.yml`]: policy }
      const gate = await gateChange({ ...forked, files }, asked)
      expect(gate).toMatchObject({ exitCode: 0, counts: { total: 2, new: 0, suppressed: 1 } })
    }
  })

  it('of a fork without rights is an error that says what to do', async () => {
    const refused = bitbucketError(401, 'You are not permitted.', 'AuthorisationException')
    const answer: ChangeWorld['answer'] = (path, { method }) =>
      path.includes('~jane') && method === 'PUT' ? refused : undefined
    const gate = await gateChange({ ...forked, answer }, asked)
    expect(gate).toMatchObject({ exitCode: 3, error: { code: 'RIGHT_MISSING' } })
    expect(gate.error?.hint).toContain('comes from the fork ~jane/cart')
  })

  it.each([
    ['merged', of({ state: 'MERGED' }), 'PULL_REQUEST_UNUSABLE', 'is merged, not open'],
    ['declined', of({ state: 'DECLINED' }), 'PULL_REQUEST_UNUSABLE', 'is declined, not open'],
    [
      'of a tag',
      of({ fromRef: refOf('refs/tags/v1') }),
      'PULL_REQUEST_UNUSABLE',
      'only branches are scanned',
    ],
    ['unknown', { ...world, pulls: {} }, 'NOT_FOUND', 'has no pull request 7'],
    ['of another shape', of({ fromRef: null }), 'REPLY_UNREADABLE', 'has no `id`'],
    ['without a commit', of({ toRef: { id: 'refs/heads/main' } }), 'REPLY_UNREADABLE', 'has no `id`'],
  ])('%s is an error before anything is triggered', async (_, server, code, why) => {
    const gate = await gateChange(server, asked)
    expect(gate).toMatchObject({ exitCode: 4, error: { code, message: expect.stringContaining(why) } })
    expect(gate.requests.filter((each) => each.startsWith('PUT'))).toEqual([])
  })

  it.each([
    ['another branch', { branch: 'main' }, 2, 'is not the branch of pull request 7'],
    ['a compared branch', { 'compare-branch': 'main' }, 2, 'gives the compared branch'],
    ['a project', { repo: '' }, 2, 'belongs to one repository'],
    ['another commit', { commit: 'a'.repeat(40) }, 4, 'was to be on the commit aaaa'],
    ['evaluate', { operation: 'evaluate', 'report-files': 'a' }, 2, '`evaluate` judges no change'],
    ['scan', { operation: 'scan' }, 2, '`scan` judges no change'],
    ['a wrong number', { 'pull-request': '#7' }, 2, 'is not a pull request'],
  ])('beside %s is an error', async (_, inputs, exitCode, why) => {
    const gate = await gateChange(world, { ...asked, ...inputs })
    expect(gate).toMatchObject({ exitCode, error: { message: expect.stringContaining(why) } })
    expect(gate.requests.filter((each) => each.startsWith('PUT'))).toEqual([])
  })

  it.each(
    ['scan', 'evaluate', 'export-reviewed', 'cancel', 'plan', 'doctor'].flatMap((operation) =>
      [['pull-request', 'auto'] as const, ['compare-branch', 'main'] as const].map(
        ([name, value]) => [operation, name, value] as const,
      ),
    ),
  )('is no input of %s, and neither is what belongs to it (%s)', async (operation, name, value) => {
    const gate = await gateChange(world, { operation, [name]: value })
    const message = expect.stringMatching(new RegExp(`^${name}: .*\`${operation}\` judges no change`, 'm'))
    expect(gate).toMatchObject({ exitCode: 2, error: { message }, requests: [] })
  })

  it('whose head moved during the run is an error, even if nothing is posted', async () => {
    let isTriggered = false
    const answer: ChangeWorld['answer'] = (path, { method }) => {
      if (method === 'PUT') isTriggered = true
      if (!path.endsWith('/branches') || method !== 'GET') return undefined
      const commit = (id: string): string => commitOf(isTriggered && id === 'feature' ? 'moved' : id)
      return page(['main', 'feature'].map((displayId) => ({ displayId, latestCommit: commit(displayId) })))
    }
    const gate = await gateChange({ ...world, answer }, asked)
    expect(gate).toMatchObject({ exitCode: 4, error: { code: 'HEAD_MOVED' }, counts: null })
    expect(gate.error?.message).toContain('moved during the run')
  })

  it('whose branch is ahead of what it shows is an error before anything is triggered', async () => {
    const lagging = of({ fromRef: { ...refOf('refs/heads/feature'), latestCommit: 'b'.repeat(40) } })
    const gate = await gateChange(lagging, asked)
    expect(gate).toMatchObject({ exitCode: 4, error: { code: 'HEAD_MOVED' } })
    expect(gate.requests.filter((each) => each.startsWith('PUT'))).toEqual([])
  })

  it('is not looked up in a dry run', async () => {
    const gate = await gateChange(world, { ...asked, 'dry-run': 'true' })
    expect(gate).toMatchObject({ exitCode: 0, requests: [] })
    expect(gate.lines.join('\n')).toContain('would look up the pull request (7)')
  })
})

describe('pull-request: auto', () => {
  const auto = { 'pull-request': 'auto' }
  const here = 'http://127.0.0.1/projects/SHOP/repos/cart/pull-requests/7'

  it.each<[string, Record<string, string>]>([
    ['Jenkins multibranch', { CHANGE_ID: '7', CHANGE_URL: here, BRANCH_NAME: 'PR-7' }],
    ['the push-and-PR plugin', { BITBUCKET_PULL_REQUEST_ID: '7', GIT_BRANCH: 'origin/other' }],
    ['Bamboo', { bamboo_repository_pr_key: '7' }],
    ['Drone', { DRONE_PULL_REQUEST: '7', DRONE_REPO_LINK: 'http://127.0.0.1/x' }],
    ['Woodpecker', { CI_COMMIT_PULL_REQUEST: '7' }],
    ['a ref', { GIT_BRANCH: 'refs/pull-requests/7/from' }],
    ['a short ref', { TEAMCITY_BUILD_BRANCH: 'pull-requests/7/from' }],
    ['the branch', { GIT_BRANCH: 'origin/feature' }],
    ['the branch of a multibranch job', { BRANCH_NAME: 'feature' }],
    ['GitHub with mirrored code', { GITHUB_HEAD_REF: 'feature', GITHUB_REF: 'refs/pull/99/merge' }],
    ['a push to mirrored code', { GITHUB_REF: 'refs/heads/feature' }],
    ['Azure', { BUILD_SOURCEBRANCH: 'refs/heads/feature' }],
    [
      'a pull request in Azure',
      { SYSTEM_PULLREQUEST_SOURCEBRANCH: 'refs/heads/feature', BUILD_SOURCEBRANCH: 'refs/heads/main' },
    ],
    ['a plan branch of Bamboo', { bamboo_planRepository_branchName: 'feature' }],
    ['GitLab', { CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: 'feature' }],
    ['the branch in Drone', { DRONE_SOURCE_BRANCH: 'feature' }],
    ['the source in Woodpecker', { CI_COMMIT_SOURCE_BRANCH: 'feature', CI_COMMIT_BRANCH: 'main' }],
    ['a push in Woodpecker', { CI_COMMIT_BRANCH: 'feature' }],
    [
      'Jenkins with GitHub',
      { CHANGE_ID: '99', CHANGE_URL: 'https://github.com/a/b/pull/99', CHANGE_BRANCH: 'feature' },
    ],
  ])('takes it from %s', async (_, values) => {
    const gate = await gateChange(world, auto, variables(values))
    expect(gate).toMatchObject({ exitCode: 1, counts: { new: 1 }, report: { targets: [feature] } })
    expect(gate.requests[0]).toMatch(
      /\/pull-requests(\/7|\?direction=OUTGOING&at=refs%2Fheads%2Ffeature&.*)$/,
    )
  })

  it('takes it from the branch that is given', async () => {
    const gate = await gateChange(world, { ...auto, branch: 'feature' }, variables({ CHANGE_ID: '99' }))
    expect(gate).toMatchObject({ exitCode: 1, counts: { new: 1 } })
  })

  it.each<[string, ChangeWorld, Record<string, string>, number, string]>([
    ['nothing is named', world, { GITHUB_REF: 'refs/pull/99/merge' }, 2, 'No variable of the CI names'],
    ['there is none', { ...world, pulls: {} }, { GIT_BRANCH: 'feature' }, 4, 'There is no open pull request'],
    [
      'there are several',
      { ...world, pulls: { 'SHOP/cart#7': pullRequest(), 'SHOP/cart#8': pullRequest({}, 8) } },
      { GIT_BRANCH: 'feature' },
      4,
      'There are 2 open pull requests from feature in SHOP/cart (7, 8)',
    ],
    [
      'it goes into another repository',
      of({ toRef: refOf('refs/heads/main', 'OPS', 'main') }),
      { GIT_BRANCH: 'feature' },
      4,
      'There is no open pull request',
    ],
  ])('is an error where %s', async (_, server, values, exitCode, why) => {
    const gate = await gateChange(server, auto, variables(values))
    expect(gate).toMatchObject({ exitCode, error: { message: expect.stringContaining(why) } })
  })
})

describe('the policy of the target', () => {
  const [strict, lax] = ['thresholds: [new = 0, total = 2]', 'thresholds: [total = 99]']
  const withFiles = (files: Record<string, string>): ChangeWorld => ({ ...world, files })

  it('rules, whatever the checkout and the change say, and the edit is named', async () => {
    const files = { [`${main}:.soteri-gate.yml`]: strict, [`${feature}:.soteri-gate.yml`]: lax }
    const gate = await gateChange(withFiles(files), asked, {}, { '.soteri-gate.yml': lax })
    expect(gate).toMatchObject({ exitCode: 1 })
    expect(gate.report.thresholds).toMatchObject([{ name: 'new' }, { name: 'total', max: 2 }])
    expect(gate.report.evidence.notes.join('\n')).toContain(
      'The change edits the policy file .soteri-gate.yml, which was not applied: the policy of SHOP/cart@main rules.',
    )
  })

  it.each([
    ['adds', { [`${feature}:.soteri-gate.yml`]: lax }, 'The change adds the policy file'],
    ['deletes', { [`${main}:.soteri-gate.yml`]: strict }, 'The change deletes the policy file'],
  ])('is not the one that a change %s', async (_, files, note) => {
    const gate = await gateChange(withFiles(files), asked, {}, { '.soteri-gate.yml': lax })
    expect(gate).toMatchObject({ exitCode: 1 })
    expect(gate.report.evidence.notes.join('\n')).toContain(note)
  })

  it('is read at the path that is given', async () => {
    const files = {
      [`${main}:ci/gate.yml`]: strict,
      [`${feature}:ci/gate.yml`]: lax,
      [`${main}:gate.yml`]: lax,
    }
    const gate = await gateChange(withFiles(files), { ...asked, 'policy-file': 'ci/gate.yml' })
    expect(gate.report.thresholds).toMatchObject([{ name: 'new' }, { name: 'total', max: 2 }])
  })

  it('extends files of the target', async () => {
    const files = {
      [`${main}:.soteri-gate.yml`]: 'extends: base.yml',
      [`${main}:base.yml`]: strict,
      [`${feature}:base.yml`]: strict,
      [`${feature}:.soteri-gate.yml`]: 'extends: base.yml',
    }
    const gate = await gateChange(withFiles(files), asked, {}, { 'base.yml': lax })
    expect(gate.report.thresholds).toMatchObject([{ name: 'new' }, { name: 'total', max: 2 }])
    expect(gate.report.evidence.notes.join('\n')).not.toContain('policy file')
  })

  it('that is named and missing is an error, even if the change adds it', async () => {
    const files = { [`${feature}:own.yml`]: lax }
    const gate = await gateChange(
      withFiles(files),
      { ...asked, 'policy-file': 'own.yml' },
      {},
      { 'own.yml': lax },
    )
    expect(gate).toMatchObject({ exitCode: 2, error: { code: 'FILE_UNREADABLE' } })
    expect(gate.error?.message).toContain('"own.yml" is not on SHOP/cart@main')
  })

  it('that cannot be read is an error', async () => {
    const answer: ChangeWorld['answer'] = (path) => (path.includes('/raw/') ? { status: 500 } : undefined)
    expect(await gateChange({ ...world, answer }, asked)).toMatchObject({ exitCode: 4 })
    const login: ChangeWorld['answer'] = (path) =>
      path.includes('/raw/') ? { status: 200, body: '<!doctype html><title>Log in</title>' } : undefined
    const gate = await gateChange({ ...world, answer: login }, asked)
    expect(gate.exitCode).toBeGreaterThan(1)
  })

  it('with mistakes is an error before anything is triggered', async () => {
    const files = { [`${main}:.soteri-gate.yml`]: 'thresholds: [totl = 0]' }
    const gate = await gateChange(withFiles(files), asked)
    expect(gate).toMatchObject({ exitCode: 2, error: { code: 'INPUT_INVALID' } })
  })

  it('is that of the checkout where this is asked for', async () => {
    const files = { [`${main}:.soteri-gate.yml`]: strict }
    const inputs = { ...asked, 'policy-from': 'checkout' }
    const gate = await gateChange(withFiles(files), inputs, {}, { '.soteri-gate.yml': lax })
    expect(gate).toMatchObject({ exitCode: 0 })
    expect(gate.requests.filter((each) => each.includes('/raw/'))).toEqual([])
  })

  it('needs a pull request', async () => {
    const gate = await gateChange(world, { 'policy-from': 'target', branch: 'feature' })
    expect(gate).toMatchObject({ exitCode: 2 })
    expect(gate.error?.message).toContain('Without `pull-request` there is no target')
  })

  it('that hides findings of the target by path does not hide what a change brings elsewhere', async () => {
    const suppression = [
      'suppressions:',
      '  - match: { path: src/c.ts }',
      '    reason: accepted',
      '    expires: 2099-01-01',
    ].join('\n')
    const server: ChangeWorld = {
      ...withFiles({ [`${main}:.soteri-gate.yml`]: suppression }),
      branches: { [main]: added, [feature]: [...old, 'src/moved.ts:1 AWS_CLIENT_ID secret-of-three'] },
    }
    expect(await gateChange(server, asked)).toMatchObject({ exitCode: 1, counts: { new: 1, moved: 0 } })
  })

  it('knows owners where it asks what the target suppresses', async () => {
    const policy = [
      'owners: { "SHOP/cart:src/c.ts": team, "*/*": others }',
      'suppressions: [{ match: { owner: team }, reason: accepted, expires: 2099-01-01 }]',
    ].join('\n')
    const server: ChangeWorld = {
      ...withFiles({ [`${main}:.soteri-gate.yml`]: policy }),
      branches: { [main]: added, [feature]: [...old, 'src/moved.ts:1 AWS_CLIENT_ID secret-of-three'] },
    }
    expect(await gateChange(server, asked)).toMatchObject({ exitCode: 1, counts: { new: 1, moved: 0 } })
  })

  it('is read with the rights of the account, and never by another status than 404 taken for none', async () => {
    const answer: ChangeWorld['answer'] = (path) => (path.includes('/raw/') ? json({}, 403) : undefined)
    expect(await gateChange({ ...world, answer }, asked)).toMatchObject({ exitCode: 3 })
  })
})
