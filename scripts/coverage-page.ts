/**
 * Counts what a test runs of the script of `report.html` in the browser. Only under `npm run coverage`, which sets
 * `COVERAGE_FOLDER`: then the page gets the same script before minifying, so that what V8 counts can be reported in lines
 * and branches of `src/report/html/`. Otherwise the page stays as it is.
 */
import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { pageScript } from '../src/report/html/embedded.ts'
import { cspHash } from '../src/report/html/page.ts'
import { plainPageScript } from './embed-page.ts'

const folder = process.env.COVERAGE_FOLDER

/** This text of `report.html` with the script that can be counted, and the hash of it in the page's policy. */
export async function countable(html: string): Promise<string> {
  if (folder === undefined) return html
  const { code } = plainPageScript()
  const [before, after] = [await cspHash(pageScript), await cspHash(code)].map((hash) => hash.slice(1, -1))
  return html.replace(before ?? '', () => after ?? '').replace(pageScript, () => code)
}

/** Counts in this page from now on; await what it returns before the page is closed. */
export async function countPage(page: Page): Promise<() => Promise<void>> {
  if (folder === undefined) return async () => {}
  const { code, url } = plainPageScript()
  await page.coverage.startJSCoverage({ resetOnNavigation: false })
  return async () => {
    const scripts = await page.coverage.stopJSCoverage()
    const result = scripts
      .filter(({ source }) => source === code)
      .map(({ scriptId, functions }) => ({ scriptId, url, functions }))
    writeFileSync(join(folder, `coverage-page-${randomUUID()}.json`), JSON.stringify({ result }))
  }
}
