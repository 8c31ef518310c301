/**
 * `report.html`: one self-contained file for people. Pure: report in, text out. The templates and the libraries
 * they use are loaded on the first call, so that runs without this format do without them.
 */
import type { PastRun } from './history.ts'
import type { Report } from './model.ts'

/**
 * The text of `report.html` (UTF-8). `history` holds the runs of this scope, oldest first, this run last; the trend is
 * shown from two runs on, and shows the last `TREND_RUNS`.
 */
export async function renderHtml(report: Report, history: readonly PastRun[] = []): Promise<string> {
  const { renderPage } = await import('./html/page.ts')
  return renderPage(report, history)
}
