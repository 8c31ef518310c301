/** What parsing raw text results in, and how its messages quote values and guess words. Pure. Sole user of leven. */
import { closestMatch } from 'leven'
import { escapeInvisible, withoutUserInfo } from './text.ts'

/** A value, or every problem of the text: sentences that say what is wrong, what is allowed and what to do. */
export type Parsed<T> = { readonly value: T } | Invalid
type Invalid = { readonly problems: readonly string[] }

export function invalid(problem: string): Invalid {
  return { problems: [problem] }
}

/** Characters of a value that a message shows; more would bury the sentence. */
const SHOWN_CHARACTERS = 100

/** A value in quotes for a message, on one line. Never call it with a secret. */
export function quoted(value: string): string {
  const shown = escapeInvisible(withoutUserInfo(value))
  return shown.length > SHOWN_CHARACTERS ? `"${shown.slice(0, SHOWN_CHARACTERS)}…"` : `"${shown}"`
}

/** Whether a text has a control character or line break, which no single-line input may have. */
export function hasControls(text: string): boolean {
  return /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(text)
}

/** The known word that was most likely meant, or `null` when none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  const lower = word.toLowerCase()
  const candidates = known.map((candidate) => candidate.toLowerCase())
  const maxDistance = Math.max(2, Math.floor(word.length / 3))
  const near = candidates.includes(lower) ? lower : closestMatch(lower, candidates, { maxDistance })
  return near === undefined ? null : (known[candidates.indexOf(near)] ?? null)
}

/** ` Names like it: x, y.` to end a message with, or '' when none is near. */
export function namesLike(name: string, known: readonly string[]): string {
  const near: string[] = []
  for (let next = nearest(name, known); next !== null && near.length < 3; ) {
    near.push(next)
    const left = known.filter((other) => !near.includes(other))
    next = nearest(name, left)
  }
  return near.length === 0 ? '' : ` Names like it: ${near.map(escapeInvisible).join(', ')}.`
}

/** ` Did you mean "x"?` to end a message with, or '' when no known word is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  const near = nearest(word, known)
  return near === null ? '' : ` Did you mean "${near}"?`
}

/** Whether a value has fields to read. Not `instanceof`, which fails for objects of another realm. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

/** The JSON of a text; `undefined` if it is not JSON: callers that need JSON reject that in their own words. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
