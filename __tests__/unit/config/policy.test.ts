import { describe, expect, it } from '@jest/globals'
import { mergePolicies, type Policy } from '../../../src/config/policy.ts'
import { parsePolicyFile } from '../../../src/config/policy-file.ts'
import { baselineOf, finding, judge } from '../judge/judging.ts'

function file(text: string, name = 'team.yml'): Policy {
  const { document, mistakes } = parsePolicyFile(text, name)
  if (document === null) throw new Error(JSON.stringify(mistakes))
  return document
}

function compose(given: { documents?: Policy[]; thresholds?: string; whatIf?: string }) {
  const { documents = [], thresholds = null, whatIf = null } = given
  return mergePolicies({ documents, thresholdsInput: thresholds, whatIf })
}

function names(given: Parameters<typeof compose>[0]): readonly string[] {
  return compose(given).policy.thresholds.map(({ name, max, origin }) => `${name} = ${max} (${origin})`)
}

describe('thresholds of all sources', () => {
  it('hold together', () => {
    const documents = [file('thresholds: [total = 9]', 'base.yml'), file('thresholds: [distinct = 8]')]
    expect(names({ documents, thresholds: 'new = 7', whatIf: 'rule:X = 6' })).toEqual([
      'total = 9 (base.yml:1)',
      'distinct = 8 (team.yml:1)',
      'new = 7 (thresholds line 1)',
      'rule:X = 6 (what-if line 1)',
    ])
  })

  it('are total = 0 when there is none at all', () => {
    expect(names({})).toEqual(['total = 0 (default)'])
    expect(names({ thresholds: '# none' })).toEqual(['total = 0 (default)'])
    expect(names({ documents: [file('severities: { A: low }')] })).toEqual(['total = 0 (default)'])
  })

  it('count what a baseline knows as well, by default', () => {
    const { thresholds } = judge([finding()], {
      policy: compose({}).policy,
      baseline: baselineOf([finding()]),
    })
    expect(thresholds).toMatchObject([
      { selector: 'total', observed: 1, max: 0, level: 'fail', passed: false },
    ])
  })

  it('do not lose the default to a what-if', () => {
    expect(names({ whatIf: 'rule:X = 5' })).toEqual(['total = 0 (default)', 'rule:X = 5 (what-if line 1)'])
  })

  it('that are named alike are distinguished, and all hold', () => {
    const documents = [file('thresholds:\n  - total = 9\n  - total = 8\n  - { name: total, max: 7 }')]
    const given = { documents, thresholds: 'total = 1, total = 2' }
    expect(names(given)).toEqual([
      'total = 9 (team.yml:2)',
      'total (team.yml:3) = 8 (team.yml:3)',
      'total (team.yml:4) = 7 (team.yml:4)',
      'total (thresholds line 1) = 1 (thresholds line 1)',
      'total (thresholds line 1, 2) = 2 (thresholds line 1)',
    ])
    const rows = [finding(), finding({ line: 8 })]
    expect(
      judge(rows, { policy: compose(given).policy }).thresholds.filter(({ passed }) => !passed),
    ).toMatchObject([{ name: 'total (thresholds line 1)', max: 1 }])
  })
})

describe('severities and suppressions', () => {
  it('are those of all files, the nearer severities first', () => {
    const base = file(
      'severities: { A: low, B: low }\nsuppressions: [{ match: { rule: A }, reason: r, expires: 2027-01-01 }]',
    )
    const near = file(
      'severities: { A: high }\nsuppressions: [{ match: { rule: B }, reason: r, expires: 2027-01-01 }]',
    )
    const { policy } = compose({ documents: [base, near] })
    expect(policy.severities.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual([
      'A high',
      'A low',
      'B low',
    ])
    expect(policy.suppressions.map(({ match }) => match.rule)).toEqual([['A'], ['B']])
  })
})

describe('mistakes', () => {
  it('of the inputs are collected', () => {
    expect(
      compose({ thresholds: 'totl = 0', whatIf: 'total = x' }).mistakes.map(({ where }) => where),
    ).toEqual(['thresholds line 1, column 1', 'what-if line 1, column 9'])
  })
})

describe('warnings', () => {
  it('explain a path glob that sees the top folder only', () => {
    expect(compose({ thresholds: 'path:*.pem = 0, path:src/*.pem path:!x path:** = 0' }).warnings).toEqual([
      'Threshold "path:*.pem" matches "*.pem" in the top folder only: write "**/*.pem" for every folder.',
    ])
  })
})

describe('thresholds of one name on one line', () => {
  it('are counted, so that each has a name of its own', () => {
    const five = Array.from({ length: 5 }, () => '{ name: keys, max: 1 }').join(', ')
    const documents = [file(`thresholds: [${five}]`)]
    expect(compose({ documents }).policy.thresholds.map(({ name }) => name)).toEqual([
      'keys',
      'keys (team.yml:1)',
      'keys (team.yml:1, 2)',
      'keys (team.yml:1, 3)',
      'keys (team.yml:1, 4)',
    ])
  })
})
