/**
 * Which findings of a branch are new on it, by comparison with the tip of another branch. Pure.
 *
 * New is what is on the branch and not on the other one, by rule and text, counted. The same text under the same rule is
 * known at the same path, and moved where the other branch has it at a path that the branch has not. Texts that the server
 * masked are compared by path and rule alone.
 */
import type { FindingRow } from '../export/finding-row.ts'
import type { FindingNames } from '../export/name-table.ts'
import { CountList, IdList, PairTable } from '../export/typed-tables.ts'
import type { Line } from '../server/blame.ts'
import { byCodeUnits } from '../text.ts'

/** `behind`: the other branch had it, and has mended it since. */
export type Standing = 'new' | 'known' | 'moved' | 'behind'

export type ComparedRow = Pick<
  FindingRow,
  'key' | 'rule' | 'line' | 'identityLow' | 'identityHigh' | 'isMasked'
>

/** A row of the branch, and what of it is compared. */
type ContestedRow = OwnRow & Line & { readonly group: number }

const standings = ['new', 'known', 'moved', 'behind'] as const
const [NEW, KNOWN, MOVED, BEHIND] = [0, 1, 2, 3]

/** Takes all rows of both branches, in any order; then gives the standing of each row of the branch. */
export class Comparison {
  readonly #names: FindingNames
  /** By key: the path under its rule, in whatever repository (a fork has the same paths), + 1. */
  readonly #places = new IdList()
  readonly #texts = new PairTable()
  /** rule, text */
  readonly #groups = new PairTable()
  /** group, place */
  readonly #cells = new PairTable()
  readonly #other = new SideOfComparison()
  readonly #own = new SideOfComparison()
  /** By row of the branch. */
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
    this.#other.add(this.#cellOf(row), row.line, isSuppressed)
  }

  add(row: ComparedRow, isSuppressed: boolean): void {
    this.#own.add(this.#cellOf(row), row.line, isSuppressed)
  }

  /** Whether there was no text that is not masked: then a secret swapped for another is not seen. */
  get isBlind(): boolean {
    return this.#masked === this.#texted && this.#cells.size > 0
  }

  /** Call after the last row. */
  decide(): void {
    const isBlind = this.isBlind
    const cellOf = (cell: number): number => (isBlind ? this.#cells.second(cell) : cell)
    const other = this.#other.byCell(cellOf)
    const own = this.#own.byCell(cellOf)
    const came: OwnRow[] = []
    for (const [cell, rows] of own) {
      const held = other.get(cell)?.length ?? 0
      for (const row of rows.slice(0, held)) this.#know(row, KNOWN)
      came.push(...rows.slice(held).filter(({ isSuppressed }) => !isSuppressed))
    }
    const left: OwnRow[] = []
    for (const [cell, rows] of other) {
      const gone = Math.max(0, rows.length - (own.get(cell)?.length ?? 0))
      left.push(...rows.filter(({ isSuppressed }) => !isSuppressed).slice(0, gone))
    }
    this.gone = left.length - (isBlind ? 0 : this.#pairMoves(came, left))
  }

  /** Returns how many rows of `came` are moved. */
  #pairMoves(came: readonly OwnRow[], left: readonly OwnRow[]): number {
    const groupOf = ({ cell }: OwnRow): number => this.#cells.first(cell)
    const leftByGroup = Map.groupBy(left, groupOf)
    let moves = 0
    for (const [group, rows] of Map.groupBy(came, groupOf)) {
      const most = this.#isWithoutText(group) ? 0 : (leftByGroup.get(group)?.length ?? 0)
      const path = (row: OwnRow): string => this.#names.keys.text(this.#placeAt(row))
      const sorted = rows.toSorted((a, b) => byCodeUnits(path(a), path(b)) || a.line - b.line)
      for (const row of sorted.slice(0, most)) this.#know(row, MOVED)
      moves += Math.min(most, rows.length)
    }
    return moves
  }

  /** The lines of all rows that have the rule and text of a new one: by which of them are old, some may be behind. */
  contested(): readonly ContestedRow[] {
    const groupOf = ({ cell }: OwnRow): number =>
      this.isBlind ? this.#cells.second(cell) : this.#cells.first(cell)
    const rows = this.#own.rows.filter(({ isSuppressed }) => !isSuppressed)
    const open = new Set(rows.filter(({ at }) => this.#isNew(at)).map(groupOf))
    return rows.flatMap((row) => {
      const group = groupOf(row)
      return open.has(group) ? [{ ...row, group, path: this.#names.keys.text(this.#placeAt(row)) }] : []
    })
  }

  /**
   * New rows are behind where their lines are old, but for as many rows of each rule and text as have lines that are not
   * old: which of equal rows is new is not known.
   */
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
    return this.#knownAt.at(this.#placeOf(key))
  }

  /** What the next row of the branch is, in the order in which they were added. */
  next(): Standing {
    return standings[this.#standings.at(this.#next++)] as Standing
  }

  /** Begins again with the first row. */
  rewind(): void {
    this.#next = 0
  }

  #know(row: OwnRow, standing: number): void {
    this.#standings.set(row.at, standing)
    this.#knownAt.add(this.#placeAt(row), 1)
  }

  #placeAt({ cell }: OwnRow): number {
    return this.#cells.second(cell)
  }

  #isWithoutText(group: number): boolean {
    const text = this.#groups.second(group)
    return this.#texts.first(text) === 0 && this.#texts.second(text) === 0
  }

  #cellOf({ key, rule, identityLow, identityHigh, isMasked }: ComparedRow): number {
    const text = this.#texts.intern(identityLow, identityHigh)
    if (identityLow !== 0 || identityHigh !== 0) this.#texted += 1
    if (isMasked) this.#masked += 1
    return this.#cells.intern(this.#groups.intern(rule, text), this.#placeOf(key))
  }

  #placeOf(key: number): number {
    const known = this.#places.at(key)
    if (known !== 0) return known - 1
    const { path, rule } = this.#names.findingKey(key)
    const place = this.#names.key({ project: '', repository: '', path, rule })
    this.#places.set(key, place + 1)
    return place
  }
}

type OwnRow = {
  /** Its number on its branch, from 0. */
  readonly at: number
  readonly cell: number
  readonly line: number
  readonly isSuppressed: boolean
}

/** The rows of one branch. */
class SideOfComparison {
  readonly rows: OwnRow[] = []

  add(cell: number, line: number, isSuppressed: boolean): void {
    this.rows.push({ at: this.rows.length, cell, line, isSuppressed })
  }

  /** In the order of their lines. */
  byCell(cellOf: (cell: number) => number): ReadonlyMap<number, readonly OwnRow[]> {
    return Map.groupBy(
      this.rows.toSorted((a, b) => a.line - b.line),
      ({ cell }) => cellOf(cell),
    )
  }
}
