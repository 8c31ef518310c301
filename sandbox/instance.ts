/** The state of one sandbox, which the route tables work on. */
import type { Access } from './access.ts'
import type { BuildStatuses } from './build-statuses.ts'
import type { CodeInsights } from './code-insights.ts'
import type { ExportDialect } from './export-dialect.ts'
import type { ReviewedText, SandboxUser } from './options.ts'
import type { PullRequests } from './pull-requests.ts'
import type { Repositories } from './repositories.ts'
import type { FailingLine } from './scanner.ts'
import type { ScanResult, Scans } from './scans.ts'

/** Everything that a sandbox holds. */
export type Instance = {
  readonly users: readonly SandboxUser[]
  readonly access: Access
  readonly repositories: Repositories
  readonly scans: Scans
  readonly dialect: ExportDialect
  readonly reviewed: readonly ReviewedText[]
  /** Findings of a result that status and export list. */
  readonly listed: (result: ScanResult) => readonly FailingLine[]
  readonly insights: CodeInsights
  readonly builds: BuildStatuses
  readonly pullRequests: PullRequests
  readonly pageLimit: number
  readonly acceptedStatus: number
  readonly contextPath: string
  /** Address of the instance, context path included, without trailing slash. */
  readonly baseUrl: () => string
}
