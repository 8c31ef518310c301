/** Text to copy, with a button that the page's script brings to life. */
import { type Child, h } from './element.ts'

/** A text to copy, with its button. */
export function snippet(text: string): Child {
  return h(
    'div',
    { class: 'snippet' },
    h('pre', { tabIndex: 0 }, text),
    h('button', { type: 'button', class: 'copy', 'data-copy': '' }, 'Copy'),
  )
}
