/** Inputs that change what a run does, through the built action. */
import { describe, expect, it } from '@jest/globals'
import { expectEnding, failed, inError, passed, reportFile, reportOf, warned } from '../fixtures/contract.ts'
import { inputsFor, serve } from '../fixtures/quick.ts'
import { runAction, runCli } from '../fixtures/runner.ts'
import { csvReply, row, wordy } from '../fixtures/scripted-export.ts'
import { finished, queued, running } from '../fixtures/scripted-server.ts'

const repositories = { 'SHOP/cart': ['main', 'develop'] }
const branch = { project: 'SHOP', repo: 'cart', branch: 'main' }
const cart = 'export-report/projects/SHOP/repos/cart'
const oneRow = { [cart]: csvReply(wordy, [row()]) }

describe('dry-run', () => {
  it.concurrent('says every request that is known beforehand and sends none', async () => {
    const server = await serve({ repositories, exports: oneRow })
    const inputs = inputsFor(server, {
      ...branch,
      'dry-run': 'true',
      emails: 'a@example.com',
      'start-date': '2026-01-02',
    })
    const result = await runAction(inputs)
    expectEnding(result, warned)
    expect(server.requests).toEqual([])
    expect(result.stdout).toContain('would send PUT ')
    expect(result.stdout).toContain(
      '/status/projects/SHOP/repos/cart/branches?name=main&email=a%40example.com',
    )
    expect(result.stdout).toContain(
      '/export-report/projects/SHOP/repos/cart?branch=main&startDate=2026-01-02T00%3A00%3A00Z',
    )
    expect(result.lastLine).toContain('nothing was sent, scanned or judged')
  })
})

describe('missing credentials', () => {
  const withoutToken = (inputs: Record<string, string>): Record<string, string> => {
    const { token: _, username: __, password: ___, ...rest } = inputs
    return rest
  }

  it.concurrent('are an error with exit 3, before anything is sent', async () => {
    const server = await serve({ repositories, exports: oneRow })
    const result = await runAction(withoutToken(inputsFor(server, branch)))
    expect(result.exitCode).toBe(3)
    expect(result.outputs.verdict).toBe('error')
    expect(server.requests).toEqual([])
  })

  const payload = (from: string | null): string =>
    JSON.stringify({
      pull_request: {
        head: { repo: from === null ? null : { full_name: from } },
        base: { repo: { full_name: 'example/shop' } },
      },
    })

  /** A run without credentials that may be skipped, for an event with this payload. */
  async function mayBeSkipped(event: string, from: string | null, more: Record<string, string> = {}) {
    const server = await serve({ repositories, exports: oneRow })
    const inputs = withoutToken(inputsFor(server, { ...branch, 'on-missing-credentials': 'skip', ...more }))
    const result = await runAction(inputs, {
      env: { GITHUB_EVENT_NAME: event, GITHUB_EVENT_PATH: 'event.json', GITHUB_HEAD_REF: 'patch-1' },
      files: { 'event.json': payload(from) },
    })
    expect(server.requests).toEqual([])
    return result
  }

  it.concurrent.each(['somebody/shop', null])(
    'are skipped loudly in a pull request from the fork %s',
    async (from) => {
      const result = await mayBeSkipped('pull_request', from)
      expectEnding(result, warned)
      expect(result.lastLine).toContain('NOTHING WAS SCANNED OR JUDGED')
      expect(result.lastLine).toContain('from another repository')
    },
  )

  it.concurrent.each([
    ['pull_request', 'example/shop', 'comes from this repository itself'],
    ['pull_request_target', 'somebody/shop', 'the event is pull_request_target'],
    ['push', 'somebody/shop', 'the event is push'],
  ])(
    'are no reason to skip for the event %s from %s: a renamed secret would open the gate',
    async (...expected) => {
      const [event, from, why] = expected
      const result = await mayBeSkipped(event, from)
      expectEnding(result, inError(3))
      expect(reportOf(result)).toMatchObject({ error: { code: 'CREDENTIALS_MISSING' } })
      expect(result.lastLine).toContain(why)
    },
  )

  it.concurrent('do not matter for a dry run', async () => {
    const result = await mayBeSkipped('push', null, { 'dry-run': 'true' })
    expect(result.stdout).toContain('would send PUT ')
  })

  it.concurrent('are skipped from the command line where GitLab shows a fork, and nowhere else', async () => {
    const server = await serve({ repositories, exports: oneRow })
    const args = ['--bitbucket-url', server.url, '--project', 'SHOP', '--on-missing-credentials', 'skip']
    const merge = { GITLAB_CI: 'true', CI_MERGE_REQUEST_PROJECT_ID: '7' }
    const fork = await runCli(args, { env: { ...merge, CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '8' } })
    expect({ code: fork.exitCode, last: fork.lastLine }).toEqual({
      code: 0,
      last: expect.stringMatching(/^warn: .*another project.*NOTHING WAS SCANNED OR JUDGED/),
    })
    for (const env of [
      { ...merge, CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '7' },
      { TEAMCITY_VERSION: '2026.1' },
      {},
    ]) {
      expect((await runCli(args, { env })).exitCode).toBe(3)
    }
    expect(server.requests).toEqual([])
  })
})

describe('wait: false', () => {
  it.concurrent('judges what the server has and says that nothing proves the scan', async () => {
    const server = await serve({ repositories, exports: oneRow })
    const result = await runAction(inputsFor(server, { ...branch, wait: 'false' }))
    expectEnding(result, failed)
    expect(result.outputs['scan-status']).toBe('triggered')
    expect(JSON.stringify(reportOf(result).evidence)).toContain('nothing proves that it is done')
    expect(server.requests.filter((request) => request.url.includes('/scan/'))).toEqual([])
  })

  it.concurrent.each<[string, Record<string, string>, 'warn' | 'pass']>([
    ['a clean gate', { wait: 'false' }, 'warn'],
    ['a gate within its limit', { wait: 'false', thresholds: 'total = 1' }, 'warn'],
    ['a gate that waits', { thresholds: 'total = 1' }, 'pass'],
    ['an export, which starts no scan', { operation: 'export', thresholds: 'total = 1' }, 'pass'],
  ])('makes no pass of %s', async (name, inputs, verdict) => {
    const exports = name === 'a clean gate' ? { [Object.keys(oneRow)[0] ?? '']: csvReply(wordy, []) } : oneRow
    const scans = { '*': [queued, finished(1)] }
    const result = await runAction(
      inputsFor(await serve({ repositories, exports, scans }), { ...branch, ...inputs }),
    )
    expectEnding(result, { ...passed, verdict })
    expect(result.lastLine.includes('nothing proves that the scan is done')).toBe(verdict === 'warn')
  })
})

describe('evaluate', () => {
  const csv = Buffer.from((csvReply(wordy, [row(), row({ path: 'b.txt' })]).body ?? '').toString())

  it.concurrent('judges local exports without any server, and can read its own findings.csv again', async () => {
    const inputs = { operation: 'evaluate', 'report-files': 'exports/*.csv', thresholds: 'total = 2' }
    const first = await runAction(inputs, { files: { 'exports/one.csv': csv } })
    expectEnding(first, passed)
    const again = await runAction(
      { ...inputs, 'report-files': 'before.csv', thresholds: 'total = 1' },
      { files: { 'before.csv': reportFile(first, 'findings.csv') } },
    )
    expectEnding(again, failed)
    const columns = (text: string): string[] =>
      text
        .trim()
        .split('\r\n')
        .map((line) => line.split(',')[8] ?? '')
    expect(columns(reportFile(again, 'findings.csv'))).toEqual(columns(reportFile(first, 'findings.csv')))
  })

  it.concurrent('leaves what it judges alone, even in its own output-dir', async () => {
    const inputs = { operation: 'evaluate', 'report-files': 'soteri-report/*.csv', thresholds: 'total = 2' }
    const files = { 'soteri-report/findings.csv': csv }
    const wrong = await runAction({ ...inputs, mode: 'lenient' }, { files })
    expect(wrong.exitCode).toBe(2)
    expect(reportFile(wrong, 'findings.csv')).toBe(csv.toString())
    expectEnding(await runAction(inputs, { files }), passed)
  })

  it.concurrent('is an error when a pattern matches nothing: a lost export must not go unseen', async () => {
    const result = await runAction(
      { operation: 'evaluate', 'report-files': 'a.csv\nlost-*.csv' },
      { files: { 'a.csv': csv } },
    )
    expect(result.exitCode).toBe(2)
    expect(result.lastLine).toContain('lost-*.csv')
  })
})

describe('a policy file', () => {
  const policy = (more: string): Record<string, string> => ({
    '.soteri-gate.yml': `extends: policies/all.yml\n${more}`,
    'policies/all.yml': 'thresholds:\n  - total = 1\n',
  })
  const suppressed = (expires: string): string =>
    `suppressions:\n  - match: {rule: AWS_*}\n    reason: rotated\n    expires: ${expires}\n`

  it.concurrent('in the working folder is used, with what it extends', async () => {
    const server = await serve({ repositories, exports: oneRow })
    const result = await runAction(inputsFor(server, branch), { files: policy('annotations: 0\n') })
    expectEnding(result, passed)
    expect(reportOf(result).thresholds).toMatchObject([
      { name: 'total', max: 1, origin: 'policies/all.yml:2' },
    ])
  })

  it.concurrent('suppresses findings until a date, and says why in findings.csv no more than that', async () => {
    for (const [expires, total, count] of [
      ['2999-01-01', '0', '1'],
      ['2020-01-01', '1', '0'],
    ] as const) {
      const server = await serve({ repositories, exports: oneRow })
      const result = await runAction(inputsFor(server, branch), { files: policy(suppressed(expires)) })
      expect(result.outputs).toMatchObject({ 'total-findings': total, 'suppressed-findings': count })
    }
  })

  it.concurrent('with mistakes reports each with line and column, together with those of the inputs, and sends nothing', async () => {
    const server = await serve({ repositories, exports: oneRow })
    const wrong = 'treshold: 1\nthresholds:\n  - match: {rule: "["}\n    max: -1\n'
    const result = await runAction(inputsFor(server, { ...branch, mode: 'lenient' }), {
      files: policy(wrong),
    })
    expect(result.exitCode).toBe(2)
    expect(result.stdout).toMatch(/\.soteri-gate\.yml:2:1: .*thresholds/)
    expect(result.stdout).toMatch(/\.soteri-gate\.yml:4:\d+/)
    expect(result.stdout).toMatch(/\.soteri-gate\.yml:5:\d+/)
    expect(result.stdout).toContain('lenient')
    expect(server.requests).toEqual([])
  })
})

describe('baseline-file', () => {
  it.concurrent('makes the findings of the run before known, and a new one new', async () => {
    const before = await serve({ repositories, exports: oneRow })
    const first = await runAction(inputsFor(before, { ...branch, thresholds: 'new = 0' }))
    expectEnding(first, failed)
    const files = { 'accepted.json': reportFile(first, 'baseline.json') }
    const inputs = { ...branch, thresholds: 'new = 0', 'baseline-file': 'accepted.json' }
    const same = await serve({ repositories, exports: oneRow })
    expectEnding(await runAction(inputsFor(same, inputs), { files }), passed)

    const after = await serve({
      repositories,
      exports: { [cart]: csvReply(wordy, [row(), row({ line: '99' })]) },
    })
    const second = await runAction(inputsFor(after, inputs), { files })
    expectEnding(second, failed)
    expect(second.outputs['new-findings']).toBe('1')
  })

  it.concurrent('that is damaged deep inside is an error before anything is sent', async () => {
    const before = await serve({ repositories, exports: oneRow })
    const first = await runAction(inputsFor(before, branch))
    const damaged = reportFile(first, 'baseline.json').replace('{"1": 1}', '{"1": "1"}')
    const server = await serve({ repositories, exports: oneRow })
    const files = { 'accepted.json': damaged }
    const result = await runAction(inputsFor(server, { ...branch, 'baseline-file': 'accepted.json' }), {
      files,
    })
    expect(result.exitCode).toBe(2)
    expect(result.stdout).toContain('a count is not a whole number')
    expect(server.requests).toEqual([])
  })

  it.concurrent('that is missing is an error', async () => {
    const server = await serve({ repositories, exports: oneRow })
    const result = await runAction(inputsFor(server, { ...branch, 'baseline-file': 'nowhere.json' }))
    expect(result.exitCode).toBe(2)
    expect(server.requests).toEqual([])
  })
})

describe('exclude-reviewed', () => {
  const reviewed = 'export/reviewed/projects/SHOP/repos/cart'
  const asked = { operation: 'export', project: 'SHOP', repo: 'cart', 'exclude-reviewed': 'true' }
  const other = row({ match: 'another text', line: '99' })

  it.concurrent('leaves out what was reviewed', async () => {
    const exports = { ...oneRow, [reviewed]: csvReply(wordy, [row(), other]) }
    expectEnding(await runAction(inputsFor(await serve({ repositories, exports }), asked)), passed)
  })

  it.concurrent('takes no export of the findings for one of the reviewed ones', async () => {
    const same = csvReply(wordy, [row(), other])
    const server = await serve({ repositories, exports: { [cart]: same, [reviewed]: same } })
    const result = await runAction(inputsFor(server, asked))
    expectEnding(result, inError(5))
    expect(result.lastLine).toContain('has the header and the 2 rows of the findings of SHOP/cart')
    expect(result.outputs['total-findings']).toBe('')
  })

  it.concurrent('nor does such a one explain why findings are missing', async () => {
    const same = csvReply(wordy, [row()])
    const scans = { '*': [queued, running(40), finished(2)] }
    const server = await serve({
      repositories: { 'SHOP/cart': ['main'] },
      scans,
      exports: { [cart]: same, [reviewed]: same },
    })
    const result = await runAction(
      inputsFor(server, { ...asked, operation: 'gate', 'exclude-reviewed': 'false' }),
    )
    expectEnding(result, inError(5))
    expect(result.lastLine).toContain('EXPORT_INCONSISTENT')
  })
})

describe('history-file', () => {
  it.concurrent('gets a line for each judged run', async () => {
    const server = await serve({ repositories, exports: oneRow })
    const first = await runAction(inputsFor(server, { ...branch, 'history-file': 'trend/history.jsonl' }))
    const lines = reportLines(first.files['workspace/trend/history.jsonl'])
    expect(lines).toMatchObject([{ verdict: 'fail', total: 1, scope: 'SHOP/cart@main' }])
  })
})

function reportLines(file: Buffer | undefined): unknown[] {
  return (file?.toString() ?? '')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}
