#!/usr/bin/env node
/** The entry of the command line. */
import './ci/begin.ts'
import { type Arguments, longHelp, readArguments, shortHelp } from './ci/arguments.ts'
import { detectCi } from './ci/ci-formats.ts'
import { type ConsoleCall, consoleHost } from './ci/console.ts'
import { isPipelineCi, pipelineCis, shippedText, writeStarters } from './ci/init.ts'
import { endWith } from './ci/process.ts'
import { askSecret, missingSecret, openSecretFiles } from './ci/secrets.ts'
import { scopeInputs } from './config/scope.ts'
import { readPolicy, readSettings } from './config/settings.ts'
import { environmentName } from './config/sources.ts'
import { asGateError, type ConfigError } from './errors.ts'
import type { Host } from './host.ts'
import { compare, differenceJson, differenceLines, differenceMarkdown } from './operations/diff.ts'
import { explanation, policyExplanation } from './operations/explain.ts'
import { run } from './run.ts'
import { toolVersion } from './version.ts'

const DONE = 0
const WRONG_CALL = 2
const CANCELLED = 130

// No top-level await: the executable is CommonJS.
void main(process.argv.slice(2)).then((exitCode) => endWith(exitCode, process))

async function main(argv: readonly string[]): Promise<number> {
  const given = readArguments(argv)
  const variables = Object.keys(process.env).some((name) => name.startsWith('SOTERI_GATE_'))
  if (argv.length === 0 && !variables) {
    print(shortHelp())
    return WRONG_CALL
  }
  switch (given.ask) {
    case 'help':
      return print(shortHelp())
    case 'help-all':
      return print(longHelp())
    case 'version':
      return print(`${toolVersion}\n`)
    case 'init':
      return init(given)
    case 'explain':
      return await explain(given)
    case 'schema':
      return schema(given)
    case 'diff':
      return await diff(given)
    case 'run':
      return await runGate(given)
  }
}

function print(text: string): number {
  process.stdout.write(text)
  return DONE
}

async function runGate({ flags, mistakes, json }: Arguments): Promise<number> {
  const opened = await openSecretFiles(flags, process.env, process.cwd())
  const all = [...mistakes, ...opened.mistakes]
  const missing = all.length > 0 ? null : missingSecret(opened.flags, opened.environment)
  if (missing === null) return await run(hostOf(opened, json), all)
  const typed = await askSecret(missing, { input: process.stdin, output: process.stdout })
  if (typed === null) return CANCELLED
  const withTyped = typed === '' ? opened.flags : new Map([...opened.flags, [missing, typed]])
  return await run(hostOf({ ...opened, flags: withTyped }, json))
}

/** Reads inputs and policy as a run would, says what they mean, and sends nothing. */
async function explain({ flags, mistakes }: Arguments): Promise<number> {
  const opened = await openSecretFiles(flags, process.env, process.cwd())
  // The log goes to stderr, so that stdout is the explanation and nothing else.
  const host = hostOf(opened, true)
  try {
    const all = [...mistakes, ...opened.mistakes]
    const now = host.clock.now()
    const scope = [...scopeInputs, 'report-files']
    if (scope.every((name) => !host.input(name) && !host.environment(environmentName(name)))) {
      return print(`${policyExplanation(await readPolicy(host, all), now).join('\n')}\n`)
    }
    const { inputs, policy } = await readSettings(host, all)
    return print(`${explanation(inputs, policy, now).join('\n')}\n`)
  } catch (caught) {
    return fail(caught, host)
  }
}

/** Says what became of the findings from one run or export to another. */
async function diff({ operands, mistakes, flags, json, markdown }: Arguments): Promise<number> {
  const [earlier, later, ...more] = operands
  if (earlier === undefined || later === undefined || more.length > 0) {
    const what = 'Name two report folders or exports: soteri-gate diff EARLIER LATER.'
    return refuse([...mistakes, { where: 'diff', what }])
  }
  if (mistakes.length > 0) return refuse(mistakes)
  const host = hostOf({ flags, environment: process.env }, true)
  try {
    const found = await compare(earlier, later, host)
    const lines = markdown ? differenceMarkdown(found) : differenceLines(found).join('\n')
    return print(`${json ? differenceJson(found) : lines}\n`)
  } catch (caught) {
    return fail(caught, host)
  }
}

function fail(caught: unknown, { log }: Host): number {
  const { message, hint, exitCode } = asGateError(caught)
  for (const line of [...message.split('\n'), hint]) log.error(line)
  return exitCode
}

function hostOf({ flags, environment }: Omit<ConsoleCall, 'json'>, json: boolean): Host {
  return consoleHost(process, { flags, environment, json })
}

function init({ operands, mistakes, force, flags }: Arguments): number {
  const [name, ...more] = operands
  const named = name !== undefined && isPipelineCi(name) ? name : null
  const unknown = name !== undefined && named === null ? [name, ...more] : more
  const excess = unknown.map(() => ({
    where: 'init',
    what: `Takes the name of one CI, or none: ${pipelineCis.join(', ')}.`,
  }))
  if (mistakes.length + excess.length > 0) return refuse([...mistakes, ...excess])
  try {
    const { lines, complete } = writeStarters(process.cwd(), detectCi(process.env), {
      named,
      force,
      given: flags,
    })
    print(`${lines.join('\n')}\n`)
    return complete ? DONE : WRONG_CALL
  } catch (caught) {
    return refuse([{ where: 'init', what: `The files could not be written. ${asGateError(caught).message}` }])
  }
}

function schema({ operands, mistakes }: Arguments): number {
  const [name = '', ...more] = operands
  const known = ['policy', 'report']
  const isOne = known.includes(name) && more.length === 0
  const what = `Takes the name of one schema: ${known.join(', ')}.`
  const all = isOne ? mistakes : [...mistakes, { where: 'schema', what }]
  if (all.length > 0) return refuse(all)
  return print(shippedText(`schema/${name}.schema.json`))
}

function refuse(mistakes: readonly ConfigError[]): number {
  for (const { where, what } of mistakes) process.stderr.write(`error: ${where}: ${what}\n`)
  return WRONG_CALL
}
