/** What is said about rules, and the suppression to paste. */
import { describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import {
  adviceForMissing,
  historyAdvice,
  ruleAdvice,
  suppressionSnippet,
  whereOmitted,
} from '../../../src/report/advice.ts'
import { sampleReport, withoutFindingsFile } from './sample-report.ts'

describe('advice on a rule', () => {
  it.each([
    ['AWS_CLIENT_ID', /id of an AWS access key/],
    ['AWS_SECRET_ACCESS_KEY', /acts with all rights/],
    ['AWS_MWS_KEY', /Marketplace/],
    ['RSA_PRIVATE_KEY', /private key/],
    ['SSH_PRIVATE_KEY', /private key/],
    ['TROJAN_SOURCE', /Invisible Unicode/],
    ['SLACK_WEBHOOK', /chat service/],
    ['GENERIC_PASSWORD', /password in clear/],
    ['google-api key', /Google/],
    ['UNREADABLE_ROW', /could not be read/],
    ['OUR_OWN_THING', /set by an administrator/],
    ['', /set by an administrator/],
  ])('of the name %j', (rule, expected) => {
    expect(ruleAdvice(rule).what).toMatch(expected)
  })

  it('is two sentences that never quote the name', () => {
    for (const rule of ['AWS_CLIENT_ID', '<b>TOKEN</b>', 'x']) {
      const { what, rotate } = ruleAdvice(rule)
      for (const sentence of [what, rotate, historyAdvice]) expect(sentence).toMatch(/^[A-Z][^<>]*\.$/)
      expect(what + rotate).not.toContain(rule === 'x' ? '<' : rule)
    }
  })
})

describe('the suppression to paste', () => {
  it('is YAML of the policy file, for 90 days from the run', () => {
    const text = suppressionSnippet(
      { fingerprint: '0123456789abcdef0123456789abcdef' },
      '2026-11-20T08:00:00Z',
    )
    const { suppressions } = parse(text, { schema: 'failsafe' }) as { suppressions: Record<string, string>[] }
    expect(suppressions).toEqual([
      {
        fingerprint: '0123456789abcdef0123456789abcdef',
        reason: expect.any(String),
        owner: expect.any(String),
        expires: '2027-02-18',
      },
    ])
  })

  it('keeps a fingerprint text, even one that looks like a number', () => {
    const text = suppressionSnippet({ fingerprint: `${'1'.repeat(30)}e2` }, '2026-11-20T08:00:00Z')
    expect((parse(text) as { suppressions: { fingerprint: unknown }[] }).suppressions[0]?.fingerprint).toBe(
      `${'1'.repeat(30)}e2`,
    )
  })
})

describe('findings that a file omits', () => {
  it('is in findings.csv where the run leaves one', () => {
    expect(whereOmitted(sampleReport())).toBe('in findings.csv')
    expect(adviceForMissing(sampleReport())).toBe('look it up in findings.csv')
  })

  it('says that findings.csv was not written, and how to get it', () => {
    const report = withoutFindingsFile(sampleReport())
    const notWritten = 'findings.csv was not written (`formats: csv` writes it)'
    expect(whereOmitted(report)).toBe(`in no file: ${notWritten}`)
    expect(adviceForMissing(report)).toBe(notWritten)
  })
})
