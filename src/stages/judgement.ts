/** Exports in, decision out: each export is downloaded, read to its end and judged row by row, in one pass. */
import { relative } from 'node:path'
import { spoolOfFile } from '../archive/local-file.ts'
import { sniff } from '../archive/sniff.ts'
import { type Spool, spool } from '../archive/spool.ts'
import type { Deadline } from '../client/request.ts'
import { GateError } from '../errors.ts'
import { expandPatterns } from '../files.ts'
import type { Finding, MappableColumn } from '../findings/finding.ts'
import { readExport } from '../findings/read.ts'
import type { Inputs } from '../inputs/inputs.ts'
import type { ExportEvidence } from '../report/evidence.ts'
import { openFindingsFile } from '../report/findings-file.ts'
import { SHORTLIST_LIMIT } from '../report/model.ts'
import { createShortlist } from '../report/shortlist.ts'
import { type Target, targetName } from '../target.ts'
import type { Outcome } from '../verdict.ts'
import { compareWithTotal, exportTooSmall, isProvenEmpty, unlistedRepositories } from './consistency.ts'
import { type Desk, readSettings } from './desk.ts'
import { openJudge } from './judge-of-run.ts'
import { countReviewed } from './reviewed.ts'

/** One export to read: downloaded for a target, or a local file. */
type Source = {
  readonly name: string
  readonly target: Target | null
  readonly open: () => Promise<Spool | null>
}

/**
 * Reads and judges every export of the plan.
 * @throws GateError when one cannot be had, read to its end, or does not fit what the server said elsewhere.
 */
export async function judge(desk: Desk): Promise<Outcome> {
  const { inputs, host, record } = desk
  const judge = await openJudge(desk)
  const shortlist = createShortlist(showsFindings(inputs) ? SHORTLIST_LIMIT : UNSHOWN_LIMIT)
  const file = inputs.formats.includes('csv') ? openFindingsFile(desk.reports.staged('csv')) : null
  try {
    const onFinding = (finding: Finding): void => {
      const ruling = judge.see(finding)
      file?.add(finding, ruling)
      shortlist.add(finding, ruling)
    }
    await host.log.group('Export', async () => {
      for (const source of await sourcesOf(desk)) await readSource(source, desk, onFinding)
    })
    const failure = file?.complete() ?? null
    if (failure !== null) record.failures.set('csv', failure)
    record.decision = judge.conclude()
    const { byRepository } = record.decision.counts
    const unlisted = desk.plan.wait
      ? unlistedRepositories(inputs.targets, byRepository, record.targets)
      : null
    if (unlisted !== null) record.notes.push(unlisted)
    record.shortlist = shortlist.items()
    record.shortlistCut = shortlist.cut
    return { kind: 'judged', thresholds: record.decision.thresholds, mode: inputs.mode }
  } finally {
    file?.discard()
  }
}

/** Findings kept where no file lists them: enough to choose annotations from. */
const UNSHOWN_LIMIT = 5_000

/** Whether a file of this run lists findings one by one, beside `findings.csv`. */
function showsFindings({ formats }: Pick<Inputs, 'formats'>): boolean {
  return formats.some((format) => format === 'html' || format === 'sarif' || format === 'gitlab')
}

async function sourcesOf(desk: Desk): Promise<readonly Source[]> {
  const { plan, host } = desk
  const local = await expandPatterns(plan.localExports, host.workingFolder)
  return [
    ...local.map((path) => ({
      name: relative(host.workingFolder, path),
      target: null,
      open: () => spoolOfFile(path),
    })),
    ...plan.exports.map((target) => ({
      name: targetName(target),
      target,
      open: () => download(target, desk),
    })),
  ]
}

async function readSource(source: Source, desk: Desk, onFinding: (finding: Finding) => void): Promise<void> {
  const { host, record } = desk
  const spooled = await source.open()
  try {
    const read = spooled === null ? null : await readOne(spooled, source, desk, onFinding)
    await check(read, source, desk)
    record.exports.push(read ?? missingExport(source.name))
    host.log.info(`${source.name}: ${read?.rows ?? 0} rows read, ${read?.bytes ?? 0} bytes.`)
  } finally {
    await spooled?.dispose()
  }
}

async function readOne(
  spooled: Spool,
  source: Source,
  desk: Desk,
  onFinding: (finding: Finding) => void,
): Promise<ExportEvidence> {
  const settings = readSettings(source.name, source.target, desk)
  const { evidence, notices, absent } = await readExport(spooled, settings, onFinding, desk.host)
  refuseBlindThresholds(absent, source, desk)
  desk.record.notes.push(...notices)
  return evidence
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

/** The export of a target in the run's spool; `null` when the server answers 404, which may mean "none". */
async function download(target: Target, desk: Desk): Promise<Spool | null> {
  const { connection, inputs, host, folder, record } = desk
  if (connection === null) throw new GateError('DEFECT', 'A download was asked for without a connection.')
  host.log.info(`${targetName(target)}: asking for the export.`)
  const deadline: Deadline = { at: host.clock.elapsed() + inputs.timeoutMs, phase: 'downloading the export' }
  const reply = await connection.soteri.exportFindings(
    target,
    inputs.period,
    (body) => spool(folder, body, host.stop, inputs.maxExportBytes),
    deadline,
  )
  if (reply.kind !== 'saved') return null
  if (reply.end === 'close' && sniff(reply.saved.head) !== 'zip') {
    record.notes.push(`${targetName(target)}: ${UNMARKED_END}`)
  }
  return reply.saved
}

/** Without a length or chunks, an end between two rows and a cut between two rows look the same (RFC 9112, 6.3). */
const UNMARKED_END =
  'the server did not mark the end of the export (no Content-Length, no chunks), so a download cut between two rows would go unseen.'

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
