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

/** An empty tally of rows that `places` numbers. A row adds to few counters; the rest is summed up at the end. */
export function createTally(places: Places): Tally {
  const counts = { total: 0, distinct: 0, new: 0, suppressed: 0 }
  const bySeverity = { critical: 0, high: 0, medium: 0, low: 0 }
  const byKey = new CountList()
  const byBranch = new CountList()
  const sums = (numberOf: (key: number) => number): CountList => {
    const list = new CountList()
    for (let key = 0; key < places.keys.size; key++) list.add(numberOf(key), byKey.at(key))
    return list
  }
  const { rules, branches, repositories, projects } = places
  return {
    add({ key, branchNumber }, { status, severity, firstOfDistinct }) {
      if (status === 'suppressed') {
        counts.suppressed += 1
        return
      }
      counts.total += 1
      if (firstOfDistinct) counts.distinct += 1
      if (status === 'new') counts.new += 1
      // Not by `[severity]`: a name that is told at run time takes longer than all the rest.
      if (severity === 'critical') bySeverity.critical += 1
      else if (severity === 'high') bySeverity.high += 1
      else if (severity === 'medium') bySeverity.medium += 1
      else bySeverity.low += 1
      byKey.add(key, 1)
      byBranch.add(branchNumber, 1)
    },
    counts() {
      const byRepository = sums((key) => places.repositoryOf(key))
      const projectOf = (repository: number): string => projects.name(places.projectOf(repository))
      return {
        ...counts,
        byRule: named(
          sums((key) => places.ruleOf(key)),
          rules.size,
          (rule) => rules.name(rule),
        ),
        bySeverity: { ...bySeverity },
        byProject: named(byRepository, repositories.size, projectOf),
        byRepository: named(byRepository, repositories.size, (number) => places.repositoryName(number)),
        byBranch: named(byBranch, branches.size, (branch) => branches.name(branch)),
      }
    },
  }
}

/**
 * Names come from outside, so the record has no prototype: `__proto__` is a name like others. Names that stand for
 * several numbers, as strange cells may (`A` and `b/c`, `A/b` and `c`), are added up; what was never counted is left out.
 */
function named(list: CountList, size: number, nameOf: (number: number) => string): Record<string, number> {
  const record = Object.create(null) as Record<string, number>
  for (let number = 0; number < size; number++) {
    const count = list.at(number)
    if (count === 0) continue
    const name = nameOf(number)
    record[name] = (record[name] ?? 0) + count
  }
  return record
}
