import { describe, expect, it } from '@jest/globals'
import { inputRows } from '../../../src/config/table.ts'
import { enough, mistakesOf, now, readGiven } from './given.ts'

const password = ['p4', 'ssw', 'ord'].join('')

describe('a run with the least that is needed', () => {
  it.each([
    [{ project: 'PAY' }, true],
    [{ targets: 'PAY/shop' }, true],
    [{ scope: 'instance' }, false],
    [{ scope: 'instance', 'require-scanned': 'true' }, true],
    [{ project: 'PAY', 'require-scanned': 'false' }, false],
  ])('with %j requires that it was scanned: %j', (given, required) => {
    const { repo: _repo, project: _project, ...rest } = enough as Record<string, string>
    const { inputs } = readGiven({ ...rest, operation: 'export', ...given })
    expect(inputs?.requireScanned).toBe(required)
  })

  it('has the defaults of the contract', () => {
    const { inputs, mistakes, warnings } = readGiven(enough)
    expect({ mistakes, warnings }).toEqual({ mistakes: [], warnings: [] })
    expect({ ...inputs, bitbucketUrl: inputs?.bitbucketUrl?.href }).toEqual({
      operation: 'gate',
      bitbucketUrl: 'https://host/bitbucket',
      credentials: null,
      caFile: null,
      caCert: null,
      requestTimeoutMs: 60_000,
      requireScanned: true,
      reviewedRowsPerText: 1,
      maxRetries: 5,
      maxRequestsPerSecond: 10,
      maxExportBytes: 16 * 2 ** 30,
      maxExportRatio: 200,
      maxExportMembers: 200_000,
      apiVersion: 'latest',
      standIn: {},
      targets: [{ kind: 'repo', project: 'SHOP', repo: 'cart' }],
      cancel: null,
      emails: [],
      checkSkipped: 'off',
      excludeRepos: [],
      period: { from: null, to: null },
      wait: true,
      timeoutMs: 3_600_000,
      pollIntervalMs: 10_000,
      thresholds: null,
      whatIf: null,
      policyFile: null,
      baselineFile: null,
      fingerprintKey: null,
      excludeReviewed: false,
      columns: {},
      mode: 'enforce',
      formats: ['csv', 'json', 'sarif', 'html'],
      captureFile: null,
      historyFile: null,
      outputDir: 'soteri-report',
      uploadArtifact: 'auto',
      artifactName: 'soteri-report',
      retentionDays: null,
      jobSummary: true,
      annotations: 10,
      logFindings: 10,
      blame: 0,
      blameEmails: false,
      onBadRow: 'error',
      revealSecrets: false,
      codeInsights: false,
      buildStatus: false,
      commit: null,
      compared: null,
      pullRequestComment: 'never',
      pullRequest: null,
      pull: null,
      onMissingCredentials: 'error',
      reportFiles: [],
      shards: null,
      dryRun: false,
      logLevel: 'info',
    })
  })

  it('waits for a gate and not for a scan, unless asked otherwise', () => {
    expect(readGiven({ ...enough, operation: 'scan' }).inputs?.wait).toBe(false)
    expect(readGiven({ ...enough, operation: 'scan', wait: 'true' }).inputs?.wait).toBe(true)
    expect(readGiven({ ...enough, wait: 'False' }).inputs?.wait).toBe(false)
  })
})

describe('every input', () => {
  it('is read from its text', () => {
    const { inputs, mistakes } = readGiven({
      ...enough,
      username: ' ana ',
      password: ` ${password}ü `,
      'ca-file': 'ca.pem',
      'request-timeout': '5s',
      'max-retries': '0',
      'max-requests-per-second': '2.5',
      'max-export-size': '1GiB',
      'api-version': '1.0',
      branch: 'fix/#1&ü',
      emails: 'a@b.c, d@e.f',
      'start-date': 'P7D',
      'end-date': '2026-11-21',
      timeout: '2h',
      'poll-interval': '500ms',
      thresholds: 'total = 0\nrule:* = 1',
      'what-if': 'total = 1',
      'policy-file': 'p.yml',
      'baseline-file': 'b.json',
      'fingerprint-key': 'k'.repeat(16),
      'exclude-reviewed': 'true',
      columns: 'rule = Rule Name',
      mode: 'warn',
      formats: 'json\ncsv',
      'history-file': 'h.jsonl',
      'output-dir': 'out/x',
      'upload-artifact': 'false',
      'artifact-name': 'mine',
      'retention-days': '400',
      'job-summary': 'false',
      annotations: '50',
      'log-findings': '20',
      'on-bad-row': 'count',
      'reveal-secrets': 'true',
      'on-missing-credentials': 'skip',
      'dry-run': 'true',
      'log-level': 'debug',
    })
    expect(mistakes).toEqual([])
    expect(inputs).toMatchObject({
      credentials: { kind: 'basic', username: 'ana', password: ` ${password}ü ` },
      caFile: 'ca.pem',
      requestTimeoutMs: 5000,
      maxRetries: 0,
      maxRequestsPerSecond: 2.5,
      maxExportBytes: 2 ** 30,
      apiVersion: '1.0',
      targets: [{ kind: 'branch', project: 'SHOP', repo: 'cart', branch: 'fix/#1&ü' }],
      emails: ['a@b.c', 'd@e.f'],
      period: { from: now - 7 * 86_400_000, to: Date.parse('2026-11-21') },
      timeoutMs: 7_200_000,
      pollIntervalMs: 500,
      thresholds: 'total = 0\nrule:* = 1',
      whatIf: 'total = 1',
      policyFile: 'p.yml',
      baselineFile: 'b.json',
      fingerprintKey: 'k'.repeat(16),
      excludeReviewed: true,
      columns: { rule: 'Rule Name' },
      mode: 'warn',
      formats: ['json', 'csv'],
      historyFile: 'h.jsonl',
      outputDir: 'out/x',
      uploadArtifact: 'false',
      artifactName: 'mine',
      retentionDays: 400,
      jobSummary: false,
      annotations: 50,
      logFindings: 20,
      onBadRow: 'count',
      revealSecrets: true,
      onMissingCredentials: 'skip',
      dryRun: true,
      logLevel: 'debug',
    })
  })

  it.each([
    ['operation', 'gaet'],
    ['bitbucket-url', 'ftp://host'],
    ['token', 'two words'],
    ['ca-file', 'a\u0000b'],
    ['request-timeout', '60'],
    ['max-retries', '21'],
    ['max-requests-per-second', '0'],
    ['max-export-size', 'big'],
    ['api-version', '../x'],
    ['scope', 'world'],
    ['project', '../x'],
    ['repo', 'a/b'],
    ['branch', 'a\nb'],
    ['emails', 'nobody'],
    ['start-date', '2024-02-30'],
    ['end-date', 'P1M'],
    ['cancel', 'everything'],
    ['report-files', 'a\u0007'],
    ['shards', '257'],
    ['wait', 'yes'],
    ['timeout', '0s'],
    ['poll-interval', '25d'],
    ['policy-file', 'a\nb'],
    ['baseline-file', 'a\nb'],
    ['fingerprint-key', 'two\nlines'],
    ['exclude-reviewed', '1'],
    ['columns', 'regel = X'],
    ['on-bad-row', 'skip'],
    ['mode', 'strict'],
    ['formats', 'pdf'],
    ['history-file', 'a\nb'],
    ['output-dir', '..'],
    ['upload-artifact', 'maybe'],
    ['artifact-name', 'a/b'],
    ['retention-days', '0'],
    ['job-summary', 'no'],
    ['annotations', '51'],
    ['reveal-secrets', 'on'],
    ['code-insights', 'x'],
    ['build-status', 'x'],
    ['commit', 'abc'],
    ['pull-request-comment', 'sometimes'],
    ['pull-request', '0'],
    ['on-missing-credentials', 'ignore'],
    ['dry-run', 'x'],
    ['log-level', 'trace'],
  ])('%s refuses %j and is named', (name, value) => {
    const message = mistakesOf({ [name]: value })
    expect(message.filter((line) => line.startsWith(`${name}: `)).length).toBeGreaterThan(0)
    expect(readGiven({ ...enough, [name]: value }).inputs).toBeNull()
  })
})

describe('mistakes', () => {
  it('come out in one go', () => {
    const message = mistakesOf({
      wait: 'yes',
      timeout: '5',
      formats: 'pdf,doc',
      treshold: 'x',
      'end-date': 'P1Y',
    })
    expect(message.map((line) => line.split(':')[0])).toEqual([
      'treshold',
      'end-date',
      'wait',
      'timeout',
      'formats',
      'formats',
    ])
  })

  it('name the nearest input, wherever the name was written', () => {
    expect(mistakesOf({ tokn: 'x' })).toEqual(['tokn: No input has this name. Did you mean "token"?'])
    expect(mistakesOf({}, { 'bitbucket-ulr': 'x' })).toEqual([
      'SOTERI_GATE_BITBUCKET_ULR: No input has this name. Did you mean "bitbucket-url"?',
    ])
    expect(mistakesOf({}, {}, { modes: 'warn' })).toEqual([
      'modes (policy file): No input has this name. Did you mean "mode"?',
    ])
    expect(mistakesOf({ zzzzzzzz: 'x' })).toEqual(['zzzzzzzz: No input has this name.'])
  })

  it('never show the value of an unknown name: it could be a secret', () => {
    expect(mistakesOf({ tokn: password }).join()).not.toContain(password)
  })

  it('say where a wrong value was written', () => {
    expect(mistakesOf({}, { timeout: '5' })).toEqual([expect.stringMatching(/^SOTERI_GATE_TIMEOUT: "5"/)])
    expect(mistakesOf({}, {}, { annotations: 51 })).toEqual([
      expect.stringMatching(/^annotations \(policy file\): "51"/),
    ])
  })

  it.each([
    ['token', `${password} x`],
    ['password', `${password}\nx`],
    ['fingerprint-key', `${password}\u0000`],
    ['bitbucket-url', `https://ana:${password}@host`],
    ['bitbucket-url', `https://ana:${password}`],
    ['bitbucket-url', `ana:${password}`],
    ['bitbucket-url', password],
    ['username', `ana:${password}`],
    ['username', `${password}\u0000`],
    ['ca-file', `-----BEGIN KEY-----\n${password}`],
    ['baseline-file', `https://ana:${password}@host/x\ny`],
  ])('never quote a secret in %s', (name, value) => {
    const { mistakes, effective, warnings } = readGiven({ ...enough, [name]: value })
    expect(mistakes.length).toBeGreaterThan(0)
    expect(JSON.stringify({ mistakes, effective, warnings })).not.toContain(password)
  })

  it('keep the text of thresholds, so that its mistakes can join', () => {
    const { inputs, thresholds, whatIf } = readGiven({
      ...enough,
      wait: 'x',
      thresholds: 'totl = 0',
      'what-if': 'y',
    })
    expect({ inputs, thresholds, whatIf }).toEqual({ inputs: null, thresholds: 'totl = 0', whatIf: 'y' })
  })
})

describe('precedence', () => {
  const policy = {
    'artifact-name': 'c',
    'log-level': 'error',
    formats: ['csv', 'json'],
    'job-summary': false,
  }

  it('is input, environment, policy file, default', () => {
    const { inputs, effective } = readGiven(
      { ...enough, 'artifact-name': 'a' },
      { 'artifact-name': 'b', 'log-level': 'warn' },
      policy,
    )
    expect(inputs).toMatchObject({ artifactName: 'a', logLevel: 'warn', jobSummary: false })
    const source = (name: string) => effective.find((one) => one.name === name)
    expect(source('artifact-name')).toEqual({
      name: 'artifact-name',
      shown: 'a',
      source: 'input',
      used: true,
    })
    expect(source('log-level')).toMatchObject({ shown: 'warn', source: 'environment' })
    expect(source('formats')).toMatchObject({ shown: 'csv; json', source: 'policy file' })
    expect(source('annotations')).toMatchObject({ shown: '10', source: 'default' })
    expect(source('token')).toMatchObject({ shown: '', source: 'default' })
  })

  it('lets a blank input through to the next source', () => {
    expect(readGiven({ ...enough, mode: ' ' }, { mode: 'warn' }).inputs?.mode).toBe('warn')
    expect(readGiven(enough, {}, { formats: [], 'log-level': 'warn' }).inputs?.formats).toHaveLength(4)
  })

  it('checks only the value that counts', () => {
    expect(mistakesOf({ timeout: '3m' }, { timeout: 'rubbish' })).toEqual([])
  })

  it('shows *** for secrets, and what the operation does not look at', () => {
    const { effective } = readGiven({ operation: 'evaluate', 'report-files': 'a.zip' }, { token: password })
    expect(effective.find((one) => one.name === 'token')).toEqual({
      name: 'token',
      shown: '***',
      source: 'environment',
      used: false,
    })
  })

  it.each(
    inputRows
      .filter(({ inPolicy, name }) => inPolicy !== 'allowed' && !/^(token|password)-file$/.test(name))
      .map(({ name }) => name),
  )('does not take %s from a policy file, and says why and where to give it', (name) => {
    expect(mistakesOf({}, {}, { [name]: 'true' })).toEqual([
      expect.stringMatching(
        new RegExp(`^${name} \\(policy file\\): \`${name}\` may not .*, since .*: give it as (an|the) `),
      ),
    ])
  })

  it('does not take an address of a policy file where nothing else gives one', () => {
    const { inputs, mistakes } = readGiven(
      { project: 'P', token: 'abc' },
      {},
      { 'bitbucket-url': 'https://elsewhere.example' },
    )
    expect(inputs).toBeNull()
    expect(mistakes.map(({ where }) => where)).toEqual(['bitbucket-url (policy file)', 'bitbucket-url'])
  })

  it('sends files of secrets to the command line', () => {
    expect(mistakesOf({ 'token-file': 'x' })).toEqual([
      'token-file: Only the command line reads this; give `token` instead.',
    ])
  })
})

describe('credentials', () => {
  it.each([
    [{ token: 'abc' }, { kind: 'token', token: 'abc' }],
    [
      { username: 'u', password: 'p' },
      { kind: 'basic', username: 'u', password: 'p' },
    ],
    [{}, null],
  ])('%j', (given, credentials) => {
    expect(readGiven({ ...enough, ...given }).inputs?.credentials).toEqual(credentials)
  })

  it.each([
    [{ token: 'a', username: 'u', password: 'p' }, 'token: Given together'],
    [{ token: 'a', username: 'u' }, 'token: Given together'],
    [{ token: 'a', password: 'p' }, 'token: Given together'],
    [{ username: 'u' }, 'password: `username` needs `password`'],
    [{ password: 'p' }, 'username: `password` needs `username`'],
  ])('refuses %j', (given, message) => {
    expect(mistakesOf(given)).toEqual([expect.stringContaining(message)])
  })

  it('finds the two that contradict in different sources', () => {
    expect(mistakesOf({ token: 'a' }, { username: 'u', password: 'p' })).toHaveLength(1)
  })
})

describe('the period', () => {
  it.each([
    [{ 'start-date': '2024-03-01', 'end-date': '2024-03-01' }, 'end-date: 2024-03-01T00:00:00Z is not after'],
    [{ 'start-date': 'P1D', 'end-date': 'P2D' }, 'end-date: '],
    [{ 'start-date': '2206-01-01' }, 'start-date: 2206-01-01T00:00:00Z is in the future'],
  ])('refuses %j', (given, message) => {
    expect(mistakesOf(given)).toEqual([expect.stringContaining(message)])
  })

  it('of a gate may start five minutes ago, as clocks differ', () => {
    const from = Date.parse('2026-11-20T09:55:00Z')
    const { inputs } = readGiven({ ...enough, 'start-date': '2026-11-20T09:55:00Z' })
    expect(inputs?.period).toEqual({ from, to: null })
  })

  it.each(['PT0S', '2026-11-20T09:55:01Z', '2026-11-20T12:00:00Z'])(
    'of a gate may not start when its scan does: %s',
    (start) => {
      expect(mistakesOf({ 'start-date': start })).toEqual([expect.stringContaining('too late a start')])
      expect(mistakesOf({ 'start-date': start, operation: 'export' })).toEqual([])
    },
  )

  it.each([
    [{ 'end-date': '2024-03-01' }, 'too early an end (now is 2026-11-20T10:00:00Z): nothing could be found'],
    [{ 'end-date': 'PT0S' }, 'everything would pass. Leave it out, or use `operation: export`.'],
    [{ 'start-date': 'P2D', 'end-date': 'P1D', wait: 'false' }, 'everything would pass. Leave it out'],
    [{ 'end-date': '2026-11-20T11:00:00Z' }, 'the scan may last until 2026-11-20T11:00:00Z (`timeout`), and'],
    [{ 'end-date': '2026-11-20T10:05:00Z', timeout: '5m' }, 'may last until 2026-11-20T10:05:00Z'],
  ])('of a gate may not end before its scan does: %j', (given, message) => {
    expect(mistakesOf(given)).toEqual([expect.stringContaining(message)])
    expect(mistakesOf({ ...given, operation: 'export' })).toEqual([])
    const local = { operation: 'evaluate', 'report-files': 'a.csv' }
    expect(mistakesOf({ ...given, ...local })).toEqual([])
  })

  it('of a gate may end after every scan of it', () => {
    expect(mistakesOf({ 'end-date': '2026-11-20T11:00:01Z' })).toEqual([])
    expect(mistakesOf({ 'end-date': '2026-11-20T10:05:01Z', timeout: '5m' })).toEqual([])
  })

  it('does not compare what could not be read', () => {
    expect(mistakesOf({ operation: 'export', 'start-date': 'x', 'end-date': '2020-01-01' })).toHaveLength(1)
  })
})

describe('what an operation needs', () => {
  it.each([
    [{ 'bitbucket-url': '' }, 'bitbucket-url: `gate` needs'],
    [{ operation: 'evaluate' }, 'report-files: `evaluate` needs'],
    [{ operation: 'export-reviewed', 'start-date': 'P1D' }, 'start-date: `export-reviewed` takes no dates'],
    [{ operation: 'export-reviewed', 'end-date': 'P1D' }, 'end-date: `export-reviewed` takes no dates'],
  ])('%j', (given, message) => {
    expect(mistakesOf(given)).toEqual([expect.stringContaining(message)])
  })

  it('evaluate needs no server', () => {
    const { inputs } = readGiven({ operation: 'evaluate', 'report-files': 'a/*.zip\nb.csv' })
    expect(inputs).toMatchObject({ bitbucketUrl: null, targets: [], reportFiles: ['a/*.zip', 'b.csv'] })
  })
})

it('doctor takes a scope, and goes without one', () => {
  const { 'bitbucket-url': url = '' } = enough
  expect(readGiven({ operation: 'doctor', 'bitbucket-url': url }).inputs?.targets).toEqual([])
  expect(readGiven({ ...enough, operation: 'doctor' }).inputs?.targets).toEqual([
    { kind: 'repo', project: 'SHOP', repo: 'cart' },
  ])
})

describe('the way back to Bitbucket', () => {
  const back = ['code-insights', 'build-status', 'pull-request-comment'] as const
  const on = { 'code-insights': 'true', 'build-status': 'true', 'pull-request-comment': 'always' }
  const one = { ...enough, project: 'PAY', repo: 'shop', 'pull-request': '7' }

  it('is there for one repository or branch', () => {
    expect(mistakesOf({ ...one, ...on })).toEqual([])
    expect(mistakesOf({ ...one, ...on, branch: 'main' })).toEqual([])
  })

  it.each([
    [{ repo: '' }],
    [{ scope: 'instance', project: '', repo: '' }],
    [{ targets: 'PAY/shop,PAY/till', project: '', repo: '' }],
  ])('is refused for %j', (scope) => {
    const given = { ...scope, ...on, 'pull-request': '7' }
    const posts = back.map((name) => expect.stringContaining(`${name}: \`${name}\` posts the verdict to one`))
    const pull = expect.stringContaining('pull-request: A pull request belongs to one repository')
    expect(mistakesOf(given)).toEqual([...posts, pull])
  })

  it('needs the number of the pull request for a comment', () => {
    const { 'pull-request': _number, ...without } = one
    const comment = { ...without, 'pull-request-comment': 'on-failure' }
    expect(mistakesOf(comment)).toEqual([expect.stringContaining('needs `pull-request`')])
  })

  it('may be said not to be wanted', () => {
    const off = { 'code-insights': 'False', 'build-status': 'false', 'pull-request-comment': 'never' }
    expect(mistakesOf(off)).toEqual([])
  })
})

it('plan needs to know over how many jobs', () => {
  expect(mistakesOf({ ...enough, operation: 'plan' })).toEqual([expect.stringContaining('shards: ')])
  expect(mistakesOf({ ...enough, operation: 'plan', shards: '3' })).toEqual([])
})

describe('warnings', () => {
  const warningsOf = (...given: Parameters<typeof readGiven>) => readGiven(...given).warnings.join('\n')

  it('warn of credentials in clear, on other machines only', () => {
    const url = (text: string) => ({ ...enough, 'bitbucket-url': text, token: 'token' })
    expect(warningsOf(url('http://host'))).toMatch(/credentials.*in clear/)
    expect(warningsOf(url('http://localhost:7990'))).toBe('')
  })

  it('warn of a secret that is too short to be masked', () => {
    const short = 'token is too short to be masked: log and reports may show it.'
    for (const token of ['a', ' abc\n']) expect(warningsOf({ ...enough, token })).toBe(short)
    expect(warningsOf({ ...enough, token: 'abcd' })).toBe('')
  })

  it('warn of a key that could be guessed', () => {
    expect(warningsOf({ ...enough, 'fingerprint-key': 'short' })).toContain('fingerprint-key')
  })

  it('name given inputs that are expected to count and do not, once', () => {
    const scan = { ...enough, operation: 'scan', thresholds: 'total = 0', 'start-date': 'P1D', mode: 'warn' }
    expect(warningsOf(scan)).toBe('The operation scan does not use: thresholds, start-date.')
    expect(warningsOf({ operation: 'evaluate', 'report-files': 'a.zip' }, { emails: 'a@b.c' })).toBe('')
  })

  it('say that a commit serves nothing by itself', () => {
    const commit = { ...enough, commit: 'a'.repeat(40) }
    expect(warningsOf(commit)).toContain('commit has no effect without')
    const { 'bitbucket-url': url = '' } = enough
    const used = { 'bitbucket-url': url, project: 'PAY', repo: 'shop', commit: 'a'.repeat(40) }
    expect(warningsOf({ ...used, 'build-status': 'true' })).toBe('')
  })
})
