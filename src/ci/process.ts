/** The process: its variables, clock, log levels, signals and exit code. */
import { readFileSync, writeSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { asGateError, GateError, systemCode } from '../errors.ts'
import type { Clock, Log, LogLevel } from '../host.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** Reads a small file that a variable of the CI names; `null` when it cannot be read. */
export type ReadText = (path: string) => string | null

export const readTextOf: ReadText = (path) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null // The callers fail closed.
  }
}

const levels: readonly LogLevel[] = ['error', 'warn', 'info', 'debug']

export function isShown(line: LogLevel, shown: LogLevel): boolean {
  return levels.indexOf(line) <= levels.indexOf(shown)
}

export function logOf(write: (level: LogLevel, line: string) => void, group: Log['group']): Log {
  return {
    error: (line) => write('error', line),
    warn: (line) => write('warn', line),
    info: (line) => write('info', line),
    debug: (line) => write('debug', line),
    group,
  }
}

/** Timers of the runtime fire at once above this many ms. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  random: () => Math.random(),
  sleep: async (ms, signal) => {
    try {
      await wait(Math.min(ms, LONGEST_TIMER_MS), undefined, signal === undefined ? {} : { signal })
    } catch (caught) {
      throw signal?.aborted ? signal.reason : caught
    }
  },
}

/** What a second signal exits with: the contract's code for a cancelled run. */
const CANCELLED_EXIT = 130

export type ProcessEvents = Pick<NodeJS.Process, 'on' | 'exit'>

/** What ends a run: a terminal that is closed (SIGHUP) too. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** A signal that came before a run listened. */
let early: string | null = null
let isListening = false

export type Stop = ReturnType<typeof stopOf>

/** Starts to listen. `signal` aborts with CANCELLED on a signal, with DEFECT on an error that nobody caught. */
export function stopOf(process: ProcessEvents) {
  const controller = new AbortController()
  let takeStray = (caught: unknown): void => controller.abort(asGateError(caught))

  const onSignal = (name: string): void => {
    if (controller.signal.aborted) process.exit(CANCELLED_EXIT)
    controller.abort(new GateError('CANCELLED', `The run was stopped by ${name}.`))
  }
  for (const name of signals) process.on(name, () => onSignal(name))
  isListening = true
  if (early !== null) onSignal(early)
  process.on('uncaughtException', (caught) => takeStray(caught))
  process.on('unhandledRejection', (caught) => takeStray(caught))

  /**
   * Runs work whose library throws inside listeners, where no `catch` reaches, even after the work: that rejects the work
   * instead of stopping the run. A stop rejects it too; it may itself go on: see `endWith`.
   */
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    const { signal } = controller
    signal.throwIfAborted()
    const { promise, reject } = Promise.withResolvers<never>()
    takeStray = reject
    const onStop = (): void => reject(signal.reason)
    signal.addEventListener('abort', onStop)
    try {
      return await Promise.race([work(), promise])
    } finally {
      signal.removeEventListener('abort', onStop)
    }
  }
  return { signal: controller.signal, guard }
}

const DEFECT_EXIT = 70

/** How long a library may keep the process after the verdict, in ms. Two seconds after a signal all must be over. */
const GRACE_MS = 500

/** Call it first: a process that ends before `endWith` (by an error in a listener, say) must not exit with 0. */
export function expectVerdict(process: NodeJS.Process): void {
  process.exitCode = DEFECT_EXIT
  process.on('exit', tellNoVerdict)
  for (const name of signals) process.on(name, () => onEarlySignal(name, process))
  // The reader of the log is gone; the exit code still counts.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', throwUnlessClosed)
  // Otherwise Node opens its inspector, in which other processes of the machine can read the credentials.
  process.on('SIGUSR1', () => undefined)
}

/** A run that is about to listen ends by it. Where none begins, such as at a prompt, the process ends here. */
function onEarlySignal(name: string, process: NodeJS.Process): void {
  if (isListening) return
  if (early !== null) process.exit(CANCELLED_EXIT)
  early = name
  setTimeout(() => {
    if (isListening) return
    process.off('exit', tellNoVerdict)
    writeSync(2, `error (exit ${CANCELLED_EXIT}, CANCELLED): The run was stopped by ${name}.\n`)
    process.exit(CANCELLED_EXIT)
  }, GRACE_MS).unref()
}

function throwUnlessClosed(caught: unknown): void {
  if (systemCode(caught) !== 'EPIPE') throw caught
}

function tellNoVerdict(): void {
  const hint = 'Report it, with the last lines of a run with `log-level: debug`.'
  writeSync(2, `error (exit ${DEFECT_EXIT}, DEFECT): The run ended before it had a verdict. ${hint}\n`)
}

/** Lets the process end by itself; work that could not be stopped, such as an upload, is cut off after a moment. */
export function endWith(exitCode: number, process: NodeJS.Process): void {
  process.off('exit', tellNoVerdict)
  process.exitCode = exitCode
  setTimeout(() => process.exit(), GRACE_MS).unref()
}
