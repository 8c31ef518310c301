/** Asks a person in a terminal for the secret that a run needs and nobody gave. Nothing that is typed is shown. */
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { environmentName } from '../config/sources.ts'
import { rowOf } from '../config/table.ts'
import type { Flags } from './console.ts'
import { detectPlace } from './detect.ts'
import type { Environment } from './dialect.ts'

/** Both ends of a terminal; anything else is never asked. */
export type Terminal = {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean }
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean }
}

/**
 * Which secret a run with these flags and variables would miss; `null` when it needs none, has one, or runs in a CI,
 * where a terminal may be there and nobody sits at it.
 */
export function missingSecret(flags: Flags, environment: Environment): 'token' | 'password' | null {
  if (detectPlace(environment) !== 'terminal' || environment.CI) return null
  const given = (name: string): string | undefined => flags.get(name) || environment[environmentName(name)]
  const operation = given('operation') ?? 'gate'
  const onServer: readonly string[] = rowOf('token').usedBy
  if (!onServer.includes(operation)) return null
  if (given('token') !== undefined || given('password') !== undefined) return null
  // It is told to do without.
  if (given('dry-run') === 'true') return null
  return given('username') === undefined ? 'token' : 'password'
}

/**
 * What was typed before Enter. `''` for nothing, or where there is no terminal; `null` when the person gave up
 * (Ctrl-C, Ctrl-D).
 */
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
