/** The host of the command line, in a terminal and in every CI: what differs between them is in `ci-formats.ts`. */
import { appendFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeFolder } from '../files.ts'
import type { Counts, ThresholdOutcome } from '../finding.ts'
import type { CheckRow, Conclusion, Host, Log, LoggedFinding, LogLevel } from '../host.ts'
import { count, findingLine, plural } from '../text.ts'
import type { Flags } from './arguments.ts'
import { type CiFormat, ciFormats, detectCi, isSevere } from './ci-formats.ts'
import { type Colour, type Printer, padded, printerOf, shortened, widthOf, wrapped } from './printer.ts'
import { isShown, logOf, readTextOf, stopOf, systemClock } from './process.ts'

/** With `json`, lines go to stderr and one JSON object with the result to stdout. */
export type ConsoleCall = {
  readonly flags: Flags
  readonly environment: NodeJS.ProcessEnv
  readonly json: boolean
}

export function consoleHost(process: NodeJS.Process, { flags, environment, json }: ConsoleCall): Host {
  const { signal } = stopOf(process)
  const ci = detectCi(environment)
  const format = ciFormats[ci]
  const printer = printerOf(json ? process.stderr : process.stdout, environment)
  const { safe, width } = printer
  let level: LogLevel = 'info'
  // What GitHub sets for jobs that were run again with debug logging.
  const isDebugged = ci === 'github' && environment.RUNNER_DEBUG === '1'
  const isLogged = (line: LogLevel): boolean => isShown(line, level) || (isDebugged && line === 'debug')
  const print = (lines: readonly TableLine[]): void => {
    if (isLogged('info')) for (const { text, colour } of lines) printer.line(text, colour)
  }
  return {
    input: (name) => flags.get(name) || undefined,
    givenInputs: () => [...flags.keys()],
    environment: (name) => environment[name] || undefined,
    environmentNames: () => Object.keys(environment),
    log: consoleLog(printer, format, isLogged),
    clock: systemClock,
    progress: printer.live ? printer.progress : null,
    setLogLevel: (next) => {
      level = next
    },
    setOutputs: () => undefined,
    mask: printer.mask,
    annotate: ({ title, message, path, ...rest }) => {
      const line = format.annotation?.({
        ...rest,
        title: safe(title),
        message: safe(message),
        ...(path !== undefined && { path: safe(path) }),
      })
      if (line !== undefined) printer.line(line)
    },
    showFindings: (findings) => {
      const plain = findings.map((finding) => {
        return { text: format.finding(finding.severity, safe(findingLine(finding))) }
      })
      print(printer.live ? findingsTable(findings, safe) : plain)
    },
    ...(printer.live && {
      showDecision: (counts, thresholds, hasBaseline) => {
        print(decisionTable(counts, thresholds, hasBaseline, width(), safe))
      },
      showChecks: (rows) => print(checkTable(rows, width(), safe)),
    }),
    writeSummary: null,
    artifacts: null,
    conclude: (conclusion) => {
      // An error or a stop may have left the live lines.
      printer.progress(null)
      const sentence = safe(conclusion.sentence)
      for (const line of format.closing({ ...conclusion, sentence })) printer.line(line)
      const trouble = keepOutputs(conclusion, format, environment)
      if (trouble !== null) printer.line(format.line('warn', safe(trouble)))
      if (json) process.stdout.write(jsonOf(conclusion, printer.masked))
    },
    temporaryFolder: environment.AGENT_TEMPDIRECTORY || tmpdir(),
    workingFolder: process.cwd(),
    runUrl: format.runUrl(environment),
    forkEvidence: () => format.forkEvidence(environment, readTextOf),
    stop: signal,
  }
}

const colours = { error: 'red', warn: 'yellow', info: undefined, debug: 'gray' } as const

function consoleLog(printer: Printer, format: CiFormat, isLogged: (level: LogLevel) => boolean): Log {
  let groups = 0
  const write = (level: LogLevel, line: string): void => {
    if (isLogged(level)) printer.line(format.line(level, printer.safe(line)), colours[level])
  }
  return logOf(write, async (title, work) => {
    if (!isLogged('info')) return await work()
    groups += 1
    const name = `soteri_gate_${groups}`
    const groupNow = () => ({ name, title: printer.safe(title), at: Math.floor(systemClock.now() / 1000) })
    printer.line(format.openGroup(groupNow()))
    try {
      return await work()
    } finally {
      if (format.closeGroup !== undefined) printer.line(format.closeGroup(groupNow()))
    }
  })
}

/** Writes the outputs where this CI looks for them; returns what went wrong, since the verdict stays as it is. */
function keepOutputs({ outputs }: Conclusion, { file, appends }: CiFormat, environment: NodeJS.ProcessEnv) {
  const folder = outputs['report-dir']
  const appendTo = appends && environment[appends.variable]
  try {
    if (appendTo) appendFileSync(appendTo, appends.format(outputs))
    if (file === undefined) return null
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

/** `masked` takes secrets out of sentences; all else holds none, and is left alone since machines compare it. */
export function jsonOf(conclusion: Conclusion, masked: (text: string) => string): string {
  const { verdict, exitCode, counts, thresholds, outputs, error: found } = conclusion
  const sentence = masked(conclusion.sentence)
  const error = found && { ...found, message: masked(found.message), hint: masked(found.hint) }
  return `${JSON.stringify({ verdict, exitCode, sentence, error, counts, thresholds, outputs })}\n`
}

type TableLine = { readonly text: string; readonly colour?: Colour }

/** Columns beside the name: verdict, observed, limit, and the blanks between. */
const FIGURES = 4 + 2 + 10 + 2 + 10 + 2
/** Longer names are cut to no less. */
const SHORTEST_NAME = 12

const markColours = { ok: 'green', warn: 'yellow', FAIL: 'red' } as const

/** No wider than `width` columns, where that leaves a name any room. Names come from outside: see `safe`. */
export function decisionTable(
  { total, distinct, new: fresh, suppressed, bySeverity }: Counts,
  thresholds: readonly ThresholdOutcome[],
  hasBaseline: boolean,
  width: number,
  safe: (text: string) => string,
): readonly TableLine[] {
  const longest = Math.max(9, ...thresholds.map(({ name }) => widthOf(safe(name))))
  const room = Math.min(longest, Math.max(SHORTEST_NAME, width - FIGURES))
  const row = (mark: string, name: string, observed: string, max: string): string =>
    `${mark.padEnd(4)}  ${padded(shortened(name, room), room)}  ${observed.padStart(10)}  ${max.padStart(10)}`
  const severities = Object.entries(bySeverity).map(([name, count]) => `${count} ${name}`)
  return [
    { text: '' },
    { text: row('', 'threshold', 'found', 'limit') },
    ...thresholds.map(({ name, observed, max, passed, level }) => {
      const mark = passed ? 'ok' : level === 'warn' ? 'warn' : 'FAIL'
      return { text: row(mark, safe(name), String(observed), String(max)), colour: markColours[mark] }
    }),
    { text: '' },
    {
      text: `${plural(total, 'finding')}: ${count(distinct)} distinct${hasBaseline ? `, ${count(fresh)} new` : ''}; ${count(suppressed)} suppressed`,
    },
    { text: severities.join(', ') },
    { text: '' },
  ]
}

/** Longer names of rules are not aligned: nothing is cut, since names are copied from here. */
const LONGEST_RULE = 32

export function findingsTable(
  findings: readonly LoggedFinding[],
  safe: (text: string) => string,
): readonly TableLine[] {
  const longest = Math.max(...findings.map(({ rule }) => widthOf(safe(rule))))
  return findings.flatMap(({ severity, rule, place, branches, link }) => {
    const name = padded(safe(rule), Math.min(longest, LONGEST_RULE))
    const below = [branches, link ?? ''].filter((part) => part !== '').map(safe)
    const colour = isSevere(severity) ? 'red' : 'yellow'
    return [
      { text: `${severity.padEnd(8)}  ${name}  ${safe(place)}`, colour } as const,
      ...(below.length > 0 ? [{ text: `          ${below.join('  ')}`, colour: 'gray' } as const] : []),
    ]
  })
}

const STATE_COLUMNS = 6
/** Texts beside the names get no less; names longer than the rest are cut. */
const LEAST_TEXT = 30

const checkColours = { ok: 'green', warn: 'yellow', fail: 'red', skip: 'gray' } as const

/** Lines no wider than `width` columns, but for words that are. Texts come from outside and go through `safe`. */
export function checkTable(
  rows: readonly CheckRow[],
  width: number,
  safe: (text: string) => string,
): readonly TableLine[] {
  const longest = Math.max(...rows.map(({ name }) => widthOf(safe(name))))
  const nameColumns = Math.min(longest, Math.max(SHORTEST_NAME, width - STATE_COLUMNS - 2 - LEAST_TEXT))
  const textColumns = Math.max(LEAST_TEXT, width - STATE_COLUMNS - nameColumns - 2)
  return rows.flatMap(({ state, name, what, hint }) => {
    const head = `${state.padEnd(STATE_COLUMNS)}${padded(shortened(safe(name), nameColumns), nameColumns)}  `
    const indent = ' '.repeat(STATE_COLUMNS + nameColumns + 2)
    const steps = hint === '' ? [] : wrapped(`-> ${safe(hint)}`, textColumns)
    return [...wrapped(safe(what), textColumns), ...steps].map((text, at) => {
      return { text: `${at === 0 ? head : indent}${text}`, colour: checkColours[state] }
    })
  })
}
