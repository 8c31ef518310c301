/** Judges every row of a run in one pass, and concludes what the thresholds say of all of them. */
import type { Distinct } from '../findings/distinct.ts'
import {
  type Counts,
  type Finding,
  type NumberedFinding,
  type Severity,
  UNREADABLE_ROW,
} from '../findings/finding.ts'
import type { Fingerprinter } from '../findings/fingerprint.ts'
import { IdList } from '../findings/numbers/number-list.ts'
import type { Places } from '../findings/numbers/places.ts'
import type { Tally } from '../findings/tally.ts'
import type { Target } from '../target.ts'
import { Accepted } from './accepted.ts'
import type { Baseline } from './baseline.ts'
import { Known } from './known.ts'
import { MatchIndex } from './match-index.ts'
import { baselineLines } from './next-baseline.ts'
import { Observation } from './observation.ts'
import type { Policy, Threshold, ThresholdOutcome } from './policy.ts'
import { RowRuling } from './row-ruling.ts'
import { severityTable } from './severities.ts'
import { type SuppressionUsage, Suppressor } from './suppressions.ts'
import { findingsText } from './threshold-text.ts'

/** What a judge goes by. */
export type JudgeSettings = {
  readonly policy: Policy
  /** `null` when the run has none: then every finding is new, and `max: baseline` allows 0. */
  readonly baseline: Baseline | null
  /** Tells the reviewed false positives; `null` when they are not left out. */
  readonly reviewed: ((finding: Finding) => boolean) | null
  /** Milliseconds since the epoch: for ages and for the end of suppressions. */
  readonly now: number
  readonly fingerprint: Fingerprinter
  /** `keyCheckOf` this run's `fingerprint-key`: the next baseline is `keyed`. `null`: there is no key. */
  readonly keyCheck: string | null
  readonly places: Places
  readonly distinct: Distinct
  readonly tally: Tally
  /** What the run looks at: the baseline's findings elsewhere do not widen a limit. Absent: everything. */
  readonly scope?: readonly Target[] | null
}

/** Rules on rows, then concludes. */
export type Judge = {
  /** Rules on one row, and counts it. The ruling is used again for the next row. */
  see(row: NumberedFinding): RowRuling
  /** After the last row. */
  conclude(): Decision
}

/** What all rows came to. */
export type Decision = {
  readonly counts: Counts
  /** Violated ones first, otherwise in the order of the policy. */
  readonly thresholds: readonly ThresholdOutcome[]
  /** Sentences for people; none changes the verdict. */
  readonly notices: readonly string[]
  /** Text of the next `baseline.json`. */
  readonly baseline: string
  /** The same in pieces, for a baseline that is too large for one string. */
  readonly baselineLines: () => Iterable<string>
  readonly suppressions: readonly SuppressionUsage[]
}

/** A judge for one run. Rows may come in any order: none of its counts and no verdict depends on it. */
export function createJudge(settings: JudgeSettings): Judge {
  return new OnePassJudge(settings)
}

class OnePassJudge implements Judge {
  readonly #settings: JudgeSettings
  readonly #places: Places
  readonly #severityOf
  readonly #index: MatchIndex
  readonly #suppressor: Suppressor
  readonly #known: Known
  readonly #observation: Observation
  readonly #accepted: Accepted
  readonly #ruling: RowRuling
  /** Severity of each rule by its number, when it was looked up. */
  readonly #severities: (Severity | undefined)[] = []
  #unreadable = -1
  /** By distinct finding: 1 once a row of it was not suppressed. */
  readonly #counted = new IdList()
  /** Rows that were reviewed as false positives. */
  #reviewed = 0

  constructor(settings: JudgeSettings) {
    this.#settings = settings
    const { policy, baseline, now, places, scope = null } = settings
    this.#places = places
    this.#accepted = new Accepted(places)
    this.#ruling = new RowRuling(settings.fingerprint)
    this.#unreadable = places.rules.number(UNREADABLE_ROW)
    const severityOf = severityTable(policy.severities)
    this.#severityOf = severityOf
    const indexOf = (matches: readonly Threshold['match'][], counts: boolean): MatchIndex =>
      new MatchIndex(matches, { places, severityOf, counts })
    const matchOf = ({ match }: Pick<Threshold, 'match'>): Threshold['match'] => match
    this.#index = indexOf(policy.thresholds.map(matchOf), true)
    this.#suppressor = new Suppressor(
      policy.suppressions,
      indexOf(policy.suppressions.map(matchOf), false),
      now,
    )
    this.#known = new Known(baseline, scope, places, this.#index)
    this.#observation = new Observation(policy.thresholds, this.#index, places, now)
  }

  see(row: NumberedFinding): RowRuling {
    const { distinct, tally, keyCheck } = this.#settings
    const id = distinct.place(row)
    const rule = this.#places.ruleOf(row.key)
    const readable = rule !== this.#unreadable
    const ruling = this.#ruling
    ruling.begin(row, id, this.#severity(rule), distinct.occurrence)
    // What nobody could read cannot be answered for, so it is never suppressed.
    ruling.reason = readable ? this.#reasonToSuppress(row, id, ruling) : null
    if (ruling.reason !== null) {
      ruling.status = 'suppressed'
      tally.add(row, ruling)
      return ruling
    }
    const isNew = !readable || this.#known.isNew(row, id, ruling)
    ruling.status = isNew ? 'new' : 'known'
    ruling.firstOfDistinct = this.#counted.at(id) === 0
    if (ruling.firstOfDistinct) this.#counted.set(id, 1)
    tally.add(row, ruling)
    this.#observation.add(row, id, isNew, this.#known.countsOnly(row.key))
    if (!readable) return ruling
    this.#accepted.addRow(row, id)
    if (ruling.firstOfDistinct && keyCheck !== null) this.#accepted.keepFingerprint(id, ruling.fingerprint)
    return ruling
  }

  #severity(rule: number): Severity {
    this.#severities[rule] ??= this.#severityOf(this.#places.rules.name(rule))
    return this.#severities[rule]
  }

  conclude(): Decision {
    const { policy, tally, keyCheck } = this.#settings
    const accepted = this.#accepted.byKey()
    this.#observation.addNewDistinct(this.#known, accepted)
    const repositories = accepted.repositories(keyCheck !== null)
    const lines = (): Iterable<string> => baselineLines(repositories, keyCheck)
    const outcomes = this.#outcomes(policy.thresholds)
    const counts = tally.counts()
    return {
      counts,
      thresholds: outcomes.toSorted((a, b) => rank(a) - rank(b)),
      notices: [
        ...this.#baselineNotices(outcomes, accepted.size, counts),
        ...this.#suppressor.notices(),
        ...(this.#reviewed === 0 ? [] : [`${findingsText(this.#reviewed)} left out as reviewed.`]),
      ],
      get baseline() {
        return [...lines()].join('')
      },
      baselineLines: lines,
      suppressions: this.#suppressor.usage(),
    }
  }

  #reasonToSuppress(row: NumberedFinding, id: number, ruling: RowRuling): string | null {
    const reason = this.#suppressor.reason(row, id, ruling)
    const { reviewed } = this.#settings
    if (reviewed === null || !reviewed(row)) return reason
    this.#reviewed += 1
    return reason ?? 'reviewed'
  }

  #outcomes(thresholds: readonly Threshold[]): readonly ThresholdOutcome[] {
    return thresholds.map(({ name, selector, origin, level, max, count }, member) => {
      const { count: observed, contributors } = this.#observation.of(member)
      const limit = max === 'baseline' ? this.#known.limit(member, count) : max
      return { name, selector, origin, level, observed, max: limit, passed: observed <= limit, contributors }
    })
  }

  /**
   * Nothing tells what a run over files looked at. A baseline of more than that leaves room for new findings under
   * `max: baseline`.
   */
  #roomNotices({ byRepository }: Counts): readonly string[] {
    const { policy, scope } = this.#settings
    const hasScope = scope !== undefined && scope !== null
    if (hasScope || !policy.thresholds.some(({ max }) => max === 'baseline')) return []
    const isSeen = (repository: number): boolean => this.#places.repositoryName(repository) in byRepository
    const { findings, repositories } = this.#known.unseen(isSeen)
    if (findings === 0) return []
    const where = repositories === 1 ? '1 repository' : `${repositories} repositories`
    return [
      `The baseline accepts ${findingsText(findings)} in ${where} of which this run counts none: under \`baseline\` others may take their place. Give a baseline of the same scope if those were not looked at.`,
    ]
  }

  #baselineNotices(outcomes: readonly ThresholdOutcome[], size: number, counts: Counts): readonly string[] {
    const { policy, baseline } = this.#settings
    if (baseline === null) {
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
    const change = this.#known.size - size
    const than = `the baseline accepts ${findingsText(this.#known.size)}, the baseline.json of this run ${size}`
    if (change > 0) return [...notices, `The next baseline is ${change} tighter: ${than}.`]
    if (change < 0) return [...notices, `The next baseline would be ${-change} looser: ${than}.`]
    return notices
  }
}

/** Violated before kept, `fail` before `warn`. */
function rank({ passed, level }: ThresholdOutcome): number {
  return passed ? 2 : level === 'fail' ? 0 : 1
}
