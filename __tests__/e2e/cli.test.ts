/** The same engine from a shell: `node src/cli.ts`. */
import { describe, expect, it } from '@jest/globals'
import { serve, token } from '../fixtures/quick.ts'
import { runCli } from '../fixtures/runner.ts'
import { csvOf, csvReply, row, wordy } from '../fixtures/scripted-export.ts'
import { finished, queued, type ScriptedServer } from '../fixtures/scripted-server.ts'

const env = { SOTERI_GATE_TOKEN: token }

const shop = (): Promise<ScriptedServer> =>
  serve({
    authorization: `Bearer ${token}`,
    repositories: { 'SHOP/cart': ['main'] },
    scans: { '*': [queued, finished(1)] },
    exports: { 'export-report/projects/SHOP/repos/cart': csvReply(wordy, [row()]) },
  })

const flags = (server: ScriptedServer, ...more: string[]): string[] => [
  ...['--bitbucket-url', server.url, '--project', 'SHOP', '--repo', 'cart', '--branch', 'main'],
  ...['--poll-interval', '20ms', '--max-requests-per-second', '1000', ...more],
]

describe('the command line', () => {
  it.concurrent('gates like the action, in plain lines', async () => {
    const server = await shop()
    const result = await runCli(['gate', ...flags(server)], { env })
    expect({ code: result.exitCode, log: result.stdout + result.stderr }).toMatchObject({ code: 1 })
    expect(result.stdout).not.toMatch(/^::/m)
    expect(result.stdout + result.stderr).toMatch(/fail.*total.*1.*0/)
    expect(result.files['workspace/soteri-report/findings.csv']).toBeDefined()
    expect(result.leftovers).toEqual([])
  })

  it.concurrent('says that nothing is old in what a gate has just scanned, in the log and in the report', async () => {
    const server = await shop()
    const more = ['--thresholds', 'total = 1\nolder:1d rule:* = 0']
    const gate = await runCli(['gate', ...flags(server, ...more)], { env })
    const said = /Threshold "older:1d rule:\*" asks for an age/
    expect(gate.stdout + gate.stderr).toMatch(said)
    expect(gate.files['workspace/soteri-report/report.json']?.toString()).toMatch(/asks for an age/)
    const other = await runCli(['export', ...flags(server, ...more)], { env })
    expect(other.stdout + other.stderr).not.toMatch(said)
  })

  it.concurrent('takes gate as the operation when none is named', async () => {
    const server = await shop()
    const result = await runCli(flags(server, '--thresholds', 'total = 1'), { env })
    expect(result.exitCode).toBe(0)
    expect(result.stdout + result.stderr).toMatch(/pass/)
  })

  it.concurrent('reads the token from a file', async () => {
    const server = await shop()
    const args = ['export', ...flags(server, '--token-file', 'secret.txt')]
    const result = await runCli(args, { files: { 'secret.txt': `${token}\n` } })
    expect(result.exitCode).toBe(1)
  })

  it.concurrent('takes inputs from the environment, a flag before it', async () => {
    const server = await shop()
    const more = { SOTERI_GATE_THRESHOLDS: 'total = 5', SOTERI_GATE_BRANCH: 'other' }
    const result = await runCli(['export', ...flags(server)], { env: { ...env, ...more } })
    expect(result.exitCode).toBe(0)
  })

  it.concurrent('refuses a name in the policy file that YAML takes for a number, before anything is sent', async () => {
    const server = await shop()
    const args = ['--bitbucket-url', server.url, '--project', 'SHOP', '--repo', 'cart', '--mode', 'report']
    const result = await runCli(args, {
      env,
      files: { '.soteri-gate.yml': 'job-summary: true\nartifact-name: 1.10\n' },
    })
    expect(result.exitCode).toBe(2)
    expect(result.stdout + result.stderr).toMatch(
      /\.soteri-gate\.yml:2:16: artifact-name must be a text.*put it in quotes/,
    )
    expect(server.requests).toEqual([])
  })

  it.concurrent('leaves no finding out of a period for the time of its detection, or for a date within the period', async () => {
    const detected = {
      ...wordy,
      header: wordy.header.map((name) => (name === 'Scan Date' ? 'Detected' : name)),
    }
    const files = {
      'detected.csv': csvOf(detected, [row({ scannedAt: '2019-01-01T00:00:00Z' })]),
      'day.csv': csvOf(wordy, [row({ scannedAt: '2026-01-05' })]),
    }
    const args = [
      '--report-files',
      '*.csv',
      '--start-date',
      '2026-01-05T15:00:00Z',
      '--thresholds',
      'total = 1',
    ]
    const result = await runCli(['evaluate', ...args], { files })
    expect(result.exitCode).toBe(1)
    expect(result.stdout + result.stderr).toMatch(/total: 2 found, limit 1/)
    expect(result.stdout + result.stderr).toMatch(/its column "Detected" may not be the time of the scan/)
  })

  it.concurrent('evaluates local files without any address', async () => {
    const files = { 'old.csv': csvOf(wordy, [row()]) }
    const result = await runCli(['evaluate', '--report-files', 'old.csv', '--mode', 'report'], { files })
    expect(result.exitCode).toBe(0)
    expect(result.stdout + result.stderr).toContain('warn')
  })

  it.concurrent('shows every flag', async () => {
    expect((await runCli(['--help-all'])).stdout).toContain('--max-requests-per-second')
  })

  it.concurrent('shows help with every operation, and its version', async () => {
    const help = await runCli(['--help'])
    expect(help.exitCode).toBe(0)
    for (const word of ['gate', 'evaluate', 'export-reviewed', '--thresholds'])
      expect(help.stdout).toContain(word)
    const version = await runCli(['--version'])
    expect(version.stdout.trim()).toMatch(/^\d+\.\d+\.\d+$/)
  })

  it.concurrent('is the gate, without any word, where a variable gives an input', async () => {
    const { exitCode, stdout, stderr } = await runCli([], { env: { SOTERI_GATE_PROJECT: 'SHOP' } })
    expect(exitCode).toBe(2)
    expect(stdout + stderr).toContain('`gate` needs the base URL of Bitbucket')
  })
})
