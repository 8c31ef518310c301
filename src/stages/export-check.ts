/** Checks what was read of an export against everything else that is known of it. */
import { GateError } from '../errors.ts'
import type { ExportEvidence } from '../evidence.ts'
import type { ExportSource } from '../export/fetch-exports.ts'
import type { ReviewedRow } from '../export/finding-row.ts'
import type { FindingNames } from '../export/name-table.ts'
import type { ExportReading } from '../export/read-export.ts'
import type { CountList } from '../export/typed-tables.ts'
import type { MappableColumn } from '../finding.ts'
import { type Target, targetName } from '../target.ts'
import { counted } from '../text.ts'
import { isWide, refuseFindingsAsReviewed, whyEmpty } from './consistency.ts'
import type { Desk } from './desk.ts'
import {
  countReviewed,
  exportTooSmall,
  isExplained,
  type Misfit,
  misfitsOf,
  type RowsRead,
} from './misfits.ts'
import { listReviewed } from './reviewed.ts'

/** Rows of an export by the numbers of their repositories. */
export type CountedRows = { readonly byRepository: CountList; readonly names: FindingNames }

/**
 * Puts on record what was read of an export, when it fits what else is known.
 * @param reading `null`: the server answered with 404
 * @throws GateError EXPORT_MISSING, EXPORT_INCONSISTENT, HEADER_UNKNOWN.
 */
export async function noteReading(
  reading: ExportReading | null,
  counted: CountedRows,
  source: ExportSource,
  desk: Desk,
): Promise<void> {
  const { host, record } = desk
  const read = reading?.evidence ?? null
  if (reading !== null) {
    refuseBlindThresholds(reading.absent, source, desk)
    record.notes.push(...reading.notices)
  }
  await check(read, counted, source, desk)
  if (read !== null) refuseFindingsAsReviewed(read, record.exports)
  record.exports.push(read ?? missingExport(source.name))
  host.log.info(`${source.name}: ${read?.rows ?? 0} rows read, ${read?.bytes ?? 0} bytes.`)
}

/** A threshold over a column that the export does not have would see nothing, and always hold. */
function refuseBlindThresholds(
  absent: readonly MappableColumn[],
  source: ExportSource,
  { policy }: Desk,
): void {
  const blind = policy.thresholds.find(({ match }) => match.branch !== undefined)
  if (blind === undefined || !absent.includes('branch')) return
  throw new GateError(
    'HEADER_UNKNOWN',
    `${source.name}: threshold "${blind.name}" looks at branches, but no column of the export was recognised as the branch.`,
  )
}

/** Nothing, or less than was proven, may be right only where something says so. */
async function check(
  read: ExportEvidence | null,
  counted: CountedRows,
  source: ExportSource,
  desk: Desk,
): Promise<void> {
  const { record, inputs } = desk
  if (read === null || read.format === 'empty') {
    const why = source.target === null ? null : whyEmpty(source.target, record.targets)
    if (why !== null) {
      record.notes.push(`${source.name}: the export is empty, as ${why}.`)
      return
    }
    const what = read === null ? 'answered with 404' : 'is empty, without even a header'
    throw new GateError(
      'EXPORT_MISSING',
      `The export of ${source.name} ${what}, and nothing proves that there are no findings.`,
    )
  }
  if (source.target === null) return
  const byRepository = isWide(source.target) ? rowsByName(counted) : {}
  const rows = { rows: read.rows, byRepository }
  const misfits = misfitsOf(source.target, rows, inputs.period, record.targets)
  const missing = misfits.filter(({ kind }) => kind === 'fewer')
  const reviewed = missing.length === 0 ? [] : await reviewedOrNone(source.target, desk)
  for (const misfit of missing) {
    const count = countReviewed(misfit.of, reviewed)
    if (!isExplained(misfit, count, record.targets)) throw exportTooSmall(misfit, count)
  }
  record.notes.push(...misfits.slice(0, NOTED_MISFITS).map(misfitNote))
}

function rowsByName({ byRepository, names }: CountedRows): RowsRead['byRepository'] {
  const rows = Object.create(null) as Record<string, number>
  for (let repository = 0; repository < names.repositories.size; repository += 1) {
    const count = byRepository.at(repository)
    if (count > 0) rows[names.repositoryName(repository)] = count
  }
  return rows
}

/** Repositories that are noted by name; thousands may have reviewed findings. */
const NOTED_MISFITS = 20

function misfitNote({ kind, of, rows, total }: Misfit): string {
  const told = `${targetName(of)}: the export has ${counted(rows, 'row')}, the finished scan told ${total}`
  return kind === 'more' ? `${told}.` : `${told}; reviewed findings may explain it.`
}

/** A reviewed export that cannot be had explains nothing, and the run ends with the error it was to explain. */
async function reviewedOrNone(target: Target, desk: Desk): Promise<readonly ReviewedRow[]> {
  try {
    return await listReviewed(target, desk)
  } catch {
    return []
  }
}

function missingExport(source: string): ExportEvidence {
  return { source, format: 'empty', bytes: 0, sha256: '', members: [], rows: 0, refused: 0 }
}
