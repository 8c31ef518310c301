/** Targets as text: `PROJ`, `PROJ/repo`, `PROJ/repo@branch`, and the gentle checks of their parts. */
import { hasControls, type Parsed, quoted, understood, wrong } from './parse.ts'
import { type Target, targetName } from './target.ts'

/** A project key, `~user` for a personal project. Only what could never be one, or would change the path, is refused. */
export function parseProject(text: string): Parsed<string> {
  const person = text.startsWith('~')
  if (text === '~' || isNoPathSegment(text) || (!person && text.includes('@'))) {
    return wrong(
      `${quoted(text)} is not a project key: give the key (not the name) as in the address of the project, such as PROJ, or ~user for a personal one.`,
    )
  }
  return understood(text)
}

/** A repository slug, as it stands in the repository's address. */
export function parseSlug(text: string): Parsed<string> {
  if (isNoPathSegment(text)) {
    return wrong(
      `${quoted(text)} is not a repository slug: give the slug (not the name) as in the address of the repository, such as my-repo.`,
    )
  }
  return understood(text)
}

/** A branch name; it travels as a query parameter, so nearly everything is allowed. */
export function parseBranch(text: string): Parsed<string> {
  if (text === '' || hasControls(text)) {
    return wrong(`${quoted(text)} is not a branch name: it must not be empty or hold control characters.`)
  }
  return understood(text)
}

function isNoPathSegment(text: string): boolean {
  return text === '' || text === '.' || text === '..' || /[/\\?#\s]/.test(text) || hasControls(text)
}

/** One target. The first `@` behind the slug ends it, so branches may hold `/`, `&`, `#` and `@`. */
export function parseTarget(text: string): Parsed<Target> {
  if (text === 'instance') {
    return wrong(
      '"instance" is not a target: for the whole instance leave `targets` out and say `scope: instance`.',
    )
  }
  const slash = text.indexOf('/')
  if (slash < 0 && text.includes('@') && !text.startsWith('~')) {
    return wrong(`${quoted(text)} has a branch but no repository: write PROJ/repo@branch.`)
  }
  const project = parseProject(slash < 0 ? text : text.slice(0, slash))
  if (!('value' in project)) return inTarget(text, project.problems)
  if (slash < 0) return understood({ kind: 'project', project: project.value })
  const rest = text.slice(slash + 1)
  const at = rest.indexOf('@')
  const repo = parseSlug(at < 0 ? rest : rest.slice(0, at))
  if (!('value' in repo)) return inTarget(text, repo.problems)
  if (at < 0) return understood({ kind: 'repo', project: project.value, repo: repo.value })
  const branch = parseBranch(rest.slice(at + 1))
  if (!('value' in branch)) return inTarget(text, branch.problems)
  return understood({ kind: 'branch', project: project.value, repo: repo.value, branch: branch.value })
}

function inTarget(text: string, problems: readonly string[]): Parsed<Target> {
  return wrong(...problems.map((problem) => `In ${quoted(text)}, ${problem}`))
}

/**
 * A list of targets, each once. Targets that hold one another are refused: findings would be counted twice.
 * Project keys and slugs count as the same in upper and lower case, as Bitbucket takes them; branches do not.
 */
export function parseTargets(items: readonly string[]): Parsed<readonly Target[]> {
  const problems: string[] = []
  const found = new Map<string, Target>()
  for (const item of items) {
    const target = parseTarget(item)
    if (!('value' in target)) problems.push(...target.problems)
    else if (!found.has(identity(target.value))) found.set(identity(target.value), target.value)
  }
  for (const [, target] of found) {
    const wider = widerThan(target)
      .map((id) => found.get(id))
      .find((other) => other !== undefined)
    if (wider === undefined) continue
    problems.push(
      `${quoted(targetName(target))} lies within ${quoted(targetName(wider))}, so its findings would be counted twice: remove one of them.`,
    )
  }
  if (problems.length > 0) return wrong(...problems)
  if (found.size === 0)
    return wrong('The list is empty: give at least one of PROJ, PROJ/repo, PROJ/repo@branch.')
  return understood([...found.values()])
}

function identity(target: Target): string {
  switch (target.kind) {
    case 'instance':
      return '/'
    case 'project':
      return target.project.toLowerCase()
    case 'repo':
      return `${target.project}/${target.repo}`.toLowerCase()
    case 'branch':
      return `${`${target.project}/${target.repo}`.toLowerCase()}@${target.branch}`
  }
}

function widerThan(target: Target): readonly string[] {
  if (target.kind === 'instance' || target.kind === 'project') return []
  const project = target.project.toLowerCase()
  return target.kind === 'repo' ? [project] : [project, `${project}/${target.repo.toLowerCase()}`]
}
