/** What is said when a report file cannot be written. Pure. */
import { GateError } from '../errors.ts'

/** Readable for everyone: the reports are made to be picked up by other users of the CI machine. */
export const REPORT_FILE_MODE = 0o644

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EFBIG: 'it would be larger than this user may write',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'a folder of this name is in the way',
  EEXIST: 'a file of this name is in the way',
  ENOENT: 'the folder is gone',
  ENAMETOOLONG: 'the path is too long',
  EMFILE: 'too many files are open',
}

/**
 * REPORT_NOT_WRITTEN for `file` (its plain name). A failure that is not the system's is one of rendering: its
 * kind is told, its text is not, since it may quote what was rendered.
 */
export function reportNotWritten(file: string, caught: unknown): GateError {
  if (caught instanceof GateError) return caught
  return new GateError('REPORT_NOT_WRITTEN', `${file} was not written: ${reasonOf(caught)}.`, {
    cause: caught,
  })
}

function reasonOf(caught: unknown): string {
  const code = systemCode(caught)
  if (code !== null) return reasons[code] ?? `the system says ${code}`
  const kind = typeof caught === 'object' && caught !== null && 'name' in caught ? caught.name : typeof caught
  return `it could not be rendered (${String(kind)})`
}

/** The system's code of what was caught (`ENOENT`); `null` when it has none. Looks at the value, not its class. */
export function systemCode(caught: unknown): string | null {
  if (typeof caught !== 'object' || caught === null || !('code' in caught)) return null
  return typeof caught.code === 'string' ? caught.code : null
}
