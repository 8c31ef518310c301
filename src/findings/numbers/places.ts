/**
 * Numbers for everything a finding is made of. Equal names get equal numbers, so that globs are tried once for each
 * distinct name and everything else is arithmetic on small numbers. One table serves a whole run.
 */
import type { Finding } from '../finding.ts'
import { IdList } from './number-list.ts'
import { PairIndex } from './pair-index.ts'

/** What the baseline counts by. */
export type FindingKey = Pick<Finding, 'project' | 'repository' | 'path' | 'rule'>

/** Numbers for names, dense from 0 in the order they come. */
export class Names {
  readonly #numbers = new Map<string, number>()
  readonly #names: string[] = []

  get size(): number {
    return this.#names.length
  }

  /** The number of a name; one not seen before gets the next. */
  number(name: string): number {
    return this.#numbers.get(name) ?? this.#add(name)
  }

  #add(name: string): number {
    this.#numbers.set(name, this.#names.length)
    return this.#names.push(name) - 1
  }

  /** The name of a number that `number` gave. */
  name(number: number): string {
    return this.#names[number] as string
  }
}

/** The numbers of a run's projects, repositories, branches, paths, rules, and of what they make together. */
export class Places {
  readonly rules = new Names()
  readonly projects = new Names()
  readonly paths = new Names()
  readonly branches = new Names()
  readonly #slugs = new Names()
  /** project, slug */
  readonly repositories = new PairIndex()
  /** repository, path */
  readonly files = new PairIndex()
  /** file, rule */
  readonly keys = new PairIndex()
  #lastKey = -1
  /** By key: the key that came behind it last, plus one. The next branch mostly has the same findings in that order. */
  readonly #next = new IdList()

  /** The number of a finding's key. */
  key({ project, repository, path, rule }: FindingKey): number {
    return this.keyOf(this.repository(project, repository), this.paths.number(path), this.rules.number(rule))
  }

  /** The number of a repository. */
  repository(project: string, slug: string): number {
    return this.repositories.number(this.projects.number(project), this.#slugs.number(slug))
  }

  /** The number of a key, by the numbers of its repository, path and rule. */
  keyOf(repository: number, path: number, rule: number): number {
    const last = this.#lastKey
    if (last >= 0) {
      if (this.#isKey(last, repository, path, rule)) return last
      const next = this.#next.at(last) - 1
      if (next >= 0 && this.#isKey(next, repository, path, rule)) {
        this.#lastKey = next
        return next
      }
    }
    const key = this.keys.number(this.files.number(repository, path), rule)
    if (last >= 0) this.#next.set(last, key + 1)
    this.#lastKey = key
    return key
  }

  #isKey(key: number, repository: number, path: number, rule: number): boolean {
    if (this.keys.second(key) !== rule) return false
    const file = this.keys.first(key)
    return this.files.first(file) === repository && this.files.second(file) === path
  }

  /** Number of the key's rule. */
  ruleOf(key: number): number {
    return this.keys.second(key)
  }

  /** Number of the key's repository. */
  repositoryOf(key: number): number {
    return this.files.first(this.keys.first(key))
  }

  /** Number of the key's path. */
  pathOf(key: number): number {
    return this.files.second(this.keys.first(key))
  }

  /** Number of a repository's project. */
  projectOf(repository: number): number {
    return this.repositories.first(repository)
  }

  /** The slug of a repository, by its number. */
  slugName(repository: number): string {
    return this.#slugs.name(this.repositories.second(repository))
  }

  /** `PROJ/slug`. */
  repositoryName(repository: number): string {
    return `${this.projects.name(this.projectOf(repository))}/${this.slugName(repository)}`
  }
}
