/**
 * The one table of inputs. `action.yml`, the command line with its help, the tables of the README and the reader
 * of raw text are all made from it; a default stands here and nowhere else. It is long because it is a table.
 */
import { mappableColumns } from '../findings/finding.ts'
import { formats, type Operation, operations } from './inputs.ts'

/** How the raw text of an input is understood; each kind has its own small reader beside this file. */
export type InputKind =
  | 'text'
  | 'lines'
  | 'secret'
  | 'list'
  | 'boolean'
  | 'integer'
  | 'number'
  | 'duration'
  | 'bytes'
  | 'date'
  | 'enum'
  | 'enum-list'
  | 'url'
  | 'targets'
  | 'columns'
  | 'file'

/** Headings under which the README and `--help` show the inputs, in order. */
export const inputGroups = [
  'What to do',
  'Server',
  'Scope',
  'Waiting',
  'Judging',
  'Reports',
  'Bitbucket',
  'Run',
] as const
/** One of the headings. */
export type InputGroup = (typeof inputGroups)[number]

/** One input. */
export type InputRow = {
  readonly name: string
  readonly kind: InputKind
  readonly group: InputGroup
  /** Raw text that is read when no source gives any; absent: none. */
  readonly default?: string
  /** Another default for one operation. */
  readonly defaultFor?: Readonly<Partial<Record<Operation, string>>>
  /** Shown in place of `default` where words say it better. */
  readonly defaultShown?: string
  /** Allowed words of `enum` and `enum-list`, allowed left sides of `columns`. */
  readonly allowed?: readonly string[]
  /** Bounds, both inclusive, of `integer`, `number`, `duration` (ms) and `bytes`. */
  readonly min?: number
  readonly max?: number
  /** One or two plain sentences. */
  readonly help: string
  /** Operations that look at it. */
  readonly usedBy: readonly Operation[]
  /** `flag`: exists for the command line only, so not in `action.yml`. */
  readonly only?: 'flag'
  /** `allowed`: a policy file may set it. Anything else: why not, a clause after "since". */
  readonly inPolicy: 'allowed' | Refusal
}

/** Why a policy file may not set an input. A pull request can change the file, so it only shapes reports and logs. */
const refusals = {
  flow: 'it decides what a run does, and a pull request can change the file',
  scope: 'it decides what is scanned or read, and a pull request can change the file',
  judging: 'it decides what counts, and a pull request can change the file',
  verdict: 'it decides where a verdict is shown, and a pull request can change the file',
  server:
    'it decides where credentials go and how the server is asked, and a pull request can change the file',
  secret: 'the file is committed and this is a secret',
  beside: 'credentials have no place in it',
  clear: 'a pull request could have secrets written in clear',
  flag: 'only the command line reads it',
  own: 'the file has `thresholds` of its own',
  itself: 'it names the file itself; others are named by `extends`',
} as const
type Refusal = (typeof refusals)[keyof typeof refusals]

const all = operations
const onServer = operations.filter((operation) => operation !== 'evaluate')
const scoped = ['gate', 'scan', 'export', 'export-reviewed', 'plan', 'doctor'] as const
const judging = ['gate', 'export', 'evaluate'] as const
const exporting = ['gate', 'export', 'export-reviewed', 'evaluate'] as const
const waiting = ['gate', 'scan'] as const
const judgedOnServer = ['gate', 'export'] as const

/** Longest duration: timers of the runtime end at 24.8 days. */
const LONGEST_MS = 24 * 24 * 60 * 60 * 1000

const inputTable = [
  {
    name: 'operation',
    kind: 'enum',
    group: 'What to do',
    default: 'gate',
    allowed: operations,
    help: 'What to do: see the table of operations.',
    usedBy: all,
    inPolicy: refusals.flow,
  },
  {
    name: 'bitbucket-url',
    kind: 'url',
    group: 'Server',
    help: 'Base URL of Bitbucket Data Center, context path included, such as `https://host/bitbucket`.',
    usedBy: onServer,
    inPolicy: refusals.server,
  },
  {
    name: 'token',
    kind: 'secret',
    group: 'Server',
    help: 'HTTP access token (sent as Bearer). Give this, or `username` and `password`, never both.',
    usedBy: onServer,
    inPolicy: refusals.secret,
  },
  {
    name: 'token-file',
    kind: 'file',
    group: 'Server',
    help: 'File that holds the token.',
    usedBy: onServer,
    only: 'flag',
    inPolicy: refusals.flag,
  },
  {
    name: 'username',
    kind: 'text',
    group: 'Server',
    help: 'User name for Basic authentication; needs `password`.',
    usedBy: onServer,
    inPolicy: refusals.beside,
  },
  {
    name: 'password',
    kind: 'secret',
    group: 'Server',
    help: 'Password for Basic authentication; needs `username`.',
    usedBy: onServer,
    inPolicy: refusals.secret,
  },
  {
    name: 'password-file',
    kind: 'file',
    group: 'Server',
    help: 'File that holds the password.',
    usedBy: onServer,
    only: 'flag',
    inPolicy: refusals.flag,
  },
  {
    name: 'ca-file',
    kind: 'file',
    group: 'Server',
    help: 'PEM file of a private CA, added to the trusted roots. `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` are honoured.',
    usedBy: onServer,
    inPolicy: refusals.server,
  },
  {
    name: 'request-timeout',
    kind: 'duration',
    group: 'Server',
    default: '60s',
    min: 1,
    max: LONGEST_MS,
    help: 'A request that makes no progress for that long fails.',
    usedBy: onServer,
    inPolicy: refusals.server,
  },
  {
    name: 'max-retries',
    kind: 'integer',
    group: 'Server',
    default: '5',
    min: 0,
    max: 20,
    help: 'How often a request that may be repeated is sent again.',
    usedBy: onServer,
    inPolicy: refusals.server,
  },
  {
    name: 'max-requests-per-second',
    kind: 'number',
    group: 'Server',
    default: '10',
    min: 0.01,
    max: 1000,
    help: 'Ceiling for everything that is sent to Bitbucket.',
    usedBy: onServer,
    inPolicy: refusals.server,
  },
  {
    name: 'max-export-size',
    kind: 'bytes',
    group: 'Server',
    default: '16GiB',
    min: 1,
    help: 'Inflated bytes after which an export is refused.',
    usedBy: exporting,
    inPolicy: refusals.server,
  },
  {
    name: 'max-export-ratio',
    kind: 'integer',
    group: 'Server',
    default: '200',
    min: 2,
    max: 1032,
    help: 'Inflated bytes for each compressed byte of a member, above 64 MiB, after which a zip is refused as a bomb.',
    usedBy: exporting,
    inPolicy: refusals.server,
  },
  {
    name: 'max-export-members',
    kind: 'integer',
    group: 'Server',
    default: '200000',
    min: 1,
    max: 10_000_000,
    help: 'Files in one zip after which an export is refused.',
    usedBy: exporting,
    inPolicy: refusals.server,
  },
  {
    name: 'api-version',
    kind: 'text',
    group: 'Server',
    default: 'latest',
    help: 'The version segment of `/rest/security/...`.',
    usedBy: onServer,
    inPolicy: refusals.server,
  },
  {
    name: 'scope',
    kind: 'enum',
    group: 'Scope',
    defaultShown: 'the narrowest that `project`, `repo` and `branch` imply',
    allowed: ['instance', 'project', 'repo', 'branch'],
    help: 'How much is looked at. `instance` is never implied, it must be said.',
    usedBy: [...scoped, 'cancel'],
    inPolicy: refusals.scope,
  },
  {
    name: 'project',
    kind: 'text',
    group: 'Scope',
    help: 'Project key; `~user` for a personal project.',
    usedBy: [...scoped, 'cancel'],
    inPolicy: refusals.scope,
  },
  {
    name: 'repo',
    kind: 'text',
    group: 'Scope',
    help: 'Repository slug; needs `project`.',
    usedBy: [...scoped, 'cancel'],
    inPolicy: refusals.scope,
  },
  {
    name: 'branch',
    kind: 'text',
    group: 'Scope',
    help: 'Branch name; needs `repo`.',
    usedBy: [...scoped, 'cancel'],
    inPolicy: refusals.scope,
  },
  {
    name: 'targets',
    kind: 'targets',
    group: 'Scope',
    help: 'Several at once instead of `project`, `repo`, `branch`: a list of `PROJ`, `PROJ/repo`, `PROJ/repo@branch`.',
    usedBy: [...scoped, 'cancel'],
    inPolicy: refusals.scope,
  },
  {
    name: 'emails',
    kind: 'list',
    group: 'Scope',
    help: 'E-mail addresses that the server tells when the scan is done.',
    usedBy: waiting,
    inPolicy: refusals.scope,
  },
  {
    name: 'start-date',
    kind: 'date',
    group: 'Scope',
    help: 'Only findings scanned at or after this: ISO 8601 instant, date (midnight UTC), or duration back from now (`P7D`, `PT12H`).',
    usedBy: judging,
    inPolicy: refusals.scope,
  },
  {
    name: 'end-date',
    kind: 'date',
    group: 'Scope',
    help: 'Only findings scanned before this; written like `start-date`. `gate` scans everything anew, so it takes no end that its scan may outlast.',
    usedBy: judging,
    inPolicy: refusals.scope,
  },
  {
    name: 'cancel',
    kind: 'enum',
    group: 'Scope',
    allowed: ['queued', 'running', 'all'],
    help: 'For `cancel`: which scans to stop. It stops other teams’ scans too, so it demands `scope: instance`.',
    usedBy: ['cancel'],
    inPolicy: refusals.scope,
  },
  {
    name: 'report-files',
    kind: 'list',
    group: 'Scope',
    help: 'For `evaluate`: paths or globs of exported zips and CSVs, of `findings.csv` of shards, and of the `report.json` of a plan or of shards.',
    usedBy: ['evaluate'],
    inPolicy: refusals.scope,
  },
  {
    name: 'shards',
    kind: 'integer',
    group: 'Scope',
    min: 1,
    max: 256,
    help: 'For `plan`: over how many jobs the scope is spread, at most the 256 that GitHub takes in a matrix; fewer where there are fewer repositories.',
    usedBy: ['plan'],
    inPolicy: refusals.scope,
  },
  {
    name: 'wait',
    kind: 'boolean',
    group: 'Waiting',
    default: 'true',
    defaultFor: { scan: 'false' },
    defaultShown: '`true` for `gate`, `false` for `scan`',
    help: 'Wait until the scan is proven done.',
    usedBy: waiting,
    inPolicy: refusals.flow,
  },
  {
    name: 'timeout',
    kind: 'duration',
    group: 'Waiting',
    default: '60m',
    min: 1,
    max: LONGEST_MS,
    help: 'Longest wait for the scan, and longest time for each list and download; a time-out is an error. Durations are written `90s`, `15m`, `2h`.',
    usedBy: onServer,
    inPolicy: refusals.flow,
  },
  {
    name: 'poll-interval',
    kind: 'duration',
    group: 'Waiting',
    default: '10s',
    min: 1,
    max: LONGEST_MS,
    help: 'Pause before the scan status is asked again; it grows while nothing changes.',
    usedBy: waiting,
    inPolicy: refusals.flow,
  },
  {
    name: 'thresholds',
    kind: 'lines',
    group: 'Judging',
    defaultShown: '`total = 0` when neither this nor a policy file sets any',
    help: 'Lines `selector = max`; the gate fails when a count is greater than its max.',
    usedBy: judging,
    inPolicy: refusals.own,
  },
  {
    name: 'what-if',
    kind: 'lines',
    group: 'Judging',
    help: 'Thresholds that are added for this question only.',
    usedBy: judging,
    only: 'flag',
    inPolicy: refusals.flag,
  },
  {
    name: 'policy-file',
    kind: 'file',
    group: 'Judging',
    defaultShown: '`.soteri-gate.yml` if it exists',
    help: 'The full policy: thresholds, severities, suppressions, and inputs that shape reports and logs.',
    usedBy: all,
    inPolicy: refusals.itself,
  },
  {
    name: 'baseline-file',
    kind: 'file',
    group: 'Judging',
    help: 'Findings that were accepted before (the `baseline.json` of a run); a missing file is an error.',
    usedBy: judging,
    inPolicy: refusals.judging,
  },
  {
    name: 'fingerprint-key',
    kind: 'secret',
    group: 'Judging',
    help: 'Secret key that lets a baseline tell one secret from another without storing either.',
    usedBy: judging,
    inPolicy: refusals.secret,
  },
  {
    name: 'exclude-reviewed',
    kind: 'boolean',
    group: 'Judging',
    default: 'false',
    help: 'Leave out the findings that the server lists as reviewed false positives; for `evaluate`, those that the shards left out.',
    usedBy: [...judgedOnServer, 'evaluate'],
    inPolicy: refusals.judging,
  },
  {
    name: 'columns',
    kind: 'columns',
    group: 'Judging',
    allowed: mappableColumns,
    help: 'Header mapping by hand, lines `rule = Rule Name`; the left side is a column of `findings.csv`.',
    usedBy: exporting,
    inPolicy: refusals.judging,
  },
  {
    name: 'on-bad-row',
    kind: 'enum',
    group: 'Judging',
    default: 'error',
    allowed: ['error', 'count'],
    help: '`count`: a row that cannot be read counts as a finding of rule `UNREADABLE_ROW` instead of ending the run.',
    usedBy: exporting,
    inPolicy: refusals.judging,
  },
  {
    name: 'mode',
    kind: 'enum',
    group: 'Judging',
    default: 'enforce',
    allowed: ['enforce', 'warn', 'report'],
    help: '`warn`: violations only warn. `report`: never fails on violations. Errors fail in every mode.',
    usedBy: judging,
    inPolicy: refusals.judging,
  },
  {
    name: 'formats',
    kind: 'enum-list',
    group: 'Reports',
    default: 'csv,json,sarif,html',
    allowed: formats,
    help: 'Which report files are written.',
    usedBy: all,
    inPolicy: 'allowed',
  },
  {
    name: 'history-file',
    kind: 'file',
    group: 'Reports',
    help: 'JSON lines, one per run, for the trend; each run appends its own.',
    usedBy: judging,
    inPolicy: 'allowed',
  },
  {
    name: 'output-dir',
    kind: 'file',
    group: 'Reports',
    default: 'soteri-report',
    help: 'Folder for the report files.',
    usedBy: all,
    inPolicy: 'allowed',
  },
  {
    name: 'upload-artifact',
    kind: 'enum',
    group: 'Reports',
    default: 'auto',
    allowed: ['auto', 'true', 'false'],
    help: '`auto`: where the runner offers it. `true`: failure to upload is an error.',
    usedBy: all,
    inPolicy: 'allowed',
  },
  {
    name: 'artifact-name',
    kind: 'text',
    group: 'Reports',
    default: 'soteri-report',
    help: 'Name of the artifact, as in actions/upload-artifact; jobs of a matrix need one each.',
    usedBy: all,
    inPolicy: 'allowed',
  },
  {
    name: 'retention-days',
    kind: 'integer',
    group: 'Reports',
    defaultShown: 'the repository’s own',
    min: 1,
    max: 400,
    help: 'Days the artifact is kept, as in actions/upload-artifact.',
    usedBy: all,
    inPolicy: 'allowed',
  },
  {
    name: 'job-summary',
    kind: 'boolean',
    group: 'Reports',
    default: 'true',
    help: 'Write the job summary where the place has one.',
    usedBy: all,
    inPolicy: 'allowed',
  },
  {
    name: 'annotations',
    kind: 'integer',
    group: 'Reports',
    default: '10',
    min: 0,
    max: 50,
    help: 'At most so many annotations beside the code.',
    usedBy: judging,
    inPolicy: 'allowed',
  },
  {
    name: 'reveal-secrets',
    kind: 'boolean',
    group: 'Reports',
    default: 'false',
    help: 'Matched text in clear in the files. Never in logs, summaries, annotations or Bitbucket.',
    usedBy: exporting,
    inPolicy: refusals.clear,
  },
  {
    name: 'code-insights',
    kind: 'boolean',
    group: 'Bitbucket',
    default: 'false',
    help: 'Post a Code Insights report with annotations on the commit; for one repository or branch.',
    usedBy: judgedOnServer,
    inPolicy: refusals.verdict,
  },
  {
    name: 'build-status',
    kind: 'boolean',
    group: 'Bitbucket',
    default: 'false',
    help: 'Post the verdict as a build status of the commit, with `soteri-gate` as its parent; for one repository or branch.',
    usedBy: judgedOnServer,
    inPolicy: refusals.verdict,
  },
  {
    name: 'commit',
    kind: 'text',
    group: 'Bitbucket',
    defaultShown: 'the head of the branch when the scan starts',
    help: 'The commit that the verdict is posted to, 40 hexadecimal digits.',
    usedBy: judgedOnServer,
    inPolicy: refusals.verdict,
  },
  {
    name: 'pull-request-comment',
    kind: 'enum',
    group: 'Bitbucket',
    default: 'never',
    allowed: ['always', 'on-failure', 'never'],
    help: 'Keep one comment on the pull request up to date; `on-failure` writes none while the gate passes.',
    usedBy: judgedOnServer,
    inPolicy: refusals.verdict,
  },
  {
    name: 'pull-request',
    kind: 'integer',
    group: 'Bitbucket',
    min: 1,
    help: 'Number of the pull request for the comment.',
    usedBy: judgedOnServer,
    inPolicy: refusals.verdict,
  },
  {
    name: 'on-missing-credentials',
    kind: 'enum',
    group: 'Run',
    default: 'error',
    allowed: ['error', 'skip'],
    help: '`skip`: leave the run out where the CI itself shows a pull request from a fork, which gets no secrets; the verdict is `warn`, said loudly. Anywhere else it stays an error.',
    usedBy: onServer,
    inPolicy: refusals.flow,
  },
  {
    name: 'dry-run',
    kind: 'boolean',
    group: 'Run',
    default: 'false',
    help: 'Say every request that would be sent; send none that changes anything.',
    usedBy: onServer,
    inPolicy: refusals.flow,
  },
  {
    name: 'log-level',
    kind: 'enum',
    group: 'Run',
    default: 'info',
    allowed: ['error', 'warn', 'info', 'debug'],
    help: 'How much is said; `debug` tells the value of every input and where it came from.',
    usedBy: all,
    inPolicy: 'allowed',
  },
] as const satisfies readonly InputRow[]

/** Name of an input. */
export type InputName = (typeof inputTable)[number]['name']

/** The same rows seen through their common type. */
export const inputRows: readonly InputRow[] = inputTable

const rowByName = new Map<string, InputRow>(inputRows.map((row) => [row.name, row]))

/** The row of an input. */
export function rowOf(name: InputName): InputRow {
  const row = rowByName.get(name)
  if (row === undefined) throw new Error(`the table of inputs has no row ${name}`)
  return row
}

/** True for a name of the table. */
export function isInputName(name: string): name is InputName {
  return rowByName.has(name)
}

/** Policy file that is read when it exists and `policy-file` names none; relative to the working folder. */
export const DEFAULT_POLICY_FILE = '.soteri-gate.yml'
