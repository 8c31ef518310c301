/** What the small readers of raw text come to, and the words that all of them share. Pure. */
import { withoutUserInfo } from './blanks.ts'
import { visible } from './visible.ts'

/** A value, or everything that is wrong with the text. */
export type Parsed<T> = { readonly value: T } | { readonly problems: readonly string[] }

/** The text was understood. */
export function understood<T>(value: T): Parsed<T> {
  return { value }
}

/** The text was not understood; each problem is a sentence that says what is wrong, what is allowed, and the mend. */
export function wrong(...problems: readonly string[]): { readonly problems: readonly string[] } {
  return { problems }
}

/** Characters of a value that are shown in a message; more would bury the sentence. */
const SHOWN_CHARACTERS = 100

/** A value in quotes for a message: one line, at most 100 characters. Never call it with a secret. */
export function quoted(value: string): string {
  const shown = visible(withoutUserInfo(value))
  return shown.length > SHOWN_CHARACTERS ? `"${shown.slice(0, SHOWN_CHARACTERS)}…"` : `"${shown}"`
}

/** True when the text holds a control character or line break, which no single-line input may. */
export function hasControls(text: string): boolean {
  return /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(text)
}
