/** Texts of harmless columns made fit to be kept: people put secrets into paths and branch names too. Pure. */

import { visible } from '../visible.ts'
import { blankCredentials } from './credential-shapes.ts'
import { CUT, REDACTED } from './finding.ts'

/**
 * Makes a text of a harmless column clean: credentials of known shapes and the row's own matched texts blanked, what
 * is invisible written out, cut at `longest` characters.
 */
export function cleanText(text: string, secrets: readonly string[], longest: number): string {
  const known = holdsOne(text, secrets) ? blankAll(text, secrets) : text
  return cut(visible(blankCredentials(shortened(known, longest))), longest)
}

/** A path as globs know it: `/src/a.ts`, `./src/a.ts` and ` src/a.ts` are `src/a.ts`. */
export function pathFromRoot(cell: string): string {
  return cell.trim().replace(/^(?:\.?\/+)+/, '')
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
  return text.length <= longest ? text : `${text.slice(0, longest - 1).replace(/[^\s/]*$/, '')}${CUT}`
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}${CUT}`.toWellFormed()
}
