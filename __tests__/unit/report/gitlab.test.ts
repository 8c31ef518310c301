/**
 * gl-secret-detection-report.json. The rules below are those of GitLab's schema 15.0.7 for the parts that we
 * write: what is required, patterns and lengths.
 */
import { describe, expect, it } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { renderGitlab } from '../../../src/report/gitlab.ts'
import type { Report } from '../../../src/report/model.ts'
import {
  errorReport,
  hostileReport,
  hostileTexts,
  sampleFinding,
  sampleReport,
  withoutFindingsFile,
} from './sample-report.ts'

const filled = { type: 'string', minLength: 1 }
const second = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$' }
const program = {
  type: 'object',
  required: ['id', 'name', 'version', 'vendor'],
  properties: {
    id: filled,
    name: filled,
    version: filled,
    vendor: { type: 'object', required: ['name'], properties: { name: filled } },
  },
}
const validate = new Ajv2020({ allErrors: true, strict: false }).compile({
  type: 'object',
  required: ['scan', 'version', 'vulnerabilities'],
  properties: {
    version: { type: 'string', pattern: '^15\\.[0-9]+\\.[0-9]+$' },
    scan: {
      type: 'object',
      required: ['analyzer', 'end_time', 'scanner', 'start_time', 'status', 'type'],
      properties: {
        analyzer: program,
        scanner: program,
        start_time: second,
        end_time: second,
        status: { enum: ['success', 'failure'] },
        type: { const: 'secret_detection' },
        messages: {
          type: 'array',
          items: {
            type: 'object',
            required: ['level', 'value'],
            properties: { level: { enum: ['info', 'warn', 'fatal'] }, value: filled },
          },
        },
      },
    },
    vulnerabilities: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'identifiers', 'location'],
        properties: {
          id: {
            type: 'string',
            pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
          },
          name: { type: 'string', maxLength: 255 },
          description: { type: 'string', maxLength: 1048576 },
          solution: { type: 'string', maxLength: 7000 },
          severity: { enum: ['Info', 'Unknown', 'Low', 'Medium', 'High', 'Critical'] },
          identifiers: {
            type: 'array',
            minItems: 1,
            items: {
              type: 'object',
              required: ['type', 'name', 'value'],
              properties: { type: filled, name: filled, value: filled },
            },
          },
          location: {
            type: 'object',
            required: ['commit'],
            properties: {
              file: { type: 'string' },
              commit: { type: 'object', required: ['sha'], properties: { sha: filled } },
              start_line: { type: 'number' },
            },
          },
        },
        not: { required: ['raw_source_code_extract'] },
      },
    },
  },
})

type Gitlab = {
  scan: { status: string; messages: { level: string; value: string }[] }
  vulnerabilities: {
    id: string
    name: string
    severity: string
    description: string
    location: { file: string; start_line?: number }
  }[]
}

function parsed(report: Report): Gitlab {
  const value = JSON.parse(renderGitlab(report)) as Gitlab
  expect(validate(value) ? [] : validate.errors).toEqual([])
  return value
}

describe('the report for GitLab', () => {
  it('lists each open finding once, worst first', () => {
    const { vulnerabilities, scan } = parsed(
      sampleReport([
        sampleFinding(),
        sampleFinding({ branch: 'dev', firstOfDistinct: false }),
        sampleFinding({ fingerprint: 'b'.repeat(32), severity: 'low', line: null, rule: 'OWN' }),
        sampleFinding({ fingerprint: 'c'.repeat(32), status: 'suppressed' }),
      ]),
    )
    expect(
      vulnerabilities.map(({ name, severity, location }) => [
        name,
        severity,
        location.file,
        location.start_line,
      ]),
    ).toEqual([
      ['AWS_SECRET_ACCESS_KEY', 'Critical', 'src/config.ts', 12],
      ['OWN', 'Low', 'src/config.ts', undefined],
    ])
    expect(vulnerabilities[0]).toMatchObject({
      details: {
        branches: {
          type: 'list',
          items: [
            { type: 'text', value: 'main' },
            { type: 'text', value: 'dev' },
          ],
        },
      },
      links: [{ url: expect.stringMatching(/^https:\/\/docs\.aws/) }],
    })
    expect(vulnerabilities[0]?.id).toBe('01234567-89ab-8def-a123-456789abcdef')
    expect(scan.status).toBe('success')
  })

  it('lists what a change adds first, and says of the others that they were there', () => {
    const change = {
      branch: 'feature/x',
      commit: null,
      compared: 'main',
      comparedCommit: null,
      pullRequest: null,
      gone: 0,
      hasBaseline: false,
    }
    const known = sampleFinding({ status: 'known', fingerprint: 'b'.repeat(32) })
    const { vulnerabilities } = parsed(sampleReport([sampleFinding({ severity: 'low' }), known], { change }))
    expect(vulnerabilities.map(({ description }) => /[^.]+\.$/.exec(description)?.[0].trim())).toEqual([
      'The change adds it.',
      'It was there before the change.',
    ])
  })

  it('names the repository where there are several', () => {
    const report = sampleReport(
      [sampleFinding(), sampleFinding({ repository: 'api', fingerprint: 'd'.repeat(32) })],
      { targets: ['SHOP'] },
    )
    expect(parsed(report).vulnerabilities.map(({ location }) => location.file)).toEqual([
      'SHOP/web/src/config.ts',
      'SHOP/api/src/config.ts',
    ])
  })

  it('says that the scan failed when the run did', () => {
    expect(parsed({ ...errorReport(), shortlist: [sampleFinding()] }).vulnerabilities).toEqual([])
    expect(parsed(errorReport()).scan).toMatchObject({ status: 'failure', messages: [{ level: 'fatal' }] })
  })

  it('says how many it leaves out', () => {
    const many = Array.from({ length: 5010 }, (_, place) =>
      sampleFinding({ fingerprint: place.toString(16).padStart(32, '0') }),
    )
    const report = sampleReport(many, { shortlistCut: true })
    const { vulnerabilities, scan } = parsed(report)
    expect(vulnerabilities).toHaveLength(5000)
    expect(scan.messages.map((one) => one.value).slice(1)).toEqual([
      '10 more findings are in findings.csv.',
      'Only the worst findings are here; the others are in findings.csv.',
    ])
    const place = 'in no file: findings.csv was not written (`formats: csv` writes it).'
    expect(
      parsed(withoutFindingsFile(report))
        .scan.messages.map((one) => one.value)
        .slice(1),
    ).toEqual([`10 more findings are ${place}`, `Only the worst findings are here; the others are ${place}`])
  })

  it.each(hostileTexts.map((text) => [text]))('keeps hostile text out of what GitLab renders: %j', (text) => {
    const { vulnerabilities } = parsed(hostileReport(text))
    expect(vulnerabilities).toHaveLength(1)
    if (text.trim().length > 2) expect(vulnerabilities[0]?.description).not.toContain(text)
    expect(renderGitlab(hostileReport(text)).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
  })

  it('never holds matched text', () => {
    const match = ['AKIA', 'REVEALED', 'TEXT'].join('')
    expect(renderGitlab(sampleReport([sampleFinding({ match })]))).not.toContain(match)
  })
})
