/**
 * Cells in, redacted finding out: the one place where a row of an export becomes something that the rest of the
 * engine sees. An allow-list: only the columns of a plan are looked at, each is typed, and matched text ends here.
 */
import type { Target } from '../target.ts'
import type { ExportColumn } from './aliases.ts'
import type { CellReader } from './cells.ts'
import { createCleaner } from './clean-text.ts'
import type { ColumnPlan } from './columns.ts'
import { type Finding, REDACTED } from './finding.ts'
import { createMatchIds, createSecretFinder, shownMatch } from './matched-text.ts'
import { createScope } from './scope.ts'

/** Longest texts of a finding, in characters; what is longer ends with an ellipsis. */
const LONGEST = { project: 256, repository: 256, branch: 1024, path: 4096, rule: 256 } as const

export type RedactSettings = {
  readonly target: Target | null
  /** Show matched text as it is: the input `reveal-secrets`. */
  readonly reveal: boolean
  /** Key of `matchId`: random for the run, or the user's `fingerprint-key`. */
  readonly matchKey: Buffer
}

/** A finding, or in words why there is none. */
export type Redacted =
  | { readonly kind: 'finding'; readonly finding: Finding }
  /** The row cannot be read. */
  | { readonly kind: 'bad'; readonly reason: string }
  /** The row is of another scope than what was exported. */
  | { readonly kind: 'outside'; readonly reason: string }

export type Redactor = {
  /** Makes a finding of the cells that `reader.wanted` names. `scannedAt` in ms since the epoch. */
  redact(cells: readonly string[], scannedAt: number | null): Redacted
  /** What a reader should know, one sentence each. */
  notices(): readonly string[]
}

/** A redactor for the rows of one CSV, whose cells `reader` finds. */
export function createRedactor(plan: ColumnPlan, reader: CellReader, settings: RedactSettings): Redactor {
  const matchIdOf = createMatchIds(settings.matchKey)
  const scope = createScope(settings.target, plan)
  const cleaner = {
    project: createCleaner(LONGEST.project),
    repository: createCleaner(LONGEST.repository),
    branch: createCleaner(LONGEST.branch),
    path: createCleaner(LONGEST.path),
    rule: createCleaner(LONGEST.rule),
  }
  const secretsIn = createSecretFinder()
  const isRedacted = (match: string): boolean => plan.fingerprint !== null && match === REDACTED

  return {
    notices: scope.notices,
    redact(cells, scannedAt) {
      const cell = (column: ExportColumn): string => reader.cell(cells, column)
      const placed = scope.place(cell('project'), cell('repository'), cell('branch'))
      if (placed.outside !== null) return { kind: 'outside', reason: placed.outside }
      const path = cell('path')
      const rule = cell('rule').trim()
      const line = lineOf(cell('line'))
      const fingerprint = reader.fingerprint(cells)
      const bad = placed.bad ?? troubleWith(path, rule, fingerprint)
      if (bad !== null) return { kind: 'bad', reason: bad }
      if (line === undefined) return { kind: 'bad', reason: BAD_LINE }
      const secrets = secretsIn(reader.matchedTexts(cells))
      const match = cell('match')
      const finding: Finding = {
        project: cleaner.project(placed.project, secrets),
        repository: cleaner.repository(placed.repository, secrets),
        branch: cleaner.branch(placed.branch, secrets),
        path: cleaner.path(path, secrets),
        line,
        rule: cleaner.rule(rule, secrets),
        scannedAt,
        matchId: isRedacted(match) ? '' : matchIdOf(match),
        match: shownMatch(match, settings.reveal),
      }
      return { kind: 'finding', finding: fingerprint === null ? finding : { ...finding, fingerprint } }
    },
  }
}

const BAD_LINE =
  'its line is not a number (should that column be the text of the line, map it: `columns: match = ...`)'
const BAD_FINGERPRINT = 'its fingerprint is not 32 hex digits'

function troubleWith(path: string, rule: string, fingerprint: string | null): string | null {
  if (rule === '') return 'it does not tell its rule'
  if (path.trim() === '') return 'it does not tell its path'
  return fingerprint === null || /^[0-9a-f]{32}$/.test(fingerprint) ? null : BAD_FINGERPRINT
}

/**
 * The number in a line cell: `12`, `12-15` and `12:7` are 12; '', `0` and `-1` are no line (`null`); `undefined`
 * when it is none of these.
 */
export function lineOf(cell: string): number | null | undefined {
  const plain = plainNumber(cell)
  if (plain > 0) return plain
  const text = cell.trim()
  if (text === '' || text === '-1') return null
  const digits = /^(\d{1,9})(?:\.0+|\s*[-:–]\s*\d{1,9})?$/.exec(text)?.[1]
  if (digits === undefined) return undefined
  const line = Number(digits)
  return line === 0 ? null : line
}

/** The number of which a cell is the digits and nothing else, as nearly all are; 0 for anything else. */
function plainNumber(cell: string): number {
  if (cell.length > 9) return 0
  let number = 0
  for (let at = 0; at < cell.length; at++) {
    const digit = cell.charCodeAt(at) - 0x30
    if (digit < 0 || digit > 9) return 0
    number = number * 10 + digit
  }
  return number
}
