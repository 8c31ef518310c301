/** A policy file lies in a checkout that a pull request can change: it sets limits and shapes reports, no more. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { environmentName } from '../../src/config/sources.ts'
import { type InputRow, inputRows } from '../../src/config/table.ts'
import { expectEnding, failed, inError, passed, reportFile, reportOf } from '../fixtures/contract.ts'
import { inputsFor, serve } from '../fixtures/quick.ts'
import { type RunResult, runAction } from '../fixtures/runner.ts'
import { csvOf, csvReply, row, wordy } from '../fixtures/scripted-export.ts'
import type { ScriptedServer } from '../fixtures/scripted-server.ts'

/** Each run has a server of its own, so that runs at the same time cannot send for each other. */
const shop = (): Promise<ScriptedServer> =>
  serve({
    repositories: { 'SHOP/cart': ['main'] },
    exports: { 'export-report/projects/SHOP/repos/cart': csvReply(wordy, [row()]) },
  })

/** Judges at once what the server has. */
const look = { operation: 'export' }
const scope = { project: 'SHOP', repo: 'cart', branch: 'main' }
const clean = csvOf(wordy, [])

/** A run with this policy in its checkout, beside a clean export that was committed. */
async function runWith(
  policy: string,
  more: Record<string, string> = {},
  files: Record<string, string> = {},
) {
  const server = await shop()
  const result = await runAction(inputsFor(server, { ...scope, ...more }), {
    files: { '.soteri-gate.yml': policy, 'clean.csv': clean, ...files },
  })
  return { ...result, sent: server.requests.length }
}

async function refused(policy: string, files: Record<string, string> = {}): Promise<string> {
  const result = await runWith(policy, {}, files)
  expectEnding(result, inError(2))
  expect(reportOf(result)).toMatchObject({ error: { code: 'INPUT_INVALID' } })
  expect(result.sent).toBe(0)
  return said(result)
}

const said = ({ commands, stdout }: RunResult): string =>
  commands.map(({ message }) => message).join('\n') + stdout

/** All that a policy file may set, besides extends, severities, thresholds and suppressions. */
const shaping = [
  ...['formats', 'output-dir', 'history-file', 'artifact-name', 'retention-days', 'upload-artifact'],
  ...['job-summary', 'annotations', 'log-findings', 'log-level'],
]

describe('a policy file in the checkout cannot', () => {
  it.concurrent.each([
    [
      'judge a committed export',
      'operation: evaluate\nreport-files: clean.csv\n',
      ['operation', 'report-files'],
    ],
    ['only look', 'operation: doctor\n', ['operation']],
    ['only report', 'mode: report\n', ['mode']],
    ['only warn', 'mode: warn\n', ['mode']],
    ['send nothing', 'dry-run: true\n', ['dry-run']],
    ['not wait', 'wait: false\n', ['wait']],
    ['leave old findings out', 'start-date: P1D\n', ['start-date']],
    ['leave reviewed findings out', 'exclude-reviewed: true\n', ['exclude-reviewed']],
    ['skip the run', 'on-missing-credentials: skip\n', ['on-missing-credentials']],
    [
      'post to another commit',
      `commit: ${'"'}${'a'.repeat(40)}${'"'}\nbuild-status: true\n`,
      ['commit', 'build-status'],
    ],
    ['know all findings', 'baseline-file: accepted.json\n', ['baseline-file']],
    ['read other columns', 'columns: rule = Path\n', ['columns']],
    ['count bad rows', 'on-bad-row: count\n', ['on-bad-row']],
  ])('%s', async (_name, policy, keys) => {
    const text = await refused(`thresholds:\n  - total = 0\n${policy}`)
    for (const [at, key] of keys.entries()) {
      expect(text).toContain(`.soteri-gate.yml:${3 + at}:1: \`${key}\` may not be set in a policy file`)
      expect(text).toContain(environmentName(key))
    }
  })

  it.concurrent('set any other input that decides what is scanned, read or counted; all are reported in one go', async () => {
    const others = inputRows.filter(
      ({ name, only }: InputRow) => !shaping.includes(name) && only !== 'flag' && name !== 'thresholds',
    )
    const text = await refused(others.map(({ name }) => `${name}: "1"\n`).join(''))
    for (const [at, { name }] of others.entries()) {
      expect(text).toContain(`.soteri-gate.yml:${at + 1}:1: \`${name}\` may not be set in a policy file`)
    }
    expect(others.length + shaping.length + 1).toBe(inputRows.filter(({ only }) => only !== 'flag').length)
  })

  it.concurrent('do so by way of a file that it extends', async () => {
    const text = await refused('extends: a.yml\n', {
      'a.yml': 'extends: [deep/b.yml]\n',
      'deep/b.yml': 'thresholds: [total = 0]\nmode: report\n',
    })
    expect(text).toMatch(/deep.b\.yml:2:1: `mode` may not be set in a policy file/)
  })

  it.concurrent.each([
    ['an absolute output-dir', 'output-dir: /tmp/elsewhere', 1],
    ['an output-dir outside of the workspace', 'output-dir: ../elsewhere', 1],
    ['an output-dir that climbs and comes back', 'output-dir: a/../b', 1],
    ['a drive', 'output-dir: "C:reports"', 1],
    ['the folder of git', 'output-dir: .git/x', 1],
    ['a history elsewhere', 'formats: json\nhistory-file: ../../history.jsonl', 2],
    ['a history in a hook', 'history-file: .GIT/hooks/pre-push', 1],
  ])('name %s', async (_name, policy, line) => {
    const text = await refused(`${policy}\n`)
    expect(text).toMatch(new RegExp(`\\.soteri-gate\\.yml:${line}:\\d+: .*(below|workspace)`))
    expect(text).toMatch(/SOTERI_GATE_(OUTPUT_DIR|HISTORY_FILE)/)
  })
})

it.concurrent('a policy file cannot write through a symlink of the checkout', async () => {
  const link = "import { symlinkSync } from 'node:fs'; try { symlinkSync('..', 'out') } catch {}"
  for (const key of ['output-dir: out/reports', 'output-dir: out', 'history-file: out/history.jsonl']) {
    const server = await shop()
    const result = await runAction(inputsFor(server, scope), {
      files: { '.soteri-gate.yml': `thresholds: [total = 9]\n${key}\n` },
      env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(link)}` },
    })
    expectEnding(result, inError(2))
    expect(said(result)).toMatch(/\.soteri-gate\.yml:2:\d+: .*symbolic link/)
    expect(server.requests).toEqual([])
  }
})

describe('a policy file in the checkout may', () => {
  it.concurrent('set limits, severities and suppressions, and shape the reports', async () => {
    const policy = [
      'severities: { "AWS_*": low }',
      'thresholds: [total = 9]',
      'formats: [json, markdown]',
      'output-dir: reports/gate',
      'history-file: trend/history.jsonl',
      'artifact-name: gate',
      'retention-days: 3',
      'job-summary: false',
      'annotations: 0',
      'log-level: debug',
    ].join('\n')
    const result = await runAction(inputsFor(await shop(), { ...scope, ...look }), {
      files: { '.soteri-gate.yml': policy },
    })
    expect(result.exitCode).toBe(0)
    expect(result.summary).toBe('')
    expect(Object.keys(result.files)).toEqual(
      expect.arrayContaining(['workspace/reports/gate/report.json', 'workspace/trend/history.jsonl']),
    )
  })

  it.concurrent('say nothing but thresholds', async () => {
    expectEnding(await runWith('thresholds:\n  - total = 9\n', look), passed)
    expectEnding(await runWith('thresholds:\n  - total = 0\n', look), failed)
  })

  it.concurrent('and an input of the workflow may name any folder', async () => {
    const result = await runWith('thresholds: [total = 9]\n', { ...look, 'output-dir': '../elsewhere' })
    expect(result.exitCode).toBe(0)
    expect(Object.keys(result.files)).toContain('elsewhere/report.json')
  })
})

it.concurrent('every report names each policy file with its SHA-256', async () => {
  const files = { 'policies/all.yml': '\ufeffthresholds: [total = 9]\n' }
  const policy = 'extends: policies/all.yml\n# ours: ä\n'
  const result = await runWith(policy, { ...look, formats: 'json,html,markdown' }, files)
  expectEnding(result, passed)
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
  const named = [
    { path: 'policies/all.yml', sha256: sha256(files['policies/all.yml']) },
    { path: '.soteri-gate.yml', sha256: sha256(policy) },
  ]
  expect(reportOf(result).evidence).toMatchObject({ policyFiles: named })
  for (const text of [reportFile(result, 'report.html'), reportFile(result, 'summary.md')]) {
    for (const one of named) {
      expect(text).toContain(one.path)
      expect(text).toContain(one.sha256)
    }
  }
  expect(said(result)).toContain(`.soteri-gate.yml (SHA-256 ${sha256(policy)})`)
})
