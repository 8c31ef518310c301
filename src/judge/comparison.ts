/**
 * Which findings of a branch are new on it, by comparison with the tip of another branch. Pure.
 *
 * New is what is on the branch and not on the other one, by rule and text, counted. The same text under the same rule is
 * known at the same path, and moved where the other branch has it at a path that the branch has not. Texts that the server
 * masked are compared by path and rule alone.
 */
import type { FindingNames, FindingRow } from '../export/finding-row.ts'
import { CountList, IdList, IdMemo, PairTable } from '../export/typed-tables.ts'
import { REDACTED } from '../finding.ts'
import type { Line } from '../server/blame.ts'
import { byCodeUnits } from '../text.ts'

/** `behind`: the other branch had it, and has mended it since. */
type Standing = 'new' | 'known' | 'moved' | 'behind'

type ComparedRow = Pick<FindingRow, 'key' | 'rule' | 'line' | 'identityLow' | 'identityHigh' | 'isMasked'>

/** A row of the branch by its number there, with the number of what of it is compared. */
type ContestedRow = Line & { readonly at: number; readonly group: number }

const standings = ['new', 'known', 'moved', 'behind'] as const
const [NEW, KNOWN, MOVED, BEHIND] = [0, 1, 2, 3]

/** Takes all rows of both branches, in any order; then gives the standing of each row of the branch. */
export class Comparison {
  readonly rows = new RecordedRows()
  readonly #names: FindingNames
  /** By key: the path under its rule, in whatever repository (a fork has the same paths). */
  readonly #places = new IdMemo((key) => {
    const { path, rule } = this.#names.findingKey(key)
    return this.#names.key({ project: '', repository: '', path, rule })
  })
  readonly #texts = new PairTable()
  /** rule, text */
  readonly #groups = new PairTable()
  /** group, place */
  readonly #cells = new PairTable()
  /** By cell: rows of the other branch, and those that are not suppressed. */
  readonly #others = new CountList()
  readonly #openOthers = new CountList()
  /** By row of the branch, as are the next two. */
  readonly #cellAt = new IdList()
  readonly #suppressed = new IdList()
  readonly #standings = new IdList()
  /** By place: rows of the branch that are known or moved. */
  readonly #knownAt = new CountList()
  #texted = 0
  #masked = 0
  #next = 0
  /** Rows of the other branch that the branch has not. */
  gone = 0

  constructor(names: FindingNames) {
    this.#names = names
  }

  /** @param isSuppressed then nothing that left this place counts as moved */
  addOther(row: ComparedRow, isSuppressed: boolean): void {
    const cell = this.#cellOf(row)
    this.#others.add(cell, 1)
    if (!isSuppressed) this.#openOthers.add(cell, 1)
  }

  add(row: FindingRow, isSuppressed: boolean): void {
    this.#cellAt.set(this.rows.size, this.#cellOf(row))
    if (isSuppressed) this.#suppressed.set(this.rows.size, 1)
    this.rows.add(row)
  }

  /** Whether there was no text that is not masked: then a secret swapped for another is not seen. */
  get isBlind(): boolean {
    return this.#masked === this.#texted && this.#cells.size > 0
  }

  /** Call after the last row. Of equal rows those on the first lines are known, those of the first paths moved. */
  decide(): void {
    const [left, leftOpen, gone] = [new CountList(), new CountList(), new CountList()]
    for (const cell of numbersBelow(this.#cells.size)) {
      left.add(this.#unitOf(cell), this.#others.at(cell))
      leftOpen.add(this.#unitOf(cell), this.#openOthers.at(cell))
    }
    const byLine = numbersBelow(this.rows.size).sort((a, b) => this.rows.lineAt(a) - this.rows.lineAt(b))
    const came = byLine.filter((at) => {
      const isKnown = take(left, this.#unitOf(this.#cellAt.at(at)))
      if (isKnown) this.#know(at, KNOWN)
      return !isKnown && this.#suppressed.at(at) === 0
    })
    for (const cell of numbersBelow(this.#cells.size)) {
      const unit = this.#unitOf(cell)
      const rows = Math.min(left.at(unit), leftOpen.at(unit))
      // Another cell may be of the same unit.
      for (const counts of [left, leftOpen]) counts.add(unit, -rows)
      gone.add(this.#cells.first(cell), rows)
      this.gone += rows
    }
    if (this.isBlind) return
    const groupOf = (at: number): number => this.#cells.first(this.#cellAt.at(at))
    const candidates = came.filter((at) => gone.at(groupOf(at)) > 0 && this.#hasText(groupOf(at)))
    // In the order of their lines still, where their paths are the same.
    const byPath = candidates
      .map((at) => ({ at, path: this.#pathAt(at) }))
      .sort((a, b) => byCodeUnits(a.path, b.path))
    for (const { at } of byPath) {
      if (!take(gone, groupOf(at))) continue
      this.gone -= 1
      this.#know(at, MOVED)
    }
  }

  /** The lines of all rows that have the rule and text of a new one: by which of them are old, some may be behind. */
  contested(): readonly ContestedRow[] {
    const rows = numbersBelow(this.rows.size).filter((at) => this.#suppressed.at(at) === 0)
    const groupOf = (at: number): number => {
      const cell = this.#cellAt.at(at)
      return this.isBlind ? this.#cells.second(cell) : this.#cells.first(cell)
    }
    const open = new Set(rows.filter((at) => this.#isNew(at)).map(groupOf))
    return rows
      .filter((at) => open.has(groupOf(at)))
      .map((at) => ({ at, group: groupOf(at), path: this.#pathAt(at), line: this.rows.lineAt(at) }))
  }

  /** Rows whose lines are old are behind, but for as many of their rule and text as have lines that are not old. */
  markBehind(contested: readonly ContestedRow[], isOld: (line: Line) => boolean): void {
    for (const [, rows] of Map.groupBy(contested, ({ group }) => group)) {
      const open = rows.filter(({ at }) => this.#isNew(at))
      const behind = open.length - rows.filter((row) => !isOld(row)).length
      for (const { at } of open.filter(isOld).slice(0, Math.max(0, behind))) this.#standings.set(at, BEHIND)
    }
  }

  #isNew(at: number): boolean {
    return this.#standings.at(at) === NEW
  }

  /** How many rows of the path and rule of this key are known or moved: the baseline accepts no more beside them. */
  knownAt(key: number): number {
    return this.#knownAt.at(this.#places.at(key))
  }

  /** What the next row of the branch is, in the order in which they were added. */
  next(): Standing {
    return standings[this.#standings.at(this.#next++)] as Standing
  }

  rewind(): void {
    this.#next = 0
  }

  #know(at: number, standing: number): void {
    this.#standings.set(at, standing)
    this.#knownAt.add(this.#placeAt(at), 1)
  }

  #placeAt(at: number): number {
    return this.#cells.second(this.#cellAt.at(at))
  }

  #pathAt(at: number): string {
    return this.#names.keys.text(this.#placeAt(at))
  }

  /** Rows of the same unit may be the same finding, unmoved. */
  #unitOf(cell: number): number {
    return this.isBlind ? this.#cells.second(cell) : cell
  }

  #hasText(group: number): boolean {
    const text = this.#groups.second(group)
    return this.#texts.first(text) !== 0 || this.#texts.second(text) !== 0
  }

  #cellOf({ key, rule, identityLow, identityHigh, isMasked }: ComparedRow): number {
    const text = this.#texts.intern(identityLow, identityHigh)
    if (identityLow !== 0 || identityHigh !== 0) this.#texted += 1
    if (isMasked) this.#masked += 1
    return this.#cells.intern(this.#groups.intern(rule, text), this.#places.at(key))
  }
}

function numbersBelow(end: number): number[] {
  return Array.from({ length: end }, (_none, number) => number)
}

function take(counts: CountList, index: number): boolean {
  if (counts.at(index) === 0) return false
  counts.add(index, -1)
  return true
}

const FIELDS = 6
const [KEY, BRANCH, LINE, LOW, HIGH, FLAGS] = [0, 1, 2, 3, 4, 5]
const [HAS_TEXT, HAS_MATCH, ONE_FLAG] = [1, 2, 4]

/** The rows of an export, to go through them again: ids, hashes and times, 32 bytes each. */
export class RecordedRows {
  size = 0
  readonly #ids = new IdList()
  readonly #times = new CountList()
  /** What nearly no row has. */
  readonly #rest = new Map<number, Pick<FindingRow, 'fingerprint' | 'former'>>()

  add(row: FindingRow): void {
    const { hasText, match, fingerprint, former } = row
    const flags = (hasText ? HAS_TEXT : 0) + (match === '' ? 0 : HAS_MATCH) + ONE_FLAG * row.flags
    const start = FIELDS * this.size
    this.#ids.set(start + FLAGS, flags)
    this.#ids.set(start + KEY, row.key)
    this.#ids.set(start + BRANCH, row.branch)
    this.#ids.set(start + LINE, row.line)
    this.#ids.set(start + LOW, row.hashLow)
    this.#ids.set(start + HIGH, row.hashHigh)
    this.#times.add(this.size, row.scannedMs)
    if (fingerprint !== undefined || former !== null) this.#rest.set(this.size, { fingerprint, former })
    this.size += 1
  }

  lineAt(at: number): number {
    return this.#ids.at(FIELDS * at + LINE)
  }

  /** Makes each in turn the finding at hand. */
  replay(row: FindingRow, onRow: (row: FindingRow) => void): void {
    for (let at = 0; at < this.size; at += 1) {
      const start = FIELDS * at
      const flags = this.#ids.at(start + FLAGS)
      row.key = this.#ids.at(start + KEY)
      row.repository = row.names.repositoryOf(row.key)
      row.rule = row.names.ruleOf(row.key)
      row.branch = this.#ids.at(start + BRANCH)
      row.line = this.lineAt(at)
      row.hashLow = this.#ids.at(start + LOW)
      row.hashHigh = this.#ids.at(start + HIGH)
      row.hasText = (flags & HAS_TEXT) !== 0
      row.match = (flags & HAS_MATCH) !== 0 ? REDACTED : ''
      row.flags = Math.floor(flags / ONE_FLAG)
      row.scannedMs = this.#times.at(at)
      row.fingerprint = this.#rest.get(at)?.fingerprint
      row.former = this.#rest.get(at)?.former ?? null
      onRow(row)
    }
    row.former = null
  }
}
