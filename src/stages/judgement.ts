/** Exports in, decision out: each export is read to its end and judged row by row, in one pass. */
import { GateError } from '../errors.ts'
import { type ExportSource, listExports } from '../export/fetch-exports.ts'
import type { NumberedFinding } from '../findings/finding.ts'
import { createNumbering, type Numbering } from '../findings/numbering.ts'
import { CountList } from '../findings/numbers/number-list.ts'
import { type ExportReading, readExport } from '../findings/read.ts'
import type { Inputs } from '../inputs/inputs.ts'
import type { Decision } from '../policy/judge.ts'
import { annotationCandidates } from '../report/annotations.ts'
import { type FindingsFile, openFindingsFile } from '../report/findings-file.ts'
import { SHORTLIST_LIMIT } from '../report/model.ts'
import { createShortlist } from '../report/shortlist.ts'
import type { Outcome } from '../verdict.ts'
import { unlistedRepositories } from './consistency.ts'
import { type Desk, exportSettings } from './desk.ts'
import { noteReading } from './export-check.ts'
import { openJudge, type Reviewed, reviewedOf } from './judge-of-run.ts'
import { randomSeed } from './random-seed.ts'
import type { RunRecord } from './record.ts'

/**
 * Reads and judges every export of the plan.
 * @throws GateError when one cannot be had, read to its end, or does not fit what the server said elsewhere.
 */
export async function judge(desk: Desk): Promise<Outcome> {
  const { inputs, host, record } = desk
  const reviewed = await reviewedOf(desk)
  const decision = await host.log.group('Export', async () => {
    const sources = await listExports(desk)
    if (sources.length === 0) throw new GateError('EXPORT_MISSING', 'There is no export to judge.')
    return await judgeAll(sources, reviewed, desk)
  })
  record.decision = decision
  const { byRepository } = decision.counts
  const unlisted = desk.plan.wait ? unlistedRepositories(inputs.targets, byRepository, record.targets) : null
  if (unlisted !== null) record.notes.push(unlisted)
  return { kind: 'judged', thresholds: decision.thresholds, mode: inputs.mode }
}

async function judgeAll(sources: readonly ExportSource[], reviewed: Reviewed, desk: Desk): Promise<Decision> {
  const { inputs, record } = desk
  const numbering = createNumbering(randomSeed())
  const judge = openJudge(desk, reviewed, numbering.places)
  if (reviewed !== null) record.reviewedRows = 0
  const shortlist = createShortlist(keptFindings(inputs))
  const file = inputs.formats.includes('csv') ? openFindingsFile(desk.reports.staged('csv')) : null
  let byRepository = new CountList()
  const onRow = (row: NumberedFinding): void => {
    const ruling = judge.see(row)
    byRepository.add(row.repositoryNumber, 1)
    file?.add(row, ruling)
    shortlist.add(row, ruling)
  }
  try {
    for (const source of sources) {
      byRepository = new CountList()
      const reading = await read(source, numbering, onRow, desk)
      await noteReading(reading, { byRepository, places: numbering.places }, source, desk)
    }
    if (file !== null) complete(file, record)
    record.shortlist = shortlist.items()
    record.shortlistCut = shortlist.cut
    return judge.conclude()
  } finally {
    file?.discard()
  }
}

/** `null` when the server answers 404. */
async function read(
  source: ExportSource,
  numbering: Numbering,
  onRow: (row: NumberedFinding) => void,
  desk: Desk,
): Promise<ExportReading | null> {
  const stored = await source.fetch()
  if (stored === null) return null
  try {
    const settings = exportSettings(source.name, source.target, desk)
    return await readExport(stored, settings, numbering, onRow, desk.host)
  } finally {
    await stored.dispose()
  }
}

function complete(file: FindingsFile, record: RunRecord): void {
  const failure = file.complete()
  if (failure === null) record.written = file.written()
  else record.failures.set('csv', failure)
}

/** Findings kept for what is posted in Bitbucket, where no file lists them. */
const POSTED_LIMIT = 5_000

/** How many of the worst findings are kept: each costs time, and most runs show only a few beside the code. */
function keptFindings({ formats, codeInsights, pullRequestComment, annotations }: Inputs): number {
  if (formats.some((format) => format === 'html' || format === 'sarif' || format === 'gitlab'))
    return SHORTLIST_LIMIT
  return codeInsights || pullRequestComment !== 'never' ? POSTED_LIMIT : annotationCandidates(annotations)
}
