#!/usr/bin/env node
/** The entry of the command line. */
import { readArguments } from './host/arguments.ts'
import { consoleHost } from './host/console.ts'
import { endWith } from './host/end.ts'
import { longHelp, shortHelp } from './host/help.ts'
import { openSecretFiles } from './host/secret-files.ts'
import { run } from './run.ts'
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
  return await run(host, [...mistakes, ...opened.mistakes])
}
