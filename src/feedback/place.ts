/** Where a verdict is shown in Bitbucket, and the words that say so everywhere. Types and pure functions. */
import { repositoryUrl } from '../report/bitbucket-links.ts'
import type { Report } from '../report/model.ts'
import type { Repository } from '../target.ts'

/** What the verdict is about. */
export type Place = {
  readonly repository: Repository
  /** The branch that was asked for, or the default one; `null` when nobody knows. */
  readonly branch: string | null
  /** The commit that is written to, all 40 digits; `null` in a repository without commits. */
  readonly commit: string | null
  /** Head of the branch before the scan; `null` when there is none or nobody knows. */
  readonly head: string | null
  /** As in `targetName`: what was judged. */
  readonly target: string
}

/** Whether the job goes on with this verdict: what Bitbucket shows as green. */
export function isGreen({ verdict }: Report): boolean {
  return verdict.exitCode === 0
}

/** Bitbucket takes no longer address, and only http(s). */
const LONGEST_LINK = 450

/** Where a person can see more: the CI run, else the commit or the repository in Bitbucket; `null` when neither is an address. */
export function linkOf(report: Pick<Report, 'runUrl' | 'bitbucketUrl'>, place: Place): string | null {
  const { project, repo } = place.repository
  const repository = repositoryUrl(report.bitbucketUrl, { project, repository: repo })
  const commit = repository === null || place.commit === null ? null : `${repository}/commits/${place.commit}`
  const links = [report.runUrl, commit, report.bitbucketUrl]
  return (
    links.find((link) => link !== null && /^https?:\/\//i.test(link) && link.length <= LONGEST_LINK) ?? null
  )
}
