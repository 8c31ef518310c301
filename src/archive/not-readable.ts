/** What the system says of a file, in words: only its code is told, as a message could name more than it should. */
import { GateError } from '../errors.ts'

/** Runs work on a file; whatever the system throws becomes the error that `toError` makes of its reason. */
export async function guarded<T>(toError: (why: string) => GateError, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (caught) {
    if (caught instanceof GateError) throw caught
    throw toError(whyNot(caught))
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'this user has no right to',
  EPERM: 'this user has no right to',
  EISDIR: 'it is a folder, not a file',
  ENOSPC: 'the disk is full',
}

function whyNot(caught: unknown): string {
  const coded = typeof caught === 'object' && caught !== null && 'code' in caught
  const code = coded ? String(caught.code) : 'unknown reason'
  return reasons[code] ?? code
}
