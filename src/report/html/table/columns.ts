/**
 * The findings as the page carries them: one array per column, repeated texts kept once. 50,000 findings take a
 * few megabytes this way. `encodeFindings` runs when the report is written, `decodeFindings` in the page.
 */
import {
  type Finding,
  type FindingStatus,
  findingStatuses,
  type Severity,
  severities,
} from '../../../findings/finding.ts'
import { visible } from '../../escape.ts'
import type { JudgedFinding } from '../../model.ts'
import { valueAt } from '../value-at.ts'

/** What is shown of one finding. No `matchId`: that never leaves the process. */
export type ShownFinding = Pick<
  Finding,
  'project' | 'repository' | 'branch' | 'path' | 'line' | 'rule' | 'scannedAt' | 'match'
> & { readonly severity: Severity; readonly status: FindingStatus; readonly fingerprint: string }

/** JSON in the page. Each number of a column is an index into the table of its plural name. */
export type EncodedFindings = {
  readonly rules: readonly string[]
  readonly repositories: readonly (readonly [project: string, slug: string])[]
  readonly branches: readonly string[]
  readonly paths: readonly string[]
  /** Milliseconds since the epoch; `null` when not told. */
  readonly times: readonly (number | null)[]
  readonly matches: readonly string[]
  readonly rule: readonly number[]
  readonly repository: readonly number[]
  readonly branch: readonly number[]
  readonly path: readonly number[]
  readonly time: readonly number[]
  /** Empty when `matches` has one entry only, which then holds for all. */
  readonly match: readonly number[]
  /** 1-based; 0 when not told. */
  readonly line: readonly number[]
  /** One digit per finding, index into `severities`. */
  readonly severity: string
  /** One digit per finding, index into `findingStatuses`. */
  readonly status: string
  /** Separated by blanks. */
  readonly fingerprint: string
}

/** Findings as the page carries them: each name once, numbers for the rest. */
export function encodeFindings(findings: readonly JudgedFinding[]): EncodedFindings {
  const rules = new Interned<string>()
  const repositories = new Interned<readonly [string, string]>()
  const branches = new Interned<string>()
  const paths = new Interned<string>()
  const times = new Interned<number | null>()
  const matches = new Interned<string>()
  const match = findings.map((f) => matches.index(f.match, f.match))
  return {
    rule: findings.map((f) => rules.index(f.rule, f.rule)),
    // The length keeps `A/B` + `c` and `A` + `B/c` apart.
    repository: findings.map((f) =>
      repositories.index(`${f.project.length} ${f.project}/${f.repository}`, [f.project, f.repository]),
    ),
    branch: findings.map((f) => branches.index(f.branch, f.branch)),
    path: findings.map((f) => paths.index(f.path, f.path)),
    time: findings.map((f) => times.index(f.scannedAt, f.scannedAt)),
    match: matches.values.length > 1 ? match : [],
    line: findings.map((f) => f.line ?? 0),
    severity: findings.map((f) => severities.indexOf(f.severity)).join(''),
    status: findings.map((f) => findingStatuses.indexOf(f.status)).join(''),
    fingerprint: findings.map((f) => f.fingerprint).join(' '),
    rules: rules.values,
    repositories: repositories.values,
    branches: branches.values,
    paths: paths.values,
    times: times.values,
    matches: matches.values,
  }
}

/** Gives each distinct value its place in `values`, in the order of first appearance. */
class Interned<T> {
  readonly values: T[] = []
  readonly #places = new Map<string | number | null, number>()

  index(key: string | number | null, value: T): number {
    const known = this.#places.get(key)
    if (known !== undefined) return known
    this.#places.set(key, this.values.length)
    return this.values.push(value) - 1
  }
}

/** A column of few distinct texts: `index[row]` is the place in `texts`, which are fit to be shown. */
export type TextColumn = {
  readonly index: readonly number[]
  readonly texts: readonly string[]
  /** The texts in lower case, for searching at every keystroke. */
  readonly lowered: readonly string[]
}

/** The findings as the page works with them. */
export type FindingsTable = {
  readonly size: number
  readonly columns: Readonly<
    Record<'rule' | 'repository' | 'branch' | 'path' | 'severity' | 'status' | 'match', TextColumn>
  >
  /** Milliseconds since the epoch per row; -1 when not told. */
  readonly scannedAt: readonly number[]
  /** 1-based line per row; 0 when not told. */
  readonly lines: readonly number[]
  readonly fingerprints: readonly string[]
  /** The finding of a row, its texts as they came (not yet made visible). */
  finding(row: number): ShownFinding
}

/** The same as the page works with them. */
export function decodeFindings(encoded: EncodedFindings): FindingsTable {
  const size = encoded.rule.length
  const match = encoded.match.length > 0 ? encoded.match : new Array<number>(size).fill(0)
  const fingerprints = size === 0 ? [] : encoded.fingerprint.split(' ')
  return {
    size,
    columns: {
      rule: textColumn(encoded.rule, encoded.rules),
      repository: textColumn(
        encoded.repository,
        encoded.repositories.map((parts) => parts.join('/')),
      ),
      branch: textColumn(encoded.branch, encoded.branches),
      path: textColumn(encoded.path, encoded.paths),
      severity: textColumn(Array.from(encoded.severity, Number), severities),
      status: textColumn(Array.from(encoded.status, Number), findingStatuses),
      match: textColumn(match, encoded.matches),
    },
    scannedAt: encoded.time.map((place) => encoded.times[place] ?? -1),
    lines: encoded.line,
    fingerprints,
    finding: (row) => findingAt(encoded, row, valueAt(fingerprints, row)),
  }
}

function textColumn(index: readonly number[], values: readonly string[]): TextColumn {
  const texts = values.map(visible)
  return { index, texts, lowered: texts.map((text) => text.toLowerCase()) }
}

function findingAt(encoded: EncodedFindings, row: number, fingerprint: string): ShownFinding {
  const [project, repository] = pick(encoded.repositories, encoded.repository, row)
  return {
    project,
    repository,
    branch: pick(encoded.branches, encoded.branch, row),
    path: pick(encoded.paths, encoded.path, row),
    line: encoded.line[row] || null,
    rule: pick(encoded.rules, encoded.rule, row),
    scannedAt: encoded.times[valueAt(encoded.time, row)] ?? null,
    match: valueAt(encoded.matches, encoded.match[row] ?? 0),
    severity: valueAt(severities, Number(encoded.severity[row])),
    status: valueAt(findingStatuses, Number(encoded.status[row])),
    fingerprint,
  }
}

function pick<T>(values: readonly T[], places: readonly number[], row: number): T {
  return valueAt(values, valueAt(places, row))
}
