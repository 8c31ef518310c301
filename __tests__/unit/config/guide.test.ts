/** Runs the examples of docs/policy.md: what a reader copies from there works, and does what is said. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { mergePolicies } from '../../../src/config/policy.ts'
import { parsePolicyFile } from '../../../src/config/policy-file.ts'
import { parseThresholds } from '../../../src/config/thresholds.ts'
import { builtInSeverities, UNKNOWN_RULE_SEVERITY } from '../../../src/judge/severities.ts'
import type { SampleFinding } from '../../fixtures/finding-rows.ts'
import { baselineOf, DAY, finding, judge, NOW } from '../judge/judging.ts'

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

  it.each(cases.map((text): [string, string] => [text.split('\n', 1).join(), text]))('%s', (_title, text) => {
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
  })
})
