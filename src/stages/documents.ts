/** Which files a run leaves and how each is made. Rendering cannot change the verdict: it receives it. */
import type { Inputs } from '../config/inputs.ts'
import { renderGitlab } from '../report/gitlab.ts'
import { renderHtml } from '../report/html.ts'
import { renderJson } from '../report/json.ts'
import { renderJunit } from '../report/junit.ts'
import { renderMarkdown } from '../report/markdown.ts'
import type { Report } from '../report/model.ts'
import type { ReportDocument } from '../report/publish.ts'
import type { ReportFile } from '../report/report-files.ts'
import type { RunResult } from '../report/run-result.ts'
import { renderSarif } from '../report/sarif.ts'
import type { Trend } from './trend.ts'

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

/** The summary costs nothing and is an output of every run, so it is written beside whatever formats are asked for. */
function wantedFiles(inputs: Inputs | null): ReadonlySet<ReportFile> {
  return new Set<ReportFile>([...(inputs?.formats ?? []), ...filesWithoutInputs])
}
