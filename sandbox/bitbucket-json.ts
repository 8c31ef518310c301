/** Bitbucket's JSON for projects, repositories, branches, commits and users. Pure. */
import type { BranchHead, Commit } from './git.ts'
import type { FileChange } from './git-compare.ts'
import type { SandboxUser } from './options.ts'
import type { RepositoryEntry } from './repositories.ts'

/** A project, personal ones included. */
export function projectJson(key: string, id: number, baseUrl: string): Record<string, unknown> {
  const personal = key.startsWith('~')
  const href = personal
    ? `${baseUrl}/users/${encodeURIComponent(key.slice(1))}`
    : `${baseUrl}/projects/${key}`
  return {
    key,
    id,
    name: personal ? key.slice(1) : key,
    public: false,
    type: personal ? 'PERSONAL' : 'NORMAL',
    links: { self: [{ href }] },
  }
}

/** A repository with its project. */
export function repositoryJson(
  entry: RepositoryEntry,
  projectId: number,
  baseUrl: string,
): Record<string, unknown> {
  const address = `${encodeURIComponent(entry.project)}/repos/${encodeURIComponent(entry.slug)}`
  return {
    slug: entry.slug,
    id: entry.id,
    name: entry.slug,
    hierarchyId: String(entry.id).padStart(20, '0'),
    scmId: 'git',
    state: 'AVAILABLE',
    statusMessage: 'Available',
    forkable: true,
    archived: false,
    public: false,
    project: projectJson(entry.project, projectId, baseUrl),
    links: {
      clone: cloneLinks(entry, baseUrl),
      self: [{ href: `${baseUrl}/projects/${address}/browse` }],
    },
  }
}

/** Addresses to clone from; the sandbox serves nothing there. */
function cloneLinks({ project, slug }: RepositoryEntry, baseUrl: string): object[] {
  const path = `${encodeURIComponent(project.toLowerCase())}/${encodeURIComponent(slug)}.git`
  return [
    { href: `${baseUrl}/scm/${path}`, name: 'http' },
    { href: `ssh://git@${new URL(baseUrl).hostname}:7999/${path}`, name: 'ssh' },
  ]
}

/** A branch. */
export function branchJson(head: BranchHead): Record<string, unknown> {
  return {
    id: `refs/heads/${head.name}`,
    displayId: head.name,
    type: 'BRANCH',
    latestCommit: head.commit,
    latestChangeset: head.commit,
    isDefault: head.isDefault,
  }
}

/** A commit. */
export function commitJson(commit: Commit): Record<string, unknown> {
  const person = { name: commit.author, emailAddress: commit.authorEmail }
  return {
    id: commit.id,
    displayId: commit.id.slice(0, 11),
    author: person,
    authorTimestamp: commit.at,
    committer: person,
    committerTimestamp: commit.at,
    message: commit.message,
    parents: commit.parents.map((id) => ({ id, displayId: id.slice(0, 11) })),
  }
}

/** A changed file. */
export function changeJson(change: FileChange): Record<string, unknown> {
  return {
    contentId: change.contentId,
    fromContentId: change.fromContentId,
    path: pathJson(change.path),
    executable: false,
    percentUnchanged: -1,
    type: change.type,
    nodeType: 'FILE',
    ...(change.srcPath === null ? {} : { srcPath: pathJson(change.srcPath), srcExecutable: false }),
    properties: { gitChangeType: change.type === 'MOVE' ? 'RENAME' : change.type },
  }
}

function pathJson(path: string): Record<string, unknown> {
  const components = path.split('/')
  const name = components.at(-1) ?? ''
  const [, extension] = /[^.].*\.([^.]+)$/.exec(name) ?? []
  return {
    components,
    parent: components.slice(0, -1).join('/'),
    name,
    ...(extension === undefined ? {} : { extension }),
    toString: path,
  }
}

/** A user. */
export function userJson(user: SandboxUser, id: number, baseUrl: string): Record<string, unknown> {
  return {
    name: user.name,
    emailAddress: `${user.name}@sandbox.invalid`,
    active: true,
    displayName: user.name,
    id,
    slug: user.name.toLowerCase(),
    type: 'NORMAL',
    links: { self: [{ href: `${baseUrl}/users/${encodeURIComponent(user.name.toLowerCase())}` }] },
  }
}
