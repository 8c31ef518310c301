/** Reads and writes small local files, and puts the codes of the system into words. Exports are read in `export/`. */
import { existsSync, mkdirSync, statSync } from 'node:fs'
import { glob, readFile, stat } from 'node:fs/promises'
import { dirname, isAbsolute, resolve } from 'node:path'
import { GateError, systemCode } from './errors.ts'
import { withoutUserInfo } from './text.ts'

/** Largest policy, baseline, history, CA or credential file that is read, in bytes. */
const TEXT_FILE_LIMIT = 400 * 1024 * 1024

export function pathOf(path: string, workingFolder: string): string {
  return isAbsolute(path) ? path : resolve(workingFolder, path)
}

/** Whether there is a file of this name; a folder is none. */
export function isFile(path: string): boolean {
  try {
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** @param shown the path as messages show it @throws GateError FILE_UNREADABLE, naming input and path. */
export async function readTextFile(path: string, input: string, shown = `"${path}"`): Promise<string> {
  return (await readSmallFile(path, input, shown)).toString('utf8')
}

/** @throws GateError FILE_UNREADABLE, naming input and path. */
export async function readSmallFile(path: string, input: string, shown = `"${path}"`): Promise<Buffer> {
  try {
    const { size } = await stat(path)
    if (size > TEXT_FILE_LIMIT) throw unreadable(shown, input, 'is larger than 400 MiB')
    return await readFile(path)
  } catch (caught) {
    if (caught instanceof GateError) throw caught
    throw unreadable(shown, input, reasonOf(caught))
  }
}

/** Sorted, each once. @throws GateError FILE_UNREADABLE for a pattern without a match: a lost export must be seen. */
export async function expandPatterns(patterns: readonly string[], workingFolder: string): Promise<string[]> {
  const found = new Set<string>()
  for (const pattern of patterns) {
    const matches = await matchesOf(pattern, workingFolder)
    if (matches.length === 0) throw unreadable(`"${pattern}"`, 'report-files', 'matches no file')
    for (const match of matches) found.add(match)
  }
  return [...found].sort()
}

async function matchesOf(pattern: string, workingFolder: string): Promise<string[]> {
  const literal = pathOf(pattern, workingFolder)
  if (isFile(literal)) return [literal]
  const matches: string[] = []
  for await (const match of glob(pattern, { cwd: workingFolder })) matches.push(pathOf(match, workingFolder))
  return matches.filter(isFile)
}

function unreadable(shown: string, input: string, reason: string): GateError {
  return new GateError('FILE_UNREADABLE', `${input}: ${withoutUserInfo(shown)} ${reason}.`)
}

function reasonOf(caught: unknown): string {
  const code = systemCode(caught)
  if (code === 'ENOENT') return 'does not exist'
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read by this user'
  if (code === 'EISDIR') return 'is a folder, not a file'
  return `cannot be read (${code})`
}

/** Readable for everyone: the reports are made to be picked up by other users of the CI machine. */
export const REPORT_FILE_MODE = 0o644

export const systemReasons: Readonly<Record<string, string>> = {
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
  ENOTSUP: 'no folder can be made there',
}

/** A failure that is not the system's is one of rendering: its text may quote what was rendered, so its kind is shown. */
export function reportNotWritten(file: string, caught: unknown): GateError {
  if (caught instanceof GateError) return caught
  return new GateError('REPORT_NOT_WRITTEN', `${file} was not written: ${notWrittenReason(caught)}.`, {
    cause: caught,
  })
}

function notWrittenReason(caught: unknown): string {
  const code = systemCode(caught)
  if (code !== null) return systemReasons[code] ?? `the system says ${code}`
  const kind = typeof caught === 'object' && caught !== null && 'name' in caught ? caught.name : typeof caught
  return `it could not be rendered (${String(kind)})`
}

/** `mkdirSync` with `recursive` never returns where a file system, such as that of /proc, takes no folders. */
export function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return
  try {
    mkdirSync(path)
  } catch (caught) {
    const above = dirname(path)
    // Another run may have made it meanwhile.
    if (systemCode(caught) === 'EEXIST' && statSync(path).isDirectory()) return
    if (systemCode(caught) !== 'ENOENT') throw caught
    if (above === path || existsSync(above)) throw Object.assign(new Error('no folder'), { code: 'ENOTSUP' })
    makeFolder(above)
    makeFolder(path)
  }
}
