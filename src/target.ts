/** What is scanned and exported: the whole instance, a project, a repository or one branch of it. */
export type Target =
  | { readonly kind: 'instance' }
  | { readonly kind: 'project'; readonly project: string }
  | { readonly kind: 'repo'; readonly project: string; readonly repo: string }
  | { readonly kind: 'branch'; readonly project: string; readonly repo: string; readonly branch: string }

/** A repository by project key (`~user` for personal ones) and slug. */
export type Repository = { readonly project: string; readonly repo: string }

/** `instance`, `PROJ`, `PROJ/repo` or `PROJ/repo@branch`: the way targets are written in inputs, logs and reports. */
export function targetName(target: Target): string {
  switch (target.kind) {
    case 'instance':
      return 'instance'
    case 'project':
      return target.project
    case 'repo':
      return `${target.project}/${target.repo}`
    case 'branch':
      return `${target.project}/${target.repo}@${target.branch}`
  }
}
