/**
 * Numbers for everything a finding is made of. Equal names get equal numbers, so that globs are tried once for each
 * distinct name and everything else is arithmetic on small numbers.
 */
import type { Finding } from '../findings/finding.ts'
import { IdList } from './number-list.ts'
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
  #lastKey = -1
  /** By key: the key that came behind it last, plus one. The next branch mostly has the same findings in that order. */
  readonly #next = new IdList()

  /** The number of a finding's key. */
  key(finding: FindingKey): number {
    const last = this.#lastKey
    if (last >= 0) {
      if (this.#isKey(last, finding)) return last
      const next = this.#next.at(last) - 1
      if (next >= 0 && this.#isKey(next, finding)) {
        this.#lastKey = next
        return next
      }
    }
    const key = this.#lookUp(finding)
    if (last >= 0) this.#next.set(last, key + 1)
    this.#lastKey = key
    return key
  }

  #isKey(key: number, { project, repository, path, rule }: FindingKey): boolean {
    const file = this.keys.first(key)
    if (this.paths.name(this.files.second(file)) !== path) return false
    if (this.rules.name(this.keys.second(key)) !== rule) return false
    const place = this.files.first(file)
    return (
      this.#slugs.name(this.repositories.second(place)) === repository &&
      this.projects.name(this.repositories.first(place)) === project
    )
  }

  #lookUp(finding: FindingKey): number {
    const project = this.projects.number(finding.project)
    const repository = this.repositories.number(project, this.#slugs.number(finding.repository))
    const file = this.files.number(repository, this.paths.number(finding.path))
    return this.keys.number(file, this.rules.number(finding.rule))
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
