/**
 * The end of every run: files first, then artifact and outputs, each failing alone; then the green status, and behind it
 * in one go history, summary, annotations and as the last line of the log the verdict. Whatever fails here can turn a green verdict into an error, and
 * never the other way round.
 */
import { asGateError, type GateError } from '../errors.ts'
import { fileExists, pathOf } from '../files.ts'
import type { Counts, ThresholdOutcome } from '../finding.ts'
import type { Host } from '../host.ts'
import { type Outcome, type Verdict, verdictOf, worsened } from '../judge/verdict.ts'
import { outputsOf, writtenFiles } from '../outputs.ts'
import { annotationsOf, pathsToAnnotate } from '../report/annotations.ts'
import { documentsOf } from '../report/formats.ts'
import { openTrend, type Trend } from '../report/history.ts'
import { renderMarkdown } from '../report/markdown.ts'
import type { Report } from '../report/model.ts'
import { type Published, publish } from '../report/publish.ts'
import { type RunResult, reportOf } from '../report/run-result.ts'
import { findingsText } from '../text.ts'
import { type Artifact, replaceArtifact, tellOutdated, uploadArtifact } from './artifact.ts'
import { amendVerdict, type PostingState, postGreen, postVerdict } from './feedback.ts'
import { openStepOutputs, type StepOutputs } from './step-outputs.ts'

/** A result with what its verdict is posted to; `null` when it is not posted, or the run did not get so far. */
export type PostedResult = RunResult & { posting: PostingState | null }

type Delivery = {
  readonly outcome: Outcome
  readonly result: PostedResult
  readonly trend: Trend
  readonly outputs: StepOutputs
  readonly host: Host
}
type Current = { readonly report: Report; readonly published: Published | null }
type Delivered = Current & {
  readonly artifact: Artifact | null
  /** Whether a store may hold these reports, whatever it answered. */
  readonly mayBeStored: boolean
  /** Paths that notes may be about. */
  readonly checkedOut: ReadonlySet<string>
}

/** Delivers the outcome of a run and gives its exit code. Never throws. */
export async function deliver(outcome: Outcome, result: PostedResult, host: Host): Promise<number> {
  const delivery = { outcome, result, trend: openTrend(result, host), outputs: openStepOutputs(host), host }
  let delivered = undelivered(verdictOf(outcome), delivery)
  try {
    delivered = await afterStop(await deliverReports(delivery), delivery)
  } catch (caught) {
    delivered = undelivered(worsened(delivered.report.verdict, [asGateError(caught)]), delivery)
  } finally {
    result.reports?.close()
  }
  // It may have come while the folder was closed.
  const end = endingWith(worsened(delivered.report.verdict, stopsOf(host)), delivered, delivery)
  await amendVerdict(end.report, result, host)
  return finish(end, delivery)
}

function undelivered(verdict: Verdict, { result, host }: Delivery): Delivered {
  const report = reportOf(result, verdict, host)
  return { report, published: null, artifact: null, mayBeStored: false, checkedOut: new Set() }
}

function endingWith(verdict: Verdict, delivered: Delivered, { result, host }: Delivery): Delivered {
  if (verdict === delivered.report.verdict) return delivered
  return { ...delivered, report: reportOf(result, verdict, host) }
}

/** What is published always says the verdict as it is by then: files that say `pass` must not outlive it. */
async function deliverReports(delivery: Delivery): Promise<Delivered> {
  const { result, outputs, host } = delivery
  const failures: GateError[] = []
  let current = await publishFiles(delivery, failures)
  const publishAgain = async (failure: GateError | null): Promise<void> => {
    if (failure === null) return
    failures.push(failure)
    current = await publishFiles(delivery, failures)
  }
  await publishAgain(await postVerdict(current.report, result, host))
  const uploaded = current.report.verdict
  const { artifact, mayBeStored, failure } = await uploadArtifact(current.published, result, host)
  await publishAgain(failure)
  const checkedOut = await checkedOutOf(current.report, delivery)
  await publishAgain(outputs.set(outputsFor({ ...current, artifact }, result)))
  await publishAgain(await postGreen(current.report, result, host))
  // The status may have arrived all the same, and must not stay green while the artifact is seen to.
  await amendVerdict(current.report, result, host)
  const delivered = { ...current, artifact, mayBeStored, checkedOut }
  if (!mayBeStored || current.report.verdict.exitCode === uploaded.exitCode) return delivered
  const replaced = await replaceArtifact(current.published, result, host)
  return { ...delivered, artifact: replaced, mayBeStored: replaced !== null }
}

/** A run that was stopped while it delivered has shown its result to nobody for sure. */
async function afterStop(delivered: Delivered, delivery: Delivery): Promise<Delivered> {
  const { result, host } = delivery
  const stops = stopsOf(host)
  const { verdict } = delivered.report
  if (worsened(verdict, stops) === verdict) return delivered
  const current = await publishFiles(delivery, stops)
  if (delivered.mayBeStored && result.inputs !== null) {
    tellOutdated('There was no time to replace it.', result.inputs, host)
  }
  return { ...delivered, ...current, artifact: null }
}

function stopsOf({ stop }: Host): readonly GateError[] {
  return stop.aborted ? [asGateError(stop.reason)] : []
}

async function publishFiles(
  { outcome, result, trend, host }: Delivery,
  failures: readonly GateError[],
): Promise<Current> {
  const reportWith = (known: readonly GateError[]): Report =>
    reportOf(result, worsened(verdictOf(outcome), [...failures, ...known]), host)
  if (result.reports === null) return { report: reportWith([]), published: null }
  const published = await publish(
    result.reports,
    (known) => documentsOf(reportWith(known), result, trend),
    result.failures,
  )
  for (const failure of published.failures) host.log.error(`${failure.message} ${failure.mend}`)
  return { report: reportWith(published.failures), published }
}

/** Those paths of findings that are files of this checkout. */
async function checkedOutOf(report: Report, { result, host }: Delivery): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  for (const path of pathsToAnnotate(report, result.inputs?.annotations ?? 0)) {
    if (await fileExists(pathOf(path, host.workingFolder))) found.add(path)
  }
  return found
}

/**
 * All that cannot be taken back, in one go: history, summary page, notes, the last line. Nothing in it waits, so that
 * no stop comes between them and makes one say what the others do not.
 */
function finish(delivered: Delivered, delivery: Delivery): number {
  const { result, host } = delivery
  const { report } = delivered
  const { verdict, thresholds } = report
  logOutcome(report, result, host)
  showInPlace(delivered, delivery)
  const outputs = outputsFor(delivered, result)
  const notSet = delivery.outputs.set(outputs)
  // Where it was so before, too, the last line says it.
  if (notSet !== null && notSet.message !== verdict.error?.message)
    host.log.error(`${notSet.message} ${notSet.mend}`)
  const { word, exitCode, sentence, error } = worsened(verdict, notSet === null ? [] : [notSet])
  const counts = countsOf(report, result)
  host.conclude?.({ verdict: word, exitCode, sentence, error, counts, thresholds, outputs })
  if (result.reports !== null) host.log.info(`Reports: ${result.reports.path}`)
  const mistakes = error?.message.split('\n') ?? []
  if (mistakes.length > 1) for (const mistake of mistakes) host.log.error(mistake)
  // The last line is for everyone, whatever `log-level` is.
  host.setLogLevel('info')
  host.log[word === 'pass' ? 'info' : word === 'warn' ? 'warn' : 'error'](sentence)
  return exitCode
}

/** History, summary page and inline annotations; all are for reading only, so a failure is told and nothing more. */
function showInPlace({ report, checkedOut }: Delivered, { result, trend, host }: Delivery): void {
  trend.append(report)
  const { inputs } = result
  try {
    if (inputs?.jobSummary !== false) host.writeSummary?.(renderMarkdown(report, trend.with(report)))
    for (const annotation of annotationsOf(report, inputs?.annotations ?? 0, (path) =>
      checkedOut.has(path),
    )) {
      host.annotate(annotation)
    }
  } catch (caught) {
    host.log.warn(`The summary page could not be written (${asGateError(caught).message})`)
  }
}

function outputsFor(
  { report, published, artifact }: Pick<Delivered, 'report' | 'published' | 'artifact'>,
  result: PostedResult,
): Record<string, string> {
  return outputsOf({
    verdict: report.verdict,
    counts: countsOf(report, result),
    thresholds: report.thresholds,
    scanStatus: result.state.scanStatus,
    reportDir: result.reports?.path ?? '',
    files: writtenFiles(published?.files ?? {}),
    artifact,
    matrix: result.matrix,
  })
}

function countsOf({ counts }: Report, { decision }: PostedResult): Counts | null {
  return decision === null ? null : counts
}

/** Logs notes, then every threshold. Names of rules and repositories come from the server; the host escapes lines. */
function logOutcome(report: Report, result: PostedResult, host: Host): void {
  for (const note of report.evidence.notes) host.log.warn(note)
  for (const notice of result.decision?.notices ?? []) host.log.warn(notice)
  if (result.decision === null) return
  if (host.showDecision !== undefined) {
    host.showDecision(report.counts, report.thresholds)
    return
  }
  const { total, distinct, new: fresh, suppressed } = report.counts
  host.log.info(
    `${findingsText(total)}, ${distinct} distinct, ${fresh} new, ${suppressed} suppressed; thresholds:`,
  )
  for (const threshold of report.thresholds) host.log.info(lineOf(threshold))
}

function lineOf({ name, observed, max, passed, level, contributors }: ThresholdOutcome): string {
  const mark = passed ? 'ok  ' : level === 'warn' ? 'warn' : 'FAIL'
  const heaviest = contributors.map(({ repository, rule, count }) => `${repository} ${rule} ${count}`)
  const from = passed || heaviest.length === 0 ? '' : `; most from ${heaviest.join(', ')}`
  return `  ${mark} ${name}: ${observed} observed, at most ${max}${from}`
}
