/** `--token-file` and `--password-file`: files of the command line turned into the secrets they hold. */
import { environmentName } from '../config/sources.ts'
import { type ConfigError, GateError } from '../errors.ts'
import { pathOf, readTextFile } from '../files.ts'
import type { Flags } from './console.ts'

/** Flags and environment without the names of the files, with the secrets among the flags. */
export type OpenedSecrets = {
  readonly flags: Flags
  readonly environment: NodeJS.ProcessEnv
  readonly mistakes: readonly ConfigError[]
}

/** People give the secret itself where its file is asked for. */
const notShown = 'the path (not shown, it may be the secret itself)'

/** Reads the files that flags, or else the environment, name; each that cannot be read is a mistake. */
export async function openSecretFiles(
  flags: Flags,
  environment: NodeJS.ProcessEnv,
  workingFolder: string,
): Promise<OpenedSecrets> {
  const open = { flags: new Map(flags), environment: { ...environment }, mistakes: [] as ConfigError[] }
  for (const secret of ['token', 'password']) {
    const name = `${secret}-file`
    const variable = environmentName(name)
    const path = flags.get(name) || environment[variable]
    open.flags.delete(name)
    delete open.environment[variable]
    if (!path) continue
    try {
      open.flags.set(secret, await readTextFile(pathOf(path, workingFolder), name, notShown))
    } catch (caught) {
      if (!(caught instanceof GateError)) throw caught
      open.mistakes.push({ where: `--${name}`, what: caught.message.replace(`${name}: `, '') })
    }
  }
  return open
}
