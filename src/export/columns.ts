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
import { aliases, type ExportColumn, flagNames, looseName, type Tiers } from './column-names.ts'
import { isFlagWord, lineInPath, MAX_COLUMNS } from './csv-rows.ts'
import { columnEvidence, HeaderView } from './header-view.ts'

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
 */
export function planColumns(header: readonly string[], wishes: ColumnWishes, where: string): ColumnPlan {
  if (header.length > MAX_COLUMNS) {
    throw unknown(`${where}: the first row has ${header.length} cells; at most ${MAX_COLUMNS} are read.`)
  }
  const isForFindings = wishes.purpose === 'findings'
  if (isForFindings && isFindingsCsv(header)) return planOfFindingsCsv(header)
  const search = openSearch(header, wishes, where)
  for (const column of mappableColumns) search.byHand(column)
  if (isForFindings) search.takeFlags()
  for (const column of ['project', 'repository', 'branch', 'path', 'line'] as const) {
    search.byName(column, aliases[column])
  }
  search.byName('match', search.lineIsElsewhere() ? matchBesideNumber : aliases.match)
  // A review is of a text or of a place. Without a path there is no place, so `Line` is the text of the line.
  if (!isForFindings && search.at.match === null && search.at.path === null) search.lineIsText()
  search.byName('rule', aliases.rule)
  search.preferRuleNames()
  if (search.at.match !== null) search.byName('rule', ruleBesideMatch)
  const time = isForFindings ? 'scanned_at' : 'reviewed_at'
  search.byName(time, aliases[time])
  search.refuseMissing()
  return search.plan()
}

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
  { at }: Pick<ColumnPlan, 'at'>,
  target: Target | null,
  standIn: StandIn = {},
): readonly MappableColumn[] {
  const given = [...givenBy[target?.kind ?? 'instance'], ...Object.keys(standIn)]
  return mappableColumns.filter((column) => at[column] === null && !given.includes(column))
}

const givenBy: Readonly<Record<Target['kind'], readonly MappableColumn[]>> = {
  instance: [],
  project: ['project'],
  repo: ['project', 'repository'],
  branch: ['project', 'repository', 'branch'],
}

/** Headers that name a project by its key and a repository by its slug for sure, not by a display name. */
const projectKeyNames: readonly string[] = aliases.project[0] ?? []
const slugNames: readonly string[] = aliases.repository[0] ?? []
/** Headers that may be another time than that of the scan, such as that of the first detection. */
const doubtfulTimeNames: readonly string[] = aliases.scanned_at.slice(-2).flat()
/** The number of a line, unless another column is clearly the number: then its text. */
const bareLineNames: readonly string[] = aliases.line.at(-1) ?? []
/** Names of rules that columns may have which hold a sentence. */
const vagueRuleNames: readonly string[] = aliases.rule.slice(5).flat()

/** `Finding` is the name of a rule where the text has another column; else it is ambiguous. */
const ruleBesideMatch: Tiers = [['finding']]
/** Columns of a text, where `Line` is one of them because another column is clearly the number. */
const matchBesideNumber: Tiers = [...aliases.match.slice(0, -1), bareLineNames, ['finding']]

function openSearch(header: readonly string[], wishes: ColumnWishes, where: string) {
  const { purpose, target, firstRows = [] } = wishes
  const at = nowhere()
  const view = new HeaderView(header, firstRows, Object.values(wishes.byHand))
  const taken = new Set<number>()
  const namedByHand = new Set<ExportColumn>()
  let flags: readonly number[] = []
  /** What would be the rule, but for its sentences. */
  let sentences: number | null = null

  /** Cells with one of these names that are not in use. */
  const named = (tier: readonly string[]): readonly number[] =>
    positionsOf(view.names, (name, cell) => tier.includes(name) && !taken.has(cell))
  const nameAt = (column: ExportColumn): string => view.names[at[column] ?? -1] ?? ''
  const cellsOf = (cell: number): readonly string[] => firstRows.map((cells) => cells[cell] ?? '')

  function takeOnly(column: ExportColumn, positions: readonly number[]): boolean {
    const [first] = positions
    if (first === undefined) return false
    if (positions.length > 1) {
      const headers = positions.map((cell) => view.shown(cell)).join(' and ')
      throw unknown(`${where}: ${headers} are equally good for ${column}.`)
    }
    at[column] = first
    taken.add(first)
    return true
  }

  function doubtfulTime(): string | null {
    const { scanned_at: cell } = at
    const isSure = namedByHand.has('scanned_at') || !doubtfulTimeNames.includes(nameAt('scanned_at'))
    return cell === null || isSure ? null : view.shown(cell)
  }

  return {
    at,
    /** Takes the header that the user named, written exactly so or else loosely. */
    byHand(column: MappableColumn): void {
      const wanted = wishes.byHand[column]
      if (wanted === undefined) return
      const exact = positionsOf(view.cells, (cell) => cell.trim() === wanted.trim())
      if (takeOnly(column, exact.length > 0 ? exact : named([looseName(wanted)]))) namedByHand.add(column)
      else if (purpose === 'findings') {
        const how = `named by \`columns\` for ${column}`
        throw unknown(`${where}: the header "${wanted}", ${how}, is not there. ${view.sentence()}`)
      }
    },
    /** Takes the columns that flag rows by their names, unless they hold anything else. */
    takeFlags(): void {
      flags = named(flagNames).filter((cell) => cellsOf(cell).every(isFlagWord))
      for (const cell of flags) taken.add(cell)
    },
    byName(column: ExportColumn, tiers: Tiers): void {
      if (at[column] === null) tiers.some((tier) => takeOnly(column, named(tier)))
    },
    /** A column such as `Vulnerability` may have a sentence where another one has the name of the rule: takes that one. */
    preferRuleNames(): void {
      const { rule } = at
      if (namedByHand.has('rule') || rule === null || !vagueRuleNames.includes(nameAt('rule'))) return
      if (cellsOf(rule).every(looksLikeRule)) return
      const better = named(vagueRuleNames).filter((cell) => {
        const cells = cellsOf(cell)
        return cells.every(looksLikeRule) && cells.some((text) => /[_-]/.test(text))
      })
      if (better.length !== 1) return
      taken.delete(rule)
      sentences = rule
      takeOnly('rule', better)
    },
    /** What was taken for the number of a line is its text. */
    lineIsText(): void {
      at.match = at.line
      at.line = null
    },
    /** Whether another column than `Line` is the number of the line. */
    lineIsElsewhere: () => at.line !== null && !bareLineNames.includes(nameAt('line')),
    refuseMissing(): void {
      const isNothing = at.match === null && at.path === null
      const missing = purpose === 'findings' ? missingForFindings(at, wishes) : isNothing ? ['match'] : []
      if (missing.length === 0) return
      const what = `${where}: no column was found for ${missing.join(', ')}. ${view.sentence()}`
      const proposal = view.proposal(missing, taken)
      if (proposal !== null)
        throw unknown(what, `If these are the columns, set \`${proposal}\`; see docs/first-run.md.`)
      const areNames = target === null && missing.every((one) => one === 'project' || one === 'repository')
      throw areNames ? unknown(what, 'With `evaluate`, give `project` and `repo`.') : unknown(what)
    },
    plan(): ColumnPlan {
      const { line, path } = at
      const isLineInPath =
        line === null && path !== null && cellsOf(path).some((cell) => lineInPath.test(cell))
      const isSecret = (name: string, cell: number): boolean =>
        (secretNames.has(name) || cell === sentences) && !taken.has(cell)
      return {
        at,
        fingerprint: null,
        flags,
        secrets: positionsOf(view.names, isSecret),
        doubtfulTime: doubtfulTime(),
        projectIsKey: projectKeyNames.includes(nameAt('project')),
        repositoryIsSlug: slugNames.includes(nameAt('repository')),
        isPadded: /^\s|\s$/.test(view.cells[path ?? -1] ?? ''),
        evidence: columnEvidence(view, at, flags, isLineInPath),
      }
    },
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

function missingForFindings(at: ColumnPlan['at'], { target, standIn }: ColumnWishes): readonly string[] {
  const absent = absentColumns({ at }, target, standIn)
  return absent.filter((column) => {
    // A repository cell may say PROJ/slug.
    if (column === 'project') return at.repository === null
    return column === 'repository' || column === 'path' || column === 'rule'
  })
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
    evidence: columnEvidence(new HeaderView(header, [], []), at, [], false),
  }
}

function unknown(sentence: string, hint?: string): GateError {
  return new GateError('HEADER_UNKNOWN', sentence, hint === undefined ? {} : { hint })
}
