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
import { FindingRow } from './finding-row.ts'
import { columnsInWords } from './header-view.ts'
import { FindingNames } from './name-table.ts'
import { type Member, openExport } from './open-export.ts'
import { readCsv } from './read-csv.ts'
import { Redactor } from './redact.ts'
import { SecretHasher } from './secret-hash.ts'
import type { TempFile } from './temp-file.ts'
import type { ArchiveLimits } from './zip.ts'

/** How an export is read. */
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

/** What was understood of the kinds of headers of one export, by its words. */
export type HeaderKinds = Map<string, ColumnEvidence>

/** Adds the header of one CSV. */
export function addHeader(
  kinds: HeaderKinds,
  plan: ColumnPlan,
  source: string,
  context: ReadingContext,
): void {
  const words = columnsInWords(plan.evidence)
  kinds.set(words, plan.evidence)
  context.onColumns(source, words)
}

/** What reading needs of the world. */
export type ReadWorld = { readonly stop: AbortSignal }

/** Takes the findings of an export. */
export type FindingSink = {
  /** The object is used again for the next row. */
  readonly onRow: (row: FindingRow) => void
  /** Gets the matched text of the same row, before `onRow`: for `reveal-secrets` alone. */
  readonly onMatchedText?: ((text: string) => void) | undefined
  /** Rows also have what is compared with another branch. */
  readonly compares?: boolean
}

/** A digest of the rows of an export, in any order and any packing. */
export class RowDigest {
  readonly #hasher: SecretHasher
  readonly #headers = new Set<string>()
  #rows = 0
  #low = 0
  #high = 0

  constructor(hasher: SecretHasher) {
    this.#hasher = hasher
  }

  header(header: readonly string[]): void {
    this.#headers.add(JSON.stringify(header))
  }

  /** Takes a row of so many cells. */
  row(bytes: Buffer, bounds: Int32Array, cells: number): void {
    this.#hasher.hashBytes(bytes, bounds[0] as number, bounds[2 * cells - 1] as number)
    this.#rows += 1
    this.#low = (this.#low + this.#hasher.low) >>> 0
    this.#high = (this.#high + this.#hasher.high) >>> 0
  }

  /** `null` without rows. */
  text(): string | null {
    if (this.#rows === 0) return null
    return JSON.stringify([[...this.#headers].sort(), this.#rows, this.#high, this.#low])
  }
}

/** An export that was read to its end. */
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
 * `evidence.rows` are all data rows, refused ones and those outside of the period included.
 *
 * @throws GateError NOT_AN_EXPORT, ARCHIVE_BROKEN, EXPORT_TOO_LARGE, HEADER_UNKNOWN, ROW_UNREADABLE,
 *   EXPORT_INCONSISTENT, CANCELLED. They name export, member, row and reason, never a cell.
 */
export async function readExport(
  stored: TempFile,
  settings: ReadSettings,
  context: ReadingContext,
  sink: FindingSink,
  { stop }: ReadWorld,
): Promise<ExportReading> {
  const { source, limits, columns: byHand, target, standIn = {} } = settings
  const knowsHeader = (header: readonly string[]): boolean =>
    isExportHeader(header, { byHand, target, standIn, purpose: 'findings' })
  const content = await openExport(stored, source, limits, stop, knowsHeader)
  const times = new ScanTimes(settings.period)
  const members: MemberEvidence[] = []
  const notices = new Set<string>()
  const absent = new Set<MappableColumn>()
  const digest = settings.digests === true ? new RowDigest(context.hasher) : null
  const headers: HeaderKinds = new Map()
  const empty: string[] = []
  let flagged = 0
  for (const member of content.members) {
    const rows = new MemberRows(member, settings, context, times, sink, digest, headers)
    if (!(await readCsv(member.chunks(), rows))) empty.push(member.name)
    members.push({ name: member.name, bytes: member.bytes(), rows: rows.count, refused: rows.refused })
    flagged += rows.flagged
    for (const notice of rows.notices()) notices.add(notice)
    for (const column of rows.absent()) absent.add(column)
  }
  const proof = await content.proven()
  context.row.former = null
  return {
    evidence: {
      source,
      format: empty.length === content.members.length ? 'empty' : content.format,
      bytes: proof.bytes,
      sha256: proof.sha256,
      members,
      columns: [...headers.values()],
      rows: members.reduce((sum, { rows }) => sum + rows, 0),
      refused: members.reduce((sum, { refused }) => sum + refused, 0),
    },
    notices: [...proof.notices, ...notices, ...times.notices()].map(
      (notice) => `${content.where}: ${notice}`,
    ),
    unread: [...proof.unread, ...(empty.length < content.members.length ? empty : [])],
    flagged,
    absent: [...absent],
    digest: digest?.text() ?? null,
  }
}

/** The header of a CSV, and what is read by it. */
type Opened = { readonly plan: ColumnPlan; readonly header: readonly string[]; readonly redactor: Redactor }

/** Passes the rows of one CSV on as findings. */
class MemberRows implements RowSink {
  /** Data rows so far, refused ones included. */
  count = 0
  refused = 0
  flagged = 0
  readonly #member: Member
  readonly #settings: ReadSettings
  readonly #context: ReadingContext
  readonly #times: ScanTimes
  readonly #sink: FindingSink
  readonly #digest: RowDigest | null
  readonly #headers: HeaderKinds
  #opened: Opened | null = null
  #firstRows: readonly (readonly string[])[] = []
  #rule = -1
  #time = -1
  /** The header above the rules. */
  #ruleHeader: Buffer = Buffer.alloc(0)

  constructor(
    member: Member,
    settings: ReadSettings,
    context: ReadingContext,
    times: ScanTimes,
    sink: FindingSink,
    digest: RowDigest | null,
    headers: HeaderKinds,
  ) {
    this.#member = member
    this.#settings = settings
    this.#context = context
    this.#times = times
    this.#sink = sink
    this.#digest = digest
    this.#headers = headers
  }

  firstRows(rows: readonly (readonly string[])[]): void {
    this.#firstRows = rows
  }

  header(header: readonly string[]): void {
    const { target, standIn = {}, columns: byHand } = this.#settings
    const wishes = { byHand, target, standIn, purpose: 'findings', firstRows: this.#firstRows } as const
    const plan = planColumns(header, wishes, this.#member.where)
    this.#firstRows = []
    addHeader(this.#headers, plan, this.#settings.source, this.#context)
    const { row, hasher } = this.#context
    this.#opened = { plan, header, redactor: new Redactor(plan, target, row, hasher, standIn) }
    this.#times.begin(plan.doubtfulTime)
    this.#digest?.header(header)
    this.#rule = plan.at.rule ?? -1
    this.#time = plan.at.scanned_at ?? -1
    this.#ruleHeader = Buffer.from(header[this.#rule] ?? '')
  }

  row(bytes: Buffer, bounds: Int32Array, number: number): void {
    const { redactor, header } = this.#open()
    this.#digest?.row(bytes, bounds, header.length)
    if (this.#isHeaderAgain(bytes, bounds)) {
      this.bad(number, badReasons.headerAgain, false)
      return
    }
    const time = this.#time
    if (time < 0) this.#times.read(bytes, -1, -1)
    else this.#times.read(bytes, bounds[2 * time] as number, bounds[2 * time + 1] as number)
    const problem = redactor.redact(bytes, bounds)
    if (problem !== null) {
      if (problem.kind === 'outside') throw strangeRow(this.#member.where, number, problem.reason)
      this.bad(number, problem.reason, this.#isSeveralLines(bytes, bounds))
      return
    }
    this.count += 1
    const { row } = this.#context
    row.scannedMs = this.#times.ms
    if (!this.#times.keeps()) return
    if (row.isFlagged) this.flagged += 1
    this.#sink.onMatchedText?.(redactor.matchedText(bytes, bounds))
    if (this.#sink.compares === true) redactor.takeIdentity(bytes, bounds)
    this.#sink.onRow(row)
  }

  bad(number: number, reason: string, isSeveralLines: boolean): void {
    if (number === 1 || this.#settings.onBadRow === 'error') {
      throw unreadableRow(this.#member.where, number, reason)
    }
    if (isSeveralLines) {
      const swallowed = `${reason}; and it goes over several lines, so that it may have swallowed rows, which \`on-bad-row: count\` cannot count`
      throw unreadableRow(this.#member.where, number, swallowed)
    }
    this.count += 1
    this.refused += 1
    this.#open().redactor.standIn(this.#settings.target ?? { kind: 'instance' }, this.#member.name, number)
    this.#sink.onMatchedText?.('')
    this.#sink.onRow(this.#context.row)
  }

  notices(): readonly string[] {
    return this.#opened?.redactor.notices() ?? []
  }

  absent(): readonly MappableColumn[] {
    return this.#opened === null
      ? []
      : absentColumns(this.#opened.plan, this.#settings.target, this.#settings.standIn)
  }

  #isSeveralLines(bytes: Buffer, bounds: Int32Array): boolean {
    const last = 2 * this.#open().header.length - 1
    return /[\r\n]/.test(bytes.toString('latin1', bounds[0], bounds[last]))
  }

  #open(): Opened {
    if (this.#opened === null) throw new Error('a row came before the header')
    return this.#opened
  }

  /** Joined exports repeat the header, with a byte order mark or without. Its rule alone is compared for most rows. */
  #isHeaderAgain(bytes: Buffer, bounds: Int32Array): boolean {
    const start = bounds[2 * this.#rule] as number
    const end = bounds[2 * this.#rule + 1] as number
    const more = end - start - this.#ruleHeader.length
    if ((more !== 0 && more !== BOM_BYTES) || bytes[end - 1] !== this.#ruleHeader.at(-1)) return false
    const { plan, header } = this.#open()
    const cells = [...Object.values(plan.at), ...plan.secrets, plan.fingerprint].filter(
      (cell) => cell !== null,
    )
    return cells.every(
      (cell) => cellText(bytes, bounds, cell).replace(/^\ufeff/, '') === header[cell]?.replace(/^\ufeff/, ''),
    )
  }
}

const BOM_BYTES = 3

/** The error for a row that cannot be read. */
export function unreadableRow(where: string, row: number, reason: string): GateError {
  const what =
    row === 1 ? 'the header (row 1) cannot be read' : `row ${row} (the header is row 1) cannot be read`
  return new GateError('ROW_UNREADABLE', `${where}: ${what}: ${reason}.`)
}

function strangeRow(where: string, row: number, reason: string): GateError {
  return new GateError('EXPORT_INCONSISTENT', `${where}: row ${row} (the header is row 1): ${reason}.`)
}
