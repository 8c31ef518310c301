/**
 * The end of every run: files first, then artifact, summary and annotations, each failing alone; then outputs,
 * and as the last line of the log the verdict. Whatever fails here can turn a green verdict into an error, and
 * never the other way round.
 */
import { asGateError, type GateError } from '../errors.ts'
import { fileExists, pathOf } from '../files.ts'
import { outputsOf, writtenFiles } from '../outputs.ts'
import type { Host } from '../ports.ts'
import { annotationsOf, pathsToAnnotate } from '../report/annotations.ts'
import { renderMarkdown } from '../report/markdown.ts'
import type { Report } from '../report/model.ts'
import { type Published, publish } from '../report/publish.ts'
import { type Outcome, type Verdict, verdictOf, worsened } from '../verdict.ts'
import { type Artifact, replaceArtifact, tellOutdated, uploadArtifact } from './artifact.ts'
import { documentsOf } from './documents.ts'
import { amendVerdict, postGreen, postVerdict } from './feedback.ts'
import type { RunRecord } from './record.ts'
import { reportOf } from './report-of.ts'
import { tellOutcome } from './tell.ts'
import { openTrend, type Trend } from './trend.ts'

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
    const delivery = { outcome, record, trend: openTrend(record, host), host }
    delivered = await afterStop(await deliverReports(delivery), delivery)
  } catch (caught) {
    delivered = { ...delivered, verdict: worsened(delivered.verdict, [asGateError(caught)]) }
  } finally {
    record.reports?.close()
  }
  // It may have come while the folder was closed.
  const verdict = worsened(delivered.verdict, stopsOf(host))
  await amendVerdict(reportOf(record, verdict, host), record, host)
  return finish({ ...delivered, verdict }, record, host)
}

/** What is published always says the verdict as it is by then: files that say `pass` must not outlive it. */
async function deliverReports(delivery: Delivery): Promise<Delivered> {
  const { record, host } = delivery
  const failures: GateError[] = []
  let current = await publishFiles(delivery, failures)
  const publishAgain = async (failure: GateError | null): Promise<void> => {
    if (failure === null) return
    failures.push(failure)
    current = await publishFiles(delivery, failures)
  }
  await publishAgain(await postVerdict(current.report, record, host))
  const { artifact, failure } = await uploadArtifact(current.published, record, host)
  await publishAgain(failure)
  const notGreen = await postGreen(current.report, record, host)
  await publishAgain(notGreen)
  // The status may have arrived all the same, and must not stay green while the artifact is seen to.
  await amendVerdict(current.report, record, host)
  const outdated = notGreen !== null && artifact !== null
  const stored = outdated ? await replaceArtifact(current.published, record, host) : artifact
  await showInPlace(current.report, delivery)
  return { verdict: current.report.verdict, published: current.published, artifact: stored }
}

/** A run that was stopped while it delivered has shown its result to nobody for sure. */
async function afterStop(delivered: Delivered, delivery: Delivery): Promise<Delivered> {
  const { record, host } = delivery
  const stops = stopsOf(host)
  if (worsened(delivered.verdict, stops) === delivered.verdict) return delivered
  const { report, published } = await publishFiles(delivery, stops)
  if (delivered.artifact !== null && record.inputs !== null) {
    tellOutdated('There was no time to replace it.', record.inputs, host)
  }
  return { verdict: report.verdict, published, artifact: null }
}

function stopsOf({ stop }: Host): readonly GateError[] {
  return stop.aborted ? [asGateError(stop.reason)] : []
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

/** Summary page and inline annotations; both are for reading only, so a failure is told and nothing more. */
async function showInPlace(report: Report, { record, trend, host }: Delivery): Promise<void> {
  tellOutcome(report, record, host)
  trend.append(report)
  const { inputs } = record
  try {
    if (inputs?.jobSummary !== false) await host.writeSummary?.(renderMarkdown(report, trend.with(report)))
    const limit = inputs?.annotations ?? 0
    const checkedOut = await checkedOutOf(pathsToAnnotate(report, limit), host)
    for (const annotation of annotationsOf(report, limit, (path) => checkedOut.has(path))) {
      host.annotate(annotation)
    }
  } catch (caught) {
    host.log.warn(`The summary page could not be written (${asGateError(caught).message})`)
  }
}

/** Those paths that are files of this checkout. */
async function checkedOutOf(paths: ReadonlySet<string>, host: Host): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  for (const path of paths) {
    if (await fileExists(pathOf(path, host.workingFolder))) found.add(path)
  }
  return found
}

function finish({ verdict: reached, published, artifact }: Delivered, record: RunRecord, host: Host): number {
  const report = reportOf(record, reached, host)
  const { verdict, thresholds } = report
  const counts = record.decision === null ? null : report.counts
  const outputs = outputsOf({
    verdict,
    counts,
    thresholds,
    scanStatus: record.scanStatus,
    reportDir: record.reports?.path ?? '',
    files: writtenFiles(published?.files ?? {}),
    artifact,
    matrix: record.matrix,
  })
  for (const [name, value] of Object.entries(outputs)) host.setOutput(name, value)
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
