/** The typed inputs of a run: what `read-inputs.ts` makes of raw values, and all that the engine knows of them. */
import type { MappableColumn } from '../finding.ts'
import type { LogLevel } from '../host.ts'
import type { BranchTarget, Target } from '../target.ts'

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

/** Formats of report files. */
export const formats = ['csv', 'json', 'sarif', 'html', 'junit', 'markdown', 'gitlab'] as const
export type Format = (typeof formats)[number]

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

/** What a request is sent with: a bearer token, or user and password (Basic). */
export type Credentials =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }

/** Names for columns that an export lacks. */
export type StandIn = Readonly<Partial<Record<'project' | 'repository' | 'branch', string>>>

/** Every input as it counts for this run, defaults filled in. Times are ms, paths as given. */
export type Inputs = {
  readonly operation: Operation
  /** Without trailing slash; `null` only for operations without a server. */
  readonly bitbucketUrl: URL | null
  readonly credentials: Credentials | null
  readonly caFile: string | null
  /** PEM text. */
  readonly caCert: string | null
  readonly requestTimeoutMs: number
  readonly maxRetries: number
  readonly maxRequestsPerSecond: number
  /** Inflated bytes after which an export is refused. */
  readonly maxExportBytes: number
  /** Inflated bytes for each compressed byte of a zip member, beyond which it is refused. */
  readonly maxExportRatio: number
  /** Files in one zip, beyond which it is refused. */
  readonly maxExportMembers: number
  readonly reviewedRowsPerText: number
  readonly apiVersion: string
  /** At least one for every operation that has a scope. */
  readonly targets: readonly Target[]
  /** For `evaluate`: the names of all rows of an export that has no such column. */
  readonly standIn: StandIn
  /** The branch that the one of `targets` is compared with; `null` without a comparison. */
  readonly compared: BranchTarget | null
  /** Globs over `PROJ/slug`. */
  readonly excludeRepos: readonly string[]
  /** A target that was never scanned ends an `export`. */
  readonly requireScanned: boolean
  readonly cancel: 'queued' | 'running' | 'all' | null
  readonly emails: readonly string[]
  readonly period: Period
  readonly wait: boolean
  readonly timeoutMs: number
  readonly pollIntervalMs: number
  /** Text of the `thresholds` input; `null` when not given. */
  readonly thresholds: string | null
  /** Text of `what-if`: thresholds added for a question only. */
  readonly whatIf: string | null
  readonly policyFile: string | null
  readonly baselineFile: string | null
  readonly fingerprintKey: string | null
  readonly excludeReviewed: boolean
  /** Header text by column name. */
  readonly columns: Readonly<Partial<Record<MappableColumn, string>>>
  readonly mode: 'enforce' | 'warn' | 'report'
  readonly formats: readonly Format[]
  readonly captureFile: string | null
  readonly historyFile: string | null
  readonly outputDir: string
  readonly uploadArtifact: 'auto' | 'true' | 'false'
  readonly artifactName: string
  readonly retentionDays: number | null
  readonly jobSummary: boolean
  readonly annotations: number
  readonly checkSkipped: 'off' | 'note' | 'error'
  readonly onBadRow: 'error' | 'count'
  readonly revealSecrets: boolean
  readonly codeInsights: boolean
  readonly buildStatus: boolean
  readonly commit: string | null
  readonly pullRequestComment: 'always' | 'on-failure' | 'never'
  readonly pullRequest: number | 'auto' | null
  /** That pull request, once it was looked up. */
  readonly pull: PullRequest | null
  readonly onMissingCredentials: 'error' | 'skip'
  readonly reportFiles: readonly string[]
  readonly shards: number | null
  readonly dryRun: boolean
  readonly logFindings: number
  readonly blame: number
  readonly blameEmails: boolean
  readonly logLevel: LogLevel
}
