/** What the sandbox needs to know of a repository, wherever it comes from. */
import type { BranchHead, Commit } from './git.ts'
import type { FailingLine } from './scanner.ts'

/** A file that was not scanned, and why. */
export type SkippedFile = { readonly path: string; readonly reason: string }

/** Branches, commits and findings of one repository. */
export type RepositoryContent = {
  /** Folder of the git repository; absent where the content was made up, which has neither files nor changes. */
  readonly gitFolder?: string
  /** Branches as they are now; none for an empty repository. */
  heads(): Promise<readonly BranchHead[]>
  /** Every failing line of a branch head. `progress` gets the part that is done, 0 to 1. */
  scan(
    head: BranchHead,
    progress: (part: number) => void,
    signal: AbortSignal,
  ): Promise<readonly FailingLine[]>
  /** Files that a scan of this head leaves out. Asked after `scan`. */
  skipped?(head: BranchHead): Promise<readonly SkippedFile[]>
  /** Newest first, without those reachable from `since`; none for an unknown revision. */
  commits(revision: string, limit: number, since?: string): Promise<readonly Commit[]>
}
