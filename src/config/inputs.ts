/** The typed inputs of a run, made of the raw values of all sources: with warnings, or every mistake at once. Pure. */
import { type BranchTarget, isWide, type Target } from '../target.ts'
import { isMaskable } from '../text.ts'
import { isCleartext } from './fields.ts'
import { targetsOf } from './scope.ts'
import {
  effectiveInputs,
  givenText,
  type InputReader,
  type InputSource,
  inputReader,
  type Resolution,
  resolveInputs,
} from './sources.ts'
import { type InputName, inputRows, type Operation, operations, rowOf } from './table.ts'

/** Milliseconds since the epoch; both ends optional. `from` is inclusive, `to` exclusive, by scan time. */
export type Period = { readonly from: number | null; readonly to: number | null }

export const ALWAYS: Period = { from: null, to: null }

/** A pull request as it was when the run began. A fork is another repository than that of the target. */
export type PullRequest = {
  readonly id: number
  readonly source: BranchTarget
  /** Head of the source, all 40 digits. */
  readonly commit: string
  readonly target: BranchTarget
  readonly targetCommit: string
}

export type Credentials =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }

/** Names for columns that an export lacks. */
export type StandIn = Readonly<Partial<Record<'project' | 'repository' | 'branch', string>>>

/** Every input as it counts for this run, by its name in the table, defaults filled in. Times are ms, paths as given. */
export type Inputs = Readonly<ReturnType<typeof inputsOf>>

/** @param sources in order of precedence @param now in ms since the epoch */
export function readInputs(sources: readonly InputSource[], now: number) {
  const resolution = resolveInputs(sources)
  // Defaults of others depend on it.
  const word = givenText(resolution, 'operation') ?? 'gate'
  const operation = operations.find((known) => known === word) ?? null
  const reader = inputReader(resolution, operation, now)
  const inputs = inputsOf(reader, operation, now)
  if (operation !== null) checkOperation(reader, operation)
  if (operation === 'gate') checkPeriodOfGate(reader, inputs, now)
  checkPosting(reader, inputs)
  checkChange(reader, operation, inputs)
  const { mistakes } = reader
  return {
    /** `null` exactly when there are mistakes. */
    inputs: mistakes.length === 0 ? inputs : null,
    mistakes,
    effective: effectiveInputs(resolution, operation),
    /** They do not stop the run; one sentence each. */
    warnings: inputWarnings(resolution, inputs),
    /** Also when there are mistakes, so that those of these lines join the same list. */
    thresholds: inputs.thresholds,
    whatIf: inputs.whatIf,
  }
}

function inputsOf(reader: InputReader, operation: Operation | null, now: number) {
  // Those that count in another form only.
  const {
    scope,
    project,
    repo,
    branch,
    compareBranch,
    token,
    tokenFile,
    username,
    password,
    passwordFile,
    policyFrom,
    startDate,
    endDate,
    requestTimeout,
    timeout,
    pollInterval,
    maxExportSize,
    ...values
  } = reader.values
  const names = Object.entries({ project, repository: repo, branch }).filter(([, name]) => name !== null)
  /** At least one for every operation that has a scope. */
  const targets = targetsOf(reader, operation)
  return {
    ...values,
    credentials: credentialsOf(reader),
    targets,
    /** For `evaluate`: the names of all rows of an export that has no such column. */
    standIn: (operation === 'evaluate' ? Object.fromEntries(names) : {}) as StandIn,
    /** The branch that the one of `targets` is compared with; `null` without a comparison. */
    compared: comparedWith(reader, targets),
    excludeRepos: values.excludeRepos ?? [],
    requireScanned: values.requireScanned ?? !targets.some(({ kind }) => kind === 'instance'),
    emails: values.emails ?? [],
    period: periodOf(reader, now),
    requestTimeoutMs: requestTimeout,
    timeoutMs: timeout,
    pollIntervalMs: pollInterval,
    maxExportBytes: maxExportSize,
    columns: values.columns ?? {},
    reportFiles: values.reportFiles ?? [],
    /** The pull request, once it was looked up. */
    pull: null as PullRequest | null,
  }
}

/** @param targets of the run */
function comparedWith(reader: InputReader, targets: readonly Target[]): BranchTarget | null {
  const branch = reader.values.compareBranch
  if (!reader.has('compare-branch')) return null
  const [target] = targets
  if (reader.has('pull-request')) {
    reader.refuse('compare-branch', '`pull-request` gives the compared branch: leave this out.')
  } else if (targets.length > 1 || (target !== undefined && target.kind !== 'branch')) {
    const problem = 'One branch is compared with another: give `project`, `repo` and `branch`.'
    reader.refuse('compare-branch', problem)
  }
  return branch === null || target?.kind !== 'branch' ? null : { ...target, branch }
}

/** Inputs of changes, which other operations would not heed: somebody would take their result for that of a change. */
const changeInputs: readonly InputName[] = ['compare-branch', 'pull-request', 'policy-from']

function checkChange(reader: InputReader, operation: Operation | null, { targets }: Inputs): void {
  if (operation === null) return
  for (const name of changeInputs) {
    if (reader.has(name) && !rowOf(name).usedBy.includes(operation)) {
      reader.refuse(name, `\`${operation}\` judges no change: leave it out.`)
    }
  }
  const isPull = reader.has('pull-request')
  if (reader.values.policyFrom === 'target' && !isPull) {
    reader.refuse('policy-from', 'Without `pull-request` there is no target: leave it out.')
  }
  if (!isPull || !isSeveral(targets)) return
  reader.refuse('pull-request', 'A pull request belongs to one repository: give `project` and `repo`.')
}

function isSeveral(targets: readonly Target[]): boolean {
  return targets.length > 1 || targets.some(isWide)
}

/** `null` when none are given, which is no mistake here: `on-missing-credentials` decides. */
function credentialsOf(reader: InputReader): Credentials | null {
  const { token, username, password } = reader.values
  if (reader.has('token') && (reader.has('username') || reader.has('password'))) {
    const problem = 'Given together with `username` or `password`: give the token, or both of those, not all.'
    reader.refuse('token', problem)
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

function checkOperation(reader: InputReader, operation: Operation): void {
  if (reader.has('ca-cert') && reader.has('ca-file')) {
    reader.refuse('ca-cert', 'Given together with `ca-file`: give one of the two.')
  }
  if (operation === 'evaluate') {
    demand(reader, 'report-files', '`evaluate` needs the exports to judge: give their paths or globs.')
  } else {
    const problem = `\`${operation}\` needs the base URL of Bitbucket, such as https://host/bitbucket.`
    demand(reader, 'bitbucket-url', problem)
  }
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

function periodOf(reader: InputReader, now: number): Period {
  const { startDate: from, endDate: to } = reader.values
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
  const { codeInsights, buildStatus, pullRequestComment } = inputs
  const wanted: readonly (readonly [InputName, boolean])[] = [
    ['code-insights', codeInsights],
    ['build-status', buildStatus],
    ['pull-request-comment', pullRequestComment !== 'never'],
  ]
  const posts = wanted.filter(([name, isWanted]) => isWanted && isUsed(name, inputs)).map(([name]) => name)
  if (isSeveral(inputs.targets)) {
    for (const name of posts) {
      reader.refuse(
        name,
        `\`${name}\` posts the verdict to one repository, so it needs a scope of one repository or one branch: give \`project\` and \`repo\` (and \`branch\`), or leave it out.`,
      )
    }
  } else if (posts.includes('pull-request-comment')) {
    const problem = `\`pull-request-comment: ${pullRequestComment}\` needs \`pull-request\`, the number of the pull request in Bitbucket: give it.`
    if (!reader.has('pull-request')) reader.refuse('pull-request-comment', problem)
  }
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

function inputWarnings(resolution: Resolution, inputs: Inputs): readonly string[] {
  const { given } = resolution
  const { bitbucketUrl, credentials, fingerprintKey, operation, targets } = inputs
  const travels = credentials === null ? 'the findings travel' : 'credentials and findings travel'
  const idle = expectedToCount.filter((name) => given.get(name)?.source === 'input' && !isUsed(name, inputs))
  const unmasked = inputRows.filter(({ kind, name }) => {
    return kind === 'secret' && given.has(name) && !isMaskable(givenText(resolution, name) ?? '')
  })
  const warnings = [
    ...unmasked.map(({ name }) => `${name} is too short to be masked: log and reports may show it.`),
    bitbucketUrl !== null &&
      isCleartext(bitbucketUrl) &&
      `bitbucket-url is http, so ${travels} in clear: use https.`,
    fingerprintKey !== null &&
      fingerprintKey.length < SHORT_KEY &&
      `fingerprint-key is shorter than ${SHORT_KEY} characters, so it could be guessed: use a long random one.`,
    inputs.revealSecrets &&
      isUsed('reveal-secrets', inputs) &&
      'reveal-secrets shows matched texts in clear in the CSV and HTML files: guard them like secrets.',
    given.has('commit') &&
      !inputs.codeInsights &&
      !inputs.buildStatus &&
      'commit has no effect without `code-insights` or `build-status`.',
    inputs.excludeRepos.length > 0 &&
      targets.length > 0 &&
      !targets.some(isWide) &&
      'exclude-repos has no effect without a project or the instance in the scope.',
    idle.length > 0 && `The operation ${operation} does not use: ${idle.join(', ')}.`,
  ]
  return warnings.filter((sentence) => sentence !== false)
}
