import { describe, expect, it } from '@jest/globals'
import type { FindingRow } from '../../../src/export/finding-row.ts'
import { UNREADABLE_ROW } from '../../../src/finding.ts'
import { Fingerprints } from '../../../src/judge/fingerprint.ts'
import { rowMaker, type SampleFinding } from '../../fixtures/finding-rows.ts'
import {
  baselineOf,
  DAY,
  finding,
  judge,
  NOW,
  observed,
  openJudge,
  outcome,
  policyOfFile,
} from './judging.ts'

/** Four rows of three findings: one on two branches, one in another repository, one of another rule. */
const rows = [
  finding(),
  finding({ branch: 'dev', line: 9 }),
  finding({ repository: 'api', path: 'test/a.ts', secret: 'two', scannedAt: NOW - 100 * DAY }),
  finding({ project: 'OPS', rule: 'SSH_PRIVATE_KEY', path: 'keys/id', branch: 'release/1', secret: 'three' }),
]

describe('a selector counts', () => {
  it.each([
    ['total', 4],
    ['distinct', 3],
    ['new', 4],
    ['new distinct', 3],
    ['rule:AWS_*', 3],
    ['rule:aws_client_id', 3],
    ['distinct rule:AWS_*', 2],
    ['rule:!AWS_*', 1],
    ['rule:*', 4],
    ['severity:critical', 1],
    ['severity:high', 4],
    ['severity:low', 4],
    ['project:PROJ', 3],
    ['repo:PROJ/shop', 2],
    ['repo:*/a*', 1],
    ['branch:main', 2],
    ['branch:release/*', 1],
    ['branch:main branch:dev', 3],
    ['path:src/**', 2],
    ['path:** path:!test/**', 3],
    ['distinct branch:dev', 1],
    ['rule:AWS_* branch:main project:PROJ', 2],
    ['rule:NONE', 0],
    ['older:90d', 1],
    ['older:12h', 4],
    ['older:1d', 1],
    ['distinct older:12h', 3],
  ])('%s: %i', (selector, count) => {
    expect(observed(judge(rows, { policy: `${selector} = 0` }), selector)).toBe(count)
  })

  it('and says of each ruling which thresholds counted it', () => {
    const policy = 'new rule:SSH_* = 0, branch:main = 9, distinct branch:dev = 0, older:90d = 0'
    const { rulings, thresholds } = judge(rows, { policy })
    expect(rulings.map(({ countedBy }) => countedBy)).toEqual([[1], [2], [1, 3], [0]])
    // Outcomes are sorted, violated ones first; their positions are those of the policy.
    expect(thresholds.map(({ position }) => position)).toEqual([0, 2, 3, 1])
  })

  it.each([
    [4, false],
    [5, true],
    [6, true],
  ])('and a limit of %i that is reached, but not passed, holds: %s', (max, passed) => {
    const five = Array.from({ length: 5 }, (_none, n) => finding({ line: n }))
    expect(outcome(judge(five, { policy: `total = ${max}` }).thresholds, 'total').passed).toBe(passed)
  })

  it('at the border of an age: older is strictly older', () => {
    const aged = [NOW - 90 * DAY, NOW - 90 * DAY - 1, NOW + DAY].map((scannedAt) => finding({ scannedAt }))
    expect(observed(judge(aged, { policy: 'older:90d = 0' }), 'older:90d')).toBe(1)
  })

  it('with several ages at once', () => {
    const aged = [1, 10, 100].map((days) => finding({ scannedAt: NOW - days * DAY - 1 }))
    const decision = judge(aged, { policy: 'older:50d = 0, older:5d = 0, older:500d = 0, total = 9' })
    expect(['older:5d', 'older:50d', 'older:500d'].map((name) => observed(decision, name))).toEqual([2, 1, 0])
  })
})

describe('what is not known counts', () => {
  it.each(['older:9000d', 'branch:main', 'project:X', 'repo:X/y', 'path:z', 'distinct branch:main'])(
    'for %s',
    (selector) => {
      const unknown = finding({ project: '', repository: '', branch: '', path: '', scannedAt: null })
      expect(observed(judge([unknown], { policy: `${selector} = 0` }), selector)).toBe(1)
    },
  )

  it('for a repository of which one half is missing', () => {
    const halves = [finding({ project: '' }), finding({ repository: '', line: 8 })]
    expect(observed(judge(halves, { policy: 'repo:X/y = 0' }), 'repo:X/y')).toBe(2)
  })

  it('and is never suppressed by a match that asks for it', () => {
    const policy = policyOfFile(`
      suppressions:
        - { match: { branch: "*" }, reason: any, expires: 2027-01-01 }
        - { match: { path: "!src/**" }, reason: any, expires: 2027-01-01 }
    `)
    expect(judge([finding({ branch: '', path: '' })], { policy }).counts.suppressed).toBe(0)
  })
})

describe('a row that could not be read', () => {
  const unreadable: SampleFinding = finding({
    rule: UNREADABLE_ROW,
    project: '',
    repository: '',
    branch: '',
    path: '',
  })

  it('counts, is always new, and enters no baseline', () => {
    const baseline = baselineOf([unreadable, finding()])
    expect(baseline).not.toContain(UNREADABLE_ROW)
    const decision = judge([unreadable, finding()], { policy: 'new = 0, total = 0, distinct = 0', baseline })
    expect([observed(decision, 'new'), observed(decision, 'total'), observed(decision, 'distinct')]).toEqual([
      1, 2, 2,
    ])
  })

  it('is neither suppressed nor taken for reviewed', () => {
    const policy = policyOfFile('suppressions: [{ match: { rule: "*" }, reason: all, expires: 2027-01-01 }]')
    const { counts } = judge([unreadable, finding()], { policy, reviewed: () => true })
    expect([counts.total, counts.suppressed]).toEqual([1, 1])
  })

  it('is not known by a baseline that somebody made by hand', () => {
    const baseline = baselineOf([finding({ rule: 'X', project: '', repository: '', branch: '', path: '' })])
    const forged = baseline.replace('"X"', `"${UNREADABLE_ROW}"`)
    expect(forged).not.toBe(baseline)
    const decision = judge([unreadable], {
      policy: 'new = 0, new distinct = 0, total = baseline',
      baseline: forged,
    })
    expect(decision.thresholds.map((t) => [t.name, t.observed, t.max])).toEqual([
      ['new', 1, 0],
      ['new distinct', 1, 0],
      ['total', 1, 0],
    ])
  })
})

describe('distinct', () => {
  it('counts a finding that was first seen where the threshold does not look', () => {
    const policy = 'distinct branch:main = 0, distinct branch:dev = 0, distinct = 0'
    const two = [finding({ branch: 'dev' }), finding({ branch: 'main' })]
    for (const order of [two, two.toReversed()]) {
      expect(judge(order, { policy }).thresholds.map((t) => t.observed)).toEqual([1, 1, 1])
    }
  })

  it('counts a finding whose first row was suppressed', () => {
    const policy = policyOfFile(`
      thresholds: [distinct = 0]
      suppressions: [{ match: { branch: dev }, reason: gone soon, expires: 2027-01-01 }]
    `)
    const { thresholds, counts, rulings } = judge([finding({ branch: 'dev' }), finding()], { policy })
    expect([thresholds[0]?.observed, counts.distinct, counts.suppressed]).toEqual([1, 1, 1])
    expect(rulings.map((ruling) => ruling.firstOfDistinct)).toEqual([false, true])
  })
})

describe('a ruling', () => {
  it('has the fingerprint of its own line, also where the finding moved between branches', () => {
    const rows = [
      finding({ line: 7 }),
      finding({ line: 9, branch: 'dev' }),
      finding({ line: 7, branch: 'wip' }),
    ]
    const [first, moved, again] = judge(rows).rulings.map((ruling) => ruling.fingerprint)
    expect(moved).not.toBe(first)
    expect(again).toBe(first)
    expect(first).toBe(new Fingerprints(null).of(rowMaker()(finding({ line: 7 })), 0, 1))
  })

  it('has severity, status and the fingerprint, made only when it is read', () => {
    const { judge, rowOf } = openJudge({ key: 'k', keyCheck: null })
    const row = rowOf(finding())
    const { secretHmac } = row
    let made = 0
    Object.defineProperty(row, 'secretHmac', {
      get: () => {
        made += 1
        return secretHmac
      },
    })
    const ruling = judge.see(row)
    expect(made).toBe(0)
    const fingerprint = new Fingerprints(Buffer.from('k')).of(row, 0, 1)
    made = 0
    expect(ruling.fingerprint).toBe(fingerprint)
    expect(ruling.copy()).toEqual({
      severity: 'high',
      status: 'new',
      fingerprint,
      firstOfDistinct: true,
      reason: null,
      countedBy: [0],
      owner: '',
    })
    expect(made).toBe(1)
  })

  it('takes severities from the policy', () => {
    const policy = policyOfFile(
      'severities: { "AWS_*": low }\nthresholds: ["severity:medium = 0", "severity:low = 0"]',
    )
    const { rulings, thresholds } = judge([finding()], { policy })
    expect(rulings[0]?.severity).toBe('low')
    expect(thresholds.map((t) => [t.name, t.observed])).toEqual([
      ['severity:low', 1],
      ['severity:medium', 0],
    ])
  })
})

describe('reviewed findings', () => {
  it('are suppressed, counted so, and in no baseline', () => {
    const { counts, thresholds, baseline, rulings, notices } = judge(rows, {
      reviewed: ({ names, key }) => names.rules.text(names.ruleOf(key)) === 'AWS_CLIENT_ID',
    })
    expect(rulings.map(({ reason }) => reason)).toEqual(['reviewed', 'reviewed', 'reviewed', null])
    expect(notices).toEqual(['3 findings left out as reviewed.'])
    expect([counts.total, counts.suppressed, thresholds[0]?.observed]).toEqual([1, 3, 1])
    expect(baseline).not.toContain('AWS_CLIENT_ID')
  })
})

describe('outcomes', () => {
  it('are listed violated first, fail before warn, otherwise as in the policy', () => {
    const policy = 'distinct = 9, total = 0 warn, rule:AWS_* = 0, new = 9, branch:main = 0'
    expect(judge(rows, { policy }).thresholds.map((t) => t.name)).toEqual([
      'rule:AWS_*',
      'branch:main',
      'total',
      'distinct',
      'new',
    ])
  })

  it('name the three heaviest contributors, equals by name', () => {
    const many = ['d', 'a', 'c', 'b', 'b', 'e', 'e', 'e'].map((repository, line) =>
      finding({ repository, line }),
    )
    const { thresholds } = judge([...many, finding({ repository: 'e', rule: 'X', line: 99 })], {
      policy: 'total = 0',
    })
    expect(thresholds[0]?.contributors).toEqual([
      { repository: 'PROJ/e', rule: 'AWS_CLIENT_ID', count: 3 },
      { repository: 'PROJ/b', rule: 'AWS_CLIENT_ID', count: 2 },
      { repository: 'PROJ/a', rule: 'AWS_CLIENT_ID', count: 1 },
    ])
  })

  it('name nobody who contributes nothing', () => {
    const { thresholds } = judge([finding(), finding({ repository: 'api' })], { policy: 'repo:*/api = 0' })
    expect(thresholds[0]?.contributors).toEqual([{ repository: 'PROJ/api', rule: 'AWS_CLIENT_ID', count: 1 }])
  })

  it('carry where the threshold was written', () => {
    expect(judge([], { policy: 'total = 0' }).thresholds[0]).toMatchObject({
      origin: 'thresholds line 1',
      selector: 'total',
      level: 'fail',
      contributors: [],
      passed: true,
    })
  })
})

describe('without a baseline', () => {
  it('everything is new, max: baseline allows nothing, and the run says so', () => {
    const { thresholds, notices } = judge(rows, { policy: 'total = baseline, new = 9, rule:X = 0' })
    expect(thresholds.map((t) => [t.name, t.observed, t.max, t.passed])).toEqual([
      ['total', 4, 0, false],
      ['new', 4, 9, true],
      ['rule:X', 0, 0, true],
    ])
    expect(notices).toEqual(['No baseline-file is given, so every finding is new to "total", "new".'])
  })
})

describe('a run without rows', () => {
  it('passes and writes an empty baseline that can be read', () => {
    const { counts, baseline, thresholds } = judge([])
    expect([counts.total, thresholds[0]?.passed]).toEqual([0, true])
    expect(judge(rows, { baseline, policy: 'new = 0' }).thresholds[0]?.observed).toBe(4)
  })
})

describe('a large policy', () => {
  const many = Array.from({ length: 3_000 }, (_none, n) =>
    finding({
      path: `src/f${n % 500}.ts`,
      branch: `b${n % 20}`,
      rule: `RULE_${n % 30}`,
      line: n,
      secret: String(n % 900),
    }),
  )
  const lines = Array.from(
    { length: 300 },
    (_none, n) =>
      [
        `rule:*_${n % 40}`,
        `path:src/f${n}* branch:b${n % 25}`,
        `distinct branch:!b${n % 20}`,
        `older:${n + 1}h`,
      ][n % 4],
  )

  function seconds(thresholds: string): number {
    const started = performance.now()
    judge(many, { policy: thresholds })
    return performance.now() - started
  }

  it('does not cost rows times thresholds', () => {
    const policy = lines.map((line) => `${line} = 9`).join('\n')
    seconds('total = 0')
    const one = Math.min(seconds('total = 0'), seconds('total = 0'))
    const all = Math.min(seconds(policy), seconds(policy))
    expect(all / one).toBeLessThan(15)
  })
})

describe('the ruling on a row', () => {
  it('says what is known, and which row of a distinct finding is its first', () => {
    const baseline = baselineOf([rows[0] as SampleFinding])
    const { rulings } = judge(rows, { baseline })
    expect(rulings.map(({ status, firstOfDistinct }) => [status, firstOfDistinct])).toEqual([
      ['known', true],
      ['known', false],
      ['new', true],
      ['new', true],
    ])
  })
})

describe('the contributors of a threshold', () => {
  it('are those that it counts, and no others', () => {
    const decision = judge(rows, { policy: 'rule:SSH_* = 0, new rule:AWS_* = 0, total = 9' })
    const expected = decision.thresholds.map(({ name, contributors }) => [
      name,
      contributors.map(({ count }) => count),
    ])
    expect(expected).toEqual([
      ['rule:SSH_*', [1]],
      ['new rule:AWS_*', [2, 1]],
      ['total', [2, 1, 1]],
    ])
  })
})

describe('findings that were reviewed', () => {
  const noticesOf = (reviewed: (row: FindingRow) => boolean): string => {
    return judge(rows, { reviewed }).notices.join()
  }

  it('are noted, and more so where nothing is left', () => {
    expect(noticesOf(({ line }) => line === 9)).toBe('1 finding left out as reviewed.')
    expect(noticesOf(() => true)).toBe(
      '4 findings left out as reviewed. That is every finding: make sure that each was reviewed by somebody.',
    )
    expect(noticesOf(() => false)).toBe('')
  })
})
