/** Secrets of the command line, from files or typed in a terminal. Nothing that is typed is shown. */
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { environmentName } from '../config/sources.ts'
import { rowOf } from '../config/table.ts'
import { type ConfigError, GateError } from '../errors.ts'
import { pathOf, readTextFile } from '../files.ts'
import type { Flags } from './arguments.ts'
import { isInCi } from './ci-formats.ts'
import type { Environment } from './process.ts'

/** People give the secret itself where its file is asked for. */
const notShown = 'the path (not shown, it may be the secret itself)'

/** Reads the files that flags, or else the environment, name; each that cannot be read is a mistake. */
export async function openSecretFiles(flags: Flags, environment: NodeJS.ProcessEnv, workingFolder: string) {
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

/** Both ends of a terminal; anything else is never asked. */
type Terminal = {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean }
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean }
}

/** The secret that a run would lack; `null` for none, and in a CI, where a terminal may be there and nobody at it. */
export function missingSecret(flags: Flags, environment: Environment): 'token' | 'password' | null {
  const given = (name: string): string | undefined => flags.get(name) || environment[environmentName(name)]
  const operation = given('operation') ?? 'gate'
  const isOnServer = rowOf('token').usedBy.some((known) => known === operation)
  const hasSecret = given('token') !== undefined || given('password') !== undefined
  // A dry run needs no secret.
  if (isInCi(environment) || !isOnServer || hasSecret || given('dry-run') === 'true') return null
  return given('username') === undefined ? 'token' : 'password'
}

/** `''` for nothing, or where there is no terminal; `null` when the person gave up (Ctrl-C, Ctrl-D). */
export function askSecret(secret: 'token' | 'password', { input, output }: Terminal): Promise<string | null> {
  if (input.isTTY !== true || output.isTTY !== true) return Promise.resolve('')
  const muted = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input, output: muted, terminal: true, historySize: 0 })
  output.write(`Bitbucket ${secret} (not shown; ${environmentName(secret)} would be taken without asking): `)
  return new Promise((resolve) => {
    const end = (typed: string | null): void => {
      resolve(typed)
      lines.close()
      output.write('\n')
    }
    lines.once('line', end)
    lines.once('close', () => resolve(null))
    lines.once('SIGINT', () => end(null))
  })
}
