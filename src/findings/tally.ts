/** Counts findings by everything a selector can name, in one pass. Memory grows with distinct names only. */
import type { Counts, NumberedFinding, Ruling } from './finding.ts'
import { CountList } from './numbers/number-list.ts'
import type { Places } from './numbers/places.ts'

/** Counts rows as they come. */
export type Tally = {
  /** Counts one row. A suppressed row counts in `suppressed` and nowhere else. */
  add(
    row: Pick<NumberedFinding, 'key' | 'branchNumber'>,
    ruling: Pick<Ruling, 'status' | 'severity' | 'firstOfDistinct'>,
  ): void
  /** The counts so far; a copy. */
  counts(): Counts
}

/** An empty tally of rows that `places` numbers. */
export function createTally(places: Places): Tally {
  const counts = { total: 0, distinct: 0, new: 0, suppressed: 0 }
  const bySeverity = { critical: 0, high: 0, medium: 0, low: 0 }
  const byRule = new CountList()
  const byBranch = new CountList()
  const byRepository = new CountList()

  const projectsAndCounts = function* (): Generator<NameAndCount> {
    for (let repository = 0; repository < places.repositories.size; repository++) {
      yield [places.projects.name(places.projectOf(repository)), byRepository.at(repository)]
    }
  }
  const namesAndCounts = function* (
    list: CountList,
    names: { readonly size: number },
    nameOf: (number: number) => string,
  ): Generator<NameAndCount> {
    for (let number = 0; number < names.size; number++) yield [nameOf(number), list.at(number)]
  }
  const { rules, branches, repositories } = places
  return {
    add({ key, branchNumber }, ruling) {
      if (ruling.status === 'suppressed') {
        counts.suppressed += 1
        return
      }
      counts.total += 1
      if (ruling.firstOfDistinct) counts.distinct += 1
      if (ruling.status === 'new') counts.new += 1
      bySeverity[ruling.severity] += 1
      byRule.add(places.ruleOf(key), 1)
      byRepository.add(places.repositoryOf(key), 1)
      byBranch.add(branchNumber, 1)
    },
    counts: () => ({
      ...counts,
      byRule: recordOf(namesAndCounts(byRule, rules, (rule) => rules.name(rule))),
      bySeverity: { ...bySeverity },
      byProject: recordOf(projectsAndCounts()),
      byRepository: recordOf(
        namesAndCounts(byRepository, repositories, (repository) => places.repositoryName(repository)),
      ),
      byBranch: recordOf(namesAndCounts(byBranch, branches, (branch) => branches.name(branch))),
    }),
  }
}

type NameAndCount = readonly [name: string, count: number]

/**
 * Names come from outside, so the record has no prototype: `__proto__` is a name like others. Names that stand for
 * several numbers, as strange cells may (`A` and `b/c`, `A/b` and `c`), are added up; what was never counted is left out.
 */
function recordOf(counted: Iterable<NameAndCount>): Record<string, number> {
  const record = Object.create(null) as Record<string, number>
  for (const [name, count] of counted) if (count > 0) record[name] = (record[name] ?? 0) + count
  return record
}
