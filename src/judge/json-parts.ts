/** Takes a JSON text apart before it is parsed, so that a large one is never in memory as objects all at once. Pure. */

/** A text without the objects of one depth, and those. Text and parts are JSON if, and only if, the whole is. */
export type JsonParts = {
  /** The text with `{"part": N}` in place of each object. Nothing else in it can be an object of that depth. */
  readonly outline: string
  readonly parts: readonly string[]
}

const [QUOTE, BACKSLASH, OPEN, CLOSE] = [0x22, 0x5c, 0x7b, 0x7d]

/**
 * Cuts out the objects within `depth` - 1 others. Takes any text; what is no JSON is found when it is parsed.
 * @param depth 1 is the outermost object
 */
export function cutObjects(text: string, depth: number): JsonParts {
  const parts: string[] = []
  let outline = ''
  let copied = 0
  let within = 0
  let start = 0
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at)
    if (character === QUOTE) at = endOfString(text, at)
    if (character === OPEN && ++within === depth) start = at
    if (character !== CLOSE || within-- !== depth) continue
    outline += `${text.slice(copied, start)}{"part": ${parts.length}}`
    copied = at + 1
    parts.push(text.slice(start, copied))
  }
  return { outline: outline + text.slice(copied), parts }
}

/** Where the string that begins at `start` ends; behind the text when it does not. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end < 0 ? text.length : end
}

function isEscaped(text: string, at: number): boolean {
  let before = at
  while (text.charCodeAt(before - 1) === BACKSLASH) before -= 1
  return (at - before) % 2 === 1
}
