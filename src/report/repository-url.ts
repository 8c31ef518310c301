/** Where a repository is seen in Bitbucket's web interface. Pure; runs in Node and in the page of `report.html`. */

/** What Bitbucket allows in project keys, user names and slugs. */
const slug = /^[\w.~-]+$/

/**
 * `{base}/projects/{KEY}/repos/{slug}`, or below `/users/{user}` for personal ones. `null` without a base that is
 * http(s), and for names that Bitbucket would not give: they could lead elsewhere.
 */
export function repositoryUrl(
  base: string | null,
  { project, repository }: { readonly project: string; readonly repository: string },
): string | null {
  if (base === null || !/^https?:\/\//i.test(base)) return null
  const owner = project.replace(/^~/, '')
  if ([owner, repository].some((part) => !slug.test(part) || /^\.{1,2}$/.test(part))) return null
  return `${base.replace(/\/+$/, '')}/${project.startsWith('~') ? 'users' : 'projects'}/${owner}/repos/${repository}`
}
