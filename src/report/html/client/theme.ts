/** The button that changes between light and dark. The choice is kept where the browser allows it. */

const storageKey = 'soteri-gate-theme'
type Theme = 'light' | 'dark'

/** Lets the reader switch between light and dark, and remembers it. */
export function startTheme(): void {
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

/** Storage may be forbidden for files from disk: then the choice lasts as long as the page. */
function storedTheme(): Theme | null {
  try {
    const stored = localStorage.getItem(storageKey)
    return stored === 'light' || stored === 'dark' ? stored : null
  } catch {
    return null
  }
}

function storeTheme(theme: Theme): void {
  try {
    localStorage.setItem(storageKey, theme)
  } catch {
    // Forbidden: nothing to keep.
  }
}
