/**
 * Numbers for everything a finding is made of. Equal names get equal numbers, so that globs are tried once for each
 * distinct name and everything else is arithmetic on small numbers.
 */
import type { Finding } from '../findings/finding.ts'
import { PairIndex } from './pair-index.ts'

/** What the baseline counts by. */
export type FindingKey = Pick<Finding, 'project' | 'repository' | 'path' | 'rule'>

export class Names {
  readonly #numbers = new Map<string, number>()
  readonly #names: string[] = []
  #last: string | null = null
  #lastNumber = 0

  /** The name before is remembered, since rows of one place come together. */
  number(name: string): number {
    if (name === this.#last) return this.#lastNumber
    this.#last = name
    this.#lastNumber = this.#numbers.get(name) ?? this.#add(name)
    return this.#lastNumber
  }

  #add(name: string): number {
    this.#numbers.set(name, this.#names.length)
    return this.#names.push(name) - 1
  }

  name(number: number): string {
    return this.#names[number] as string
  }
}

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
  #last: FindingKey | null = null
  #lastKey = 0

  /** The number of a finding's key; the key before is remembered, since rows of one file come together. */
  key(finding: FindingKey): number {
    const last = this.#last
    if (
      last !== null &&
      last.path === finding.path &&
      last.rule === finding.rule &&
      last.repository === finding.repository &&
      last.project === finding.project
    ) {
      return this.#lastKey
    }
    const project = this.projects.number(finding.project)
    const repository = this.repositories.number(project, this.#slugs.number(finding.repository))
    const file = this.files.number(repository, this.paths.number(finding.path))
    this.#last = finding
    this.#lastKey = this.keys.number(file, this.rules.number(finding.rule))
    return this.#lastKey
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

  slugName(repository: number): string {
    return this.#slugs.name(this.repositories.second(repository))
  }

  /** `PROJ/slug`. */
  repositoryName(repository: number): string {
    return `${this.projects.name(this.projectOf(repository))}/${this.slugName(repository)}`
  }
}
