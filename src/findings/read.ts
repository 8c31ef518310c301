/**
 * Reads a downloaded export to its end: told apart by content, unzipped, parsed, redacted. Findings are handed out
 * as the rows pass; only when this resolves is it known that the export was whole.
 */
import type { Arrival } from '../archive/arrival.ts'
import type { ArchiveLimits } from '../archive/limits.ts'
import type { Spool } from '../archive/spool.ts'
import { GateError } from '../errors.ts'
import type { Period } from '../inputs/inputs.ts'
import type { ExportEvidence, MemberEvidence } from '../report/evidence.ts'
import type { Target } from '../target.ts'
import { type CellReader, createCellReader } from './cells.ts'
import { absentColumns, planColumns } from './columns.ts'
import { type Finding, type MappableColumn, UNREADABLE_ROW } from './finding.ts'
import { type Member, openContent } from './members.ts'
import { readRows } from './parse.ts'
import { createPeriodFilter, type PeriodFilter } from './period.ts'
import { createRedactor, type Redactor } from './redact.ts'
import type { RowSink } from './rows.ts'

export type ReadSettings = {
  /** Names the export in evidence and errors: the target, or the path of a local file. */
  readonly source: string
  /** What was exported, which completes and checks the rows; `null` when nobody knows. */
  readonly target: Target | null
  /** The input `columns`. */
  readonly columns: Readonly<Partial<Record<MappableColumn, string>>>
  /** The input `on-bad-row`. */
  readonly onBadRow: 'error' | 'count'
  /** The input `reveal-secrets`. */
  readonly reveal: boolean
  /** Key of every `matchId`: random for the run, or the user's `fingerprint-key`. */
  readonly matchKey: Buffer
  readonly period: Period
  readonly limits: ArchiveLimits
}

export type ReadWorld = { readonly stop: AbortSignal }

export type ExportReading = {
  readonly evidence: ExportEvidence
  /** What a reader should know, one sentence each, without secrets. */
  readonly notices: readonly string[]
  /** Columns that a CSV of the export lacked: a selector about one of them would see nothing. */
  readonly absent: readonly MappableColumn[]
}

/**
 * Reads an export. An empty body gives evidence with the format `empty`: whether that is right, the caller knows.
 * `evidence.rows` are all data rows, refused ones and those outside of the period included.
 *
 * @param onFinding gets every row of the period, in the order of the export; what it throws comes out.
 * @throws GateError NOT_AN_EXPORT, ARCHIVE_BROKEN, EXPORT_TOO_LARGE, HEADER_UNKNOWN, ROW_UNREADABLE,
 *   EXPORT_INCONSISTENT, CANCELLED. They name export, member, row and reason, never a cell.
 */
export async function readExport(
  bytes: Spool | Arrival,
  settings: ReadSettings,
  onFinding: (finding: Finding) => void,
  world: ReadWorld,
): Promise<ExportReading> {
  const content = await openContent(bytes, settings.source, settings.limits, world.stop)
  const times = createPeriodFilter(settings.period)
  const members: MemberEvidence[] = []
  const notices = new Set<string>()
  const absent = new Set<MappableColumn>()
  for await (const member of content.members) {
    const sink = createSink(member, settings, times, onFinding)
    if (!(await readRows(member.chunks(), sink))) throw headerless(member.where)
    members.push({ name: member.name, bytes: member.bytes(), ...sink.counts() })
    for (const notice of sink.notices()) notices.add(notice)
    for (const column of sink.absent()) absent.add(column)
  }
  const proof = await content.proven()
  return {
    evidence: {
      source: settings.source,
      format: content.format,
      bytes: proof.bytes,
      sha256: proof.sha256,
      members,
      rows: sum(members.map((member) => member.rows)),
      refused: sum(members.map((member) => member.refused)),
    },
    notices: [...proof.notices, ...notices, ...times.notices()].map(
      (notice) => `${content.where}: ${notice}`,
    ),
    absent: [...absent],
  }
}

type MemberSink = RowSink & {
  counts(): { rows: number; refused: number }
  notices(): readonly string[]
  absent(): readonly MappableColumn[]
}

function createSink(
  member: Member,
  settings: ReadSettings,
  times: PeriodFilter,
  onFinding: (finding: Finding) => void,
): MemberSink {
  const { target, columns: byHand } = settings
  let columns: { reader: CellReader; redactor: Redactor; hasTime: boolean } | null = null
  let absent: readonly MappableColumn[] = []
  let rows = 0
  let refused = 0

  const refuse = (number: number, reason: string): void => {
    if (number === 1 || settings.onBadRow === 'error') throw unreadableRow(member.where, number, reason)
    rows += 1
    refused += 1
    onFinding(standIn(member.name, number, target))
  }
  const keep = (finding: Finding): void => {
    rows += 1
    if (times.keeps()) onFinding(finding)
  }

  return {
    header(cells) {
      const plan = planColumns(cells, { byHand, target, purpose: 'findings' }, member.where)
      const reader = createCellReader(plan)
      columns = {
        reader,
        redactor: createRedactor(plan, reader, settings),
        hasTime: plan.at.scanned_at !== null,
      }
      absent = absentColumns(plan, target)
      return reader.wanted
    },
    row(cells, number) {
      if (columns === null) throw new Error('a row came before the header')
      const { reader, redactor, hasTime } = columns
      const scannedAt = times.read(hasTime ? reader.cell(cells, 'scanned_at') : null)
      const redacted = redactor.redact(cells, scannedAt)
      if (redacted.kind === 'outside') throw strangeRow(member.where, number, redacted.reason)
      if (redacted.kind === 'bad') refuse(number, redacted.reason)
      else keep(redacted.finding)
    },
    bad: refuse,
    counts: () => ({ rows, refused }),
    notices: () => columns?.redactor.notices() ?? [],
    absent: () => absent,
  }
}

/** The finding that stands for a row that could not be read, so that it is gated and shown. */
function standIn(member: string, row: number, target: Target | null): Finding {
  const asked = target ?? { kind: 'instance' }
  return {
    project: asked.kind === 'instance' ? '' : asked.project,
    repository: asked.kind === 'repo' || asked.kind === 'branch' ? asked.repo : '',
    branch: asked.kind === 'branch' ? asked.branch : '',
    path: member,
    line: row,
    rule: UNREADABLE_ROW,
    scannedAt: null,
    matchId: '',
    match: '',
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

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
