/** The host of the command line, in a terminal and in every CI: what differs between them is in `ci-formats.ts`. */
import { appendFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeFolder } from '../files.ts'
import type { Conclusion, Host, Log, LogLevel } from '../host.ts'
import { findingLine } from '../text.ts'
import { type CiFormat, ciFormats, detectCi } from './ci-formats.ts'
import { type Colour, type Printer, printerOf } from './printer.ts'
import { isShown, readTextOf, stopOf, systemClock } from './process.ts'
import { checkTable, decisionTable, findingsTable } from './tables.ts'

/** What the command line gave: values by the names of the inputs table. */
export type Flags = ReadonlyMap<string, string>

/** How the command line was called. */
type ConsoleOptions = {
  readonly flags: Flags
  readonly environment: NodeJS.ProcessEnv
  /** Lines go to stderr, and one JSON object with the result to stdout. */
  readonly json: boolean
}

/** The host of this process. Listens to its signals from now on. */
export function consoleHost(process: NodeJS.Process, { flags, environment, json }: ConsoleOptions): Host {
  const { signal } = stopOf(process)
  const ci = detectCi(environment)
  const format = ciFormats[ci]
  const printer = printerOf(json ? process.stderr : process.stdout, environment)
  let level: LogLevel = 'info'
  // What GitHub sets for jobs that were run again with debug logging.
  const isDebugged = ci === 'github' && environment.RUNNER_DEBUG === '1'
  const isTold = (line: LogLevel): boolean => isShown(line, level) || (isDebugged && line === 'debug')
  return {
    name: ci,
    input: (name) => flags.get(name) || undefined,
    givenInputs: () => [...flags.keys()],
    environment: (name) => environment[name] || undefined,
    environmentNames: () => Object.keys(environment),
    log: consoleLog(printer, format, isTold),
    clock: systemClock,
    progress: printer.live ? printer.progress : null,
    setLogLevel: (next) => {
      level = next
    },
    setOutputs: () => undefined,
    mask: printer.mask,
    annotate: (annotation) => {
      const { title, message, path } = annotation
      const named = path === undefined ? {} : { path: printer.safe(path) }
      const note = { ...annotation, title: printer.safe(title), message: printer.safe(message), ...named }
      const line = format.annotation?.(note)
      if (line !== undefined) printer.line(line)
    },
    showFindings: (findings) => {
      if (!isTold('info')) return
      if (printer.live)
        for (const { text, colour } of findingsTable(findings, printer.safe)) printer.line(text, colour)
      else
        for (const finding of findings)
          printer.line(format.finding(finding.severity, printer.safe(findingLine(finding))))
    },
    writeSummary: null,
    artifacts: null,
    ...(printer.live
      ? {
          showDecision: (counts, thresholds, hasBaseline) => {
            const table = decisionTable(counts, thresholds, hasBaseline, printer.width(), printer.safe)
            if (isTold('info')) for (const { text, colour } of table) printer.line(text, colour)
          },
          showChecks: (rows) => {
            const table = checkTable(rows, printer.width(), printer.safe)
            if (isTold('info')) for (const { text, colour } of table) printer.line(text, colour)
          },
        }
      : {}),
    conclude: (conclusion) => {
      // An error or a stop may have left the live lines.
      printer.progress(null)
      const sentence = printer.safe(conclusion.sentence)
      for (const line of format.closing({ ...conclusion, sentence })) printer.line(line)
      const trouble = keepOutputs(conclusion, format, environment)
      if (trouble !== null) printer.line(format.line('warn', printer.safe(trouble)))
      if (json) process.stdout.write(jsonOf(conclusion, printer.masked))
    },
    temporaryFolder: environment.AGENT_TEMPDIRECTORY || tmpdir(),
    workingFolder: process.cwd(),
    runUrl: format.runUrl(environment),
    forkEvidence: () => format.forkEvidence(environment, readTextOf),
    stop: signal,
  }
}

const colours: Readonly<Record<LogLevel, Colour | undefined>> = {
  error: 'red',
  warn: 'yellow',
  info: undefined,
  debug: 'gray',
}

function consoleLog(printer: Printer, format: CiFormat, isTold: (level: LogLevel) => boolean): Log {
  let groups = 0
  const write =
    (level: LogLevel) =>
    (line: string): void => {
      if (isTold(level)) printer.line(format.line(level, printer.safe(line)), colours[level])
    }
  return {
    error: write('error'),
    warn: write('warn'),
    info: write('info'),
    debug: write('debug'),
    group: async (title, work) => {
      if (!isTold('info')) return await work()
      groups += 1
      const group = { name: `soteri_gate_${groups}`, title: printer.safe(title) }
      printer.line(format.openGroup({ ...group, at: secondsNow() }))
      try {
        return await work()
      } finally {
        if (format.closeGroup !== null) printer.line(format.closeGroup({ ...group, at: secondsNow() }))
      }
    },
  }
}

function secondsNow(): number {
  return Math.floor(systemClock.now() / 1000)
}

/** Writes the outputs where this CI looks for them; returns what went wrong, since the verdict stays as it is. */
function keepOutputs(
  { outputs }: Conclusion,
  { file, appends }: CiFormat,
  environment: NodeJS.ProcessEnv,
): string | null {
  const folder = outputs['report-dir']
  const appendTo = appends === null ? undefined : environment[appends.variable]
  try {
    if (appends !== null && appendTo) appendFileSync(appendTo, appends.format(outputs))
    if (file === null) return null
    if (!folder) return `${file.name} was not written: output-dir could not be opened.`
    writeWhole(folder, file.name, file.format(outputs))
    return null
  } catch {
    return 'The outputs could not be written, so later steps get none; the exit code holds.'
  }
}

/** Writes a temporary file and renames it, so that the file appears whole or not at all. Throws what the system throws. */
function writeWhole(folder: string, name: string, text: string): void {
  makeFolder(folder)
  const aside = join(folder, `.${name}.${globalThis.crypto.randomUUID()}`)
  try {
    writeFileSync(aside, text, { flag: 'wx' })
    renameSync(aside, join(folder, name))
  } catch (caught) {
    rmSync(aside, { force: true })
    throw caught
  }
}

/**
 * One line of JSON: `verdict`, `exitCode`, `sentence`, `error` (or null), `counts`, `thresholds`, `outputs`.
 * `masked` takes secrets out of sentences; all else holds none, and is left alone since machines compare it.
 */
export function jsonOf(conclusion: Conclusion, masked: (text: string) => string): string {
  const { verdict, exitCode, counts, thresholds, outputs } = conclusion
  const sentence = masked(conclusion.sentence)
  const error =
    conclusion.error === null
      ? null
      : {
          ...conclusion.error,
          message: masked(conclusion.error.message),
          hint: masked(conclusion.error.hint),
        }
  return `${JSON.stringify({ verdict, exitCode, sentence, error, counts, thresholds, outputs })}\n`
}
