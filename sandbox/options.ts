/** What a sandbox is made of. Everything has a default except the repositories. */
import type { SandboxClock } from './clock.ts'
import type { ExportDialect } from './export-dialect.ts'
import type { FaultScenario } from './faults/scenario.ts'
import type { MadeBranch } from './made-content.ts'
import type { RepositoryContent } from './repository-content.ts'

/**
 * A repository of the instance: a git repository on disk (read only, never changed), made-up branches, or content that
 * several sandboxes share.
 */
export type SandboxRepository = {
  /** Project key; `~user` for a personal repository. */
  readonly project: string
  readonly slug: string
} & (
  | { readonly path: string }
  | { readonly made: readonly MadeBranch[] }
  | { readonly content: RepositoryContent }
)

/** Rights of a user. Greater ones include smaller ones; the owner of `~user` administers it. */
export type Rights = {
  /** Bitbucket admin: everything. */
  readonly admin?: boolean
  /** Keys of projects that the user administers. */
  readonly projectAdmin?: readonly string[]
  /** `PROJ` or `PROJ/slug`. */
  readonly write?: readonly string[]
  /** `PROJ` or `PROJ/slug`. */
  readonly read?: readonly string[]
}

/** An account. */
export type SandboxUser = {
  readonly name: string
  /** For Basic. Absent: the user cannot sign in with a password. */
  readonly password?: string
  /** HTTP access token, for Bearer. Reaches project level at most, whatever the rights of its user. */
  readonly token?: string
  readonly rights: Rights
}

/** A false positive that somebody reviewed: an exact text, for one repository or (both absent) globally. */
export type ReviewedText = {
  readonly project?: string
  readonly slug?: string
  readonly rule: string
  /** The matched text, or the whole failing line. */
  readonly text: string
  readonly reviewer?: string
}

/** A pull request of the repository that it is to be merged into. */
export type SandboxPullRequest = {
  readonly project: string
  readonly slug: string
  readonly id: number
  readonly title: string
  /** A branch, or a full ref such as `refs/tags/1.0`. */
  readonly fromBranch: string
  /** Where `fromBranch` is, if it is in another repository. */
  readonly fork?: { readonly project: string; readonly slug: string }
  readonly toBranch: string
  /** OPEN by default. */
  readonly state?: 'OPEN' | 'MERGED' | 'DECLINED'
  readonly draft?: boolean
  /** Name of a user; the first one by default. */
  readonly author?: string
}

/** All that `startSandbox` takes; defaults are in parentheses. */
export type SandboxOptions = {
  readonly repositories: readonly SandboxRepository[]
  /** Address to listen on (`127.0.0.1`). */
  readonly host?: string
  /** 0, the default, takes a free port. */
  readonly port?: number
  /** `/bitbucket` by default; '' for none. */
  readonly contextPath?: string
  /** PEM of key and certificate: then the sandbox speaks https. */
  readonly tls?: { readonly key: string; readonly cert: string }
  /** One administrator `admin` with a made-up password and token when absent. */
  readonly users?: readonly SandboxUser[]
  /** Folder for the outbox; a temporary one, removed on close, when absent. */
  readonly workFolder?: string
  readonly clock?: SandboxClock
  /** How long a branch is scanned at least (0): the real work counts too. */
  readonly scanDurationMs?: number
  /** Scans that run at a time (2). */
  readonly workers?: number
  /** So many polls within so many ms after a trigger still show the state before it (1 poll, 300 ms). */
  readonly statusLag?: { readonly ms: number; readonly polls: number }
  /** Greatest page the server gives, whatever `limit` asks for (1000). */
  readonly pageLimit?: number
  /** Status of an accepted trigger or cancel, with an empty body (200). */
  readonly acceptedStatus?: number
  readonly exportDialect?: Partial<ExportDialect>
  readonly reviewed?: readonly ReviewedText[]
  /** Whether `export-report` still lists what was reviewed (true). */
  readonly reviewedStayInExport?: boolean
  readonly pullRequests?: readonly SandboxPullRequest[]
  /** Scripted faults, see `faults/`. */
  readonly fault?: FaultScenario
}
