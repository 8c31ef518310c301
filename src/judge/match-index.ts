/**
 * Which of many matches (those of the thresholds, or of the suppressions) a finding fits. Every glob is tried once
 * for each distinct name; a row then costs two look-ups, however many matches there are.
 */
import { compileGlobs, type GlobField, type GlobTest } from '../config/globs.ts'
import type { Match } from '../config/policy.ts'
import type { FindingNames } from '../export/name-table.ts'
import { IdList } from '../export/typed-tables.ts'
import { isWhole, type Severity, severities, UNREADABLE_ROW } from '../finding.ts'
import { NumberSets } from './number-sets.ts'

/** What the matches say of one field: all of them, those that ask nothing of it, and what the others ask. */
type FieldTests = {
  readonly all: number
  readonly indifferent: number
  readonly tests: readonly { readonly member: number; readonly fits: GlobTest }[]
}

/** Many matches, asked at once. */
export class MatchIndex {
  readonly sets = new NumberSets()
  readonly #names: FindingNames
  readonly #severityOf: (rule: string) => Severity
  readonly #matches: readonly Match[]
  readonly #counts: boolean
  readonly #ownerOf: (key: number) => string
  readonly #fields: Readonly<Record<GlobField, FieldTests>>
  // Set ids by number of the name, plus one: 0 is "not looked at yet".
  readonly #ofRule = new IdList()
  readonly #ofRepository = new IdList()
  readonly #ofBranch = new IdList()
  readonly #ofKey = new IdList()

  /**
   * @param counts whether what fits is counted (thresholds) or hidden (suppressions). To be counted, a name that is not
   * shown whole fits every glob, and a severity is that one and all above; to be hidden, such a name fits none, and a
   * severity is that one alone.
   */
  constructor(
    matches: readonly Match[],
    settings: {
      readonly names: FindingNames
      readonly severityOf: (rule: string) => Severity
      readonly counts: boolean
      /** Owner of a key; '' when unknown. */
      readonly ownerOf?: (key: number) => string
    },
  ) {
    this.#matches = matches
    this.#names = settings.names
    this.#severityOf = settings.severityOf
    this.#counts = settings.counts
    this.#ownerOf = settings.ownerOf ?? (() => '')
    this.#fields = {
      rule: this.#testsOf('rule'),
      project: this.#testsOf('project'),
      repo: this.#testsOf('repo'),
      branch: this.#testsOf('branch'),
      path: this.#testsOf('path'),
      owner: this.#testsOf('owner'),
    }
  }

  /** Id (in `sets`) of the matches that a row fits, by the numbers of its key and branch. */
  fitting(key: number, branch: number): number {
    return this.sets.common(this.ofKey(key), this.ofBranch(branch))
  }

  /** The matches that fit, were it not for the branch. */
  ofKey(key: number): number {
    const known = this.#ofKey.at(key)
    return known !== 0 ? known - 1 : this.#remember(this.#ofKey, key, this.#lookAtKey(key))
  }

  /** The matches that fit a key whatever is masked in its names. */
  surelyOfKey(key: number): number {
    return this.#lookAtKey(key, false)
  }

  /** The matches that fit a branch whatever is masked in its name. */
  surelyOfBranch(branch: number): number {
    return this.#fitsField('branch', this.#names.branches.text(branch), false)
  }

  /** The matches that fit a branch. */
  ofBranch(branch: number): number {
    const known = this.#ofBranch.at(branch)
    if (known !== 0) return known - 1
    const name = this.#names.branches.text(branch)
    return this.#remember(this.#ofBranch, branch, this.#fitsField('branch', name))
  }

  #remember(list: IdList, index: number, set: number): number {
    list.set(index, set + 1)
    return set
  }

  /** @param counts as in the constructor, of names that are not whole */
  #lookAtKey(key: number, counts = this.#counts): number {
    const { rules, keys } = this.#names
    const [rule, repository] = [this.#names.ruleOf(key), this.#names.repositoryOf(key)]
    const owner = (set: number): number =>
      this.#fields.owner.tests.length === 0
        ? set
        : this.sets.common(set, this.#fitsField('owner', this.#ownerOf(key), counts))
    const common =
      counts === this.#counts
        ? this.sets.common(this.#ofRuleAt(rule), this.#ofRepositoryAt(repository))
        : this.sets.common(
            this.#lookAtRule(rules.text(rule), counts),
            this.#lookAtRepository(repository, counts),
          )
    // Most policies ask for no path, and then none has to be decoded.
    if (this.#fields.path.tests.length === 0) return owner(common)
    // The path of a row that could not be read is the name of its file in the export.
    const path = rules.text(rule) === UNREADABLE_ROW ? '' : keys.text(key)
    return owner(this.sets.common(common, this.#fitsField('path', path, counts)))
  }

  #ofRuleAt(rule: number): number {
    const known = this.#ofRule.at(rule)
    return known !== 0
      ? known - 1
      : this.#remember(this.#ofRule, rule, this.#lookAtRule(this.#names.rules.text(rule)))
  }

  #ofRepositoryAt(repository: number): number {
    const known = this.#ofRepository.at(repository)
    if (known !== 0) return known - 1
    return this.#remember(this.#ofRepository, repository, this.#lookAtRepository(repository))
  }

  #lookAtRule(rule: string, counts = this.#counts): number {
    const level = severities.indexOf(this.#severityOf(rule))
    const isSure = isWhole(rule)
    const fits = (asked: number): boolean => {
      if (!isSure) return counts
      return this.#counts ? level <= asked : level === asked
    }
    const severe = this.#matches.flatMap(({ severity }, member) =>
      severity === undefined || fits(severities.indexOf(severity)) ? [member] : [],
    )
    return this.sets.common(this.sets.of(severe), this.#fitsField('rule', rule, counts))
  }

  #lookAtRepository(number: number, counts = this.#counts): number {
    const own = { project: this.#names.project(number), repo: this.#names.repositories.text(number) }
    const { project, repo } = this.#names.policyRepository ?? own
    const name = project === '' || repo === '' ? '' : `${project}/${repo}`
    return this.sets.common(
      this.#fitsField('project', project, counts),
      this.#fitsField('repo', name, counts),
    )
  }

  #fitsField(field: GlobField, name: string, counts = this.#counts): number {
    const { all, indifferent, tests } = this.#fields[field]
    if (name === '' || !isWhole(name)) return counts ? all : indifferent
    const fitting = tests.filter(({ fits }) => fits(name)).map(({ member }) => member)
    return this.sets.union(indifferent, this.sets.of(fitting))
  }

  #testsOf(field: GlobField): FieldTests {
    const members = this.#matches.map((_match, member) => member)
    const compiled = new Map<string, GlobTest>()
    const tests = this.#matches.flatMap((match, member) => {
      const globs = match[field]
      if (globs === undefined) return []
      const key = JSON.stringify(globs)
      const fits = compiled.get(key) ?? compileGlobs(globs, field)
      compiled.set(key, fits)
      return [{ member, fits }]
    })
    const indifferent = members.filter((member) => this.#matches[member]?.[field] === undefined)
    return { all: this.sets.of(members), indifferent: this.sets.of(indifferent), tests }
  }
}
