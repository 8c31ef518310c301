/** The script of the page, which can be read without it. Each change draws a new `Scene`, mirrored in the address. */
import { findingsScene } from '../findings-table.ts'
import {
  addressOf,
  type FindingsPayload,
  firstScene,
  nextScene,
  type Scene,
  type View,
  viewOfAddress,
  viewShowing,
} from '../findings-view.ts'
import { hydrate, render } from '../parts.ts'

/** Findings that are printed. */
const PRINTED = 1000
/** Browsers slow down pages that change their address too often, ms. */
const ADDRESS_DELAY = 300

startTheme()
startClicks()
printOpened()
startFindings()

/** The button that switches between light and dark, and remembers the choice where the browser allows it. */
function startTheme(): void {
  const button = document.querySelector<HTMLButtonElement>('#theme')
  if (button === null) return
  const system = matchMedia('(prefers-color-scheme: dark)')
  let chosen = storedTheme()
  const other = (): Theme => ((chosen ?? (system.matches ? 'dark' : 'light')) === 'dark' ? 'light' : 'dark')
  const show = (): void => {
    if (chosen !== null) document.documentElement.dataset.theme = chosen
    button.textContent = other() === 'dark' ? 'Dark' : 'Light'
    button.setAttribute('aria-label', `Switch to the ${other()} theme`)
  }
  button.hidden = false
  show()
  system.addEventListener('change', show)
  button.addEventListener('click', () => {
    chosen = other()
    show()
    storeTheme(chosen)
  })
}

type Theme = 'light' | 'dark'

/** Browsers may forbid storage for local files: then the choice lasts as long as the page. */
function storedTheme(): Theme | null {
  try {
    const stored = localStorage.getItem('soteri-gate-theme')
    return stored === 'light' || stored === 'dark' ? stored : null
  } catch {
    return null
  }
}

function storeTheme(theme: Theme): void {
  try {
    localStorage.setItem('soteri-gate-theme', theme)
  } catch {
    // Forbidden: nothing to keep.
  }
}

/** Copies a text, or follows the link that a part of a chart has from the same entry in its table. */
function startClicks(): void {
  document.addEventListener('click', ({ target }) => {
    if (!(target instanceof Element)) return
    const link = target.closest('[data-link]')?.getAttribute('data-link')
    if (link) location.hash = link
    const button = target.closest('[data-copy]')
    const text = button?.parentElement?.querySelector('pre')
    if (button instanceof HTMLButtonElement && text instanceof HTMLElement)
      void copy(text.textContent ?? '', button, text)
  })
}

/** Without clipboard rights a text that is shown is selected, ready for Ctrl+C. */
async function copy(text: string, button: HTMLButtonElement, shown?: HTMLElement): Promise<void> {
  const title = button.dataset.title ?? button.textContent ?? ''
  button.dataset.title = title
  button.textContent = await navigator.clipboard.writeText(text).then(
    () => 'Copied',
    () => {
      if (shown === undefined) return 'Not allowed here'
      getSelection()?.selectAllChildren(shown)
      return 'Selected'
    },
  )
  setTimeout(() => {
    button.textContent = title
  }, 2000)
}

/** Opens all folds for printing but the numbers of charts, and closes them afterwards. */
function printOpened(): void {
  let opened: HTMLDetailsElement[] = []
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open], .picture details)')]
    for (const fold of opened) fold.open = true
  })
  addEventListener('afterprint', () => {
    for (const fold of opened) fold.open = false
  })
}

function startFindings(): void {
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
  /** '' is the address of the present view. */
  const copyOf = (text: string, button: unknown): void => {
    const link = text === '' ? `#${addressOf(scene)}` : text
    const isLink = /^#\S*$/.test(link)
    if (button instanceof HTMLButtonElement)
      void copy(isLink ? `${location.href.split('#', 1)[0]}${link}` : link, button)
  }
  let scene: Scene = firstScene(JSON.parse(payload) as FindingsPayload, change, copyOf)
  hydrate(findingsScene(scene), place)
  const follow = (): void => followLink(scene, location.hash.slice(1), draw)
  addEventListener('hashchange', follow)
  follow()
  printMany(() => scene.view, draw)
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
function printMany(view: () => View, draw: (part: Partial<View>) => void): void {
  let before: Partial<View> = {}
  addEventListener('beforeprint', () => {
    const { page, pageSize, open, folded } = view()
    before = { page, pageSize, open, folded }
    draw({ page: 0, pageSize: PRINTED, open: null, folded: true })
  })
  addEventListener('afterprint', () => draw(before))
}
