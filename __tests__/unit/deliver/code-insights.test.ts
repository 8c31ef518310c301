import { describe, expect, it } from '@jest/globals'
import { insightAnnotations, insightReport, MOST_ANNOTATIONS } from '../../../src/deliver/code-insights.ts'
import { ruleAdvice } from '../../../src/report/advice.ts'
import {
  errorReport,
  hostileReport,
  hostileTexts,
  sampleFinding,
  sampleReport,
} from '../report/sample-report.ts'
import { target } from './sample-target.ts'

describe('the report', () => {
  it('says verdict, sentence, numbers and link', () => {
    const report = insightReport(sampleReport([sampleFinding(), sampleFinding({ status: 'known' })]), target)
    expect(report).toEqual({
      title: 'soteri-gate: fail, 2 findings (1 new)',
      details: 'fail: threshold "total": 2 found, limit 0',
      result: 'FAIL',
      reporter: 'soteri-gate',
      link: 'https://ci.example.com/run/7',
      data: [
        { title: 'Verdict', type: 'TEXT', value: 'fail' },
        { title: 'Thresholds exceeded', type: 'TEXT', value: '1 of 1' },
        { title: 'Findings', type: 'NUMBER', value: 2 },
        { title: 'New', type: 'NUMBER', value: 1 },
        { title: 'Suppressed', type: 'NUMBER', value: 0 },
        { title: 'Judged', type: 'TEXT', value: 'SHOP/web@main' },
      ],
    })
  })

  it('of a run that broke off says why, and shows no findings', () => {
    const broken = { ...errorReport(), shortlist: [sampleFinding()] }
    const report = insightReport(broken, target)
    expect(report).toMatchObject({ result: 'FAIL', title: 'soteri-gate: error' })
    expect(report.data.map(({ title }) => title)).toEqual(['Verdict', 'Reason', 'Judged'])
    expect(insightAnnotations(broken, target)).toEqual([])
  })

  it('has the notes, as many whole ones as fit', () => {
    const notes = Array.from({ length: 50 }, (_, at) => `note ${at} ${'x'.repeat(100)}`)
    const base = sampleReport()
    const { details } = insightReport({ ...base, evidence: { ...base.evidence, notes } }, target)
    expect(details.length).toBeLessThanOrEqual(2000)
    expect(details).toContain('note 0 x')
    expect(details).toMatch(/x$/)
  })

  it.each(hostileTexts)('keeps to the limits and shows nothing invisible for %j', (text) => {
    const hostile = hostileReport(text)
    const report = insightReport(hostile, { ...target, name: text })
    expect(report.title.length).toBeLessThanOrEqual(450)
    expect(report.details.length).toBeLessThanOrEqual(2000)
    expect(report.data.length).toBeLessThanOrEqual(6)
    for (const { message } of insightAnnotations(hostile, target)) {
      expect(message.length).toBeLessThanOrEqual(2000)
      expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    }
  })
})

describe('the annotations', () => {
  it('say rule, severity, status, advice and fingerprint, and never the matched text', () => {
    const finding = sampleFinding({ match: 'in-clear' })
    const [annotation] = insightAnnotations(sampleReport([finding]), target)
    expect(annotation).toMatchObject({
      externalId: finding.fingerprint,
      severity: 'HIGH',
      type: 'VULNERABILITY',
      path: 'src/config.ts',
      line: 12,
      message: expect.stringMatching(/^AWS_SECRET_ACCESS_KEY \(critical, new\): .* Fingerprint 0123/),
    })
    const { what, rotate } = ruleAdvice(finding.rule)
    expect(annotation?.message).toContain(`${what} ${rotate}`)
    expect(JSON.stringify(annotation)).not.toMatch(/in-clear/)
  })

  it('are for the commit’s own repository and branch, whatever the case of key and slug', () => {
    const findings = [
      sampleFinding({ path: 'own' }),
      sampleFinding({ path: 'case', project: 'Shop', repository: 'WEB' }),
      sampleFinding({ path: 'branch', branch: 'other' }),
      sampleFinding({ path: 'case of branch', branch: 'Main' }),
      sampleFinding({ path: 'unknown branch', branch: '' }),
      sampleFinding({ path: 'repository', repository: 'api' }),
      sampleFinding({ path: 'project', project: 'LIB' }),
      sampleFinding({ path: 'suppressed', status: 'suppressed' }),
    ]
    expect(insightAnnotations(sampleReport(findings), target).map(({ path }) => path)).toEqual([
      'own',
      'case',
    ])
    expect(insightAnnotations(sampleReport(findings), { ...target, branch: null })).toEqual([])
  })

  it('are at most a thousand, in the order of the report, and the report says that there are more', () => {
    const findings = Array.from({ length: MOST_ANNOTATIONS + 5 }, (_, line) => sampleFinding({ line }))
    const report = sampleReport(findings)
    const annotations = insightAnnotations(report, target)
    expect(annotations).toHaveLength(1000)
    expect(annotations.at(-1)?.line).toBe(999)
    expect(insightReport(report, target).details).toContain('Only the worst 1000')
  })

  it('are one for each finding, which names its other branches', () => {
    const branches = ['feature/a', 'main', 'release/1', 'release/2', 'z']
    const rows = branches.map((branch) => sampleFinding({ branch }))
    const [annotation, ...others] = insightAnnotations(sampleReport(rows), { ...target, branch: 'main' })
    expect(others).toEqual([])
    expect(annotation?.message).toContain(' Also on release/1, release/2 and 2 more. Fingerprint ')
  })

  it.each([
    ['critical', 'HIGH'],
    ['high', 'HIGH'],
    ['medium', 'MEDIUM'],
    ['low', 'LOW'],
  ] as const)('of severity %s are %s', (severity, level) => {
    expect(insightAnnotations(sampleReport([sampleFinding({ severity })]), target)[0]?.severity).toBe(level)
  })

  it.each(['', '/etc/x', '\\x', 'a/../b', 'a\u202eb', 'x'.repeat(1001)])(
    'do not link the odd path %j',
    (path) => {
      const [annotation] = insightAnnotations(sampleReport([sampleFinding({ path })]), target)
      expect(annotation).not.toHaveProperty('path')
      expect(annotation).not.toHaveProperty('line')
    },
  )

  it('are about the file where the line is unknown', () => {
    expect(insightAnnotations(sampleReport([sampleFinding({ line: null })]), target)[0]).toMatchObject({
      line: 0,
    })
  })
})
