/**
 * Reads and appends `history-file`. It only feeds a picture: whatever goes wrong with it is told in one sentence
 * and never decides a verdict.
 */
import { closeSync, fstatSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { reportNotWritten, systemCode } from './not-written.ts'

/** Bytes read from the end: hundreds of lines. */
const TAIL = 4 * 1024 * 1024

/** The end of the history (UTF-8) at `path`; '' when there is none yet. `notice` is null when all went well. */
export function readHistory(path: string): { readonly text: string; readonly notice: string | null } {
  try {
    return { text: tailOf(path), notice: null }
  } catch (caught) {
    if (systemCode(caught) === 'ENOENT') return { text: '', notice: null }
    return {
      text: '',
      notice: `history-file could not be read, so there is no trend (${systemCode(caught) ?? 'unknown reason'}).`,
    }
  }
}

/** Adds `line` (with its line end) in one write; gives a notice when it could not. */
export function appendHistory(path: string, line: string): string | null {
  try {
    mkdirSync(dirname(path), { recursive: true })
    const file = openSync(path, 'a+')
    try {
      const torn = tornEnd(file) ? '\n' : ''
      writeSync(file, `${torn}${line}`)
    } finally {
      closeSync(file)
    }
    return null
  } catch (caught) {
    return `${reportNotWritten('history-file', caught).message} The trend misses this run.`
  }
}

function tailOf(path: string): string {
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    const start = Math.max(0, size - TAIL)
    const bytes = Buffer.alloc(size - start)
    const text = bytes.toString('utf8', 0, readSync(file, bytes, 0, bytes.length, start))
    return start === 0 ? text : text.slice(text.indexOf('\n') + 1)
  } finally {
    closeSync(file)
  }
}

/** A run that was killed while it wrote leaves a line without an end; the next must not be glued to it. */
function tornEnd(file: number): boolean {
  const { size } = fstatSync(file)
  if (size === 0) return false
  const last = Buffer.alloc(1)
  readSync(file, last, 0, 1, size - 1)
  return last[0] !== 0x0a
}
