/** Exports in, decision out: each export is read to its end and judged row by row, in one pass. */
import { GateError } from '../errors.ts'
import type { MappableColumn, NumberedFinding } from '../findings/finding.ts'
import { createNumbering } from '../findings/numbering.ts'
import type { ExportReading } from '../findings/read.ts'
import type { Inputs } from '../inputs/inputs.ts'
import type { Decision } from '../policy/judge.ts'
import { annotationCandidates } from '../report/annotations.ts'
import type { ExportEvidence } from '../report/evidence.ts'
import { openFindingsFile } from '../report/findings-file.ts'
import { SHORTLIST_LIMIT } from '../report/model.ts'
import { createShortlist } from '../report/shortlist.ts'
import type { Target } from '../target.ts'
import type { Outcome } from '../verdict.ts'
import {
  compareWithTotal,
  exportTooSmall,
  isProvenEmpty,
  refuseFindingsAsReviewed,
  unlistedRepositories,
} from './consistency.ts'
import type { Desk } from './desk.ts'
import { openExports, type Source, StartOver } from './exports.ts'
import { openJudge, type Reviewed, reviewedOf } from './judge-of-run.ts'
import { randomSeed } from './random-seed.ts'
import { countReviewed } from './reviewed.ts'

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
  const onRow = (row: NumberedFinding): void => {
    const ruling = judge.see(row)
    file?.add(row, ruling)
    shortlist.add(row, ruling)
  }
  try {
    for (const source of sources) {
      const reading = await source.read({ numbering, onRow })
      if (!checked.has(source)) await noteReading(reading, source, desk)
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

/** Findings kept for what is posted in Bitbucket, where no file lists them. */
const POSTED_LIMIT = 5_000

/** How many of the worst findings are kept: each costs time, and most runs show only a few beside the code. */
function keptFindings({ formats, codeInsights, pullRequestComment, annotations }: Inputs): number {
  if (formats.some((format) => format === 'html' || format === 'sarif' || format === 'gitlab'))
    return SHORTLIST_LIMIT
  return codeInsights || pullRequestComment !== 'never' ? POSTED_LIMIT : annotationCandidates(annotations)
}

/** Puts on record what was read of an export, when it fits what else is known. */
async function noteReading(reading: ExportReading | null, source: Source, desk: Desk): Promise<void> {
  const { host, record } = desk
  const read = reading?.evidence ?? null
  if (reading !== null) {
    refuseBlindThresholds(reading.absent, source, desk)
    record.notes.push(...reading.notices)
  }
  await check(read, source, desk)
  if (read !== null) refuseFindingsAsReviewed(read, record.exports)
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
async function check(read: ExportEvidence | null, source: Source, desk: Desk): Promise<void> {
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
  const { fit, total } = compareWithTotal(source.target, read, inputs.period, record.targets)
  if (fit === 'fits') return
  const told = `${source.name}: the export has ${read.rows} rows, the finished scan told ${total}`
  if (fit === 'fewer' && (await reviewedOrNone(source.target, desk)) === 0) {
    throw exportTooSmall(source.target, read.rows, total)
  }
  record.notes.push(fit === 'more' ? `${told}.` : `${told}; reviewed findings may explain it.`)
}

/** A reviewed export that cannot be had explains nothing, and the run ends with the error it was to explain. */
async function reviewedOrNone(target: Target, desk: Desk): Promise<number> {
  try {
    return await countReviewed(target, desk)
  } catch {
    return 0
  }
}

function missingExport(source: string): ExportEvidence {
  return { source, format: 'empty', bytes: 0, sha256: '', members: [], rows: 0, refused: 0 }
}
