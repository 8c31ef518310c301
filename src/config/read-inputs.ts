/** Raw values from all sources -> typed `Inputs` with warnings, or every mistake at once. Pure. */
import type { ConfigError } from '../errors.ts'
import { type BranchTarget, isWide, type Target } from '../target.ts'
import { isCleartext } from './fields.ts'
import {
  type EffectiveInput,
  effectiveInputs,
  type InputReader,
  inputReader,
  type Resolution,
  resolveInputs,
} from './input-reader.ts'
import { type Credentials, type Inputs, type Operation, operations, type Period } from './inputs.ts'
import { readScope } from './scope.ts'
import type { InputSource } from './sources.ts'
import { type InputName, rowOf } from './table.ts'
import { textOf } from './values.ts'

export type ReadInputs = {
  /** `null` exactly when there are mistakes. */
  readonly inputs: Inputs | null
  readonly mistakes: readonly ConfigError[]
  /** Every input with its source, for `log-level: debug`. */
  readonly effective: readonly EffectiveInput[]
  /** Warnings that do not stop the run, one sentence each. */
  readonly warnings: readonly string[]
  /** The lines of `thresholds` and `what-if`, also when there are mistakes, so that theirs join the same list. */
  readonly thresholds: string | null
  readonly whatIf: string | null
}

/** @param sources in order of precedence @param now in ms since the epoch */
export function readInputs(sources: readonly InputSource[], now: number): ReadInputs {
  const resolution = resolveInputs(sources)
  const operation = operationOf(resolution)
  const reader = inputReader(resolution, operation, now)
  const inputs = readAll(reader, operation, now)
  if (operation !== null) checkOperation(reader, operation)
  if (operation === 'gate') checkPeriodOfGate(reader, inputs, now)
  checkPosting(reader, inputs)
  checkChange(reader, operation, inputs)
  const { mistakes } = reader
  return {
    inputs: mistakes.length === 0 ? inputs : null,
    mistakes,
    effective: effectiveInputs(resolution, operation),
    warnings: inputWarnings(resolution, inputs),
    thresholds: inputs.thresholds,
    whatIf: inputs.whatIf,
  }
}

/** The operation, which defaults of others depend on; `null` when it is no known word. */
function operationOf({ given }: Resolution): Operation | null {
  const resolved = given.get('operation')
  if (resolved === undefined) return 'gate'
  const text = textOf(resolved.raw).trim()
  return operations.find((operation) => operation === text) ?? null
}

function readAll(reader: InputReader, operation: Operation | null, now: number): Inputs {
  const { targets, standIn } = readScope(reader, operation)
  return {
    operation: reader.read('operation'),
    bitbucketUrl: reader.read('bitbucket-url'),
    credentials: readCredentials(reader),
    caFile: reader.read('ca-file'),
    caCert: reader.read('ca-cert'),
    requestTimeoutMs: reader.read('request-timeout'),
    maxRetries: reader.read('max-retries'),
    maxRequestsPerSecond: reader.read('max-requests-per-second'),
    maxExportBytes: reader.read('max-export-size'),
    maxExportRatio: reader.read('max-export-ratio'),
    maxExportMembers: reader.read('max-export-members'),
    reviewedRowsPerText: reader.read('reviewed-rows-per-text'),
    apiVersion: reader.read('api-version'),
    targets,
    standIn,
    compared: readCompared(reader, targets),
    excludeRepos: reader.read('exclude-repos') ?? [],
    requireScanned: reader.read('require-scanned') ?? !targets.some(({ kind }) => kind === 'instance'),
    cancel: reader.read('cancel'),
    emails: reader.read('emails') ?? [],
    period: readPeriod(reader, now),
    wait: reader.read('wait'),
    timeoutMs: reader.read('timeout'),
    pollIntervalMs: reader.read('poll-interval'),
    thresholds: reader.read('thresholds'),
    whatIf: reader.read('what-if'),
    policyFile: reader.read('policy-file'),
    baselineFile: reader.read('baseline-file'),
    fingerprintKey: reader.read('fingerprint-key'),
    excludeReviewed: reader.read('exclude-reviewed'),
    columns: reader.read('columns') ?? {},
    mode: reader.read('mode'),
    checkSkipped: reader.read('check-skipped'),
    onBadRow: reader.read('on-bad-row'),
    formats: reader.read('formats'),
    captureFile: reader.read('capture-file'),
    historyFile: reader.read('history-file'),
    outputDir: reader.read('output-dir'),
    uploadArtifact: reader.read('upload-artifact'),
    artifactName: reader.read('artifact-name'),
    retentionDays: reader.read('retention-days'),
    jobSummary: reader.read('job-summary'),
    annotations: reader.read('annotations'),
    revealSecrets: reader.read('reveal-secrets'),
    codeInsights: reader.read('code-insights'),
    buildStatus: reader.read('build-status'),
    commit: reader.read('commit'),
    pullRequestComment: reader.read('pull-request-comment'),
    pullRequest: reader.read('pull-request'),
    pull: null,
    onMissingCredentials: reader.read('on-missing-credentials'),
    reportFiles: reader.read('report-files') ?? [],
    shards: reader.read('shards'),
    dryRun: reader.read('dry-run'),
    logFindings: reader.read('log-findings'),
    blame: reader.read('blame'),
    blameEmails: reader.read('blame-emails'),
    logLevel: reader.read('log-level'),
  }
}

/** @param targets of the run */
function readCompared(reader: InputReader, targets: readonly Target[]): BranchTarget | null {
  const branch = reader.read('compare-branch')
  if (!reader.has('compare-branch')) return null
  const [target] = targets
  if (reader.has('pull-request')) {
    reader.refuse('compare-branch', '`pull-request` gives the compared branch: leave this out.')
  } else if (targets.length > 1 || (target !== undefined && target.kind !== 'branch')) {
    reader.refuse(
      'compare-branch',
      'One branch is compared with another: give `project`, `repo` and `branch`.',
    )
  }
  return branch === null || target?.kind !== 'branch' ? null : { ...target, branch }
}

/** Inputs of changes, which other operations would not heed: somebody would take their result for that of a change. */
const ofChanges: readonly InputName[] = ['compare-branch', 'pull-request', 'policy-from']

function checkChange(reader: InputReader, operation: Operation | null, { targets }: Inputs): void {
  if (operation === null) return
  const given = ofChanges.filter(reader.has)
  for (const name of given.filter((one) => !rowOf(one).usedBy.includes(operation))) {
    reader.refuse(name, `\`${operation}\` judges no change: leave it out.`)
  }
  if (reader.has('policy-from') && reader.read('policy-from') === 'target' && !reader.has('pull-request')) {
    reader.refuse('policy-from', 'Without `pull-request` there is no target: leave it out.')
  }
  const isOne = targets.length === 1 && targets.every(({ kind }) => kind === 'repo' || kind === 'branch')
  if (!reader.has('pull-request') || targets.length === 0 || isOne) return
  reader.refuse('pull-request', 'A pull request belongs to one repository: give `project` and `repo`.')
}

/** Whether the policy file is that of the pull request's target. */
export function isPolicyOfTarget(sources: readonly InputSource[]): boolean {
  const { given } = resolveInputs(sources)
  const asked = given.get('policy-from')
  return asked === undefined ? given.has('pull-request') : textOf(asked.raw).trim() === 'target'
}

/** `null` when none are given, which is no mistake here: `on-missing-credentials` decides. */
function readCredentials(reader: InputReader): Credentials | null {
  const token = reader.read('token')
  const username = reader.read('username')
  const password = reader.read('password')
  if (reader.has('token') && (reader.has('username') || reader.has('password'))) {
    reader.refuse(
      'token',
      'Given together with `username` or `password`: give the token, or both of those, not all.',
    )
    return null
  }
  if (reader.has('username'))
    demand(reader, 'password', '`username` needs `password`: give both, or a `token`.')
  if (reader.has('password'))
    demand(reader, 'username', '`password` needs `username`: give both, or a `token`.')
  if (token !== null) return { kind: 'token', token }
  return username !== null && password !== null ? { kind: 'basic', username, password } : null
}

function demand(reader: InputReader, name: InputName, problem: string): void {
  if (!reader.has(name)) reader.refuse(name, problem)
}

/** Inputs that an operation needs, or cannot take. */
function checkOperation(reader: InputReader, operation: Operation): void {
  if (reader.has('ca-cert') && reader.has('ca-file')) {
    reader.refuse('ca-cert', 'Given together with `ca-file`: give one of the two.')
  }
  if (operation === 'evaluate')
    demand(reader, 'report-files', '`evaluate` needs the exports to judge: give their paths or globs.')
  else
    demand(
      reader,
      'bitbucket-url',
      `\`${operation}\` needs the base URL of Bitbucket, such as https://host/bitbucket.`,
    )
  if (operation === 'cancel') {
    demand(reader, 'cancel', '`cancel` needs to know which scans to stop: set queued, running or all.')
  }
  if (operation === 'plan') demand(reader, 'shards', '`plan` needs to know over how many jobs, 1 to 256.')
  if (operation !== 'export-reviewed') return
  for (const name of ['start-date', 'end-date'] as const) {
    if (reader.has(name)) reader.refuse(name, '`export-reviewed` takes no dates: remove it.')
  }
}

/** A start further ahead than clocks can differ would find nothing and let everything pass. */
const AHEAD_MS = 24 * 60 * 60 * 1000

/** How far the clocks of this machine and of the server may differ. */
const CLOCKS_MS = 5 * 60 * 1000

function readPeriod(reader: InputReader, now: number): Period {
  const from = reader.read('start-date')
  const to = reader.read('end-date')
  if (from !== null && from > now + AHEAD_MS) {
    reader.refuse(
      'start-date',
      `${iso(from)} is in the future (now is ${iso(now)}): nothing could be found and everything would pass. Give an earlier start.`,
    )
  }
  if (from !== null && to !== null && to <= from) {
    reader.refuse('end-date', `${iso(to)} is not after the start-date ${iso(from)}: give a later end.`)
  }
  return { from, to }
}

/** `gate` judges what its own scan finds: with a period that the scan may miss, everything would pass. */
function checkPeriodOfGate(reader: InputReader, { period, timeoutMs }: Inputs, now: number): void {
  const { from, to } = period
  if (from !== null && from > now - CLOCKS_MS && from <= now + AHEAD_MS) {
    reader.refuse(
      'start-date',
      `\`gate\` scans everything anew, and ${iso(from)} is too late a start (now is ${iso(now)}, and the clock of the server may differ): what it finds might be from before it and not count. Leave it out, or give one that is 5 minutes ago or more.`,
    )
  }
  const latest = now + timeoutMs
  if (to === null || to > latest || (from !== null && to <= from)) return
  const why =
    to <= now
      ? 'nothing could be found before it and everything would pass'
      : `the scan may last until ${iso(latest)} (\`timeout\`), and what it finds after the end would not count`
  reader.refuse(
    'end-date',
    `\`gate\` scans everything anew, and ${iso(to)} is too early an end (now is ${iso(now)}): ${why}. Leave it out, or use \`operation: export\`.`,
  )
}

function iso(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}

function isUsed(name: InputName, { operation }: Inputs): boolean {
  return rowOf(name).usedBy.includes(operation)
}

/** A verdict can be posted for one repository or branch only, a comment to one pull request only. */
function checkPosting(reader: InputReader, inputs: Inputs): void {
  const { targets, pullRequestComment } = inputs
  const wanted: readonly (readonly [InputName, boolean])[] = [
    ['code-insights', inputs.codeInsights],
    ['build-status', inputs.buildStatus],
    ['pull-request-comment', pullRequestComment !== 'never'],
  ]
  const isOneRepository =
    targets.length === 1 && targets.every(({ kind }) => kind === 'repo' || kind === 'branch')
  const misplaced =
    targets.length === 0 || isOneRepository
      ? []
      : wanted.filter(([name, isWanted]) => isWanted && isUsed(name, inputs))
  for (const [name] of misplaced) {
    reader.refuse(
      name,
      `\`${name}\` posts the verdict to one repository, so it needs a scope of one repository or one branch: give \`project\` and \`repo\` (and \`branch\`), or leave it out.`,
    )
  }
  if (misplaced.length > 0 || pullRequestComment === 'never' || !isUsed('pull-request-comment', inputs))
    return
  if (reader.has('pull-request')) return
  reader.refuse(
    'pull-request-comment',
    `\`pull-request-comment: ${pullRequestComment}\` needs \`pull-request\`, the number of the pull request in Bitbucket: give it.`,
  )
}

/** Below this many characters a key for fingerprints could be guessed. */
const SHORT_KEY = 16

/** Given for an effect; other unused inputs are logged at `log-level: debug` only. */
const expectedToCount: readonly InputName[] = [
  'thresholds',
  'what-if',
  'baseline-file',
  'exclude-reviewed',
  'start-date',
  'end-date',
  'emails',
  'report-files',
  'check-skipped',
  'cancel',
  'shards',
  'code-insights',
  'build-status',
  'pull-request-comment',
]

function inputWarnings({ given }: Resolution, inputs: Inputs): readonly string[] {
  const warnings: string[] = []
  const { bitbucketUrl, credentials, fingerprintKey, operation } = inputs
  if (bitbucketUrl !== null && isCleartext(bitbucketUrl)) {
    const what = credentials === null ? 'the findings travel' : 'credentials and findings travel'
    warnings.push(`bitbucket-url is http, so ${what} in clear: use https.`)
  }
  if (fingerprintKey !== null && fingerprintKey.length < SHORT_KEY) {
    warnings.push(
      `fingerprint-key is shorter than ${SHORT_KEY} characters, so it could be guessed: use a long random one.`,
    )
  }
  if (inputs.revealSecrets && isUsed('reveal-secrets', inputs)) {
    warnings.push(
      'reveal-secrets shows matched texts in clear in the CSV and HTML files: guard them like secrets.',
    )
  }
  if (given.has('commit') && !inputs.codeInsights && !inputs.buildStatus) {
    warnings.push('commit has no effect without `code-insights` or `build-status`.')
  }
  if (inputs.excludeRepos.length > 0 && inputs.targets.length > 0 && !inputs.targets.some(isWide)) {
    warnings.push('exclude-repos has no effect without a project or the instance in the scope.')
  }
  const idle = expectedToCount.filter((name) => given.get(name)?.source === 'input' && !isUsed(name, inputs))
  if (idle.length > 0) warnings.push(`The operation ${operation} does not use: ${idle.join(', ')}.`)
  return warnings
}
