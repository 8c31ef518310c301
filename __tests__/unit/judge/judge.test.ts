import { createHmac } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { FindingRow } from '../../../src/export/finding-row.ts'
import { createReadingContext, readExport } from '../../../src/export/read-export.ts'
import { UNREADABLE_ROW } from '../../../src/finding.ts'
import { readBaseline } from '../../../src/judge/baseline.ts'
import { Fingerprints } from '../../../src/judge/fingerprint.ts'
import { type Decision, Judge } from '../../../src/judge/judge.ts'
import { findingsCsvRow } from '../../../src/report/findings-csv.ts'
import type { Target } from '../../../src/target.ts'
import { rowMaker, type SampleFinding } from '../../fixtures/finding-rows.ts'
import { runs } from '../../fixtures/runs.ts'
import { csv, header, never, row, settings, storedExport } from '../export/exports.ts'
import {
  baselineOf,
  baselineText,
  DAY,
  finding,
  judge,
  NOW,
  observed,
  openJudge,
  outcome,
  policyOf,
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

describe('masked names', () => {
  /** Names that show a value of a matched line: masked wherever they are written, and nowhere else. */
  const secret = ['Hunt3r', 'x', '4711'].join('')
  type Cells = Parameters<typeof row>[0]
  type Run = { readonly decision: Decision; readonly statuses: readonly string[]; readonly written: string }
  type Options = {
    readonly policy?: string
    readonly file?: string
    readonly baseline?: string | null
    readonly key?: string | null
    readonly listed?: readonly Target[]
    readonly exports?: number
  }

  /** As a run reads and judges exports, with all that it writes as one text. */
  async function run(rows: readonly Cells[], options: Options = {}): Promise<Run> {
    const { baseline = null, key: keyText = null, listed = [] } = options
    const key = keyText === null ? null : Buffer.from(keyText)
    const keyCheck = key === null ? null : 'abcd'
    const context = createReadingContext(key)
    const { names } = context.row
    names.masks.list(listed)
    const known = baseline === null ? null : readBaseline(baseline, 'baseline.json', keyCheck)
    const content = csv(header, ...rows.map((cells) => row(cells)))
    const read = (onRow: (seen: typeof context.row) => void) =>
      readExport(storedExport(content), settings, context, { onRow }, { stop: never })
    if (known?.isMasked) await read(() => undefined)
    const policy =
      options.file === undefined ? policyOf(options.policy ?? 'total = 0') : policyOfFile(options.file)
    const judge = new Judge({ policy, baseline: known, reviewed: null, now: 0, key, keyCheck, names })
    const statuses: string[] = []
    let written = ''
    await read((seen) => {
      const ruling = judge.see(seen)
      statuses.push(ruling.status)
      written += findingsCsvRow(seen, ruling) + JSON.stringify({ ...seen.finding(), ...ruling.copy() })
    })
    const decision = judge.conclude()
    names.forget()
    return { decision, statuses, written: `${written}${baselineText(decision)}${JSON.stringify(decision)}` }
  }

  const assigned = (value: string): string => `password = "${value}"`
  const counted = ({ decision }: Run) => ({
    counts: [
      decision.counts.total,
      decision.counts.distinct,
      decision.counts.new,
      decision.counts.suppressed,
    ],
    thresholds: decision.thresholds.map(({ name, observed, max, passed }) => [name, observed, max, passed]),
  })

  describe('a value in the names of its row', () => {
    it.each([null, 'a key'])('is in nothing that is written (key %j)', async (key) => {
      await fc.assert(
        fc.asyncProperty(
          fc.stringMatching(/^[A-Za-z0-9$!~]{6,20}$/),
          fc.constantFrom('Path', 'Branch', 'Rule', 'Repository', 'Project'),
          async (middle, column) => {
            const value = `9${middle}z`
            const rows = [{ Match: assigned(value), [column]: `a-${value}-b` }, { Match: 'x' }]
            const { written } = await run(rows, { key, policy: 'total = 0\nrule:* = 0' })
            expect(written.toLowerCase()).not.toContain(value.toLowerCase())
          },
        ),
        { numRuns: runs(200) },
      )
    })

    it.each(['Path', 'Branch', 'Rule', 'Repository', 'Project'])(
      'changes no verdict and no count: %s',
      async (column) => {
        const name = `rel-${secret}`
        const policy = [
          'total = 9',
          `path:${name} = 0`,
          `branch:${name} = 0`,
          `rule:${name} = 0`,
          `repo:*/${name} = 0`,
          `project:${name} = 0`,
          'rule:other-* = 0',
          'branch:other-* = 0',
          `new path:other/** = 0`,
          'severity:low = 9',
          'total = baseline',
        ].join('\n')
        const rows = (match: string): Cells[] => [
          { Match: match, [column]: name, Line: '3' },
          { Match: 'another', [column]: name, Line: '4' },
          { Match: match, Line: '5' },
        ]
        const masked = await run(rows(assigned(name)), { policy })
        const plain = await run(rows(assigned('something else')), { policy })
        expect(counted(masked)).toEqual(counted(plain))
        expect(masked.written).not.toBe(plain.written)
      },
    )

    it('does not blind a threshold of the branch that is called like it', async () => {
      const { decision, statuses } = await run([{ Branch: 'hotfix-2026', Match: assigned('hotfix-2026') }], {
        policy: 'branch:hotfix-2026 = 0\nbranch:main = 0',
      })
      expect(statuses).toEqual(['new'])
      expect(decision.thresholds.map(({ name, passed }) => [name, passed])).toEqual([
        ['branch:hotfix-2026', false],
        ['branch:main', true],
      ])
      const main = await run([{ Match: assigned('main') }], { policy: 'branch:main = 0' })
      expect(main.decision.thresholds[0]).toMatchObject({ observed: 1, passed: false })
      expect(main.decision.counts.byBranch).toEqual({ main: 1 })
    })

    it('is no reason to suppress what is not, or not to suppress what is', async () => {
      const file = `suppressions:\n  - match: { path: "conf/${secret}/**" }\n    reason: known\n    owner: somebody\n    expires: 2099-01-01\n`
      const { statuses } = await run(
        [
          { Path: `conf/${secret}/a`, Match: assigned(secret) },
          { Path: `other/${secret}`, Match: assigned(secret) },
        ],
        { file },
      )
      expect(statuses).toEqual(['suppressed', 'new'])
    })

    it('is not masked in names that the server listed', async () => {
      const place = { Project: 'PRJ-4711', Repository: 'app-4711', Branch: 'fix-4711' }
      const match = `${assigned('PRJ-4711')} ${assigned('app-4711')} ${assigned('fix-4711')}`
      const listed: Target = { kind: 'branch', project: 'PRJ-4711', repo: 'app-4711', branch: 'fix-4711' }
      const shown = await run([{ ...place, Match: match }], { listed: [listed] })
      expect(shown.decision.counts).toMatchObject({
        byProject: { 'PRJ-4711': 1 },
        byRepository: { 'PRJ-4711/app-4711': 1 },
        byBranch: { 'fix-4711': 1 },
      })
      const masked = await run([{ ...place, Match: match }])
      expect(masked.decision.counts.byRepository).toEqual({ '[redacted]/[redacted]': 1 })
    })
  })

  describe('a baseline', () => {
    const rows: Cells[] = [
      { Path: `conf/${secret}.yml`, Match: 'another', Line: '1' },
      { Path: `conf/${secret}.yml`, Match: assigned(secret), Line: '2' },
      { Path: `conf/${secret}.yml`, Match: assigned(secret), Line: '2', Branch: `fix/${secret}` },
      { Path: 'src/b.ts', Match: 'a third', Line: '3' },
    ]
    const policy = `new = 0\ntotal = baseline\npath:conf/${secret}.yml = baseline\npath:src/** = baseline\nbranch:fix/* = baseline`

    it.each([null, 'a key'])('with masked names knows what it was made of (key %j)', async (key) => {
      const { decision } = await run(rows, { key })
      expect(baselineText(decision)).toContain('conf/[redacted].yml')
      expect(baselineText(decision)).not.toContain(secret)
      for (const again of [rows, rows.toReversed()]) {
        const next = await run(again, { key, baseline: baselineText(decision), policy })
        expect(next.statuses).toEqual(['known', 'known', 'known', 'known'])
        expect(next.decision.thresholds.map(({ name, observed, max }) => [name, observed, max])).toEqual([
          ['new', 0, 0],
          ['total', 4, 4],
          [`path:conf/${secret}.yml`, 3, 3],
          ['path:src/**', 1, 1],
          ['branch:fix/*', 1, 1],
        ])
        expect(baselineText(next.decision)).toBe(baselineText(decision))
      }
    })

    it('with masked names leaves no room for findings of other names', async () => {
      const { decision } = await run(rows.slice(1, 2))
      const others = await run([{ Path: 'src/new.ts' }, { Path: 'conf/x.yml' }], {
        baseline: baselineText(decision),
        policy: 'path:src/** = baseline\nnew = 0',
      })
      expect(others.statuses).toEqual(['new', 'new'])
      expect(others.decision.thresholds.map(({ observed, max }) => [observed, max])).toEqual([
        [1, 0],
        [2, 0],
      ])
    })

    it('puts names together that are masked to the same', async () => {
      const [one, two] = [`${secret}1`, `${secret}2`].map((value) => ({
        Path: value,
        Match: assigned(value),
      }))
      if (one === undefined || two === undefined) throw new Error('two rows')
      const { decision } = await run([
        one,
        two,
        { ...one, Repository: one.Path },
        { ...two, Repository: two.Path },
      ])
      const entries = [...readBaseline(baselineText(decision), 'b', null).entries]
      expect(
        entries.map(({ repository, path, groups }) => [repository, path, groups.map(({ count }) => count)]),
      ).toEqual([
        ['[redacted]', '[redacted]', [2]],
        ['app', '[redacted]', [2]],
      ])
      const next = await run([one, two, two], { baseline: baselineText(decision) })
      expect(next.statuses).toEqual(['known', 'known', 'new'])
    })

    it('with original names, as of a run whose rows did not show the value, still knows them', async () => {
      const { decision } = await run(
        rows.map((cells) => ({ ...cells, Match: `${cells?.Match}`.slice(0, 3) })),
      )
      const next = await run(rows, { baseline: baselineText(decision), policy })
      expect(next.statuses).toEqual(['known', 'known', 'known', 'known'])
    })

    describe('of before, when the whole matched text was redacted in names before they got ids', () => {
      // `a/key=X/X` was `a/[redacted]/X`, and is `a/[redacted]/[redacted]` now.
      const text = `key=${secret}`
      const made: Cells = {
        Path: `a/${text}/${secret}`,
        Branch: `fix/${text}`,
        Match: text,
        Rule: `R ${secret}`,
      }
      const place = ['PROJ', 'app', `a/[redacted]/${secret}`, `R ${secret}`] as const
      const baselineOf = (kind: string, found: unknown): string =>
        `{"format": "soteri-gate-baseline", "version": 1, ${kind}, "repositories": {"PROJ/app": {"branches": {"1": ["fix/[redacted]"]}, "files": ${JSON.stringify({ [place[2]]: { [place[3]]: { 1: found } } })}}}}`

      it('is matched by its numbers', async () => {
        const baseline = baselineOf('"kind": "counts"', 1)
        const { statuses, decision } = await run([made, made], {
          baseline,
          policy: 'new = 0\nbranch:fix/* = baseline',
        })
        expect(statuses).toEqual(['known', 'new'])
        expect(decision.thresholds.map(({ observed, max }) => [observed, max])).toEqual([
          [1, 0],
          [2, 1],
        ])
        expect(baselineText(decision)).not.toContain(secret)
      })

      it('is matched by its fingerprints', async () => {
        const key = 'a key of the user'
        const hmac = (of: string): string => createHmac('sha256', key).update(of).digest('hex')
        const [project, repository, path, rule] = place
        const identity = [1, project.toLowerCase(), repository, path, rule, 'match', hmac(text), 1]
        const digits = hmac(JSON.stringify(identity)).slice(0, 32)
        const baseline = baselineOf('"kind": "keyed", "keyCheck": "abcd"', [digits.slice(0, 16)])
        const { statuses } = await run([made, { ...made, Match: `${text}0` }], { baseline, key })
        expect(statuses).toEqual(['known', 'new'])
        const file = `suppressions:\n  - fingerprint: ${digits}\n    reason: known\n    owner: somebody\n    expires: 2099-01-01\n`
        expect((await run([made, { Match: text }], { key, file })).statuses).toEqual(['suppressed', 'new'])
      })
    })
  })
})
