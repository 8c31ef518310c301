/** Whether there is room for what a run leaves and downloads. */
import { access, constants, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type ErrorCode, GateError } from '../errors.ts'
import { type Check, fail, ok, warn } from './check.ts'

const MIB = 1024 * 1024
/** Below it a run can hardly end well; below the other a large export may not fit. */
const TOO_LITTLE = 20 * MIB
const LITTLE = 1024 * MIB

/** Looks at a folder, or where it does not exist yet, at the one that it will be made in. Writes nothing. */
export async function checkDisk(name: string, folder: string, code: ErrorCode): Promise<Check> {
  try {
    const place = await existing(folder)
    await access(place, constants.W_OK)
    const { bavail, bsize } = await statfs(place)
    const free = bavail * bsize
    const what = `${Math.floor(free / MIB)} MiB are free in ${folder}.`
    if (free < TOO_LITTLE) return fail(name, new GateError(code, what))
    if (free < LITTLE)
      return warn(name, what, 'Make room where the export of the scope may be larger than that.')
    return ok(name, what)
  } catch (caught) {
    return fail(name, new GateError(code, `${folder} cannot be written to.`, { cause: caught }))
  }
}

async function existing(folder: string): Promise<string> {
  try {
    await access(folder)
    return folder
  } catch (caught) {
    const above = dirname(folder)
    if (above === folder) throw caught
    return await existing(above)
  }
}
