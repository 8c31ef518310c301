/** The typed inputs of one run: what `read.ts` makes of raw strings, and all the engine knows of them. */
import type { MappableColumn } from '../findings/finding.ts'
import type { LogLevel } from '../ports.ts'
import type { Target } from '../target.ts'

/** What a run can be asked to do, as in the input `operation`. */
export const operations = [
  'gate',
  'scan',
  'export',
  'export-reviewed',
  'evaluate',
  'cancel',
  'plan',
  'doctor',
] as const
/** One of them. */
export type Operation = (typeof operations)[number]

/** Words of the input `formats`. */
export const formats = ['csv', 'json', 'sarif', 'html', 'junit', 'markdown', 'gitlab'] as const
/** Kinds of report files. */
export type Format = (typeof formats)[number]

/** Milliseconds since the epoch; both ends optional. `from` is inclusive, `to` exclusive, by scan time. */
export type Period = { readonly from: number | null; readonly to: number | null }

/** What a request is sent with: a bearer token, or user and password (Basic). */
export type Credentials =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }

/** Every input as it counts for this run, defaults filled in. Times are ms, paths as given. */
export type Inputs = {
  readonly operation: Operation
  /** Base URL without trailing slash, context path kept; `null` only for operations without a server. */
  readonly bitbucketUrl: URL | null
  readonly credentials: Credentials | null
  readonly caFile: string | null
  readonly requestTimeoutMs: number
  readonly maxRetries: number
  readonly maxRequestsPerSecond: number
  /** Inflated bytes after which an export is refused. */
  readonly maxExportBytes: number
  /** Inflated bytes for each compressed byte of a zip member, beyond which it is refused. */
  readonly maxExportRatio: number
  /** Files in one zip, beyond which it is refused. */
  readonly maxExportMembers: number
  readonly apiVersion: string
  /** At least one for every operation that has a scope. */
  readonly targets: readonly Target[]
  readonly cancel: 'queued' | 'running' | 'all' | null
  readonly emails: readonly string[]
  readonly period: Period
  readonly wait: boolean
  readonly timeoutMs: number
  readonly pollIntervalMs: number
  /** Text of the `thresholds` input; `null` when not given. `policy/` reads it. */
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
  readonly historyFile: string | null
  readonly outputDir: string
  readonly uploadArtifact: 'auto' | 'true' | 'false'
  readonly artifactName: string
  readonly retentionDays: number | null
  readonly jobSummary: boolean
  readonly annotations: number
  readonly onBadRow: 'error' | 'count'
  readonly revealSecrets: boolean
  readonly codeInsights: boolean
  readonly buildStatus: boolean
  readonly commit: string | null
  readonly pullRequestComment: 'always' | 'on-failure' | 'never'
  readonly pullRequest: number | null
  readonly onMissingCredentials: 'error' | 'skip'
  readonly reportFiles: readonly string[]
  readonly shards: number | null
  readonly dryRun: boolean
  readonly logLevel: LogLevel
}
