/** Raw text of inputs from every source -> typed `Inputs`, or every mistake at once. Pure. */
import type { Mistake } from '../errors.ts'
import { parseColumns } from './columns.ts'
import { readCredentials } from './credentials.ts'
import { type EffectiveInput, effectiveInputs } from './effective.ts'
import { refuseFeedback } from './feedback.ts'
import {
  parseApiVersion,
  parseArtifactName,
  parseCaPath,
  parseCommit,
  parseEmail,
  parseOutputFolder,
  parsePath,
  parseSecret,
} from './fields.ts'
import { type InputReader, inputReader } from './input-reader.ts'
import { formats, type Inputs, type Operation, operations } from './inputs.ts'
import {
  anyText,
  asGiven,
  asText,
  boolean,
  bytes,
  decimal,
  duration,
  each,
  integer,
  word,
  words,
} from './kinds.ts'
import { textOf } from './lists.ts'
import { noticesOf } from './notices.ts'
import { readPeriod, refusePeriodBesideScan } from './period.ts'
import { type Resolution, resolveInputs } from './resolve.ts'
import { readTargets } from './scope.ts'
import type { InputSource } from './sources.ts'
import type { InputName } from './table.ts'
import { parseBaseUrl } from './urls.ts'

/** `inputs` is `null` exactly when there are mistakes. */
export type ReadInputs = {
  readonly inputs: Inputs | null
  readonly mistakes: readonly Mistake[]
  /** Every input with its source, for `log-level: debug`. */
  readonly effective: readonly EffectiveInput[]
  /** Things worth a warning that do not stop the run, one sentence each. */
  readonly notices: readonly string[]
  /**
   * The lines of `thresholds` and `what-if`, told whether or not there are mistakes, so that `policy/` can add its
   * own to the same list.
   */
  readonly thresholds: string | null
  readonly whatIf: string | null
}

/**
 * Reads all inputs and tells all mistakes in one go. `sources` come in order of precedence (see `sourcesOf`);
 * `now` is in ms since the epoch, for dates counted back from it.
 */
export function readInputs(sources: readonly InputSource[], now: number): ReadInputs {
  const resolution = resolveInputs(sources)
  const operation = operationOf(resolution)
  const reader = inputReader(resolution, operation)
  const inputs = readAll(reader, operation, now)
  if (operation !== null) refuseWhatDoesNotFit(reader, operation)
  if (operation === 'gate') refusePeriodBesideScan(reader, inputs, now)
  refuseFeedback(reader, inputs)
  const { mistakes } = reader
  return {
    inputs: mistakes.length === 0 ? inputs : null,
    mistakes,
    effective: effectiveInputs(resolution, operation),
    notices: noticesOf(resolution, inputs),
    thresholds: inputs.thresholds,
    whatIf: inputs.whatIf,
  }
}

/** The operation, looked at before all else since defaults depend on it; `null` when it is no known word. */
function operationOf({ given }: Resolution): Operation | null {
  const resolved = given.get('operation')
  if (resolved === undefined) return 'gate'
  const text = textOf(resolved.raw).trim()
  return operations.find((operation) => operation === text) ?? null
}

const path = asText(parsePath)

function readAll(reader: InputReader, operation: Operation | null, now: number): Inputs {
  return {
    operation: reader.value('operation', word(operations)),
    ...readServer(reader),
    targets: readTargets(reader, operation),
    cancel: reader.optional('cancel', word(['queued', 'running', 'all'])),
    emails: reader.optional('emails', each(parseEmail)) ?? [],
    period: readPeriod(reader, now),
    wait: reader.value('wait', boolean),
    timeoutMs: reader.value('timeout', duration),
    pollIntervalMs: reader.value('poll-interval', duration),
    ...readJudging(reader),
    ...readReports(reader),
    codeInsights: reader.value('code-insights', boolean),
    buildStatus: reader.value('build-status', boolean),
    commit: reader.optional('commit', asText(parseCommit)),
    pullRequestComment: reader.value('pull-request-comment', word(['always', 'on-failure', 'never'])),
    pullRequest: reader.optional('pull-request', integer),
    onMissingCredentials: reader.value('on-missing-credentials', word(['error', 'skip'])),
    reportFiles: reader.optional('report-files', each(parsePath)) ?? [],
    shards: reader.optional('shards', integer),
    dryRun: reader.value('dry-run', boolean),
    logLevel: reader.value('log-level', word(['error', 'warn', 'info', 'debug'])),
  }
}

function readServer(reader: InputReader) {
  return {
    bitbucketUrl: reader.optional('bitbucket-url', asText(parseBaseUrl)),
    credentials: readCredentials(reader),
    caFile: reader.optional('ca-file', asText(parseCaPath)),
    requestTimeoutMs: reader.value('request-timeout', duration),
    maxRetries: reader.value('max-retries', integer),
    maxRequestsPerSecond: reader.value('max-requests-per-second', decimal),
    maxExportBytes: reader.value('max-export-size', bytes),
    maxExportRatio: reader.value('max-export-ratio', integer),
    maxExportMembers: reader.value('max-export-members', integer),
    apiVersion: reader.value('api-version', asText(parseApiVersion)),
  }
}

function readJudging(reader: InputReader) {
  return {
    thresholds: reader.optional('thresholds', anyText),
    whatIf: reader.optional('what-if', anyText),
    policyFile: reader.optional('policy-file', path),
    baselineFile: reader.optional('baseline-file', path),
    fingerprintKey: reader.optional('fingerprint-key', asGiven(parseSecret)),
    excludeReviewed: reader.value('exclude-reviewed', boolean),
    columns: reader.optional('columns', (raw) => parseColumns(textOf(raw))) ?? {},
    mode: reader.value('mode', word(['enforce', 'warn', 'report'])),
    onBadRow: reader.value('on-bad-row', word(['error', 'count'])),
  }
}

function readReports(reader: InputReader) {
  return {
    formats: reader.value('formats', words(formats)),
    historyFile: reader.optional('history-file', path),
    outputDir: reader.value('output-dir', asText(parseOutputFolder)),
    uploadArtifact: reader.value('upload-artifact', word(['auto', 'true', 'false'])),
    artifactName: reader.value('artifact-name', asText(parseArtifactName)),
    retentionDays: reader.optional('retention-days', integer),
    jobSummary: reader.value('job-summary', boolean),
    annotations: reader.value('annotations', integer),
    revealSecrets: reader.value('reveal-secrets', boolean),
  }
}

/** Inputs that an operation cannot do without, or cannot take. */
function refuseWhatDoesNotFit(reader: InputReader, operation: Operation): void {
  if (operation === 'evaluate')
    demand(reader, 'report-files', '`evaluate` needs the exports to judge: give their paths or globs.')
  else
    demand(
      reader,
      'bitbucket-url',
      `\`${operation}\` needs the base URL of Bitbucket, such as https://host/bitbucket.`,
    )
  if (operation === 'cancel') {
    demand(reader, 'cancel', '`cancel` needs to know which scans to stop: say queued, running or all.')
  }
  if (operation === 'plan') demand(reader, 'shards', '`plan` needs to know over how many jobs, 1 to 256.')
  if (operation !== 'export-reviewed') return
  for (const name of ['start-date', 'end-date'] as const) {
    if (reader.has(name)) reader.refuse(name, '`export-reviewed` takes no dates: remove it.')
  }
}

function demand(reader: InputReader, name: InputName, what: string): void {
  if (!reader.has(name)) reader.refuse(name, what)
}
