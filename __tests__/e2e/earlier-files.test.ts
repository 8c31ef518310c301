/** Files that the build of 0a03300 left still load: a baseline of each kind, a history, the shards of a matrix. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { expectEnding, failed, inError, passed, reportFile, reportOf } from '../fixtures/contract.ts'
import { runAction } from '../fixtures/runner.ts'

const folder = '__tests__/fixtures/earlier-files'
const file = (name: string): Buffer => readFileSync(join(folder, name))
/** What the files were made with. */
const key = 'a key for tests of old files, not secret'
const evaluate = (inputs: Record<string, string>, files: Record<string, Buffer>) =>
  runAction({ operation: 'evaluate', 'upload-artifact': 'false', ...inputs }, { files })

describe('a baseline', () => {
  it.each([
    ['of counts', 'counts.json', {}],
    ['with a key', 'keyed.json', { 'fingerprint-key': key }],
  ])('%s knows its findings, and nothing else', async (_name, name, keyed) => {
    const inputs = {
      'report-files': 'export.csv',
      'baseline-file': 'baseline.json',
      thresholds: 'new = 0',
      ...keyed,
    }
    const baseline = file(name)
    const same = await evaluate(inputs, { 'export.csv': file('export.csv'), 'baseline.json': baseline })
    expectEnding(same, passed)
    expect(reportFile(same, 'baseline.json')).toBe(baseline.toString('utf8'))
    const more = Buffer.concat([
      file('export.csv'),
      Buffer.from('PAY,checkout,main,src/new.ts,1,AWS_CLIENT_ID,placeholder 99,2026-01-01T00:00:00Z\r\n'),
    ])
    const one = await evaluate(inputs, { 'export.csv': more, 'baseline.json': baseline })
    expectEnding(one, failed)
    expect(reportOf(one).counts.new).toBe(1)
  })
})

describe('a history', () => {
  it('goes on', async () => {
    const history = file('history.ndjson')
    const result = await evaluate(
      { 'report-files': 'export.csv', 'history-file': 'history.ndjson', thresholds: 'total = 9' },
      { 'export.csv': file('export.csv'), 'history.ndjson': history },
    )
    expectEnding(result, passed)
    const lines = result.files['workspace/history.ndjson']?.toString('utf8').trimEnd().split('\n') ?? []
    expect(lines.slice(0, 2).join('\n')).toBe(history.toString('utf8').trimEnd())
    expect(lines).toHaveLength(3)
    expect(result.stdout).not.toContain('history')
  })
})

describe('shards', () => {
  const names = ['shard-a', 'shard-b'].flatMap((shard) => [`${shard}/findings.csv`, `${shard}/report.json`])
  const files = Object.fromEntries(names.map((name) => [name, file(name)]))
  const inputs = {
    'report-files': 'shard-*/findings.csv',
    'fingerprint-key': key,
    thresholds: 'distinct = 7',
  }

  it('are merged', async () => {
    const result = await evaluate(inputs, files)
    expectEnding(result, passed)
    expect(reportOf(result).counts).toMatchObject({ total: 14, distinct: 7 })
  })

  it('are still proven whole', async () => {
    const cut = (files['shard-b/findings.csv'] as Buffer).subarray(0, -20)
    expectEnding(await evaluate(inputs, { ...files, 'shard-b/findings.csv': cut }), inError(5))
  })
})
