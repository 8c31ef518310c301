/** Without a baseline nothing is called new, wherever findings are named; with one they are. */
import { expect, it } from '@jest/globals'
import { annotationsOf } from '../../../src/deliver/annotations.ts'
import { insightAnnotations, insightReport } from '../../../src/deliver/code-insights.ts'
import { commentText } from '../../../src/deliver/pr-comment.ts'
import { renderGitlab } from '../../../src/report/gitlab.ts'
import type { Report } from '../../../src/report/model.ts'
import { renderSarif } from '../../../src/report/sarif.ts'
import { target } from '../deliver/sample-target.ts'
import { sampleFinding, sampleReport } from './sample-report.ts'

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
