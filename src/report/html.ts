/** `report.html`: one self-contained file for people. Pure. */
import type { PastRun } from './history.ts'
import type { Report } from './model.ts'

/**
 * The text of `report.html` (UTF-8). `history` holds the runs of this scope, oldest first, this run last. The templates
 * and their libraries are loaded on the first call, so that runs without this format do not load them.
 */
export async function renderHtml(report: Report, history: readonly PastRun[] = []): Promise<string> {
  const { renderPage } = await import('./html/page.ts')
  return renderPage(report, history)
}
