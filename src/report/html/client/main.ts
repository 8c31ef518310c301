/** The script of the page: search, themes, copying, printing. The page can be read without it. */
import { startFindings } from './findings.ts'

startTheme()
startCopying()
startPictures()
startPrinting()
startFindings((text, button) => void copy(text, button))

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

function startCopying(): void {
  document.addEventListener('click', (event) => {
    const button = clicked(event, '[data-copy]')
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

/** A click on a part of a chart follows the link of the same entry in its table. */
function startPictures(): void {
  document.addEventListener('click', (event) => {
    const link = clicked(event, '[data-link]')?.getAttribute('data-link')
    if (link) location.hash = link
  })
}

function clicked({ target }: Event, selector: string): Element | null {
  return target instanceof Element ? target.closest(selector) : null
}

/** Opens all folds for printing but the numbers of charts, and closes them afterwards. */
function startPrinting(): void {
  let opened: HTMLDetailsElement[] = []
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open], .picture details)')]
    for (const fold of opened) fold.open = true
  })
  addEventListener('afterprint', () => {
    for (const fold of opened) fold.open = false
  })
}
