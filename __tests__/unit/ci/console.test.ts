import { describe, expect, it } from '@jest/globals'
import { checkTable, decisionTable, findingsTable, jsonOf } from '../../../src/ci/console.ts'
import { widthOf } from '../../../src/ci/printer.ts'
import type { Counts, ThresholdOutcome } from '../../../src/finding.ts'
import type { CheckRow } from '../../../src/host.ts'

const counts: Counts = {
  total: 12,
  distinct: 7,
  new: 3,
  suppressed: 1,
  byRule: {},
  bySeverity: { critical: 2, high: 10, medium: 0, low: 0 },
  byProject: {},
  byRepository: {},
  byBranch: {},
  byOwner: {},
}

const outcome = (name: string, observed: number, max: number, level: 'fail' | 'warn' = 'fail') =>
  ({
    name,
    selector: name,
    origin: 'default',
    level,
    observed,
    max,
    passed: observed <= max,
    contributors: [],
  }) satisfies ThresholdOutcome

describe('the findings', () => {
  it('are aligned, uncut, with branches and link below', () => {
    const base = { severity: 'critical', rule: 'AWS', place: 'P/r a.ts:1', branches: 'main, dev' } as const
    const lines = findingsTable(
      [
        { ...base, link: 'https://git.example.com/x' },
        { ...base, severity: 'low', rule: 'SSH_KEY', branches: '', link: null },
      ],
      (text) => text,
    )
    expect(lines).toEqual([
      { text: 'critical  AWS      P/r a.ts:1', colour: 'red' },
      { text: '          main, dev  https://git.example.com/x', colour: 'gray' },
      { text: 'low       SSH_KEY  P/r a.ts:1', colour: 'yellow' },
    ])
  })
})

describe('the table', () => {
  const thresholds = [outcome('total', 12, 0), outcome('new', 3, 2, 'warn'), outcome('distinct', 7, 10)]

  it('shows every threshold with what was seen and allowed, then the counts', () => {
    const lines = decisionTable(counts, thresholds, true, 80, (text) => text)
    expect(lines.map(({ text }) => text)).toEqual([
      '',
      '      threshold       found       limit',
      'FAIL  total              12           0',
      'warn  new                 3           2',
      'ok    distinct            7          10',
      '',
      '12 findings: 7 distinct, 3 new; 1 suppressed',
      '2 critical, 10 high, 0 medium, 0 low',
      '',
    ])
    const unknown = decisionTable(counts, thresholds, false, 80, (text) => text)
    expect(unknown[6]?.text).toBe('12 findings: 7 distinct; 1 suppressed')
    expect(lines.slice(2, 5).map(({ colour }) => colour)).toEqual(['red', 'yellow', 'green'])
  })

  it('fits the width and makes names safe', () => {
    const long = [outcome(`rule:${'A'.repeat(200)}`, 1, 0)]
    for (const { text } of decisionTable(counts, long, false, 60, (text) => text)) {
      expect(text.length).toBeLessThanOrEqual(60)
    }
    expect(decisionTable(counts, [outcome('a\nb', 1, 0)], true, 60, () => 'safe')[2]?.text).toMatch(
      /^FAIL {2}safe /,
    )
  })
})

it('the JSON is one line, without secrets in its sentences', () => {
  const blank = (text: string): string => text.replaceAll('pass', '***')
  const error = { code: 'UNREACHABLE', message: 'no\nway pass', hint: 'pass' } as const
  const text = jsonOf(
    {
      verdict: 'pass',
      exitCode: 0,
      sentence: 'pass: all',
      error,
      counts,
      thresholds: [],
      outputs: { verdict: 'pass' },
    },
    blank,
  )
  expect(text.trimEnd()).not.toContain('\n')
  // A password that is a usual word must not change what machines read.
  expect(JSON.parse(text)).toMatchObject({
    verdict: 'pass',
    sentence: '***: all',
    error: { message: 'no\nway ***', hint: '***' },
    counts,
    outputs: { verdict: 'pass' },
  })
})

const rows: readonly CheckRow[] = [
  { state: 'ok', name: 'dns', what: 'bitbucket.example.com is 192.0.2.7.', hint: '' },
  {
    state: 'fail',
    name: 'trigger of SHOP/cart@main',
    what: 'This user does not seem to have the right to start a scan.',
    hint: 'Grant the right.',
  },
]
const plain = (text: string): string => text

it('is a row for each check, the hint below it', () => {
  expect(checkTable(rows, 120, plain).map(({ text }) => text)).toEqual([
    'ok    dns                        bitbucket.example.com is 192.0.2.7.',
    'fail  trigger of SHOP/cart@main  This user does not seem to have the right to start a scan.',
    '                                 -> Grant the right.',
  ])
  expect(checkTable(rows, 120, plain).map(({ colour }) => colour)).toEqual(['green', 'red', 'red'])
})

it('breaks texts at blanks to fit the width, and cuts names that leave no room', () => {
  const lines = checkTable(rows, 60, plain).map(({ text }) => text)
  expect(lines).toEqual([
    'ok    dns                     bitbucket.example.com is',
    '                              192.0.2.7.',
    'fail  trigger of SHOP/car...  This user does not seem to',
    '                              have the right to start a',
    '                              scan.',
    '                              -> Grant the right.',
  ])
  for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(60)
})

it('makes safe what comes from outside', () => {
  const lines = checkTable([{ state: 'ok', name: 'x', what: 'y', hint: 'z' }], 80, (text) =>
    text.toUpperCase(),
  )
  expect(lines.map(({ text }) => text)).toEqual(['ok    X  Y', '         -> Z'])
})
