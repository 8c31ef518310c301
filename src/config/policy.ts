/** The typed policy: what the thresholds grammar and the policy file are both read into. Types only. */
import type { Severity } from '../findings/finding.ts'

/** A list of globs; a finding matches when a positive one matches (or there is none) and no `!` one does. */
export type Globs = readonly string[]

/** What a threshold or suppression looks at. All given parts must match. */
export type Match = {
  readonly rule?: Globs
  /** That level and above. */
  readonly severity?: Severity
  readonly project?: Globs
  /** Globs over `PROJ/slug`. */
  readonly repo?: Globs
  readonly branch?: Globs
  readonly path?: Globs
}

/** One rule of the gate. It fails when the count it observes is greater than its limit. */
export type Threshold = {
  /** Unique; the selector as written, unless the policy file names it. */
  readonly name: string
  /** The selector in the short form, for people. */
  readonly selector: string
  readonly match: Match
  /** Count only findings that the baseline does not know. */
  readonly onlyNew: boolean
  readonly count: 'rows' | 'distinct'
  /** A number, or `baseline`: not more than the baseline holds. */
  readonly max: number | 'baseline'
  /** Count only findings whose `scanned_at` is longer ago than this many ms; `null`: any age. */
  readonly olderThanMs: number | null
  readonly level: 'fail' | 'warn'
  /** Where it was written: `thresholds line 2`, `.soteri-gate.yml:14`, `default`, `what-if line 1`. */
  readonly origin: string
}

/** Findings that somebody answers for until a day. */
export type Suppression = {
  readonly match: Match
  /** Fingerprint as in `findings.csv`; `null` when `match` decides alone. */
  readonly fingerprint: string | null
  readonly reason: string
  readonly owner: string | null
  /** Milliseconds since the epoch; from then on the finding counts again. */
  readonly expires: number
  readonly origin: string
}

/** A severity for the rules whose name fits a glob. */
export type SeverityRule = { readonly rule: string; readonly severity: Severity }

/** What the findings of a run are judged by. */
export type Policy = {
  /** At least one: an empty policy would be a gate that is always open. */
  readonly thresholds: readonly Threshold[]
  readonly suppressions: readonly Suppression[]
  /** Ordered; the first glob that matches the rule name decides. The built-in table comes last. */
  readonly severities: readonly SeverityRule[]
}

/** Whoever adds to what a threshold observed, heaviest first. */
export type Contributor = {
  /** `PROJ/slug` */
  readonly repository: string
  /** Name of the rule. */
  readonly rule: string
  /** Findings of that rule in that repository which the threshold counts. */
  readonly count: number
}

/** One threshold with what it observed. */
export type ThresholdOutcome = {
  /** Its name in the policy; else the selector. */
  readonly name: string
  /** What it counts, as it is written in `thresholds`: `new rule:AWS_*`. */
  readonly selector: string
  /** Where it was given: `thresholds line 2`, `default`, or file and line of a policy. */
  readonly origin: string
  /** `warn`: it never fails a run. */
  readonly level: 'fail' | 'warn'
  /** Findings that it counted. */
  readonly observed: number
  /** The most it allows. */
  readonly max: number
  /** Whether `observed` is no greater than `max`. */
  readonly passed: boolean
  /** At most three. */
  readonly contributors: readonly Contributor[]
}
