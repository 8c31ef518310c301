/** The button that changes between light and dark. The choice is kept where the browser allows it. */

const storageKey = 'soteri-gate-theme'
type Theme = 'light' | 'dark'

export function startTheme(): void {
  const button = document.querySelector<HTMLButtonElement>('#theme')
  if (button === null) return
  let theme = storedTheme() ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')
  const show = (): void => {
    document.documentElement.dataset.theme = theme
    button.textContent = theme === 'dark' ? 'Light' : 'Dark'
    button.setAttribute('aria-label', `Switch to the ${theme === 'dark' ? 'light' : 'dark'} theme`)
  }
  button.hidden = false
  show()
  button.addEventListener('click', () => {
    theme = theme === 'dark' ? 'light' : 'dark'
    show()
    storeTheme(theme)
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
