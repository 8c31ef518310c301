/** The typed policy: merged from all policy files and inputs, and its thresholds in words. Pure. */
import type { ConfigError } from '../errors.ts'
import type { Severity } from '../finding.ts'
import { type Globs, isWanted } from './globs.ts'
import { type Match, parseThresholdString, parseThresholds, type Threshold } from './thresholds.ts'
import { showDuration } from './values.ts'

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

export type SeverityRule = { readonly rule: string; readonly severity: Severity }

/** The owner of what fits a glob over `PROJ/slug` and, unless it is `null`, one over the path. */
export type OwnerRule = { readonly repo: string; readonly path: string | null; readonly owner: string }

export type RemedyRule = { readonly rule: string; readonly text: string; readonly link: string | null }

/** What the findings of a run are judged by; that of one file may set nothing. */
export type Policy = {
  /** At least one of a run: an empty policy would be a gate that is always open. */
  readonly thresholds: readonly Threshold[]
  readonly suppressions: readonly Suppression[]
  /** Ordered; the first glob that matches the rule name decides. The built-in table comes last. */
  readonly severities: readonly SeverityRule[]
  /** Ordered; the first rule that fits decides. Absent: findings have no owners. */
  readonly owners?: { readonly rules: readonly OwnerRule[]; readonly codeOwners: boolean } | undefined
  /** Ordered; the first glob that matches the rule name decides. */
  readonly remedies?: readonly RemedyRule[]
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
  const wanted = globs.filter(isWanted)
  const unwanted = globs.filter((glob) => !isWanted(glob)).map((glob) => glob.slice(1))
  const but = unwanted.length === 0 ? '' : ` but not ${unwanted.join(' or ')}`
  return [`${words} ${wanted.length === 0 ? '*' : wanted.join(' or ')}${but}`]
}

/**
 * One policy of all policy files and inputs. All thresholds of all sources hold; with none at all, `total = 0` does,
 * also beside `what-if`. Severities of a nearer file come before those it extends, as the first that matches decides.
 */
export function mergePolicies(sources: {
  /** Base first, the nearest file last. */
  readonly documents: readonly Policy[]
  /** Text of the inputs; `null` when not given. */
  readonly thresholdsInput: string | null
  readonly whatIf: string | null
  /** With another branch: then `new = 0` holds in place of `total = 0`. */
  readonly isCompared?: boolean
}) {
  const { documents } = sources
  const input = parseThresholds(sources.thresholdsInput ?? '', 'thresholds')
  const whatIf = parseThresholds(sources.whatIf ?? '', 'what-if')
  const own = [...documents.flatMap(({ thresholds }) => thresholds), ...input.thresholds]
  const usual = parseThresholdString(sources.isCompared === true ? 'new = 0' : 'total = 0', String, 'default')
  const thresholds = withUniqueNames([...(own.length === 0 ? usual.thresholds : own), ...whatIf.thresholds])
  const nearest = documents.toReversed()
  const owners = nearest.flatMap((document) => document.owners ?? [])
  const policy: Policy = {
    thresholds,
    suppressions: documents.flatMap(({ suppressions }) => suppressions),
    severities: nearest.flatMap(({ severities }) => severities),
    remedies: nearest.flatMap(({ remedies = [] }) => remedies),
    ...(owners.length > 0 && {
      owners: {
        rules: owners.flatMap(({ rules }) => rules),
        codeOwners: owners.some(({ codeOwners }) => codeOwners),
      },
    }),
  }
  return {
    policy,
    mistakes: [...input.mistakes, ...whatIf.mistakes, ...ownerMistakes(policy)],
    /** About what is valid but may not be meant. */
    warnings: thresholds.flatMap(topFolderWarnings),
  }
}

/** Without owners in a policy file nothing has one, and such a threshold would always pass. */
function ownerMistakes({ thresholds, suppressions, owners }: Policy): readonly ConfigError[] {
  if (owners !== undefined) return []
  const what = '"owner" selects by `owners` of a policy file, and there are none.'
  const asking = [...thresholds, ...suppressions].filter(({ match }) => match.owner !== undefined)
  return asking.map(({ origin }) => ({ where: origin, what }))
}

/** Thresholds of the same name all hold; their origin makes the names unique. */
function withUniqueNames(thresholds: readonly Threshold[]): readonly Threshold[] {
  const taken = new Set<string>()
  return thresholds.map((threshold) => {
    const { origin } = threshold
    let { name } = threshold
    for (let count = 1; taken.has(name); count += 1) {
      name = `${threshold.name} (${origin}${count === 1 ? '' : `, ${count}`})`
    }
    taken.add(name)
    return { ...threshold, name }
  })
}

function topFolderWarnings({ name, match }: Threshold): readonly string[] {
  const shallow = (match.path ?? []).filter((glob) => !/^!|[/]|^\*+$/.test(glob))
  return shallow.map(
    (glob) =>
      `Threshold "${name}" matches "${glob}" in the top folder only: write "**/${glob}" for every folder.`,
  )
}
