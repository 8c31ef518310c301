/** The one table of the files that a run may leave in `output-dir`: name, output, and how each is made. Pure. */
import type { Format } from '../config/table.ts'
import { renderGitlab } from './gitlab.ts'
import type { PastRun } from './history.ts'
import { renderJson } from './json.ts'
import { renderJunit } from './junit.ts'
import { renderMarkdown } from './markdown.ts'
import type { Report } from './model.ts'
import { renderSarif } from './sarif.ts'

/** A format, or one of the files that go with certain operations. */
export type ReportFile = Format | 'baseline' | 'reviewed' | 'dotenv' | 'properties'

/** All that the text of a file is made from. */
export type Material = {
  readonly report: Report
  /** Runs of this scope, oldest first, this one last. */
  readonly history: readonly PastRun[]
  readonly baseline: () => Iterable<string>
}

/** The text of a file, whole or in pieces. */
export type Rendered = string | Iterable<string> | Promise<string>

type FormatRow = {
  /** In `output-dir`; fixed, since other tools rely on it. */
  readonly name: string
  /** The output that holds the path of the file, if there is one. */
  readonly output?: string
  /** Absent for files that are written elsewhere. */
  readonly render?: (material: Material) => Rendered
}

/** In the order in which they are listed for people. */
export const reportFormats: Readonly<Record<ReportFile, FormatRow>> = {
  csv: { name: 'findings.csv', output: 'csv-file' },
  json: { name: 'report.json', output: 'json-file', render: ({ report }) => renderJson(report) },
  sarif: { name: 'report.sarif', output: 'sarif-file', render: ({ report }) => renderSarif(report) },
  html: {
    name: 'report.html',
    output: 'html-file',
    render: ({ report, history }) => renderHtml(report, history),
  },
  junit: { name: 'report.junit.xml', output: 'junit-file', render: ({ report }) => renderJunit(report) },
  gitlab: { name: 'gl-secret-detection-report.json', render: ({ report }) => renderGitlab(report) },
  markdown: {
    name: 'summary.md',
    output: 'summary-file',
    render: ({ report, history }) => renderMarkdown(report, history),
  },
  baseline: { name: 'baseline.json', output: 'baseline-file', render: ({ baseline }) => baseline() },
  reviewed: { name: 'reviewed.csv' },
  // Outputs, which the hosts of some CIs write at the very end: those of an earlier run go when a run begins.
  dotenv: { name: 'soteri-gate.env' },
  properties: { name: 'soteri-gate.properties' },
}

export const reportFiles = Object.keys(reportFormats) as readonly ReportFile[]

/** The templates and their libraries are loaded on the first call, so that runs without this format do not load them. */
export async function renderHtml(report: Report, history: readonly PastRun[] = []): Promise<string> {
  const { renderPage } = await import('./html/page.ts')
  return renderPage(report, history)
}
