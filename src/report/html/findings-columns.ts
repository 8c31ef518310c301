/**
 * The findings as the page carries them: one array per column, repeated texts once, so that 50,000 findings take a few
 * megabytes. `encodeFindings` runs when the report is written, `decodeFindings` in the page.
 */
import {
  type Finding,
  type FindingStatus,
  findingStatuses,
  type Severity,
  severities,
} from '../../finding.ts'
import type { Blame } from '../../server/blame.ts'
import { escapeInvisible } from '../../text.ts'
import type { Entry } from '../entries.ts'
import { valueAt } from './parts.ts'

export type ShownFinding = Pick<
  Finding,
  'project' | 'repository' | 'branch' | 'path' | 'line' | 'rule' | 'scannedAt' | 'match'
> & {
  readonly severity: Severity
  readonly status: FindingStatus
  readonly fingerprint: string
  readonly owner: string
  readonly branches: readonly string[]
  /** When the line was written, in milliseconds since the epoch; `null` when unknown. */
  readonly exposedAt: number | null
  /** Who wrote the line, and in which commit; '' when unknown. */
  readonly author: string
}

/** JSON in the page. Each number of a column is an index into the list of its plural name. */
export type EncodedFindings = {
  readonly rules: readonly string[]
  readonly repositories: readonly (readonly [project: string, slug: string])[]
  readonly branchNames: readonly string[]
  /** Indices into `branchNames`, the most important first. */
  readonly branches: readonly (readonly number[])[]
  readonly paths: readonly string[]
  readonly owners: readonly string[]
  /** Names of exceeded thresholds. */
  readonly limitNames: readonly string[]
  /** Indices into `limitNames`. */
  readonly limits: readonly (readonly number[])[]
  /** Milliseconds since the epoch; `null` when unknown. */
  readonly times: readonly (number | null)[]
  readonly matches: readonly string[]
  readonly authors: readonly string[]
  readonly rule: readonly number[]
  readonly repository: readonly number[]
  readonly branch: readonly number[]
  readonly path: readonly number[]
  readonly owner: readonly number[]
  readonly limit: readonly number[]
  readonly time: readonly number[]
  /** Index into `times`. Empty, as `author` is, when no author was looked up. */
  readonly exposed: readonly number[]
  readonly author: readonly number[]
  /** Empty when all findings have the only entry of `matches`. */
  readonly match: readonly number[]
  /** 1-based; 0 when unknown. */
  readonly line: readonly number[]
  /** One digit per finding, index into `severities`. */
  readonly severity: string
  /** One digit per finding, index into `findingStatuses`. */
  readonly status: string
  /** Separated by blanks. */
  readonly fingerprint: string
}

/** @param limitsOf indices of the exceeded thresholds, by `limitNames`, that count a finding */
export function encodeFindings(
  entries: readonly Entry[],
  limitNames: readonly string[] = [],
  limitsOf: (entry: Entry) => readonly number[] = () => [],
): EncodedFindings {
  const rules = new Interned<string>()
  const repositories = new Interned<readonly [string, string]>()
  const branchNames = new Interned<string>()
  const branches = new Interned<readonly number[]>()
  const paths = new Interned<string>()
  const owners = new Interned<string>()
  const limits = new Interned<readonly number[]>()
  const times = new Interned<number | null>()
  const matches = new Interned<string>()
  const match = entries.map((f) => matches.index(f.match))
  const authors = new Interned<string>()
  const blamed = entries.some(({ blame }) => blame !== undefined) ? entries : []
  const ofSet = (sets: Interned<readonly number[]>, set: readonly number[]): number =>
    sets.index(set, set.join())
  // The length of the project keeps `A/B` + `c` and `A` + `B/c` apart.
  const repositoryKey = (f: Entry): string => `${f.project.length} ${f.project}/${f.repository}`
  return {
    rule: entries.map((f) => rules.index(f.rule)),
    repository: entries.map((f) => repositories.index([f.project, f.repository], repositoryKey(f))),
    branch: entries.map((f) =>
      ofSet(
        branches,
        f.branches.map((name) => branchNames.index(name)),
      ),
    ),
    path: entries.map((f) => paths.index(f.path)),
    owner: entries.map((f) => owners.index(f.owner ?? '')),
    limit: entries.map((f) => ofSet(limits, limitsOf(f))),
    time: entries.map((f) => times.index(f.scannedAt)),
    exposed: blamed.map(({ blame }) => times.index(blame?.date ? Date.parse(blame.date) : null)),
    author: blamed.map(({ blame }) => authors.index(blame === undefined ? '' : authorText(blame))),
    match: matches.values.length > 1 ? match : [],
    line: entries.map((f) => f.line ?? 0),
    severity: entries.map((f) => severities.indexOf(f.severity)).join(''),
    status: entries.map((f) => findingStatuses.indexOf(f.status)).join(''),
    fingerprint: entries.map((f) => f.fingerprint).join(' '),
    rules: rules.values,
    repositories: repositories.values,
    branchNames: branchNames.values,
    branches: branches.values,
    paths: paths.values,
    owners: owners.values,
    limitNames,
    limits: limits.values,
    times: times.values,
    matches: matches.values,
    authors: authors.values,
  }
}

function authorText({ author, email, commit }: Blame): string {
  return `${author}${email === undefined ? '' : ` <${email}>`} in ${commit.slice(0, 11)}`
}

/** Distinct values in the order of their first appearance. */
class Interned<T> {
  readonly values: T[] = []
  readonly #indices = new Map<unknown, number>()

  index(value: T, key: unknown = value): number {
    const known = this.#indices.get(key)
    if (known !== undefined) return known
    this.#indices.set(key, this.values.length)
    return this.values.push(value) - 1
  }
}

/** A column of few distinct texts: a row has those of `sets[index[row]]`. Invisible characters are escaped. */
export type TextColumn = {
  readonly index: readonly number[]
  readonly sets: readonly (readonly number[])[]
  readonly texts: readonly string[]
  /** The texts in lower case, for searching at every keystroke. */
  readonly lowered: readonly string[]
}

/** Columns with few values, by which findings can be filtered. */
export const facets = ['severity', 'status', 'rule', 'repository', 'branch', 'owner', 'limit'] as const
export type Facet = (typeof facets)[number]

/** The findings as the page works with them. */
export type FindingsTable = {
  readonly size: number
  readonly columns: Readonly<Record<Facet | 'path' | 'match', TextColumn>>
  /** Milliseconds since the epoch per row; -1 when unknown. */
  readonly scannedAt: readonly number[]
  /** Likewise, when its line was written; empty when no author was looked up. */
  readonly exposedAt: readonly number[]
  /** 1-based line per row; 0 when unknown. */
  readonly lines: readonly number[]
  readonly fingerprints: readonly string[]
  /** Whether a row is shown only on request. */
  isFolded(row: number): boolean
  /** The finding of a row, its invisible characters not yet escaped. */
  finding(row: number): ShownFinding
}

/** Without a baseline nothing is called new. */
export function statusWords(hasBaseline: boolean): readonly string[] {
  return hasBaseline ? findingStatuses : findingStatuses.map((word) => (word === 'new' ? 'open' : word))
}

/** The digit of the status. */
const NEW = String(findingStatuses.indexOf('new'))

export function decodeFindings(
  encoded: EncodedFindings,
  hasBaseline = true,
  isChange = false,
): FindingsTable {
  const { rule, repository, branch, path, severity, status, owner, limit, time, times } = encoded
  const size = rule.length
  const match = encoded.match.length > 0 ? encoded.match : new Array<number>(size).fill(0)
  const fingerprints = size === 0 ? [] : encoded.fingerprint.split(' ')
  const repositories = encoded.repositories.map((parts) => parts.join('/'))
  return {
    size,
    columns: {
      rule: textColumn(rule, encoded.rules),
      repository: textColumn(repository, repositories),
      branch: textColumn(branch, encoded.branchNames, encoded.branches),
      path: textColumn(path, encoded.paths),
      severity: textColumn(Array.from(severity, Number), severities),
      status: textColumn(Array.from(status, Number), statusWords(hasBaseline)),
      owner: textColumn(owner, encoded.owners),
      limit: textColumn(limit, encoded.limitNames, encoded.limits),
      match: textColumn(match, encoded.matches),
    },
    scannedAt: time.map((place) => times[place] ?? -1),
    exposedAt: encoded.exposed.map((place) => times[place] ?? -1),
    lines: encoded.line,
    fingerprints,
    isFolded: (row) =>
      isChange && status[row] !== NEW && valueAt(encoded.limits, valueAt(limit, row)).length === 0,
    finding: (row) => findingAt(encoded, row, valueAt(fingerprints, row)),
  }
}

function textColumn(
  index: readonly number[],
  values: readonly string[],
  sets: readonly (readonly number[])[] = values.map((_value, place) => [place]),
): TextColumn {
  const texts = values.map(escapeInvisible)
  return { index, sets, texts, lowered: texts.map((text) => text.toLowerCase()) }
}

function findingAt(encoded: EncodedFindings, row: number, fingerprint: string): ShownFinding {
  const pick = <T>(values: readonly T[], column: readonly number[]): T =>
    valueAt(values, valueAt(column, row))
  const [project, repository] = pick(encoded.repositories, encoded.repository)
  const branches = pick(encoded.branches, encoded.branch).map((place) => valueAt(encoded.branchNames, place))
  return {
    project,
    repository,
    branch: branches[0] ?? '',
    branches,
    path: pick(encoded.paths, encoded.path),
    line: encoded.line[row] || null,
    rule: pick(encoded.rules, encoded.rule),
    scannedAt: pick(encoded.times, encoded.time),
    match: valueAt(encoded.matches, encoded.match[row] ?? 0),
    severity: valueAt(severities, Number(encoded.severity[row])),
    status: valueAt(findingStatuses, Number(encoded.status[row])),
    owner: pick(encoded.owners, encoded.owner),
    fingerprint,
    exposedAt: encoded.times[encoded.exposed[row] ?? -1] ?? null,
    author: encoded.authors[encoded.author[row] ?? -1] ?? '',
  }
}
