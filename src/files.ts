/** Reads the small local files that inputs name; exports are read in `export/`. */
import { glob, readFile, stat } from 'node:fs/promises'
import { isAbsolute, resolve } from 'node:path'
import { GateError } from './errors.ts'
import { withoutUserInfo } from './text.ts'

/** Largest policy, baseline, history, CA or credential file that is read, in bytes. */
const TEXT_FILE_LIMIT = 400 * 1024 * 1024

/** An absolute path of what an input names, from the working folder. */
export function pathOf(path: string, workingFolder: string): string {
  return isAbsolute(path) ? path : resolve(workingFolder, path)
}

/** Whether there is a file of this name; a folder is none. */
export async function fileExists(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}

/**
 * The text (UTF-8) of the file that `input` names.
 * @param shown the path as messages show it
 * @throws GateError FILE_UNREADABLE, naming input and path.
 */
export async function readTextFile(path: string, input: string, shown = `"${path}"`): Promise<string> {
  return (await readSmallFile(path, input, shown)).toString('utf8')
}

/**
 * The bytes of the file that `input` names.
 * @throws GateError FILE_UNREADABLE, naming input and path.
 */
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

/**
 * The files that patterns of `report-files` name, sorted and each once.
 * @throws GateError FILE_UNREADABLE when a pattern matches nothing: a lost export must not go unseen.
 */
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
  if (await fileExists(literal)) return [literal]
  const matches: string[] = []
  for await (const match of glob(pattern, { cwd: workingFolder })) {
    const path = pathOf(match, workingFolder)
    if (await fileExists(path)) matches.push(path)
  }
  return matches
}

function unreadable(shown: string, input: string, reason: string): GateError {
  return new GateError('FILE_UNREADABLE', `${input}: ${withoutUserInfo(shown)} ${reason}.`)
}

function reasonOf(caught: unknown): string {
  const { code } = caught as NodeJS.ErrnoException
  if (code === 'ENOENT') return 'does not exist'
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read by this user'
  if (code === 'EISDIR') return 'is a folder, not a file'
  return `cannot be read (${code})`
}
