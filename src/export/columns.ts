/**
 * Finds out which column of an export is what, from its header alone. Pure. What is not found here is never read:
 * this is the allow-list that keeps unknown columns, which may hold secrets, out of everything.
 */
import type { StandIn } from '../config/inputs.ts'
import type { ColumnEvidence } from '../context.ts'
import { GateError } from '../errors.ts'
import { findingsCsvColumns, type MappableColumn, mappableColumns } from '../finding.ts'
import type { Target } from '../target.ts'
import { redactCredentials } from './clean-names.ts'
import {
  aliases,
  bareLineNames,
  doubtfulTimeNames,
  type ExportColumn,
  flagNames,
  looseName,
  matchBesideNumber,
  projectKeyNames,
  ruleBesideMatch,
  slugNames,
  vagueRuleNames,
} from './column-names.ts'
import { isFlagWord, lineInPath, MAX_COLUMNS } from './csv-rows.ts'
import { evidenceOf, HeaderView } from './header-view.ts'

/** Where the cells of a row are. */
export type ColumnPlan = {
  /** Position of each column, from 0; `null` when the export has none. */
  readonly at: Readonly<Record<ExportColumn, number | null>>
  /** Position of the fingerprint in a `findings.csv`; `null` for an export. */
  readonly fingerprint: number | null
  /** Columns that flag a row as reviewed or allow-listed. */
  readonly flags: readonly number[]
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
  /** Blanks around cells are the writer's, and not part of a path. */
  readonly isPadded: boolean
  /** Fit to be shown. */
  readonly evidence: ColumnEvidence
}

/** What is known of a CSV before its header is read. */
export type ColumnWishes = {
  /** The input `columns`: header text by column. */
  readonly byHand: Readonly<Partial<Record<MappableColumn, string>>>
  /** What was exported: it may give project and repository where no column does. `null` when unknown. */
  readonly target: Target | null
  /** Names of columns that the export may lack. */
  readonly standIn?: StandIn
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
  if (wishes.purpose === 'findings' && isFindingsCsv(header)) return planOfFindingsCsv(header)
  const search = new ColumnSearch(header, wishes, where)
  for (const column of mappableColumns) search.byHand(column)
  if (wishes.purpose === 'findings') search.takeFlags()
  for (const column of ['project', 'repository', 'branch', 'path', 'line'] as const) {
    search.byName(column, aliases[column])
  }
  search.byName('match', search.lineIsElsewhere() ? matchBesideNumber : aliases.match)
  // A review is of a text or of a place. Without a path there is no place, so `Line` is the text of the line.
  if (wishes.purpose === 'reviewed' && search.at.match === null && search.at.path === null)
    search.lineIsText()
  search.byName('rule', aliases.rule)
  search.preferRuleNames()
  if (search.at.match !== null) search.byName('rule', ruleBesideMatch)
  const time = wishes.purpose === 'findings' ? 'scanned_at' : 'reviewed_at'
  search.byName(time, aliases[time])
  search.refuseMissing()
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
export function absentColumns(
  plan: ColumnPlan,
  target: Target | null,
  standIn: StandIn = {},
): readonly MappableColumn[] {
  const given = [...givenBy[target?.kind ?? 'instance'], ...Object.keys(standIn)]
  return mappableColumns.filter((column) => plan.at[column] === null && !given.includes(column))
}

const givenBy: Readonly<Record<Target['kind'], readonly MappableColumn[]>> = {
  instance: [],
  project: ['project'],
  repo: ['project', 'repository'],
  branch: ['project', 'repository', 'branch'],
}

type Tiers = readonly (readonly string[])[]

class ColumnSearch {
  readonly at: Record<ExportColumn, number | null> = nowhere()
  readonly #wishes: ColumnWishes
  readonly #where: string
  readonly #view: HeaderView
  readonly #taken = new Set<number>()
  readonly #namedByHand = new Set<ExportColumn>()
  #flags: readonly number[] = []
  /** What would be the rule, but for its sentences. */
  #sentences: number | null = null

  constructor(header: readonly string[], wishes: ColumnWishes, where: string) {
    this.#wishes = wishes
    this.#where = where
    this.#view = new HeaderView(header, wishes.firstRows ?? [], Object.values(wishes.byHand))
  }

  /** Takes the header that the user named, written exactly so or else loosely. */
  byHand(column: MappableColumn): void {
    const named = this.#wishes.byHand[column]
    if (named === undefined) return
    const exact = positionsOf(this.#view.cells, (cell) => cell.trim() === named.trim())
    const found = exact.length > 0 ? exact : this.#named([looseName(named)])
    if (found.length > 1) throw this.#ambiguous(column, found)
    const [first] = found
    if (first !== undefined) {
      this.#take(column, first)
      this.#namedByHand.add(column)
    } else if (this.#wishes.purpose === 'findings') {
      throw unknown(
        `${this.#where}: the header "${named}", named by \`columns\` for ${column}, is not there. ${this.#view.sentence()}`,
      )
    }
  }

  /** Takes the columns that flag rows by their names, unless they hold anything else. */
  takeFlags(): void {
    this.#flags = this.#named(flagNames).filter((at) => this.#cellsOf(at).every(isFlagWord))
    for (const at of this.#flags) this.#taken.add(at)
  }

  /** Takes the best header for a column that has none yet. */
  byName(column: ExportColumn, tiers: Tiers): void {
    if (this.at[column] !== null) return
    for (const tier of tiers) {
      const found = this.#named(tier)
      if (found.length > 1) throw this.#ambiguous(column, found)
      const [first] = found
      if (first === undefined) continue
      this.#take(column, first)
      return
    }
  }

  /** A column such as `Vulnerability` may have a sentence where another one has the name of the rule: takes that one. */
  preferRuleNames(): void {
    const { rule } = this.at
    if (this.#namedByHand.has('rule') || rule === null || !vagueRuleNames.includes(this.#nameAt('rule')))
      return
    if (this.#cellsOf(rule).every(looksLikeRule)) return
    const [better, second] = this.#named(vagueRuleNames).filter((at) => {
      const cells = this.#cellsOf(at)
      return cells.every(looksLikeRule) && cells.some((cell) => /[_-]/.test(cell))
    })
    if (better === undefined || second !== undefined) return
    this.#taken.delete(rule)
    this.#sentences = rule
    this.#take('rule', better)
  }

  /** What was taken for the number of a line is its text. */
  lineIsText(): void {
    this.at.match = this.at.line
    this.at.line = null
  }

  /** Whether another column than `Line` is the number of the line. */
  lineIsElsewhere(): boolean {
    return this.at.line !== null && !bareLineNames.includes(this.#nameAt('line'))
  }

  refuseMissing(): void {
    const { match, path } = this.at
    const missing =
      this.#wishes.purpose === 'findings'
        ? missingForFindings(this.at, this.#wishes)
        : match === null && path === null
          ? ['match']
          : []
    if (missing.length === 0) return
    const what = `${this.#where}: no column was found for ${missing.join(', ')}. ${this.#view.sentence()}`
    const proposal = this.#view.proposal(missing, this.#taken)
    if (proposal !== null)
      throw unknown(what, `If these are the columns, set \`${proposal}\`; see docs/first-run.md.`)
    const areNames =
      this.#wishes.target === null && missing.every((one) => one === 'project' || one === 'repository')
    throw areNames ? unknown(what, 'With `evaluate`, give `project` and `repo`.') : unknown(what)
  }

  plan(): ColumnPlan {
    const { at } = this
    const isSecret = (name: string, cell: number): boolean =>
      (secretNames.has(name) || cell === this.#sentences) && !this.#taken.has(cell)
    return {
      at,
      fingerprint: null,
      flags: this.#flags,
      secrets: positionsOf(this.#view.names, isSecret),
      doubtfulTime: this.#doubtfulTime(),
      projectIsKey: projectKeyNames.includes(this.#nameAt('project')),
      repositoryIsSlug: slugNames.includes(this.#nameAt('repository')),
      isPadded: /^\s|\s$/.test(this.#view.cells[at.path ?? -1] ?? ''),
      evidence: evidenceOf(this.#view, at, this.#flags, this.#hasLineInPath()),
    }
  }

  #hasLineInPath(): boolean {
    const { line, path } = this.at
    return line === null && path !== null && this.#cellsOf(path).some((cell) => lineInPath.test(cell))
  }

  #doubtfulTime(): string | null {
    const { scanned_at: at } = this.at
    const isSure =
      this.#namedByHand.has('scanned_at') || !doubtfulTimeNames.includes(this.#nameAt('scanned_at'))
    return at === null || isSure ? null : this.#view.shown(at)
  }

  /** Cells with one of these names that are not in use. */
  #named(tier: readonly string[]): readonly number[] {
    return positionsOf(this.#view.names, (name, at) => tier.includes(name) && !this.#taken.has(at))
  }

  #nameAt(column: ExportColumn): string {
    return this.#view.names[this.at[column] ?? -1] ?? ''
  }

  #cellsOf(at: number): readonly string[] {
    return (this.#wishes.firstRows ?? []).map((cells) => cells[at] ?? '')
  }

  #take(column: ExportColumn, at: number): void {
    this.at[column] = at
    this.#taken.add(at)
  }

  #ambiguous(column: ExportColumn, positions: readonly number[]): GateError {
    const headers = positions.map((at) => this.#view.shown(at)).join(' and ')
    return unknown(`${this.#where}: ${headers} are equally good for ${column}.`)
  }
}

function nowhere(): Record<ExportColumn, number | null> {
  const columns = [...mappableColumns, 'reviewed_at'] as const
  return Object.fromEntries(columns.map((column) => [column, null])) as Record<ExportColumn, number | null>
}

/** A name of letters, digits, `_` and `-`, as rules have, and no credential. */
function looksLikeRule(cell: string): boolean {
  const text = cell.trim()
  const isName = /^[A-Za-z][A-Za-z0-9]*(?:[_-]+[A-Za-z0-9]+)*$/.test(text)
  return isName && redactCredentials(text) === text && !/[A-Za-z0-9]{16,}/.test(text)
}

const secretNames: ReadonlySet<string> = new Set(matchBesideNumber.flat())

function positionsOf(
  cells: readonly string[],
  wanted: (cell: string, position: number) => boolean,
): readonly number[] {
  return cells.flatMap((cell, position) => (wanted(cell, position) ? [position] : []))
}

function missingForFindings(at: ColumnPlan['at'], { target, standIn = {} }: ColumnWishes): readonly string[] {
  const given = [...givenBy[target?.kind ?? 'instance'], ...Object.keys(standIn)]
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
  // Files of before have no owners.
  const fewest = findingsCsvColumns.indexOf('owner')
  return (
    (header.length === findingsCsvColumns.length || header.length === fewest) &&
    header.every((name, at) => findingsCsvColumns[at] === name)
  )
}

function planOfFindingsCsv(header: readonly string[]): ColumnPlan {
  const places = mappableColumns.map((column) => [column, findingsCsvColumns.indexOf(column)])
  const at = { ...nowhere(), ...Object.fromEntries(places) }
  return {
    at,
    fingerprint: findingsCsvColumns.indexOf('fingerprint'),
    flags: [],
    secrets: [],
    doubtfulTime: null,
    projectIsKey: true,
    repositoryIsSlug: true,
    isPadded: false,
    evidence: evidenceOf(new HeaderView(header, [], []), at, [], false),
  }
}

function unknown(sentence: string, hint?: string): GateError {
  return new GateError('HEADER_UNKNOWN', sentence, hint === undefined ? {} : { hint })
}
