/** An instance judged in shards: the merge of their `findings.csv` says what one run over everything says. */
import { describe, expect, it } from '@jest/globals'
import { expectEnding, failed, inError, reportFile, reportOf } from '../fixtures/contract.ts'
import { type RunResult, runAction } from '../fixtures/runner.ts'
import { csvOf, type ExportRow, row, wordy } from '../fixtures/scripted-export.ts'

const SHARDS = 7
const BRANCHES = ['main', 'develop', 'release/1,"x"', 'fix/ü=1']
const RULES = ['AWS_CLIENT_ID', 'RSA_PRIVATE_KEY', '=FORMULA', 'TROJAN_SOURCE']
const secret = (number: number): string => ['made', 'at', 'run', 'time', String(number)].join('#')

/** Findings that repeat on branches, move, stand twice in a file or twice on a line, and have odd names. */
function rowsOfShard(shard: number): readonly ExportRow[] {
  return Array.from({ length: 60 }, (_none, at) => {
    const branch = BRANCHES[at % BRANCHES.length] ?? ''
    const number = Math.floor(at / BRANCHES.length)
    return row({
      project: shard % 2 === 0 ? 'SHOP' : '~jane',
      repository: `repo-${shard}`,
      branch,
      path: number % 5 === 0 ? '-odd, "path".txt' : `src/file ${number % 6}.ini`,
      // Lines differ between branches; the texts of numbers 3 and 4 are the same.
      line: String(10 + number + (branch === 'develop' ? 3 : 0) - (number % 7 === 6 ? 1 : 0)),
      rule: RULES[number % RULES.length] ?? '',
      match: secret(number === 4 ? 3 : number),
    })
  })
}

const thresholds = [
  'total = 10',
  'distinct = 100',
  'new = 400',
  'rule:AWS_* = 20',
  'severity:high = 5',
  'branch:main = 1000',
  'repo:SHOP/repo-? = 50',
  'path:src/** = 3',
].join('\n')
const common = {
  operation: 'evaluate',
  thresholds,
  formats: 'csv,json',
  'fingerprint-key': 'one key for all jobs of the matrix',
  'upload-artifact': 'false',
}
const names = Array.from({ length: SHARDS }, (_none, shard) => `shards/${shard}/findings.csv`)

async function shardFiles(): Promise<Record<string, string>> {
  const files: Record<string, string> = {}
  for (const [shard, name] of names.entries()) {
    const exported = csvOf(wordy, rowsOfShard(shard))
    const result = await runAction(
      { ...common, 'report-files': 'export.csv', mode: 'report' },
      { files: { 'export.csv': exported } },
    )
    files[name] = reportFile(result, 'findings.csv')
  }
  return files
}

const merge = (files: Record<string, string>): Promise<RunResult> =>
  runAction({ ...common, 'report-files': names.join('\n') }, { files })

/** What a run decided, to the letter. */
function decisionOf(result: RunResult): string {
  const { counts, thresholds: decided, verdict, exitCode } = reportOf(result)
  return JSON.stringify({ counts, decided, verdict, exitCode })
}

describe('seven shards', () => {
  const made = shardFiles()

  it('merge to what one run over everything decides, bit for bit', async () => {
    const everything = names.flatMap((_name, shard) => rowsOfShard(shard))
    const alone = await runAction(
      { ...common, 'report-files': 'export.csv' },
      { files: { 'export.csv': csvOf(wordy, everything) } },
    )
    const merged = await merge(await made)
    expectEnding(alone, failed)
    expectEnding(merged, failed)
    expect(decisionOf(merged)).toBe(decisionOf(alone))
    expect(reportOf(alone).counts).toMatchObject({ total: everything.length })
    expect(reportOf(alone).counts.distinct).not.toBe(everything.length)
    // Merged once more, nothing changes.
    const again = await runAction(
      { ...common, 'report-files': 'merged.csv' },
      { files: { 'merged.csv': reportFile(merged, 'findings.csv') } },
    )
    expect(decisionOf(again)).toBe(decisionOf(alone))
  })

  it('are an error when one is lost, empty, or cut', async () => {
    const files = await made
    const [first = '', ...others] = names
    const whole = files[first] ?? ''
    const rest = Object.fromEntries(others.map((name) => [name, files[name] ?? '']))
    expectEnding(await merge(rest), inError(2))
    expectEnding(await merge({ ...rest, [first]: '' }), inError(5))
    expectEnding(await merge({ ...rest, [first]: whole.slice(0, whole.length - 40) }), inError(5))
  })
})
