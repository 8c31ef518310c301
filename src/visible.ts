/**
 * Foreign text on one line: what cannot be seen, or reorders what is seen, is written out. Done where rows are
 * read, so that a finding reads the same fresh from an export and back from a `findings.csv`, and again by each
 * renderer, whose texts come from elsewhere too. Pure.
 */

/** Control (C0, C1), format (bidi, zero-width, soft hyphen, tags), line separators, surrogates, non-characters. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\ufffe\uffff]/gu
const plain = /^[\x20-\x7e]*$/
const shortNames: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** `text` with every invisible character as an escape such as `\n` or `\u{202e}`. */
export function visible(text: string): string {
  return plain.test(text) ? text : text.replace(invisible, escapeOf)
}

function escapeOf(sign: string): string {
  return shortNames[sign] ?? `\\u{${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}}`
}
