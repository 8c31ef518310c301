/** Links into Bitbucket's web interface. Pure; runs in the page too. */
import type { Finding } from '../finding.ts'

/** The signs of project keys, user names and slugs in Bitbucket. */
const slug = /^[\w.~-]+$/

/**
 * `{base}/projects/{KEY}/repos/{slug}`, or `/users/{user}/repos/{slug}` for personal ones. `null` without an http(s)
 * base, and for names that Bitbucket would not give: they could lead elsewhere.
 */
export function repositoryUrl(
  base: string | null,
  { project, repository }: Pick<Finding, 'project' | 'repository'>,
): string | null {
  if (base === null || !/^https?:\/\//i.test(base)) return null
  const owner = project.replace(/^~/, '')
  if ([owner, repository].some((part) => !slug.test(part) || /^\.{1,2}$/.test(part))) return null
  return `${base.replace(/\/+$/, '')}/${project.startsWith('~') ? 'users' : 'projects'}/${owner}/repos/${repository}`
}

/** The line at a commit, where a link to a change would miss lines that it leaves as they are. */
export function commitLink(
  base: string | null,
  finding: Parameters<typeof lineLink>[1],
  commit: string | null,
): string | null {
  const link = lineLink(base, finding)
  return commit === null ? link : (link?.replace(/(\?at=[^#]*)?(?=#\d+$|$)/, `?at=${commit}`) ?? null)
}

/**
 * `{repository}/browse/{path}?at=refs/heads/{branch}#{line}`. `null` where the repository has no address, and for a
 * path that could lead elsewhere: browsers resolve `.` and `..` even when they are percent-encoded.
 */
export function lineLink(
  base: string | null,
  finding: Pick<Finding, 'project' | 'repository' | 'branch' | 'path' | 'line'>,
): string | null {
  const repository = repositoryUrl(base, finding)
  const segments = finding.path.replace(/^\/+/, '').split('/')
  if (repository === null || segments.some((segment) => /^\.{0,2}$/.test(segment))) return null
  const { branch } = finding
  const ref = branch.startsWith('refs/') ? branch : `refs/heads/${branch}`
  const at = branch === '' ? '' : `?at=${encoded(ref.split('/'))}`
  const line = finding.line === null ? '' : `#${finding.line}`
  return `${repository}/browse/${encoded(segments)}${at}${line}`
}

function encoded(segments: readonly string[]): string {
  return segments.map((segment) => encodeURIComponent(segment.toWellFormed())).join('/')
}
