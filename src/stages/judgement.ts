/** Exports in, decision out: each export is read to its end and judged row by row, in one pass. */
import { GateError } from '../errors.ts'
import type { MappableColumn, NumberedFinding } from '../findings/finding.ts'
import { createNumbering } from '../findings/numbering.ts'
import { CountList } from '../findings/numbers/number-list.ts'
import type { Places } from '../findings/numbers/places.ts'
import type { ExportReading } from '../findings/read.ts'
import type { ReviewedRow } from '../findings/reviewed.ts'
import type { Inputs } from '../inputs/inputs.ts'
import type { Decision } from '../policy/judge.ts'
import { annotationCandidates } from '../report/annotations.ts'
import type { ExportEvidence } from '../report/evidence.ts'
import { openFindingsFile } from '../report/findings-file.ts'
import { SHORTLIST_LIMIT } from '../report/model.ts'
import { createShortlist } from '../report/shortlist.ts'
import { type Target, targetName } from '../target.ts'
import type { Outcome } from '../verdict.ts'
import {
  countReviewed,
  exportTooSmall,
  isExplained,
  isProvenEmpty,
  isWide,
  type Misfit,
  misfitsOf,
  type RowsRead,
  unlistedRepositories,
} from './consistency.ts'
import type { Desk } from './desk.ts'
import { openExports, type Source, StartOver } from './exports.ts'
import { openJudge, type Reviewed, reviewedOf } from './judge-of-run.ts'
import { randomSeed } from './random-seed.ts'
import { listReviewed } from './reviewed.ts'

/**
 * Reads and judges every export of the plan.
 * @throws GateError when one cannot be had, read to its end, or does not fit what the server said elsewhere.
 */
export async function judge(desk: Desk): Promise<Outcome> {
  const { inputs, host, record } = desk
  const reviewed = await reviewedOf(desk)
  const decision = await host.log.group('Export', async () => {
    const { sources, dispose } = await openExports(desk)
    try {
      if (sources.length === 0) throw new GateError('EXPORT_MISSING', 'There is no export to judge.')
      return await judgeAll(sources, reviewed, desk)
    } finally {
      await dispose()
    }
  })
  record.decision = decision
  const { byRepository } = decision.counts
  const unlisted = desk.plan.wait ? unlistedRepositories(inputs.targets, byRepository, record.targets) : null
  if (unlisted !== null) record.notes.push(unlisted)
  return { kind: 'judged', thresholds: decision.thresholds, mode: inputs.mode }
}

/** What is judged of rows that turn out not to count is thrown away with its judge. */
async function judgeAll(sources: readonly Source[], reviewed: Reviewed, desk: Desk): Promise<Decision> {
  const checked = new Set<Source>()
  try {
    return await judgeInOnePass(sources, checked, reviewed, desk)
  } catch (caught) {
    if (!(caught instanceof StartOver)) throw caught
  }
  desk.host.log.info('Reading starts over, from what is stored.')
  return await judgeInOnePass(sources, checked, reviewed, desk)
}

/** @param checked the sources whose evidence is on record; it grows. */
async function judgeInOnePass(
  sources: readonly Source[],
  checked: Set<Source>,
  reviewed: Reviewed,
  desk: Desk,
): Promise<Decision> {
  const { inputs, record } = desk
  const numbering = createNumbering(randomSeed())
  const judge = openJudge(desk, reviewed, numbering.places)
  if (reviewed !== null) record.reviewedRows = 0
  const shortlist = createShortlist(keptFindings(inputs))
  const file = inputs.formats.includes('csv') ? openFindingsFile(desk.reports.staged('csv')) : null
  let byRepository = new CountList()
  const onRow = (row: NumberedFinding): void => {
    const ruling = judge.see(row)
    byRepository.add(numbering.places.repositoryOf(row.key), 1)
    file?.add(row, ruling)
    shortlist.add(row, ruling)
  }
  try {
    for (const source of sources) {
      byRepository = new CountList()
      const reading = await source.read({ numbering, onRow })
      const rows = isWide(source.target) ? rowsByName(byRepository, numbering.places) : {}
      if (!checked.has(source)) await noteReading(reading, rows, source, desk)
      checked.add(source)
    }
    const failure = file?.complete() ?? null
    if (failure !== null) record.failures.set('csv', failure)
    record.shortlist = shortlist.items()
    record.shortlistCut = shortlist.cut
    return judge.conclude()
  } finally {
    file?.discard()
  }
}

function rowsByName(counts: CountList, places: Places): RowsRead['byRepository'] {
  const rows = Object.create(null) as Record<string, number>
  for (let repository = 0; repository < places.repositories.size; repository += 1) {
    const count = counts.at(repository)
    if (count > 0) rows[places.repositoryName(repository)] = count
  }
  return rows
}

/** Findings kept for what is posted in Bitbucket, where no file lists them. */
const POSTED_LIMIT = 5_000

/** How many of the worst findings are kept: each costs time, and most runs show only a few beside the code. */
function keptFindings({ formats, codeInsights, pullRequestComment, annotations }: Inputs): number {
  if (formats.some((format) => format === 'html' || format === 'sarif' || format === 'gitlab'))
    return SHORTLIST_LIMIT
  return codeInsights || pullRequestComment !== 'never' ? POSTED_LIMIT : annotationCandidates(annotations)
}

/** Puts on record what was read of an export, when it fits what else is known. */
async function noteReading(
  reading: ExportReading | null,
  byRepository: RowsRead['byRepository'],
  source: Source,
  desk: Desk,
): Promise<void> {
  const { host, record } = desk
  const read = reading?.evidence ?? null
  if (reading !== null) {
    refuseBlindThresholds(reading.absent, source, desk)
    record.notes.push(...reading.notices)
  }
  await check(read, byRepository, source, desk)
  record.exports.push(read ?? missingExport(source.name))
  host.log.info(`${source.name}: ${read?.rows ?? 0} rows read, ${read?.bytes ?? 0} bytes.`)
}

/** A threshold over a column that the export does not have would see nothing, and always hold. */
function refuseBlindThresholds(absent: readonly MappableColumn[], source: Source, { policy }: Desk): void {
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
  byRepository: RowsRead['byRepository'],
  source: Source,
  desk: Desk,
): Promise<void> {
  const { record, inputs } = desk
  if (read === null || read.format === 'empty') {
    if (source.target !== null && isProvenEmpty(source.target, record.targets)) {
      record.notes.push(`${source.name}: the export is empty, as the finished scan told 0 findings.`)
      return
    }
    const what = read === null ? 'answered with 404' : 'is empty, without even a header'
    throw new GateError(
      'EXPORT_MISSING',
      `The export of ${source.name} ${what}, and nothing proves that there are no findings.`,
    )
  }
  if (source.target === null) return
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

/** Repositories that are noted by name; thousands may have reviewed findings. */
const NOTED_MISFITS = 20

function misfitNote({ kind, of, rows, total }: Misfit): string {
  const told = `${targetName(of)}: the export has ${rows} rows, the finished scan told ${total}`
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
