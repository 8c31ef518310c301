import { describe, expect, it } from '@jest/globals'
import { runCli } from '../fixtures/runner.ts'

const policy = `
severities:
  INTERNAL_*: critical
thresholds:
  - total = 5
  - name: nothing new
    match: { rule: AWS_*, branch: main }
    max-new: 0
    level: warn
suppressions:
  - match: { path: "**/test/**" }
    reason: made up
    owner: payments
    expires: 2020-01-01
`
const server = ['--bitbucket-url', 'https://bitbucket.example.com/x', '--project', 'PAY', '--repo', 'shop']

describe('soteri-gate explain', () => {
  it.concurrent('says what a run would do, by the same inputs and policy', async () => {
    const { exitCode, stdout, leftovers, files } = await runCli(
      ['explain', ...server, '--timeout', '15m', '--mode', 'warn'],
      {
        files: { '.soteri-gate.yml': policy },
        env: { SOTERI_GATE_TOKEN: 'x'.repeat(20) },
      },
    )
    expect(exitCode).toBe(0)
    expect(stdout.split('\n')).toEqual([
      'Operation: gate. Trigger a scan, wait until it is proven done, export, evaluate, report, verdict.',
      'Server: https://bitbucket.example.com/x, with an HTTP access token.',
      'Scope: PAY/shop.',
      'Waiting: until the scan is proven done, at most 900 s; then it is an error.',
      '',
      'Thresholds, each of which must hold:',
      expect.stringMatching(/^ {2}findings: at most 5 {2}\[.*\.soteri-gate\.yml:5/),
      expect.stringMatching(
        /^ {2}nothing new: new findings of rule AWS_\* on branch main: at most 0 \(only warns\)/,
      ),
      '',
      'Suppressions, findings that do not count:',
      expect.stringMatching(
        /^ {2}path:\*\*\/test\/\*\*: made up \(payments, EXPIRED on 2020-01-01, so they count again\)/,
      ),
      'Severities, the first that matches, then the built-in table:',
      '  INTERNAL_*: critical',
      'Mode: warn; a threshold that is exceeded only warns. Errors fail in every mode.',
      'Baseline: none, so every finding is new.',
      '',
      'Reports: csv, json, sarif, html in soteri-report.',
      'Nothing was sent to any server.',
      '',
    ])
    expect(leftovers).toEqual([])
    expect(Object.keys(files)).toEqual(['workspace/.soteri-gate.yml'])
  })

  it.concurrent('of a pull request says what new means, whose policy rules and what limit holds', async () => {
    const flags = ['--bitbucket-url', 'https://bitbucket.example.com', '--project', 'PAY', '--repo', 'shop']
    const env = { SOTERI_GATE_TOKEN: 'x'.repeat(20) }
    const pull = await runCli(['explain', ...flags, '--pull-request', '42'], { env })
    expect(pull.stdout).toMatch(
      /\nPull request: 42\. .*; new is what it adds\.\nThe policy file of the target/,
    )
    expect(pull.stdout).toContain('  new findings: at most 0  [default]\n')
    expect(pull.stdout).toContain('Baseline: none.\n')
    const branch = await runCli(['explain', ...flags, '--branch', 'a', '--compare-branch', 'main'], { env })
    expect(branch.stdout).toContain('Compared with PAY/shop@main: new is what only the branch has.\n')
  })

  it.concurrent('reports all mistakes as a run would, with its exit code', async () => {
    const { exitCode, stdout, stderr } = await runCli([
      'explain',
      'gate',
      '--project',
      'P',
      '--mode',
      'wrn',
      '--timeout',
      '15',
    ])
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    for (const name of ['mode', 'timeout', 'bitbucket-url'])
      expect(stderr).toMatch(new RegExp(`^error: ${name}: `, 'm'))
  })

  it.concurrent('explains the policy alone where no scope is given', async () => {
    const files = {
      '.soteri-gate.yml':
        'thresholds:\n  - name: nothing high\n    match:\n      severity: high\n    max: 0\n',
    }
    const { exitCode, stdout, stderr } = await runCli(['explain'], { files })
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toMatch(/^Thresholds, each of which must hold:\n {2}nothing high: /)
    expect(stdout).toContain('This is the policy alone: give --bitbucket-url, --project and --repo too')
    const wrong = await runCli(['explain', '--mode', 'wrn'], { files })
    expect({ exitCode: wrong.exitCode, stdout: wrong.stdout, lines: wrong.stderr.split('\n') }).toMatchObject(
      {
        exitCode: 2,
        stdout: '',
        lines: [expect.stringMatching(/^error: mode: /), expect.anything(), ''],
      },
    )
  })

  it.concurrent('says what is missing without asking for it', async () => {
    const { exitCode, stdout } = await runCli(['explain', ...server])
    expect(exitCode).toBe(0)
    expect(stdout).toContain('with no credentials, so a run would end with exit 3.')
  })

  it.concurrent('says what narrows a run and what a policy changes', async () => {
    const fingerprint = '0123456789abcdef'.repeat(2)
    const narrowing = [
      'suppressions:',
      `  - fingerprint: ${fingerprint}`,
      '    reason: rotated',
      '    expires: 2999-12-31',
    ]
    const { exitCode, stdout } = await runCli(
      ['explain', 'scan', ...server, '--start-date', '2026-01-02', '--end-date', '2026-02-03'].concat([
        '--baseline-file',
        'known.json',
        '--mode',
        'report',
        '--exclude-reviewed',
        '--username',
        'anna',
      ]),
      {
        files: { '.soteri-gate.yml': narrowing.join('\n') },
        env: {
          SOTERI_GATE_PASSWORD: ['made', 'up', 'here'].join('-'),
          SOTERI_GATE_FINGERPRINT_KEY: 'k'.repeat(40),
        },
      },
    )
    expect(exitCode).toBe(0)
    expect(stdout).toContain('/x, with a user name and a password.\n')
    expect(stdout).toContain(
      'Only findings scanned from 2026-01-02T00:00:00.000Z on and before 2026-02-03T00:00:00.000Z.\n' +
        'Waiting: no, so nothing proves that the scan is done.\n',
    )
    expect(stdout).toContain(`  fingerprint ${fingerprint}: rotated (until 2999-12-31)  [`)
    expect(stdout).toContain('Baseline: known.json (with a key).\n')
    expect(stdout).toContain('Findings that were reviewed as false positives are left out.\n')
  })

  it.concurrent('says that a gate may not wait, and that a baseline without a key is one', async () => {
    const { stdout } = await runCli(
      ['explain', ...server, '--wait', 'false', '--baseline-file', 'known.json', '--end-date', '2999-02-03'],
      { env: { SOTERI_GATE_TOKEN: 'x'.repeat(20) } },
    )
    expect(stdout).toContain('Only findings scanned before 2999-02-03T00:00:00.000Z.\nWaiting: no,')
    expect(stdout).toContain('Baseline: known.json (without a key).\n')
  })

  it.concurrent('explains evaluate without any server', async () => {
    const { stdout } = await runCli([
      'explain',
      'evaluate',
      '--report-files',
      'a.zip',
      '--on-bad-row',
      'count',
    ])
    expect(stdout).toContain('Server: none; only local exports are read.\nExports: a.zip.\n')
    expect(stdout).toContain('UNREADABLE_ROW')
  })
})

describe('--json', () => {
  it.concurrent('gives one object on stdout and the log on stderr', async () => {
    const files = { 'a.csv': 'Project,Repository,Branch,Path,Line,Rule,Match\nP,r,main,a.ts,1,AWS_KEY,x\n' }
    const { exitCode, stdout, stderr } = await runCli(['evaluate', '--report-files', 'a.csv', '--json'], {
      files,
    })
    const result = JSON.parse(stdout) as { outputs: Record<string, string> }
    expect({ exitCode, result }).toEqual({
      exitCode: 1,
      result: expect.objectContaining({ verdict: 'fail', exitCode: 1, error: null }),
    })
    expect(result).toMatchObject({
      sentence: expect.stringMatching(/^fail: threshold "total": 1 found/),
      counts: { total: 1 },
      thresholds: [{ name: 'total', observed: 1, max: 0, passed: false }],
    })
    expect(result.outputs['exit-code']).toBe('1')
    expect(stderr).toContain('fail: threshold')
  })

  it.concurrent('does so for mistakes too', async () => {
    const { exitCode, stdout } = await runCli(['gate', '--json', '--mode', 'wrn'])
    expect(exitCode).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: 'error',
      exitCode: 2,
      error: { code: 'INPUT_INVALID' },
      counts: null,
      outputs: { verdict: 'error', 'exit-code': '2' },
    })
  })
})

it.concurrent('a run in GitLab leaves its outputs beside the report, for failures too, and never those of an earlier run', async () => {
  const env = { GITLAB_CI: 'true', CI: 'true' }
  const files = { 'soteri-report/soteri-gate.env': 'SOTERI_VERDICT=pass\n' }
  const wrong = await runCli(['gate', '--mode', 'wrn'], { env, files })
  expect(wrong.exitCode).toBe(2)
  expect(String(wrong.files['workspace/soteri-report/soteri-gate.env'])).toMatch(
    /^SOTERI_VERDICT=error\nSOTERI_EXIT_CODE=2\n/,
  )
  const { exitCode, files: left } = await runCli(['gate', '--mode', 'wrn'], { files })
  expect(exitCode).toBe(2)
  expect(Object.keys(left)).not.toContain('workspace/soteri-report/soteri-gate.env')
})
