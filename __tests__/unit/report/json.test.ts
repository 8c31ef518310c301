/** report.json: complete, valid by the schema that ships, comparable. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { renderJson } from '../../../src/report/json.ts'
import type { Report } from '../../../src/report/model.ts'
import { reportJsonSchema } from '../../../src/report-schema.ts'
import { errorReport, hostileReport, hostileTexts, sampleFinding, sampleReport } from './sample-report.ts'

const shipped = JSON.parse(readFileSync('schema/report.schema.json', 'utf8')) as object
const ajv = new Ajv2020({ allErrors: true, strict: false })
addFormats.default(ajv)
const validate = ajv.compile(shipped)

type Json = Record<string, unknown> & { counts: Record<string, unknown>; evidence: object }

function parsed(report: Report): Json {
  const value = JSON.parse(renderJson(report)) as Json
  expect(validate(value) ? [] : validate.errors).toEqual([])
  return value
}

const findings = [
  sampleFinding(),
  sampleFinding({ rule: 'RSA_PRIVATE_KEY', branch: 'dev' }),
  sampleFinding({ status: 'suppressed' }),
]

describe('report.json', () => {
  it('holds what the contract asks for', () => {
    expect(parsed(sampleReport(findings))).toMatchObject({
      schemaVersion: '1.3',
      tool: { name: 'soteri-gate', version: '1.2.3' },
      operation: 'gate',
      target: 'SHOP/web',
      mode: 'enforce',
      counts: {
        total: 2,
        distinct: 2,
        new: 2,
        suppressed: 1,
        byRule: { AWS_SECRET_ACCESS_KEY: 1, RSA_PRIVATE_KEY: 1 },
        bySeverity: { critical: 2, high: 0, medium: 0, low: 0 },
        byProject: { SHOP: 2 },
        byRepository: { 'SHOP/web': 2 },
        byBranch: { main: 1, dev: 1 },
      },
      thresholds: [{ name: 'total', observed: 2, max: 0, passed: false }],
      verdict: 'fail',
      exitCode: 1,
      error: null,
      evidence: { exports: [{ bytes: 1234, sha256: 'a'.repeat(64), rows: 2 }] },
    })
  })

  it('has an error with its hint', () => {
    expect(parsed(errorReport())).toMatchObject({
      verdict: 'error',
      exitCode: 4,
      error: {
        code: 'UNREACHABLE',
        message: 'No connection to git.example.com.',
        hint: 'Check the firewall.',
      },
      thresholds: [],
    })
  })

  it('lists files that the scanner skipped, where that is known', () => {
    const report = sampleReport()
    const file = { repository: 'SHOP/web', branch: null, path: 'a.bin', reason: 'The file is binary' }
    const evidence = { ...report.evidence, skippedFiles: { count: 7, files: [file] } }
    expect(parsed({ ...report, evidence })).toMatchObject({
      evidence: { skippedFiles: evidence.skippedFiles },
    })
    expect(parsed(report)).toMatchObject({ evidence: { skippedFiles: null } })
  })

  it('lists several targets, and none', () => {
    expect(parsed(sampleReport([], { targets: ['A', 'B/c'] })).target).toEqual(['A', 'B/c'])
    expect(parsed(sampleReport([], { targets: [] })).target).toEqual([])
  })

  it('is the same byte for byte whatever order the counts grew in, and holds times in evidence only', () => {
    const forward = sampleReport(findings)
    const backward = sampleReport([...findings].reverse())
    expect(renderJson(backward)).toBe(renderJson(forward))
    const { evidence, ...rest } = parsed({ ...forward, period: { from: null, to: null } })
    expect(JSON.stringify(evidence)).toMatch(/2026-11-20T/)
    expect(JSON.stringify(rest)).not.toMatch(/\d\d:\d\d/)
  })

  it.each(hostileTexts.map((text) => [text]))(
    'keeps hostile text as it is, with nothing hidden: %j',
    (text) => {
      const report = hostileReport(text)
      const value = parsed(report)
      expect(value.target).toBe(text)
      expect(value.counts.byRule).toEqual({ [text]: 1 })
      expect(Object.keys(value.counts.byRule as object)).toEqual([text])
      expect(renderJson(report).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u)
    },
  )

  it('never holds matched text', () => {
    const match = ['AKIA', 'REVEALED', 'TEXT'].join('')
    expect(renderJson(sampleReport([sampleFinding({ match })]))).not.toContain(match)
  })
})

describe('schema/report.schema.json', () => {
  it('is what the code says (npm run generate writes it)', () => {
    expect(shipped).toEqual(reportJsonSchema())
  })

  it('rejects anything but a report', () => {
    const good = parsed(sampleReport(findings))
    for (const broken of [
      {},
      { ...good, schemaVersion: '2.0' },
      { ...good, verdict: 'green' },
      { ...good, exitCode: 7 },
      { ...good, counts: { ...good.counts, total: -1 } },
      { ...good, secret: 'x' },
    ]) {
      expect(validate(broken)).toBe(false)
    }
  })
})
