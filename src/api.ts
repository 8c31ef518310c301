/**
 * The programmatic API: `import { evaluate } from 'soteri-gate'`. It judges local exports with the same engine, and
 * so with the same verdict, as the action and the command line. It sends nothing anywhere and reads no environment.
 */
import { memoryHost } from './ci/memory-host.ts'
import type { Format } from './config/table.ts'
import { GateError } from './errors.ts'
import type { Conclusion, LogLevel } from './host.ts'
import { run } from './run.ts'

export type { Format } from './config/table.ts'
export type { ErrorCode } from './errors.ts'
export type { Contributor, Counts, MappableColumn, Severity, ThresholdOutcome } from './finding.ts'
export type { LogLevel } from './host.ts'

/**
 * What `evaluate` is asked. Texts are written as the inputs of the same name in docs/inputs.md: a wrong one gives the
 * verdict `error` with the exit code 2 and names what is allowed.
 */
export type EvaluateOptions = {
  /** Paths or globs of exported zips and CSVs, split at commas outside braces. One that matches nothing is an error. */
  readonly reportFiles: readonly string[]
  /** Lines `selector = max`, such as `new severity:high = 0`. With none here and in no policy: `total = 0`. */
  readonly thresholds?: string | readonly string[]
  /** Path of the policy; `.soteri-gate.yml` in `workingFolder` is taken where it exists. */
  readonly policyFile?: string
  /** Path of a `baseline.json` (or `findings.csv`) of an earlier run. */
  readonly baselineFile?: string
  /** Secret key with which a baseline distinguishes secrets. Never logged or stored. */
  readonly fingerprintKey?: string
  /** Headers by column of `findings.csv`, such as `{ rule: 'Rule Name' }`. */
  readonly columns?: Readonly<Record<string, string>>
  /** Names of project, repository and branch for exports that have no such column. */
  readonly project?: string
  readonly repo?: string
  readonly branch?: string
  /** Only findings scanned at or after this: a `Date`, or ISO 8601 text. */
  readonly startDate?: Date | string
  /** Only findings scanned before this. */
  readonly endDate?: Date | string
  /** `enforce` (default): violations fail. `warn`, `report`: they do not; errors do in every mode. */
  readonly mode?: 'enforce' | 'warn' | 'report'
  /** `count`: a row that cannot be read counts as a finding of rule `UNREADABLE_ROW`. Default `error`. */
  readonly onBadRow?: 'error' | 'count'
  /** Inflated bytes after which an export is refused; default 16 GiB. */
  readonly maxExportBytes?: number
  /** Report files to write; default csv, json, sarif and html. */
  readonly formats?: readonly Format[]
  /** Folder for the report files, made when missing; default `soteri-report`. */
  readonly outputDir?: string
  /** JSON lines, one per run, for the trend; each run appends its own. */
  readonly historyFile?: string
  /** Matched texts in clear in `findings.csv` and `report.html`. Guard those files like secrets. */
  readonly revealSecrets?: boolean
  /** Absolute path that relative ones are meant from; default: the working folder of the process. */
  readonly workingFolder?: string
  /** Ends the run: the verdict is then `error` with the exit code 130. */
  readonly signal?: AbortSignal
  /** Gets each line of the log; without it nothing is said. Lines hold no matched text. */
  readonly onLine?: (level: LogLevel, line: string) => void
}

/** What came out. */
export type Evaluation = Conclusion & {
  /** Absolute path of the report folder; '' when it could not be opened. */
  readonly reportDir: string
}

/**
 * Judges local exports and writes the report files.
 *
 * It does not reject for wrong options, unreadable exports or full disks: those are the verdict `error`. Look at
 * `verdict`, never only at whether the promise was kept.
 *
 * @example
 * const { verdict, sentence } = await evaluate({ reportFiles: ['exports/*.zip'], thresholds: 'severity:high = 0' })
 * if (verdict !== 'pass') throw new Error(sentence)
 *
 * @throws TypeError when options are not of the types above.
 */
export async function evaluate(options: EvaluateOptions): Promise<Evaluation> {
  const inputs = rawInputs(options)
  const stop = new AbortController()
  const onAbort = (): void => stop.abort(new GateError('CANCELLED', 'The caller stopped the run.'))
  if (options.signal?.aborted) onAbort()
  options.signal?.addEventListener('abort', onAbort, { once: true })
  const conclusions: Conclusion[] = []
  try {
    await run(
      memoryHost({
        inputs,
        workingFolder: options.workingFolder ?? process.cwd(),
        signal: stop.signal,
        onLine: options.onLine ?? (() => undefined),
        onConclusion: (conclusion) => conclusions.push(conclusion),
      }),
    )
  } finally {
    options.signal?.removeEventListener('abort', onAbort)
  }
  const [conclusion] = conclusions
  if (conclusion === undefined) throw new GateError('DEFECT', 'The run ended without a conclusion.')
  return { ...conclusion, reportDir: conclusion.outputs['report-dir'] ?? '' }
}

/** Options as the raw texts of inputs. */
function rawInputs(options: EvaluateOptions): ReadonlyMap<string, string> {
  if (!Array.isArray(options?.reportFiles)) throw new TypeError('reportFiles must be an array of paths')
  const { columns, maxExportBytes } = options
  const texts: Readonly<Record<string, string | undefined>> = {
    operation: 'evaluate',
    'report-files': lines('reportFiles', options.reportFiles),
    thresholds: lines('thresholds', options.thresholds),
    project: options.project,
    repo: options.repo,
    branch: options.branch,
    'policy-file': options.policyFile,
    'baseline-file': options.baselineFile,
    'fingerprint-key': options.fingerprintKey,
    columns:
      columns &&
      Object.entries(columns)
        .map(([column, header]) => `${column} = ${header}`)
        .join('\n'),
    'start-date': dateText(options.startDate),
    'end-date': dateText(options.endDate),
    mode: options.mode,
    'on-bad-row': options.onBadRow,
    'max-export-size': maxExportBytes === undefined ? undefined : `${maxExportBytes}B`,
    formats: lines('formats', options.formats),
    'output-dir': options.outputDir,
    'history-file': options.historyFile,
    'reveal-secrets': options.revealSecrets === undefined ? undefined : String(options.revealSecrets),
  }
  const given = new Map<string, string>()
  for (const [name, text] of Object.entries(texts)) {
    if (text === undefined) continue
    if (typeof text !== 'string') throw new TypeError(`${name} must be a text`)
    given.set(name, text)
  }
  return given
}

function lines(name: string, value: string | readonly string[] | undefined): string | undefined {
  if (value === undefined || typeof value === 'string') return value
  if (!value.every((item) => typeof item === 'string')) throw new TypeError(`${name} must hold texts only`)
  return value.join('\n')
}

function dateText(date: Date | string | undefined): string | undefined {
  return date instanceof Date ? date.toISOString() : date
}
