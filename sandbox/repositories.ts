/** The repositories of the instance by project and slug. Project keys are found whatever their case. */
import { gitContent } from './git-content.ts'
import { madeContent } from './made-content.ts'
import type { SandboxRepository } from './options.ts'
import { noSuchProject, noSuchRepository } from './reply.ts'
import type { RepositoryContent } from './repository-content.ts'

/** A repository of the instance. */
export type RepositoryEntry = {
  readonly id: number
  readonly project: string
  readonly slug: string
  readonly content: RepositoryContent
}

/** All repositories of the instance. */
export type Repositories = {
  readonly all: readonly RepositoryEntry[]
  /** Project keys in the order they were given, personal ones included. */
  readonly projects: readonly string[]
  /** Throws 404 as Bitbucket words it. */
  find(project: string, slug: string): RepositoryEntry
  /** The key as it is written on the server. Throws 404. */
  findProject(project: string): string
  inProject(project: string): readonly RepositoryEntry[]
}

/** These repositories; ids count from 1. */
export function createRepositories(given: readonly SandboxRepository[]): Repositories {
  const all = given.map((repository, index) => ({
    id: index + 1,
    project: repository.project,
    slug: repository.slug,
    content: contentOf(repository),
  }))
  const projects = [...new Set(all.map((entry) => entry.project))]
  const keyOf = (project: string, slug: string): string => `${project.toLowerCase()}/${slug.toLowerCase()}`
  const byKey = new Map(all.map((entry) => [keyOf(entry.project, entry.slug), entry]))
  const byProject = Map.groupBy(all, (entry) => entry.project)
  const projectByKey = new Map(projects.map((project) => [project.toLowerCase(), project]))

  const findProject = (project: string): string => {
    const found = projectByKey.get(project.toLowerCase())
    if (found === undefined) throw noSuchProject(project)
    return found
  }
  return {
    all,
    projects,
    findProject,
    find(project, slug) {
      const key = findProject(project)
      const entry = byKey.get(keyOf(key, slug))
      if (entry === undefined) throw noSuchRepository(key, slug)
      return entry
    },
    inProject: (project) => byProject.get(project) ?? [],
  }
}

/** Where the branches and findings of a repository come from. */
export function contentOf(repository: SandboxRepository): RepositoryContent {
  if ('content' in repository) return repository.content
  if ('path' in repository) return gitContent(repository.path)
  return madeContent(`${repository.project}/${repository.slug}`, repository.made)
}
