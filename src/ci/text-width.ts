/**
 * How many columns of a terminal a text takes: ideographs and emoji take two, combining marks none. Sole user of
 * string-width. Pure.
 */
import stringWidth from 'string-width'

const ELLIPSIS = '...'
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Columns of one line of text. */
export function widthOf(text: string): number {
  return stringWidth(text)
}

/** The text where it fits, else its beginning and `...`, at most `columns` wide. */
export function shortened(text: string, columns: number): string {
  // No character is wider than two columns, so most lines are measured once.
  if (text.length * 2 <= columns || widthOf(text) <= columns) return text
  const ellipsis = columns > ELLIPSIS.length ? ELLIPSIS : ''
  let left = columns - ellipsis.length
  let kept = ''
  for (const { segment } of graphemes.segment(text)) {
    left -= widthOf(segment)
    if (left < 0) break
    kept += segment
  }
  return kept + ellipsis
}

/** The text with blanks behind it up to `columns`. */
export function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - widthOf(text)))
}

/** The text in lines of at most `columns`, broken at blanks; a word that is wider has a line of its own. */
export function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > columns) {
      lines.push(line)
      line = ''
    }
    line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}
