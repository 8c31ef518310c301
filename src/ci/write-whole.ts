/** Files that appear whole or not at all. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Writes a text beside its place and moves it there in one step. Throws what the system throws. */
export function writeWhole(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true })
  const aside = join(folder, `.${name}.${globalThis.crypto.randomUUID()}`)
  try {
    writeFileSync(aside, text, { flag: 'wx' })
    renameSync(aside, join(folder, name))
  } catch (caught) {
    rmSync(aside, { force: true })
    throw caught
  }
}
