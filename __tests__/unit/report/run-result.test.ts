import { describe, expect, it } from '@jest/globals'
import type { Report } from '../../../src/report/model.ts'
import { maskReport } from '../../../src/report/run-result.ts'
import { sampleFinding, sampleReport } from './sample-report.ts'

describe('a masked report', () => {
  const secret = ['told', 'back', '0815'].join('-')
  const key = ['AKIA', 'IOSFODNN7', 'ABCDEFG'].join('')
  const mask = (text: string): string => text.replaceAll(secret, '***')

  /** The credential in every text that the server or an export gives. */
  function leaking(): Report {
    const names = {
      project: secret,
      repository: secret,
      branch: `b-${secret}`,
      path: `src/${secret}`,
      rule: secret,
    }
    const plain = sampleReport([sampleFinding(names), sampleFinding()])
    const [target] = plain.evidence.targets
    const [threshold] = plain.thresholds
    if (target === undefined || threshold === undefined) throw new Error('the sample has both')
    return {
      ...plain,
      targets: [`SHOP/web@${secret}`],
      evidence: {
        ...plain.evidence,
        targets: [{ ...target, target: secret, states: [{ at: 'now', state: secret }], provenBy: secret }],
        exports: plain.evidence.exports.map((read) => ({
          ...read,
          source: secret,
          members: read.members.map((member) => ({ ...member, name: secret })),
        })),
        skippedFiles: {
          count: 1,
          files: [{ repository: secret, branch: secret, path: key, reason: secret }],
        },
        shards: [{ shard: 1, targets: [secret] }],
        notes: [`note ${secret}`],
      },
      thresholds: [{ ...threshold, contributors: [{ repository: secret, rule: secret, count: 1 }] }],
      verdict: {
        word: 'error',
        exitCode: 4,
        sentence: `error ${secret}`,
        error: { code: 'DELIVERY_FAILED', message: `m ${secret}`, hint: `hint ${secret}` },
      },
    }
  }

  it('leaves no credential in any text of a report', () => {
    const shown = maskReport(leaking(), mask)
    expect(JSON.stringify(leaking())).toContain(secret)
    expect(JSON.stringify(shown)).not.toContain(secret)
    expect(shown.verdict.error?.message).toBe('m ***')
    expect(shown.evidence.skippedFiles?.files).toEqual([
      { repository: '***', branch: '***', path: '[redacted]', reason: '***' },
    ])
    expect(shown.shortlist[0]).toMatchObject({ branch: 'b-***', path: 'src/***' })
  })

  it('leaves the rest as it is', () => {
    const report = sampleReport([sampleFinding()])
    expect(maskReport(report, mask)).toEqual(report)
    expect(maskReport(report, mask).shortlist[0]).toBe(report.shortlist[0])
  })

  it('counts names that differ only in a credential as one', () => {
    const other = ['told', 'back', '0816'].join('-')
    const report = sampleReport([sampleFinding({ branch: secret }), sampleFinding({ branch: other })])
    const both = (text: string): string => mask(text).replaceAll(other, '***')
    expect({ ...maskReport(report, both).counts.byBranch }).toEqual({ '***': 2 })
  })
})
