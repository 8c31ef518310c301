/** `report.html` in a real Chromium: links, keyboard, and nothing that leaves the page. */
import { expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import {
  describeInChromium,
  fingerprintAt,
  open,
  openFolds,
  samples,
  stopCounting,
} from '../fixtures/report-pages.ts'

/** As in a browser that keeps nothing for files from disk. */
const forbidStorage = `Object.defineProperty(window, 'localStorage', { get() { throw new Error('forbidden') } })`

describeInChromium('report.html in Chromium', () => {
  it.each(samples)('loads nothing, says nothing and breaks no policy: $name', async ({ name }) => {
    const { page, astray } = await open(name)
    await page.evaluate(openFolds)
    for (const button of await page.locator('.findings .more button').all()) await button.click()
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))')
    expect(astray).toEqual([])
  })

  it('runs nothing of hostile content, and shows it as text', async () => {
    const { page, astray } = await open('hostile')
    expect(await page.evaluate('typeof window.hostile')).toBe('undefined')
    expect(await page.locator('img, iframe, object, embed, main script').count()).toBe(0)
    expect(await page.locator('a[href^="javascript:" i]').count()).toBe(0)
    await page.getByRole('searchbox').fill('<script>')
    const rules = await page.locator('.findings tbody code').allTextContents()
    expect(rules).toContain('<script>window.hostile = 1</script>')
    for (const button of await page.locator('.findings .more button').all()) await button.click()
    expect(await page.evaluate('typeof window.hostile')).toBe('undefined')
    expect(astray).toEqual([])
  })

  it('has a policy that would stop a script that got in', async () => {
    const { page, astray } = await open('clean')
    await page.evaluate(
      `document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.hostile = 8' }))`,
    )
    expect(await page.evaluate('typeof window.hostile')).toBe('undefined')
    expect(astray.join()).toContain('Content Security Policy')
  })

  it('shows the finding that a link names, wherever it is, and focuses it', async () => {
    const { page } = await open('thousands', `#${fingerprintAt('thousands', 41_234)}`)
    const row = page.locator('tr[aria-current=true]')
    const shown = await row.getAttribute('data-row')
    expect(await page.locator('tr.detail').textContent()).toContain(fingerprintAt('thousands', 41_234))
    expect(await page.evaluate('document.activeElement.closest("tr").dataset.row')).toBe(shown)
    expect(await comesIntoView(page, 'tr[aria-current=true]')).toBe(true)
    await page.evaluate(`location.hash = '#${fingerprintAt('thousands', 7)}'`)
    await page.waitForSelector('tr[data-row="7"][aria-current=true]')
    expect(await row.count()).toBe(1)
  })

  it('says so when a link names a finding that is not there', async () => {
    const { page } = await open('one-violation', `#${'0'.repeat(32)}`)
    expect(await page.getByRole('alert').textContent()).toContain('look it up in findings.csv')
  })

  it('filters by a click into a picture or on its number', async () => {
    const { page } = await open('one-violation')
    await page.locator('#picture-rules [data-link="#rule=SLACK_WEBHOOK"]').click()
    await page.getByRole('status').filter({ hasText: '3 of 11 findings' }).waitFor()
    await page.locator('#picture-severity a', { hasText: 'critical' }).click()
    await page.getByRole('status').filter({ hasText: '2 of 11 findings' }).waitFor()
    await page.getByRole('button', { name: 'Clear' }).click()
    expect(await page.getByRole('status').textContent()).toBe('11 of 11 findings')
  })

  it('filters by names that are hostile as by any other', async () => {
    const { page } = await open('hostile')
    await page.evaluate(openFolds)
    for (const name of [
      '<script>window.hostile = 1</script>',
      'invoice\\u{202e}fdp.exe',
      '../../../../admin',
    ]) {
      await page.locator('#picture-rules table a', { hasText: name }).click()
      await page.getByRole('status').filter({ hasText: '1 of 15 findings' }).waitFor()
      expect(await page.locator('.findings tbody tr:first-child td:nth-child(2)').textContent()).toBe(name)
    }
  })

  it('filters and sorts by its controls, and turns pages', async () => {
    const { page } = await open('thousands')
    await page.getByRole('combobox', { name: 'repository' }).selectOption({ index: 1 })
    const [first = ''] = await page.locator('.findings tbody tr td:nth-child(4)').allTextContents()
    expect(new Set(await page.locator('.findings tbody tr td:nth-child(4)').allTextContents())).toEqual(
      new Set([first]),
    )
    await page.getByRole('button', { name: 'Scanned' }).click()
    await page.getByRole('button', { name: 'Scanned' }).click()
    const dates = await page.locator('.findings td.time').allTextContents()
    expect(dates).toEqual([...dates].sort().reverse())
    expect(await page.locator('th', { hasText: 'Scanned' }).getAttribute('aria-sort')).toBe('descending')
    await page.getByRole('button', { name: 'Next' }).click()
    expect(await page.locator('.pager').textContent()).toContain('51–100 of')
    await page.getByRole('button', { name: 'Last' }).click()
    expect(await page.getByRole('button', { name: 'Next' }).isDisabled()).toBe(true)
  })

  it('shows more rows on a page, says when there are none, and takes a filter back', async () => {
    const { page } = await open('thousands')
    const all = (await page.getByRole('status').textContent()) ?? 'missing'
    expect(all).toMatch(/^4\d,\d{3} of 4\d,\d{3} findings$/)
    await page.getByRole('combobox', { name: 'Rows' }).selectOption('100')
    expect(await page.locator('.findings tbody tr').count()).toBe(100)
    await page.getByRole('combobox', { name: 'severity' }).selectOption({ index: 1 })
    expect(await page.getByRole('status').textContent()).not.toBe(all)
    await page.getByRole('combobox', { name: 'severity' }).selectOption('All')
    await page.getByRole('status').filter({ hasText: all }).waitFor()
    await page.getByRole('searchbox').fill('no finding has this')
    await page.locator('.pager', { hasText: 'None' }).waitFor()
  })

  it('keeps every choice in its address, so that a link shows the same', async () => {
    const { page } = await open('thousands')
    await page.getByRole('combobox', { name: 'severity' }).selectOption({ index: 1 })
    await page.getByRole('combobox', { name: 'owner' }).selectOption({ label: await ownerOf(page) })
    await page.getByRole('combobox', { name: 'Group by' }).selectOption('repository')
    await page.getByRole('searchbox').fill('acme')
    await page.waitForURL(/search=acme/)
    const [status, address] = [await page.getByRole('status').textContent(), page.url()]
    expect(new URL(address).hash).toBe('#severity=critical&owner=team-core&search=acme&group=repository')
    expect(await page.locator('tr.group').first().textContent()).toMatch(/^CORE\/\S+ · [\d,]+$/)
    await page.goto('about:blank')
    await page.goto(address)
    expect(await page.getByRole('status').textContent()).toBe(status)
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.locator('.controls').getByRole('button', { name: 'Copy link' }).click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(address)
  })

  it('opens a finding on a phone, where rows are cards', async () => {
    const { page } = await open('fifty', '', { viewport: { width: 500, height: 900 } })
    await page.locator('.findings .more button').nth(1).click()
    await page.locator('tr.detail .steps').waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(500)
    // The cells of a card are below each other.
    const cells = `[...document.querySelectorAll('.findings tr[data-row="0"] td[data-title]')].map((cell) => cell.getBoundingClientRect())`
    expect(
      await page.evaluate(`${cells}.every(({ top }, at, all) => at === 0 || top >= all[at - 1].bottom - 1)`),
    ).toBe(true)
    await page.setViewportSize({ width: 1400, height: 900 })
    expect(await page.evaluate(`new Set(${cells}.map(({ top }) => Math.round(top))).size`)).toBe(1)
  })

  it('leads from an exceeded threshold to the findings that it counts', async () => {
    const { page } = await open('one-violation')
    await page.locator('#violated a').click()
    await page
      .getByRole('status')
      .filter({ hasText: /^1 of 11 findings$/ })
      .waitFor()
  })

  it('prints up to 1,000 findings, without snippets, and is as before afterwards', async () => {
    const { page } = await open('thousands')
    await page.locator('.findings .more button').first().click()
    expect(await page.locator('tr.detail').count()).toBe(1)
    await page.emulateMedia({ media: 'print' })
    await page.evaluate('dispatchEvent(new Event("beforeprint"))')
    expect(await page.locator('tr[data-row]').count()).toBe(1000)
    expect(await page.locator('tr.detail').count()).toBe(0)
    await page.evaluate('dispatchEvent(new Event("afterprint"))')
    expect(await page.locator('tr[data-row]').count()).toBe(50)
    expect(await page.locator('tr.detail').count()).toBe(1)
  })

  it('copies a suppression, and selects it where the clipboard is closed', async () => {
    const { page } = await open('one-violation')
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.locator('.findings td.more button').first().click()
    const detail = page.locator('tr.detail')
    await detail.getByText('No secret, or accepted').click()
    const text = await detail.locator('pre').textContent()
    await detail.getByRole('button', { name: 'Copy', exact: true }).click()
    await detail.getByRole('button', { name: 'Copied' }).waitFor()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(text)
    await detail.getByRole('button', { name: 'Copy', exact: true }).waitFor()
    await page.evaluate('navigator.clipboard.writeText = () => Promise.reject(new Error("closed"))')
    await detail.getByRole('button', { name: 'Copy', exact: true }).click()
    await detail.getByRole('button', { name: 'Selected' }).waitFor()
    expect(`${await page.evaluate('String(getSelection())')}\n`).toBe(text)
    await page.locator('.findings td.more button').first().click()
    await detail.waitFor({ state: 'detached' })
  })

  it('shows everything for a link that is cut within a letter or names nothing', async () => {
    for (const hash of ['#rule=%E0%A4%A', '#rule=NO_SUCH_RULE', '#thresholds']) {
      const { page, astray } = await open('one-violation', hash)
      expect(await page.getByRole('status').textContent()).toBe('11 of 11 findings')
      expect(astray).toEqual([])
      await stopCounting()
      await page.context().close()
    }
  })

  it('keeps the chosen theme for the next visit', async () => {
    const { page } = await open('clean', '', { colorScheme: 'light' })
    await page.getByRole('button', { name: 'Switch to the dark theme' }).click()
    const theme = () => page.evaluate('document.documentElement.dataset.theme')
    // On a busy machine the browser stores a choice a moment after it was made.
    for (let visit = 0; visit === 0 || (visit < 5 && (await theme()) !== 'dark'); visit++) await page.reload()
    expect(await theme()).toBe('dark')
    await page.getByRole('button', { name: 'Switch to the light theme' }).waitFor()
  })

  it('changes its theme where nothing may be stored', async () => {
    const { page, astray } = await open('clean', '', { colorScheme: 'light' }, forbidStorage)
    await page.getByRole('button', { name: 'Switch to the dark theme' }).click()
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark')
    expect(astray).toEqual([])
  })

  it('can be used with the keyboard alone', async () => {
    const { page } = await open('one-violation')
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the findings')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.type('slack')
    await page.getByRole('status').filter({ hasText: '3 of 11 findings' }).waitFor()
    await tabTo(page, 'Rule')
    await page.keyboard.press('Enter')
    expect(await page.locator('th', { hasText: 'Rule' }).getAttribute('aria-sort')).toBe('ascending')
    await tabTo(page, '+')
    await page.keyboard.press('Space')
    expect(await page.locator('tr.detail').textContent()).toContain('suppressions:')
    expect(await page.evaluate('document.activeElement.getAttribute("aria-expanded")')).toBe('true')
  })

  it('follows the system in light and dark, until the reader chooses', async () => {
    const { page } = await open('clean', '', { colorScheme: 'dark' })
    const ground = 'getComputedStyle(document.body).backgroundColor'
    const dark = await page.evaluate(ground)
    await page.getByRole('button', { name: 'Switch to the light theme' }).click()
    expect(await page.evaluate(ground)).not.toBe(dark)
    await page.getByRole('button', { name: 'Switch to the dark theme' }).click()
    expect(await page.evaluate(ground)).toBe(dark)
    await page.emulateMedia({ colorScheme: 'light' })
    expect(await page.evaluate(ground)).toBe(dark)
  })

  it('prints with its folds open, and closes them again', async () => {
    const { page } = await open('one-violation')
    const folded = 'document.querySelectorAll("details:not([open], .picture details)").length'
    const before = await page.evaluate(folded)
    expect(before).toBeGreaterThan(0)
    await page.evaluate(
      `addEventListener('afterprint', () => {}); window.seen = []; addEventListener('beforeprint', () => window.seen.push(${folded}))`,
    )
    expect((await page.pdf()).length).toBeGreaterThan(10_000)
    expect(await page.evaluate('window.seen')).toEqual([0])
    expect(await page.evaluate(folded)).toBe(before)
  })

  it('can be read where scripts are forbidden', async () => {
    const { page } = await open('thousands', '', { javaScriptEnabled: false })
    expect(await page.locator('.findings tbody tr').count()).toBe(50)
    expect(await page.locator('#theme').isVisible()).toBe(false)
  })

  it('needs no sideways scrolling on a phone, but for its tables', async () => {
    const { page } = await open('thousands', '', { viewport: { width: 390, height: 800 } })
    const [wide, narrow] = await page.evaluate<number[]>('[document.documentElement.scrollWidth, innerWidth]')
    expect(wide).toBe(narrow)
  })
})

/** True as soon as the element is wholly inside the window; false when it is not there within two seconds. */
async function comesIntoView(page: Page, selector: string): Promise<boolean> {
  const inside = `(({ top, bottom }) => top >= 0 && bottom <= innerHeight)(document.querySelector('${selector}').getBoundingClientRect())`
  for (let look = 0; look < 40; look += 1) {
    if (await page.evaluate(inside)) return true
    await page.evaluate('new Promise((done) => setTimeout(done, 50))')
  }
  return false
}

/** Presses Tab until something with this text has the focus. */
async function tabTo(page: Page, text: string): Promise<void> {
  for (let press = 0; press < 40; press += 1) {
    await page.keyboard.press('Tab')
    if ((await page.evaluate('document.activeElement.textContent')) === text) return
  }
  throw new Error(`no "${text}" within 40 tabs`)
}

/** The entry of the filter, with its number. */
async function ownerOf(page: Page): Promise<string> {
  const options = page.getByRole('combobox', { name: 'owner' }).locator('option')
  return (await options.allTextContents()).find((text) => text.startsWith('team-core')) ?? 'missing'
}
