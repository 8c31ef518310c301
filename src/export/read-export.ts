/**
 * Reads a stored export to its end: unzipped, parsed, redacted. Findings are passed on row by row; only when this resolves
 * is it known that the export was whole.
 */
import type { Period, StandIn } from '../config/inputs.ts'
import type { ColumnEvidence, ExportEvidence, MemberEvidence } from '../context.ts'
import { GateError } from '../errors.ts'
import type { MappableColumn } from '../finding.ts'
import type { Target } from '../target.ts'
import { absentColumns, type ColumnPlan, isExportHeader, planColumns } from './columns.ts'
import { badReasons, cellText, type RowSink } from './csv-rows.ts'
import { ScanTimes } from './dates.ts'
import { FindingNames, FindingRow } from './finding-row.ts'
import { columnsInWords } from './header-view.ts'
import { type ExportProof, type Member, type OpenedExport, openExport } from './open-export.ts'
import { readCsv } from './read-csv.ts'
import { Redactor } from './redact.ts'
import { RowDigest, SecretHasher } from './secret-hash.ts'
import type { TempFile } from './temp-file.ts'
import type { ArchiveLimits } from './zip.ts'

export type ReadSettings = {
  /** Names the export in evidence and errors: the target, or the path of a local file. */
  readonly source: string
  /** What was exported, which completes and checks the rows; `null` when unknown. */
  readonly target: Target | null
  readonly standIn?: StandIn
  /** The input `columns`. */
  readonly columns: Readonly<Partial<Record<MappableColumn, string>>>
  /** The input `on-bad-row`. */
  readonly onBadRow: 'error' | 'count'
  readonly period: Period
  /** As in `ScanTimes`. */
  readonly triggeredMs?: number | null
  readonly limits: ArchiveLimits
  /** Whether to make `ExportReading.digest`. */
  readonly digests?: boolean
}

/** The names and hashes of a run: findings of all its exports are compared by them. */
export type ReadingContext = {
  readonly row: FindingRow
  readonly hasher: SecretHasher
  /** Gets what was understood of each header, in words. */
  readonly onColumns: (source: string, columns: string) => void
}

/** @param fingerprintKey bytes of the user's key; `null` when there is none */
export function createReadingContext(
  fingerprintKey: Buffer | null,
  onColumns: ReadingContext['onColumns'] = () => undefined,
): ReadingContext {
  const hasher = new SecretHasher(fingerprintKey)
  return { row: new FindingRow(new FindingNames(), hasher), hasher, onColumns }
}

export type FindingSink = {
  /** The object is used again for the next row. */
  readonly onRow: (row: FindingRow) => void
  /** Gets the matched text of the same row, before `onRow`: for `reveal-secrets` alone. */
  readonly onMatchedText?: ((text: string) => void) | undefined
  /** Rows also have what is compared with another branch. */
  readonly compares?: boolean
}

export type ExportReading = {
  /** Equal for exports with equal headers and rows in any order; `null` when not asked for, or without rows. */
  readonly digest: string | null
  readonly evidence: ExportEvidence
  /** Sentences for people. */
  readonly notices: readonly string[]
  /** Names of members of a zip that were not read and may hold findings, or are empty beside others. */
  readonly unread: readonly string[]
  /** Rows that are flagged as reviewed or allow-listed. */
  readonly flagged: number
  /** Columns that a CSV of the export lacked: a selector about one of them would see nothing. */
  readonly absent: readonly MappableColumn[]
}

/**
 * Reads an export. An empty body gives evidence with the format `empty`: only the caller knows whether that is right.
 * `evidence.rows` are all data rows, refused ones and those outside of the period included. Errors name export, member,
 * row and reason, never a cell.
 */
export async function readExport(
  stored: TempFile,
  settings: ReadSettings,
  context: ReadingContext,
  sink: FindingSink,
  { stop }: { readonly stop: AbortSignal },
): Promise<ExportReading> {
  const { columns: byHand, target, standIn = {} } = settings
  const knowsHeader = (header: readonly string[]): boolean =>
    isExportHeader(header, { byHand, target, standIn, purpose: 'findings' })
  const content = await openExport(stored, settings.source, settings.limits, stop, knowsHeader)
  const reading = startReading(settings, context)
  const times = new ScanTimes(settings.period, settings.triggeredMs)
  const notices = new Set<string>()
  const absent = new Set<MappableColumn>()
  let flagged = 0
  const rowsOf = (member: Member): FindingRows => new FindingRows(member, reading, times, sink)
  const { evidence, proof, empty } = await readMembers(content, reading, rowsOf, (rows) => {
    flagged += rows.flagged
    for (const notice of rows.notices()) notices.add(notice)
    for (const column of rows.absent()) absent.add(column)
  })
  context.row.former = null
  const sentences = [...proof.notices, ...notices, ...times.notices()]
  return {
    evidence,
    notices: sentences.map((sentence) => `${content.where}: ${sentence}`),
    unread: evidence.format === 'empty' ? proof.unread : [...proof.unread, ...empty],
    flagged,
    absent: [...absent],
    digest: reading.digest?.text() ?? null,
  }
}

export type Reading = {
  readonly settings: Omit<ReadSettings, 'period'>
  readonly context: ReadingContext
  readonly digest: RowDigest | null
  /** What was understood of the kinds of headers, by its words. */
  readonly headers: Map<string, ColumnEvidence>
}

export function startReading(settings: Reading['settings'], context: ReadingContext): Reading {
  const digest = settings.digests === true ? new RowDigest(context.hasher) : null
  return { settings, context, digest, headers: new Map() }
}

export async function readMembers<Rows extends MemberRows>(
  { members: opened, format, proven }: OpenedExport,
  { settings: { source }, headers }: Reading,
  rowsOf: (member: Member) => Rows,
  onEnd: (rows: Rows) => void = () => undefined,
): Promise<{
  readonly evidence: ExportEvidence
  readonly proof: ExportProof
  readonly empty: readonly string[]
}> {
  const members: MemberEvidence[] = []
  const empty: string[] = []
  for (const member of opened) {
    const rows = rowsOf(member)
    if (!(await readCsv(member.chunks(), rows))) empty.push(member.name)
    members.push({ name: member.name, bytes: member.bytes(), rows: rows.count, refused: rows.refused })
    onEnd(rows)
  }
  const proof = await proven()
  const { bytes, sha256 } = proof
  const rows = members.reduce((sum, member) => sum + member.rows, 0)
  const refused = members.reduce((sum, member) => sum + member.refused, 0)
  const columns = [...headers.values()]
  const found = empty.length === opened.length ? 'empty' : format
  return { evidence: { source, format: found, bytes, sha256, rows, refused, members, columns }, proof, empty }
}

/** The header of a CSV, and what is read by it. */
export type Opened = {
  readonly plan: ColumnPlan
  readonly redactor: Redactor
  readonly width: number
  /** The cells that are read, and what the header has there. */
  readonly named: readonly (readonly [cell: number, name: string])[]
  /** A cell that differs from its header in nearly every row. */
  readonly probe: { readonly cell: number; readonly name: Buffer }
}

/** Passes the rows of one CSV on. */
export abstract class MemberRows implements RowSink {
  /** Data rows so far, refused ones included. */
  count = 0
  refused = 0
  protected readonly member: Member
  protected readonly reading: Reading
  protected opened: Opened | null = null
  #firstRows: readonly (readonly string[])[] = []

  constructor(member: Member, reading: Reading) {
    this.member = member
    this.reading = reading
  }

  protected abstract readonly purpose: 'findings' | 'reviewed'
  protected abstract begin(plan: ColumnPlan): void
  protected abstract take(bytes: Buffer, bounds: Int32Array, number: number, opened: Opened): void
  /** Counts in place of a row that cannot be read. */
  protected abstract refuse(number: number, reason: string, isSeveralLines: boolean): void

  firstRows(rows: readonly (readonly string[])[]): void {
    this.#firstRows = rows
  }

  header(header: readonly string[]): void {
    const { settings, context, digest, headers } = this.reading
    const { target, standIn = {}, columns: byHand, source } = settings
    const wishes = { byHand, target, standIn, purpose: this.purpose, firstRows: this.#firstRows }
    const plan = planColumns(header, wishes, this.member.where)
    this.#firstRows = []
    const words = columnsInWords(plan.evidence)
    headers.set(words, plan.evidence)
    context.onColumns(source, words)
    digest?.header(header)
    const all = [...Object.values(plan.at), ...plan.secrets, plan.fingerprint]
    const cells = all.filter((cell) => cell !== null)
    const named = cells.map((cell) => [cell, withoutMark(header[cell] ?? '')] as const)
    const probe = plan.at.rule ?? cells[0] ?? 0
    this.opened = {
      plan,
      redactor: new Redactor(plan, target, context.row, context.hasher, standIn),
      width: header.length,
      named,
      probe: { cell: probe, name: Buffer.from(withoutMark(header[probe] ?? '')) },
    }
    this.begin(plan)
  }

  row(bytes: Buffer, bounds: Int32Array, number: number): void {
    const { opened } = this
    if (opened === null) throw new Error('a row came before the header')
    this.reading.digest?.row(bytes, bounds, opened.width)
    if (isHeaderAgain(bytes, bounds, opened)) this.bad(number, badReasons.headerAgain, false)
    else this.take(bytes, bounds, number, opened)
  }

  bad(number: number, reason: string, isSeveralLines: boolean): void {
    if (number === 1 || this.reading.settings.onBadRow === 'error') {
      throw unreadableRow(this.member.where, number, reason)
    }
    this.refuse(number, reason, isSeveralLines)
    this.count += 1
    this.refused += 1
  }
}

/** Joined exports repeat the header, with a byte order mark or without. */
function isHeaderAgain(bytes: Buffer, bounds: Int32Array, { probe, named }: Opened): boolean {
  const end = bounds[2 * probe.cell + 1] as number
  const more = end - (bounds[2 * probe.cell] as number) - probe.name.length
  if ((more !== 0 && more !== BOM_BYTES) || bytes[end - 1] !== probe.name.at(-1)) return false
  return named.every(([cell, name]) => withoutMark(cellText(bytes, bounds, cell)) === name)
}

class FindingRows extends MemberRows {
  flagged = 0
  protected readonly purpose = 'findings'
  readonly #times: ScanTimes
  readonly #sink: FindingSink
  #time = -1

  constructor(member: Member, reading: Reading, times: ScanTimes, sink: FindingSink) {
    super(member, reading)
    this.#times = times
    this.#sink = sink
  }

  protected begin({ doubtfulTime, at }: ColumnPlan): void {
    this.#times.begin(doubtfulTime)
    this.#time = at.scanned_at ?? -1
  }

  protected take(bytes: Buffer, bounds: Int32Array, number: number, { redactor, width }: Opened): void {
    const time = this.#time
    if (time < 0) this.#times.read(bytes, -1, -1)
    else this.#times.read(bytes, bounds[2 * time] as number, bounds[2 * time + 1] as number)
    const problem = redactor.redact(bytes, bounds)
    if (problem !== null) {
      if (problem.kind === 'outside') {
        const why = `${this.member.where}: row ${number} (the header is row 1): ${problem.reason}.`
        throw new GateError('EXPORT_INCONSISTENT', why)
      }
      const text = bytes.toString('latin1', bounds[0], bounds[2 * width - 1])
      this.bad(number, problem.reason, /[\r\n]/.test(text))
      return
    }
    this.count += 1
    const { row } = this.reading.context
    row.scannedMs = this.#times.ms
    if (!this.#times.keeps()) return
    if (row.flags !== 0) this.flagged += 1
    this.#sink.onMatchedText?.(redactor.matchedText(bytes, bounds))
    if (this.#sink.compares === true) redactor.takeIdentity(bytes, bounds)
    this.#sink.onRow(row)
  }

  /** A stand-in counts, so that the row is gated and shown. */
  protected refuse(number: number, reason: string, isSeveralLines: boolean): void {
    if (isSeveralLines) {
      const swallowed = `${reason}; and it goes over several lines, so that it may have swallowed rows, which \`on-bad-row: count\` cannot count`
      throw unreadableRow(this.member.where, number, swallowed)
    }
    const { settings, context } = this.reading
    this.opened?.redactor.standIn(settings.target ?? { kind: 'instance' }, this.member.name, number)
    this.#sink.onMatchedText?.('')
    this.#sink.onRow(context.row)
  }

  notices(): readonly string[] {
    return this.opened?.redactor.notices() ?? []
  }

  absent(): readonly MappableColumn[] {
    const { target, standIn } = this.reading.settings
    return this.opened === null ? [] : absentColumns(this.opened.plan, target, standIn)
  }
}

const BOM_BYTES = 3

/** Without the byte order mark that a joined file begins with. */
function withoutMark(cell: string): string {
  return cell.replace(/^\ufeff/, '')
}

function unreadableRow(where: string, row: number, reason: string): GateError {
  const what =
    row === 1 ? 'the header (row 1) cannot be read' : `row ${row} (the header is row 1) cannot be read`
  return new GateError('ROW_UNREADABLE', `${where}: ${what}: ${reason}.`)
}
