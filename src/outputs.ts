/** The outputs of a run as text by name. Pure; every name of the contract is there on every path. */

import type { ScanStatusWord } from './context.ts'
import type { Counts, ThresholdOutcome } from './finding.ts'
import type { Verdict } from './judge/verdict.ts'
import type { ReportFile } from './report/report-files.ts'
import { heaviestFirst } from './text.ts'

/** Entries kept of each map in the output `counts`; report.json has them all. */
const COUNTS_LIMIT = 50

/** Output name of each report file that has one. */
const outputOfFile = {
  csv: 'csv-file',
  json: 'json-file',
  sarif: 'sarif-file',
  html: 'html-file',
  junit: 'junit-file',
  markdown: 'summary-file',
  baseline: 'baseline-file',
} as const satisfies Partial<Record<ReportFile, string>>

type FileOutput = (typeof outputOfFile)[keyof typeof outputOfFile]

/** Absolute paths of the files that were written, by output name; '' for those that were not. */
export type WrittenFiles = Readonly<Record<FileOutput, string>>

/** Published files by the names of their outputs. */
export function writtenFiles(published: Readonly<Partial<Record<ReportFile, string>>>): WrittenFiles {
  const entries = Object.entries(outputOfFile).map(([file, output]) => [
    output,
    published[file as keyof typeof outputOfFile] ?? '',
  ])
  return Object.fromEntries(entries) as WrittenFiles
}

/** What the outputs are made from. */
export type OutputFacts = {
  readonly verdict: Verdict
  readonly counts: Counts | null
  readonly thresholds: readonly ThresholdOutcome[]
  readonly scanStatus: ScanStatusWord
  readonly reportDir: string
  readonly files: WrittenFiles
  readonly artifact: { readonly id: string; readonly url: string; readonly digest: string } | null
  readonly matrix: string
}

/** All outputs; what a run did not come to is an empty text. */
export function outputsOf(facts: OutputFacts): Record<string, string> {
  const { verdict, counts, files, artifact } = facts
  const violated = facts.thresholds.filter((threshold) => !threshold.passed)
  const number = (value: number | undefined): string => (value === undefined ? '' : String(value))
  return {
    verdict: verdict.word,
    'exit-code': String(verdict.exitCode),
    'total-findings': number(counts?.total),
    'distinct-findings': number(counts?.distinct),
    'new-findings': number(counts?.new),
    'suppressed-findings': number(counts?.suppressed),
    violations: JSON.stringify(violated.map(violationOf)),
    counts: counts === null ? '' : JSON.stringify(boundedCounts(counts)),
    'scan-status': facts.scanStatus,
    'timed-out': String(facts.scanStatus === 'timed-out'),
    'report-dir': facts.reportDir,
    ...files,
    'artifact-id': artifact?.id ?? '',
    'artifact-url': artifact?.url ?? '',
    'artifact-digest': artifact?.digest ?? '',
    matrix: facts.matrix,
  }
}

function violationOf({ name, selector, observed, max, level }: ThresholdOutcome): object {
  return { name, selector, observed, max, level }
}

/** Counts with each map cut to its heaviest entries, since outputs are limited in size. */
function boundedCounts(counts: Counts): object {
  return Object.fromEntries(
    Object.entries(counts).map(([name, value]) => [
      name,
      typeof value === 'number' ? value : heaviest(value),
    ]),
  )
}

function heaviest(map: Record<string, number>): Record<string, number> {
  return Object.fromEntries(heaviestFirst(map).slice(0, COUNTS_LIMIT))
}
