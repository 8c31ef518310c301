/** Names of everything that a run may leave in `output-dir`. Pure. */
import type { Format } from '../config/inputs.ts'

/** A format, or one of the files that go with certain operations. */
export type ReportFile = Format | 'baseline' | 'reviewed' | 'dotenv' | 'properties'

/** Their names in `output-dir`, fixed: other tools rely on them. */
export const reportFileNames: Readonly<Record<ReportFile, string>> = {
  csv: 'findings.csv',
  json: 'report.json',
  sarif: 'report.sarif',
  html: 'report.html',
  junit: 'report.junit.xml',
  gitlab: 'gl-secret-detection-report.json',
  markdown: 'summary.md',
  baseline: 'baseline.json',
  reviewed: 'reviewed.csv',
  // Outputs, which the hosts of some CIs write at the very end: those of an earlier run go when a run begins.
  dotenv: 'soteri-gate.env',
  properties: 'soteri-gate.properties',
}

/** In the order in which they are listed for people. */
export const reportFiles = Object.keys(reportFileNames) as readonly ReportFile[]
