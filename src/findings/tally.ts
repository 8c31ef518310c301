/** Counts findings by everything a selector can name, in one pass. Memory grows with distinct names only. */
import type { Counts, Finding, Ruling } from './finding.ts'

export type Tally = {
  /** Counts one row. A suppressed row counts in `suppressed` and nowhere else. */
  add(finding: Finding, ruling: Ruling): void
  /** The counts so far; a copy. */
  counts(): Counts
}

/** An empty tally. Names come from outside, so the records have no prototype: `__proto__` is a name like others. */
export function createTally(): Tally {
  const counts = { total: 0, distinct: 0, new: 0, suppressed: 0 }
  const bySeverity = { critical: 0, high: 0, medium: 0, low: 0 }
  const byRule = new NameCounter()
  const byBranch = new NameCounter()
  const byProject = new NameCounter()
  /** Slugs by project, so that `PROJ/slug` need not be put together for every row. */
  const byRepository = new Map<string, NameCounter>()
  let lastProject: string | null = null
  let slugs = new NameCounter()

  const addRepository = ({ project, repository }: Finding): void => {
    if (project !== lastProject) {
      lastProject = project
      slugs = byRepository.get(project) ?? new NameCounter(`${project}/`)
      byRepository.set(project, slugs)
    }
    slugs.add(repository)
  }
  return {
    add(finding, ruling) {
      if (ruling.status === 'suppressed') {
        counts.suppressed += 1
        return
      }
      counts.total += 1
      if (ruling.firstOfDistinct) counts.distinct += 1
      if (ruling.status === 'new') counts.new += 1
      bySeverity[ruling.severity] += 1
      byRule.add(finding.rule)
      byProject.add(finding.project)
      addRepository(finding)
      byBranch.add(finding.branch)
    },
    counts: () => ({
      ...counts,
      byRule: recordOf([byRule]),
      bySeverity: { ...bySeverity },
      byProject: recordOf([byProject]),
      byRepository: recordOf(byRepository.values()),
      byBranch: recordOf([byBranch]),
    }),
  }
}

/** Counts names. The name before is remembered, since rows of one place come together. */
class NameCounter {
  readonly #counts = new Map<string, { count: number }>()
  readonly #prefix: string
  #last: string | null = null
  #lastCount = { count: 0 }

  constructor(prefix = '') {
    this.#prefix = prefix
  }

  add(name: string): void {
    if (name !== this.#last) {
      this.#last = name
      this.#lastCount = this.#counts.get(name) ?? { count: 0 }
      this.#counts.set(name, this.#lastCount)
    }
    this.#lastCount.count += 1
  }

  *entries(): Generator<readonly [name: string, count: number]> {
    for (const [name, { count }] of this.#counts) yield [this.#prefix + name, count]
  }
}

/** Adds where counters have a name in common, as strange cells may: `A` and `b/c`, `A/b` and `c`. */
function recordOf(counters: Iterable<NameCounter>): Record<string, number> {
  const record = Object.create(null) as Record<string, number>
  for (const counter of counters) {
    for (const [name, count] of counter.entries()) record[name] = (record[name] ?? 0) + count
  }
  return record
}
