/**
 * `npm run samples [folder]`: writes the sample reports, and pictures of them in light and dark where a Chromium
 * is found (`CHROMIUM_PATH`, else /usr/bin/chromium), so that a change of the page can be looked at.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { renderHtml } from '../src/report/html.ts'
import { chromiumPath, openChromium } from './chromium.ts'
import { sampleReports } from './sample-reports.ts'

const folder = resolve(process.argv[2] ?? 'soteri-report/samples')
mkdirSync(folder, { recursive: true })

const files: string[] = []
for (const { name, report, history } of sampleReports()) {
  const start = performance.now()
  const text = await renderHtml(report, history)
  const took = Math.round(performance.now() - start)
  const file = join(folder, `${name}.html`)
  writeFileSync(file, text)
  files.push(file)
  console.log(`${file}  ${Math.round(text.length / 1024)} KiB in ${took} ms`)
}

if (chromiumPath() === null) {
  console.log('No Chromium found: no pictures. Set CHROMIUM_PATH to have them.')
} else {
  await takePictures()
}

async function takePictures(): Promise<void> {
  const browser = await openChromium()
  try {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await browser.newPage({ colorScheme, viewport: { width: 1280, height: 900 } })
      for (const file of files) {
        await page.goto(pathToFileURL(file).href)
        const picture = file.replace(/\.html$/, `-${colorScheme}.png`)
        await page.screenshot({ path: picture, fullPage: true })
        console.log(picture)
      }
      await page.close()
    }
  } finally {
    await browser.close()
  }
}
