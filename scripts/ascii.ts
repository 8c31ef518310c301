/**
 * JavaScript as ASCII. One character beyond Latin-1 makes Node hold a whole file in two bytes each and decode it the
 * slow way, at every start. In texts, templates, regular expressions and comments an escape means the same.
 */

/** Where an escape would mean something else: after a backslash, and where a template is read raw. */
const elsewhere = /(?<!\\)(?:\\\\)*\\[^\0-\x7f]|String\.raw`[^`]*[^\0-\x7f`]/

/** @throws Error when the code holds a character that cannot be escaped in its place. */
export function asAscii(code: string): string {
  const [found] = elsewhere.exec(code) ?? []
  if (found !== undefined) throw new Error(`this character cannot be written as an escape here: ${found}`)
  return code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
