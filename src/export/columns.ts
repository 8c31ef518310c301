/**
 * Finds out which column of an export is what, from its header alone. Pure. What is not found here is never read:
 * this is the allow-list that keeps unknown columns, which may hold secrets, out of everything.
 */
import { GateError } from '../errors.ts'
import { findingsCsvColumns, type MappableColumn, mappableColumns } from '../finding.ts'
import type { Target } from '../target.ts'
import { redactCredentials } from './clean-names.ts'
import {
  aliases,
  doubtfulTimeNames,
  type ExportColumn,
  looseName,
  matchBesideNumber,
  projectKeyNames,
  ruleBesideMatch,
  slugNames,
  vagueRuleNames,
} from './column-names.ts'
import { MAX_COLUMNS } from './csv-rows.ts'

/** Where the cells of a row are. */
export type ColumnPlan = {
  /** Position of each column, from 0; `null` when the export has none. */
  readonly at: Readonly<Record<ExportColumn, number | null>>
  /** Position of the fingerprint in a `findings.csv`; `null` for an export. */
  readonly fingerprint: number | null
  /** Other columns that hold matched text by their name: looked at only to blank it elsewhere. */
  readonly secrets: readonly number[]
  /**
   * The header of `scanned_at`, fit to be shown, when it may be another time than that of the scan; `null` when it
   * certainly is that one, or when the user said so.
   */
  readonly doubtfulTime: string | null
  /** Whether the header says that a project is a key, a repository a slug: else it could be a display name. */
  readonly projectIsKey: boolean
  readonly repositoryIsSlug: boolean
}

/** What is known of a CSV before its header is read. */
export type ColumnWishes = {
  /** The input `columns`: header text by column. */
  readonly byHand: Readonly<Partial<Record<MappableColumn, string>>>
  /** What was exported: it may give project and repository where no column does. `null` when unknown. */
  readonly target: Target | null
  readonly purpose: 'findings' | 'reviewed'
  /** Cells of the first rows; absent where only the header is known. */
  readonly firstRows?: readonly (readonly string[])[]
}

/**
 * Reads a header.
 *
 * @param where names the export in errors.
 * @throws GateError HEADER_UNKNOWN: a needed column is missing, two headers are equally good for one, or a header
 *   named by hand is not there. Cells are shown only when they look like names of columns: without a header, the
 *   first row of data is here.
 */
export function planColumns(header: readonly string[], wishes: ColumnWishes, where: string): ColumnPlan {
  if (header.length > MAX_COLUMNS) {
    throw unknown(`${where}: the first row has ${header.length} cells; at most ${MAX_COLUMNS} are read.`)
  }
  if (wishes.purpose === 'findings' && isFindingsCsv(header)) return planOfFindingsCsv()
  const search = startSearch(header, where)
  for (const column of mappableColumns) {
    const named = wishes.byHand[column]
    if (named !== undefined) search.byHand(column, named, wishes.purpose === 'findings')
  }
  for (const column of ['project', 'repository', 'branch', 'path', 'line'] as const) {
    search.byName(column, aliases[column])
  }
  search.byName('match', search.lineIsElsewhere() ? matchBesideNumber : aliases.match)
  // A review is of a text or of a place. Without a path there is no place, so `Line` is the text of the line.
  if (wishes.purpose === 'reviewed' && search.at.match === null && search.at.path === null)
    search.lineIsText()
  search.byName('rule', aliases.rule)
  search.preferRuleNames(wishes.firstRows ?? [])
  if (search.at.match !== null) search.byName('rule', ruleBesideMatch)
  const time = wishes.purpose === 'findings' ? 'scanned_at' : 'reviewed_at'
  search.byName(time, aliases[time])
  refuseMissing(search, wishes)
  return search.plan()
}

/** Whether `planColumns` would read this header, with what was mapped by hand or without. */
export function isExportHeader(header: readonly string[], wishes: ColumnWishes): boolean {
  return [wishes, { ...wishes, byHand: {} }].some((each) => {
    try {
      planColumns(header, each, '')
      return true
    } catch (caught) {
      if (caught instanceof GateError) return false
      throw caught
    }
  })
}

/** Columns that neither the plan nor the target gives, and that a selector or a filter could be about. */
export function absentColumns(plan: ColumnPlan, target: Target | null): readonly MappableColumn[] {
  const given = givenBy[target?.kind ?? 'instance']
  return mappableColumns.filter((column) => plan.at[column] === null && !given.includes(column))
}

const givenBy: Readonly<Record<Target['kind'], readonly MappableColumn[]>> = {
  instance: [],
  project: ['project'],
  repo: ['project', 'repository'],
  branch: ['project', 'repository', 'branch'],
}

type Search = ReturnType<typeof startSearch>

function startSearch(header: readonly string[], where: string) {
  const names = header.map(looseName)
  const taken = new Set<number>()
  const namedByHand = new Set<ExportColumn>()
  const at: Record<ExportColumn, number | null> = {
    project: null,
    repository: null,
    branch: null,
    path: null,
    line: null,
    rule: null,
    match: null,
    scanned_at: null,
    reviewed_at: null,
  }
  let sentences: number | null = null
  const take = (column: ExportColumn, position: number): void => {
    at[column] = position
    taken.add(position)
  }
  const doubtfulTime = (): string | null => {
    const position = at.scanned_at
    const isSure =
      position === null || namedByHand.has('scanned_at') || !doubtfulTimes.has(nameAt('scanned_at'))
    return isSure ? null : shown(header[position] ?? '', position)
  }
  const nameAt = (column: ExportColumn): string => names[at[column] ?? -1] ?? ''

  return {
    at,
    where,
    header,
    names,
    /** Takes the header that the user named, written exactly so or else loosely. */
    byHand(column: MappableColumn, named: string, required: boolean): void {
      const exact = positionsOf(header, (cell) => cell.trim() === named.trim())
      const found = exact.length > 0 ? exact : positionsOf(names, (name) => name === looseName(named))
      const [first, second] = found
      if (second !== undefined) throw ambiguous(column, found, header, where)
      if (first !== undefined) {
        take(column, first)
        namedByHand.add(column)
      } else if (required) {
        throw unknown(
          `${where}: the header "${named}", named by \`columns\` for ${column}, is not there. ${shownHeaders(header, names)}`,
        )
      }
    },
    /** Takes the best header for a column that has none yet. */
    byName(column: ExportColumn, tiers: readonly (readonly string[])[]): void {
      if (at[column] !== null) return
      for (const tier of tiers) {
        const found = positionsOf(names, (name, position) => tier.includes(name) && !taken.has(position))
        const [first, second] = found
        if (second !== undefined) throw ambiguous(column, found, header, where)
        if (first === undefined) continue
        take(column, first)
        return
      }
    },
    /**
     * A column such as `Vulnerability` may have a sentence where another one has the name of the rule: takes that one.
     */
    preferRuleNames(rows: readonly (readonly string[])[]): void {
      if (namedByHand.has('rule') || at.rule === null || !vagueRuleNames.has(nameAt('rule'))) return
      const cellsOf = (position: number): readonly string[] => rows.map((cells) => cells[position] ?? '')
      if (cellsOf(at.rule).every(looksLikeRule)) return
      const [better, second] = positionsOf(names, (name, position) => {
        const cells = cellsOf(position)
        const isRule = cells.every(looksLikeRule) && cells.some((cell) => /[_-]/.test(cell))
        return vagueRuleNames.has(name) && !taken.has(position) && isRule
      })
      if (better === undefined || second !== undefined) return
      taken.delete(at.rule)
      sentences = at.rule
      take('rule', better)
    },
    /** What was taken for the number of a line is its text. */
    lineIsText(): void {
      at.match = at.line
      at.line = null
    },
    /** Whether another column than `Line` is the number of the line. */
    lineIsElsewhere: (): boolean => at.line !== null && nameAt('line') !== 'line',
    plan: (): ColumnPlan => ({
      at,
      fingerprint: null,
      secrets: positionsOf(
        names,
        (name, position) => (secretNames.has(name) || position === sentences) && !taken.has(position),
      ),
      doubtfulTime: doubtfulTime(),
      projectIsKey: projectKeyNames.includes(nameAt('project')),
      repositoryIsSlug: slugNames.includes(nameAt('repository')),
    }),
  }
}

/** A name of letters, digits, `_` and `-`, as rules have, and no credential. */
function looksLikeRule(cell: string): boolean {
  const text = cell.trim()
  const isName = /^[A-Za-z][A-Za-z0-9]*(?:[_-]+[A-Za-z0-9]+)*$/.test(text)
  return isName && redactCredentials(text) === text && !/[A-Za-z0-9]{16,}/.test(text)
}

const doubtfulTimes: ReadonlySet<string> = new Set(doubtfulTimeNames.flat())
const secretNames: ReadonlySet<string> = new Set(matchBesideNumber.flat())

function positionsOf(
  cells: readonly string[],
  wanted: (cell: string, position: number) => boolean,
): number[] {
  return cells.flatMap((cell, position) => (wanted(cell, position) ? [position] : []))
}

function refuseMissing({ at, header, names, where }: Search, { target, purpose }: ColumnWishes): void {
  const missing =
    purpose === 'findings'
      ? missingForFindings(at, target)
      : at.match === null && at.path === null
        ? ['match']
        : []
  if (missing.length === 0) return
  throw unknown(`${where}: no column was found for ${missing.join(', ')}. ${shownHeaders(header, names)}`)
}

function missingForFindings(
  at: Readonly<Record<ExportColumn, number | null>>,
  target: Target | null,
): string[] {
  const given = givenBy[target?.kind ?? 'instance']
  const repositoryKnown = at.repository !== null || given.includes('repository')
  // A repository cell may say PROJ/slug.
  const projectKnown = at.project !== null || given.includes('project') || at.repository !== null
  return [
    ...(projectKnown ? [] : ['project']),
    ...(repositoryKnown ? [] : ['repository']),
    ...(at.path === null ? ['path'] : []),
    ...(at.rule === null ? ['rule'] : []),
  ]
}

function isFindingsCsv(header: readonly string[]): boolean {
  return (
    header.length === findingsCsvColumns.length && findingsCsvColumns.every((name, at) => header[at] === name)
  )
}

function planOfFindingsCsv(): ColumnPlan {
  const position = (column: (typeof findingsCsvColumns)[number]): number => findingsCsvColumns.indexOf(column)
  return {
    at: {
      project: position('project'),
      repository: position('repository'),
      branch: position('branch'),
      path: position('path'),
      line: position('line'),
      rule: position('rule'),
      match: position('match'),
      scanned_at: position('scanned_at'),
      reviewed_at: null,
    },
    fingerprint: position('fingerprint'),
    secrets: [],
    doubtfulTime: null,
    projectIsKey: true,
    repositoryIsSlug: true,
  }
}

function ambiguous(
  column: ExportColumn,
  positions: readonly number[],
  header: readonly string[],
  where: string,
): GateError {
  const headers = positions.map((position) => shown(header[position] ?? '', position)).join(' and ')
  return unknown(`${where}: ${headers} are equally good for ${column}.`)
}

function unknown(sentence: string): GateError {
  return new GateError('HEADER_UNKNOWN', sentence)
}

/** Known names that a first row must have to be taken for a header, whose cells may be shown. */
const KNOWN_NAMES = 2
/** Headers shown in an error. */
const SHOWN_HEADERS = 40
const knownNames: ReadonlySet<string> = new Set([...Object.values(aliases).flat(2), 'line'])

function shownHeaders(header: readonly string[], names: readonly string[]): string {
  if (names.filter((name) => knownNames.has(name)).length < KNOWN_NAMES) {
    return `Its first row has ${header.length} cells and does not look like a header, so it is not shown.`
  }
  const more = header.length > SHOWN_HEADERS ? ` and ${header.length - SHOWN_HEADERS} more` : ''
  return `Its headers: ${header.slice(0, SHOWN_HEADERS).map(shown).join(', ')}${more}.`
}

function shown(cell: string, position: number): string {
  return looksLikeHeader(cell) ? `"${cell.trim()}"` : `column ${position + 1} (not shown)`
}

/** Short words, without letters behind digits or long runs of both: names of columns number themselves at the end. */
function looksLikeHeader(cell: string): boolean {
  const text = cell.trim()
  return (
    /^\p{L}[\p{L}\p{N} _.#()/-]{0,39}$/u.test(text) &&
    !/\p{N}\p{L}|(?=[A-Za-z]*\d)[A-Za-z\d]{12,}/u.test(text) &&
    redactCredentials(text) === text
  )
}
