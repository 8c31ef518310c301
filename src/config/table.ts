/**
 * The one table of inputs, by the headings of docs/inputs.md and `--help`. `action.yml`, the command line with its help,
 * the tables of docs/inputs.md and the parsing of inputs are all made from it, and defaults are set nowhere else. It is
 * long because it is a table.
 */
import { mappableColumns } from '../finding.ts'
import { parseBranch, parseProject, parseSlug, parseTargets } from '../target.ts'
import {
  parseApiVersion,
  parseArtifactName,
  parseBaseUrl,
  parseCaCert,
  parseCaPath,
  parseColumns,
  parseCommit,
  parseEmail,
  parseOutputFolder,
  parsePath,
  parsePullRequest,
  parseRepositoryGlob,
  parseSecret,
  parseToken,
  parseUsername,
} from './fields.ts'
import {
  boolean,
  bytes,
  date,
  duration,
  integer,
  items,
  line,
  number,
  oneOf,
  type Parse,
  parseEach,
  someOf,
  whole,
} from './values.ts'

/** What each operation does, for docs/inputs.md and the help: one sentence of Markdown. */
export const operationMeanings = {
  gate: 'Trigger a scan, wait until it is proven done, export, evaluate, report, verdict.',
  scan: 'Trigger a scan; wait only with `wait: true`.',
  export: 'Export what the server has now, evaluate, report, verdict.',
  'export-reviewed': 'Download the reviewed false positives of the scope as `reviewed.csv`.',
  evaluate: 'Evaluate local exports (`report-files`); no server.',
  cancel: 'Cancel `queued`, `running` or `all` scans; instance-wide, so it demands `scope: instance`.',
  plan: 'List the repositories of the scope and give a balanced `matrix` of `shards` jobs.',
  doctor:
    'Check address, TLS, proxy, credentials, rights, scan and export resources, and say how to fix each.',
} as const

export type Operation = keyof typeof operationMeanings
export const operations = Object.keys(operationMeanings) as readonly Operation[]

const formats = ['csv', 'json', 'sarif', 'html', 'junit', 'markdown', 'gitlab'] as const
export type Format = (typeof formats)[number]

type TableRow = {
  readonly kind: string
  readonly parse: Parse<unknown>
  /** Raw text that counts when no source gives any. */
  readonly default?: string
  /** Another default for one operation. */
  readonly defaultFor?: Readonly<Partial<Record<Operation, string>>>
  /** Shown in place of `default`, where a description is clearer. */
  readonly defaultShown?: string
  /** Allowed words of `enum` and `enum-list`, allowed left sides of `columns`. */
  readonly allowed?: readonly string[]
  /** One or two plain sentences of Markdown. */
  readonly help: string
  /** Where the operations are others than those of its group. */
  readonly usedBy?: readonly Operation[]
  /** `flag`: exists for the command line only, so not in `action.yml`. */
  readonly only?: 'flag'
  /** `allowed`: a policy file may set it. Anything else: why not, where `whyNotInPolicy` gives another reason. */
  readonly inPolicy?: string
}

const all = operations
const onServer = operations.filter((operation) => operation !== 'evaluate')
const scoped = ['gate', 'scan', 'export', 'export-reviewed', 'plan', 'doctor'] as const
const judging = ['gate', 'export', 'evaluate'] as const
const exporting = ['gate', 'export', 'export-reviewed', 'evaluate'] as const
const waiting = ['gate', 'scan'] as const
const judgedOnServer = ['gate', 'export'] as const

/** A boolean that is false unless it is given. */
const off = { ...boolean, default: 'false' } as const

/** Longest duration: timers of the runtime end at 24.8 days. */
const LONGEST_MS = 24 * 24 * 60 * 60 * 1000

const inputTable = {
  'What to do': {
    operation: {
      ...oneOf(operations),
      default: 'gate',
      help: 'What to do: see the table of operations.',
    },
  },
  Server: {
    'bitbucket-url': {
      ...line('url', parseBaseUrl),
      help: 'Base URL of Bitbucket Data Center, context path included, such as `https://host/bitbucket`.',
    },
    token: {
      ...whole('secret', parseToken),
      help: 'HTTP access token (sent as Bearer). Give this, or `username` and `password`, never both.',
    },
    'token-file': {
      ...line('file', parsePath),
      help: 'File that holds the token.',
      only: 'flag',
    },
    username: {
      ...line('text', parseUsername),
      help: 'User name for Basic authentication; needs `password`.',
      inPolicy: 'credentials have no place in it',
    },
    password: {
      ...whole('secret', parseSecret),
      help: 'Password for Basic authentication; needs `username`.',
    },
    'password-file': {
      ...line('file', parsePath),
      help: 'File that holds the password.',
      only: 'flag',
    },
    'ca-file': {
      ...line('file', parseCaPath),
      help: 'PEM file of a private CA, added to the trusted roots. `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` are honoured.',
    },
    'ca-cert': {
      ...whole('text', parseCaCert),
      help: 'The same as `ca-file`, given as PEM text; one of the two. The issuing CA alone, or the server’s own certificate, is enough.',
    },
    'request-timeout': {
      ...duration({ min: 1, max: LONGEST_MS }),
      default: '60s',
      help: 'A request that makes no progress for that long fails.',
    },
    'max-retries': {
      ...integer({ min: 0, max: 20 }),
      default: '5',
      help: 'How often a request that may be repeated is sent again.',
    },
    'max-requests-per-second': {
      ...number({ min: 0.01, max: 1000 }),
      default: '10',
      help: 'Ceiling for everything that is sent to Bitbucket.',
    },
    'max-export-size': {
      ...bytes,
      default: '16GiB',
      help: 'Inflated bytes after which an export is refused.',
      usedBy: exporting,
    },
    'max-export-ratio': {
      ...integer({ min: 2, max: 1032 }),
      default: '200',
      help: 'Inflated bytes for each compressed byte of a member, above 64 MiB, after which a zip is refused as a bomb.',
      usedBy: exporting,
    },
    'max-export-members': {
      ...integer({ min: 1, max: 10_000_000 }),
      default: '200000',
      help: 'Files in one zip after which an export is refused.',
      usedBy: exporting,
    },
    'api-version': {
      ...line('text', parseApiVersion),
      default: 'latest',
      help: 'The version segment of `/rest/security/...`.',
    },
  },
  Scope: {
    scope: {
      ...oneOf(['instance', 'project', 'repo', 'branch']),
      defaultShown: 'the narrowest that `project`, `repo` and `branch` imply',
      help: 'How much is looked at. `instance` is never implied, it must be said.',
    },
    project: {
      ...line('text', parseProject),
      help: 'Project key; `~user` for a personal project. For `evaluate`, as are `repo` and `branch`: of exports that have no column for it.',
      usedBy: [...scoped, 'cancel', 'evaluate'],
    },
    repo: {
      ...line('text', parseSlug),
      help: 'Repository slug; needs `project`.',
      usedBy: [...scoped, 'cancel', 'evaluate'],
    },
    branch: {
      ...line('text', parseBranch),
      help: 'Branch name; needs `repo`.',
      usedBy: [...scoped, 'cancel', 'evaluate'],
    },
    targets: {
      ...items('targets', parseTargets),
      help: 'Several at once instead of `project`, `repo`, `branch`: a list of `PROJ`, `PROJ/repo`, `PROJ/repo@branch`.',
    },
    'exclude-repos': {
      ...items('list', (texts) => parseEach(texts, parseRepositoryGlob)),
      help: 'Globs `PROJ/slug` of repositories that a project or the instance is looked at without: they are not watched and their findings do not count. Log and report name them.',
      usedBy: ['gate', 'scan', 'export', 'plan', 'doctor'],
    },
    emails: {
      ...items('list', (texts) => parseEach(texts, parseEmail)),
      help: 'E-mail addresses that the server notifies when the scan is done.',
      usedBy: waiting,
    },
    'require-scanned': {
      ...boolean,
      defaultShown: '`true`, for the whole instance `false`',
      help: 'For `export`: a branch that was never scanned is an error. Each branch of a repository is checked, and the default branch of each repository of anything wider.',
      usedBy: ['export'],
    },
    'start-date': {
      ...date('down'),
      help: 'Only findings scanned at or after this: ISO 8601 instant, date (midnight UTC), or duration back from now (`P7D`, `PT12H`).',
      usedBy: judging,
    },
    'end-date': {
      ...date('up'),
      help: 'Only findings scanned before this; written like `start-date`. `gate` scans everything anew, so it takes no end that its scan may outlast.',
      usedBy: judging,
    },
    cancel: {
      ...oneOf(['queued', 'running', 'all']),
      help: 'For `cancel`: which scans to stop. It stops other teams’ scans too, so it demands `scope: instance`.',
      usedBy: ['cancel'],
    },
    'report-files': {
      ...items('list', (texts) => parseEach(texts, parsePath)),
      help: 'For `evaluate`: paths or globs of exported zips and CSVs, of `findings.csv` of shards, and of the `report.json` of a plan or of shards.',
      usedBy: ['evaluate'],
    },
    shards: {
      ...integer({ min: 1, max: 256 }),
      help: 'For `plan`: over how many jobs the scope is spread, at most the 256 that GitHub takes in a matrix; fewer where there are fewer repositories.',
      usedBy: ['plan'],
    },
  },
  Waiting: {
    wait: {
      ...boolean,
      default: 'true',
      defaultFor: { scan: 'false' },
      defaultShown: '`true` for `gate`, `false` for `scan`',
      help: 'Wait until the scan is proven done. A `gate` that does not wait never says `pass`, but `warn`.',
    },
    timeout: {
      ...duration({ min: 1, max: LONGEST_MS }),
      default: '60m',
      help: 'Longest wait for the scan, and longest time for each list and download; a time-out is an error. Durations are written `90s`, `15m`, `2h`.',
      usedBy: onServer,
    },
    'poll-interval': {
      ...duration({ min: 1, max: LONGEST_MS }),
      default: '10s',
      help: 'Pause before the scan status is asked again; it grows while nothing changes.',
    },
  },
  Judging: {
    thresholds: {
      ...whole('lines', (value) => ({ value })),
      defaultShown:
        '`total = 0` (`new = 0` where branches are compared) when neither this nor a policy file sets any',
      help: 'Lines `selector = max`; the gate fails when a count is greater than its max.',
      inPolicy: 'the file has `thresholds` of its own',
    },
    'what-if': {
      ...whole('lines', (value) => ({ value })),
      help: 'Thresholds that are added for this question only.',
      only: 'flag',
    },
    'policy-file': {
      ...line('file', parsePath),
      defaultShown: '`.soteri-gate.yml` if it exists',
      help: 'The full policy: thresholds, severities, suppressions, and inputs that shape reports and logs.',
      usedBy: all,
      inPolicy: 'it names the file itself; others are named by `extends`',
    },
    'policy-from': {
      ...oneOf(['target', 'checkout']),
      defaultShown: '`target` with `pull-request`, else `checkout`',
      help: 'Whose policy file rules: `target` reads it through Bitbucket from the head of the branch that the pull request is to be merged into, so that no change edits its own gate.',
      usedBy: judgedOnServer,
    },
    'baseline-file': {
      ...line('file', parsePath),
      help: 'Findings that were accepted before (the `baseline.json` of a run); a missing file is an error.',
    },
    'compare-branch': {
      ...line('text', parseBranch),
      help: 'A branch of the same repository: what it holds is known, so `new` is what the judged branch adds to it. Needs `branch`.',
      usedBy: judgedOnServer,
    },
    'fingerprint-key': {
      ...whole('secret', parseSecret),
      help: 'Secret key by which a baseline distinguishes secrets without storing them.',
    },
    'exclude-reviewed': {
      ...off,
      help: 'Leave out the findings that the server lists as reviewed false positives; for `evaluate`, those that the shards left out.',
      usedBy: [...judgedOnServer, 'evaluate'],
    },
    'reviewed-rows-per-text': {
      ...integer({ min: 1, max: 1_000_000 }),
      default: '1',
      help: 'If an export has fewer rows than the scan counted: how many missing rows of a branch one reviewed text may explain.',
      usedBy: judgedOnServer,
    },
    'check-skipped': {
      ...oneOf(['off', 'note', 'error']),
      default: 'off',
      help: '`note`, `error`: read Bitbucket’s audit log after the scan for files of the scope that the scanner skipped. With `error`, a skipped file is an error, and so is not being able to know.',
      usedBy: waiting,
    },
    columns: {
      ...whole('columns', parseColumns),
      allowed: mappableColumns,
      help: 'Header mapping by hand, lines `rule = Rule Name`; the left side is a column of `findings.csv`.',
      usedBy: exporting,
    },
    'on-bad-row': {
      ...oneOf(['error', 'count']),
      default: 'error',
      help: '`count`: a row that cannot be read counts as a finding of rule `UNREADABLE_ROW` instead of ending the run.',
      usedBy: exporting,
    },
    mode: {
      ...oneOf(['enforce', 'warn', 'report']),
      default: 'enforce',
      help: '`warn`: violations only warn. `report`: never fails on violations. Errors fail in every mode.',
    },
  },
  Reports: {
    formats: {
      ...someOf(formats),
      default: 'csv,json,sarif,html',
      help: 'Which report files are written.',
      inPolicy: 'allowed',
    },
    'capture-file': {
      ...line('file', parsePath),
      help: 'For `doctor`: where to write the capture, a small JSON of what the answers of the server look like and never what they say.',
      usedBy: ['doctor'],
    },
    'history-file': {
      ...line('file', parsePath),
      help: 'JSON lines, one per run, for the trend; each run appends its own.',
      usedBy: judging,
      inPolicy: 'allowed',
    },
    'output-dir': {
      ...line('file', parseOutputFolder),
      default: 'soteri-report',
      help: 'Folder for the report files.',
      inPolicy: 'allowed',
    },
    'upload-artifact': {
      ...oneOf(['auto', 'true', 'false']),
      default: 'auto',
      help: '`auto`: where the runner offers it. `true`: failure to upload is an error.',
      inPolicy: 'allowed',
    },
    'artifact-name': {
      ...line('text', parseArtifactName),
      default: 'soteri-report',
      help: 'Name of the artifact, as in actions/upload-artifact; jobs of a matrix need one each.',
      inPolicy: 'allowed',
    },
    'retention-days': {
      ...integer({ min: 1, max: 400 }),
      defaultShown: 'the repository’s own',
      help: 'Days the artifact is kept, as in actions/upload-artifact.',
      inPolicy: 'allowed',
    },
    'job-summary': {
      ...boolean,
      default: 'true',
      help: 'Write the job summary where the place has one.',
      inPolicy: 'allowed',
    },
    annotations: {
      ...integer({ min: 0, max: 50 }),
      default: '10',
      help: 'At most so many annotations beside the code.',
      usedBy: judging,
      inPolicy: 'allowed',
    },
    'log-findings': {
      ...integer({ min: 0, max: 1000 }),
      default: '10',
      help: 'At most so many findings of exceeded thresholds in the log: severity, rule, place, branches, link.',
      usedBy: judging,
      inPolicy: 'allowed',
    },
    blame: {
      ...integer({ min: 0, max: 1000 }),
      default: '0',
      help: 'Look up author, commit and date of the line for so many distinct findings, new and worst first, for reports. What cannot be looked up is a note.',
      usedBy: judgedOnServer,
    },
    'blame-emails': {
      ...off,
      help: 'Reports show the e-mail addresses of authors too.',
      usedBy: judgedOnServer,
    },
    'reveal-secrets': {
      ...off,
      help: 'Matched text in clear in the files. Never in logs, summaries, annotations or Bitbucket.',
      usedBy: exporting,
      inPolicy: 'a pull request could have secrets written in clear',
    },
  },
  Bitbucket: {
    'code-insights': {
      ...off,
      help: 'Post a Code Insights report with annotations on the commit; for one repository or branch.',
    },
    'build-status': {
      ...off,
      help: 'Post the verdict as a build status of the commit, with `soteri-gate` as its parent; for one repository or branch.',
    },
    commit: {
      ...line('text', parseCommit),
      defaultShown: 'the head of the branch when the scan starts',
      help: 'The commit that the verdict is posted to, 40 hexadecimal digits. It has to be the head that is scanned, else the run ends in `error`.',
    },
    'pull-request-comment': {
      ...oneOf(['always', 'on-failure', 'never']),
      default: 'never',
      help: 'Keep one comment on the pull request up to date; `on-failure` writes none while the gate passes.',
    },
    'pull-request': {
      ...line('text', parsePullRequest),
      help: 'Number of a pull request of `project` and `repo` in Bitbucket, or `auto` (from the variables of the CI, or the one open pull request of the branch). It gives `branch`, `commit` and `compare-branch`: all that the gate of a change needs.',
    },
  },
  Run: {
    'on-missing-credentials': {
      ...oneOf(['error', 'skip']),
      default: 'error',
      help: '`skip`: leave the run out where the CI itself shows a pull request from a fork, which gets no secrets; the verdict is `warn`, said loudly. Anywhere else it stays an error.',
    },
    'dry-run': {
      ...off,
      help: 'Say every request that would be sent; send none that changes anything.',
    },
    'log-level': {
      ...oneOf(['error', 'warn', 'info', 'debug']),
      default: 'info',
      help: 'How much is logged; `debug` shows the value of every input and its source.',
      usedBy: all,
      inPolicy: 'allowed',
    },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, TableRow>>>>

type Table = typeof inputTable
type InputGroup = keyof Table
export type InputName = { [G in InputGroup]: keyof Table[G] }[InputGroup]
type RowNamed<N> = { [G in InputGroup]: N extends keyof Table[G] ? Table[G][N] : never }[InputGroup]
export type InputKind = RowNamed<InputName>['kind']

/** The parsed value of an input; `null` where it may be missing. */
type InputValue<N extends InputName> =
  | (RowNamed<N>['parse'] extends Parse<infer T> ? T : never)
  | (RowNamed<N> extends { readonly default: string } ? never : null)

type CamelCase<N extends string> = N extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : N

/** The parsed values of all inputs: `max-retries` is `maxRetries`. */
export type InputValues = { readonly [N in InputName as CamelCase<N>]: InputValue<N> }

export function camelCase(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
}

export type InputRow = TableRow & {
  readonly name: InputName
  readonly kind: InputKind
  readonly group: InputGroup
  readonly usedBy: readonly Operation[]
  /** `allowed`, or why a policy file may not set it, a clause after "since". */
  readonly inPolicy: string
}

/** Which operations use inputs of a group, and why a policy file may not set them: a pull request can change the file. */
const groups: Readonly<
  Record<InputGroup, { readonly usedBy: readonly Operation[]; readonly reason: string }>
> = {
  'What to do': { usedBy: all, reason: 'it decides what a run does' },
  Server: { usedBy: onServer, reason: 'it decides where credentials go and how the server is asked' },
  Scope: { usedBy: [...scoped, 'cancel'], reason: 'it decides what is scanned or read' },
  Waiting: { usedBy: waiting, reason: 'it decides what a run does' },
  Judging: { usedBy: judging, reason: 'it decides what counts' },
  Reports: { usedBy: all, reason: 'it decides what is shown' },
  Bitbucket: { usedBy: judgedOnServer, reason: 'it decides where a verdict is shown' },
  Run: { usedBy: onServer, reason: 'it decides what a run does' },
}

function whyNotInPolicy({ kind, only }: TableRow, group: InputGroup): string {
  if (kind === 'secret') return 'the file is committed and this is a secret'
  if (only === 'flag') return 'only the command line reads it'
  return `${groups[group].reason}, and a pull request can change the file`
}

export const inputGroups = Object.keys(inputTable) as readonly InputGroup[]
export const inputRows: readonly InputRow[] = inputGroups.flatMap((group) =>
  Object.entries<TableRow>(inputTable[group]).map(([name, row]) => {
    const inPolicy = row.inPolicy ?? whyNotInPolicy(row, group)
    return { usedBy: groups[group].usedBy, ...row, name, group, inPolicy } as InputRow
  }),
)

const rowByName = new Map<string, InputRow>(inputRows.map((row) => [row.name, row]))

export function isInputName(name: string): name is InputName {
  return rowByName.has(name)
}

export function rowOf(name: InputName): InputRow {
  return rowByName.get(name) as InputRow
}
