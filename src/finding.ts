/** A finding is a row of a Soteri export after redaction: it holds the matched text only with `reveal-secrets`. */

/** All severities, the worst first. */
export const severities = ['critical', 'high', 'medium', 'low'] as const
/** Ours to assign: the product itself has no severities. */
export type Severity = (typeof severities)[number]

/** All statuses of a row: neither in the baseline nor on the compared branch, known there, left out. */
export const findingStatuses = ['new', 'known', 'suppressed'] as const
export type FindingStatus = (typeof findingStatuses)[number]

/** Rule name under which rows are counted that could not be read (`on-bad-row: count`). */
export const UNREADABLE_ROW = 'UNREADABLE_ROW'

/** Takes the place of a matched text. A constant, so that not even the length of a secret is revealed. */
export const REDACTED = '[redacted]'
export const CUT = '…'

/** Nothing of the name was masked or cut. What a glob says of another name is of no use. */
export function isWhole(name: string): boolean {
  return !name.includes(REDACTED) && !name.endsWith(CUT)
}

/** One redacted row. Strings that repeat (project, repository, branch, rule, path) are shared, not copied. */
export type Finding = {
  /** `~user` for personal repositories. */
  readonly project: string
  readonly repository: string
  /** Branch name; '' when the export does not name it. */
  readonly branch: string
  readonly path: string
  /** 1-based line; `null` when the export does not name it. */
  readonly line: number | null
  readonly rule: string
  /** Milliseconds since the epoch. */
  readonly scannedAt: number | null
  /** `REDACTED`, '' when the export has no such column, or the text itself with `reveal-secrets`. */
  readonly match: string
  /** From the `findings.csv` of an earlier run; absent on rows of an export. */
  readonly fingerprint?: string | undefined
}

/** Skipped files that are listed one by one. */
export const LISTED_SKIPS = 50

/** Columns of `findings.csv`, in order: users and later runs read them by it. */
export const findingsCsvColumns = [
  'project',
  'repository',
  'branch',
  'path',
  'line',
  'rule',
  'severity',
  'status',
  'fingerprint',
  'scanned_at',
  'match',
  'owner',
] as const

/** Columns an export may be mapped to by hand with the input `columns`. */
export const mappableColumns = [
  'project',
  'repository',
  'branch',
  'path',
  'line',
  'rule',
  'match',
  'scanned_at',
] as const
/** A column of `findings.csv` that a header can be mapped to by hand. */
export type MappableColumn = (typeof mappableColumns)[number]

export type Ruling = {
  readonly severity: Severity
  readonly status: FindingStatus
  /** Public identity, 32 hex digits: see `fingerprint.ts` for what it is made of. */
  readonly fingerprint: string
  /** First time this distinct finding is seen in the run, on whatever branch; false for a suppressed row. */
  readonly firstOfDistinct: boolean
  /** Why a suppressed row is: the reason of the suppression, or `reviewed`. `null` or absent for others. */
  readonly reason?: string | null
  /** Positions in the policy of the thresholds that count this row. */
  readonly countedBy?: readonly number[]
  /** Who answers for it, by the policy; '' or absent when unknown. */
  readonly owner?: string
  /** Of a known finding, compared with another branch: `moved` from a path there; `behind`: mended there since. */
  readonly standing?: 'moved' | 'behind' | null
}

/** How many findings there are, by everything a selector can name. Suppressed rows count in `suppressed` only. */
export type Counts = {
  total: number
  /** The same, each once however many branches show it. */
  distinct: number
  /** Rows that neither the baseline nor the compared branch knows; all of them without either. */
  new: number
  /** Only with a compared branch: known rows that are at another path there; rows that it has mended since. */
  moved?: number
  behind?: number
  /** Rows that a suppression or the reviewed list leaves out. */
  suppressed: number
  byRule: Record<string, number>
  /** Every severity, those without a finding as 0. */
  bySeverity: Record<Severity, number>
  /** Keys are keys of projects; `~user` for personal ones. */
  byProject: Record<string, number>
  /** Keys `PROJ/slug`, as in the selector `repo:`. */
  byRepository: Record<string, number>
  /** Keys are branch names, as in the selector `branch:`, whatever the repository. */
  byBranch: Record<string, number>
  /** Keys are owners as the policy names them; empty without owners. */
  byOwner: Record<string, number>
}

/** The findings of one rule in one repository that a threshold counts. */
export type Contributor = {
  /** `PROJ/slug` */
  readonly repository: string
  readonly rule: string
  readonly count: number
}

export type ThresholdOutcome = {
  /** In the policy, from 0: outcomes are sorted. */
  readonly position?: number
  /** Its name in the policy; else the selector. */
  readonly name: string
  /** As written in `thresholds`: `new rule:AWS_*`. */
  readonly selector: string
  /** Where it was given: `thresholds line 2`, `default`, or file and line of a policy. */
  readonly origin: string
  /** `warn`: it never fails a run. */
  readonly level: 'fail' | 'warn'
  readonly observed: number
  readonly max: number
  readonly passed: boolean
  /** At most three, heaviest first. */
  readonly contributors: readonly Contributor[]
  /** Of a violated one: how much each repository adds, by `PROJ/slug`. */
  readonly byRepository?: Readonly<Record<string, number>>
}
