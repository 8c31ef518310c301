/** What becomes of a matched text, which may be a live secret: an identity under a key, and a constant. */
import { createHmac } from 'node:crypto'
import { REDACTED } from './finding.ts'

/**
 * HMAC-SHA-256 (hex) of a matched text, without blanks around it; '' when there is none. Nobody without the key can
 * try guesses against it.
 */
export function matchIdOf(match: string, key: Buffer): string {
  const text = match.trim()
  return text === '' ? '' : createHmac('sha256', key).update(text).digest('hex')
}

/** What stands for a matched text: nothing where there was none. */
export function shownMatch(match: string, reveal: boolean): string {
  if (reveal) return match
  return match.trim() === '' ? '' : REDACTED
}

/** Shortest matched text that is looked for in other cells: shorter ones are in everything. */
const BLANKED_FROM = 6
/** From this length on, letters alone are taken for a secret too. */
const LETTERS_BLANKED_FROM = 32

/**
 * Whether a matched text must not be seen in the other cells of its row either.
 * Words alone (`password`, `release/next`, `AWS_SECRET_KEY`) are no secrets but happen to be matched; to blank them
 * would make rules and branches unreadable, and hide them from the selectors of thresholds.
 */
export function isBlankable(text: string): boolean {
  if (text.length < BLANKED_FROM || text === REDACTED) return false
  return text.length >= LETTERS_BLANKED_FROM || /[^A-Za-z_./ -]/.test(text)
}
