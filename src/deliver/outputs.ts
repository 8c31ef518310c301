/** Delivery: the outputs of the step. The table makes `action.yml` and docs/outputs.md too; all are set on every path. */
import type { ScanStatusWord } from '../context.ts'
import { GateError, systemCode } from '../errors.ts'
import type { Counts, ThresholdOutcome } from '../finding.ts'
import type { Host } from '../host.ts'
import { isGreen, type Verdict } from '../judge/verdict.ts'
import { type ReportFile, reportFormats } from '../report/formats.ts'
import type { Report } from '../report/model.ts'
import { heaviestFirst } from '../text.ts'
import type { Artifact, WrittenFiles } from './report-files.ts'
import type { Delivery } from './settle.ts'

export type OutputFacts = {
  readonly verdict: Verdict
  /** `null` until everything was judged. */
  readonly counts: Counts | null
  readonly thresholds: readonly ThresholdOutcome[]
  readonly scanStatus: ScanStatusWord
  readonly reportDir: string
  readonly files: WrittenFiles
  readonly artifact: Artifact | null
  readonly matrix: string
}

type OutputRow = {
  readonly name: string
  /** Markdown. */
  readonly help: string
  /** '' for what a run did not come to. */
  readonly value: (facts: OutputFacts) => string
}

/** Entries kept of each map in the output `counts`; report.json has them all. */
const COUNTS_LIMIT = 50

export const outputTable: readonly OutputRow[] = [
  { name: 'verdict', help: '`pass`, `warn`, `fail` or `error`.', value: ({ verdict }) => verdict.word },
  {
    name: 'exit-code',
    help: 'The exit code that belongs to the verdict.',
    value: ({ verdict }) => String(verdict.exitCode),
  },
  countRow('total', 'Findings that count: all rows but the suppressed ones.'),
  countRow('distinct', 'The same, each once however many branches show it.'),
  countRow('new', 'Findings that the baseline does not know.'),
  countRow('suppressed', 'Findings that the policy or the reviewed list leaves out.'),
  {
    name: 'violations',
    help: 'JSON list of the thresholds that were exceeded.',
    value: ({ thresholds }) => JSON.stringify(thresholds.filter(({ passed }) => !passed).map(violationOf)),
  },
  {
    name: 'counts',
    help: 'JSON object of counts by rule, severity, project, repository, branch and owner; the heaviest of each.',
    value: ({ counts }) => (counts === null ? '' : JSON.stringify(boundedCounts(counts))),
  },
  {
    name: 'scan-status',
    help: 'What became of the scan: `none` (none was started), `triggered`, `finished` (proven done), `not-proven` or `timed-out`.',
    value: ({ scanStatus }) => scanStatus,
  },
  {
    name: 'timed-out',
    help: '`true` when the wait for the scan reached `timeout`.',
    value: ({ scanStatus }) => String(scanStatus === 'timed-out'),
  },
  {
    name: 'report-dir',
    help: 'Absolute path of the folder with the report files.',
    value: ({ reportDir }) => reportDir,
  },
  ...(['csv', 'json', 'sarif', 'html', 'junit', 'markdown'] as const).map((file) => pathRow(file)),
  pathRow('baseline', ', which the next run can take as `baseline-file`'),
  artifactRow('id', 'Id'),
  artifactRow('url', 'Address'),
  artifactRow('digest', 'SHA-256 (hexadecimal)'),
  {
    name: 'matrix',
    help: 'For `plan`: JSON for `strategy.matrix`, balanced jobs with their `targets`.',
    value: ({ matrix }) => matrix,
  },
]

export type Outputs = Readonly<Record<string, string>>

export function outputsOf(facts: OutputFacts): Outputs {
  return Object.fromEntries(outputTable.map(({ name, value }) => [name, value(facts)]))
}

/** @param outputs as they are at the moment; they also name what earlier deliveries left */
export function deliverOutputs(
  outputs: (report: Report) => Outputs,
  host: Pick<Host, 'setOutputs' | 'log'>,
): Delivery {
  let current = ''
  return {
    isDelivered: (report) => current === JSON.stringify(outputs(report)),
    async deliver(report) {
      const wanted = outputs(report)
      current = ''
      try {
        host.setOutputs(wanted)
      } catch (caught) {
        const failure = notSet(caught)
        // As the error of the run it is in the last line.
        if (!isGreen(report.verdict) && failure.message !== report.verdict.error?.message)
          host.log.error(`${failure.message} ${failure.hint}`)
        throw failure
      }
      current = JSON.stringify(wanted)
    },
  }
}

function notSet(caught: unknown): GateError {
  const why = systemCode(caught) ?? 'unknown reason'
  const message = `The outputs of this step could not be written (${why}), so later steps would get none, or old ones.`
  const hint =
    'Look at the disk of the runner: the file that GITHUB_OUTPUT names must exist and have room to grow.'
  return new GateError('REPORT_NOT_WRITTEN', message, { hint, cause: caught })
}

function countRow(count: 'total' | 'distinct' | 'new' | 'suppressed', help: string): OutputRow {
  return { name: `${count}-findings`, help, value: ({ counts }) => String(counts?.[count] ?? '') }
}

function pathRow(file: ReportFile, use = ''): OutputRow {
  const { output = '', name } = reportFormats[file]
  return {
    name: output,
    help: `Absolute path of \`${name}\`${use}.`,
    value: ({ files }) => files[file] ?? '',
  }
}

function artifactRow(field: keyof Artifact, what: string): OutputRow {
  return {
    name: `artifact-${field}`,
    help: `${what} of the uploaded artifact.`,
    value: ({ artifact }) => artifact?.[field] ?? '',
  }
}

function violationOf({ name, selector, observed, max, level }: ThresholdOutcome): object {
  return { name, selector, observed, max, level }
}

/** Each map is cut to its heaviest entries, since outputs are limited in size. */
function boundedCounts(counts: Counts): object {
  const heaviest = (map: Record<string, number>): object =>
    Object.fromEntries(heaviestFirst(map).slice(0, COUNTS_LIMIT))
  return Object.fromEntries(
    Object.entries(counts).map(([name, value]) => [
      name,
      typeof value === 'number' ? value : heaviest(value),
    ]),
  )
}
