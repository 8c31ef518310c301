/** Cases about policies, baselines, earlier results, modes and formats. */
import { type Case, evaluation, type Files, type Inputs, type Step } from './case.ts'
import { csv, fewRows, row } from './export-rows.ts'
import { asFile } from './random-cases.ts'
import { repeatingRows } from './random-rows.ts'

const rows = repeatingRows(11, 360)
const body = csv(rows)
const half = csv(rows.filter((_row, at) => at % 4 !== 0))
const moved = csv(rows.map((each) => ({ ...each, line: String(Number(each.line) + 2) })))
const KEY = { 'fingerprint-key': 'the key of the policy cases' }

export function policyCases(): readonly Case[] {
  return [...baselines(), ...earlierResults(), ...policies(), ...thresholds(), ...ways()]
}

const evaluateWith = (inputs: Inputs, files: Step['files'] = {}): Step => ({
  inputs: { operation: 'evaluate', 'report-files': 'export.csv', ...inputs },
  files,
})

const ratchets = `new = 0
new distinct = 0
total = baseline
distinct = baseline
rule:AWS_* = baseline
branch:main = baseline
distinct path:src/** severity:high = baseline
new project:SHOP = 2 warn`

/** Makes a baseline of `before`, and judges `after` by it. */
function ratchet(name: string, before: string, after: string, first: Inputs, second: Inputs = first): Case {
  const judging = { thresholds: ratchets, 'baseline-file': 'base.json', ...second }
  return {
    name: `baseline: ${name}`,
    steps: [
      evaluation({ 'export.csv': before }, { mode: 'report', ...first }),
      evaluateWith(judging, (earlier) => ({
        'export.csv': after,
        'base.json': asFile(earlier[0], 'baseline.json'),
      })),
    ],
  }
}

function baselines(): readonly Case[] {
  const text = (base: string, inputs: Inputs = {}): Step =>
    evaluateWith({ 'baseline-file': 'base.json', ...inputs }, { 'export.csv': body, 'base.json': base })
  const outline = '{"format": "soteri-gate-baseline", "version": 1, "kind": "counts", "repositories": '
  return [
    ratchet('by counts', half, body, {}),
    ratchet('by counts, lines moved', body, moved, {}),
    ratchet('by counts, the same', body, body, {}),
    ratchet('by counts, fewer', body, half, {}),
    ratchet(
      'by counts, of other repositories',
      csv(rows.filter(({ project }) => project === 'PAY')),
      body,
      {},
    ),
    ratchet('keyed', half, body, KEY),
    ratchet('keyed, lines moved', body, moved, KEY),
    ratchet('keyed, fewer', body, half, KEY),
    ratchet('wrong key', half, body, KEY, { 'fingerprint-key': 'another key' }),
    ratchet('keyed, read without a key', half, body, KEY, {}),
    ratchet('by counts, read with a key', half, body, {}, KEY),
    ratchet('with few rows', csv(fewRows), csv([...fewRows, ...fewRows]), KEY),
    ratchet('bad rows are never known', `${half}a,b\r\n`, `${body}a,b\r\n`, { 'on-bad-row': 'count' }),
    { name: 'baseline: no JSON', steps: [text('{')] },
    { name: 'baseline: of another format', steps: [text('{"format": "other"}')] },
    {
      name: 'baseline: damaged deep inside',
      steps: [text(`${outline}{"SHOP/cart": {"branches": {}, "files": {"a": {"R": {"1": 2}}}}}}`)],
    },
    {
      name: 'baseline: made by hand',
      steps: [
        text(
          `${outline}{"SHOP/cart": {"branches": {"1": ["main", "main", "develop"]}, "files": {"src/module-1/settings 0.ini": {"AWS_CLIENT_ID": {"1": 1}}}}}}`,
          { thresholds: ratchets },
        ),
      ],
    },
  ]
}

const hiding = `suppressions:
  - {match: {rule: "SLACK_*"}, reason: rotated, expires: 2026-12-31}
  - {match: {path: "src/module-2/**"}, reason: made up, expires: 2026-12-31}
`

/** A first run under `before`, whose `findings.csv` is judged again. */
function again(name: string, first: Inputs, second: Inputs, before: Files = {}, keepReport = false): Case {
  return {
    name: `again: ${name}`,
    steps: [
      evaluateWith({ mode: 'report', ...first }, { 'export.csv': body, ...before }),
      evaluateWith(
        { 'report-files': 'before/findings.csv', thresholds: 'new = 3\ndistinct = 9', ...second },
        (earlier) => ({
          'before/findings.csv': asFile(earlier[0], 'findings.csv'),
          ...(keepReport ? { 'before/report.json': asFile(earlier[0], 'report.json') } : {}),
        }),
      ),
    ],
  }
}

function earlierResults(): readonly Case[] {
  const policy = { 'policy.yml': hiding }
  const hidden = { 'policy-file': 'policy.yml' }
  return [
    again('plain', {}, {}),
    again('keyed', KEY, KEY),
    again('keyed, with its report', KEY, KEY, {}, true),
    again('keyed by another key, with its report', KEY, { 'fingerprint-key': 'other' }, {}, true),
    again('without key, with its report', {}, {}, {}, true),
    again('with suppressed rows', hidden, {}, policy),
    again('with suppressed rows, with its report', { ...hidden, ...KEY }, KEY, policy, true),
    again(
      'suppressed rows taken for reviewed',
      { ...hidden, ...KEY },
      { ...KEY, 'exclude-reviewed': 'true' },
      policy,
      true,
    ),
    again('revealed', { 'reveal-secrets': 'true', ...KEY }, KEY),
    again('revealed twice', { 'reveal-secrets': 'true' }, { 'reveal-secrets': 'true' }),
    again('with a period', KEY, { ...KEY, 'start-date': 'P20D' }, {}, true),
    again('made for a period', { ...KEY, 'start-date': 'P20D' }, KEY, {}, true),
    again(
      'with rows that could not be read',
      { 'on-bad-row': 'count' },
      {},
      { 'export.csv': `${body}a,b\r\n"` },
    ),
    {
      name: 'again: changed by hand',
      steps: [
        evaluateWith({ mode: 'report', ...KEY }, { 'export.csv': body }),
        evaluateWith({ 'report-files': 'before/findings.csv', ...KEY }, (earlier) => ({
          'before/findings.csv': asFile(earlier[0], 'findings.csv')
            .toString('latin1')
            .replace('high', 'low '),
          'before/report.json': asFile(earlier[0], 'report.json'),
        })),
      ],
    },
    {
      name: 'again: a fingerprint that is none',
      steps: [
        evaluateWith({ mode: 'report' }, { 'export.csv': body }),
        evaluateWith({ 'report-files': 'before.csv' }, (earlier) => ({
          'before.csv': asFile(earlier[0], 'findings.csv')
            .toString('latin1')
            .replace(/,[0-9a-f]{32},/, ',none,'),
        })),
      ],
    },
  ]
}

function policyCase(name: string, policy: string, more: Files = {}, inputs: Inputs = {}): Case {
  const files = { 'export.csv': body, '.soteri-gate.yml': policy, ...more }
  return { name: `policy: ${name}`, steps: [evaluateWith(inputs, files)] }
}

function policies(): readonly Case[] {
  const suppression = (what: string, expires = '2026-12-31'): string =>
    `suppressions:\n  - {${what}, reason: looked at, owner: us, expires: ${expires}}\n`
  const byFingerprint: Case = {
    name: 'policy: suppression by fingerprint',
    steps: [
      evaluateWith({ mode: 'report', ...KEY }, { 'export.csv': body }),
      evaluateWith({ ...KEY }, (earlier) => {
        const [fingerprint = ''] = /[0-9a-f]{32}/.exec(earlier[0]?.['findings.csv'] ?? '') ?? []
        const both = `fingerprint: ${fingerprint.toUpperCase()}, match: {branch: main}`
        return { 'export.csv': body, '.soteri-gate.yml': suppression(both) }
      }),
    ],
  }
  return [
    policyCase('suppression by rule', suppression('match: {rule: "AWS_*"}')),
    policyCase(
      'suppression by path and branch',
      suppression('match: {path: "src/**", branch: ["main", "release/*"]}'),
    ),
    policyCase('suppression by severity', suppression('match: {severity: critical}')),
    policyCase(
      'suppression by project and repository',
      suppression('match: {repo: "shop/*", project: "S*"}'),
    ),
    policyCase('suppression of everything', suppression('match: {rule: "*"}')),
    policyCase('suppression that expired', suppression('match: {rule: "AWS_*"}', '2026-03-10')),
    policyCase(
      'suppression that expires soon',
      suppression('match: {rule: "AWS_*"}', '2026-03-11T00:00:00Z'),
    ),
    policyCase('suppression that matches nothing', suppression('match: {rule: NOTHING}')),
    policyCase(
      'suppressions that overlap',
      `${hiding}  - {match: {rule: "*"}, reason: all, expires: 2027-01-01}\n`,
    ),
    byFingerprint,
    policyCase(
      'severities',
      'severities: {"AWS_*": low, "*TOKEN*": critical, "=*": medium}\nthresholds: ["severity:high = 3", "severity:low = 9"]\n',
    ),
    policyCase(
      'list of severities',
      'severities:\n  - {rule: "*_TOKEN", severity: low}\n  - {rule: "*", severity: critical}\n',
    ),
    policyCase(
      'extends',
      'extends: [policies/a.yml, policies/b.yml]\nthresholds:\n  - {name: own, max: 7}\n',
      {
        'policies/a.yml': `extends: c.yml\nthresholds: ["new = 3"]\n${hiding}`,
        'policies/b.yml': 'severities: {"AWS_*": low}\n',
        'policies/c.yml': 'severities: {"AWS_*": critical}\nthresholds: ["severity:critical = 4"]\n',
      },
    ),
    policyCase('extends itself', 'extends: .soteri-gate.yml\n'),
    policyCase(
      'many mistakes',
      'tresholds: []\nthresholds:\n  - {match: {rule: "["}, max: -1}\n  - {mx: 0}\nsuppressions: [{reason: x}]\n',
    ),
    policyCase('no YAML', 'a: [b\n- {'),
    policyCase('shapes of the report', 'formats: [csv, json, junit]\nannotations: 2\n', {}, { formats: '' }),
  ]
}

function thresholds(): readonly Case[] {
  const limits = (name: string, text: string): Case => ({
    name: `thresholds: ${name}`,
    steps: [evaluateWith({ thresholds: text }, { 'export.csv': body })],
  })
  return [
    limits('none', ''),
    limits('all kept', 'total = 100000\ndistinct = 100000'),
    limits('exactly met', `total = ${rows.length}`),
    limits('one below', `total = ${rows.length - 1}`),
    limits(
      'quotes, comments and commas',
      'path:"src/module-1/settings 0.ini" = 1 # why\nbranch:"feature/a,b" = 0, rule:{AWS_*,SLACK_*} = 5',
    ),
    limits(
      'globs',
      'rule:*_K?Y = 1\nbranch:** = 4\nbranch:* = 4\npath:*.ini = 0\npath:**/*.ini = 1\nrepo:*/c[ao]* = 2\nrule:[!A]* = 3',
    ),
    limits(
      'taken out',
      'rule:!AWS_* = 1\nbranch:!main branch:!develop = 2\npath:src/** path:!src/module-1/** = 3',
    ),
    limits('letters', 'rule:aws_* = 1\nproject:shop = 1\nbranch:MAIN = 1\nrepo:SHOP/CART = 2'),
    limits('warnings alone', 'total = 1 warn\nnew severity:low = 2 warn'),
    limits(
      'ages',
      'older:30d = 3\nolder:2w rule:AWS_* = 1\ndistinct older:P50D = 1\nolder:12h branch:main = 0',
    ),
    limits('ratchet without a baseline', 'total = baseline'),
    limits('the same selector twice', 'total = 500\ntotal = 3'),
    limits(
      'many',
      Array.from(
        { length: 70 },
        (_none, at) => `path:src/module-${at % 10}/** branch:{main,develop} rule:*${at % 7}* = ${at}`,
      ).join('\n'),
    ),
    limits('mistakes', 'total\ntotl = 1\nrule:[ = 0\nseverity:severe = 1'),
  ]
}

function ways(): readonly Case[] {
  const way = (name: string, inputs: Inputs, export_ = body): Case => ({
    name: `way: ${name}`,
    steps: [evaluateWith(inputs, { 'export.csv': export_ })],
  })
  return [
    way('mode warn', { mode: 'warn', thresholds: 'total = 3' }),
    way('mode report', { mode: 'report', thresholds: 'total = 3' }),
    way('mode report, error', { mode: 'report' }, '<html>'),
    way('mode warn, pass', { mode: 'warn', thresholds: 'total = 9999' }),
    way('all formats', { formats: 'csv,json,sarif,html,junit,markdown,gitlab' }),
    way('json alone', { formats: 'json' }),
    way('no csv', { formats: 'sarif,gitlab', ...KEY }),
    way('reveal-secrets', { 'reveal-secrets': 'true', formats: 'csv,json,sarif,html,junit,markdown,gitlab' }),
    way(
      'reveal-secrets with a key',
      { 'reveal-secrets': 'true', ...KEY },
      csv([row({ match: 'a "b"\nc' }), ...fewRows]),
    ),
    way('many findings', { formats: 'json,sarif,html,gitlab' }, csv(repeatingRows(12, 12_000))),
    way(
      'a scope of one repository',
      { project: 'SHOP', repo: 'cart' },
      csv(rows.filter((each) => each.repository === 'cart')),
    ),
  ]
}
