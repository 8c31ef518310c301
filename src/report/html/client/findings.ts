/** The script of the findings section: one `Scene`, drawn anew on every change, mirrored in the page's address. */

import { addressOf, viewOfAddress } from '../address.ts'
import { findingsScene } from '../findings-table.ts'
import {
  type FindingsPayload,
  firstScene,
  nextScene,
  type Scene,
  type View,
  viewShowing,
} from '../findings-view.ts'
import { hydrate, render } from '../parts.ts'

/** Findings that are printed. */
const PRINTED = 1000
/** Browsers slow down pages that change their address too often, ms. */
const ADDRESS_DELAY = 300

/** @param copyText copies a text and says so on the button */
export function startFindings(copyText: (text: string, button: HTMLButtonElement) => void): void {
  const place = document.querySelector('#findings-table')
  const payload = document.querySelector('#findings-json')?.textContent
  if (place === null || !payload) return
  const draw = (part: Partial<View>): void => {
    scene = nextScene(scene, part)
    render(findingsScene(scene), place)
  }
  let timer: ReturnType<typeof setTimeout> | undefined
  const change = (part: Partial<View>): void => {
    draw(part)
    clearTimeout(timer)
    timer = setTimeout(() => showAddress(`#${addressOf(scene)}`), ADDRESS_DELAY)
  }
  const copy = (text: string, button: unknown): void => {
    const link = text === '' ? `#${addressOf(scene)}` : text
    const isLink = /^#\S*$/.test(link)
    if (button instanceof HTMLButtonElement)
      copyText(isLink ? `${location.href.split('#', 1)[0]}${link}` : link, button)
  }
  let scene: Scene = firstScene(JSON.parse(payload) as FindingsPayload, change, copy)
  hydrate(findingsScene(scene), place)
  const follow = (): void => followLink(scene, location.hash.slice(1), draw)
  addEventListener('hashchange', follow)
  follow()
  startPrinting(() => scene.view, draw)
}

function showAddress(address: string): void {
  try {
    history.replaceState(null, '', address)
  } catch {
    // A browser that forbids it for local files: the address stays as it was.
  }
}

/** `#fingerprint` shows that finding; filters, search, order and groups are named. Other links are the browser's. */
function followLink(scene: Scene, target: string, draw: (part: Partial<View>) => void): void {
  const view = viewOfAddress(target, scene)
  if (view !== null) {
    draw({ ...view, pageSize: scene.view.pageSize })
    document.querySelector('#findings')?.scrollIntoView()
    return
  }
  const row = scene.table.fingerprints.indexOf(target.toLowerCase())
  if (row >= 0) showRow(scene, row, draw)
  else if (/^[0-9a-f]{32}$/i.test(target)) reportMissing(target)
}

function showRow(scene: Scene, row: number, draw: (part: Partial<View>) => void): void {
  draw(viewShowing(scene.table, scene.view, row))
  const shown = document.querySelector<HTMLElement>(`tr[data-row="${row}"]`)
  shown?.scrollIntoView({ block: 'center' })
  shown?.querySelector<HTMLElement>('button')?.focus({ preventScroll: true })
}

function reportMissing(fingerprint: string): void {
  const note = document.querySelector<HTMLElement>('#link-note')
  if (note !== null) note.textContent = `No finding ${fingerprint} in this page: ${note.dataset.advice}.`
}

/** A printed page is a report: as many findings as fit, in place of one page of them. */
function startPrinting(view: () => View, draw: (part: Partial<View>) => void): void {
  let before: Partial<View> = {}
  addEventListener('beforeprint', () => {
    const { page, pageSize, open, folded } = view()
    before = { page, pageSize, open, folded }
    draw({ page: 0, pageSize: PRINTED, open: null, folded: true })
  })
  addEventListener('afterprint', () => draw(before))
}
