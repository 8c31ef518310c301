/** Judges every row of a run in one pass, and concludes what the thresholds say of all of them. */
import type { Policy } from '../config/policy.ts'
import type { Threshold } from '../config/thresholds.ts'
import type { FindingNames, FindingRow } from '../export/finding-row.ts'
import { IdList } from '../export/typed-tables.ts'
import { type Counts, type Ruling, type Severity, type ThresholdOutcome, UNREADABLE_ROW } from '../finding.ts'
import type { Target } from '../target.ts'
import { count, type Mask, plural } from '../text.ts'
import type { Baseline } from './baseline.ts'
import { BaselineLookup } from './baseline-lookup.ts'
import type { Comparison } from './comparison.ts'
import { ThresholdCounts, Totals } from './counts.ts'
import { FindingIndex } from './finding-index.ts'
import { Fingerprints } from './fingerprint.ts'
import { MatchIndex } from './match-index.ts'
import { Accepted, baselineLines } from './next-baseline.ts'
import type { OwnerOf } from './owners.ts'
import { severityTable } from './severities.ts'
import { Suppressor } from './suppressions.ts'
import { rankOf } from './verdict.ts'

export type JudgeSettings = {
  readonly policy: Policy
  /** `null` when the run has none: then every finding is new, and `max: baseline` allows 0. */
  readonly baseline: Baseline | null
  /** Whether a row is a reviewed false positive; `null` when those are not left out. */
  readonly reviewed: ((row: FindingRow) => boolean) | null
  /** Milliseconds since the epoch: for ages and for the end of suppressions. */
  readonly now: number
  /** Bytes of the user's `fingerprint-key`; `null` when there is none. */
  readonly key: Buffer | null
  /** `keyCheckOf` that key: the next baseline is `keyed`. `null`: there is no key. */
  readonly keyCheck: string | null
  readonly names: FindingNames
  /** For the names in the next baseline. Absent: nothing is masked. */
  readonly mask?: Mask
  /** What the run looks at: the baseline's findings elsewhere do not widen a limit. Absent: everything. */
  readonly scope?: readonly Target[] | null
  /** Who owns a path in a repository. Absent: nobody. */
  readonly ownerOf?: OwnerOf
  /** With another branch, decided; its rows are those that are judged. Absent: there is none. */
  readonly comparison?: Comparison | null
}

/** What the policy makes of the row at hand. The object is used again for the next row. */
class RowRuling implements Ruling {
  severity: Severity = 'high'
  status: Ruling['status'] = 'new'
  firstOfDistinct = false
  reason: string | null = null
  standing: 'moved' | 'behind' | null = null
  id = 0
  occurrence = 1
  owner = ''
  row: FindingRow
  readonly #fingerprints: Fingerprints
  readonly #counts: ThresholdCounts

  constructor(row: FindingRow, fingerprints: Fingerprints, counts: ThresholdCounts) {
    this.row = row
    this.#fingerprints = fingerprints
    this.#counts = counts
  }

  /** Made when it is read: most rows of a large run are never asked for theirs. */
  get fingerprint(): string {
    return this.#fingerprints.of(this.row, this.id, this.occurrence)
  }

  get formerFingerprint(): string | null {
    return this.#fingerprints.former(this.row, this.occurrence)
  }

  copy(): Ruling {
    const { severity, status, fingerprint, firstOfDistinct, reason, standing, owner } = this
    const countedBy = status === 'suppressed' ? [] : this.#counts.countingOf(this.row, status === 'new')
    const ruling = { severity, status, fingerprint, firstOfDistinct, reason, countedBy, owner }
    return standing === null ? ruling : { ...ruling, standing }
  }
}

export type Decision = {
  readonly counts: Counts
  /** Violated ones first, otherwise in the order of the policy. */
  readonly thresholds: readonly ThresholdOutcome[]
  readonly notices: readonly string[]
  /** Text of the next `baseline.json`, in pieces, since a large one is too long for one string. */
  readonly baselineLines: () => Iterable<string>
  readonly reviewed: number
  /** With a comparison: findings of the compared branch that the branch has not. */
  readonly gone?: number
}

/** Judges the rows of one run. They may come in any order: no count and no verdict depends on it. */
export class Judge {
  readonly #settings: JudgeSettings
  readonly #names: FindingNames
  readonly #severityOf: (rule: string) => Severity
  readonly #suppressor: Suppressor
  readonly #findings = new FindingIndex()
  readonly #fingerprints: Fingerprints
  readonly #totals: Totals
  readonly #baseline: BaselineLookup
  readonly #counts: ThresholdCounts
  #ruling: RowRuling | null = null
  /** By id of the rule, when it was looked up. */
  readonly #severities: Severity[] = []
  readonly #unreadable: number
  /** By distinct finding: 1 once a row of it was not suppressed. */
  readonly #counted = new IdList()
  #reviewed = 0
  /** By key, when it was looked up. */
  readonly #owners: string[] = []
  readonly #byOwner = new Map<string, number>()

  constructor(settings: JudgeSettings) {
    this.#settings = settings
    const { policy, baseline, now, names, scope = null } = settings
    this.#names = names
    this.#unreadable = names.rules.intern(UNREADABLE_ROW)
    this.#fingerprints = new Fingerprints(settings.key)
    this.#totals = new Totals(names)
    const severityOf = severityTable(policy.severities)
    this.#severityOf = severityOf
    const indexOf = (asking: readonly Pick<Threshold, 'match'>[], counts: boolean): MatchIndex => {
      const matches = asking.map(({ match }) => match)
      return new MatchIndex(matches, { names, severityOf, counts, ownerOf: (key) => this.#ownerOf(key) })
    }
    const index = indexOf(policy.thresholds, true)
    this.#suppressor = new Suppressor(policy.suppressions, indexOf(policy.suppressions, false), now)
    this.#baseline = new BaselineLookup(baseline, scope, names, index)
    this.#counts = new ThresholdCounts(policy.thresholds, index, names, this.#totals.contributors, now)
  }

  /** Rules on one row, and counts it. The ruling is used again for the next row. */
  see(row: FindingRow): RowRuling {
    const id = this.#findings.place(row)
    const { rule } = row
    const isReadable = rule !== this.#unreadable
    this.#ruling ??= new RowRuling(row, this.#fingerprints, this.#counts)
    const ruling = this.#ruling
    const standing = this.#settings.comparison?.next() ?? 'new'
    ruling.row = row
    ruling.id = id
    ruling.occurrence = this.#findings.occurrence
    ruling.severity = this.#severity(rule)
    ruling.firstOfDistinct = false
    ruling.owner = this.#ownerOf(row.key)
    // A row that could not be read cannot be answered for, so it is never suppressed.
    ruling.reason = isReadable ? this.#reasonToSuppress(row, id, ruling) : null
    if (ruling.reason !== null) {
      ruling.status = 'suppressed'
      ruling.standing = null
      this.#totals.suppressed += 1
      return ruling
    }
    const isNew = !isReadable || (standing === 'new' && this.#isNewToBaseline(row, id, ruling))
    ruling.standing = !isNew && (standing === 'moved' || standing === 'behind') ? standing : null
    ruling.status = isNew ? 'new' : 'known'
    ruling.firstOfDistinct = this.#counted.at(id) === 0
    if (ruling.firstOfDistinct) this.#counted.set(id, 1)
    const contributor = this.#totals.add(row, isNew, ruling.firstOfDistinct, ruling.standing)
    const { owner } = ruling
    if (owner !== '') this.#byOwner.set(owner, (this.#byOwner.get(owner) ?? 0) + 1)
    this.#counts.add(row, id, contributor, isNew, this.#baseline.countsOnly(row.key))
    if (!isReadable) return ruling
    this.#findings.accept(id, row.branch)
    // Made now, while the row is at hand.
    if (ruling.firstOfDistinct && this.#settings.keyCheck !== null) void ruling.fingerprint
    return ruling
  }

  /** For each place the larger of two counts is known: that of the baseline, or that of the comparison. */
  #isNewToBaseline(row: FindingRow, id: number, ruling: RowRuling): boolean {
    return this.#baseline.isNew(row, id, ruling, this.#settings.comparison?.knownAt(row.key) ?? 0)
  }

  #ownerOf(key: number): string {
    const { ownerOf } = this.#settings
    if (ownerOf === undefined) return ''
    const known = this.#owners[key]
    if (known !== undefined) return known
    const { project, repository, path, rule } = this.#names.policyKey(key)
    // The path of a row that could not be read is the name of its file in the export.
    const owner = rule === UNREADABLE_ROW || path === '' ? '' : ownerOf(`${project}/${repository}`, path)
    this.#owners[key] = owner
    return owner
  }

  #severity(rule: number): Severity {
    this.#severities[rule] ??= this.#severityOf(this.#names.rules.text(rule))
    return this.#severities[rule]
  }

  conclude(): Decision {
    const { policy, keyCheck, mask, comparison = null } = this.#settings
    const accepted = new Accepted(this.#findings, this.#names)
    this.#counts.addNewDistinct(this.#baseline, accepted)
    const outcomes = this.#outcomes(policy.thresholds)
    const totals = this.#totals.counts((rule) => this.#severity(rule), comparison !== null)
    const counts = { ...totals, byOwner: Object.fromEntries(this.#byOwner) }
    return {
      counts,
      thresholds: outcomes.toSorted((a, b) => rankOf(a) - rankOf(b)),
      notices: [
        ...this.#baselineNotices(outcomes, accepted.size, counts),
        ...this.#suppressor.notices(),
        ...this.#placeNotices(policy),
        ...this.#reviewedNotices(counts),
      ],
      baselineLines: () => baselineLines(accepted, this.#fingerprints, keyCheck, mask),
      reviewed: this.#reviewed,
      gone: comparison?.gone ?? 0,
    }
  }

  #reviewedNotices({ total }: Counts): readonly string[] {
    if (this.#reviewed === 0) return []
    const notice = `${plural(this.#reviewed, 'finding')} left out as reviewed.`
    return total > 0
      ? [notice]
      : [`${notice} That is every finding: make sure that each was reviewed by somebody.`]
  }

  /** Without a key a fingerprint is that of a place, whatever secret is there. */
  #placeNotices({ suppressions }: Policy): readonly string[] {
    const origins = suppressions.flatMap(({ fingerprint, origin }) => (fingerprint === null ? [] : [origin]))
    if (origins.length === 0 || this.#settings.key !== null) return []
    return [
      `Suppressed by a fingerprint that was made without fingerprint-key (${origins.join(', ')}): it is that of a place, so it hides the next secret in the same place too.`,
    ]
  }

  #reasonToSuppress(row: FindingRow, id: number, ruling: RowRuling): string | null {
    const reason = this.#suppressor.reason(row, id, ruling)
    const { reviewed } = this.#settings
    if (reviewed === null || !reviewed(row)) return reason
    this.#reviewed += 1
    return reason ?? 'reviewed'
  }

  #outcomes(thresholds: readonly Threshold[]): readonly ThresholdOutcome[] {
    return thresholds.map(({ name, selector, origin, level, max, count }, position) => {
      const { count: observed, contributors, byRepository } = this.#counts.of(position)
      const limit = max === 'baseline' ? this.#baseline.limit(position, count) : max
      const passed = observed <= limit
      const outcome = { position, name, selector, origin, level, observed, max: limit, passed, contributors }
      return passed ? outcome : { ...outcome, byRepository: byRepository() }
    })
  }

  /** It is unknown what a run over files looked at: a baseline of more leaves room for new findings. */
  #roomNotices({ byRepository }: Counts): readonly string[] {
    const { policy, scope } = this.#settings
    if (scope || !policy.thresholds.some(({ max }) => max === 'baseline')) return []
    const isSeen = (repository: number): boolean => this.#names.writtenRepository(repository) in byRepository
    const { findings, repositories } = this.#baseline.unseen(isSeen)
    if (findings === 0) return []
    return [
      `The baseline accepts ${plural(findings, 'finding')} in ${plural(repositories, 'repository', 'repositories')} of which this run counts none: under \`baseline\` others may take their place. Give a baseline of the same scope if those were not looked at.`,
    ]
  }

  #baselineNotices(outcomes: readonly ThresholdOutcome[], size: number, counts: Counts): readonly string[] {
    const { policy, baseline, comparison } = this.#settings
    if (baseline === null) {
      if (comparison) return []
      const asking = policy.thresholds.filter(({ onlyNew, max }) => onlyNew || max === 'baseline')
      const names = asking.map(({ name }) => `"${name}"`).join(', ')
      return asking.length === 0 ? [] : [`No baseline-file is given, so every finding is new to ${names}.`]
    }
    const ratchet = outcomes.flatMap(({ name, observed, max }, member) => {
      if (policy.thresholds[member]?.max !== 'baseline' || observed >= max) return []
      return [
        `Threshold "${name}" observed ${observed} of ${max}: the next baseline is ${max - observed} tighter.`,
      ]
    })
    const notices = [...ratchet, ...this.#roomNotices(counts)]
    const change = this.#baseline.size - size
    const than = `the baseline accepts ${plural(this.#baseline.size, 'finding')}, the baseline.json of this run ${count(size)}`
    if (change > 0) return [...notices, `The next baseline is ${count(change)} tighter: ${than}.`]
    if (change < 0) return [...notices, `The next baseline would be ${count(-change)} looser: ${than}.`]
    return notices
  }
}
