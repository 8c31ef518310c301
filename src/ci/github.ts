/** The host for GitHub Actions. Sole user of @actions/core and, when something is uploaded, of @actions/artifact. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { appendFileSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import type { ArtifactClient } from '@actions/artifact'
import * as core from '@actions/core'
import type { Annotation, ArtifactStore, Host, LogLevel } from '../host.ts'
import { escapeForLog, isMaskable, maskerOf } from '../text.ts'
import { ciFormats } from './ci-formats.ts'
import { type Environment, isShown, logOf, readTextOf, type Stop, stopOf, systemClock } from './process.ts'

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
  const show = { error: core.error, warn: core.warning, info: core.info, debug: core.info }
  const log = logOf(
    (lineLevel, line) => {
      if (isShown(lineLevel, level)) show[lineLevel](safe(line))
      // They show when the job runs with step debugging.
      else if (lineLevel === 'debug' && core.isDebug()) core.debug(safe(line))
    },
    async (title, work) => (isShown('info', level) ? await core.group(safe(title), work) : await work()),
  )
  return {
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
      for (const line of secret.split(/[\r\n]+/)) if (isMaskable(line.trim())) core.setSecret(line)
      mask = maskerOf(secrets.add(secret.trim()))
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

/** The runner hands inputs over as variables: upper case, blanks as `_`, hyphens kept. */
const inputPrefix = 'INPUT_'

/** Workflows pass empty expressions on: the same as none. `INPUT_mode` is not of the runner, and changes nothing. */
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

function annotate({ level, title, message, path, line }: Annotation, safe: (text: string) => string): void {
  const write = { error: core.error, warning: core.warning, notice: core.notice }[level]
  write(safe(message), {
    title: safe(title),
    ...(path === undefined ? {} : { file: safe(path) }),
    ...(line === undefined ? {} : { startLine: line }),
  })
}

/** The store, or `null` where the runner offers none: no service address or token, or GitHub Enterprise Server. */
function artifactStore(
  environment: Environment,
  runUrl: string | null,
  guard: Stop['guard'],
  debug: (line: string) => void,
): ArtifactStore | null {
  const offered = environment.ACTIONS_RUNTIME_TOKEN && environment.ACTIONS_RESULTS_URL
  if (!offered || isEnterpriseServer(environment)) return null
  /** The client writes to stdout, even `::error`, and goes on after a failure; none of it may follow the verdict. */
  const quietly = async <T>(call: () => Promise<T>): Promise<T> => {
    sortWrites(process.stdout)
    const lines: Lines = { debug }
    try {
      return await guard(() => clientLines.run(lines, call))
    } finally {
      lines.debug = null
    }
  }
  const upload: ArtifactStore['upload'] = async ({ name, root, files, retentionDays }) => {
    const client = await openClient()
    const options = retentionDays === null ? {} : { retentionDays }
    const stored = await quietly(() => client.uploadArtifact(name, [...files], root, options)).catch(inDoubt)
    if (stored.id === undefined) return inDoubt(new Error('FinalizeArtifact gave no id'))
    const id = String(stored.id)
    return { id, url: runUrl === null ? '' : `${runUrl}/artifacts/${id}`, digest: stored.digest ?? '' }
  }
  return {
    upload,
    replace: async (artifact) => {
      const client = await openClient()
      await quietly(() => client.deleteArtifact(artifact.name))
      return await upload(artifact)
    },
  }
}

/** Before the last call nothing is stored, and the name may be another job's; after it all may be stored. */
function inDoubt(caught: unknown): never {
  if (!(caught instanceof Error) || !caught.message.includes('FinalizeArtifact')) throw caught
  throw Object.assign(caught, { mayBeStored: true })
}

async function openClient(): Promise<ArtifactClient> {
  // The client makes its connections with the defaults of Node, which would not verify certificates then.
  delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
  const { DefaultArtifactClient } = await import('@actions/artifact')
  return new DefaultArtifactClient()
}

/** The lines of the call that writes; `null` once it is over. */
type Lines = { debug: ((line: string) => void) | null }
const clientLines = new AsyncLocalStorage<Lines>()
let writesAreSorted = false

/** Writes of the client are known by their async context, which its timers and streams keep. */
function sortWrites(stdout: NodeJS.WriteStream): void {
  if (writesAreSorted) return
  writesAreSorted = true
  const write = stdout.write.bind(stdout) as (...args: unknown[]) => boolean
  const sorted = (...args: unknown[]): boolean => {
    const lines = clientLines.getStore()
    // It has the runner mask the signatures of addresses that it writes next.
    if (lines === undefined || String(args[0]).startsWith('::add-mask::')) return write(...args)
    const { debug } = lines
    const line = String(args[0])
      .trim()
      .replace(/^::\w+::/, '')
    if (debug !== null) clientLines.exit(() => debug(`artifact: ${line}`))
    return true
  }
  stdout.write = sorted as typeof stdout.write
}

/** The artifact client refuses these servers (its `isGhes`); github.com, *.ghe.com and *.localhost are served. */
function isEnterpriseServer({ GITHUB_SERVER_URL }: Environment): boolean {
  const host = URL.parse(GITHUB_SERVER_URL || 'https://github.com')?.hostname ?? ''
  return host !== 'github.com' && !host.endsWith('.ghe.com') && !host.endsWith('.localhost')
}
