import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type EvaluateOptions, evaluate } from '../../src/api.ts'
import { csvOf, row, wordy } from '../fixtures/scripted-export.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'soteri-gate-api-'))
  writeFileSync(join(folder, 'export.csv'), csvOf(wordy, [row(), row()]))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const judge = (more: Partial<EvaluateOptions> = {}) =>
  evaluate({ reportFiles: ['export.csv'], workingFolder: folder, ...more })

describe('evaluate', () => {
  it('judges, writes the report and hands back what it found', async () => {
    const lines: string[] = []
    const result = await judge({
      formats: ['csv', 'json'],
      onLine: (level, line) => lines.push(`${level} ${line}`),
    })
    expect(result).toMatchObject({
      verdict: 'fail',
      exitCode: 1,
      error: null,
      reportDir: join(folder, 'soteri-report'),
    })
    expect(result.counts?.total).toBe(2)
    expect(result.thresholds).toMatchObject([{ name: 'total', observed: 2, max: 0, passed: false }])
    expect(readdirSync(result.reportDir)).toEqual(expect.arrayContaining(['findings.csv', 'report.json']))
    expect(lines.at(-1)).toBe(`error ${result.sentence}`)
    // What GitHub or a CI would be reported by the environment is none of its business.
    expect(result.outputs).toMatchObject({ verdict: 'fail', 'artifact-id': '' })
  })

  it('takes every option as the input of the same name', async () => {
    const result = await judge({
      thresholds: ['total = 2', 'rule:X = 0'],
      columns: { path: 'File Path' },
      startDate: new Date(0),
      endDate: '2100-01-01',
      mode: 'report',
      onBadRow: 'count',
      maxExportBytes: 1_000_000,
      formats: ['json'],
      outputDir: 'out',
      historyFile: 'history.jsonl',
      fingerprintKey: 'k'.repeat(32),
      revealSecrets: false,
    })
    expect(result).toMatchObject({ verdict: 'pass', exitCode: 0, reportDir: join(folder, 'out') })
    const report = JSON.parse(readFileSync(join(folder, 'out', 'report.json'), 'utf8')) as { period?: object }
    expect(JSON.stringify(report)).toContain('1970-01-01T00:00:00.000Z')
    expect(readFileSync(join(folder, 'history.jsonl'), 'utf8')).not.toBe('')
  })

  it('takes names for the columns that an export lacks, and for no others', async () => {
    writeFileSync(join(folder, 'bare.csv'), 'Path,Rule\na.ts,AWS_KEY\n')
    const files = { reportFiles: ['bare.csv', 'export.csv'], formats: ['csv'] as const }
    expect((await judge(files)).error).toMatchObject({
      code: 'HEADER_UNKNOWN',
      hint: 'With `evaluate`, give `project` and `repo`.',
    })
    const { counts, error } = await judge({
      ...files,
      project: 'PAY',
      repo: 'api',
      branch: 'dev',
      thresholds: ['branch:dev = 9', 'project:PAY = 9', 'repo:PAY/api = 9'],
    })
    expect(error).toBeNull()
    expect(counts?.byRepository).toEqual({ 'PAY/api': 1, 'SHOP/cart': 2 })
    expect(counts?.byBranch).toEqual({ dev: 1, main: 2 })
  })

  it.each<[string, Partial<EvaluateOptions>, number, string]>([
    ['wrong options', { thresholds: 'totl = 0' }, 2, 'INPUT_INVALID'],
    ['a pattern that matches nothing', { reportFiles: ['*.zip'] }, 2, 'FILE_UNREADABLE'],
    ['an export that is none', { reportFiles: ['page.html'] }, 5, 'NOT_AN_EXPORT'],
    ['a size below its limit', { maxExportBytes: 10 }, 5, 'EXPORT_TOO_LARGE'],
  ])('gives the verdict error for %s', async (_, more, exitCode, code) => {
    writeFileSync(join(folder, 'page.html'), '<!doctype html><html></html>')
    expect(await judge(more)).toMatchObject({ verdict: 'error', exitCode, error: { code }, counts: null })
  })

  it('stops when its signal says so', async () => {
    const signal = AbortSignal.abort()
    expect(await judge({ signal })).toMatchObject({
      verdict: 'error',
      exitCode: 130,
      error: { code: 'CANCELLED' },
    })
  })

  it('refuses what no type allows', async () => {
    const wrong = (options: unknown) => evaluate(options as EvaluateOptions)
    await expect(wrong({})).rejects.toThrow('reportFiles must be an array of paths')
    await expect(wrong({ reportFiles: [1] })).rejects.toThrow(TypeError)
    await expect(wrong({ reportFiles: ['a'], mode: 1 })).rejects.toThrow('mode must be a text')
  })
})
