/** Reads a small file that the place names in a variable. */
import { readFileSync } from 'node:fs'

/** The text; `null` when it cannot be read, whatever the reason. */
export function readTextOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null // What this means is for the caller, who fails closed.
  }
}
