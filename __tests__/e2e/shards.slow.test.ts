/** An instance judged in shards: the merge of their `findings.csv` says what one run over everything says. */
import { describe, expect, it } from '@jest/globals'
import { expectEnding, failed, inError, reportFile, reportOf, warned } from '../fixtures/contract.ts'
import { type RunResult, runAction } from '../fixtures/runner.ts'
import { csvOf, type ExportRow, row, wordy } from '../fixtures/scripted-export.ts'

const SHARDS = 7
const BRANCHES = ['main', 'develop', 'release/1,"x"', 'fix/ü=1']
const RULES = ['AWS_CLIENT_ID', 'RSA_PRIVATE_KEY', '=FORMULA', 'TROJAN_SOURCE']
const DAY_MS = 86_400_000
const secret = (number: number): string => ['made', 'at', 'run', 'time', String(number)].join('#')
const now = Date.now()
const daysAgo = (days: number): string => `${new Date(now - days * DAY_MS).toISOString().slice(0, 19)}Z`

/** Findings that repeat on branches, move, stand twice in a file or twice on a line, and have odd names and ages. */
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
      scannedAt: daysAgo(number === 9 ? 400 : number),
    })
  })
}
const everything = Array.from({ length: SHARDS }, (_none, shard) => rowsOfShard(shard)).flat()

const KEY = 'one key for all jobs of the matrix'
const shardInputs = {
  operation: 'evaluate',
  formats: 'csv,json',
  'upload-artifact': 'false',
  'fingerprint-key': KEY,
}

/** Ten thresholds and more: rows, distinct, new, ages, the ratchet, and every kind of selector. */
const policyWith = (fingerprint: string): string => `severities:
  "*_PRIVATE_KEY": critical
  "AWS_*": high
  "=*": low
thresholds:
  - {name: everything, max: 10}
  - {name: distinct, max: 100, count: distinct}
  - {name: distinct on branches, match: {branch: ["develop", "fix/**"]}, max: 20, count: distinct}
  - {name: new, max-new: 40}
  - {name: new and distinct, match: {severity: high}, max-new: 7, count: distinct}
  - {name: critical, match: {severity: critical}, max: 5}
  - {name: main, match: {branch: main}, max: 1000}
  - {name: ratchet, match: {rule: "TROJAN_*"}, max: baseline}
  - {name: distinct ratchet, match: {path: "src/**"}, max: baseline, count: distinct}
  - {name: shop, match: {repo: "SHOP/repo-?"}, max: 50, level: warn}
  - {name: old, match: {rule: "*"}, max: 0, max-age: P300D}
  - {name: jane, match: {project: "~jane"}, max: 3}
suppressions:
  - {match: {path: "src/file 3.ini", branch: "release/**"}, reason: moves, expires: ${daysAgo(-30).slice(0, 10)}}
  - {fingerprint: ${fingerprint}, reason: looked at, expires: ${daysAgo(-30).slice(0, 10)}}
`

type Files = Record<string, string>
type Judged = Awaited<ReturnType<typeof judge>>

/** The first rows that one has and the other has not. */
function otherRows({ exact: { rows } }: Judged, { exact }: Judged): readonly string[] {
  if (rows.join() === exact.rows.join()) return []
  return [
    `${rows.length} of ${exact.rows.length}`,
    ...rows.filter((one) => !exact.rows.includes(one)).slice(0, 3),
  ]
}

function expectExact(one: Judged, other: Judged): void {
  expect(one.exact.report).toBe(other.exact.report)
  expect(one.exact.baseline).toBe(other.exact.baseline)
  expect(otherRows(one, other)).toEqual([])
}

/** Runs one judging job over what lies in `shards/` and gives what must be equal, to the letter. */
async function judge(files: Files, inputs: Record<string, string> = {}) {
  const result = await runAction(
    { ...shardInputs, 'report-files': 'shards/*/findings.csv', ...inputs },
    { files },
  )
  const { evidence, ...decision } = reportOf(result)
  const rows = reportFile(result, 'findings.csv').split('\r\n').toSorted()
  return {
    result,
    evidence: evidence as { notes: string[]; exports: { rows: number }[] },
    // Everything but the evidence, which has times and files.
    exact: {
      report: JSON.stringify(decision, null, 2),
      baseline: reportFile(result, 'baseline.json'),
      rows,
    },
  }
}

/** The artifact of each shard, made by a job of its own. */
async function makeShards(inputs: Record<string, string> = {}): Promise<Files> {
  const files: Files = {}
  for (let shard = 0; shard < SHARDS; shard++) {
    const result = await runAction(
      { ...shardInputs, 'report-files': 'export.csv', mode: 'report', ...inputs },
      { files: { 'export.csv': csvOf(wordy, rowsOfShard(shard)) } },
    )
    for (const name of ['findings.csv', 'report.json'])
      files[`shards/${shard}/${name}`] = reportFile(result, name)
  }
  return files
}

const made = makeShards()
const inOne: Files = { 'shards/all/findings.csv': csvOf(wordy, everything) }

/** A policy, and the baseline of a run over half of the rows. */
async function policyAndBaseline(): Promise<Files> {
  const half = await runAction(
    { ...shardInputs, 'report-files': 'export.csv', mode: 'report' },
    {
      files: {
        'export.csv': csvOf(
          wordy,
          everything.filter((_row, at) => Math.floor(at / BRANCHES.length) % 3 !== 0),
        ),
      },
    },
  )
  const [fingerprint = ''] = /[0-9a-f]{32}/.exec(reportFile(half, 'findings.csv')) ?? []
  return { '.soteri-gate.yml': policyWith(fingerprint), 'base.json': reportFile(half, 'baseline.json') }
}
const settings = policyAndBaseline()

describe('seven shards', () => {
  it('merge to what one run over everything says: report, baseline and rows, bit for bit', async () => {
    const more = await settings
    const inputs = { 'baseline-file': 'base.json' }
    const alone = await judge({ ...inOne, ...more }, inputs)
    const merged = await judge({ ...(await made), ...more }, inputs)
    expectEnding(alone.result, failed)
    expectEnding(merged.result, failed)
    expectExact(merged, alone)
    expect(merged.evidence.exports).toHaveLength(SHARDS)
    expect(merged.evidence.exports.reduce((sum, { rows }) => sum + rows, 0)).toBe(everything.length)

    // It is a test of something: rows, distinct, new and suppressed all differ, and so do the thresholds.
    const { counts, thresholds } = reportOf(alone.result) as unknown as {
      counts: Record<'total' | 'distinct' | 'new' | 'suppressed', number>
      thresholds: { observed: number; max: number; passed: boolean }[]
    }
    expect(new Set([counts.total, counts.distinct, counts.new, counts.suppressed, 0]).size).toBe(5)
    expect(thresholds).toHaveLength(12)
    expect(thresholds.filter(({ passed }) => passed).length).toBeGreaterThan(0)
    expect(thresholds.filter(({ observed }) => observed === 0)).toEqual([])
    expect(thresholds.filter(({ passed }) => !passed).length).toBeGreaterThan(4)

    // Merged once more, nothing changes.
    const again = {
      'shards/merged/findings.csv': reportFile(merged.result, 'findings.csv'),
      'shards/merged/report.json': reportFile(merged.result, 'report.json'),
    }
    expectExact(await judge({ ...again, ...more }, inputs), alone)
  })

  it('say that nobody knows how many there should be', async () => {
    const { evidence } = await judge(await made)
    expect(evidence.notes.join('\n')).toContain('a shard that is missing would go unseen')
  })

  describe('without a key', () => {
    const keyless = makeShards({ 'fingerprint-key': '' })

    it('are refused where a threshold counts distinct findings', async () => {
      const { result } = await run(await keyless, { 'fingerprint-key': '', thresholds: 'distinct = 5' })
      expectEnding(result, inError(2))
      expect(result.lastLine).toContain('fingerprint-key')
    })

    it('are exact but for `distinct` and the next baseline, and say so', async () => {
      const inputs = { 'fingerprint-key': '', thresholds: 'new rule:AWS_* = 3\nseverity:high = 5' }
      const alone = await judge(inOne, inputs)
      const merged = await judge(await keyless, inputs)
      const withoutDistinct = (report: string): string => report.replace(/"distinct": \d+/, '')
      expect(withoutDistinct(merged.exact.report)).toBe(withoutDistinct(alone.exact.report))
      expect(otherRows(merged, alone)).toEqual([])
      expect(merged.evidence.notes.join('\n')).toContain('known by their lines')
      expect(merged.exact.report).not.toBe(alone.exact.report)
    })

    it('do not go with a last job that has one', async () => {
      const { result } = await run(await keyless, {})
      expectEnding(result, inError(2))
      expect(result.lastLine).toContain('made without one, unlike those of this run')
    })
  })
})

const run = async (files: Files, inputs: Record<string, string>): Promise<{ result: RunResult }> => ({
  result: await runAction({ ...shardInputs, 'report-files': 'shards/*/findings.csv', ...inputs }, { files }),
})

/** The files with one of them changed, or taken away. */
function but(files: Files, path: string, change: (text: string) => string | null): Files {
  const { [path]: text = '', ...rest } = files
  const changed = change(text)
  return changed === null ? rest : { ...rest, [path]: changed }
}

/** Takes the last whole row away: nothing in the file itself shows that. */
const withoutLastRow = (csv: string): string => csv.slice(0, csv.slice(0, -2).lastIndexOf('\r\n') + 2)

describe('a shard', () => {
  const named = {
    'report-files': Array.from({ length: SHARDS }, (_none, at) => `shards/${at}/findings.csv`).join('\n'),
  }
  const file = 'shards/3/findings.csv'
  const report = 'shards/3/report.json'

  const cases: [name: string, change: (files: Files) => Files, exit: number, expected: string][] = [
    ['that is lost, where each is named', (files) => but(files, file, () => null), 2, 'matches no file'],
    ['that is empty', (files) => but(files, file, () => ''), 5, 'holds a findings.csv of 0 bytes'],
    ['cut within a row', (files) => but(files, file, (text) => text.slice(0, -40)), 5, 'shards/3'],
    ['cut between two rows', (files) => but(files, file, withoutLastRow), 5, 'its report.json says'],
    [
      'changed without a change of length',
      (files) => but(files, file, (text) => text.replace(',new,', ',old,')),
      5,
      'was changed (SHA-256)',
    ],
    ['with half a report', (files) => but(files, report, (text) => text.slice(0, 900)), 5, 'not whole JSON'],
    [
      'whose own run ended in error',
      (files) =>
        but(files, report, (text) =>
          text
            .replace('"verdict": "fail"', '"verdict": "error"')
            .replace('"error": null', '"error": {"code": "DELIVERY_FAILED", "message": "No.", "hint": ""}')
            .replace('"verdict": "warn"', '"verdict": "error"')
            .replace('"verdict": "pass"', '"verdict": "error"'),
        ),
      5,
      'ended in error (DELIVERY_FAILED: No.)',
    ],
    [
      'made with another key',
      (files) => but(files, report, (text) => text.replace(/"keyCheck": "../, '"keyCheck": "zz')),
      2,
      'made with another one',
    ],
  ]
  it.each(cases)('%s is an error', async (_name, change, exit, expected) => {
    const { result } = await run(change(await made), named)
    expectEnding(result, inError(exit))
    expect(result.stdout).toContain(expected)
    // Nothing of what was judged is shown.
    expect(result.outputs['total-findings']).toBe('')
    expect(Object.keys(result.files)).not.toContain('workspace/soteri-report/findings.csv')
  })

  it('without its report is judged, and reported to be unproven', async () => {
    const files = but(await made, report, () => null)
    const { result } = await run(files, { ...named, mode: 'warn' })
    expectEnding(result, warned)
    const { notes } = reportOf(result).evidence as { notes: string[] }
    expect(notes.join('\n')).toContain('shards/3/findings.csv has no report.json beside it')
  })
})

describe('rows that a shard could not read and counted', () => {
  const exports = [
    [row({ match: secret(1) }), row({ project: '', match: secret(2) })],
    [
      row({ repository: 'tool', match: secret(3) }),
      row({ match: secret(4) }),
      row({ rule: '', match: secret(5) }),
    ],
  ]
  const shards = async (): Promise<Files> => {
    const files: Files = {}
    for (const [shard, rows] of exports.entries()) {
      const { result } = await run(
        { 'export.csv': csvOf(wordy, rows) },
        { 'report-files': 'export.csv', 'on-bad-row': 'count', mode: 'report' },
      )
      for (const name of ['findings.csv', 'report.json'])
        files[`shards/${shard}/${name}`] = reportFile(result, name)
    }
    return files
  }

  it('count in the merge, whatever its policy says of bad rows, suppressions and baseline', async () => {
    const files = await shards()
    const everything = `suppressions:
  - {match: {rule: "*"}, reason: all of it, expires: ${daysAgo(-30).slice(0, 10)}}
`
    const before = await run(files, { mode: 'report' })
    const { result } = await run(
      { ...files, 'policy.yml': everything, 'baseline.json': reportFile(before.result, 'baseline.json') },
      {
        'policy-file': 'policy.yml',
        'baseline-file': 'baseline.json',
        thresholds: 'new rule:UNREADABLE_ROW = 1',
      },
    )
    expectEnding(result, failed)
    expect(result.lastLine).toContain('2 found, limit 1')
    expect(reportOf(result).counts).toMatchObject({
      total: 2,
      new: 2,
      suppressed: 3,
      byRule: { UNREADABLE_ROW: 2 },
    })
  })
})
