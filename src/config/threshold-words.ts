/** Text of thresholds cut into words with their places: comments, quotes, commas, `=`. Knows nothing of selectors. */

/** A piece of an entry. `sign` is an unquoted `=`; `at` is the 1-based column. */
export type Word = {
  readonly text: string
  readonly at: number
  readonly sign: boolean
  readonly open: boolean
}

/**
 * One `selector = max` with its place; `line` is 1-based, `text` is as written. `cut`: a comment begins right behind
 * its last word, with no blank in between, so the sign may have been meant as part of the word.
 */
export type Entry = {
  readonly line: number
  readonly at: number
  readonly text: string
  readonly words: readonly Word[]
  readonly cut: boolean
}

/**
 * Entries end at a line's end or at a comma; a comma within quotes, or within the braces of a glob, ends nothing.
 * A quote that is never closed gives a word that is `open`.
 */
export function entriesOf(text: string): readonly Entry[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .flatMap(entriesOfLine)
}

function entriesOfLine(line: string, index: number): readonly Entry[] {
  const entries: Entry[] = []
  let words: Word[] = []
  const end = (at: number): void => {
    const first = words[0]
    if (first === undefined) return
    const cut = line[at] === '#' && /\S/.test(line.charAt(at - 1))
    entries.push({ line: index + 1, at: first.at, text: line.slice(first.at - 1, at), words, cut })
    words = []
  }
  let at = 0
  while (at < line.length) {
    const character = line.charAt(at)
    if (character === '#') break
    if (character === ',') end(at)
    if (character === '=') words.push({ text: '=', at: at + 1, sign: true, open: false })
    if (character === ',' || character === '=' || /\s/.test(character)) at += 1
    else {
      const { word, next } = wordAt(line, at)
      words.push(word)
      at = next
    }
  }
  end(at)
  return entries
}

function wordAt(line: string, start: number): { readonly word: Word; readonly next: number } {
  let text = ''
  let at = start
  while (at < line.length) {
    const character = line.charAt(at)
    if (character === '"' || character === "'") {
      const close = line.indexOf(character, at + 1)
      if (close < 0) return { word: { text, at: at + 1, sign: false, open: true }, next: line.length }
      text += line.slice(at + 1, close)
      at = close + 1
      continue
    }
    if (/[\s=#]/.test(character)) break
    if (character === ',' && !insideBraces(line, start, at)) break
    text += character
    at += 1
  }
  return { word: { text, at: start + 1, sign: false, open: false }, next: at }
}

/** Whether braces opened between `start` and `at` are still open there and close before the word ends. */
function insideBraces(line: string, start: number, at: number): boolean {
  let depth = 0
  for (const character of line.slice(start, at)) depth += braceStep(character)
  if (depth <= 0) return false
  for (const character of line.slice(at)) {
    if (/[\s=#]/.test(character)) return false
    depth += braceStep(character)
    if (depth === 0) return true
  }
  return false
}

function braceStep(character: string): number {
  return character === '{' ? 1 : character === '}' ? -1 : 0
}
