import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { annotationsOf } from '../../../src/deliver/annotations.ts'
import { insightAnnotations, insightReport } from '../../../src/deliver/code-insights.ts'
import { commentText } from '../../../src/deliver/pr-comment.ts'
import { renderHtml } from '../../../src/report/formats.ts'
import { renderGitlab } from '../../../src/report/gitlab.ts'
import type { Report } from '../../../src/report/model.ts'
import { renderSarif } from '../../../src/report/sarif.ts'
import { runGate } from '../../fixtures/gate-run.ts'
import { target } from '../deliver/sample-target.ts'
import { sampleFinding, sampleReport } from './sample-report.ts'

describe('a remedy of the policy', () => {
  /** The remedy of the policy comes before the built-in advice wherever there is advice. */
  const text = 'Ask the desk.'
  const change = {
    pullRequest: 7,
    branch: 'main',
    commit: 'c0ffee',
    compared: 'dev',
    comparedCommit: null,
    hasBaseline: false,
    gone: 0,
  }

  it.each<[string, (report: Report) => unknown]>([
    ['SARIF', (report) => renderSarif(report)],
    ['the report for GitLab', (report) => renderGitlab(report)],
    ['an annotation', (report) => annotationsOf(report, 10, () => true)],
    ['Code Insights', (report) => insightAnnotations(report, target)],
    ['the comment on a change', (report) => commentText({ ...report, change }, target)],
    ['the page', (report) => renderHtml(report)],
  ])('in %s', async (_, render) => {
    const remedies = { AWS_SECRET_ACCESS_KEY: { text, link: null } }
    const of = async (changes: Partial<Report>): Promise<string> =>
      JSON.stringify(await render(sampleReport([sampleFinding()], changes)))
    expect(await of({ remedies })).toContain(text)
    expect(await of({})).not.toContain(text)
  })

  it('is that of the first glob that fits', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'remedies-'))
    const [exported, policy, out] = ['export.csv', 'policy.yml', 'out'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ]
    try {
      writeFileSync(exported, 'Project,Repository,Branch,File,Line,Rule\nA,b,main,a.ts,1,OWN_KEY\n')
      writeFileSync(policy, 'remediation: { "AWS_*": One., "OWN_*": Two., "*": Three. }\n')
      const paths = { 'report-files': exported, 'policy-file': policy, 'output-dir': out }
      await runGate({ operation: 'evaluate', formats: 'json,gitlab', ...paths })
      const text = readFileSync(join(out, 'gl-secret-detection-report.json'), 'utf8')
      expect(text.match(/One\.|Two\.|Three\./g)).toEqual(['Two.'])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe('without a baseline', () => {
  /** Without a baseline nothing is called new, wherever findings are named; with one they are. */
  it.each<[string, RegExp, (report: Report) => unknown]>([
    ['SARIF', /"baselineState":\s*"new"/, renderSarif],
    ['the report for GitLab', /in the baseline/, renderGitlab],
    ['an annotation', /\(critical, new\)/, (report) => annotationsOf(report, 10, () => true)],
    ['Code Insights', /\b[Nn]ew"|\d new\)/, (report) => insightReport(report, target)],
    ['an annotation of Code Insights', /\(critical, new\)/, (report) => insightAnnotations(report, target)],
    ['the head of the comment', /\d new/, (report) => commentText(report, target)],
    ['a finding of the comment', /critical, new/, (report) => commentText(report, target)],
  ])('in %s', (_, words, render) => {
    const text = (hasBaseline: boolean): string => {
      const rendered = render(sampleReport([sampleFinding()], { hasBaseline }))
      return typeof rendered === 'string' ? rendered : JSON.stringify(rendered)
    }
    expect(text(true)).toMatch(words)
    expect(text(false)).not.toMatch(words)
  })
})
