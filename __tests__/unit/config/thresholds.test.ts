import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { describeThreshold } from '../../../src/config/policy.ts'
import type { Threshold } from '../../../src/config/thresholds.ts'
import { parseThresholdString, parseThresholds, selectorText } from '../../../src/config/thresholds.ts'
import { runs } from '../../fixtures/runs.ts'

const DAY = 86_400_000

function read(text: string): readonly Threshold[] {
  const { thresholds, mistakes } = parseThresholds(text, 'thresholds')
  expect(mistakes).toEqual([])
  return thresholds
}

function mistakes(text: string): readonly string[] {
  return parseThresholds(text, 'thresholds').mistakes.map(({ where, what }) => `${where}: ${what}`)
}

describe('a line is read', () => {
  it.each<[line: string, expected: Partial<Threshold>]>([
    ['total = 0', { match: {}, max: 0, count: 'rows', onlyNew: false, level: 'fail', olderThanMs: null }],
    ['total=12', { max: 12 }],
    ['  distinct  =  3  ', { count: 'distinct', max: 3 }],
    ['new = 0', { onlyNew: true }],
    ['new total = 0', { onlyNew: true, match: {} }],
    ['new distinct = 1', { onlyNew: true, count: 'distinct', max: 1 }],
    ['rule:AWS_* = 0', { match: { rule: ['AWS_*'] } }],
    ['severity:high = 0', { match: { severity: 'high' } }],
    ['project:~user = 0', { match: { project: ['~user'] } }],
    ['repo:PROJ/shop-* = 0', { match: { repo: ['PROJ/shop-*'] } }],
    ['branch:release/* = 0', { match: { branch: ['release/*'] } }],
    ['path:src/** = 0', { match: { path: ['src/**'] } }],
    ['new rule:AWS_* = 0', { onlyNew: true, match: { rule: ['AWS_*'] } }],
    ['rule:AWS_* new = 0', { onlyNew: true, match: { rule: ['AWS_*'] } }],
    ['rule:A rule:B rule:!C = 0', { match: { rule: ['A', 'B', '!C'] } }],
    ['rule:A branch:main path:**/*.ts = 0', { match: { rule: ['A'], branch: ['main'], path: ['**/*.ts'] } }],
    ['total = baseline', { max: 'baseline' }],
    ['total = 5 warn', { max: 5, level: 'warn' }],
    ['total = 5 fail', { max: 5, level: 'fail' }],
    ['older:90d = 0', { olderThanMs: 90 * DAY }],
    ['older:P2W = 0', { olderThanMs: 14 * DAY }],
    ['path:"my docs/**" = 0', { match: { path: ['my docs/**'] } }],
    [`path:'a"b' = 0`, { match: { path: ['a"b'] } }],
    ['"path:a b" = 0', { match: { path: ['a b'] } }],
    ['branch:"fix#1" = 0', { match: { branch: ['fix#1'] } }],
    ['path:"a=b" = 0', { match: { path: ['a=b'] } }],
    ['path:{a,b}/** = 0', { match: { path: ['{a,b}/**'] } }],
    ['path:{a,{b,c}}/x = 0', { match: { path: ['{a,{b,c}}/x'] } }],
    ['branch:a:b = 0', { match: { branch: ['a:b'] } }],
    ['total = 0 # nothing at all', { max: 0 }],
    ['total = 0# close', { max: 0 }],
    ['\uFEFFtotal = 0', { max: 0 }],
    ['total\u00a0=\t0', { max: 0 }],
    ['total = 999999999999999', { max: 999_999_999_999_999 }],
  ])('%j', (line, expected) => {
    const thresholds = read(line)
    expect(thresholds).toHaveLength(1)
    expect(thresholds[0]).toMatchObject(expected)
    if (expected.match !== undefined) expect(thresholds[0]?.match).toEqual(expected.match)
  })
})

describe('several thresholds', () => {
  it('are separated by newlines of any kind and by commas, and keep their lines', () => {
    const thresholds = read(
      'total = 1\r\n# comment, with = signs\n\n  distinct = 2, new = 3,\rrule:{A,B} = 4,rule:C=5\n',
    )
    expect(thresholds.map(({ name, max, origin }) => [name, max, origin])).toEqual([
      ['total', 1, 'thresholds line 1'],
      ['distinct', 2, 'thresholds line 4'],
      ['new', 3, 'thresholds line 4'],
      ['rule:{A,B}', 4, 'thresholds line 5'],
      ['rule:C', 5, 'thresholds line 5'],
    ])
  })

  it.each(['', '\n\n', '# only a comment', ' , ,\n,', '# total = 0'])('are none in %j', (text) => {
    expect(read(text)).toEqual([])
  })

  it('all hold when one selector is limited twice', () => {
    expect(read('total = 5\ntotal = 3').map(({ max }) => max)).toEqual([5, 3])
  })
})

describe('a line that cannot be read is reported with line and column', () => {
  it.each<[text: string, ...expected: RegExp[]]>([
    ['totl = 0', /^thresholds line 1, column 1: "totl" is not a selector.*Did you mean "total"\?$/],
    ['total = 0\n\n  rulee:X = 0', /^thresholds line 3, column 3: .*Did you mean "rule:"\?$/],
    ['new brnch:main = 0', /^thresholds line 1, column 5: .*Did you mean "branch:"\?$/],
    ['total = 0, distnct = 1', /^thresholds line 1, column 12: .*Did you mean "distinct"\?$/],
    ['Total = 0', /Did you mean "total"\?$/],
    [':X = 0', /column 1: ":X" is not a selector/],
    ['total', /column 1: "= max" is missing/],
    ['rule:X branch:main', /column 8: "= max" is missing/],
    ['total =', /"= max" is missing/],
    ['= 0', /column 1: The selector before "=" is missing/],
    ['total = -1', /column 9: "-1" is not a limit/],
    ['total = 1.5', /"1\.5" is not a limit/],
    ['total = 1e3', /"1e3" is not a limit/],
    ['total = +1', /"\+1" is not a limit/],
    ['total = 0x1', /"0x1" is not a limit/],
    ['total = 1_000', /"1_000" is not a limit/],
    ['total = \u0661', /is not a limit/],
    ['total = 9999999999999999', /is not a limit/],
    ['total = basline', /is not a limit.*Did you mean "baseline"\?$/],
    ['total = ""', /is not a limit/],
    ['total == 0', /column 8: A second "="/],
    ['total <= 0', /column 7: "<" is not a selector/],
    ['total = 0 0', /column 11: "0" follows the limit/],
    ['total = 0 warn fail', /column 16: "fail" follows/],
    ['total = 0 distinct = 1', /column 11: "distinct" follows the limit.*commas or newlines/],
    ['rule: = 0', /column 1: "rule:" has no value after the colon/],
    ['rule: X = 0', /column 1: "rule:" has no value/, /column 7: "X" is not a selector/],
    ['severity:hihg = 0', /"hihg" is not a severity.*Did you mean "high"\?$/],
    ['severity:HIGH = 0', /Did you mean "high"\?$/],
    ['severity:high severity:low = 0', /"severity:" is given twice/],
    ['new new = 0', /"new" is given twice/],
    ['total distinct = 0', /"total" counts rows/],
    ['older:90 = 0', /no unit/],
    ['older:0s = 0', /too short/],
    ['older:1d older:2d = 0', /"older:" is given twice/],
    ['rule:[A = 0', /column 1: The glob "\[A" of "rule:" has a `\[` without/],
    ['repo:shop = 0', /names no project/],
    ['path:"a b = 0', /A quote is opened and never closed/],
    ['branch:fix#1 = 0', /"= max" is missing.*A # starts a comment: quote/],
    ['total # = 0', /`new rule:AWS_\* = 0`\.$/],
    ['new older:1d = 0', /exclude each other/],
    ['new = baseline', /never new/],
    ['older:1d = baseline', /holds no dates/],
    ['path:{a = 0, total = 1', /column 1: The glob "\{a"/],
    ['rule:a\uFEFFb = 0', /column 8: "b" is not a selector/],
    ['total = 1 = 2', /column 11: "=" follows the limit/],
    ['new rule:X branch:main', /column 12: "= max" is missing/],
    ['new older:1d = x', /"x" is not a limit/],
    [
      'rule:{a,b c} = 0',
      /column 1: The glob "\{a"/,
      /column 1: "= max" is missing/,
      /column 9: "b" is/,
      /column 11: "c\}" is/,
    ],
    [
      'rule:{a,b = 0',
      /column 1: The glob "\{a"/,
      /column 1: "= max" is missing/,
      /column 9: "b" is not a selector/,
    ],
    [
      'rule:{a,total',
      /column 1: The glob "\{a"/,
      /column 1: "= max" is missing/,
      /column 9: "= max" is missing/,
    ],
  ])('%j', (text, ...expected) => {
    const message = mistakes(text)
    expect(message).toHaveLength(expected.length)
    expected.forEach((pattern, index) => {
      expect(message[index]).toMatch(pattern)
    })
  })

  it('reports all mistakes of all lines, and keeps none of the lines that have one', () => {
    const { thresholds, mistakes: message } = parseThresholds(
      'totl = 0\nrule:X = 0\nnew = x, distinct',
      'thresholds',
    )
    expect(message).toHaveLength(3)
    expect(thresholds.map(({ name }) => name)).toEqual(['rule:X'])
  })
})

describe('what is reported', () => {
  const example = 'for example `total = 0` or `new rule:AWS_* = 0`'
  const known =
    'known are total, distinct, new, severity:, rule:, project:, repo:, branch:, path:, owner:, older:.'

  it.each<[text: string, ...expected: string[]]>([
    ['xyzzyx = 0', `1: "xyzzyx" is not a selector; ${known}`],
    [
      'rule: = 0',
      '1: "rule:" has no value after the colon: write the value without a blank in between, and quote it if it begins with # or =.',
    ],
    ['severity:x = 0', '1: "x" is not a severity; allowed are critical, high, medium, low.'],
    ['total = 1.5', '9: "1.5" is not a limit: write a whole number from 0 on, or baseline.'],
    ['total', `1: "= max" is missing after the selector: write ${example}.`],
    [
      'total# = 0',
      `1: "= max" is missing after the selector: write ${example}. A # starts a comment: quote a glob that holds one.`,
    ],
    ['= 0', `1: The selector before "=" is missing: write ${example}.`],
    ['total = = 0', '9: A second "=" follows the first: write one.'],
    [
      'total = 0 warn x',
      '16: "x" follows the limit, where only "warn" is allowed; separate thresholds by commas or newlines.',
    ],
    ['total distinct = 0', '7: "total" counts rows and "distinct" findings: write one of them.'],
    ['new new = 0', '5: "new" is given twice.'],
    ['severity:low severity:low = 0', '14: "severity:" is given twice.'],
    ['older:1d older:1d = 0', '10: "older:" is given twice.'],
    ['total = 0, path:"a', '17: A quote is opened and never closed.'],
    [
      'new older:1d = 0',
      '1: "new" and an age exclude each other: what is new is limited whatever its age. Write two thresholds.',
    ],
    [
      'total = 0, new = baseline',
      '12: What is in the baseline is never new, so "new" cannot be limited by it: write a number.',
    ],
    [
      'older:1d = baseline',
      '1: A baseline holds no dates, so an age cannot be limited by it: write a number.',
    ],
  ])('of %j', (text, ...expected) => {
    expect(mistakes(text)).toEqual(expected.map((what) => `thresholds line 1, column ${what}`))
  })

  it('is nothing of a limit, an age or a level that may be written', () => {
    expect(read('rule:A older:1d = 3')[0]).toMatchObject({ max: 3, olderThanMs: DAY, level: 'fail' })
    expect(read('total = 000')[0]?.max).toBe(0)
  })
})

describe('a name', () => {
  it.each([
    ['  new   rule:A\t=\t0', 'new rule:A'],
    ['total=0', 'total'],
    ['path:"a  b" = 0', 'path:"a b"'],
  ])('of %j is %j', (line, name) => {
    expect(read(line)[0]?.name).toBe(name)
  })
})

describe('a threshold that is one text of a policy file', () => {
  const one = (text: string) => parseThresholdString(text, (column) => `file:7:${column}`, 'file:7')

  it('is read, and knows where it stands', () => {
    expect(one('rule:A = 1')).toMatchObject({
      thresholds: [{ match: { rule: ['A'] }, max: 1, origin: 'file:7' }],
      mistakes: [],
    })
  })

  it('is reported where it is wrong', () => {
    expect(one('new totl = 1')).toEqual({
      thresholds: [],
      mistakes: [{ where: 'file:7:5', what: expect.stringContaining('"totl" is not a selector') }],
    })
  })

  it.each([
    ['total = 1, new = 0', 2],
    ['', 0],
  ])('is one: %j holds %i', (text, count) => {
    expect(one(text)).toEqual({
      thresholds: [],
      mistakes: [
        {
          where: 'file:7:1',
          what: `The text holds ${count} thresholds: write one \`selector = max\` in each item of the list.`,
        },
      ],
    })
  })
})

describe('text of any kind', () => {
  const noise = fc.string({
    unit: fc.constantFrom(
      ...'total new=0 1#,:"\'{}[]*!/\\\n\r\t-rule:branch',
      '=',
      ' ',
      ' ',
      'rule:',
      'total',
      '= 0',
      'é',
    ),
    maxLength: 40,
  })

  it('never throws, and never vanishes: what is no comment gives thresholds or mistakes', () => {
    fc.assert(
      fc.property(noise, (text) => {
        const { thresholds, mistakes: message } = parseThresholds(text, 'thresholds')
        const said = text.split(/[\r\n]/).some((line) => /[^\s,]/.test(line.replace(/#.*/, '')))
        expect(thresholds.length + message.length > 0).toBe(said)
      }),
      { numRuns: runs(5000) },
    )
  })
})

describe('the canonical text', () => {
  const glob = fc.constantFrom('AWS_*', '!AWS_X', 'a b', '{a,b}', 'x=y', 'f#1', '~u', 'a"b')
  const path = fc.constantFrom('src/**', '!**/t/**', 'my docs/*', "it's", 'a,b')
  const list = (one: fc.Arbitrary<string>) => fc.array(one, { minLength: 1, maxLength: 3 })
  const match = fc.record(
    {
      rule: list(glob),
      severity: fc.constantFrom('critical' as const, 'low' as const),
      project: list(fc.constantFrom('P', '!Q*')),
      repo: list(fc.constantFrom('P/x', '*/y')),
      branch: list(glob),
      path: list(path),
    },
    { requiredKeys: [] },
  )

  it('is read as the same selector', () => {
    fc.assert(
      fc.property(
        match,
        fc.boolean(),
        fc.constantFrom('rows' as const, 'distinct' as const),
        (m, onlyNew, count) => {
          const selector = { match: m, onlyNew, count, olderThanMs: onlyNew ? null : 90 * DAY }
          const text = selectorText(selector)
          const [again] = read(`${text} = 0`)
          expect(again).toMatchObject({ onlyNew, count, selector: text })
          expect(again?.match).toEqual(m)
        },
      ),
    )
  })
})

describe('a threshold in words', () => {
  it.each([
    ['total = 0', 'findings: at most 0'],
    ['new rule:AWS_* = 0', 'new findings of rule AWS_*: at most 0'],
    [
      'distinct severity:high = 3 warn',
      'distinct findings of severity high and above: at most 3 (only warns)',
    ],
    [
      'branch:main branch:!dev = baseline',
      'findings on branch main but not dev: not more than the baseline holds',
    ],
    [
      'path:!test/** repo:A/x repo:A/y = 1',
      'findings in repository A/x or A/y in path * but not test/**: at most 1',
    ],
    ['older:90d project:P = 2', 'findings in project P scanned more than 90d ago: at most 2'],
    ['rule:A rule:!B rule:!C = 0', 'findings of rule A but not B or C: at most 0'],
  ])('%s', (line, words) => {
    expect(read(line).map(describeThreshold)).toEqual([words])
  })
})

describe('the selector of a threshold', () => {
  it.each([
    ['total = 0', 'total'],
    ['older:90d path:"a b" rule:A severity:low distinct new = 0', ''],
    [
      'older:90d path:"a b" rule:A severity:low distinct = 0',
      'distinct severity:low rule:A path:"a b" older:90d',
    ],
    ['new = 0', 'new'],
    [`path:'a"b' = 0`, `path:'a"b'`],
    [`path:"it's" = 0`, `path:"it's"`],
    ['path:"a=b" path:"a#b" path:"a,b" = 0', 'path:"a=b" path:"a#b" path:"a,b"'],
  ])('of %j is %j', (line, selector) => {
    const [threshold] = parseThresholds(line, 'x').thresholds
    expect(threshold?.selector ?? '').toBe(selector)
  })
})
