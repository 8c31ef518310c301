import { createHash, createHmac, hash } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { hashKeyOf } from '../../../src/config/settings.ts'
import { GateError } from '../../../src/errors.ts'
import { cutObjects, readBaseline } from '../../../src/judge/baseline.ts'
import { maskerOf } from '../../../src/text.ts'
import { runs } from '../../fixtures/runs.ts'
import {
  baselineOf,
  baselineText,
  finding,
  type JudgeOptions,
  judge,
  observed,
  openJudge,
  policyOfFile,
} from './judging.ts'

const POLICY = 'new = 0, new distinct = 0, total = 99'

function newRows(
  baseline: string,
  now: Parameters<typeof judge>[0],
  options: Parameters<typeof judge>[1] = {},
) {
  const decision = judge(now, { policy: POLICY, baseline, ...options })
  return [observed(decision, 'new'), observed(decision, 'new distinct')]
}

describe('a baseline of counts', () => {
  const before = [
    finding(),
    finding({ branch: 'dev' }),
    finding({ secret: 'two', rule: 'SLACK_TOKEN', line: 20 }),
  ]
  const baseline = baselineOf(before)

  it('is a line for each file, with the branches listed once', () => {
    expect(baseline).toBe(
      [
        '{',
        '"format": "soteri-gate-baseline",',
        '"version": 1,',
        '"kind": "counts",',
        '"repositories": {',
        '"PROJ/shop": {',
        '"branches": {',
        '"1": ["dev","main"],',
        '"2": ["main"]',
        '},',
        '"files": {',
        '"src/config.ts": {"AWS_CLIENT_ID": {"1": 1}, "SLACK_TOKEN": {"2": 1}}',
        '}}',
        '}',
        '}',
        '',
      ].join('\n'),
    )
  })

  it('knows its own findings', () => {
    expect(newRows(baseline, before)).toEqual([0, 0])
  })

  it('knows a line that moved, and a copied branch', () => {
    expect(
      newRows(baseline, [finding({ line: 70 }), finding({ branch: 'copy' }), finding({ branch: 'dev' })]),
    ).toEqual([0, 0])
  })

  it('does not know a second secret of the same rule in the same file', () => {
    expect(newRows(baseline, [...before, finding({ secret: 'more', line: 8 })])).toEqual([1, 1])
  })

  it('does not know another file, another rule, another repository, another project', () => {
    const others = [
      finding({ path: 'src/other.ts' }),
      finding({ rule: 'AWS_MWS_KEY' }),
      finding({ repository: 'api' }),
      finding({ project: 'OPS' }),
    ]
    expect(newRows(baseline, others)).toEqual([4, 4])
  })

  it('cannot see a swapped secret: that takes a key', () => {
    expect(newRows(baseline, [finding({ secret: 'swapped' })])).toEqual([0, 0])
  })

  it('allows each branch as many as the branch that had most', () => {
    const twice = [finding(), finding({ secret: 'b', line: 8 }), finding({ branch: 'dev', secret: 'c' })]
    const accepts = baselineOf(twice)
    const onDev = ['x', 'y', 'z'].map((secret, line) => finding({ branch: 'dev', secret, line }))
    expect(newRows(accepts, onDev.slice(0, 2))).toEqual([0, 0])
    expect(newRows(accepts, onDev)).toEqual([1, 1])
  })

  it('counts the same new secret on two branches as two rows and one finding', () => {
    const more = ['main', 'dev'].flatMap((branch) => [
      finding({ branch }),
      finding({ branch, secret: 'more', line: 8 }),
    ])
    expect(newRows(baseline, more)).toEqual([2, 1])
  })

  it('counts different new secrets on two branches as two findings', () => {
    const more = [
      finding(),
      finding({ secret: 'more', line: 8 }),
      finding({ branch: 'dev' }),
      finding({ branch: 'dev', secret: 'other', line: 8 }),
    ]
    expect(newRows(baseline, more)).toEqual([2, 2])
  })

  it('leaves branches alone that have no more than is accepted', () => {
    const [main, dev] = ['main', 'dev'].map((branch) => [
      finding({ branch }),
      finding({ branch, secret: 'more', line: 8 }),
    ])
    expect(
      newRows(baseline, [...(main ?? []), ...(dev ?? []), finding({ branch: 'x', secret: 'other' })]),
    ).toEqual([2, 1])
  })

  it('counts distinct findings whichever of a branch come last', () => {
    const rowsOn = (branch: string, secrets: readonly string[]) =>
      secrets.map((secret, line) => finding({ branch, secret, line }))
    const [abc, cba] = [
      ['a', 'b', 'c'],
      ['c', 'b', 'a'],
    ] as const
    const two = baselineOf(rowsOn('main', ['a', 'b']))
    expect(newRows(two, [...rowsOn('main', abc), ...rowsOn('dev', cba)])).toEqual([2, 1])
  })

  it('counts no more distinct findings than rows that are new', () => {
    const rowsOn = (branch: string) =>
      ['a', 'b', 'c'].map((secret, line) => finding({ branch, secret: secret + branch, line }))
    const two = baselineOf(rowsOn('main').slice(1))
    expect(newRows(two, [...rowsOn('x'), ...rowsOn('y'), ...rowsOn('z')])).toEqual([3, 3])
  })

  it('counts a finding of a full branch though it stands on others as well', () => {
    const rowsOn = (branch: string) =>
      ['one', 'b', 'c'].map((secret, line) => finding({ branch, secret, line }))
    expect(
      newRows(baseline, [...rowsOn('main'), ...rowsOn('dev'), finding({ branch: 'x', secret: 'b' })]),
    ).toEqual([4, 2])
  })

  it('looks at new findings only where the threshold does', () => {
    const more = [finding(), finding({ secret: 'more', line: 8 }), finding({ branch: 'dev' })]
    const policy = 'new distinct branch:dev = 0, new distinct branch:main = 0, new branch:dev = 0'
    const decision = judge(more, { policy, baseline })
    expect(decision.thresholds.map((t) => [t.name, t.observed])).toEqual([
      ['new distinct branch:main', 1],
      ['new distinct branch:dev', 0],
      ['new branch:dev', 0],
    ])
  })
})

describe('a keyed baseline', () => {
  const key = 'a key for tests'
  const before = [finding(), finding({ branch: 'dev' }), finding({ secret: 'two', line: 9 })]
  const baseline = baselineOf(before, { key })

  it('holds a check of the key and 16 digits of each fingerprint', () => {
    expect(baseline).toMatch(/"kind": "keyed",\n"keyCheck": "[0-9a-f]{4}",/)
    expect(baseline).toMatch(/\{"AWS_CLIENT_ID": \{"1": \["[0-9a-f]{16}"\], "2": \["[0-9a-f]{16}"\]\}\}/)
  })

  it('knows its own findings, moved lines and copied branches', () => {
    const moved = [
      ...before,
      finding({ line: 70, branch: 'x' }),
      finding({ secret: 'two', line: 1, branch: 'y' }),
    ]
    expect(newRows(baseline, moved, { key })).toEqual([0, 0])
  })

  it('does not know a swapped secret', () => {
    expect(newRows(baseline, [finding({ secret: 'swapped' })], { key })).toEqual([1, 1])
    expect(
      newRows(baseline, [finding({ secret: 'swapped' }), finding({ secret: 'swapped', branch: 'b' })], {
        key,
      }),
    ).toEqual([2, 1])
  })

  it('does not know the same secret a second time in the file', () => {
    expect(newRows(baseline, [finding(), finding({ line: 50 })], { key })).toEqual([1, 1])
  })

  it('asks for its key', () => {
    expect(() => judge([], { baseline })).toThrow(/made with a fingerprint-key, and none is given/)
    expect(() => judge([], { baseline, key: 'other' })).toThrow(/the one given is another/)
  })

  it('cannot follow a baseline of counts, under which new secrets would pass as known', () => {
    for (const counts of [
      baselineOf(before),
      baselineOf([]),
      baselineOf(before).replace(/: 1\}/g, ': 999}'),
    ]) {
      expect(() => judge(before, { policy: POLICY, baseline: counts, key })).toThrow(
        expect.objectContaining({
          code: 'INPUT_INVALID',
          message: expect.stringContaining('made without a fingerprint-key, and one is given'),
        }),
      )
      expect(() => judge(before, { policy: POLICY, baseline: counts })).not.toThrow()
    }
  })
})

describe('no secret and nothing like one', () => {
  it('is in either kind', () => {
    const secret = ['AKIA', 'IOSFODNN7', 'EXAMPLE'].join('')
    const shown = finding({ secret, match: secret })
    for (const options of [{}, { key: 'k' }]) {
      const { judge, rowOf } = openJudge(options)
      const row = rowOf(shown)
      judge.see(row)
      const text = baselineText(judge.conclude())
      expect(text).toContain(shown.path)
      expect(text).not.toContain(secret)
      for (const half of [row.hashHigh, row.hashLow])
        expect(text).not.toContain(half.toString(16).padStart(8, '0'))
      if ('key' in options) expect(text).not.toContain(row.secretHmac.slice(0, 16))
      for (const recipe of ['md5', 'sha1', 'sha256', 'sha512'])
        expect(text).not.toContain(hash(recipe, secret).slice(0, 16))
    }
  })
})

describe('the text', () => {
  it('does not depend on the order of rows', () => {
    const some = ['b', 'a', 'c'].flatMap((path) =>
      ['m', 'd'].map((branch) => finding({ path, branch, secret: path })),
    )
    expect(baselineOf(some.toReversed())).toBe(baselineOf(some))
    expect(baselineOf(some.toReversed(), { key: 'k' })).toBe(baselineOf(some, { key: 'k' }))
  })

  it('changes one line when a branch is copied', () => {
    const some = ['a', 'b', 'c'].map((path) => finding({ path }))
    const before = baselineOf(some).split('\n')
    const after = baselineOf([...some, ...some.map((row) => ({ ...row, branch: 'copy' }))]).split('\n')
    expect(after.length).toBe(before.length)
    expect(after.filter((line, at) => line !== before[at])).toEqual(['"1": ["copy","main"]'])
  })

  it('keeps names that mean something to JavaScript', () => {
    const odd = ['__proto__', 'constructor', '7', 'a"b\\c', '\u2028', 'x\ny'].map((name) =>
      finding({ project: 'P', repository: name, branch: name, path: name, rule: name }),
    )
    expect(newRows(baselineOf(odd), odd)).toEqual([0, 0])
    expect(newRows(baselineOf(odd), [...odd, ...odd.map((row) => ({ ...row, path: 'new' }))])).toEqual([6, 6])
  })

  it('is some 20 bytes a finding beside its paths and rules', () => {
    const count = 5000
    const many = Array.from({ length: count }, (_none, n) =>
      finding({
        path: `src/module${n % 50}/File${n}.java`,
        branch: n % 2 ? 'main' : 'dev',
        secret: String(n),
      }),
    )
    const names = many.reduce((sum, { path, rule }) => sum + path.length + rule.length, 0)
    expect((baselineOf(many).length - names) / count).toBeLessThan(21)
    expect((baselineOf(many, { key: 'k' }).length - names) / count).toBeLessThan(40)
  })
})

describe('max: baseline', () => {
  const before = [
    finding(),
    finding({ branch: 'dev' }),
    finding({ branch: 'dev', secret: 'b', line: 9 }),
    finding({ path: 'test/x', rule: 'SSH_PRIVATE_KEY', secret: 'c' }),
    finding({ repository: 'api', secret: 'd' }),
  ]
  const selectors = [
    'total',
    'distinct',
    'rule:AWS_*',
    'severity:critical',
    'project:PROJ',
    'repo:PROJ/shop',
    'branch:main',
    'branch:dev rule:AWS_*',
    'path:src/**',
    'path:!src/**',
    'distinct branch:dev',
    'distinct repo:*/shop path:src/**',
  ]

  it.each(selectors)(
    '%s is what the run observed that wrote the baseline, though that had no such threshold',
    (selector) => {
      for (const key of [undefined, 'k']) {
        const options = key === undefined ? {} : { key }
        const baseline = baselineOf(before, { policy: 'total = 99', ...options })
        const [threshold] = judge(before, {
          policy: `${selector} = baseline`,
          baseline,
          ...options,
        }).thresholds
        expect(threshold?.observed).toBeGreaterThan(0)
        expect(threshold).toMatchObject({ max: threshold?.observed, passed: true })
      }
    },
  )

  it('may not grow, and falls when the findings do', () => {
    const policy = 'total = baseline'
    const first = baselineOf(before)
    expect(
      judge([...before, finding({ path: 'x' })], { policy, baseline: first }).thresholds[0]?.passed,
    ).toBe(false)
    expect(judge(before, { policy, baseline: first }).notices).toEqual([])
    const fewer = judge(before.slice(1), { policy, baseline: first })
    expect(fewer.thresholds[0]).toMatchObject({ observed: 4, max: 5, passed: true })
    expect(fewer.notices).toEqual(['Threshold "total" observed 4 of 5: the next baseline is 1 tighter.'])
    expect(judge(before, { policy, baseline: fewer.baseline }).thresholds[0]).toMatchObject({
      max: 4,
      passed: false,
    })
  })

  it('says how many findings the next baseline accepts less or more', () => {
    const baseline = baselineOf(before)
    expect(judge(before.slice(3), { policy: 'total = 9', baseline }).notices).toEqual([
      'The next baseline is 2 tighter: the baseline accepts 4 findings, the baseline.json of this run 2.',
    ])
    expect(judge([...before, finding({ path: 'x' })], { policy: 'total = 9', baseline }).notices).toEqual([
      'The next baseline would be 1 looser: the baseline accepts 4 findings, the baseline.json of this run 5.',
    ])
  })

  it('does not count what lies outside the scope of the run', () => {
    const baseline = baselineOf(before)
    const limit = (scope: NonNullable<Parameters<typeof judge>[1]>['scope']) =>
      judge([], { policy: 'total = baseline', baseline, ...(scope === undefined ? {} : { scope }) })
        .thresholds[0]?.max
    expect(limit(null)).toBe(5)
    expect(limit([{ kind: 'instance' }])).toBe(5)
    expect(limit([{ kind: 'project', project: 'proj' }])).toBe(5)
    expect(limit([{ kind: 'project', project: 'OPS' }])).toBe(0)
    expect(limit([{ kind: 'repo', project: 'PROJ', repo: 'api' }])).toBe(1)
    expect(limit([{ kind: 'branch', project: 'PROJ', repo: 'shop', branch: 'dev' }])).toBe(2)
    expect(limit([{ kind: 'branch', project: 'PROJ', repo: 'shop', branch: 'gone' }])).toBe(0)
    expect(
      limit([
        { kind: 'branch', project: 'PROJ', repo: 'shop', branch: 'dev' },
        { kind: 'branch', project: 'PROJ', repo: 'shop', branch: 'main' },
        { kind: 'branch', project: 'PROJ', repo: 'api', branch: 'gone' },
      ]),
    ).toBe(4)
    expect(limit([{ kind: 'project', project: 'OPS' }, { kind: 'instance' }])).toBe(5)
    const two = ['shop', 'api'].map((repo) => ({ kind: 'repo' as const, project: 'PROJ', repo }))
    expect(limit(two)).toBe(5)
    expect(judge([], { baseline, scope: two.slice(1) }).notices).toEqual([
      'The next baseline is 1 tighter: the baseline accepts 1 finding, the baseline.json of this run 0.',
    ])
  })
})

describe('findings of one rule in one file', () => {
  const three = ['one', 'two', 'three'].map((secret, line) => finding({ secret, line: line + 1 }))

  it('are accepted in the number that stood on one branch', () => {
    const baseline = baselineOf([...three, ...three.map((one) => ({ ...one, branch: 'dev' }))])
    expect(newRows(baseline, three)).toEqual([0, 0])
    expect(newRows(baseline, [...three, finding({ secret: 'four', line: 4 })])).toEqual([1, 1])
  })

  it('count in the scope of one branch where the export had no branches', () => {
    const baseline = baselineOf(three.map((one) => ({ ...one, branch: '' })))
    const scope = [{ kind: 'branch', project: 'PROJ', repo: 'shop', branch: 'dev' }] as const
    expect(newRows(baseline, three, { scope })).toEqual([0, 0])
    expect(newRows(baseline, three, { scope: [{ ...scope[0], repo: 'api' }] })).toEqual([3, 3])
  })
})

describe('a baseline of more than the files of a run', () => {
  const other = [finding({ repository: 'other' }), finding({ repository: 'other', path: 'b' })]
  const baseline = baselineOf([finding(), ...other])
  const expected = (more: Partial<JudgeOptions>): readonly string[] =>
    judge([finding()], { policy: 'total = baseline', baseline, ...more }).notices
  const room = 'The baseline accepts 2 findings in 1 repository of which this run counts none'

  it('is reported, since it leaves room for new ones', () => {
    expect(expected({})).toContainEqual(expect.stringContaining(room))
    expect(expected({ scope: null })).toContainEqual(expect.stringContaining(room))
  })

  it('matters only under a limit that it sets, and where nothing says what was looked at', () => {
    for (const more of [
      { policy: 'new = 0' },
      { scope: [{ kind: 'project', project: 'PROJ' }] as const },
      { baseline: baselineOf([finding(), finding({ path: 'b' })]) },
    ]) {
      expect(expected(more).join()).not.toContain('counts none')
    }
  })
})

describe('rows that repeat one place', () => {
  it('are accepted as often as they came', () => {
    const repeated = [finding(), finding(), finding({ branch: 'dev' })]
    const baseline = baselineOf(repeated)
    const decision = judge(repeated, { policy: 'new = 0, total = baseline, distinct = baseline', baseline })
    expect(decision.thresholds.map((t) => [t.observed, t.max])).toEqual([
      [0, 0],
      [3, 3],
      [1, 1],
    ])
    expect(newRows(baseline, [...repeated, finding()])).toEqual([1, 1])
  })
})

describe('a baseline that is not whole', () => {
  const baseline = baselineOf([finding(), finding({ path: 'b', branch: 'dev' })])

  function problem(text: string): GateError {
    try {
      openJudge({ baseline: text })
    } catch (caught) {
      if (caught instanceof GateError) return caught
    }
    throw new Error(`was read: ${text}`)
  }

  it('is refused wherever it was cut', () => {
    for (let end = 0; end < baseline.length - 2; end += 1) {
      expect(problem(baseline.slice(0, end)).code).toBe('FILE_UNREADABLE')
    }
  })

  it.each([
    ['', 'not whole JSON'],
    ['[]', 'the file is not an object'],
    ['null', 'the file is not an object'],
    ['{}', '"format" is not'],
    [baseline.replace('"version": 1', '"version": 2'), '"version" is not 1'],
    [baseline.replace('"counts"', '"other"'), '"kind" is neither'],
    [baseline.replace('"counts"', '"keyed"'), '"keyCheck" is missing'],
    [baseline.replace('"PROJ/shop"', '"shop"'), 'has no "/"'],
    [baseline.replace('"branches"', '"branch"'), '"branches" is not an object'],
    [baseline.replace('"files"', '"file"'), '"files" is not an object'],
    [baseline.replace('["dev"]', '[]'), 'not a list of texts'],
    [baseline.replace('["dev"]', '[1]'), 'not a list of texts'],
    [baseline.replace('["dev"]', '["dev", 1]'), 'a group of branches is not a list of texts'],
    [baseline.replace('"repositories"', '"repos"'), '"repositories" is not an object'],
    [baseline.replace(/"src.config.ts": \{.*\}/, '"src/config.ts": 1'), 'a file is not an object'],
    [baseline.replace('{"1": 1}', '{"9": 1}'), 'is not listed'],
    [baseline.replace('{"1": 1}', '{"1": 0}'), 'not a whole number'],
    [baseline.replace('{"1": 1}', '{"1": 1.5}'), 'not a whole number'],
    [baseline.replace('{"1": 1}', '{"1": "1"}'), 'not a whole number'],
    [baseline.replace('{"1": 1}', '1'), 'a rule is not an object'],
    [baseline.replace('{"1": 1}', '{"1": 1,}'), 'not whole JSON'],
    [baseline.replace(/"PROJ\/shop": [\s\S]*/, '"PROJ/shop": 1}}'), 'a repository is not an object'],
    [
      baseline.replace(/"PROJ\/shop": ([\s\S]*)\}\n\}/, '"PROJ/shop": [$1]}}'),
      'a repository is not an object',
    ],
    [`${baseline}}`, 'not whole JSON'],
  ])('is refused: %j', (text, words) => {
    const error = problem(text)
    expect(error.code).toBe('FILE_UNREADABLE')
    expect(error.message).toContain('"baseline.json" is not a usable baseline')
    expect(error.message).toContain(words)
  })

  it('is refused with damaged fingerprints, be it one among many', () => {
    const keyed = baselineOf([finding()], { key: 'k' })
    const check = /"keyCheck": "(....)"/.exec(keyed)?.[1] ?? ''
    const good = /"([0-9a-f]{16})"/.exec(keyed)?.[1] ?? ''
    for (const damaged of [
      keyed.replace(/\["[0-9a-f]/, '["'),
      keyed.replace(/\["[0-9a-f]/, '["g'),
      keyed.replace(/[0-9a-f]"\]/, 'g"]'),
      keyed.replace(`["${good}"`, `["${good}", "${good.slice(1)}"`),
    ]) {
      expect(() => [...readBaseline(damaged, 'b', check).entries]).toThrow(/16 hex digits/)
    }
  })

  it('but may begin with a byte order mark or be laid out anew', () => {
    expect([...readBaseline(`\uFEFF${baseline}`, 'b', null).entries]).toHaveLength(2)
    const laidOut = JSON.stringify(JSON.parse(baseline), null, 4)
    expect([...readBaseline(laidOut, 'b', null).entries]).toEqual([
      ...readBaseline(baseline, 'b', null).entries,
    ])
  })
})

describe('the text of a baseline', () => {
  const on = (branches: readonly string[], given: Parameters<typeof finding>[0]) =>
    branches.map((branch) => finding({ ...given, branch }))

  it('is sorted by repository, path and rule, the most used group of branches first', () => {
    const findings = [
      ...on(['zz'], { repository: 'web', path: '0', rule: 'R1' }),
      ...on(['aa'], { repository: 'web', path: '1', rule: 'R1' }),
      ...on(['main'], { repository: 'web', path: 'z', rule: 'R2' }),
      ...on(['main'], { repository: 'web', path: 'z', rule: 'R1' }),
      ...on(['main', 'dev'], { repository: 'web', path: 'a', rule: 'R1' }),
      ...on(['main', 'dev'], { repository: 'web', path: 'a', rule: 'R2' }),
      ...on(['main', 'dev'], { repository: 'web', path: 'm', rule: 'R1', secret: 'x', line: 1 }),
      ...on(['main'], { repository: 'web', path: 'm', rule: 'R1', secret: 'y', line: 2 }),
      ...on(['x'], { repository: 'api', path: 'b' }),
      ...on(['dev'], { repository: 'api', path: 'a' }),
    ]
    const text = baselineOf(findings)
    expect(baselineOf(findings.toReversed())).toBe(text)
    expect(text).toBe(`{
"format": "soteri-gate-baseline",
"version": 1,
"kind": "counts",
"repositories": {
"PROJ/api": {
"branches": {
"1": ["dev"],
"2": ["x"]
},
"files": {
"a": {"AWS_CLIENT_ID": {"1": 1}},
"b": {"AWS_CLIENT_ID": {"2": 1}}
}},
"PROJ/web": {
"branches": {
"1": ["dev","main"],
"2": ["main"],
"3": ["aa"],
"4": ["zz"]
},
"files": {
"0": {"R1": {"4": 1}},
"1": {"R1": {"3": 1}},
"a": {"R1": {"1": 1}, "R2": {"1": 1}},
"m": {"R1": {"1": 1, "2": 1}},
"z": {"R1": {"2": 1}, "R2": {"2": 1}}
}}
}
}
`)
  })

  it('has only repositories with something to accept', () => {
    const policy = policyOfFile(
      'thresholds: [total = 9]\nsuppressions: [{match: {repo: "*/quiet"}, reason: r, expires: 2027-01-01}]',
    )
    const text = baselineOf([finding({ repository: 'quiet' }), finding()], { policy })
    expect(text).toContain('"PROJ/shop"')
    expect(text).not.toContain('quiet')
  })

  it('comes in pieces, also that of one repository', () => {
    const many = Array.from({ length: 3000 }, (_none, at) => finding({ path: `src/some/folder/${at}.ts` }))
    const { baseline, baselineLines } = judge(many)
    const pieces = [...baselineLines()]
    expect(pieces.join('')).toBe(baseline)
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(baseline.length / 2)
    expect(pieces.length).toBeLessThan(20)
    expect(Object.keys(JSON.parse(baseline).repositories['PROJ/shop'].files)).toHaveLength(3000)
  })
})

it('the key check is four digits made of a text that stays, or no baseline would be known any more', () => {
  const key = createHash('sha256').update('a key').digest()
  const check = createHmac('sha256', key).update('soteri-gate baseline key check').digest('hex')
  expect(hashKeyOf('a key')).toEqual({ key, keyCheck: check.slice(0, 4) })
  expect(hashKeyOf(null)).toEqual({ key: null, keyCheck: null })
})

describe('the credential of a run in names', () => {
  const credential = ['run', 'credential'].join('-')
  const mask = maskerOf([credential])
  const options: JudgeOptions = { mask, policy: `branch:${credential} = 0\nrepo:PROJ/${credential} = 0` }
  const named = [
    finding({ branch: credential }),
    finding({ repository: credential, path: `a/${credential}.ts`, rule: credential, secret: 'two' }),
  ]

  it.each([undefined, 'a fingerprint-key of this test'])('is masked in the next baseline, key %j', (key) => {
    const { baseline } = judge(named, key === undefined ? options : { ...options, key })
    expect(baseline).not.toContain(credential)
    expect(baseline).toContain('"PROJ/***"')
    expect(baseline).toContain('"a/***.ts": {"***": ')
    expect(baseline).toContain('{"1": ["***"]}'.slice(1, -1))
    expect(() => newRows(baseline, [], key === undefined ? {} : { key })).not.toThrow()
  })

  it('changes no count and no verdict', () => {
    const { thresholds } = judge(named, options)
    expect(thresholds.map(({ observed: seen }) => seen)).toEqual([1, 1])
  })

  it('makes one of names that differ in it only, and loses no finding', () => {
    const forms = maskerOf([credential, 'other-form'])
    const both = [
      finding({ path: `a/${credential}` }),
      finding({ path: 'a/other-form', secret: 'two' }),
      finding({ repository: credential }),
      finding({ repository: 'other-form', secret: 'two' }),
    ]
    const { baseline } = judge(both, { mask: forms })
    expect(Object.keys(JSON.parse(baseline).repositories)).toEqual(['PROJ/***', 'PROJ/shop'])
    expect(JSON.parse(baseline).repositories['PROJ/shop'].files).toEqual({
      'a/***': { AWS_CLIENT_ID: { 1: 2 } },
    })
    expect(JSON.parse(baseline).repositories['PROJ/***'].files).toEqual({
      'src/config.ts': { AWS_CLIENT_ID: { 1: 2 } },
    })
  })

  it('is masked nowhere without it', () => {
    expect(judge(named.slice(0, 1), { mask: maskerOf(['elsewhere']) }).baseline).toBe(
      judge(named.slice(0, 1)).baseline,
    )
  })
})

describe('a JSON text without the objects of a depth', () => {
  /** Puts the parts back, as one parse of the whole would have them. */
  function parsedFrom(text: string, depth: number): unknown {
    const { outline, parts } = cutObjects(text, depth)
    return JSON.parse(outline, (_name, value: unknown) => {
      const isPart = typeof value === 'object' && value !== null && 'part' in value
      return isPart ? JSON.parse(parts[value.part as number] as string) : value
    })
  }

  /** JSON whose objects never have a member named as the mark of a part. */
  const json = fc.jsonValue({ maxDepth: 5 }).map((value) => JSON.stringify(value).replaceAll('"part"', '"p"'))

  it('has a mark in place of each', () => {
    expect(cutObjects('{"a": {"b": {"c": 1}, "d": {}}, "e": [{"f": {}}]}', 3)).toEqual({
      outline: '{"a": {"b": {"part": 0}, "d": {"part": 1}}, "e": [{"f": {"part": 2}}]}',
      parts: ['{"c": 1}', '{}', '{}'],
    })
  })

  it('is parted whole when they hold others', () => {
    expect(cutObjects('{"a":{"b":{"c":{}}}}', 2)).toEqual({
      outline: '{"a":{"part": 0}}',
      parts: ['{"b":{"c":{}}}'],
    })
  })

  it.each(['{"a": {"}": "{\\"{"}}', '{"a\\\\": {"b": "\\\\\\\\"}}', '{"\\"": {"{": {}}}'])(
    'does not take strings for braces: %s',
    (text) => {
      expect(parsedFrom(text, 2)).toEqual(JSON.parse(text))
      expect(cutObjects(text, 2).parts).toHaveLength(1)
    },
  )

  it('says the same as the whole, and is JSON if the whole is', () => {
    fc.assert(
      fc.property(
        json,
        fc.integer({ min: 1, max: 4 }),
        fc.nat(),
        fc.constantFrom('', '{', '}', '"', ','),
        (text, depth, at, put) => {
          const place = at % (text.length + 1)
          const changed = text.slice(0, place) + put + text.slice(place)
          let whole: unknown
          try {
            whole = JSON.parse(changed)
          } catch {
            expect(() => parsedFrom(changed, depth)).toThrow(SyntaxError)
            return
          }
          expect(parsedFrom(changed, depth)).toEqual(whole)
        },
      ),
      { numRuns: runs(2000) },
    )
  })

  it.each(['{"a": {"b": 1}', '{"a": {"b": "', '{"a": {"b": {', '}}', '{"a": {}}{', '{"a": {"b\\'])(
    'is no JSON when the whole is none: %s',
    (text) => {
      expect(() => parsedFrom(text, 2)).toThrow(SyntaxError)
    },
  )
})
