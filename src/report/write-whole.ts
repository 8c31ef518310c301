/** Texts into open files, in large pieces: a write for each line would take most of the time. */
import { writeSync } from 'node:fs'

/** Characters to gather before they are written. */
export const PIECE = 1 << 16

/** Writes all of `text` as UTF-8. Throws what the system throws. */
export function writeWhole(file: number, text: string): void {
  writeBytes(file, Buffer.from(text, 'utf8'))
}

/** Writes all of `bytes`; `writeSync` may take less at a time. Throws what the system throws. */
export function writeBytes(file: number, bytes: Buffer): void {
  let written = 0
  while (written < bytes.length) written += writeSync(file, bytes, written)
}
