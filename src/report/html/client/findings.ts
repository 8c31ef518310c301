/** The script of the findings section: one `Scene`, drawn anew on every change, reached by `#links`. */
import { findingsScene } from '../findings-table.ts'
import {
  type Facet,
  type FindingsPayload,
  facets,
  firstScene,
  nextScene,
  type Scene,
  type View,
  viewShowing,
} from '../findings-view.ts'
import { hydrate, render } from '../parts.ts'

export function startFindings(): void {
  const place = document.querySelector('#findings-table')
  const payload = document.querySelector('#findings-json')?.textContent
  if (place === null || !payload) return
  const change = (part: Partial<View>): void => {
    scene = nextScene(scene, part)
    render(findingsScene(scene), place)
  }
  let scene: Scene = firstScene(JSON.parse(payload) as FindingsPayload, change)
  hydrate(findingsScene(scene), place)
  const follow = (): void => followLink(scene, location.hash.slice(1))
  addEventListener('hashchange', follow)
  follow()
}

/** `#fingerprint` shows that finding, `#rule=NAME` (or another facet) filters by it. Other links are the browser's. */
function followLink(scene: Scene, target: string): void {
  const [name, text] = target.split(/=(.*)/s)
  const facet = facets.find((one) => one === name)
  if (text !== undefined && facet !== undefined) {
    filterBy(scene, facet, decoded(text))
    return
  }
  const row = scene.table.fingerprints.indexOf(target.toLowerCase())
  if (row >= 0) showRow(scene, row)
  else if (/^[0-9a-f]{32}$/i.test(target)) reportMissing(target)
}

/** A link that was cut or typed by hand may have no valid encoding. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function filterBy(scene: Scene, facet: Facet, text: string): void {
  const choice = scene.choices[facet].find((entry) => entry.text === text)
  if (choice === undefined) return
  scene.change({ search: '', filters: { [facet]: choice.place }, page: 0, open: null, linked: null })
  document.querySelector('#findings')?.scrollIntoView()
}

function showRow(scene: Scene, row: number): void {
  scene.change(viewShowing(scene.table, scene.view, row))
  const shown = document.querySelector<HTMLElement>(`tr[data-row="${row}"]`)
  shown?.scrollIntoView({ block: 'center' })
  shown?.querySelector<HTMLElement>('button')?.focus({ preventScroll: true })
}

function reportMissing(fingerprint: string): void {
  const note = document.querySelector<HTMLElement>('#link-note')
  if (note !== null) note.textContent = `No finding ${fingerprint} in this page: ${note.dataset.advice}.`
}
