import { describe, expect, it } from '@jest/globals'
import { DAY, finding, judge, NOW, openJudge, policyOfFile } from './judging.ts'

const rows = [
  finding(),
  finding({ path: 'test/a.ts', secret: 'two' }),
  finding({ rule: 'SSH_PRIVATE_KEY', secret: 'x' }),
]

function suppress(item: string, more: Partial<Parameters<typeof judge>[1]> = {}) {
  const policy = policyOfFile(`thresholds: [total = 0]\nsuppressions:\n  - { reason: a test, ${item} }`)
  return judge(rows, { policy, ...more })
}

describe('a suppression', () => {
  it.each([
    ['match: { path: test/** }', 1],
    ['match: { rule: "AWS_*" }', 2],
    ['match: { rule: "AWS_*", path: "!test/**" }', 1],
    ['match: { severity: critical }', 1],
    ['match: { severity: high }', 2],
    ['match: { severity: low }', 0],
    ['match: { project: PROJ, branch: main }', 3],
    ['match: { branch: dev }', 0],
  ])('hides what it matches: %s hides %i', (match, hidden) => {
    const { counts, thresholds, rulings } = suppress(`${match}, expires: 2027-01-01`)
    expect(counts.suppressed).toBe(hidden)
    expect(counts.total).toBe(3 - hidden)
    expect(thresholds[0]?.observed).toBe(3 - hidden)
    expect(rulings.filter(({ status }) => status === 'suppressed')).toHaveLength(hidden)
  })

  it('by fingerprint hides that finding only, and with a match only where both fit', () => {
    const fingerprint = judge(rows).rulings[1]?.fingerprint ?? ''
    const upper = fingerprint.toUpperCase()
    expect(
      suppress(`fingerprint: "${fingerprint}", expires: 2027-01-01`).rulings.map((r) => r.status),
    ).toEqual(['new', 'suppressed', 'new'])
    expect(suppress(`fingerprint: "${upper}", expires: 2027-01-01`).counts.suppressed).toBe(1)
    expect(
      suppress(`fingerprint: "${fingerprint}", match: { path: "src/**" }, expires: 2027-01-01`).counts
        .suppressed,
    ).toBe(0)
  })
})

describe('fingerprints', () => {
  it('are made once for a place, and distinguished by line', () => {
    const place = { path: 'x', secret: 'same' }
    const many = ['main', 'dev', 'old'].flatMap((branch) => [
      finding({ ...place, branch, line: 1 }),
      finding({ ...place, branch, line: 2 }),
    ])
    const options = { key: 'k', keyCheck: null }
    const wanted = judge(many, options).rulings[1]?.fingerprint ?? ''
    const policy = policyOfFile(
      `suppressions: [{ fingerprint: "${wanted}", reason: r, expires: 2027-01-01 }]`,
    )
    const opened = openJudge({ ...options, policy })
    let made = 0
    const rulings = many.map((one) => {
      const row = opened.rowOf(one)
      const { secretHmac } = row
      Object.defineProperty(row, 'secretHmac', {
        get: () => {
          made += 1
          return secretHmac
        },
      })
      return opened.judge.see(row).copy()
    })
    expect(rulings.map(({ status }) => status === 'suppressed')).toEqual([
      false,
      true,
      false,
      true,
      false,
      true,
    ])
    expect(made).toBe(2)
  })
})

describe('its end', () => {
  const match = 'match: { path: test/** }'
  const until = (at: number): string => `${match}, expires: "${new Date(at).toISOString()}"`

  it.each([
    [NOW + 1000, 1, [/ expires on 2026-11-01, in 1 day: then 1 finding counts again\.$/]],
    [NOW + 14 * DAY, 1, [/ expires on 2026-11-15, in 14 days: then 1 finding counts again\.$/]],
    [NOW + 14 * DAY + 1000, 1, []],
    [NOW, 0, [/ expired on 2026-11-01: 1 finding counts again\. Renew or remove it\.$/]],
    [NOW - 1000, 0, [/ expired on 2026-10-31: 1 finding counts again\. Renew or remove it\.$/]],
  ])('%i: hides %i, is reported as %j', (expires, hidden, reported) => {
    const { counts, notices } = suppress(until(expires))
    expect(counts.suppressed).toBe(hidden)
    expect(notices).toEqual(reported.map((notice) => expect.stringMatching(notice)))
  })

  it('is midnight UTC at the start of a day', () => {
    const on = (now: number) => suppress(`${match}, expires: 2026-12-24`, { now }).counts.suppressed
    expect(on(Date.UTC(2026, 11, 24) - 1)).toBe(1)
    expect(on(Date.UTC(2026, 11, 24))).toBe(0)
  })

  it('is reported 14 days ahead, and afterwards, with place, owner and number', () => {
    expect(suppress(`${match}, owner: team-a, expires: 2026-11-15`).notices).toEqual([
      'The suppression of path:test/** (policy.yml:3, owner team-a) expires on 2026-11-15, in 14 days: then 1 finding counts again.',
    ])
    expect(suppress(`${match}, expires: 2026-11-16`).notices).toEqual([])
    expect(suppress(`${match}, expires: 2026-10-31`).notices).toEqual([
      'The suppression of path:test/** (policy.yml:3) expired on 2026-10-31: 1 finding counts again. Renew or remove it.',
    ])
  })
})

describe('what is reported a suppression', () => {
  it('counts days and findings in words that fit', () => {
    const tomorrow = new Date(NOW + DAY).toISOString()
    expect(suppress(`match: { rule: "AWS_*" }, expires: "${tomorrow}"`).notices).toEqual([
      'The suppression of rule:AWS_* (policy.yml:3) expires on 2026-11-02, in 1 day: then 2 findings count again.',
    ])
    const soon = new Date(NOW + DAY + 1000).toISOString()
    expect(suppress(`match: { rule: "AWS_*" }, expires: "${soon}"`).notices[0]).toContain(', in 2 days:')
  })

  it('by fingerprint says without a key, each time, that it is of a place', () => {
    const note = /^Suppressed by a fingerprint that was made without fingerprint-key \(policy\.yml:3\)/
    for (const findings of [rows, []]) {
      const [made] = judge(rows).rulings
      const policy = policyOfFile(
        `thresholds: [total = 9]\nsuppressions:\n  - { reason: r, fingerprint: "${made?.fingerprint}", expires: 2030-01-01 }`,
      )
      expect(judge(findings, { policy }).notices).toContainEqual(expect.stringMatching(note))
      expect(judge(findings, { policy, key: 'k' }).notices).not.toContainEqual(expect.stringMatching(note))
    }
    expect(suppress('match: { path: x }, expires: 2030-01-01').notices).not.toContainEqual(
      expect.stringMatching(note),
    )
  })

  it('names a fingerprint before what else it asks for', () => {
    const fingerprint = 'ab'.repeat(16)
    expect(
      suppress(`fingerprint: "${fingerprint}", match: { path: x }, expires: 2027-01-01`).notices,
    ).toEqual([
      `The suppression of fingerprint ${fingerprint} path:x (policy.yml:3) matches nothing: remove it, or correct its match.`,
      expect.stringContaining('hides the next secret in the same place too'),
    ])
  })
})

describe('a suppression that matches nothing', () => {
  it('is reported', () => {
    expect(suppress('match: { path: gone/** }, expires: 2027-01-01').notices).toEqual([
      'The suppression of path:gone/** (policy.yml:3) matches nothing: remove it, or correct its match.',
    ])
  })

  it('is none because another one fitted first, whose reason is reported', () => {
    const policy = policyOfFile(`
      suppressions:
        - { match: { path: test/** }, reason: first, expires: 2026-11-02 }
        - { match: { rule: "AWS_*" }, reason: second, expires: 2026-11-02 }
    `)
    const { notices, rulings } = judge(rows, { policy })
    expect(notices).toEqual([
      expect.stringContaining('then 1 finding counts again'),
      expect.stringContaining('then 2 findings count again'),
    ])
    expect(rulings.map(({ reason }) => reason)).toEqual(['second', 'first', null])
  })
})

describe('what is suppressed', () => {
  it('enters no baseline, so that it is new when the suppression ends', () => {
    const { baseline } = suppress('match: { path: test/** }, expires: 2027-01-01')
    const later = judge(rows, { policy: 'new = 0', baseline })
    expect(later.rulings.map(({ status }) => status)).toEqual(['known', 'new', 'known'])
  })
})
