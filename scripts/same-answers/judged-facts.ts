/**
 * What a run judged, without the words of its reports, so that builds can be compared whose words and schemas differ:
 * exit code, verdict, error code, counts, thresholds, each row and its status, baseline, fingerprints in SARIF.
 */
import { parse } from 'csv-parse/sync'
import type { Answer } from './case.ts'

type Report = {
  readonly verdict: string
  readonly error?: { readonly code: string }
  readonly counts: { readonly byOwner?: unknown }
  readonly thresholds: readonly Record<string, unknown>[]
  readonly period: unknown
  readonly evidence: { readonly exports: readonly Record<string, unknown>[] }
}
type Sarif = {
  readonly runs: readonly {
    readonly results?: readonly SarifResult[]
  }[]
}
type SarifResult = {
  readonly ruleId: string
  readonly partialFingerprints: object
  readonly suppressions?: readonly unknown[]
}

/** Outputs that are numbers or names, not sentences. */
const comparedOutputs = /^(verdict|exit-code|scan-status|timed-out|\w+-findings)=/

export function judgedFacts(answer: Answer): Answer {
  const facts: Record<string, string> = { 'exit code': answer['exit code'] ?? '' }
  const report = answer['report.json']
  if (report !== undefined) facts['report.json'] = lines(factsOfReport(JSON.parse(report)))
  const findings = answer['findings.csv']
  if (findings !== undefined) facts['findings.csv'] = lines(rowsOf(findings))
  const sarif = answer['report.sarif']
  if (sarif !== undefined) facts['report.sarif'] = lines(fingerprintsOf(JSON.parse(sarif)))
  const outputs = (answer.outputs ?? '').split('\n').filter((line) => comparedOutputs.test(line))
  facts.outputs = outputs.join('\n')
  if (answer['baseline.json'] !== undefined) facts['baseline.json'] = answer['baseline.json']
  facts['left behind'] = answer['left behind'] ?? ''
  return facts
}

function lines(facts: readonly unknown[]): string {
  return facts.map((fact) => JSON.stringify(fact)).join('\n')
}

function factsOfReport({ verdict, error, counts, thresholds, period, evidence }: Report): readonly unknown[] {
  const { byOwner: _, ...others } = counts
  return [
    { verdict, error: error?.code ?? null, period },
    ...Object.entries(others),
    ...thresholds.map(({ selector, level, max, observed, passed }) => ({
      selector,
      level,
      max,
      observed,
      passed,
    })),
    ...evidence.exports.map(({ rows, findings, suppressed }) => ({ rows, findings, suppressed })),
  ]
}

/** The column of owners came later. */
function rowsOf(csv: string): readonly unknown[] {
  const rows: Record<string, string>[] = parse(csv, { columns: true, relax_column_count: true })
  return rows.map(({ owner: _, ...row }) => Object.values(row).join(' | '))
}

/** 0a03300 wrote a result for each row, suppressed ones included; later builds write one for each open fingerprint. */
function fingerprintsOf({ runs }: Sarif): readonly unknown[] {
  const results = runs.flatMap(({ results: each }) => each ?? [])
  const open = results.filter(({ suppressions = [] }) => suppressions.length === 0)
  const facts = open.map(
    ({ ruleId, partialFingerprints }) => `${ruleId} ${JSON.stringify(partialFingerprints)}`,
  )
  return [...new Set(facts)].sort()
}
