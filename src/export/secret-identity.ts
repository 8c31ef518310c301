/** What of a matched text has to be equal on two branches for it to be the same secret. Pure. */

/** Longer texts are compared as they are. */
const LONGEST = 4096
/** From this length on a value can identify its line, and so can a word beside it from the other. */
const [VALUE_FROM, WORD_FROM] = [6, 16]

/** What is quoted, else what an assignment gives. */
const values = /(["'`])((?:\\.|(?!\1)[^\\])+)\1|(?<=[=:] ?)[^\s"'`;,]+/gs
const plainWord = /^[A-Za-z_.$-]*$/

/**
 * The values in a line of source, so that indenting it, or writing another name before them, makes no new secret. Where
 * anything beside the values could be a secret too, it is the whole line with its blanks collapsed.
 */
export function secretIdentity(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ')
  if (line.length > LONGEST) return line
  const found: string[] = []
  const rest = line.replace(values, (assigned: string, _quote: string, quoted: string | undefined) => {
    found.push(quoted ?? assigned)
    return ' '
  })
  const words = rest.split(/[^\p{L}\p{N}_.$-]+/u)
  const isPlain = words.every((word) => word.length < WORD_FROM && plainWord.test(word))
  return isPlain && found.some((value) => value.length >= VALUE_FROM) ? JSON.stringify(found) : line
}

/** Whether the server masked the text, so that another secret would look the same. */
export function isMaskedText(text: string): boolean {
  return /\*{3}|[•●▪]{3}|#{6}|x{8}|\[redacted\]|<redacted>/i.test(text)
}
