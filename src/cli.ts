#!/usr/bin/env node
/** The entry of the command line. */
import { GateError, inputError, type Mistake } from './errors.ts'
import { readArguments } from './host/arguments.ts'
import { consoleHost } from './host/console.ts'
import { endWith } from './host/end.ts'
import { longHelp, shortHelp } from './host/help.ts'
import { openSecretFiles } from './host/secret-files.ts'
import { readInputs } from './inputs/read.ts'
import { secretsOf, sourcesOf } from './inputs/sources.ts'
import type { Host } from './ports.ts'
import { run } from './run.ts'
import { verdictOf } from './verdict.ts'
import { toolVersion } from './version.ts'

endWith(await main(process.argv.slice(2)), process)

async function main(argv: readonly string[]): Promise<number> {
  const { ask, flags, mistakes } = readArguments(argv)
  const answers = { help: shortHelp, 'help-all': longHelp, version: () => `${toolVersion}\n` }
  if (ask !== 'run') {
    process.stdout.write(answers[ask]())
    return 0
  }
  const opened = await openSecretFiles(flags, process.env, process.cwd())
  const host = consoleHost(process, opened.flags, opened.environment)
  const wrong = [...mistakes, ...opened.mistakes]
  return wrong.length === 0 ? await run(host) : refuse(wrong, host)
}

/** Tells what only a command line can get wrong together with what is wrong with the values. */
function refuse(mistakes: readonly Mistake[], host: Host): number {
  const sources = sourcesOf(host, {})
  for (const secret of secretsOf(sources)) host.mask(secret)
  const all = [...mistakes, ...readInputs(sources, host.clock.now()).mistakes]
  const several = all.length > 1
  if (several) for (const { where, what } of all) host.log.error(`${where}: ${what}`)
  const error = several
    ? new GateError('INPUT_INVALID', `${all.length} mistakes, told above.`)
    : inputError(all)
  const verdict = verdictOf({ kind: 'failed', error })
  host.log.error(verdict.sentence)
  return verdict.exitCode
}
