/** Counts findings by everything a selector can name. Memory grows with distinct names only. Pure. */
import type { FindingRow } from '../export/finding-row.ts'
import type { FindingNames } from '../export/name-table.ts'
import { CountList, PairTable } from '../export/typed-tables.ts'
import { type Counts, type Ruling, type Severity, severities } from '../finding.ts'

/** Counts rows as they come; the sums are made at the end. */
export class Totals {
  /** repository, rule */
  readonly contributors = new PairTable()
  suppressed = 0
  readonly #standings = { moved: 0, behind: 0 }
  #new = 0
  #distinct = 0
  readonly #names: FindingNames
  readonly #byContributor = new CountList()
  readonly #byBranch = new CountList()

  constructor(names: FindingNames) {
    this.#names = names
  }

  /** Counts a row that is not suppressed. Returns its contributor. */
  add(
    { repository, rule, branch }: Pick<FindingRow, 'repository' | 'rule' | 'branch'>,
    isNew: boolean,
    isFirst: boolean,
    standing: Ruling['standing'] = null,
  ): number {
    if (standing !== null) this.#standings[standing] += 1
    const contributor = this.contributors.intern(repository, rule)
    this.#byContributor.add(contributor, 1)
    this.#byBranch.add(branch, 1)
    if (isNew) this.#new += 1
    if (isFirst) this.#distinct += 1
    return contributor
  }

  /** @param severityOf takes the id of a rule @param isCompared with another branch */
  counts(severityOf: (rule: number) => Severity, isCompared = false): Omit<Counts, 'byOwner'> {
    const { contributors } = this
    const names = this.#names
    const { rules, branches, repositories } = names
    const byRule = new CountList()
    const byRepository = new CountList()
    let total = 0
    for (let contributor = 0; contributor < contributors.size; contributor++) {
      const count = this.#byContributor.at(contributor)
      total += count
      byRepository.add(contributors.first(contributor), count)
      byRule.add(contributors.second(contributor), count)
    }
    const bySeverity = Object.fromEntries(severities.map((severity) => [severity, 0])) as Record<
      Severity,
      number
    >
    for (let rule = 0; rule < rules.size; rule++) bySeverity[severityOf(rule)] += byRule.at(rule)
    return {
      total,
      distinct: this.#distinct,
      new: this.#new,
      suppressed: this.suppressed,
      ...(isCompared && this.#standings),
      byRule: named(byRule, rules.size, (rule) => names.masks.written('rule', rules.text(rule))),
      bySeverity,
      byProject: named(byRepository, repositories.size, (repository) =>
        names.masks.written('project', names.project(repository)),
      ),
      byRepository: named(byRepository, repositories.size, (repository) =>
        names.writtenRepository(repository),
      ),
      byBranch: named(this.#byBranch, branches.size, (branch) =>
        names.masks.written('branch', branches.text(branch)),
      ),
    }
  }
}

/**
 * Names come from outside, so the record has no prototype: `__proto__` is a name like others. Ids with the same name are
 * added up; what was never counted is left out.
 */
function named(list: CountList, size: number, nameOf: (id: number) => string): Record<string, number> {
  const record = Object.create(null) as Record<string, number>
  for (let id = 0; id < size; id++) {
    const count = list.at(id)
    if (count === 0) continue
    const name = nameOf(id)
    record[name] = (record[name] ?? 0) + count
  }
  return record
}
