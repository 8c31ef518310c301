/** One sign per verdict, each with its own outline, so that colour is never the only difference. */
import type { VerdictWord } from '../../verdict.ts'
import { type Child, h } from './element.ts'

const outlines: Readonly<Record<VerdictWord, string>> = {
  pass: 'M12 1.5a10.5 10.5 0 1 0 0 21 10.5 10.5 0 0 0 0-21Z',
  warn: 'M12 1.8 23 21.5H1Z',
  fail: 'M7.6 1.5h8.8l6.1 6.1v8.8l-6.1 6.1H7.6l-6.1-6.1V7.6Z',
  error: 'M12 .8 23.2 12 12 23.2.8 12Z',
}

const marks: Readonly<Record<VerdictWord, string>> = {
  pass: 'm7 12.4 3.4 3.4 6.8-7.4',
  warn: 'M12 9v6m0 2.6v.6',
  fail: 'm8.2 8.2 7.6 7.6m0-7.6-7.6 7.6',
  error: 'M12 6.4v7m0 3.4v.6',
}

/** Decorative: the verdict's word always stands beside it. */
export function verdictIcon(word: VerdictWord): Child {
  return h(
    'svg',
    {
      class: `icon ${word}`,
      viewBox: '0 0 24 24',
      width: 24,
      height: 24,
      'aria-hidden': 'true',
      focusable: 'false',
    },
    h('path', { class: 'outline', d: outlines[word], fill: 'currentColor' }),
    h('path', {
      class: 'mark',
      d: marks[word],
      fill: 'none',
      stroke: '#fff',
      'stroke-width': 2.4,
      'stroke-linecap': 'round',
      'stroke-linejoin': 'round',
    }),
  )
}
