/** Repositories that `exclude-repos` leaves out of a project or the instance, and what was left out. */
import { compileGlobs, type Globs } from '../config/globs.ts'
import { addName, namesOf, noNames, plural } from '../text.ts'

export class ExcludedRepos {
  readonly #globs: Globs
  readonly #matches: (name: string) => boolean
  readonly #listed = new Set<string>()
  /** Rows of exports that were left out. */
  rows = 0

  constructor(globs: Globs) {
    this.#globs = globs
    this.#matches = globs.length === 0 ? () => false : compileGlobs(globs, 'repo')
  }

  /** Whether a `PROJ/slug` that Bitbucket listed is left out. */
  lists(name: string): boolean {
    const isExcluded = this.#matches(name)
    if (isExcluded) this.#listed.add(name)
    return isExcluded
  }

  /** A test for rows of exports, by the id of their repository. */
  rowTest(nameOf: (repository: number) => string): (repository: number) => boolean {
    const known: boolean[] = []
    return (repository) => {
      known[repository] ??= this.#matches(nameOf(repository))
      return known[repository]
    }
  }

  /** For log and report, whatever was left out. */
  notes(): readonly string[] {
    if (this.#globs.length === 0) return []
    const globs = noNames()
    for (const glob of this.#globs) addName(globs, glob)
    const by = `by \`exclude-repos\` (${namesOf(globs)})`
    const rows = `${plural(this.rows, 'row')} of the exports ${this.rows === 1 ? 'does' : 'do'} not count`
    if (this.#listed.size === 0) return [`No repository that Bitbucket lists is left out ${by}; ${rows}.`]
    const names = noNames()
    for (const name of this.#listed) addName(names, name)
    return [
      `${plural(names.count, 'repository is', 'repositories are')} left out ${by}: ${namesOf(names)}; ${rows}.`,
    ]
  }
}
