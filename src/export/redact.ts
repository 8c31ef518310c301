/**
 * THE place where the cells of a row become a finding. An allow-list: only the columns of a plan are looked at, each is
 * typed, and the matched text ends here: what goes on is its hash and `[redacted]`.
 */
import type { StandIn } from '../config/inputs.ts'
import { REDACTED, UNREADABLE_ROW } from '../finding.ts'
import { placeOf, type Target } from '../target.ts'
import { cleanName, LONGEST, pathFromRoot } from './clean-names.ts'
import type { ExportColumn } from './column-names.ts'
import type { ColumnPlan } from './columns.ts'
import { lineNumber, RowCells } from './csv-rows.ts'
import { readMoment } from './dates.ts'
import {
  FIRST_ID,
  type FindingKey,
  type FindingNames,
  type FindingRow,
  type NameField,
  REFUSED,
  type ReviewedRow,
  UNSEEN,
} from './finding-row.ts'
import {
  openRowScope,
  PLACE,
  quotedName,
  RowPlaces,
  type RowProblem,
  type RowScope,
  splitRepository,
} from './row-place.ts'
import { isMaskedText, type SecretHasher, secretIdentity } from './secret-hash.ts'
import { isSecretLike, secretsIn, ValueFilter } from './secret-values.ts'
import { LONGEST_NAME } from './typed-tables.ts'

/** Kinds of cells in `FindingNames.cells`, beside `PLACE`. */
const [RULE, RULE_OF_FINDINGS_CSV] = [PLACE + 1, PLACE + 2]

export class Redactor {
  readonly #at: Readonly<Record<ExportColumn, number>>
  readonly #fingerprintAt: number
  /** Columns of matched texts; the first is that of the match, where there is one. */
  readonly #textColumns: readonly number[]
  readonly #nameColumns: readonly number[]
  readonly #isFindingsCsv: boolean
  readonly #isPadded: boolean
  readonly #flags: readonly number[]
  readonly #scope: RowScope
  readonly #places: RowPlaces
  readonly #names: FindingNames
  readonly #hasher: SecretHasher
  readonly #row: FindingRow
  readonly #cells: RowCells
  readonly #filter = new ValueFilter()

  /** @param target what was exported, `null` when unknown; @param row is set for each finding */
  constructor(
    plan: ColumnPlan,
    target: Target | null,
    row: FindingRow,
    hasher: SecretHasher,
    standIn: StandIn = {},
  ) {
    const { at, fingerprint, secrets } = plan
    this.#isPadded = plan.isPadded
    this.#flags = plan.flags
    const entries = Object.entries(at).map(([column, cell]) => [column, cell ?? -1] as const)
    this.#at = Object.fromEntries(entries) as Record<ExportColumn, number>
    this.#fingerprintAt = fingerprint ?? -1
    this.#isFindingsCsv = fingerprint !== null
    this.#cells = new RowCells(this.#isFindingsCsv)
    this.#textColumns = [...(at.match === null ? [] : [at.match]), ...secrets]
    const nameColumns = [at.project, at.repository, at.branch, at.path, at.rule]
    this.#nameColumns = [...new Set(nameColumns.filter((cell) => cell !== null))]
    this.#scope = openRowScope(target, plan, standIn)
    this.#names = row.names
    this.#places = new RowPlaces(at, this.#cells, this.#scope, row.names)
    this.#hasher = hasher
    this.#row = row
  }

  /** Sentences for people. */
  notices(): readonly string[] {
    return this.#scope.notices()
  }

  /** Makes a row the finding at hand, but for its time; or says why it is none. */
  redact(bytes: Buffer, bounds: Int32Array): RowProblem | null {
    this.#row.former = null
    const lineInPath = this.#at.line < 0 ? this.#cells.cutLine(bytes, bounds, this.#at.path) : 0
    // Before anything is known to be wrong with the row: its names have ids even then.
    if (this.#mayShow(bytes, bounds)) this.#mask(bytes, bounds)
    const place = this.#places.of(bytes, bounds)
    if (place.problem?.kind === 'outside') return place.problem
    const rule = this.#ruleOf(bytes, bounds)
    if (place.problem !== null && !this.#isStandIn(rule)) return place.problem
    if (rule < 0) return this.#cleanRule(bytes, bounds).problem
    const key = this.#keyOf(bytes, bounds, place.repository, rule)
    if (key < 0) return this.#cleanPath(bytes, bounds).problem
    const row = this.#row
    row.key = key
    row.repository = place.repository
    row.rule = rule
    row.branch = place.branch
    if (this.#isFindingsCsv && !this.#takeFingerprint(bytes, bounds)) return BAD_FINGERPRINT
    row.line = this.#at.line < 0 ? lineInPath : this.#cells.line(bytes, bounds, this.#at.line)
    if (row.line < 0) return BAD_LINE
    this.#takeMatch(bytes, bounds)
    row.flags = this.#cells.flags(bytes, bounds, this.#flags)
    return null
  }

  /** Makes a row of reviewed false positives, or says why it is none. */
  reviewed(bytes: Buffer, bounds: Int32Array): ReviewedRow | string {
    const cell = (column: ExportColumn): string => this.#cells.text(bytes, bounds, this.#at[column])
    const lineInPath = this.#at.line < 0 ? this.#cells.cutLine(bytes, bounds, this.#at.path) : 0
    const line = this.#at.line < 0 ? lineInPath : lineNumber(cell('line'))
    const path = this.#path(bytes, bounds)
    const match = cell('match')
    if (line < 0) return 'its line is not a number'
    if (match.trim() === '' && (path === '' || line === 0)) {
      return 'it has neither a matched text nor path and line'
    }
    const secrets = this.#mayShow(bytes, bounds) ? this.#secrets(bytes, bounds) : null
    const place = splitRepository(anyAsEmpty(cell('project')), anyAsEmpty(cell('repository')))
    const named = (field: NameField, text: string): string | null => {
      if (text === '') return null
      const name = cleanName(text, null, LONGEST[field])
      return this.#names.masks.isListed(field, name) ? name : cleanName(text, secrets, LONGEST[field])
    }
    this.#takeMatch(bytes, bounds)
    return {
      project: named('project', place.project) ?? this.#scope.asked.project,
      repository: named('repository', place.repository) ?? this.#scope.asked.repo,
      rule: named('rule', cell('rule').trim()),
      path: named('path', path),
      line: line === 0 ? null : line,
      secretHash: this.#row.secretHash,
      match: this.#row.match,
      reviewedAt: readMoment(cell('reviewed_at'))?.ms ?? null,
    }
  }

  /** The matched text of a row, for `reveal-secrets` alone. */
  matchedText(bytes: Buffer, bounds: Int32Array): string {
    return this.#cells.text(bytes, bounds, this.#at.match)
  }

  /** Makes what of the finding at hand is compared with another branch. */
  takeIdentity(bytes: Buffer, bounds: Int32Array): void {
    const row = this.#row
    const text = this.matchedText(bytes, bounds)
    const identity = Buffer.from(secretIdentity(text))
    this.#hasher.hashBytes(identity, 0, identity.length)
    identity.fill(0)
    row.identityLow = row.hasText ? this.#hasher.low : 0
    row.identityHigh = row.hasText ? this.#hasher.high : 0
    row.isMasked = isMaskedText(text)
  }

  /** Replaces the finding at hand by that of a row which could not be read, so that it is gated and shown. */
  standIn(asked: Target, file: string, line: number): void {
    const row = this.#row
    const { project, repo, branch } = placeOf(asked)
    const key = { project: project ?? '', repository: repo ?? '', path: file, rule: UNREADABLE_ROW }
    row.key = this.#names.key(key)
    row.repository = this.#names.repositoryOf(row.key)
    row.rule = this.#names.ruleOf(row.key)
    row.branch = this.#names.branches.intern(branch ?? '')
    row.line = line
    row.flags = 0
    row.scannedMs = Number.NaN
    row.hashLow = 0
    row.hashHigh = 0
    row.hasText = false
    row.match = ''
    row.fingerprint = undefined
    row.former = null
  }

  /**
   * Whether an earlier run put the row in place of one that it could not read. It counts wherever that run looked, which
   * may be nowhere; as its rule says so, it is never suppressed.
   */
  #isStandIn(rule: number): boolean {
    return this.#isFindingsCsv && rule >= 0 && this.#names.rules.text(rule) === UNREADABLE_ROW
  }

  #takeMatch(bytes: Buffer, bounds: Int32Array): void {
    const row = this.#row
    const cell = this.#at.match
    if (cell < 0) this.#cells.end = this.#cells.start
    else this.#cells.trim(bytes, bounds, cell)
    row.match = this.#cells.start === this.#cells.end ? '' : REDACTED
    if (this.#isFindingsCsv) return
    this.#hasher.hash(bytes, this.#cells.start, this.#cells.end)
    row.hashLow = this.#hasher.low
    row.hashHigh = this.#hasher.high
    row.hasText = this.#cells.start !== this.#cells.end
    row.fingerprint = undefined
  }

  /** In a `findings.csv` the fingerprint identifies the finding. */
  #takeFingerprint(bytes: Buffer, bounds: Int32Array): boolean {
    const text = this.#cells.text(bytes, bounds, this.#fingerprintAt)
    if (!/^[0-9a-f]{32}$/.test(text)) return false
    const row = this.#row
    row.fingerprint = text
    row.hashLow = Number.parseInt(text.slice(0, 8), 16)
    row.hashHigh = Number.parseInt(text.slice(8, 16), 16)
    row.hasText = false
    return true
  }

  /** Id of a rule as exported, -1 when it is too long to have one. */
  #ruleCell(bytes: Buffer, bounds: Int32Array): number {
    const start = bounds[2 * this.#at.rule] as number
    const end = bounds[2 * this.#at.rule + 1] as number
    const kind = this.#isFindingsCsv ? RULE_OF_FINDINGS_CSV : RULE
    return end - start > LONGEST_NAME ? -1 : this.#names.cells.intern(bytes, start, end, 0, kind)
  }

  /** Id of the cleaned rule, -1 when it is refused. */
  #ruleOf(bytes: Buffer, bounds: Int32Array): number {
    const cell = this.#ruleCell(bytes, bounds)
    const known = cell < 0 ? UNSEEN : this.#names.cleanedRules.at(cell)
    if (known !== UNSEEN) return known - FIRST_ID
    const { text, problem } = this.#cleanRule(bytes, bounds)
    const cleaned = problem === null ? this.#names.rules.intern(text) + FIRST_ID : REFUSED
    if (cell >= 0) this.#names.cleanedRules.set(cell, cleaned)
    return cleaned - FIRST_ID
  }

  /** The key with the cleaned path, -1 when the path is refused. */
  #keyOf(bytes: Buffer, bounds: Int32Array, repository: number, rule: number): number {
    const { keys, cleanedKeys } = this.#names
    const start = bounds[2 * this.#at.path] as number
    const end = bounds[2 * this.#at.path + 1] as number
    const isPlain = end - start <= LONGEST_NAME && !this.#mayHaveMarks(bytes, start, end)
    const asExported = isPlain ? keys.intern(bytes, start, end, repository, rule) : -1
    const known = isPlain ? cleanedKeys.at(asExported) : UNSEEN
    if (known !== UNSEEN) return known - FIRST_ID
    const { cell, text, problem } = this.#cleanPath(bytes, bounds)
    let cleaned = REFUSED
    if (problem === null) {
      // Nearly all paths are clean as they are.
      const isClean = isPlain && text === cell
      cleaned = (isClean ? asExported : keys.internText(text, repository, rule)) + FIRST_ID
    }
    if (isPlain) cleanedKeys.set(asExported, cleaned)
    return cleaned - FIRST_ID
  }

  #mayHaveMarks(bytes: Buffer, start: number, end: number): boolean {
    return this.#isFindingsCsv && bytes.subarray(start, end).includes(0x27)
  }

  #cleanRule(bytes: Buffer, bounds: Int32Array): CleanedName {
    const rule = this.#cells.text(bytes, bounds, this.#at.rule).trim()
    const problem = rule === '' ? NO_RULE : quotedName('rule', rule)
    return { cell: rule, text: cleanName(rule, null, LONGEST.rule), problem }
  }

  #cleanPath(bytes: Buffer, bounds: Int32Array): CleanedName {
    const cell = this.#cells.text(bytes, bounds, this.#at.path)
    const path = this.#path(bytes, bounds)
    return { cell, text: cleanName(path, null, LONGEST.path), problem: path === '' ? NO_PATH : null }
  }

  #path(bytes: Buffer, bounds: Int32Array): string {
    const cell = this.#cells.text(bytes, bounds, this.#at.path)
    return pathFromRoot(this.#isPadded ? cell.trim() : cell)
  }

  /** Whether a value of a matched text may be part of a name of the row; nearly never. */
  #mayShow(bytes: Buffer, bounds: Int32Array): boolean {
    for (const cell of this.#textColumns) {
      this.#cells.trim(bytes, bounds, cell)
      const { start, end } = this.#cells
      // A text revealed by an earlier run may be written with marks.
      const isSuspect = this.#isFindingsCsv
        ? start !== end && this.#cells.text(bytes, bounds, cell) !== REDACTED
        : this.#filter.mayShare(bytes, start, end, bounds, this.#nameColumns)
      if (isSuspect) return true
    }
    return false
  }

  #texts(bytes: Buffer, bounds: Int32Array): readonly string[] {
    return this.#textColumns.map((cell) => this.#cells.text(bytes, bounds, cell).trim())
  }

  #secrets(bytes: Buffer, bounds: Int32Array): RegExp | null {
    const names = this.#nameColumns.map((cell) => this.#cells.text(bytes, bounds, cell))
    return secretsIn(names, this.#texts(bytes, bounds))
  }

  /** Masks the names of a row where a value of its matched texts is part of them. */
  #mask(bytes: Buffer, bounds: Int32Array): void {
    const secrets = this.#secrets(bytes, bounds)
    if (secrets === null) return
    const cell = (column: ExportColumn): string => this.#cells.text(bytes, bounds, this.#at[column])
    const place = this.#scope.place(cell('project'), cell('repository'), cell('branch'))
    const named = { ...place, path: this.#path(bytes, bounds), rule: cell('rule').trim() }
    const former = formerNames(named, this.#texts(bytes, bounds).filter(isSecretLike))
    for (const field of ['project', 'repository', 'branch', 'path', 'rule'] as const) {
      const name = cleanName(named[field], null, LONGEST[field])
      const before = this.#names.masks.written(field, name)
      const masked = before === name ? cleanName(named[field], secrets, LONGEST[field]) : null
      this.#names.masks.mask(field, name, masked ?? before.replace(secrets, REDACTED))
      // Names of a baseline become names of the run.
      if (former !== null && field !== 'branch')
        this.#names.masks.mask(field, former[field], former[field].replace(secrets, REDACTED))
    }
    this.#row.former = former
  }
}

/** See `FindingRow.former`. */
function formerNames(named: FindingKey, texts: readonly string[]): FindingKey | null {
  const longestFirst = texts.toSorted((a, b) => b.length - a.length)
  const name = (field: keyof FindingKey): string => {
    const text = longestFirst.reduce((rest, whole) => rest.replaceAll(whole, () => REDACTED), named[field])
    return cleanName(text, null, LONGEST[field])
  }
  const [project, repository, path, rule] = [name('project'), name('repository'), name('path'), name('rule')]
  const isOther = [project, repository, path, rule].some((text) => text.includes(REDACTED))
  return isOther ? { project, repository, path, rule } : null
}

type CleanedName = { readonly cell: string; readonly text: string; readonly problem: RowProblem | null }

const BAD_LINE: RowProblem = {
  kind: 'bad',
  reason:
    'its line is not a number (should that column be the text of the line, map it: `columns: match = ...`)',
}
const BAD_FINGERPRINT: RowProblem = { kind: 'bad', reason: 'its fingerprint is not 32 hex digits' }
const NO_RULE: RowProblem = { kind: 'bad', reason: 'it has no rule' }
const NO_PATH: RowProblem = { kind: 'bad', reason: 'it has no path' }

function anyAsEmpty(cell: string): string {
  const text = cell.trim()
  return text === '*' ? '' : text
}
