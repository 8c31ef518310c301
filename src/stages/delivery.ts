/**
 * The end of every run: files first, then artifact, summary and annotations, each failing alone; then outputs,
 * and as the last line of the log the verdict. Whatever fails here can turn a green verdict into an error, and
 * never the other way round.
 */
import { asGateError, GateError } from '../errors.ts'
import { fileExists, pathOf } from '../files.ts'
import { outputsOf, writtenFiles } from '../outputs.ts'
import type { Host } from '../ports.ts'
import { annotationsOf } from '../report/annotations.ts'
import { renderMarkdown } from '../report/markdown.ts'
import type { Report } from '../report/model.ts'
import { type Published, publish } from '../report/publish.ts'
import { type Outcome, type Verdict, verdictOf, worsened } from '../verdict.ts'
import { documentsOf } from './documents.ts'
import { amendVerdict, postGreen, postVerdict } from './feedback.ts'
import type { RunRecord } from './record.ts'
import { reportOf } from './report-of.ts'
import { tellOutcome } from './tell.ts'
import { openTrend, type Trend } from './trend.ts'

type Artifact = { readonly id: string; readonly url: string; readonly digest: string }
type Delivery = {
  readonly outcome: Outcome
  readonly record: RunRecord
  readonly trend: Trend
  readonly host: Host
}
type Delivered = {
  readonly verdict: Verdict
  readonly published: Published | null
  readonly artifact: Artifact | null
}

/** Delivers the outcome of a run and gives its exit code. Never throws. */
export async function deliver(outcome: Outcome, record: RunRecord, host: Host): Promise<number> {
  let delivered: Delivered = { verdict: verdictOf(outcome), published: null, artifact: null }
  try {
    delivered = await deliverReports({ outcome, record, trend: openTrend(record, host), host })
  } catch (caught) {
    delivered = { ...delivered, verdict: worsened(delivered.verdict, [asGateError(caught)]) }
  } finally {
    record.reports?.close()
  }
  // A run that was stopped while it delivered has shown its result to nobody for sure.
  const stopped = host.stop.aborted ? [asGateError(host.stop.reason)] : []
  const verdict = worsened(delivered.verdict, stopped)
  await amendVerdict(reportOf(record, verdict, host), record, host)
  return finish({ ...delivered, verdict }, record, host)
}

async function deliverReports(delivery: Delivery): Promise<Delivered> {
  const { record, host } = delivery
  const first = await publishFiles(delivery, [])
  const unposted = await postVerdict(first.report, record, host)
  const { artifact, failure } = await uploadArtifact(first.published, delivery)
  const failures = [unposted, failure].filter((one) => one !== null)
  // Files that say `pass` must not stay behind a run that ends in `error`.
  const stored = failures.length === 0 ? first : await publishFiles(delivery, failures)
  const notGreen = await postGreen(stored.report, record, host)
  const last = notGreen === null ? stored : await publishFiles(delivery, [...failures, notGreen])
  await showInPlace(last.report, delivery)
  return { verdict: last.report.verdict, published: last.published, artifact }
}

async function publishFiles(
  { outcome, record, trend, host }: Delivery,
  failures: readonly GateError[],
): Promise<{ readonly report: Report; readonly published: Published | null }> {
  const reportWith = (known: readonly GateError[]): Report =>
    reportOf(record, worsened(verdictOf(outcome), [...failures, ...known]), host)
  if (record.reports === null) return { report: reportWith([]), published: null }
  const published = await publish(
    record.reports,
    (known) => documentsOf(reportWith(known), record, trend),
    record.failures,
  )
  for (const failure of published.failures) host.log.error(`${failure.message} ${failure.mend}`)
  return { report: reportWith(published.failures), published }
}

async function uploadArtifact(
  published: Published | null,
  { record: { inputs }, host }: Delivery,
): Promise<{ readonly artifact: Artifact | null; readonly failure: GateError | null }> {
  const none = { artifact: null, failure: null }
  if (inputs === null || published === null || inputs.uploadArtifact === 'false') return none
  const must = inputs.uploadArtifact === 'true'
  try {
    if (host.artifacts === null) {
      if (!must) return none
      throw new GateError('ARTIFACT_NOT_STORED', 'upload-artifact: this place offers no artifact store.')
    }
    const { artifactName: name, retentionDays } = inputs
    const artifact = await host.artifacts.upload({ name, ...published.upload, retentionDays })
    host.log.info(`Uploaded the report as artifact "${name}".`)
    return { artifact, failure: null }
  } catch (caught) {
    const failure = notStored(caught)
    if (must) return { artifact: null, failure }
    host.log.warn(`${failure.message} The files are in ${inputs.outputDir}.`)
    return none
  }
}

/** The client's message tells the reason (name taken, no right, time-out) and holds no row of the report. */
function notStored(caught: unknown): GateError {
  if (caught instanceof GateError) return caught
  const reason = caught instanceof Error ? caught.message.slice(0, 300) : 'unknown reason'
  return new GateError('ARTIFACT_NOT_STORED', `The artifact was not stored: ${reason}`, { cause: caught })
}

/** Summary page and inline annotations; both are for reading only, so a failure is told and nothing more. */
async function showInPlace(report: Report, { record, trend, host }: Delivery): Promise<void> {
  tellOutcome(report, record, host)
  trend.append(report)
  const { inputs } = record
  try {
    if (inputs?.jobSummary !== false) await host.writeSummary?.(renderMarkdown(report, trend.with(report)))
    const checkedOut = await pathsThatExist(report, inputs?.annotations ?? 0, host)
    for (const annotation of annotationsOf(report, inputs?.annotations ?? 0, (path) =>
      checkedOut.has(path),
    )) {
      host.annotate(annotation)
    }
  } catch (caught) {
    host.log.warn(`The summary page could not be written (${asGateError(caught).message})`)
  }
}

/** Paths of the worst findings that are files of this checkout; enough to choose the annotations from. */
async function pathsThatExist(report: Report, limit: number, host: Host): Promise<ReadonlySet<string>> {
  const paths = new Set(report.shortlist.slice(0, limit * 100).map((finding) => finding.path))
  const found = new Set<string>()
  for (const path of limit > 0 ? paths : []) {
    if (await fileExists(pathOf(path, host.workingFolder))) found.add(path)
  }
  return found
}

function finish({ verdict, published, artifact }: Delivered, record: RunRecord, host: Host): number {
  const outputs = outputsOf({
    verdict,
    counts: record.decision?.counts ?? null,
    thresholds: record.decision?.thresholds ?? [],
    scanStatus: record.scanStatus,
    reportDir: record.reports?.path ?? '',
    files: writtenFiles(published?.files ?? {}),
    artifact,
    matrix: record.matrix,
  })
  for (const [name, value] of Object.entries(outputs)) host.setOutput(name, value)
  const { counts = null, thresholds = [] } = record.decision ?? {}
  const { word, exitCode, sentence, error } = verdict
  host.conclude?.({ verdict: word, exitCode, sentence, error, counts, thresholds, outputs })
  if (record.reports !== null) host.log.info(`Reports: ${record.reports.path}`)
  const mistakes = verdict.error?.message.split('\n') ?? []
  if (mistakes.length > 1) for (const mistake of mistakes) host.log.error(mistake)
  // The last line is for everyone, whatever `log-level` is.
  host.setLogLevel('info')
  const level = verdict.word === 'pass' ? 'info' : verdict.word === 'warn' ? 'warn' : 'error'
  host.log[level](verdict.sentence)
  return verdict.exitCode
}
