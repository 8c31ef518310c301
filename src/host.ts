/** The outside world as types: `ci/` implements them, tests do in memory. Nothing below `run.ts` reaches it otherwise. */
import type { ErrorCode } from './errors.ts'
import type { Counts, Severity, ThresholdOutcome } from './finding.ts'

/** How much is said, or how much a line matters; each level includes those before it. */
export type LogLevel = 'error' | 'warn' | 'info' | 'debug'

/** Where lines for people go. Implementations neutralise control characters; callers never pass secrets. */
export type Log = {
  error(line: string): void
  warn(line: string): void
  info(line: string): void
  debug(line: string): void
  /** Runs `work` under a foldable heading where the place has such a thing, else under a plain line. */
  group<T>(title: string, work: () => Promise<T>): Promise<T>
}

/** Milliseconds everywhere. */
export type Clock = {
  /** Wall clock, milliseconds since the epoch; it may jump: for dates in reports, never for deadlines. */
  now(): number
  /** Milliseconds that only ever grow: for deadlines and durations. */
  elapsed(): number
  /** Resolves after `ms`; rejects with `signal.reason` when aborted before. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** A number in [0, 1), for jitter. */
  random(): number
}

export type ArtifactStore = {
  /** Takes absolute paths below `root`. Throws when it was not stored; where nobody knows, with `mayBeStored: true`. */
  upload(artifact: {
    name: string
    root: string
    files: readonly string[]
    retentionDays: number | null
  }): Promise<{ id: string; url: string; digest: string }>
  /** Takes away the artifact of this name that this run uploaded, and uploads again. Throws as `upload`. */
  replace: ArtifactStore['upload']
}

/** One line shown beside the code, where the place can do that. */
export type Annotation = {
  level: 'error' | 'warning' | 'notice'
  title: string
  message: string
  /** Path in the checkout and line (1-based); both absent for a note on the run itself. */
  path?: string
  line?: number
}

/** A finding as a log names it; never its text. */
export type LoggedFinding = {
  readonly severity: Severity
  readonly rule: string
  /** `PROJ/slug path:line` */
  readonly place: string
  /** `main, release/1.4 and 4 more`; '' without names. */
  readonly branches: string
  /** To the line in Bitbucket. */
  readonly link: string | null
}

export type CheckRow = {
  readonly state: 'ok' | 'warn' | 'fail' | 'skip'
  readonly name: string
  readonly what: string
  /** What to do about it; '' when there is nothing to do. */
  readonly hint: string
}

export type Conclusion = {
  /** `pass` exists only where every export was read to its end and every threshold holds. */
  readonly verdict: 'pass' | 'warn' | 'fail' | 'error'
  /** As the process exits: docs/outputs.md. */
  readonly exitCode: number
  /** Verdict, decisive rule, count, limit: the last line of the log. */
  readonly sentence: string
  /** Why the verdict is `error`, with what to do; `null` else. docs/errors.md lists the codes. */
  readonly error: { readonly code: ErrorCode; readonly message: string; readonly hint: string } | null
  /** Findings counted, suppressed ones apart. `null` until every export was read to its end and judged. */
  readonly counts: Counts | null
  readonly thresholds: readonly ThresholdOutcome[]
  /** Every output of the contract by name; '' for what the run did not come to. */
  readonly outputs: Readonly<Record<string, string>>
}

/** What a place shows of where the change comes from that a run is for. */
export type ForkEvidence = {
  /** True only where the place itself shows a pull request from a fork. */
  readonly proven: boolean
  /** What shows it, or what is missing: a clause for people, such as `the event is push`. */
  readonly shown: string
}

/** The place the gate runs in: a GitHub runner, another CI, or a terminal. */
export type Host = {
  /** Raw text of an input or flag, by its name in the inputs table; `undefined` when not given or empty. */
  input(name: string): string | undefined
  /** Names of inputs or flags that were given, known or not. */
  givenInputs(): readonly string[]
  /** Raw text of an environment variable; `undefined` when unset or empty. */
  environment(name: string): string | undefined
  /** Names of the environment variables that are set, so that a misspelt `SOTERI_GATE_...` is found. */
  environmentNames(): readonly string[]
  readonly log: Log
  readonly clock: Clock
  /** Shows one or more lines live, overwriting those before, where the place is a terminal; `null` elsewhere. */
  readonly progress: ((text: string | null) => void) | null
  setLogLevel(level: LogLevel): void
  /** Sets the outputs of the step, in place of those set before. Throws when they could not be written. */
  setOutputs(outputs: Readonly<Record<string, string>>): void
  /** Asks the place to blank this text in its logs. Call before anything may be logged. */
  mask(secret: string): void
  annotate(annotation: Annotation): void
  /** Shows counts and thresholds as a table, where the place is a terminal; elsewhere the log gets a line each. */
  readonly showDecision?: (
    counts: Counts,
    thresholds: readonly ThresholdOutcome[],
    hasBaseline: boolean,
  ) => void
  /** Shows findings in the way of the place; elsewhere the log gets a plain line each. */
  readonly showFindings?: (findings: readonly LoggedFinding[]) => void
  /** Shows what `doctor` found as a table, where the place is a terminal; elsewhere the log gets a line each. */
  readonly showChecks?: (rows: readonly CheckRow[]) => void
  /** Called once before the last line of the log, whatever became of the run, for outputs that are kept in a file. */
  readonly conclude?: (conclusion: Conclusion) => void
  /** Markdown, at most 1 MiB (1,048,576 bytes), written at once. Throws. `null` where there is no summary page. */
  readonly writeSummary: ((markdown: string) => void) | null
  /** `null` where the place stores no artifacts. */
  readonly artifacts: ArtifactStore | null
  /** Folder for temporary files of this run's parent; the run makes its own folder in it. */
  readonly temporaryFolder: string
  /** Folder that relative paths of inputs are meant from. */
  readonly workingFolder: string
  /** Where this run can be looked at by a person (https URL), `null` when unknown. */
  readonly runUrl: string | null
  /** Whether this run is for a pull request from a fork. May read what the place names; never throws. */
  forkEvidence(): ForkEvidence
  /** Aborts when the place asks the run to stop (SIGINT, SIGTERM). */
  readonly stop: AbortSignal
}
