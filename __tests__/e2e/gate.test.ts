/** The main job through the built action: trigger, wait, export, judge, report, verdict. */
import { describe, expect, it } from '@jest/globals'
import { expectEnding, failed, inError, passed, reportFile, reportOf, warned } from '../fixtures/contract.ts'
import { inputsFor, serve } from '../fixtures/quick.ts'
import { runAction } from '../fixtures/runner.ts'
import { csvOf, csvReply, row, terse, wordy, zipReply } from '../fixtures/scripted-export.ts'
import { finished, json, oldResult, queued, type Reply, running } from '../fixtures/scripted-server.ts'

const repositories = { 'SHOP/cart': ['main', 'develop'] }
const branch = { project: 'SHOP', repo: 'cart', branch: 'main' }
const cart = 'export-report/projects/SHOP/repos/cart'
const threeRows = [row(), row({ line: '13', rule: 'RSA_PRIVATE_KEY' }), row({ path: 'b.txt' })]

describe('a gate on one branch', () => {
  it.concurrent('fails when there is a finding', async () => {
    const server = await serve({
      repositories,
      scans: { '*': [queued, running(10), running(80), finished(3)] },
      exports: { [cart]: csvReply(wordy, threeRows) },
    })
    const result = await runAction(inputsFor(server, branch))
    expectEnding(result, failed)
    expect(result.outputs).toMatchObject({
      'total-findings': '3',
      'scan-status': 'finished',
      'timed-out': 'false',
    })
    expect(result.lastLine).toMatch(/fail.*total.*3.*0/)
    expect(JSON.parse(result.outputs.violations ?? '')).toMatchObject([{ observed: 3, max: 0 }])
    expect(JSON.parse(result.outputs.counts ?? '')).toMatchObject({
      total: 3,
      byRule: { AWS_CLIENT_ID: 2, RSA_PRIVATE_KEY: 1 },
    })
    expect(reportFile(result, 'findings.csv').trim().split('\n')).toHaveLength(4)
    expect(result.summary).toContain('RSA_PRIVATE_KEY')
    expect(result.stdout).toContain('The worst findings of the thresholds that were exceeded:\n')
    expect(result.stdout).toMatch(
      /\n {2}critical {2}RSA_PRIVATE_KEY {2}SHOP\/cart \S+:13 \(main\) {2}http\S+#13\n/,
    )
    // None of the files is in the checkout.
    const notes = result.commands.filter(({ properties }) => properties !== '')
    expect(notes.map(({ properties }) => properties)).toEqual([
      'title=RSA_PRIVATE_KEY (critical%2C open)',
      'title=AWS_CLIENT_ID (high%2C open)',
      'title=AWS_CLIENT_ID (high%2C open)',
    ])
    const errors = result.commands.filter(({ name }) => name === 'error').map(({ message }) => message)
    expect(new Set(errors).size).toBe(errors.length)
    expect(result.stdout.match(/fail: threshold/g)).toHaveLength(1)
  })

  it.concurrent('passes when the scan is proven done and the export holds nothing', async () => {
    const server = await serve({ repositories, exports: { [cart]: csvReply(wordy, []) } })
    const result = await runAction(inputsFor(server, branch))
    expectEnding(result, passed)
    expect(result.outputs['total-findings']).toBe('0')
    const report = reportOf(result)
    expect(report).toMatchObject({ verdict: 'pass', exitCode: 0, error: null })
    expect(JSON.stringify(report.evidence)).toContain('running 40')
  })

  it.concurrent('passes within its thresholds and shows each of them', async () => {
    const server = await serve({
      repositories,
      scans: { '*': [queued, finished(3)] },
      exports: { [cart]: csvReply(terse, threeRows) },
    })
    const thresholds = 'total = 3\nrule:RSA_* = 1 # one is known\nrule:SSH_* = 0\npath:**/*.pem = 0'
    const result = await runAction(inputsFor(server, { ...branch, thresholds }))
    expectEnding(result, passed)
    expect(reportOf(result).thresholds).toHaveLength(4)
  })

  it.concurrent('keeps the limit of nothing at all when its thresholds are only a comment', async () => {
    const server = await serve({
      repositories,
      scans: { '*': [queued, finished(3)] },
      exports: { [cart]: csvReply(wordy, threeRows) },
    })
    expectEnding(await runAction(inputsFor(server, { ...branch, thresholds: '# total = 9' })), failed)
  })

  it.concurrent.each([
    ['warn', warned],
    ['report', warned],
  ])('only warns in mode %s', async (mode, ending) => {
    const server = await serve({
      repositories,
      scans: { '*': [queued, finished(3)] },
      exports: { [cart]: csvReply(wordy, threeRows) },
    })
    const result = await runAction(inputsFor(server, { ...branch, mode }))
    expectEnding(result, ending)
    expect(JSON.parse(result.outputs.violations ?? '')).toHaveLength(1)
  })

  it.concurrent('takes a column by hand when its header is unknown', async () => {
    const odd = { ...wordy, header: wordy.header.map((name) => (name === 'Rule Name' ? 'Zauberwort' : name)) }
    const script = {
      repositories,
      scans: { '*': [running(5), finished(3)] },
      exports: { [cart]: csvReply(odd, threeRows) },
    }
    const without = await runAction(inputsFor(await serve(script), branch))
    expectEnding(without, inError(5))
    expect(without.stdout).toContain('columns')
    const inputs = { ...branch, columns: 'rule = Zauberwort' }
    const mapped = await runAction(inputsFor(await serve(script), inputs))
    expectEnding(mapped, failed)
  })
})

describe('an old result', () => {
  it.concurrent('shown at the first polls after the trigger is waited out', async () => {
    const server = await serve({
      repositories,
      before: oldResult(0),
      scans: { '*': [oldResult(0), oldResult(0), queued, running(50), finished(3)] },
      exports: { [cart]: csvReply(wordy, threeRows) },
    })
    const result = await runAction(inputsFor(server, branch))
    expectEnding(result, failed)
    const polls = server.transcript().filter((line) => line.includes('/scan/'))
    expect(polls.length).toBeGreaterThanOrEqual(5)
  })

  it.concurrent.each([
    ['that never changes', [oldResult(0)]],
    ['that is not up to date', [queued, running(50), { ...finished(0), actual: false }]],
    ['of a repository never scanned', [{ scanned: false, actual: false, running: false, total: 0 }]],
    ['of a scan that never starts', [{ ...queued, scanned: false }]],
    ['without any field', [{}]],
  ])('%s never passes', async (_, scan) => {
    const server = await serve({
      repositories,
      before: oldResult(0),
      scans: { '*': scan },
      exports: { [cart]: csvReply(wordy, []) },
    })
    const result = await runAction(inputsFor(server, { ...branch, timeout: '1500ms' }))
    expectEnding(result, inError(4))
    expect(result.outputs['scan-status']).not.toBe('finished')
    expect(reportOf(result).verdict).toBe('error')
  })
})

describe('findings that the status counts', () => {
  const two = [{ line: 1 }, { line: 2 }]
  it.concurrent.each<[string, object, object, number]>([
    ['as a text', { total: '12' }, csvReply(wordy, []), 4],
    ['by its lines alone', { total: undefined, invalidLines: two }, csvReply(wordy, []), 5],
    [
      'by its lines, with a total of 0 and an empty export',
      { total: 0, invalidLines: two },
      { status: 200 },
      5,
    ],
  ])('%s do not pass with an export of none', async (_, fields, reply, exit) => {
    const server = await serve({
      repositories,
      scans: { '*': [queued, { ...finished(0), ...fields }] },
      exports: { [cart]: reply },
    })
    const timeout = exit === 4 ? '1500ms' : '30s'
    expectEnding(await runAction(inputsFor(server, { ...branch, timeout })), inError(exit))
  })
})

describe('a status that was missing before the trigger', () => {
  const exports = { [cart]: csvReply(wordy, []) }
  const before = { status: 404, body: 'starting' }

  it.concurrent('does not make the old result that comes back a new one', async () => {
    const server = await serve({ repositories, before, scans: { '*': [oldResult(0)] }, exports })
    expectEnding(await runAction(inputsFor(server, { ...branch, timeout: '1500ms' })), inError(4))
  })

  it.concurrent('is no harm where the scan is seen', async () => {
    const scans = { '*': [{ status: 404, body: 'starting' }, queued, running(50), finished(0)] }
    const server = await serve({ repositories, before, scans, exports })
    expectEnding(await runAction(inputsFor(server, branch)), passed)
  })
})

describe('an export that cannot be trusted', () => {
  const whole = csvOf(wordy, threeRows)
  it.concurrent.each([
    ['is a copy of yesterday', { ...csvReply(wordy, threeRows), headers: { age: '86400' } }, [5]],
    ['is a part', { ...csvReply(wordy, threeRows), status: 206 }, [5]],
    ['is only promised', { ...csvReply(wordy, threeRows), status: 202 }, [5]],
    ['is missing', { status: 404, body: 'no' }, [4, 5]],
    [
      'is a web page',
      { headers: { 'content-type': 'text/html' }, body: '<html><body>hi</body></html>' },
      [4, 5],
    ],
    ['is JSON', { body: '{"findings":[]}' }, [5]],
    ['is empty though three were found', { body: '' }, [5]],
    ['holds fewer rows than were found', { body: csvOf(wordy, threeRows.slice(1)) }, [5]],
    ['ends inside a quote', { body: whole.slice(0, -20) }, [5]],
    ['is cut by the network', { body: whole, cutAfter: whole.length - 40 }, [4, 5]],
    ['is a cut zip', { body: (zipReply(wordy, threeRows).body as Buffer).subarray(0, -30) }, [5]],
    ['has a row with too few cells', { body: `${whole}"SHOP","cart"\r\n` }, [5]],
  ])('because it %s is an error', async (_, reply, exits) => {
    const server = await serve({
      repositories,
      scans: { '*': [queued, finished(3)] },
      exports: { [cart]: reply },
    })
    const result = await runAction(inputsFor(server, { ...branch, thresholds: 'total = 99' }))
    expect(exits).toContain(result.exitCode)
    expectEnding(result, inError(result.exitCode ?? -1))
    expect(reportOf(result)).toMatchObject({ verdict: 'error' })
  })
})

describe('a repository without branches', () => {
  const empty = { project: 'SHOP', repo: 'cart' }
  const scripted = (branches: object) => ({
    repositories: { 'SHOP/cart': ['main'] },
    scans: { '*': [{ scanned: false, actual: false, running: false, scheduled: false, total: 0 }] },
    exports: { [cart]: { status: 200 } },
    intercept: ({ url }: { url: string }) => (url.includes('/branches') ? json(branches) : undefined),
  })

  it.concurrent('passes with an empty export, and says whose word that is', async () => {
    const server = await serve(scripted({ size: 0, isLastPage: true, nextPageStart: null, values: [] }))
    const result = await runAction(inputsFor(server, empty))
    expectEnding(result, passed)
    expect(JSON.stringify(reportOf(result).evidence)).toContain(
      'as Bitbucket says that there are no branches',
    )
    expect(result.stdout).not.toContain('counted 0 findings')
  })

  it.concurrent('does not pass where the list has no proper end', async () => {
    const server = await serve(scripted({ values: [] }))
    const result = await runAction(inputsFor(server, empty))
    expectEnding(result, inError(4))
    expect(result.stdout).toContain('does not say that it is the last')
  })
})

describe('wider scopes', () => {
  const shops = Object.fromEntries(
    ['SHOP/cart', 'SHOP/pay', 'SHOP/mail', 'BANK/core', 'BANK/web', '~ada/notes'].map((name) => [
      name,
      ['main'],
    ]),
  )
  const rows = [
    row(),
    row({ repository: 'pay', branch: 'release/1', match: 'a "quoted"\nsecret, with comma' }),
    row({ project: 'BANK', repository: 'core' }),
    row({ project: '~ada', repository: 'notes' }),
  ]

  it.concurrent('reads every CSV of the zip of the whole instance, listed to the last page', async () => {
    const server = await serve({
      repositories: shops,
      pageSize: 2,
      exports: { 'export-report': zipReply(wordy, rows) },
    })
    const result = await runAction(inputsFor(server, { scope: 'instance' }))
    expectEnding(result, failed)
    expect(reportOf(result).counts).toMatchObject({
      total: 4,
      byProject: { SHOP: 2, BANK: 1, '~ada': 1 },
    })
    const scanned = server.transcript().filter((line) => line.includes('/scan/'))
    for (const name of ['cart', 'pay', 'mail', 'core', 'web', 'notes']) {
      expect(scanned.some((line) => line.includes(`/repos/${name}`))).toBe(true)
    }
  })

  it.concurrent('waits for each repository of a project and no other', async () => {
    const server = await serve({
      repositories: shops,
      pageSize: 1,
      exports: { 'export-report/projects/SHOP': csvReply(terse, rows.slice(0, 2)) },
    })
    const result = await runAction(inputsFor(server, { project: 'SHOP', thresholds: 'total = 2' }))
    expectEnding(result, passed)
    const scanned = server.transcript().filter((line) => line.includes('/scan/'))
    expect(scanned.every((line) => line.includes('/scan/SHOP/'))).toBe(true)
  })

  it.concurrent('does not pass while one repository of the project is still being scanned', async () => {
    const server = await serve({
      repositories: shops,
      scans: { 'SHOP/mail': [queued, running(99)] },
      exports: { 'export-report/projects/SHOP': csvReply(terse, []) },
    })
    const result = await runAction(inputsFor(server, { project: 'SHOP', timeout: '6s' }))
    expectEnding(result, inError(4))
    expect(result.outputs['timed-out']).toBe('true')
    expect(result.stdout).toContain('SHOP/mail')
  })

  it.concurrent.each([
    [
      'nothing',
      [],
      'The export of SHOP holds fewer rows than were scanned: SHOP/cart@main has 0 rows, and its finished scan counted 1 finding',
    ],
    [
      'nothing of one repository',
      [row({ repository: 'pay' }), row({ repository: 'pay', line: '9' })],
      'SHOP/cart@main has 0 rows, and its finished scan counted 1 finding',
    ],
  ])(
    'does not believe an export of a project that holds %s of what the scans counted',
    async (_what, some, expected) => {
      const server = await serve({
        repositories: shops,
        scans: {
          'SHOP/cart': [queued, running(50), finished(1)],
          'SHOP/pay': [queued, running(50), finished(1)],
        },
        exports: { 'export-report/projects/SHOP': csvReply(terse, some) },
      })
      const result = await runAction(inputsFor(server, { project: 'SHOP', thresholds: 'total = 9' }))
      expectEnding(result, inError(5))
      expect(result.stdout).toContain(expected)
    },
  )

  it.concurrent.each<[string, Reply, string]>([
    [
      'was never scanned',
      json({ ...finished(0), scanned: false, actual: false, progress: 0 }),
      'dev not scanned',
    ],
    ['has no status', { status: 404, body: 'x' }, 'dev not found'],
    ['says running: 1', json({ ...oldResult(0), actual: false, running: 1 }), 'dev unclear'],
    [
      'says true and false in texts',
      json({ scanned: 'true', actual: 'true', running: 'false' }),
      'dev unclear',
    ],
  ])('does not pass while another branch for ever %s', async (_, scan, words) => {
    const server = await serve({
      repositories: { 'SHOP/web': ['main', 'dev'] },
      scans: { 'SHOP/web@dev': [scan] },
      exports: { 'export-report/projects/SHOP': csvReply(terse, []) },
    })
    const result = await runAction(inputsFor(server, { project: 'SHOP', timeout: '6s' }))
    expectEnding(result, inError(4))
    expect(result.outputs['scan-status']).toBe('not-proven')
    expect(result.stdout).toContain(`SHOP/web (1 other branch to go: ${words}`)
  })

  it.concurrent('warns in log and report of another branch that only ever shows its old result', async () => {
    const server = await serve({
      repositories: { 'SHOP/web': ['main', 'dev', 'next'] },
      scans: { 'SHOP/web@dev': [oldResult(0)] },
      exports: { 'export-report/projects/SHOP': csvReply(terse, []) },
    })
    const result = await runAction(inputsFor(server, { project: 'SHOP' }))
    expectEnding(result, passed)
    const note = 'Nothing shows that 1 branch beside the default ones was scanned after the trigger'
    expect(result.stdout).toMatch(new RegExp(`${note}.*: SHOP/web@dev\\.`))
    expect(reportOf(result)).toMatchObject({ evidence: { notes: [expect.stringContaining(note)] } })
  })

  it.concurrent('waits for each branch of a repository', async () => {
    const server = await serve({
      repositories: { 'SHOP/cart': ['main', 'a/b', 'c&d'] },
      exports: { [cart]: csvReply(wordy, []) },
    })
    const result = await runAction(inputsFor(server, { project: 'SHOP', repo: 'cart' }))
    expectEnding(result, passed)
    const asked = server.requests.map(({ url }) => new URL(`http://h${url}`).searchParams.get('branch'))
    for (const name of ['a/b', 'c&d']) expect(asked).toContain(name)
  })

  it.concurrent('judges several targets as one', async () => {
    const server = await serve({
      repositories: shops,
      scans: { 'SHOP/cart': [queued, finished(1)] },
      exports: {
        'export-report/projects/SHOP/repos/cart': csvReply(wordy, rows.slice(0, 1)),
        'export-report/projects/BANK': zipReply(terse, rows.slice(2, 3)),
      },
    })
    const targets = 'SHOP/cart@main\nBANK'
    const result = await runAction(inputsFor(server, { targets, thresholds: 'total = 2\nproject:BANK = 1' }))
    expectEnding(result, passed)
    expect(result.outputs['total-findings']).toBe('2')
  })
})

describe('without a server', () => {
  it.concurrent('evaluates local exports, zipped or not, and counts a finding on two branches once as distinct', async () => {
    const files = {
      'exports/a.zip': zipReply(wordy, [row(), row({ branch: 'develop' })]).body ?? '',
      'exports/b.csv': csvOf(terse, [row({ project: 'BANK' })]),
    }
    const inputs = { operation: 'evaluate', 'report-files': 'exports/*', 'upload-artifact': 'false' }
    const result = await runAction({ ...inputs, thresholds: 'distinct = 1' }, { files })
    expectEnding(result, failed)
    expect(result.outputs).toMatchObject({ 'total-findings': '3', 'distinct-findings': '2' })
  })
})
