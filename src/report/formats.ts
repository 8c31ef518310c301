/** The files of a run and how each is rendered. Rendering cannot change the verdict: it receives it. */
import type { Inputs } from '../config/inputs.ts'
import { renderGitlab } from './gitlab.ts'
import type { PastRun, Trend } from './history.ts'
import { renderJson } from './json.ts'
import { renderJunit } from './junit.ts'
import { renderMarkdown } from './markdown.ts'
import type { Report } from './model.ts'
import type { ReportDocument } from './publish.ts'
import type { ReportFile } from './report-files.ts'
import type { RunResult } from './run-result.ts'
import { renderSarif } from './sarif.ts'

/** Files of a run that failed before its inputs were known: enough to see why. */
const filesWithoutInputs = ['json', 'markdown'] as const satisfies readonly ReportFile[]

/**
 * The files of this run in this state: `findings.csv` and `baseline.json` only when everything was judged, since
 * half of either would be taken for the whole.
 */
export function documentsOf(report: Report, result: RunResult, trend: Trend): readonly ReportDocument[] {
  const wanted = wantedFiles(result.inputs)
  const documents: ReportDocument[] = []
  const add = (file: ReportFile, render: ReportDocument['render']): void => {
    if (wanted.has(file)) documents.push({ file, render })
  }
  const { decision } = result
  const history = trend.with(report)
  if (decision !== null) {
    add('csv', null)
    documents.push({ file: 'baseline', render: () => decision.baselineLines() })
  }
  add('json', () => renderJson(report))
  add('markdown', () => renderMarkdown(report, history))
  add('sarif', () => renderSarif(report))
  add('junit', () => renderJunit(report))
  add('gitlab', () => renderGitlab(report))
  add('html', () => renderHtml(report, history))
  if (result.hasReviewedFile) documents.push({ file: 'reviewed', render: null })
  return documents
}

/** The summary costs nothing and is an output of every run, so it is written beside all chosen formats. */
function wantedFiles(inputs: Inputs | null): ReadonlySet<ReportFile> {
  return new Set<ReportFile>([...(inputs?.formats ?? []), ...filesWithoutInputs])
}

/**
 * The text of `report.html` (UTF-8). `history` holds the runs of this scope, oldest first, this run last. The templates
 * and their libraries are loaded on the first call, so that runs without this format do not load them.
 */
export async function renderHtml(report: Report, history: readonly PastRun[] = []): Promise<string> {
  const { renderPage } = await import('./html/page.ts')
  return renderPage(report, history)
}
