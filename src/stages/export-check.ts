/** Checks what was read of an export against everything else that is known of it. */

import type { Policy } from '../config/policy.ts'
import { reviewedTargets } from '../config/run-plan.ts'
import type { RunContext, RunState } from '../context.ts'
import { GateError } from '../errors.ts'
import type { ExportEvidence } from '../evidence.ts'
import type { ExportSource, RunExports } from '../export/fetch-exports.ts'
import type { ReviewedRow } from '../export/finding-row.ts'
import type { FindingNames } from '../export/name-table.ts'
import type { CountList } from '../export/typed-tables.ts'
import type { MappableColumn } from '../finding.ts'
import { type Target, targetName } from '../target.ts'
import { counted } from '../text.ts'
import { isWide, whyEmpty } from './consistency.ts'
import {
  countReviewed,
  exportTooSmall,
  isExplained,
  type Misfit,
  misfitsOf,
  type RowsRead,
} from './misfits.ts'

/** Rows of an export by the numbers of their repositories. */
export type CountedRows = { readonly byRepository: CountList; readonly names: FindingNames }

/**
 * A threshold over a column that the export does not have would see nothing, and always pass.
 * @throws GateError HEADER_UNKNOWN
 */
export function rejectBlindThresholds(
  absent: readonly MappableColumn[],
  source: string,
  { thresholds }: Policy,
): void {
  const blind = thresholds.find(({ match }) => match.branch !== undefined)
  if (blind === undefined || !absent.includes('branch')) return
  throw new GateError(
    'HEADER_UNKNOWN',
    `${source}: threshold "${blind.name}" looks at branches, but no column of the export was recognised as the branch.`,
  )
}

/**
 * Proves that an export holds all that the scan counted: nothing, or less, is accepted only for a known reason.
 * @param read `null`: the server answered with 404
 * @returns notes for the report
 * @throws GateError EXPORT_MISSING, EXPORT_INCONSISTENT.
 */
export async function verifyExport(
  source: ExportSource,
  read: ExportEvidence | null,
  counted: CountedRows,
  exports: RunExports,
  { inputs }: RunContext,
  { targets }: RunState,
): Promise<readonly string[]> {
  if (read === null || read.format === 'empty') {
    const why = source.target === null ? null : whyEmpty(source.target, targets)
    if (why !== null) {
      return [`${source.name}: the export is empty, as ${why}.`]
    }
    const what = read === null ? 'answered with 404' : 'is empty, without even a header'
    throw new GateError(
      'EXPORT_MISSING',
      `The export of ${source.name} ${what}, and nothing proves that there are no findings.`,
    )
  }
  if (source.target === null) return []
  const byRepository = isWide(source.target) ? rowsByName(counted) : {}
  const rows = { rows: read.rows, byRepository }
  const misfits = misfitsOf(source.target, rows, inputs.period, targets)
  const missing = misfits.filter(({ kind }) => kind === 'fewer')
  const reviewed = missing.length === 0 ? [] : await reviewedOrNone(source.target, exports)
  for (const misfit of missing) {
    const count = countReviewed(misfit.of, reviewed)
    if (!isExplained(misfit, count, targets)) throw exportTooSmall(misfit, count)
  }
  return misfits.slice(0, NOTED_MISFITS).map(misfitNote)
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
async function reviewedOrNone(target: Target, exports: RunExports): Promise<readonly ReviewedRow[]> {
  try {
    return await exports.reviewed(reviewedTargets([target]), 'list')
  } catch {
    return []
  }
}
