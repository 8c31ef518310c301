/** The end of every run: all that states the verdict is delivered until it stays the same; then come the last lines. */
import { asGateError } from '../errors.ts'
import { isFile, pathOf } from '../files.ts'
import type { ThresholdOutcome } from '../finding.ts'
import type { Host, LoggedFinding } from '../host.ts'
import { type Outcome, type Verdict, verdictOf } from '../judge/verdict.ts'
import { whereOmitted } from '../report/advice.ts'
import { branchesText, type Entry, lineLink, placeOf, violatingEntries } from '../report/entries.ts'
import { oneLine } from '../report/escape.ts'
import { openTrend, type Trend } from '../report/history.ts'
import { renderMarkdown } from '../report/markdown.ts'
import { changeLines, type Report, repositoryName } from '../report/model.ts'
import { type RunResult, reportOf } from '../report/run-result.ts'
import { count, findingLine, plural } from '../text.ts'
import { annotationsOf } from './annotations.ts'
import { deliverCodeInsights } from './code-insights.ts'
import { deliverOutputs, type Outputs, outputsOf } from './outputs.ts'
import { deliverBuildStatus, openPoster, type Poster, type PostTarget } from './post-target.ts'
import { deliverComment } from './pr-comment.ts'
import { deliverArtifact, deliverReportFiles, filesOf } from './report-files.ts'
import { type Delivery, settle } from './settle.ts'

/** A result with what its verdict is posted to; `null` when it is not posted, or the run did not get so far. */
export type PostedResult = RunResult & { posting: PostTarget | null }

/** Delivers the outcome of a run and returns its exit code. Never throws. */
export async function deliver(outcome: Outcome, result: PostedResult, host: Host): Promise<number> {
  const { inputs, reports, decision, posting, matrix, state } = result
  const trend = openTrend(inputs?.historyFile ?? null, host)
  const material = (report: Report) => ({
    report,
    history: trend.with(report),
    baseline: () => decision?.baselineLines() ?? [],
  })
  const files = deliverReportFiles(reports, filesOf(result), material, result.failures, host.log)
  const artifact = deliverArtifact(reports, files, inputs, host)
  const outputs = (report: Report): Outputs =>
    outputsOf({
      verdict: report.verdict,
      counts: decision === null ? null : report.counts,
      thresholds: report.thresholds,
      scanStatus: state.scanStatus,
      reportDir: reports?.path ?? '',
      files: files.written(),
      artifact: artifact.stored(),
      matrix,
    })
  const poster = inputs === null || posting === null ? null : openPoster(inputs, posting, host)
  const posts = poster === null ? [] : postsOf(poster, state.notes)
  const green = poster?.inputs.buildStatus ? [deliverBuildStatus('green', poster)] : []
  const deliveries = [files, ...posts, artifact, deliverOutputs(outputs, host), ...green]
  const toReport = (verdict: Verdict): Report => reportOf(result, verdict, host)
  const report = await settle(deliveries, verdictOf(outcome), toReport, host.stop, state.notes)
  return conclude(report, outputs(report), trend, result, host)
}

/** All that is posted to Bitbucket but a green build status: a red one first. */
function postsOf(poster: Poster, notes: string[]): readonly Delivery[] {
  const { buildStatus, codeInsights, pullRequestComment, pull } = poster.inputs
  return [
    ...(buildStatus ? [deliverBuildStatus('red', poster)] : []),
    ...(codeInsights ? [deliverCodeInsights(poster, notes)] : []),
    ...(pull !== null && pullRequestComment !== 'never' ? [deliverComment(pull.id, poster)] : []),
  ]
}

/** Nothing in it waits, so that no stop comes between and makes one line state what the others do not. */
function conclude(
  report: Report,
  outputs: Outputs,
  trend: Trend,
  { decision, inputs, reports }: PostedResult,
  host: Host,
): number {
  const { verdict, thresholds, counts } = report
  reports?.close()
  logOutcome(report, decision?.notices ?? [], decision !== null, host)
  logFindings(report, inputs, host)
  if (decision !== null) trend.append(report)
  try {
    if (inputs?.jobSummary !== false) host.writeSummary?.(renderMarkdown(report, trend.with(report)))
    const isCheckedOut = (path: string): boolean => isFile(pathOf(path, host.workingFolder))
    for (const annotation of annotationsOf(report, inputs?.annotations ?? 0, isCheckedOut)) {
      host.annotate(annotation)
    }
  } catch (caught) {
    host.log.warn(`The summary page could not be written (${asGateError(caught).message})`)
  }
  const { word, exitCode, sentence, error } = verdict
  const shown = decision === null ? null : counts
  host.conclude?.({ verdict: word, exitCode, sentence, error, counts: shown, thresholds, outputs })
  if (reports !== null) host.log.info(`Reports: ${reports.path}`)
  const mistakes = error?.message.split('\n') ?? []
  if (mistakes.length > 1) for (const mistake of mistakes) host.log.error(mistake)
  // The last line is for everyone, whatever `log-level` is.
  host.setLogLevel('info')
  host.log[word === 'pass' ? 'info' : word === 'warn' ? 'warn' : 'error'](sentence)
  return exitCode
}

/** Logs notes, then every threshold. Names of rules and repositories come from the server; the host escapes lines. */
function logOutcome(report: Report, notices: readonly string[], isJudged: boolean, host: Host): void {
  // The table of `doctor` has its notes.
  const notes = report.operation === 'doctor' ? [] : report.evidence.notes
  for (const note of [...notes, ...notices]) host.log.warn(note)
  if (!isJudged) return
  for (const line of changeLines(report)) host.log.info(line)
  // What does not fail the job is not called a failure.
  const thresholds = report.thresholds.map((one) =>
    report.mode === 'enforce' ? one : { ...one, level: 'warn' as const },
  )
  // Without a baseline nothing is called new.
  const hasBaseline = report.hasBaseline !== false
  if (host.showDecision !== undefined) {
    host.showDecision(report.counts, thresholds, hasBaseline)
    return
  }
  const { total, distinct, new: fresh, suppressed } = report.counts
  host.log.info(
    `${plural(total, 'finding')}, ${count(distinct)} distinct${hasBaseline ? `, ${count(fresh)} new` : ''}, ${count(suppressed)} suppressed; thresholds:`,
  )
  for (const threshold of thresholds) host.log.info(lineOf(threshold))
}

function logFindings(report: Report, inputs: PostedResult['inputs'], host: Host): void {
  const violating = violatingEntries(report)
  const shown = violating
    .slice(0, inputs?.logFindings ?? 0)
    .map((entry) => loggedFinding(entry, report.bitbucketUrl))
  if (shown.length === 0) return
  host.log.info('The worst findings of the thresholds that were exceeded:')
  if (host.showFindings !== undefined) host.showFindings(shown)
  else for (const finding of shown) host.log.info(`  ${finding.severity.padEnd(8)}  ${findingLine(finding)}`)
  const left = violating.length - shown.length
  const atLeast = report.shortlistCut ? 'at least ' : ''
  if (left > 0) host.log.info(`${atLeast}${left} more ${whereOmitted(report)}`)
}

function loggedFinding(entry: Entry, bitbucketUrl: string | null): LoggedFinding {
  const { severity, rule, branches } = entry
  return {
    severity,
    rule: oneLine(rule, 120),
    place: oneLine(`${repositoryName(entry)} ${placeOf(entry)}`, 400),
    branches: oneLine(branchesText(branches), 200),
    link: lineLink(bitbucketUrl, entry),
  }
}

function lineOf({ name, observed, max, passed, level, contributors }: ThresholdOutcome): string {
  const mark = passed ? 'ok  ' : level === 'warn' ? 'warn' : 'FAIL'
  const heaviest = contributors.map(({ repository, rule, count }) => `${repository} ${rule} ${count}`)
  const from = passed || heaviest.length === 0 ? '' : `; most from ${heaviest.join(', ')}`
  return `  ${mark} ${name}: ${observed} found, limit ${max}${from}`
}
