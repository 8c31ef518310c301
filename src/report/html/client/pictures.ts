/** A click on a part of a picture goes where the same entry of its table goes. */

/** Makes the parts of pictures lead to the findings behind them. */
export function startPictures(): void {
  document.addEventListener('click', (event) => {
    const part = event.target instanceof Element ? event.target.closest('[data-link]') : null
    const link = part?.getAttribute('data-link')
    if (link) location.hash = link
  })
}
