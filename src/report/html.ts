/**
 * `report.html`: one self-contained file for people. Pure: report in, text out. The templates and the libraries
 * they use are loaded on the first call, so that runs without this format start as fast as before.
 */
import type { TrendRun } from './html/charts/trend.ts'
import type { Report } from './model.ts'

export type { TrendRun } from './html/charts/trend.ts'

/**
 * The text of `report.html` (UTF-8). `history` holds earlier runs, oldest first, with this run last; the trend is
 * shown from two runs on, and shows the last 30.
 */
export async function renderHtml(report: Report, history: readonly TrendRun[] = []): Promise<string> {
  const { renderPage } = await import('./html/page.ts')
  return renderPage(report, history)
}
