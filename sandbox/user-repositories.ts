/** Git repositories of the user's own, as a sandbox takes them. They are only ever read. */
import { basename, resolve } from 'node:path'
import { readHeads } from './git.ts'
import type { SandboxRepository } from './options.ts'

/** Project key under which they are served. */
export const USER_PROJECT = 'LOCAL'

/**
 * One repository for each path, slugs made from the folder names. Throws one error that names every path that
 * is no git repository.
 */
export async function userRepositories(paths: readonly string[]): Promise<readonly SandboxRepository[]> {
  const wrong: string[] = []
  for (const path of paths) {
    await readHeads(path).catch((error: Error) => wrong.push(`${path}: ${error.message}`))
  }
  if (wrong.length > 0) throw new Error(`Not a git repository that can be read:\n${wrong.join('\n')}`)
  const slugs = uniqueSlugs(paths.map((path) => slugOf(resolve(path))))
  return paths.map((path, index) => ({
    project: USER_PROJECT,
    slug: slugs[index] ?? '',
    path: resolve(path),
  }))
}

/** Bitbucket's way to a slug: lower case, other than letters, digits, `.`, `_`, `-` become `-`. */
export function slugOf(path: string): string {
  const name = basename(path.replace(/[/\\]\.git$/, '')).replace(/\.git$/, '')
  const slug = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
  return slug === '' ? 'repository' : slug
}

/** The same slug twice gets a number from the second time on. */
export function uniqueSlugs(slugs: readonly string[]): readonly string[] {
  const taken = new Set<string>()
  return slugs.map((slug) => {
    let unique = slug
    for (let number = 2; taken.has(unique); number += 1) unique = `${slug}-${number}`
    taken.add(unique)
    return unique
  })
}
