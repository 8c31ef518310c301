/** What becomes of a matched text, which may be a live secret: an identity under a key, and a constant. */
import { createHmac, createSecretKey } from 'node:crypto'
import { REDACTED } from './finding.ts'

/** Matched texts whose identity is remembered: the same one stands on many branches. Then the memory starts anew. */
const REMEMBERED = 1_000

/** Gives the `matchId` of a matched text. */
export type MatchIds = (match: string) => string

/**
 * A maker of `matchId`: HMAC-SHA-256 (hex) of a matched text without blanks around it; '' when there is none. Nobody
 * without the key can try guesses against it.
 */
export function createMatchIds(key: Buffer): MatchIds {
  // A key object once: from a buffer, each HMAC would take seven times as long.
  const secret = createSecretKey(key)
  const known = new Map<string, string>()
  return (match) => {
    const before = known.get(match)
    if (before !== undefined) return before
    const text = match.trim()
    const id = text === '' ? '' : createHmac('sha256', secret).update(text).digest('hex')
    if (known.size >= REMEMBERED) known.clear()
    known.set(match, id)
    return id
  }
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

/** A finder of what must not be seen in the other cells of a row, by the row's matched texts. */
export function createSecretFinder(): (texts: readonly string[]) => readonly string[] {
  const known = new Map<string, readonly string[]>()
  const secretsIn = (text: string): readonly string[] => {
    const before = known.get(text)
    if (before !== undefined) return before
    const trimmed = text.trim()
    const secrets = isBlankable(trimmed) ? [trimmed] : []
    if (known.size >= REMEMBERED) known.clear()
    known.set(text, secrets)
    return secrets
  }
  return (texts) => {
    const [only] = texts
    return only !== undefined && texts.length === 1 ? secretsIn(only) : texts.flatMap(secretsIn)
  }
}

/**
 * Whether a matched text must not be seen in the other cells of its row either.
 * Words alone (`password`, `release/next`, `AWS_SECRET_KEY`) are no secrets but happen to be matched; to blank them
 * would make rules and branches unreadable, and hide them from the selectors of thresholds.
 */
export function isBlankable(text: string): boolean {
  if (text.length < BLANKED_FROM || text === REDACTED) return false
  return text.length >= LETTERS_BLANKED_FROM || /[^A-Za-z_./ -]/.test(text)
}
