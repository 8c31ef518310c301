/**
 * Which of many matches (those of the thresholds, or of the suppressions) a finding fits. Every glob is tried once
 * for each distinct name; a row then costs two look-ups, however many matches there are. Sets of matches are held once and
 * known by an id, so that what two have in common is looked up and not computed again for every row.
 */
import { compileGlobs, type GlobField, type GlobTest, globFields } from '../config/globs.ts'
import type { Match } from '../config/thresholds.ts'
import type { FindingNames } from '../export/finding-row.ts'
import { IdMemo, PairList } from '../export/typed-tables.ts'
import { isWhole, type Severity, severities, UNREADABLE_ROW } from '../finding.ts'

/** What the matches say of one field: all of them, those that ask nothing of it, and what the others ask. */
type FieldTests = {
  readonly all: number
  readonly indifferent: number
  readonly tests: readonly { readonly member: number; readonly fits: GlobTest }[]
}

type MatchSettings = {
  readonly names: FindingNames
  readonly severityOf: (rule: string) => Severity
  /**
   * Whether what fits is counted (thresholds) or hidden (suppressions). To be counted, a name that is not whole fits every
   * glob, and a severity is that one and all above; to be hidden, it fits none, and a severity is that one alone.
   */
  readonly counts: boolean
  readonly ownerOf?: (key: number) => string
}

export class MatchIndex {
  readonly sets = new NumberSets()
  readonly #matches: readonly Match[]
  readonly #settings: MatchSettings
  readonly #fields: Readonly<Record<GlobField, FieldTests>>
  readonly #ofRule = new IdMemo((rule) => this.#lookAtRule(rule))
  readonly #ofRepository = new IdMemo((repository) => this.#lookAtRepository(repository))
  readonly #ofKey = new IdMemo((key) => this.#lookAtKey(key))
  readonly #ofBranch = new IdMemo((branch) => this.#lookAtBranch(branch))

  constructor(matches: readonly Match[], settings: MatchSettings) {
    this.#matches = matches
    this.#settings = settings
    const fields = globFields.map((field) => [field, this.#testsOf(field)])
    this.#fields = Object.fromEntries(fields)
  }

  /** The matches that a row fits, by the numbers of its key and branch. */
  fitting(key: number, branch: number): number {
    return this.sets.common(this.#ofKey.at(key), this.#ofBranch.at(branch))
  }

  /** The matches that fit, were it not for the branch. */
  ofKey(key: number): number {
    return this.#ofKey.at(key)
  }

  ofBranch(branch: number): number {
    return this.#ofBranch.at(branch)
  }

  /** The matches that fit a key whatever is masked in its names. */
  surelyOfKey(key: number): number {
    return this.#lookAtKey(key, false)
  }

  /** The matches that fit a branch whatever is masked in its name. */
  surelyOfBranch(branch: number): number {
    return this.#lookAtBranch(branch, false)
  }

  /** @param counts as in the settings, of names that are not whole; likewise below */
  #lookAtKey(key: number, counts = this.#settings.counts): number {
    const { names, ownerOf } = this.#settings
    const [rule, repository] = [names.ruleOf(key), names.repositoryOf(key)]
    const isUsual = counts === this.#settings.counts
    let fitting = this.sets.common(
      isUsual ? this.#ofRule.at(rule) : this.#lookAtRule(rule, counts),
      isUsual ? this.#ofRepository.at(repository) : this.#lookAtRepository(repository, counts),
    )
    // Most policies ask for no path, and then none has to be decoded.
    if (this.#fields.path.tests.length > 0) {
      // The path of a row that could not be read is the name of its file in the export.
      const path = names.rules.text(rule) === UNREADABLE_ROW ? '' : names.keys.text(key)
      fitting = this.sets.common(fitting, this.#fitsField('path', path, counts))
    }
    if (this.#fields.owner.tests.length > 0) {
      fitting = this.sets.common(fitting, this.#fitsField('owner', ownerOf?.(key) ?? '', counts))
    }
    return fitting
  }

  #lookAtRule(id: number, counts = this.#settings.counts): number {
    const rule = this.#settings.names.rules.text(id)
    const level = severities.indexOf(this.#settings.severityOf(rule))
    const isSure = isWhole(rule)
    const fits = (asked: number): boolean => {
      if (!isSure) return counts
      return this.#settings.counts ? level <= asked : level === asked
    }
    const severe = this.#matches.flatMap(({ severity }, member) =>
      severity === undefined || fits(severities.indexOf(severity)) ? [member] : [],
    )
    return this.sets.common(this.sets.of(severe), this.#fitsField('rule', rule, counts))
  }

  #lookAtRepository(id: number, counts = this.#settings.counts): number {
    const { names } = this.#settings
    const own = { project: names.project(id), repo: names.repositories.text(id) }
    const { project, repo } = names.policyRepository ?? own
    const name = project === '' || repo === '' ? '' : `${project}/${repo}`
    return this.sets.common(
      this.#fitsField('project', project, counts),
      this.#fitsField('repo', name, counts),
    )
  }

  #lookAtBranch(id: number, counts = this.#settings.counts): number {
    return this.#fitsField('branch', this.#settings.names.branches.text(id), counts)
  }

  #fitsField(field: GlobField, name: string, counts: boolean): number {
    const { all, indifferent, tests } = this.#fields[field]
    if (name === '' || !isWhole(name)) return counts ? all : indifferent
    const fitting = tests.filter(({ fits }) => fits(name)).map(({ member }) => member)
    return this.sets.union(indifferent, this.sets.of(fitting))
  }

  #testsOf(field: GlobField): FieldTests {
    const members = [...this.#matches.keys()]
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

/** Sets of small numbers (matches by their place in the policy), each known by an id. */
export class NumberSets {
  readonly empty = 0
  readonly #ids = new Map<string, number>([['', 0]])
  readonly #members: (readonly number[])[] = [[]]
  readonly #common = this.#memo((a, b) => a.filter((n) => b.includes(n)))
  readonly #union = this.#memo((a, b) => [...new Set([...a, ...b])].sort((x, y) => x - y))
  readonly #rest = this.#memo((a, b) => a.filter((n) => !b.includes(n)))

  /** The id of the set with these members, in ascending order. */
  of(members: readonly number[]): number {
    const key = members.join()
    const known = this.#ids.get(key)
    if (known !== undefined) return known
    this.#members.push(members)
    this.#ids.set(key, this.#members.length - 1)
    return this.#members.length - 1
  }

  members(id: number): readonly number[] {
    return this.#members[id] as readonly number[]
  }

  common(a: number, b: number): number {
    if (a === b) return a
    return a === this.empty || b === this.empty ? this.empty : this.#common(a, b)
  }

  union(a: number, b: number): number {
    if (a === b || b === this.empty) return a
    return a === this.empty ? b : this.#union(a, b)
  }

  rest(a: number, b: number): number {
    if (a === b) return this.empty
    return b === this.empty ? a : this.#rest(a, b)
  }

  /** The result for each pair of sets, made when it is first asked for. */
  #memo(make: (a: readonly number[], b: readonly number[]) => readonly number[]) {
    const ofSmall = new Uint32Array(SMALL * SMALL)
    const ofOthers = new PairList()
    return (a: number, b: number): number => {
      const isSmall = a < SMALL && b < SMALL
      const known = isSmall ? (ofSmall[a * SMALL + b] as number) : ofOthers.at(a, b)
      if (known !== 0) return known - 1
      const made = this.of(make(this.members(a), this.members(b)))
      if (isSmall) ofSmall[a * SMALL + b] = made + 1
      else ofOthers.set(a, b, made + 1)
      return made
    }
  }
}

/** Ids below this have a table of their own: a policy makes few sets, and rows ask for those again and again. */
const SMALL = 64
