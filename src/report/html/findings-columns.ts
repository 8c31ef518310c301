/** The findings as the page carries them: numbers by column, repeated texts once, so that 50,000 take a few megabytes. */
import { type FindingStatus, findingStatuses, type Severity, severities } from '../../finding.ts'
import type { Blame } from '../../server/blame.ts'
import { escapeInvisible } from '../../text.ts'
import { type Entry, isCountedBy, statusWord } from '../entries.ts'
import type { Report } from '../model.ts'
import { valueAt } from './parts.ts'

/** A column in the page: a row has the texts of the set `index[row]`. */
type EncodedColumn = {
  readonly texts: readonly string[]
  /** Numbers of texts; absent where each set is the text of its own number. */
  readonly sets?: readonly (readonly number[])[]
  /** Empty where all rows have the set 0. */
  readonly index: readonly number[]
}

/** The text of a finding by column. Times are milliseconds since the epoch; '' when unknown, as with lines. */
const textOf = {
  severity: ({ severity }: Entry) => severity,
  status: ({ status }: Entry) => status,
  rule: ({ rule }: Entry) => rule,
  project: ({ project }: Entry) => project,
  repository: ({ project, repository }: Entry) => `${project}/${repository}`,
  path: ({ path }: Entry) => path,
  line: ({ line }: Entry) => String(line ?? ''),
  owner: ({ owner = '' }: Entry) => owner,
  match: ({ match }: Entry) => match,
  scanned: ({ scannedAt }: Entry) => String(scannedAt ?? ''),
  exposed: ({ blame }: Entry) => (blame?.date ? String(Date.parse(blame.date)) : ''),
  author: ({ blame }: Entry) => (blame === undefined ? '' : authorText(blame)),
}

function authorText({ author, email, commit }: Blame): string {
  return `${author}${email === undefined ? '' : ` <${email}>`} in ${commit.slice(0, 11)}`
}

type ColumnName = keyof typeof textOf | 'branch' | 'limit'

export type EncodedFindings = {
  readonly columns: Readonly<Record<ColumnName, EncodedColumn>>
  /** Separated by blanks. */
  readonly fingerprints: string
}

export function encodeFindings(
  entries: readonly Entry[],
  exceeded: readonly Pick<Report['thresholds'][number], 'name' | 'position'>[] = [],
): EncodedFindings {
  const namesOf = (limits: typeof exceeded): string[] => limits.map(({ name }) => name)
  const limits = entries.map((entry) => namesOf(exceeded.filter((outcome) => isCountedBy(entry, outcome))))
  const plain = Object.entries(textOf).map(([name, of]) => [name, encodeTexts(entries.map(of), order[name])])
  return {
    columns: {
      ...Object.fromEntries(plain),
      branch: encodeSets(entries.map(({ branches }) => branches)),
      limit: encodeSets(limits, namesOf(exceeded)),
    },
    fingerprints: entries.map(({ fingerprint }) => fingerprint).join(' '),
  }
}

/** Texts of columns that are sorted by rank and not by name. */
const order: Readonly<Record<string, readonly string[]>> = { severity: severities, status: findingStatuses }

/** @param known texts that come first, in this order */
function encodeTexts(rows: readonly string[], known: readonly string[] = []): EncodedColumn {
  const texts = new Map(known.map((text, number) => [text, number]))
  const index = rows.map((text) => numberIn(texts, text))
  return { texts: [...texts.keys()], index: texts.size > 1 ? index : [] }
}

function encodeSets(rows: readonly (readonly string[])[], known: readonly string[] = []): EncodedColumn {
  const { texts: distinct, index } = encodeTexts(rows.map((row) => JSON.stringify(row)))
  const texts = new Map(known.map((text, number) => [text, number]))
  const sets = distinct.map((row) => (JSON.parse(row) as string[]).map((text) => numberIn(texts, text)))
  return { texts: [...texts.keys()], sets, index }
}

/** In the order of first appearance. */
function numberIn(numbers: Map<string, number>, text: string): number {
  const known = numbers.get(text)
  if (known === undefined) numbers.set(text, numbers.size)
  return known ?? numbers.size - 1
}

/** A column of few distinct texts: a row has those of `sets[index[row]]`. Invisible characters are escaped. */
export type TextColumn = Required<EncodedColumn> & {
  /** The texts in lower case, for searching at every keystroke. */
  readonly lowered: readonly string[]
}

/** Columns with few values, by which findings can be filtered. */
export const facets = ['severity', 'status', 'rule', 'repository', 'branch', 'owner', 'limit'] as const
export type Facet = (typeof facets)[number]

export type FindingsTable = ReturnType<typeof decodeFindings>
export type ShownFinding = ReturnType<FindingsTable['finding']>

export function decodeFindings(
  { columns: encoded, fingerprints: joined }: EncodedFindings,
  hasBaseline = true,
  isChange = false,
) {
  const fingerprints = joined === '' ? [] : joined.split(' ')
  const size = fingerprints.length
  const decoded = Object.entries(encoded).map(([name, column]) => [name, textColumn(column, size)])
  const columns = Object.fromEntries(decoded) as Record<ColumnName, TextColumn>
  const textsAt = (name: ColumnName, row: number): string[] => {
    const { index, sets } = columns[name]
    return valueAt(sets, valueAt(index, row)).map((number) => valueAt(encoded[name].texts, number))
  }
  const textAt = (name: ColumnName, row: number): string => textsAt(name, row)[0] ?? ''
  const numberAt = (name: ColumnName, row: number): number | null => {
    const text = textAt(name, row)
    return text === '' ? null : Number(text)
  }
  const numbers = (name: ColumnName, unknown: number): number[] =>
    Array.from({ length: size }, (_none, row) => numberAt(name, row) ?? unknown)
  const statuses = findingStatuses.map((status) => statusWord({ status }, { hasBaseline }))
  return {
    size,
    columns: { ...columns, status: { ...columns.status, texts: statuses, lowered: statuses } },
    /** Milliseconds since the epoch per row; -1 when unknown. */
    scannedAt: numbers('scanned', -1),
    /** Likewise, when its line was written; empty when no author was looked up. */
    exposedAt: encoded.author.texts.some((author) => author !== '') ? numbers('exposed', -1) : [],
    /** 1-based line per row; 0 when unknown. */
    lines: numbers('line', 0),
    fingerprints,
    /** Whether a row is shown only on request. */
    isFolded: (row: number) =>
      isChange && textAt('status', row) !== 'new' && textsAt('limit', row).length === 0,
    /** The finding of a row, its invisible characters not yet escaped. */
    finding(row: number) {
      const project = textAt('project', row)
      const branches = textsAt('branch', row)
      return {
        project,
        repository: textAt('repository', row).slice(project.length + 1),
        branch: branches[0] ?? '',
        branches,
        path: textAt('path', row),
        line: numberAt('line', row),
        rule: textAt('rule', row),
        scannedAt: numberAt('scanned', row),
        match: textAt('match', row),
        severity: textAt('severity', row) as Severity,
        status: textAt('status', row) as FindingStatus,
        owner: textAt('owner', row),
        fingerprint: valueAt(fingerprints, row),
        /** When the line was written, in milliseconds since the epoch; `null` when unknown. */
        exposedAt: numberAt('exposed', row),
        /** Who wrote the line, and in which commit; '' when unknown. */
        author: textAt('author', row),
      }
    },
  }
}

function textColumn({ texts: raw, sets, index }: EncodedColumn, size: number): TextColumn {
  const texts = raw.map(escapeInvisible)
  return {
    texts,
    lowered: texts.map((text) => text.toLowerCase()),
    sets: sets ?? texts.map((_text, number) => [number]),
    index: index.length > 0 ? index : new Array<number>(size).fill(0),
  }
}
