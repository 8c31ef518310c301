/**
 * Cells in, redacted finding out: the one place where a row of an export becomes something that the rest of the
 * engine sees. An allow-list: only the columns of a plan are looked at, each is typed, and matched text ends here.
 */
import type { Target } from '../target.ts'
import type { ExportColumn } from './aliases.ts'
import type { CellReader } from './cells.ts'
import { cleanText, pathFromRoot } from './clean-text.ts'
import type { ColumnPlan } from './columns.ts'
import type { CurrentFinding } from './current-finding.ts'
import { isInSingleQuotes } from './dialect.ts'
import { REDACTED, UNREADABLE_ROW } from './finding.ts'
import { createSecretFinder } from './matched-text.ts'
import type { Places } from './numbers/places.ts'
import { createScope } from './scope.ts'

/** Longest texts of a finding, in characters; what is longer ends with an ellipsis. */
const LONGEST = { project: 256, repository: 256, branch: 1024, path: 4096, rule: 256 } as const

/** Why there is no finding. */
export type Refusal = {
  /** `bad`: the row cannot be read. `outside`: it is of another scope than what was exported. */
  readonly kind: 'bad' | 'outside'
  /** In words, without a cell. */
  readonly reason: string
}

/** Where a row belongs: cleaned names, or why it has none. */
export type PlacedNames = {
  readonly refusal: Refusal | null
  readonly project: string
  readonly repository: string
  readonly branch: string
}

/** The rules of redaction for the rows of one CSV, whose cells `reader` finds. */
export class Redactor {
  readonly #reader: CellReader
  readonly #scope: ReturnType<typeof createScope>
  readonly #isFindingsCsv: boolean
  readonly #secretsIn = createSecretFinder()

  /** @param target what was exported; `null` when nobody knows */
  constructor(plan: ColumnPlan, reader: CellReader, target: Target | null) {
    this.#reader = reader
    this.#scope = createScope(target, plan)
    this.#isFindingsCsv = plan.fingerprint !== null
  }

  /** What a reader should know, one sentence each. */
  notices(): readonly string[] {
    return this.#scope.notices()
  }

  /** Makes the finding of a row of texts, which `reader.wanted` names; sets all of `row` but its time. */
  redact(cells: readonly string[], row: CurrentFinding, places: Places): Refusal | null {
    const cell = (column: ExportColumn): string => this.#reader.cell(cells, column)
    const secrets = this.#secretsIn(this.#reader.matchedTexts(cells))
    const placed = this.place(cell('project'), cell('repository'), cell('branch'), secrets)
    if (placed.refusal?.kind === 'outside') return placed.refusal
    const { project, repository, branch } = placed
    const [path, rule] = [this.path(cell('path'), secrets), this.rule(cell('rule'), secrets)]
    const misplaced = this.#isStandIn(rule.text) ? null : placed.refusal
    const refusal = misplaced ?? rule.refusal ?? path.refusal
    if (refusal !== null) return refusal
    const fingerprint = this.#reader.fingerprint(cells)
    const line = lineOf(cell('line'))
    if (fingerprint !== null && !isFingerprint(fingerprint)) return BAD_FINGERPRINT
    if (line === undefined) return BAD_LINE
    const match = cell('match')
    row.key = places.key({ project, repository, path: path.text, rule: rule.text })
    row.branchNumber = places.branches.number(branch)
    row.lineNumber = line ?? 0
    row.setText(match, this.#isFindingsCsv && match === REDACTED)
    if (fingerprint !== null) row.setFingerprint(fingerprint)
    return null
  }

  /**
   * Whether an earlier run put the row in place of one that it could not read. It stands wherever that run asked, which
   * may be nowhere, and counts all the same: as the rule alone tells, it is never suppressed.
   */
  #isStandIn(rule: string): boolean {
    return this.#isFindingsCsv && rule === UNREADABLE_ROW
  }

  /** Cleaned names of a place, from the texts of its cells. */
  place(project: string, repository: string, branch: string, secrets: readonly string[]): PlacedNames {
    const placed = this.#scope.place(project, repository, branch)
    const { outside, bad } = placed
    return {
      refusal:
        outside !== null
          ? { kind: 'outside', reason: outside }
          : bad !== null
            ? { kind: 'bad', reason: bad }
            : (quotedName('project', project) ??
              quotedName('repository', repository) ??
              quotedName('branch', branch)),
      project: cleanText(placed.project, secrets, LONGEST.project),
      repository: cleanText(placed.repository, secrets, LONGEST.repository),
      branch: cleanText(placed.branch, secrets, LONGEST.branch),
    }
  }

  /** A cleaned path, or why there is none. */
  path(cell: string, secrets: readonly string[]): CleanName {
    const path = pathFromRoot(cell)
    const refusal = path === '' ? NO_PATH : quotedName('path', cell)
    return { text: cleanText(path, secrets, LONGEST.path), refusal }
  }

  /** A cleaned rule, or why there is none. */
  rule(cell: string, secrets: readonly string[]): CleanName {
    const rule = cell.trim()
    const refusal = rule === '' ? NO_RULE : quotedName('rule', rule)
    return { text: cleanText(rule, secrets, LONGEST.rule), refusal }
  }
}

/** A cleaned name, or why there is none. */
export type CleanName = { readonly text: string; readonly refusal: Refusal | null }

const BAD_LINE: Refusal = {
  kind: 'bad',
  reason:
    'its line is not a number (should that column be the text of the line, map it: `columns: match = ...`)',
}
/** Why a row of a `findings.csv` is refused that has no fingerprint. */
export const BAD_FINGERPRINT: Refusal = { kind: 'bad', reason: 'its fingerprint is not 32 hex digits' }
const NO_RULE: Refusal = { kind: 'bad', reason: 'it does not tell its rule' }
const NO_PATH: Refusal = { kind: 'bad', reason: 'it does not tell its path' }

/**
 * Why a name is refused that stands in single quotes: a CSV with such quotes was taken for another, and no selector
 * would know the name by them. A name that is really so is rarer by far.
 */
function quotedName(column: ExportColumn, name: string): Refusal | null {
  if (!isInSingleQuotes(name.trim())) return null
  return { kind: 'bad', reason: `its ${column} stands in single quotes that are not those of the CSV` }
}

/** Whether a text is a fingerprint as `findings.csv` has them. */
export function isFingerprint(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text)
}

/**
 * The number in a line cell: `12`, `12-15` and `12:7` are 12; '', `0` and `-1` are no line (`null`); `undefined`
 * when it is none of these.
 */
export function lineOf(cell: string): number | null | undefined {
  const text = cell.trim()
  if (text === '' || text === '-1') return null
  const digits = /^(\d{1,9})(?:\.0+|\s*[-:–]\s*\d{1,9})?$/.exec(text)?.[1]
  if (digits === undefined) return undefined
  const line = Number(digits)
  return line === 0 ? null : line
}
