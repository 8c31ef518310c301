/** The nearest known word to a misspelt one. Sole user of leven. */
import { closestMatch } from 'leven'

/** The known word that was most likely meant, or `null` when none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  const lower = word.toLowerCase()
  const sameLetters = known.find((candidate) => candidate.toLowerCase() === lower)
  if (sameLetters !== undefined) return sameLetters
  const maxDistance = Math.max(2, Math.floor(word.length / 3))
  return closestMatch(lower, known, { maxDistance }) ?? null
}

/** ` Did you mean "x"?` to put behind a sentence, or '' when no known word is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  const near = nearest(word, known)
  return near === null ? '' : ` Did you mean "${near}"?`
}
