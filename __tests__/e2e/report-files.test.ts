/** What a run writes: `findings.csv` to the letter, `report.json` by its schema, and nothing that bites. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { parse } from 'csv-parse/sync'
import {
  expectEnding,
  failed,
  findingsHeader,
  inError,
  passed,
  reportFile,
  reportOf,
} from '../fixtures/contract.ts'
import { inputsFor, serve } from '../fixtures/quick.ts'
import { type RunResult, runAction } from '../fixtures/runner.ts'
import { csvOf, csvReply, type ExportRow, row, wordy } from '../fixtures/scripted-export.ts'
import { finished, queued } from '../fixtures/scripted-server.ts'

const ajv = new Ajv2020({ allErrors: true, strict: false })
addFormats.default(ajv)
const schema = JSON.parse(readFileSync('schema/report.schema.json', 'utf8')) as object
const validate = ajv.compile(schema)

function expectValid(result: RunResult): void {
  validate(reportOf(result))
  expect(validate.errors ?? []).toEqual([])
}

const evaluate = (rows: readonly ExportRow[], inputs: Record<string, string> = {}): Promise<RunResult> =>
  runAction(
    { operation: 'evaluate', 'report-files': 'old.csv', 'upload-artifact': 'false', ...inputs },
    { files: { 'old.csv': csvOf(wordy, rows) } },
  )

describe('findings.csv', () => {
  it.concurrent('has the columns of the contract and one redacted row for each finding', async () => {
    const result = await evaluate([
      row({ branch: 'release/1,"x"' }),
      row({ rule: 'RSA_PRIVATE_KEY', line: '7' }),
    ])
    expectEnding(result, failed)
    const text = reportFile(result, 'findings.csv').replace('\uFEFF', '')
    expect(text.split(/\r?\n/)[0]).toBe(findingsHeader)
    const records = parse(text, { columns: true }) as Record<string, string>[]
    expect(records).toHaveLength(2)
    expect(records[0]).toMatchObject({
      project: 'SHOP',
      repository: 'cart',
      branch: 'release/1,"x"',
      path: 'src/settings.ini',
      line: '12',
      rule: 'AWS_CLIENT_ID',
      status: 'new',
      match: '[redacted]',
    })
    expect(Date.parse(records[0]?.scanned_at ?? '')).toBe(Date.parse('2026-03-01T10:00:00Z'))
    expect(records[0]?.fingerprint).toMatch(/^[0-9a-f]{32}$/)
    expect(records[0]?.fingerprint).not.toBe(records[1]?.fingerprint)
    expect(['critical', 'high', 'medium', 'low']).toContain(records[1]?.severity)
  })

  it.concurrent('holds no cell that a spreadsheet would take for a formula', async () => {
    const bait = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1']
    const result = await evaluate(bait.map((path) => row({ path, branch: path })))
    expectEnding(result, failed)
    const records = parse(reportFile(result, 'findings.csv'), { columns: true, bom: true }) as object[]
    expect(records).toHaveLength(bait.length)
    for (const cell of records.flatMap((record) => Object.values(record) as string[])) {
      expect(cell).not.toMatch(/^[=+\-@\t\r]/)
    }
  })
})

describe('report.json', () => {
  it.concurrent('is valid and complete after a fail', async () => {
    const server = await serve({
      repositories: { 'SHOP/cart': ['main'] },
      scans: { '*': [queued, finished(2)] },
      exports: { 'export-report/projects/SHOP/repos/cart': csvReply(wordy, [row(), row({ line: '3' })]) },
    })
    const result = await runAction(inputsFor(server, { project: 'SHOP', repo: 'cart', branch: 'main' }))
    expectEnding(result, failed)
    expectValid(result)
    const body = server.requests.length > 0 ? csvOf(wordy, [row(), row({ line: '3' })]) : ''
    expect(reportOf(result)).toMatchObject({
      tool: { name: 'soteri-gate' },
      verdict: 'fail',
      exitCode: 1,
      error: null,
      counts: {
        total: 2,
        byRule: { AWS_CLIENT_ID: 2 },
        byRepository: { 'SHOP/cart': 2 },
        byBranch: { main: 2 },
      },
      thresholds: [{ name: 'total', observed: 2, max: 0, passed: false }],
      evidence: {
        targets: [{ target: 'SHOP/cart@main', total: 2 }],
        exports: [{ format: 'csv', bytes: Buffer.byteLength(body), rows: 2, refused: 0 }],
      },
    })
    expect(reportOf(result)).toHaveProperty('schemaVersion')
    expect(reportOf(result)).toHaveProperty('target')
  })

  it.concurrent('is valid after a pass and after an error', async () => {
    const pass = await evaluate([])
    expectEnding(pass, passed)
    expectValid(pass)
    const server = await serve({ repositories: {} })
    const error = await runAction(inputsFor(server, { project: 'NONE' }))
    expectEnding(error, inError(4))
    expectValid(error)
    expect(reportOf(error)).toMatchObject({ verdict: 'error', exitCode: 4, error: { code: 'NOT_FOUND' } })
  })
})

describe('the folder', () => {
  it.concurrent('is where output-dir says, with the files that formats names and outputs that point to them', async () => {
    const result = await evaluate([row()], { 'output-dir': 'out/deep', formats: 'csv,json,markdown' })
    expectEnding(result, failed)
    for (const output of ['csv-file', 'json-file', 'summary-file'] as const) {
      const path = result.outputs[output] ?? ''
      const inside = path.replaceAll('\\', '/').split('/workspace/')[1] ?? path
      expect(result.files[`workspace/${inside}`]).toBeDefined()
    }
    expect(result.outputs['report-dir']).toMatch(/out[\\/]deep$/)
    expect(result.outputs['html-file']).toBe('')
  })

  it.concurrent('stays within the workspace: hostile names of a zip write nothing elsewhere', async () => {
    const result = await evaluate([row({ path: '../../../../evil.txt', repository: '..', project: '..' })])
    expectEnding(result, failed)
    expect(Object.keys(result.files).filter((path) => /evil/.test(path))).toEqual([])
  })
})

describe('the log', () => {
  it.concurrent('takes hostile cells for text: no workflow command and no terminal escape comes out of them', async () => {
    const bait = '\u001b[31m\n::error::owned\n::set-output name=verdict::pass'
    const result = await evaluate([row({ path: `a${bait}`, branch: bait, rule: `R${bait}` })])
    expectEnding(result, failed)
    expect(result.commands.some(({ message }) => message === 'owned')).toBe(false)
    expect(result.commands.some(({ name }) => name === 'set-output')).toBe(false)
    expect(result.stdout).not.toContain('\u001b[31m')
  })
})
