/** The host for GitHub Actions. Sole user of @actions/core. */
import { appendFileSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import * as core from '@actions/core'
import type { Annotation, Host, Log, LogLevel } from '../host.ts'
import { escapeForLog, isMaskable, maskerOf } from '../text.ts'
import { artifactStore } from './artifacts.ts'
import { ciFormats } from './ci-formats.ts'
import { isShown, readTextOf, stopOf, systemClock } from './process.ts'

/** The runner hands inputs over as variables: upper case, blanks as `_`, hyphens kept. */
const inputPrefix = 'INPUT_'

/** The host of this process. Listens to its signals from now on. */
export function githubHost(process: NodeJS.Process): Host {
  const { env } = process
  const { signal, guard } = stopOf(process)
  const inputs = inputsOf(env)
  let level: LogLevel = 'info'
  // The runner masks what it shows; what keeps the output itself, such as a test or a wrapper, gets it masked too.
  const secrets = new Set<string>()
  let mask = maskerOf(secrets)
  const safe = (text: string): string => escapeForLog(mask(text))
  const summaryFile = env.GITHUB_STEP_SUMMARY
  const runUrl = ciFormats.github.runUrl(env)
  const log = githubLog(safe, () => level)
  return {
    name: 'github',
    input: (name) => inputs.get(name),
    givenInputs: () => [...inputs.keys()],
    environment: (name) => env[name] || undefined,
    environmentNames: () => Object.keys(env),
    log,
    clock: systemClock,
    progress: null,
    setLogLevel: (next) => {
      level = next
    },
    setOutputs: outputsTo(env.GITHUB_OUTPUT),
    mask: (secret) => {
      for (const line of secret.split(/[\r\n]+/)) if (line.trim() !== '') core.setSecret(line)
      if (isMaskable(secret.trim())) mask = maskerOf(secrets.add(secret.trim()))
    },
    annotate: (annotation) => annotate(annotation, safe),
    writeSummary: summaryFile ? (markdown) => appendFileSync(summaryFile, markdown) : null,
    artifacts: artifactStore(env, runUrl, guard, log.debug),
    temporaryFolder: env.RUNNER_TEMP || tmpdir(),
    workingFolder: env.GITHUB_WORKSPACE || process.cwd(),
    runUrl,
    forkEvidence: () => ciFormats.github.forkEvidence(env, readTextOf),
    stop: signal,
  }
}

/**
 * Given inputs by name; an empty text is the same as none, since workflows pass empty expressions on. The runner writes
 * names in upper case: `INPUT_mode` is somebody else's, and would change what the workflow says.
 */
function inputsOf(env: NodeJS.ProcessEnv): ReadonlyMap<string, string> {
  const inputs = new Map<string, string>()
  for (const [variable, value] of Object.entries(env)) {
    if (!variable.startsWith(inputPrefix) || variable !== variable.toUpperCase() || !value) continue
    inputs.set(variable.slice(inputPrefix.length).toLowerCase(), value)
  }
  return inputs
}

/** The file is this step's own; what an earlier call wrote is taken back, for readers that take the first value. */
function outputsTo(file: string | undefined): Host['setOutputs'] {
  let start: number | null = null
  return (outputs) => {
    if (file && start !== null) truncateSync(file, start)
    if (file) start ??= statSync(file).size
    for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value)
  }
}

/** With `log-level: debug`, debug lines are plain lines; else they show when the job runs with step debugging. */
function githubLog(safe: (text: string) => string, level: () => LogLevel): Log {
  const plain = (line: string): void => core.info(safe(line))
  return {
    error: (line) => core.error(safe(line)),
    warn: (line) => {
      if (isShown('warn', level())) core.warning(safe(line))
    },
    info: (line) => {
      if (isShown('info', level())) plain(line)
    },
    debug: (line) => {
      if (isShown('debug', level())) plain(line)
      else if (core.isDebug()) core.debug(safe(line))
    },
    group: async (title, work) => {
      return isShown('info', level()) ? await core.group(safe(title), work) : await work()
    },
  }
}

function annotate({ level, title, message, path, line }: Annotation, safe: (text: string) => string): void {
  const write = { error: core.error, warning: core.warning, notice: core.notice }[level]
  write(safe(message), {
    title: safe(title),
    ...(path === undefined ? {} : { file: safe(path) }),
    ...(line === undefined ? {} : { startLine: line }),
  })
}
