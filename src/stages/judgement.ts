/** Exports in, decision out: each export is read to its end and judged row by row, in one pass. */
import type { Inputs } from '../config/inputs.ts'
import { GateError } from '../errors.ts'
import { type ExportSource, listExports } from '../export/fetch-exports.ts'
import { type ExportReading, type FindingSink, readExport } from '../export/read-export.ts'
import type { TempFile } from '../export/temp-file.ts'
import { CountList } from '../export/typed-tables.ts'
import type { Decision } from '../judge/judge.ts'
import { annotationCandidates } from '../report/annotations.ts'
import { type FindingsFile, openFindingsFile } from '../report/findings-file.ts'
import { SHORTLIST_LIMIT } from '../report/model.ts'
import { createShortlist } from '../report/shortlist.ts'
import type { Outcome } from '../verdict.ts'
import { unlistedRepositories } from './consistency.ts'
import { type Desk, exportSettings } from './desk.ts'
import { noteReading } from './export-check.ts'
import { openJudge, type Reviewed, reviewedOf } from './judge-of-run.ts'
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
  const { revealSecrets } = desk.inputs
  const stored = new Map<ExportSource, TempFile | null>()
  try {
    const decision = await judgeOnce(
      sources,
      stored,
      reviewed,
      desk,
      revealSecrets ? 'judge' : 'judge and write',
    )
    // The judging above saw no text. What is written for people with the texts comes from a reading of its own.
    if (revealSecrets) await judgeOnce(sources, stored, reviewed, desk, 'write revealed')
    return decision
  } finally {
    for (const file of stored.values()) await file?.dispose()
  }
}

async function judgeOnce(
  sources: readonly ExportSource[],
  stored: Map<ExportSource, TempFile | null>,
  reviewed: Reviewed,
  desk: Desk,
  purpose: 'judge' | 'judge and write' | 'write revealed',
): Promise<Decision> {
  const { inputs, record } = desk
  const judge = openJudge(desk, reviewed)
  if (reviewed !== null) record.reviewedRows = 0
  const writes = purpose !== 'judge'
  const reveals = purpose === 'write revealed'
  const shortlist = createShortlist(keptFindings(inputs))
  const file = writes && inputs.formats.includes('csv') ? openFindingsFile(desk.reports.staged('csv')) : null
  let byRepository = new CountList()
  let text = ''
  const sink: FindingSink = {
    onMatchedText: reveals ? (matched) => (text = matched) : undefined,
    onRow(row) {
      if (reveals) row.match = text
      const ruling = judge.see(row)
      byRepository.add(row.repository, 1)
      file?.add(row, ruling)
      if (writes) shortlist.add(row, ruling)
    },
  }
  try {
    for (const source of sources) {
      byRepository = new CountList()
      const reading = await read(source, stored, sink, desk)
      if (!reveals) await noteReading(reading, { byRepository, names: desk.reading.row.names }, source, desk)
      if (!inputs.revealSecrets) await stored.get(source)?.dispose()
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
  stored: Map<ExportSource, TempFile | null>,
  sink: FindingSink,
  desk: Desk,
): Promise<ExportReading | null> {
  const file = stored.has(source) ? stored.get(source) : await source.fetch()
  stored.set(source, file ?? null)
  if (!file) return null
  const settings = exportSettings(source.name, source.target, desk)
  return await readExport(file, settings, desk.reading, sink, desk.host)
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
