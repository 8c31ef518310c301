/** Text of unknown origin made safe to print. Pure; every host prints through it. */

/**
 * C0 and C1 controls but the tab, line separators, controls of writing direction, invisible spaces, tags, and halves
 * of surrogate pairs: whatever moves the cursor, ends the line, or makes text read other than it is.
 */
const unsafe =
  /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\u{e0000}-\u{e007f}\p{Surrogate}]/gu

/** GitHub and Azure look for `##[` and `##vso[` anywhere in a line, TeamCity for `##teamcity[`. */
const bracketCommand = /##(?=\w*\[)/g

/** GitHub takes a line for a command when it starts so, blanks aside. */
const colonCommand = /^(\s*)::/

/**
 * One line: unsafe characters become visible escapes (`\u202e`), and nothing in it is a command to the CI that reads
 * the log.
 */
export function harmless(text: string): string {
  return text.replace(unsafe, escapeOf).replace(bracketCommand, '#\\#').replace(colonCommand, '$1\\::')
}

function escapeOf(character: string): string {
  if (character === '\n') return '\\n'
  if (character === '\r') return '\\r'
  const code = (character.codePointAt(0) ?? 0).toString(16)
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`
}
