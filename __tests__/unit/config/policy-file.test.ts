import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { mergePolicies } from '../../../src/config/policy.ts'
import { parsePolicyFile } from '../../../src/config/policy-file.ts'
import { parseThresholds } from '../../../src/config/thresholds.ts'
import { builtInSeverities, UNKNOWN_RULE_SEVERITY } from '../../../src/judge/severities.ts'
import type { SampleFinding } from '../../fixtures/finding-rows.ts'
import { runs } from '../../fixtures/runs.ts'
import { baselineOf, DAY, finding, judge, NOW } from '../judge/judging.ts'

function read(text: string) {
  const parsed = parsePolicyFile(text, '.soteri-gate.yml')
  expect(parsed.mistakes).toEqual([])
  if (parsed.document === null) throw new Error('no document')
  return { ...parsed, document: parsed.document }
}

function mistakes(text: string): readonly string[] {
  const parsed = parsePolicyFile(text, '.soteri-gate.yml')
  expect(parsed.document === null).toBe(parsed.mistakes.length > 0)
  return parsed.mistakes.map(({ where, what }) => `${where}: ${what}`)
}

describe('a policy file', () => {
  it('says everything at once', () => {
    const {
      document,
      inputs: given,
      extends: bases,
    } = read(
      [
        '# yaml-language-server: $schema=./schema/policy.schema.json',
        'extends: ../organisation.yml',
        'job-summary: true',
        'formats: [csv, json]',
        'severities:',
        '  "OUR_*": critical',
        '  AWS_TEST: low',
        'thresholds:',
        '  - new = 0',
        '  - name: no keys on release branches',
        '    match: { rule: ["*_KEY", "!*_PUBLIC_KEY"], branch: release/*, severity: high }',
        '    max: 2',
        '    level: warn',
        '    count: distinct',
        'suppressions:',
        '  - match: { path: test/** }',
        '    reason: made-up values',
        '    owner: team-a',
        '    expires: 2027-03-31',
      ].join('\n'),
    )
    expect(bases).toEqual(['../organisation.yml'])
    expect(given).toEqual({ 'job-summary': true, formats: ['csv', 'json'] })
    expect(document.severities).toEqual([
      { rule: 'OUR_*', severity: 'critical' },
      { rule: 'AWS_TEST', severity: 'low' },
    ])
    expect(document.thresholds).toEqual([
      expect.objectContaining({ name: 'new', onlyNew: true, max: 0, origin: '.soteri-gate.yml:9' }),
      {
        name: 'no keys on release branches',
        selector: 'distinct severity:high rule:*_KEY rule:!*_PUBLIC_KEY branch:release/*',
        match: { rule: ['*_KEY', '!*_PUBLIC_KEY'], branch: ['release/*'], severity: 'high' },
        onlyNew: false,
        count: 'distinct',
        max: 2,
        olderThanMs: null,
        level: 'warn',
        origin: '.soteri-gate.yml:10',
      },
    ])
    expect(document.suppressions).toEqual([
      {
        match: { path: ['test/**'] },
        fingerprint: null,
        reason: 'made-up values',
        owner: 'team-a',
        expires: Date.UTC(2027, 2, 31),
        origin: '.soteri-gate.yml:16',
      },
    ])
  })

  it.each(['', '\n', '# nothing yet\n', '---\n', 'thresholds:\nsuppressions:\nseverities:\nextends:\n'])(
    'may say nothing: %j',
    (text) => {
      expect(read(text).document).toEqual({
        thresholds: [],
        suppressions: [],
        severities: [],
        remedies: [],
      })
    },
  )

  it('gives owners and remedies in the order of the file', () => {
    const { document } = read(
      [
        'owners: { "A/b:src/**": one, "A/*": two }',
        'remediation:',
        '  "AWS_*": { text: Ask., link: "https://wiki.example.com/a" }',
        '  "*": Look.',
      ].join('\n'),
    )
    expect(document?.owners).toEqual({
      rules: [
        { repo: 'A/b', path: 'src/**', owner: 'one' },
        { repo: 'A/*', path: null, owner: 'two' },
      ],
      codeOwners: false,
    })
    expect(document?.remedies).toEqual([
      { rule: 'AWS_*', text: 'Ask.', link: 'https://wiki.example.com/a' },
      { rule: '*', text: 'Look.', link: null },
    ])
    expect(read('owners: codeowners').document?.owners).toEqual({ rules: [], codeOwners: true })
  })

  it.each([
    ['owners: { nowhere: x }', /names no project/],
    ['owners: { "A/b:/x": y }', /begins with `\/`/],
    ['owners: everybody', /mapping of globs/],
    ['owners: { "A/*": "" }', /must not be empty/],
    ['remediation: { "*": { text: a, link: "http://plain.example.com" } }', /https address/],
    ['remediation: { "*": { text: a, url: b } }', /allowed are text, link/],
  ])('refuses %s', (text, problem) => {
    expect(mistakes(text)).toEqual([expect.stringMatching(problem)])
  })

  it('gives a threshold for each limit of an item', () => {
    const { document } = read(
      [
        'thresholds:',
        '  - { name: tokens, match: { rule: "*TOKEN*" }, max: 9, max-new: 0 }',
        '  - { match: { project: P }, max: baseline, max-new: 1 }',
        '  - { name: only new, max-new: 0 }',
        '  - { max-age: 90d }',
        '  - { max-age: P1D, max: 3, max-new: 0 }',
      ].join('\n'),
    )
    expect(
      document.thresholds.map(({ name, selector, max, onlyNew, olderThanMs }) => [
        name,
        selector,
        max,
        onlyNew,
        olderThanMs,
      ]),
    ).toEqual([
      ['tokens', 'rule:*TOKEN*', 9, false, null],
      ['tokens (new)', 'new rule:*TOKEN*', 0, true, null],
      ['project:P', 'project:P', 'baseline', false, null],
      ['new project:P', 'new project:P', 1, true, null],
      ['only new', 'new', 0, true, null],
      ['older:90d', 'older:90d', 0, false, 90 * DAY],
      ['older:1d', 'older:1d', 3, false, DAY],
      ['new', 'new', 0, true, null],
    ])
  })

  it('takes severities as a list, and what it extends as one', () => {
    const { document, extends: bases } = read(
      'extends: [a.yml, b.yml]\nseverities:\n  - { rule: "A*", severity: low }\n  - { rule: "*", severity: high }\n',
    )
    expect(document.severities.map(({ rule }) => rule)).toEqual(['A*', '*'])
    expect(bases).toEqual(['a.yml', 'b.yml'])
  })

  it('may use anchors', () => {
    const { document } = read(
      'thresholds:\n  - match: &m { rule: A }\n    max: 1\n  - match: *m\n    max-new: 0\n',
    )
    expect(document.thresholds.map(({ match }) => match)).toEqual([{ rule: ['A'] }, { rule: ['A'] }])
  })

  it('takes instants and fingerprints', () => {
    const { document } = read(
      `suppressions: [{ fingerprint: ${'AB'.repeat(16)}, reason: r, expires: "2027-01-01T12:00:00+02:00" }]`,
    )
    expect(document.suppressions).toMatchObject([
      { fingerprint: 'ab'.repeat(16), match: {}, owner: null, expires: Date.UTC(2027, 0, 1, 10) },
    ])
  })
})

describe('a mistake is reported with file, line and column', () => {
  it.each<[text: string, ...expected: RegExp[]]>([
    [
      'tresholds: []',
      /^\.soteri-gate\.yml:1:1: The key "tresholds" is not allowed here.*Did you mean "thresholds"\?$/,
    ],
    ['job-summary: true\n\nretension-days: 5', /^\.soteri-gate\.yml:3:1: .*Did you mean "retention-days"\?$/],
    [
      'job-summary: true\nbitbucket-url: https://x',
      /:2:1: `bitbucket-url` may not be set in a policy file, /,
    ],
    [
      'token: x',
      /:1:1: `token` may not be set in a policy file, since the file is committed and this is a secret/,
    ],
    ['api-token: x', /:1:1: Secrets have no place in a policy file/],
    ['signing-key: x', /Secrets have no place/],
    ['my_password: x', /Secrets have no place/],
    ['job-summary:', /:1:13: job-summary has no value/],
    ['job-summary: { a: 1 }', /:1:14: job-summary must be one value or a list of values/],
    ['- a', /:1:1: A policy is a mapping/],
    ['just text', /A policy is a mapping/],
    ['extends: 5', /:1:10: extends must be a path or a list of paths/],
    ['extends: https://host/x.yml', /:1:10: extends must be a path: nothing is downloaded/],
    ['thresholds: {}', /:1:13: thresholds must be a list/],
    ['thresholds:\n  - 5', /:2:5: thresholds\[0\] must be a mapping/],
    ['thresholds:\n  - totl = 0', /:2:5: "totl" is not a selector/],
    ['thresholds:\n  - "new rul:A = 0"', /:2:10: "rul:A" is not a selector/],
    ['thresholds:\n  - ""', /:2:5: The text holds 0 thresholds/],
    ['thresholds:\n  - total = 0, new = 0', /:2:5: The text holds 2 thresholds/],
    ['thresholds:\n  - |\n    total = x', /:2:5, character 9: "x" is not a limit/],
    ['thresholds:\n  - {}', /:2:5: The threshold limits nothing/],
    ['thresholds:\n  - { match: { rule: A } }', /limits nothing/],
    ['thresholds:\n  - { max: -1 }', /:2:12: thresholds\[0\]\.max must not be negative/],
    [
      'thresholds:\n  - { max: 1.5 }',
      /:2:12: thresholds\[0\]\.max must be a whole number from 0 on, or baseline/,
    ],
    ['thresholds:\n  - { max: "1" }', /must be a whole number/],
    ['thresholds:\n  - { max: basline }', /or baseline/],
    ['thresholds:\n  - { max-new: baseline }', /thresholds\[0\]\.max-new must be a whole number/],
    ['thresholds:\n  - { max-age: 90 }', /:2:16: thresholds\[0\]\.max-age must be a text such as 90d/],
    ['thresholds:\n  - { max-age: 90x }', /cannot be read: "90x" is not a duration/],
    ['thresholds:\n  - { max-age: 9d, max: baseline }', /A baseline holds no dates/],
    [
      'thresholds:\n  - { max: 0, levl: warn }',
      /:2:15: The key "levl" is not allowed here.*Did you mean "level"\?$/,
    ],
    [
      'thresholds:\n  - { max: 0, level: wran }',
      /:2:22: .*must be one of fail, warn\. Did you mean "warn"\?$/,
    ],
    ['thresholds:\n  - { max: 0, count: row }', /Did you mean "rows"\?$/],
    ['thresholds:\n  - { max: 0, name: "" }', /name must not be empty/],
    ['thresholds:\n  - { max: 0, match: x }', /match must be a mapping/],
    [
      'thresholds:\n  - { max: 0, match: { rul: A } }',
      /:2:24: The key "rul" .* allowed are rule, severity.*Did you mean "rule"/,
    ],
    ['thresholds:\n  - { max: 0, match: { rule: [] } }', /match\.rule must not be an empty list/],
    ['thresholds:\n  - { max: 0, match: { rule: 5 } }', /match\.rule must be a glob or a list of globs/],
    ['thresholds:\n  - { max: 0, match: { rule: [A, 5] } }', /:2:34: .*match\.rule\[1\] must be a text/],
    ['thresholds:\n  - { max: 0, match: { path: "a//b" } }', /:2:30: .*match\.path is a glob that has two/],
    [
      'thresholds:\n  - { max: 0, match: { repo: [a/b, shop] } }',
      /match\.repo\[1\] is a glob that names no project/,
    ],
    ['thresholds:\n  - { max: 0, match: { severity: hi } }', /must be one of critical, high, medium, low/],
    [
      'thresholds:\n  - { max: 0, match: { branch: !main } }',
      /:2:32: This YAML tag is unknown.*must be quoted/,
    ],
    [
      'thresholds:\n  - { max: 0, match: { rule: *KEY } }',
      /:2:30: This is an alias of nothing.*must be quoted/,
    ],
    [
      'severities:\n  *KEY*: high',
      /:2:8: This is not valid YAML.*must be quoted/,
      /:2:10: This is not valid YAML/,
    ],
    ['severities:\n  A: hihg', /:2:6: severities\.A must be one of.*Did you mean "high"\?$/],
    ['severities:\n  "[": high', /:2:3: severities\.\[ is a glob that has a `\[`/],
    ['severities:\n  - { rule: A }', /:2:5: severities\[0\]\.severity must be one of|is missing/],
    ['severities:\n  - { rule: A, severty: low }', /is missing|must be one of/, /Did you mean "severity"\?$/],
    ['severities: 5', /:1:13: severities must be a mapping of globs to severities, or a list/],
    [
      'suppressions:\n  - { match: { rule: A }, expires: 2027-01-01 }',
      /:2:5: suppressions\[0\]\.reason is missing/,
    ],
    [
      'suppressions:\n  - { match: { rule: A }, reason: " ", expires: 2027-01-01 }',
      /reason must not be empty/,
    ],
    ['suppressions:\n  - { match: { rule: A }, reason: r }', /expires is missing/],
    ['suppressions:\n  - { match: { rule: A }, reason: r, expires: never }', /:2:47: .*"never" is not a day/],
    ['suppressions:\n  - { match: { rule: A }, reason: r, expires: P7D }', /"P7D" is not a day/],
    [
      'suppressions:\n  - { match: { rule: A }, reason: r, expires: 2027-02-29 }',
      /"2027-02-29" is not a day/,
    ],
    [
      'suppressions:\n  - { match: { rule: A }, reason: r, expires: 2027 }',
      /must be a text such as 2027-03-31/,
    ],
    ['suppressions:\n  - { reason: r, expires: 2027-01-01 }', /would hide every finding/],
    ['suppressions:\n  - { match: {}, reason: r, expires: 2027-01-01 }', /would hide every finding/],
    ['suppressions:\n  - { fingerprint: abc, reason: r, expires: 2027-01-01 }', /32 hex digits/],
    [
      'artifact-name: 1.10',
      /:1:16: artifact-name must be a text, and YAML takes this for a number .*: put it in quotes\.$/,
    ],
    ['artifact-name: 0x1F', /:1:16: artifact-name must be a text/],
    ['artifact-name: true', /:1:16: artifact-name must be a text, and YAML takes this for a boolean/],
    [
      'artifact-name: &a 7\nhistory-file: [*a]',
      /:1:19: artifact-name must be/,
      /:2:16: history-file\[0\] must be a text/,
    ],
    ['%YAML 1.1\n---\nartifact-name: off', /:3:16: artifact-name must be a text/],
    ['%YAML 1.1\n---\noutput-dir: 2026-11-27', /:3:13: output-dir must be one value or a list of values/],
    ['output-dir: 2026', /:1:13: output-dir must be a text/],
    ['history-file: 5', /:1:15: history-file must be a text/],
    [
      'artifact-name: [main]\nhistory-file:\n  - SHOP/cart\n  - 0123\n  - 1.0',
      /:4:5: history-file\[1\] must be a text/,
      /:5:5: /,
    ],
    ['history-file: [[SHOP]]', /:1:16: history-file\[0\] must be a text/],
    ['a: 1\njob-summary: 1\njob-summary: 2', /:3:1: This key is given twice/],
    ['job-summary: 1\n---\njob-summary: 2', /:2:1: A second document begins here/],
    ['thresholds:\n\t- total = 0', /:2:1: A tab indents this line/],
    ['job-summary: [1', /:1:16: This is not valid YAML/],
    ['"__proto__": { max: 0 }', /The key is not allowed here/],
  ])('%j', (text, ...expected) => {
    const messages = mistakes(text)
    expect(messages).toHaveLength(expected.length)
    expected.forEach((pattern, index) => {
      expect(messages[index]).toMatch(pattern)
    })
  })

  it('takes texts in quotes as they stand, and numbers, booleans and durations without', () => {
    const text =
      'artifact-name: "1.10"\nhistory-file: ["0123", !!str 1.0]\nretention-days: 3\njob-summary: false\nlog-level: warn'
    expect(read(text).inputs).toEqual({
      'artifact-name': '1.10',
      'history-file': ['0123', '1.0'],
      'retention-days': 3,
      'job-summary': false,
      'log-level': 'warn',
    })
  })

  it('all of them in one go, in the order of the file', () => {
    const messages = mistakes(
      [
        'wiat: true',
        'severities: { A: hihg }',
        'thresholds:',
        '  - totl = 0',
        '  - { max: -1, levl: warn, match: { path: "/a", rul: B } }',
        'suppressions:',
        '  - { match: { rule: "[" } }',
      ].join('\n'),
    )
    expect(messages.map((line) => /:(\d+:\d+)/.exec(line)?.[1])).toEqual([
      '1:1',
      '2:18',
      '4:5',
      '5:12',
      '5:16',
      '5:43',
      '5:49',
      '7:5',
      '7:5',
      '7:22',
    ])
  })

  it('never quotes the value of an unknown key, or a key that may be a secret', () => {
    const secret = ['AKIA', 'IOSFODNN7', 'EXAMPLE'].join('')
    const text = `tokn: ${secret}\n${secret}: 1\nthresholds:\n  - { max: 0, foo: ${secret} }\n  - { max: 0, ${secret}: 1 }\n`
    const messages = mistakes(text)
    expect(messages).toHaveLength(4)
    expect(messages.join('\n')).not.toContain(secret)
  })

  it('stops alias bombs', () => {
    const lines = ['a: &a0 [x, x, x, x, x, x, x, x, x, x]']
    for (let n = 1; n < 9; n += 1) {
      const before = `*a${n - 1}`
      lines.push(`a${n}: &a${n} [${Array.from({ length: 10 }, () => before).join(', ')}]`)
    }
    expect(mistakes(lines.join('\n'))).toEqual([expect.stringMatching(/Aliases expand to too much/)])
  })
})

describe('any text', () => {
  const yamlish = fc.string({
    unit: fc.constantFrom(
      'thresholds:',
      'match:',
      'max:',
      'rule:',
      '- ',
      '\n',
      '\n  ',
      ' ',
      '0',
      '{',
      '}',
      '[',
      ']',
      '*a',
      '&a ',
      '!',
      '"',
      "'",
      '#',
      '\t',
      'x',
      ',',
      '|',
    ),
    maxLength: 30,
  })

  it('gives a document or mistakes, and never throws', () => {
    fc.assert(
      fc.property(yamlish, (text) => {
        const { document, mistakes: messages } = parsePolicyFile(text, 'p.yml')
        expect(document === null).toBe(messages.length > 0)
        for (const { where } of messages) expect(where).toMatch(/^p\.yml:[1-9]\d*:[1-9]\d*/)
      }),
      { numRuns: runs(3000) },
    )
  })
})

describe('a value of another type', () => {
  it.each([
    ['thresholds: [{match: [], max: 0}]', '1:22: thresholds[0].match must be a mapping of keys to values.'],
    ['thresholds: [5]', '1:14: thresholds[0] must be a mapping of keys to values.'],
    ['thresholds: [{max-new: x}]', '1:24: thresholds[0].max-new must be a whole number.'],
    ['suppressions: x', '1:15: suppressions must be a list: begin each item with "- ".'],
    [
      'severities: 5',
      '1:13: severities must be a mapping of globs to severities, or a list of {rule, severity}.',
    ],
    ['extends: {a: 1}', '1:10: extends must be a path or a list of paths.'],
    ['severities: [{rule: "a[", severity: low}]', '1:21: severities[0].rule is a glob that has a `[`'],
    ['severities: {"a[": low}', 'is a glob that has a `[` without `]`'],
  ])('is reported with its place: %s', (text, messages) => {
    expect(mistakes(text).join()).toContain(messages)
  })
})

describe('the guide to the policy', () => {
  /** Runs the examples of docs/policy.md: what a reader copies from there works, and does what is said. */
  const guide = readFileSync('docs/policy.md', 'utf8')

  /** Contents of the fenced blocks with this word after the fence. */
  function blocks(text: string, kind: string): readonly string[] {
    return [...text.matchAll(/^```([^\n]*)\n([\s\S]*?)^```$/gm)].flatMap(([, word, body]) => {
      return word === kind && body !== undefined ? [body] : []
    })
  }

  function policyIn(text: string) {
    const { document, mistakes } = parsePolicyFile(text, '.soteri-gate.yml')
    expect(mistakes).toEqual([])
    if (document === null) throw new Error('no document')
    return mergePolicies({ documents: [document], thresholdsInput: null, whatIf: null }).policy
  }

  function findingsIn(csv: string): readonly SampleFinding[] {
    const [header = '', ...lines] = csv.trim().split('\n')
    return lines.map((line) => {
      const cells = line.split(',')
      const row = Object.fromEntries(header.split(',').map((name, at) => [name, cells[at] ?? '']))
      const { days = '1', line: number, ...places } = row
      // The same rule in the same file is the same secret; the n-th line of a rule is another one.
      const secret = `${row.rule} ${row.path}`
      return finding({
        ...places,
        secret,
        line: number === undefined ? 1 : Number(number),
        scannedAt: NOW - Number(days) * DAY,
      })
    })
  }

  describe('the guide', () => {
    it('has short forms that can all be read', () => {
      for (const block of blocks(guide, 'thresholds')) {
        const { thresholds, mistakes } = parseThresholds(block, 'thresholds')
        expect(mistakes).toEqual([])
        expect(thresholds).toHaveLength(9)
      }
      expect(blocks(guide, 'thresholds')).toHaveLength(1)
    })

    it('has policy files that can all be read', () => {
      expect(blocks(guide, 'yaml').length).toBeGreaterThan(7)
      for (const block of blocks(guide, 'yaml')) policyIn(block)
    })

    it('shows the built-in severities', () => {
      const table = guide.split('<!-- built-in severities -->')[1]?.split('\n\n')[0] ?? ''
      const rows = [...table.matchAll(/^\| (?:`([^`]+)`|everything else) \| `(\w+)` \|$/gm)]
      expect(rows.map(([, rule, severity]) => `${rule ?? '*'} ${severity}`)).toEqual([
        ...builtInSeverities.map(({ rule, severity }) => `${rule} ${severity}`),
        `* ${UNKNOWN_RULE_SEVERITY}`,
      ])
    })
  })

  describe('the worked case', () => {
    const cases = (guide.split('## Worked cases')[1]?.split('\n## ')[0] ?? '').split('\n### ').slice(1)

    it('is not the only one', () => {
      expect(cases.length).toBeGreaterThanOrEqual(7)
    })

    it.each(cases.map((text): [string, string] => [text.split('\n', 1).join(), text]))(
      '%s',
      (_title, text) => {
        const policy = policyIn(blocks(text, 'yaml').join())
        const before = blocks(text, 'csv baseline').map(findingsIn)[0]
        const baseline = before === undefined ? null : baselineOf(before)
        const { thresholds, notices } = judge(findingsIn(blocks(text, 'csv').join()), { policy, baseline })
        const outcome = thresholds.map(({ name, observed, max, passed, level }) => {
          return `${passed ? 'pass' : level}  ${name}: ${observed} of ${max}`
        })
        expect([...outcome, ...notices.map((notice) => `note  ${notice}`), ''].join('\n')).toBe(
          blocks(text, 'text').join(),
        )
      },
    )
  })
})
