/** Copy buttons beside snippets. Without clipboard rights the text is selected, ready for Ctrl+C. */

/** Makes every copy button of the page work. */
export function startCopying(): void {
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('[data-copy]') : null
    const text = button?.parentElement?.querySelector('pre')
    if (button instanceof HTMLButtonElement && text instanceof HTMLElement) void copy(text, button)
  })
}

async function copy(text: HTMLElement, button: HTMLButtonElement): Promise<void> {
  const said = await navigator.clipboard.writeText(text.textContent ?? '').then(
    () => 'Copied',
    () => select(text),
  )
  button.textContent = said
  setTimeout(() => {
    button.textContent = 'Copy'
  }, 2000)
}

function select(text: HTMLElement): string {
  getSelection()?.selectAllChildren(text)
  return 'Selected'
}
