/**
 * `npm run samples [-- FOLDER]`: writes the sample reports, and pictures of them in light and dark where a Chromium
 * is found (`CHROMIUM_PATH`, else /usr/bin/chromium), so that a change of the page can be looked at.
 * `npm run samples -- --readme` also renews the pictures in `docs/pictures`.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import type { Browser } from 'playwright-core'
import { renderHtml } from '../src/report/formats.ts'
import { chromiumPath, openChromium } from './chromium.ts'
import { sampleReports } from './sample-reports.ts'

const { values, positionals } = parseArgs({
  options: { readme: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const folder = resolve(positionals[0] ?? 'soteri-report/samples')
const schemes = ['light', 'dark'] as const

const names = await writeSamples()
if (chromiumPath() === null) console.log('No Chromium found: no pictures. Set CHROMIUM_PATH to have them.')
else await takePictures()

async function writeSamples(): Promise<string[]> {
  mkdirSync(folder, { recursive: true })
  const written: string[] = []
  for (const { name, report, history } of sampleReports()) {
    const start = performance.now()
    const text = await renderHtml(report, history)
    const took = Math.round(performance.now() - start)
    const file = join(folder, `${name}.html`)
    writeFileSync(file, text)
    written.push(name)
    console.log(`${file}  ${Math.round(text.length / 1024)} KiB in ${took} ms`)
  }
  return written
}

async function takePictures(): Promise<void> {
  const browser = await openChromium()
  try {
    for (const scheme of schemes) await wholePages(browser, scheme)
    if (values.readme) await readmePictures(browser)
  } finally {
    await browser.close()
  }
}

async function wholePages(browser: Browser, colorScheme: (typeof schemes)[number]): Promise<void> {
  const page = await browser.newPage({ colorScheme, viewport: { width: 1280, height: 900 } })
  for (const name of names) {
    await page.goto(pathToFileURL(join(folder, `${name}.html`)).href)
    const path = join(folder, `${name}-${colorScheme}.png`)
    await page.screenshot({ path, fullPage: true })
    console.log(path)
  }
  await page.close()
}

/** What the README and docs/pictures show: the first screens of three reports, and how they are printed. */
async function readmePictures(browser: Browser): Promise<void> {
  for (const name of ['one-violation', 'fifty', 'error']) {
    for (const scheme of schemes) {
      for (const width of [1400, 500])
        await picture(browser, name, { scheme, width, file: `${name}-${width}-${scheme}` })
    }
    await picture(browser, name, { scheme: 'light', width: 800, file: `${name}-print`, print: true })
  }
}

type Picture = {
  readonly scheme: (typeof schemes)[number]
  readonly width: number
  readonly file: string
  readonly print?: boolean
}

async function picture(
  browser: Browser,
  name: string,
  { scheme, width, file, print }: Picture,
): Promise<void> {
  const viewport = { width, height: print ? 1130 : 1600 }
  const page = await browser.newPage({ colorScheme: scheme, viewport, reducedMotion: 'reduce' })
  await page.goto(pathToFileURL(join(folder, `${name}.html`)).href)
  if (print) {
    await page.emulateMedia({ media: 'print' })
    await page.evaluate('dispatchEvent(new Event("beforeprint"))')
  } else if (name !== 'error') await page.locator('.findings .more button').first().click()
  const path = join('docs/pictures', `${file}.png`)
  await page.screenshot({ path })
  console.log(path)
  await page.close()
}
