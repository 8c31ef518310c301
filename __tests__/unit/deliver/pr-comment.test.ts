import { describe, expect, it } from '@jest/globals'
import { commentMarker, commentText, isCommentWanted } from '../../../src/deliver/pr-comment.ts'
import {
  errorReport,
  hostileReport,
  hostileTexts,
  sampleFinding,
  sampleReport,
} from '../report/sample-report.ts'
import { target } from './sample-target.ts'

const pass = sampleReport()
const fail = sampleReport([sampleFinding()])

describe('where there is none, a comment is wanted', () => {
  it.each([
    ['always', pass, true],
    ['always', fail, true],
    ['on-failure', fail, true],
    ['on-failure', errorReport(), true],
    ['on-failure', pass, false],
  ] as const)('%s', (when, report, isWanted) => {
    expect(isCommentWanted(when, report)).toBe(isWanted)
  })
})

describe('the comment', () => {
  it('says whose findings they are, where the policy names owners', () => {
    const findings = ['a', 'a', 'b|c'].map((owner, line) => sampleFinding({ owner, line: line + 1 }))
    const text = commentText(sampleReport(findings), target)
    expect(text).toContain('| Owner | Findings |\n| --- | ---: |\n| `a` | 2 |\n| `b\\u{007c}c` | 1 |\n')
    expect(commentText(sampleReport([sampleFinding()]), target)).not.toContain('Owner')
  })

  it('says verdict, numbers, thresholds, worst findings and where to see more', () => {
    const findings = Array.from({ length: 12 }, (_, line) => sampleFinding({ line }))
    const text = commentText(sampleReport(findings), target)
    expect(text).toContain('**soteri-gate: fail**')
    expect(text).toContain('12 findings, 12 new, 0 suppressed in `SHOP/web@main` at commit `aaaaaaaaaaa`.')
    expect(text).toContain('* `total`: 12 found, limit 0')
    expect(text).toContain('* critical, new: `AWS_SECRET_ACCESS_KEY` in `src/config.ts:0`')
    expect(text).toContain('* and 2 more in the report')
    expect(text).toContain('[The run](<https://ci.example.com/run/7>)')
  })

  it('says what it can where the commit, the line or the run are not known', () => {
    const report = sampleReport([sampleFinding({ line: null })], { runUrl: null, bitbucketUrl: null })
    const text = commentText(report, { ...target, commit: null, head: null })
    expect(text).toContain('1 finding, 1 new, 0 suppressed in `SHOP/web@main`.')
    expect(text).not.toContain('The run')
    expect(commentText(report, target)).toContain(
      '* critical, new: `AWS_SECRET_ACCESS_KEY` in `src/config.ts`\n',
    )
  })

  it('does not call a commit in Bitbucket the run', () => {
    const commit = `https://git.example.com/bitbucket/projects/SHOP/repos/web/commits/${target.commit}`
    expect(commentText(sampleReport([], { runUrl: null }), target)).toContain(`[In Bitbucket](<${commit}>)`)
  })

  it('names some thresholds that were exceeded and counts the others', () => {
    const [threshold] = sampleReport([sampleFinding()]).thresholds
    if (threshold === undefined) throw new Error('a sample without a threshold')
    const thresholds = Array.from({ length: 40 }, (_, at) => ({ ...threshold, name: `limit ${at}` }))
    const text = commentText(sampleReport([sampleFinding()], { thresholds }), target)
    const named = text.match(/^\* `limit \d+`/gm)?.length ?? 0
    expect(named).toBeGreaterThan(5)
    expect(text).toContain(`* and ${40 - named} more\n`)
  })

  it('of a run that broke off shows no findings and says so', () => {
    const text = commentText({ ...errorReport(), shortlist: [sampleFinding()] }, target)
    expect(text).toContain('This is no result of the scan')
    expect(text).not.toContain('src/config.ts')
  })

  it('never shows matched text', () => {
    expect(commentText(sampleReport([sampleFinding({ match: 'in-clear' })]), target)).not.toContain(
      'in-clear',
    )
  })

  it('ends with a mark that is one line, a link definition, and distinguishes targets', () => {
    const odd = commentMarker({ ...target, name: 'SHOP/web@a) b\n(c' })
    expect(odd).toMatch(/^\[\/\/\]: # \([^()\s]+\)$/)
    expect(odd).not.toBe(commentMarker(target))
    expect(commentText(fail, target).split('\n').slice(-2)).toEqual(['', commentMarker(target)])
  })

  it.each(hostileTexts)('keeps foreign text in code spans and below the limit: %j', (hostile) => {
    const text = commentText(hostileReport(hostile), { ...target, name: hostile })
    expect(text.length).toBeLessThan(32_768)
    const outside = text.replace(/(`+)[\s\S]*?[^`]\1(?!`)/g, '')
    expect(outside.replace(/\[The run\]\(<[^>]*>\)|\[\/\/\]: # \(.*\)/g, '')).not.toMatch(/[<@]|!\[|\]\(/)
  })
})
