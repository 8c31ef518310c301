/**
 * Reads a downloaded export to its end: told apart by content, unzipped, parsed, redacted. Findings are handed out
 * as the rows pass; only when this resolves is it known that the export was whole.
 */
import { openExport } from '../export/open-export.ts'
import type { TempFile } from '../export/temp-file.ts'
import type { ArchiveLimits } from '../export/zip.ts'
import type { Period } from '../inputs/inputs.ts'
import type { ExportEvidence, MemberEvidence } from '../report/evidence.ts'
import type { Target } from '../target.ts'
import { isExportHeader } from './columns.ts'
import type { MappableColumn, NumberedFinding } from './finding.ts'
import { headerless, MemberRows } from './member-rows.ts'
import type { Numbering } from './numbering.ts'
import { createPeriodFilter } from './period.ts'
import { readRows } from './read-rows.ts'

/** How an export is read. */
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

/** What reading needs of the world. */
export type ReadWorld = { readonly stop: AbortSignal }

/** What is told of an export that was read to its end. */
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
 * @param onRow gets every row of the period, in the order of the export; what it throws comes out. The object is used
 *   again for the next row.
 * @throws GateError NOT_AN_EXPORT, ARCHIVE_BROKEN, EXPORT_TOO_LARGE, HEADER_UNKNOWN, ROW_UNREADABLE,
 *   EXPORT_INCONSISTENT, CANCELLED. They name export, member, row and reason, never a cell.
 */
export async function readExport(
  stored: TempFile,
  settings: ReadSettings,
  numbering: Numbering,
  onRow: (row: NumberedFinding) => void,
  world: ReadWorld,
): Promise<ExportReading> {
  const { source, limits, columns: byHand, target } = settings
  const knowsHeader = (header: readonly string[]): boolean =>
    isExportHeader(header, { byHand, target, purpose: 'findings' })
  const content = await openExport(stored, source, limits, world.stop, knowsHeader)
  const times = createPeriodFilter(settings.period)
  const members: MemberEvidence[] = []
  const notices = new Set<string>()
  const absent = new Set<MappableColumn>()
  for (const member of content.members) {
    const rows = new MemberRows(member, settings, { numbering, times, onRow })
    if (!(await readRows(member.chunks(), rows))) throw headerless(member.where)
    members.push({ name: member.name, bytes: member.bytes(), rows: rows.read, refused: rows.refused })
    for (const notice of rows.notices()) notices.add(notice)
    for (const column of rows.absent) absent.add(column)
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

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
