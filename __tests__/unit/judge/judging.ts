/** Findings and whole judgements for the tests of the judge. */
import { createHash } from 'node:crypto'
import { mergePolicies, type Policy } from '../../../src/config/policy.ts'
import { parsePolicyFile } from '../../../src/config/policy-file.ts'
import { FindingNames, type FindingRow } from '../../../src/export/finding-row.ts'
import { REDACTED, type Ruling, type ThresholdOutcome } from '../../../src/finding.ts'
import { readBaseline } from '../../../src/judge/baseline.ts'
import { type Decision, Judge, type JudgeSettings } from '../../../src/judge/judge.ts'
import { rowMaker, type SampleFinding } from '../../fixtures/finding-rows.ts'

export const NOW = Date.UTC(2026, 10, 1)
export const DAY = 86_400_000

/** A finding in PROJ/shop on main. */
export function finding(given: Partial<SampleFinding> = {}): SampleFinding {
  return {
    project: 'PROJ',
    repository: 'shop',
    branch: 'main',
    path: 'src/config.ts',
    line: 7,
    rule: 'AWS_CLIENT_ID',
    scannedAt: NOW - DAY,
    secret: 'one',
    match: REDACTED,
    ...given,
  }
}

/** The policy of thresholds in the short form. */
export function policyOf(thresholds: string): Policy {
  const composed = mergePolicies({ documents: [], thresholdsInput: thresholds, whatIf: null })
  if (composed.mistakes.length > 0) throw new Error(JSON.stringify(composed.mistakes))
  return composed.policy
}

/** The policy of a file. */
export function policyOfFile(text: string): Policy {
  const { document, mistakes } = parsePolicyFile(text, 'policy.yml')
  if (document === null) throw new Error(JSON.stringify(mistakes))
  return mergePolicies({ documents: [document], thresholdsInput: null, whatIf: null }).policy
}

export type Judged = Decision & { readonly rulings: readonly Ruling[]; readonly baseline: string }

export type JudgeOptions = Partial<Omit<JudgeSettings, 'policy' | 'baseline' | 'names' | 'key'>> & {
  /** Text of a baseline.json. */
  readonly baseline?: string | null
  readonly policy?: Policy | string
  /** A `fingerprint-key`. */
  readonly key?: string
  readonly names?: FindingNames
}

/** A judge, and what makes its rows of findings. */
export type OpenedJudge = { readonly judge: Judge; readonly rowOf: (finding: SampleFinding) => FindingRow }

/** A judge before its first row; everything has a default. */
export function openJudge(options: JudgeOptions = {}): OpenedJudge {
  const { policy = 'total = 0', baseline = null, key: keyText, ...settings } = options
  const key = keyText === undefined ? null : Buffer.from(keyText)
  const keyCheck = key === null ? null : createHash('sha256').update(key).digest('hex').slice(0, 4)
  const names = options.names ?? new FindingNames()
  const judge = new Judge({
    policy: typeof policy === 'string' ? policyOf(policy) : policy,
    baseline: baseline === null ? null : readBaseline(baseline, 'baseline.json', keyCheck),
    reviewed: null,
    now: NOW,
    key,
    keyCheck,
    names,
    ...settings,
  })
  return { judge, rowOf: rowMaker(names, key) }
}

/** Judges findings in this order; everything but the findings has a default. */
export function judge(findings: readonly SampleFinding[], options: JudgeOptions = {}): Judged {
  const { judge, rowOf } = openJudge(options)
  const rulings = findings.map((finding) => judge.see(rowOf(finding)).copy())
  const decision = judge.conclude()
  return { ...decision, rulings, baseline: baselineText(decision) }
}

export function baselineText(decision: Decision): string {
  return [...decision.baselineLines()].join('')
}

/** Text of the baseline that a run over these findings writes. */
export function baselineOf(findings: readonly SampleFinding[], options: JudgeOptions = {}): string {
  return judge(findings, options).baseline
}

/** What the threshold of this name observed. */
export function observed({ thresholds }: Decision, name: string): number {
  return outcome(thresholds, name).observed
}

export function outcome(thresholds: readonly ThresholdOutcome[], name: string): ThresholdOutcome {
  const found = thresholds.find((threshold) => threshold.name === name)
  if (found === undefined) throw new Error(`no threshold ${name} in ${thresholds.map((t) => t.name).join()}`)
  return found
}
