/** Cases over two thousand rows of many shapes, with everything that counts them. */
import { type Answer, type Case, evaluation, type Inputs, manyThresholds } from './case.ts'
import { csv, type Row, type Style } from './export-rows.ts'
import { chanceOf, distinctRows, mixedRows, nastyRows, repeatingRows } from './random-rows.ts'

const COUNT = 2_000
const KEY = 'one key for all runs of the comparison'

const policy = `severities:
  "=*": low
  "GENERIC_*": critical
thresholds:
  - {name: everything, max: 10}
  - {name: distinct, max: 100, count: distinct}
  - {name: distinct on branches, match: {branch: ["develop", "fix/**"]}, max: 20, count: distinct}
  - {name: new, max-new: 40}
  - {name: new and distinct, match: {severity: high}, max-new: 7, count: distinct}
  - {name: critical, match: {severity: critical}, max: 5, level: warn}
  - {name: ratchet, match: {rule: "AWS_*"}, max: baseline}
  - {name: distinct ratchet, match: {path: "src/**"}, max: baseline, count: distinct}
  - {name: shop, match: {repo: "SHOP/c*"}, max: 50, level: warn}
  - {name: old, match: {rule: "*"}, max: 0, max-age: 30d}
  - {name: jane, match: {project: "~jane"}, max: 3}
suppressions:
  - {match: {path: "src/module-3/**", branch: "release/**"}, reason: moves, expires: 2026-04-30}
  - {match: {rule: TROJAN_SOURCE, severity: high}, reason: looked at, expires: 2026-03-12}
`

export function randomCases(): readonly Case[] {
  const [repeating, distinct, mixed, nasty] = [
    repeatingRows(1, COUNT),
    distinctRows(2, COUNT),
    mixedRows(3, COUNT),
    nastyRows(4, COUNT),
  ]
  const shuffle = (rows: readonly Row[]): readonly Row[] => chanceOf(5).shuffled(rows)
  return [
    judged('repeating branches', repeating),
    judged('repeating branches in no order', shuffle(repeating)),
    judged('all distinct', distinct),
    judged('all distinct in no order', shuffle(distinct)),
    judged('all distinct in single quotes', distinct, { quote: "'", quoteAll: true, delimiter: '|' }),
    judged('mixed', mixed),
    judged('mixed with duplicates', [...mixed, ...mixed.slice(0, 500), ...mixed]),
    judged('nasty texts', nasty),
    judged('nasty texts in no order', shuffle(nasty)),
    judged('nasty texts, tabs', nasty, { delimiter: '\t' }),
    judged('everything together', shuffle([...repeating, ...distinct, ...mixed, ...nasty])),
    revealed('nasty texts', nasty),
    revealed('mixed', mixed),
    {
      name: 'random: rows outside of the scope',
      steps: [evaluation({ 'export.csv': csv(repeating) }, { project: 'SHOP', repo: 'cart' })],
    },
    {
      name: 'random: one project',
      steps: [
        evaluation(
          { 'export.csv': csv(repeating.filter(({ project }) => project === 'PAY')) },
          { project: 'pay' },
        ),
      ],
    },
  ]
}

/** Without and with a key; then over a baseline of half of the rows, and the own `findings.csv` once more. */
function judged(name: string, rows: readonly Row[], style: Style = {}): Case {
  const body = csv(rows, style)
  const half = csv(
    rows.filter((_row, at) => at % 3 !== 0),
    style,
  )
  const keyed = { 'fingerprint-key': KEY }
  return {
    name: `random: ${name}`,
    steps: [
      evaluation({ 'export.csv': body }, { thresholds: manyThresholds }),
      evaluation({ 'export.csv': half }, { ...keyed, mode: 'report' }),
      withBaseline({ 'export.csv': body }, keyed),
      {
        inputs: { operation: 'evaluate', 'report-files': 'before.csv', ...keyed },
        files: (earlier) => ({ 'before.csv': asFile(earlier.at(-1), 'findings.csv') }),
      },
    ],
  }
}

function withBaseline(files: Readonly<Record<string, string>>, inputs: Inputs) {
  return {
    inputs: {
      operation: 'evaluate',
      'report-files': 'export.csv',
      'baseline-file': 'base.json',
      'policy-file': 'policy.yml',
      ...inputs,
    },
    files: (earlier: readonly Answer[]) => ({
      ...files,
      'policy.yml': policy,
      'base.json': asFile(earlier.at(-1), 'baseline.json'),
    }),
  }
}

function revealed(name: string, rows: readonly Row[]): Case {
  const inputs = { 'reveal-secrets': 'true', formats: 'csv,json,sarif,html' }
  return { name: `random: ${name}, revealed`, steps: [evaluation({ 'export.csv': csv(rows) }, inputs)] }
}

/** A file that an earlier step wrote; empty when it wrote none, which is an answer too. */
export function asFile(answer: Answer | undefined, name: string): Buffer {
  return Buffer.from(answer?.[name] ?? '', 'latin1')
}
