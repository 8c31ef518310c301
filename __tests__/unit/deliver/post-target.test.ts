import { describe, expect, it } from '@jest/globals'
import { finalStatus, inProgress } from '../../../src/deliver/post-target.ts'
import type { VerdictWord } from '../../../src/judge/verdict.ts'
import { errorReport, sampleFinding, sampleReport } from '../report/sample-report.ts'
import { target as sampleTarget } from './sample-target.ts'

const target = { ...sampleTarget, name: 'SHOP/web' }

describe('the build status', () => {
  it('is in progress, then what the verdict is, under one key', () => {
    const begun = inProgress(sampleReport(), target)
    const ended = finalStatus(sampleReport([sampleFinding()]), target)
    expect(begun).toEqual({
      key: 'soteri-gate SHOP/web',
      name: 'soteri-gate SHOP/web',
      parent: 'soteri-gate',
      ref: 'refs/heads/main',
      url: 'https://ci.example.com/run/7',
      state: 'INPROGRESS',
      description: 'SHOP/web is being scanned and judged',
    })
    expect(ended).toMatchObject({
      key: begun.key,
      state: 'FAILED',
      description: expect.stringContaining(' found, limit '),
    })
  })

  it.each<[VerdictWord, 0 | 1 | 4, string]>([
    ['pass', 0, 'SUCCESSFUL'],
    ['warn', 0, 'SUCCESSFUL'],
    ['fail', 1, 'FAILED'],
    ['error', 4, 'FAILED'],
  ])('of the verdict %s (exit %d) is %s', (word, exitCode, state) => {
    const report = sampleReport([], { verdict: { word, exitCode, sentence: word, error: null } })
    expect(finalStatus(report, target).state).toBe(state)
  })

  it('of an error is FAILED', () => {
    expect(finalStatus(errorReport(), target).state).toBe('FAILED')
  })

  it('keeps to the limits and shows nothing invisible', () => {
    const long = { ...target, name: `SHOP/web@${'b'.repeat(400)}` }
    const sentence = `fail: ${'x'.repeat(400)}\u202e\n`
    const status = finalStatus(
      sampleReport([], { verdict: { word: 'fail', exitCode: 1, sentence, error: null } }),
      long,
    )
    for (const text of [status.key, status.name, status.description]) {
      expect(text.length).toBeLessThanOrEqual(255)
      expect(text).not.toMatch(/[\u202e\n]/)
    }
  })

  it('names no branch that nobody knows', () => {
    expect(finalStatus(sampleReport(), { ...target, branch: null })).not.toHaveProperty('ref')
  })

  it.each([
    [null, `https://git.example.com/bitbucket/projects/SHOP/repos/web/commits/${'a'.repeat(40)}`],
    [`https://ci.example.com/${'x'.repeat(450)}`, expect.stringContaining('/commits/')],
    ['javascript:alert(1)', expect.stringContaining('/commits/')],
  ])('links to the commit where the run has no good address (%s)', (runUrl, url) => {
    expect(finalStatus(sampleReport([], { runUrl }), target).url).toEqual(url)
  })
})
