/** The host for terminals and for CIs that have no adapter of their own: plain lines, live progress in a terminal. */
import { tmpdir } from 'node:os'
import { styleText } from 'node:util'
import type { Host, Log, LogLevel } from '../ports.ts'
import { systemClock } from './clock.ts'
import { detectPlace } from './detect.ts'
import { harmless } from './harmless.ts'
import { isShown } from './levels.ts'
import { stopOf } from './stop.ts'

/** Where lines go: the part of `process.stdout` that is used. */
export type Screen = {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
}

/** What the command line gave: values by the names of the inputs table. */
export type Flags = ReadonlyMap<string, string>

/** The host of this process. Listens to its signals from now on. */
export function consoleHost(process: NodeJS.Process, flags: Flags, environment: NodeJS.ProcessEnv): Host {
  const { signal } = stopOf(process)
  const printer = printerOf(process.stdout, environment)
  let level: LogLevel = 'info'
  return {
    name: detectPlace(environment),
    input: (name) => flags.get(name) || undefined,
    givenInputs: () => [...flags.keys()],
    environment: (name) => environment[name] || undefined,
    environmentNames: () => Object.keys(environment),
    log: consoleLog(printer, () => level),
    clock: systemClock,
    progress: printer.progress,
    setLogLevel: (next) => {
      level = next
    },
    setOutput: () => undefined,
    mask: printer.mask,
    annotate: () => undefined,
    writeSummary: null,
    artifacts: null,
    temporaryFolder: tmpdir(),
    workingFolder: process.cwd(),
    runUrl: runUrlOf(environment),
    stop: signal,
  }
}

type Colour = 'red' | 'yellow' | 'gray'

/** Writes whole lines, secrets blanked, and keeps the live line below them. */
export type Printer = {
  line(text: string, colour?: Colour): void
  mask(secret: string): void
  /** `null` where lines cannot be overwritten. */
  readonly progress: ((text: string | null) => void) | null
}

/** A printer on a screen; colours and live progress only in a terminal, colours not with NO_COLOR. */
export function printerOf(
  screen: Screen,
  environment: Readonly<Record<string, string | undefined>>,
): Printer {
  const live = screen.isTTY === true && environment.TERM !== 'dumb'
  const coloured = live && !environment.NO_COLOR
  const secrets: string[] = []
  let below: string | null = null

  const blanked = (text: string): string =>
    secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text)
  const clear = (): void => {
    if (below !== null) screen.write('\r\u001b[2K')
  }
  const draw = (): void => {
    if (below !== null) screen.write(below.slice(0, Math.max(1, (screen.columns ?? 80) - 1)))
  }
  return {
    line: (text, colour) => {
      const safe = harmless(blanked(text))
      clear()
      const styled =
        coloured && colour !== undefined ? styleText(colour, safe, { validateStream: false }) : safe
      screen.write(`${styled}\n`)
      draw()
    },
    mask: (secret) => {
      if (secret !== '' && !secrets.includes(secret)) secrets.push(secret)
      secrets.sort((a, b) => b.length - a.length)
    },
    progress: live
      ? (text) => {
          clear()
          below = text === null ? null : harmless(blanked(text))
          draw()
        }
      : null,
  }
}

function consoleLog(printer: Printer, level: () => LogLevel): Log {
  return {
    error: (line) => printer.line(marked('error', line), 'red'),
    warn: (line) => {
      if (isShown('warn', level())) printer.line(marked('warning', line), 'yellow')
    },
    info: (line) => {
      if (isShown('info', level())) printer.line(line)
    },
    debug: (line) => {
      if (isShown('debug', level())) printer.line(`debug: ${line}`, 'gray')
    },
    group: async (title, work) => {
      if (isShown('info', level())) printer.line(title)
      return await work()
    },
  }
}

/** The level in front of a line; a verdict says by itself how bad it is. */
function marked(level: string, line: string): string {
  return /^(fail|warn|error)\b/.test(line) ? line : `${level}: ${line}`
}

/** Address of the run in its CI, by the variable each one sets. */
const runUrlVariables = ['CI_JOB_URL', 'BUILD_URL', 'bamboo_resultsUrl', 'bamboo_buildResultsUrl'] as const

function runUrlOf(environment: NodeJS.ProcessEnv): string | null {
  const addresses = runUrlVariables.map((variable) => environment[variable])
  return addresses.find((address) => address !== undefined && /^https?:\/\//.test(address)) ?? null
}
