/** The typed policy that the short form and the policy file are parsed into, and thresholds as text. Pure. */
import type { Severity } from '../finding.ts'
import { type Globs, globFields } from './globs.ts'
import { showDuration } from './values.ts'

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
  readonly owner?: Globs
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

/** Findings that do not count until a day. */
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

/** A severity for the rules whose name matches a glob. */
export type SeverityRule = { readonly rule: string; readonly severity: Severity }

/** The owner of what fits a glob over `PROJ/slug` and, unless it is `null`, one over the path. */
export type OwnerRule = { readonly repo: string; readonly path: string | null; readonly owner: string }

/** Advice for the rules whose name matches a glob. */
export type RemedyRule = { readonly rule: string; readonly text: string; readonly link: string | null }

/** What the findings of a run are judged by. */
export type Policy = {
  /** At least one: an empty policy would be a gate that is always open. */
  readonly thresholds: readonly Threshold[]
  readonly suppressions: readonly Suppression[]
  /** Ordered; the first glob that matches the rule name decides. The built-in table comes last. */
  readonly severities: readonly SeverityRule[]
  /** Ordered; the first rule that fits decides. Absent: findings have no owners. */
  readonly owners?: { readonly rules: readonly OwnerRule[]; readonly codeOwners: boolean }
  /** Ordered; the first glob that matches the rule name decides. */
  readonly remedies?: readonly RemedyRule[]
}

/** The policy of one file, which may set nothing. */
export type PolicyDocument = Policy

/** The parts of a threshold that its selector writes. */
type Selector = Pick<Threshold, 'match' | 'onlyNew' | 'count' | 'olderThanMs'>

/** The selector in the short form, its parts in one fixed order: equal selectors have equal texts. */
export function selectorText({ match, onlyNew, count, olderThanMs }: Selector): string {
  const parts = [
    ...(onlyNew ? ['new'] : []),
    ...(count === 'distinct' ? ['distinct'] : []),
    ...matchParts(match),
    ...(olderThanMs === null ? [] : [`older:${showDuration(olderThanMs)}`]),
  ]
  return parts.length === 0 ? 'total' : parts.join(' ')
}

/** What a match asks for, one part of the short form for each glob. */
export function matchParts(match: Match): readonly string[] {
  const globs = globFields.flatMap((field) =>
    (match[field] ?? []).map((glob) => `${field}:${quotedGlob(glob)}`),
  )
  return match.severity === undefined ? globs : [`severity:${match.severity}`, ...globs]
}

function quotedGlob(glob: string): string {
  if (!/[\s=#,"']/.test(glob)) return glob
  return glob.includes('"') ? `'${glob}'` : `"${glob}"`
}

/** A threshold in words, as `new findings of rule AWS_*: at most 0`. */
export function describeThreshold(threshold: Threshold): string {
  const { match, count, onlyNew, olderThanMs, max, level } = threshold
  const what = [
    ...(onlyNew ? ['new'] : []),
    ...(count === 'distinct' ? ['distinct'] : []),
    'findings',
    ...(match.severity === undefined ? [] : [`of severity ${match.severity} and above`]),
    ...globWords('of rule', match.rule),
    ...globWords('in project', match.project),
    ...globWords('in repository', match.repo),
    ...globWords('on branch', match.branch),
    ...globWords('in path', match.path),
    ...globWords('of owner', match.owner),
    ...(olderThanMs === null ? [] : [`scanned more than ${showDuration(olderThanMs)} ago`]),
  ]
  const limit = max === 'baseline' ? 'not more than the baseline holds' : `at most ${max}`
  return `${what.join(' ')}: ${limit}${level === 'warn' ? ' (only warns)' : ''}`
}

function globWords(words: string, globs: Globs | undefined): readonly string[] {
  if (globs === undefined) return []
  const wanted = globs.filter((glob) => !glob.startsWith('!'))
  const unwanted = globs.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1))
  const but = unwanted.length === 0 ? '' : ` but not ${unwanted.join(' or ')}`
  return [`${words} ${wanted.length === 0 ? '*' : wanted.join(' or ')}${but}`]
}
