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
import { escapeInvisible } from '../../text.ts'
import type { JudgedFinding } from '../model.ts'
import { valueAt } from './parts.ts'

export type ShownFinding = Pick<
  Finding,
  'project' | 'repository' | 'branch' | 'path' | 'line' | 'rule' | 'scannedAt' | 'match'
> & { readonly severity: Severity; readonly status: FindingStatus; readonly fingerprint: string }

/** JSON in the page. Each number of a column is an index into the list of its plural name. */
export type EncodedFindings = {
  readonly rules: readonly string[]
  readonly repositories: readonly (readonly [project: string, slug: string])[]
  readonly branches: readonly string[]
  readonly paths: readonly string[]
  /** Milliseconds since the epoch; `null` when unknown. */
  readonly times: readonly (number | null)[]
  readonly matches: readonly string[]
  readonly rule: readonly number[]
  readonly repository: readonly number[]
  readonly branch: readonly number[]
  readonly path: readonly number[]
  readonly time: readonly number[]
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

export function encodeFindings(findings: readonly JudgedFinding[]): EncodedFindings {
  const rules = new Interned<string>()
  const repositories = new Interned<readonly [string, string]>()
  const branches = new Interned<string>()
  const paths = new Interned<string>()
  const times = new Interned<number | null>()
  const matches = new Interned<string>()
  const match = findings.map((f) => matches.index(f.match))
  // The length of the project keeps `A/B` + `c` and `A` + `B/c` apart.
  const repositoryKey = (f: JudgedFinding): string => `${f.project.length} ${f.project}/${f.repository}`
  return {
    rule: findings.map((f) => rules.index(f.rule)),
    repository: findings.map((f) => repositories.index([f.project, f.repository], repositoryKey(f))),
    branch: findings.map((f) => branches.index(f.branch)),
    path: findings.map((f) => paths.index(f.path)),
    time: findings.map((f) => times.index(f.scannedAt)),
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

/** A column of few distinct texts: the text of a row is `texts[index[row]]`, invisible characters escaped. */
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
  /** Milliseconds since the epoch per row; -1 when unknown. */
  readonly scannedAt: readonly number[]
  /** 1-based line per row; 0 when unknown. */
  readonly lines: readonly number[]
  readonly fingerprints: readonly string[]
  /** The finding of a row, its invisible characters not yet escaped. */
  finding(row: number): ShownFinding
}

export function decodeFindings(encoded: EncodedFindings): FindingsTable {
  const { rule, repository, branch, path, severity, status, time, times } = encoded
  const size = rule.length
  const match = encoded.match.length > 0 ? encoded.match : new Array<number>(size).fill(0)
  const fingerprints = size === 0 ? [] : encoded.fingerprint.split(' ')
  const repositories = encoded.repositories.map((parts) => parts.join('/'))
  return {
    size,
    columns: {
      rule: textColumn(rule, encoded.rules),
      repository: textColumn(repository, repositories),
      branch: textColumn(branch, encoded.branches),
      path: textColumn(path, encoded.paths),
      severity: textColumn(Array.from(severity, Number), severities),
      status: textColumn(Array.from(status, Number), findingStatuses),
      match: textColumn(match, encoded.matches),
    },
    scannedAt: time.map((place) => times[place] ?? -1),
    lines: encoded.line,
    fingerprints,
    finding: (row) => findingAt(encoded, row, valueAt(fingerprints, row)),
  }
}

function textColumn(index: readonly number[], values: readonly string[]): TextColumn {
  const texts = values.map(escapeInvisible)
  return { index, texts, lowered: texts.map((text) => text.toLowerCase()) }
}

function findingAt(encoded: EncodedFindings, row: number, fingerprint: string): ShownFinding {
  const pick = <T>(values: readonly T[], column: readonly number[]): T =>
    valueAt(values, valueAt(column, row))
  const [project, repository] = pick(encoded.repositories, encoded.repository)
  return {
    project,
    repository,
    branch: pick(encoded.branches, encoded.branch),
    path: pick(encoded.paths, encoded.path),
    line: encoded.line[row] || null,
    rule: pick(encoded.rules, encoded.rule),
    scannedAt: pick(encoded.times, encoded.time),
    match: valueAt(encoded.matches, encoded.match[row] ?? 0),
    severity: valueAt(severities, Number(encoded.severity[row])),
    status: valueAt(findingStatuses, Number(encoded.status[row])),
    fingerprint,
  }
}
