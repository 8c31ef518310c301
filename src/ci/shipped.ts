/** Files that ship with the program: inside the executable, or beside `src/` in the project and `lib/` in the package. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { getAsset, isSea } from 'node:sea'

/** @param path from the project's folder, such as `schema/policy.schema.json` @throws Error for one that does not ship */
export function shippedText(path: string): string {
  return isSea() ? getAsset(path, 'utf8') : readFileSync(join(import.meta.dirname, '..', '..', path), 'utf8')
}
