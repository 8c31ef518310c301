/** Texts of harmless columns made fit to be kept: people put secrets into paths and branch names too. Pure. */

import { visible } from '../visible.ts'
import { blankCredentials } from './credential-shapes.ts'
import { REDACTED } from './finding.ts'

/** Distinct texts of a column that are remembered in their clean form; then the memory starts anew. */
const REMEMBERED = 2_000

/**
 * Makes the texts of one column clean: credentials of known shapes and the row's own matched texts blanked, what
 * is invisible written out, cut at `longest`. Equal texts come out as one string, so that rows kept for a report
 * share them.
 *
 * @param longest characters
 */
export function createCleaner(longest: number): (text: string, secrets: readonly string[]) => string {
  const known = new Map<string, string>()
  const clean = (text: string): string => cut(visible(blankCredentials(shortened(text, longest))), longest)
  /** The text before, in both forms: rows of one place come together. */
  let last: string | null = null
  let lastClean = ''

  const remembered = (text: string): string => {
    const before = known.get(text)
    if (before !== undefined) return before
    if (known.size >= REMEMBERED) known.clear()
    const cleaned = clean(text)
    known.set(text, cleaned)
    return cleaned
  }
  return (text, secrets) => {
    if (holdsOne(text, secrets)) return clean(blankAll(text, secrets))
    if (text !== last) {
      lastClean = remembered(text)
      last = text
    }
    return lastClean
  }
}

function holdsOne(text: string, secrets: readonly string[]): boolean {
  for (const secret of secrets) {
    // Most secrets are longer than most names, which spares the search.
    if (secret.length <= text.length && text.includes(secret)) return true
  }
  return false
}

function blankAll(text: string, secrets: readonly string[]): string {
  return [...secrets]
    .sort((a, b) => b.length - a.length)
    .reduce((rest, secret) => rest.replaceAll(secret, () => REDACTED), text)
}

/** Cut before credentials are looked for, at the end of a word, so that none is cut in two and goes unknown. */
function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1).replace(/[^\s/]*$/, '')}…`
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`.toWellFormed()
}
