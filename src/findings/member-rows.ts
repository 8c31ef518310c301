/** The rows of one CSV of an export, as they become findings: as numbers where they can, as texts where they must. */
import { GateError } from '../errors.ts'
import type { Member } from '../export/open-export.ts'
import type { Target } from '../target.ts'
import { type CellReader, createCellReader } from './cells.ts'
import { absentColumns, planColumns } from './columns.ts'
import { CurrentFinding } from './current-finding.ts'
import { type MappableColumn, type NumberedFinding, UNREADABLE_ROW } from './finding.ts'
import type { CellKind, Kernel } from './kernel.ts'
import { createMatchIds } from './matched-text.ts'
import type { Numbering } from './numbering.ts'
import type { PeriodFilter } from './period.ts'
import type { ReadSettings } from './read.ts'
import { Redactor, type Refusal } from './redact.ts'
import { NumberedRedactor } from './redact-numbered.ts'
import { badReasons, isHeaderAgain, type NumberedRowSink } from './rows.ts'

type Reader = {
  readonly cells: CellReader
  readonly redactor: Redactor
  /** `null`: rows of this CSV come as texts only. */
  readonly numbered: NumberedRedactor | null
  readonly header: readonly string[]
  /** Numbers of what stands in the header above the rules, with a byte order mark and without. */
  readonly ruleHeaders: readonly [number, number]
  /** Where the time stands in a row; -1 when the export has none. */
  readonly timeSlot: number
}

/** Takes the rows of one CSV and gives them on as findings. */
export class MemberRows implements NumberedRowSink {
  readonly kernel: Kernel
  /** Data rows so far, refused ones included. */
  read = 0
  refused = 0
  /** Columns that the CSV lacks. */
  absent: readonly MappableColumn[] = []
  readonly #member: Member
  readonly #settings: ReadSettings
  readonly #numbering: Numbering
  readonly #times: PeriodFilter
  readonly #onRow: (row: NumberedFinding) => void
  readonly #row: CurrentFinding
  #reader: Reader | null = null

  constructor(
    member: Member,
    settings: ReadSettings,
    to: { numbering: Numbering; times: PeriodFilter; onRow: (row: NumberedFinding) => void },
  ) {
    this.#member = member
    this.#settings = settings
    this.#numbering = to.numbering
    this.#times = to.times
    this.#onRow = to.onRow
    this.kernel = to.numbering.kernel
    const matchIds = createMatchIds(settings.matchKey)
    this.#row = new CurrentFinding(to.numbering.places, this.kernel, matchIds, settings.reveal)
  }

  header(cells: readonly string[]): readonly number[] {
    const { target, columns: byHand } = this.#settings
    const plan = planColumns(cells, { byHand, target, purpose: 'findings' }, this.#member.where)
    const reader = createCellReader(plan)
    const redactor = new Redactor(plan, reader, target)
    const { kinds } = reader
    const row = this.#row
    const ruleHeader = cells[plan.at.rule ?? -1] ?? ''
    this.#reader = {
      cells: reader,
      redactor,
      numbered: kinds === null ? null : new NumberedRedactor(kinds, reader, redactor, this.#numbering, row),
      header: reader.wanted.map((position) => cells[position] ?? ''),
      ruleHeaders: [this.kernel.number(ruleHeader), this.kernel.number(`\ufeff${ruleHeader}`)],
      timeSlot: reader.slot('scanned_at'),
    }
    this.#times.begin(plan.doubtfulTime)
    this.absent = absentColumns(plan, target)
    return reader.wanted
  }

  kinds(): readonly CellKind[] | null {
    return this.#reader?.cells.kinds ?? null
  }

  row(cells: readonly string[], number: number): void {
    const { cells: reader, redactor, timeSlot } = this.#opened()
    const scannedAt = this.#times.read(timeSlot < 0 ? null : reader.cell(cells, 'scanned_at'))
    this.#take(redactor.redact(cells, this.#row, this.#numbering.places), scannedAt, number)
  }

  rows(count: number, number: number): void {
    const { numbered, header, ruleHeaders, timeSlot } = this.#opened()
    if (numbered === null) throw new Error('numbers came that were not asked for')
    const [ruleHeader, markedRuleHeader] = ruleHeaders
    let at = this.kernel.firstRow
    let timeIsRead = true
    for (let row = 0; row < count; row++, at += numbered.stride) {
      // Whatever a row does, it may make the memory grow, so that an older view is stale.
      const words = this.kernel.words
      const rule = numbered.rule(words, at)
      const mayBeHeader = rule === ruleHeader || rule === markedRuleHeader
      if (mayBeHeader && isHeaderAgain(numbered.texts(at), header)) {
        this.bad(number + row, badReasons.headerAgain)
        timeIsRead = false
        continue
      }
      const isAsBefore = timeIsRead && timeSlot >= 0 && numbered.isAsBefore(words, at, timeSlot)
      const scannedAt = isAsBefore ? this.#times.again() : this.#timeOf(numbered, words, at, timeSlot)
      timeIsRead = true
      this.#take(numbered.redact(words, at), scannedAt, number + row)
    }
  }

  bad(number: number, reason: string): void {
    if (number === 1 || this.#settings.onBadRow === 'error') {
      throw unreadableRow(this.#member.where, number, reason)
    }
    this.read += 1
    this.refused += 1
    this.#standIn(number)
    this.#onRow(this.#row)
  }

  /** What a reader should know, one sentence each. */
  notices(): readonly string[] {
    return this.#reader?.redactor.notices() ?? []
  }

  #opened(): Reader {
    if (this.#reader === null) throw new Error('a row came before the header')
    return this.#reader
  }

  #take(refusal: Refusal | null, scannedAt: number | null, number: number): void {
    if (refusal !== null) {
      if (refusal.kind === 'outside') throw strangeRow(this.#member.where, number, refusal.reason)
      this.bad(number, refusal.reason)
      return
    }
    this.read += 1
    this.#row.scannedMs = scannedAt ?? Number.NaN
    if (this.#times.keeps()) this.#onRow(this.#row)
  }

  #timeOf(numbered: NumberedRedactor, words: Uint32Array, at: number, slot: number): number | null {
    return this.#times.read(slot < 0 ? null : numbered.text(words, at, slot))
  }

  /** Makes the finding that stands for a row that could not be read, so that it is gated and shown. */
  #standIn(number: number): void {
    const { places } = this.#numbering
    const asked: Target = this.#settings.target ?? { kind: 'instance' }
    const row = this.#row
    row.key = places.key({
      project: asked.kind === 'instance' ? '' : asked.project,
      repository: asked.kind === 'repo' || asked.kind === 'branch' ? asked.repo : '',
      path: this.#member.name,
      rule: UNREADABLE_ROW,
    })
    row.branchNumber = places.branches.number(asked.kind === 'branch' ? asked.branch : '')
    row.lineNumber = number
    row.scannedMs = Number.NaN
    row.setText('', false)
  }
}

/** The error for a row that cannot be read. */
export function unreadableRow(where: string, row: number, reason: string): GateError {
  const what =
    row === 1 ? 'the header (row 1) cannot be read' : `row ${row} (the header is row 1) cannot be read`
  return new GateError('ROW_UNREADABLE', `${where}: ${what}: ${reason}.`)
}

/** The error for a CSV of blank lines. */
export function headerless(where: string): GateError {
  return new GateError('NOT_AN_EXPORT', `${where} has no header.`)
}

function strangeRow(where: string, row: number, reason: string): GateError {
  return new GateError('EXPORT_INCONSISTENT', `${where}: row ${row} (the header is row 1): ${reason}.`)
}
