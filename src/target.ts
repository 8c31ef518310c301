/** Targets of scans and exports, and the one format and parser of their names. Pure. */
import { hasControls, invalid, type Parsed, quoted } from './parse.ts'

/** What is scanned and exported: the whole instance, a project, a repository or one branch of it. */
export type Target =
  | { readonly kind: 'instance' }
  | { readonly kind: 'project'; readonly project: string }
  | { readonly kind: 'repo'; readonly project: string; readonly repo: string }
  | { readonly kind: 'branch'; readonly project: string; readonly repo: string; readonly branch: string }

export type BranchTarget = Extract<Target, { readonly kind: 'branch' }>

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

/** A project key, `~user` for a personal project. Refuses only what is surely none or would change the path. */
export function parseProject(text: string): Parsed<string> {
  const isPersonal = text.startsWith('~')
  if (text !== '~' && isPathSegment(text) && (isPersonal || !text.includes('@'))) return { value: text }
  return invalid(
    `${quoted(text)} is not a project key: give the key (not the name) as in the address of the project, such as PROJ, or ~user for a personal one.`,
  )
}

export function parseSlug(text: string): Parsed<string> {
  if (isPathSegment(text)) return { value: text }
  return invalid(
    `${quoted(text)} is not a repository slug: give the slug (not the name) as in the address of the repository, such as my-repo.`,
  )
}

/** Sent as a query parameter, so nearly everything is allowed. `refs/heads/main`, as CIs write it, is `main`. */
export function parseBranch(text: string): Parsed<string> {
  const name = text.replace(/^refs\/heads\//, '')
  if (name !== '' && !hasControls(name)) return { value: name }
  return invalid(`${quoted(text)} is not a branch name: it must not be empty or hold control characters.`)
}

function isPathSegment(text: string): boolean {
  return !['', '.', '..'].includes(text) && !/[/\\?#\s]/.test(text) && !hasControls(text)
}

/** Unchecked. The first `@` after the slug ends it, so branches may hold `/`, `&`, `#` and `@`. */
export function targetOfName(name: string): Target {
  if (name === 'instance') return { kind: 'instance' }
  const slash = name.indexOf('/')
  if (slash < 0) return { kind: 'project', project: name }
  const at = name.indexOf('@', slash)
  const repository = { project: name.slice(0, slash), repo: name.slice(slash + 1, at < 0 ? undefined : at) }
  return at < 0
    ? { kind: 'repo', ...repository }
    : { kind: 'branch', ...repository, branch: name.slice(at + 1) }
}

export type WideTarget = Extract<Target, { readonly kind: 'instance' | 'project' }>

/** Whether a target is a list of repositories. */
export function isWide(target: Target): target is WideTarget {
  return target.kind === 'instance' || target.kind === 'project'
}

/** The repository of a branch; any other target as it is. */
export function withoutBranch(target: Target): Target {
  return target.kind === 'branch' ? { kind: 'repo', project: target.project, repo: target.repo } : target
}

/** `PROJ/repo` of a repository or a branch; the name of wider targets. */
export function repositoryNameOf(target: Target): string {
  return targetName(withoutBranch(target))
}

/** Where a finding may be; `null` is not known, and fits everything. */
export type Place = {
  readonly project: string | null
  readonly repo: string | null
  readonly branch: string | null
}

/** The place that a target says of its findings. */
export function placeOf(target: Target): Place {
  const { project = null, repo = null, branch = null } = target as Partial<Place>
  return { project, repo, branch }
}

/** The targets that contain `target`, narrowest first. */
export function widerTargets(target: Target): readonly Target[] {
  if (target.kind === 'instance') return []
  if (target.kind === 'project') return [{ kind: 'instance' }]
  const { project, repo } = target
  const wider: Target[] = [{ kind: 'project', project }, { kind: 'instance' }]
  return target.kind === 'repo' ? wider : [{ kind: 'repo', project, repo }, ...wider]
}

/** Exports may write names of repositories in another case and with other punctuation than Bitbucket. */
export function normalizeName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}/]/gu, '')
}

export function parseTarget(text: string): Parsed<Target> {
  const target = targetOfName(text)
  if (target.kind === 'instance') {
    return invalid(
      '"instance" is not a target: for the whole instance leave `targets` out and set `scope: instance`.',
    )
  }
  if (target.kind === 'project' && text.includes('@') && !text.startsWith('~')) {
    return invalid(`${quoted(text)} has a branch but no repository: write PROJ/repo@branch.`)
  }
  const branch = target.kind === 'branch' ? parseBranch(target.branch) : { value: '' }
  const repo = target.kind === 'project' ? { value: '' } : parseSlug(target.repo)
  for (const part of [parseProject(target.project), repo, branch]) {
    if ('problems' in part)
      return { problems: part.problems.map((problem) => `In ${quoted(text)}, ${problem}`) }
  }
  const isWhole = target.kind === 'branch' && 'value' in branch
  return { value: isWhole ? { ...target, branch: branch.value } : target }
}

/** A list of targets, each once. Targets that contain others are refused: findings would be counted twice. */
export function parseTargets(items: readonly string[]): Parsed<readonly Target[]> {
  const problems: string[] = []
  const found = new Map<string, Target>()
  for (const item of items) {
    const target = parseTarget(item)
    if (!('value' in target)) problems.push(...target.problems)
    else if (!found.has(idOf(target.value))) found.set(idOf(target.value), target.value)
  }
  for (const target of found.values()) {
    const [wider] = widerTargets(target).flatMap((other) => found.get(idOf(other)) ?? [])
    if (wider === undefined) continue
    problems.push(
      `${quoted(targetName(target))} is part of ${quoted(targetName(wider))}, so its findings would be counted twice: remove one of them.`,
    )
  }
  if (problems.length > 0) return { problems }
  if (found.size === 0)
    return invalid('The list is empty: give at least one of PROJ, PROJ/repo, PROJ/repo@branch.')
  return { value: [...found.values()] }
}

/** Bitbucket compares only branches with case. */
function idOf(target: Target): string {
  const repository = repositoryNameOf(target).toLowerCase()
  return target.kind === 'branch' ? `${repository}@${target.branch}` : repository
}
