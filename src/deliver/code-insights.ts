/** Delivery: the Code Insights report of a commit and its annotations, within Bitbucket's limits; never matched text. */
import { asGateError, GateError } from '../errors.ts'
import type { Severity } from '../finding.ts'
import { isGreen } from '../judge/verdict.ts'
import { ruleAdvice } from '../report/advice.ts'
import { branchesText, type Entry, entriesWith } from '../report/entries.ts'
import { oneLine } from '../report/escape.ts'
import type { JudgedFinding, Report } from '../report/model.ts'
import { isJudged } from '../report/model.ts'
import type { Commit, Feedback, InsightAnnotation, InsightReport } from '../server/bitbucket-write.ts'
import { escapeInvisible, plural } from '../text.ts'
import { statusWords } from './annotations.ts'
import { linkOf, type Poster, type PostTarget } from './post-target.ts'
import type { Delivery } from './settle.ts'

/** The report's key: one report for each commit. */
const REPORT_KEY = 'soteri-gate'

/** Bitbucket's limits, characters. */
const LONGEST_TITLE = 450
const LONGEST_DETAILS = 2000
const LONGEST_MESSAGE = 2000
const LONGEST_PATH = 1000
const LONGEST_NAME = 300
/** Annotations of one report; above that Bitbucket refuses the whole request. */
export const MOST_ANNOTATIONS = 1000

/** The report: verdict, decisive sentence, six data fields, link. */
export function insightReport(report: Report, target: PostTarget): InsightReport {
  const link = linkOf(report, target)
  return {
    title: oneLine(titleOf(report), LONGEST_TITLE),
    details: detailsOf(report, target),
    result: isGreen(report.verdict) ? 'PASS' : 'FAIL',
    reporter: 'soteri-gate',
    ...(link !== null && { link }),
    data: fieldsOf(report, target),
  }
}

function titleOf(report: Report): string {
  const { verdict, counts } = report
  const numbers = isJudged(report) ? `, ${plural(counts.total, 'finding')} (${counts.new} new)` : ''
  return `soteri-gate: ${verdict.word}${numbers}`
}

/** The decisive sentence, how to go on after an error, then what a reader should know. */
function detailsOf(report: Report, target: PostTarget): string {
  const { verdict, evidence } = report
  const shown = insightAnnotations(report, target).length
  const cut = shown === MOST_ANNOTATIONS ? [`Only the worst ${MOST_ANNOTATIONS} findings are annotated.`] : []
  const lines = [verdict.sentence, ...cut, ...evidence.notes]
  return wholeLines(lines.map((each) => oneLine(each, LONGEST_NAME * 2)))
}

/** As many whole lines as fit. */
function wholeLines(lines: readonly string[]): string {
  let text = ''
  for (const each of lines) {
    const longer = text === '' ? each : `${text}\n${each}`
    if (longer.length > LONGEST_DETAILS) break
    text = longer
  }
  return text
}

function fieldsOf(report: Report, { name }: PostTarget): InsightReport['data'] {
  const { verdict, counts, thresholds } = report
  const scope = { title: 'Judged', type: 'TEXT', value: oneLine(name, LONGEST_NAME) } as const
  if (!isJudged(report)) {
    const code = verdict.error?.code ?? 'nothing was judged'
    return [
      { title: 'Verdict', type: 'TEXT', value: verdict.word },
      { title: 'Reason', type: 'TEXT', value: code },
      scope,
    ]
  }
  const exceeded = thresholds.filter(({ passed }) => !passed).length
  return [
    { title: 'Verdict', type: 'TEXT', value: verdict.word },
    { title: 'Thresholds exceeded', type: 'TEXT', value: `${exceeded} of ${thresholds.length}` },
    { title: 'Findings', type: 'NUMBER', value: counts.total },
    { title: 'New', type: 'NUMBER', value: counts.new },
    { title: 'Suppressed', type: 'NUMBER', value: counts.suppressed },
    scope,
  ]
}

/**
 * The findings of the commit's own repository and branch, new before known, worst first, at most 1000. Suppressed ones
 * get none, and a run that judged nothing has none: half of the findings would be taken for all.
 */
export function insightAnnotations(report: Report, target: PostTarget): readonly InsightAnnotation[] {
  if (!isJudged(report)) return []
  const own = entriesWith(report.shortlist, (row) => row.status !== 'suppressed' && isAt(row, target))
  return own.slice(0, MOST_ANNOTATIONS).map((entry) => annotationOf(entry, report))
}

/** Whether a finding is on the branch whose commit is annotated; Bitbucket ignores the case of keys and slugs. */
export function isAt(finding: JudgedFinding, { source, branch }: PostTarget): boolean {
  return (
    finding.project.toLowerCase() === source.project.toLowerCase() &&
    finding.repository.toLowerCase() === source.repo.toLowerCase() &&
    finding.branch === branch
  )
}

const levels: Readonly<Record<Severity, InsightAnnotation['severity']>> = {
  critical: 'HIGH',
  high: 'HIGH',
  medium: 'MEDIUM',
  low: 'LOW',
}

function annotationOf(finding: Entry, { remedies }: Report): InsightAnnotation {
  const { rule, severity, status, fingerprint, path, branch } = finding
  const { what, rotate } = ruleAdvice(rule, remedies)
  const others = branchesText(finding.branches.filter((other) => other !== branch))
  const also = others === '' ? '' : ` Also on ${oneLine(others, LONGEST_NAME)}.`
  const linked = isPlainPath(path)
  const elsewhere = linked ? '' : ` In ${oneLine(path, LONGEST_NAME)}.`
  const message = `${oneLine(rule, LONGEST_NAME)} (${severity}, ${statusWords[status]}): ${what} ${rotate}${elsewhere}${also} Fingerprint ${fingerprint}.`
  return {
    externalId: fingerprint,
    message: oneLine(message, LONGEST_MESSAGE),
    severity: levels[severity],
    type: 'VULNERABILITY',
    ...(linked && { path, line: finding.line ?? 0 }),
  }
}

/** A path that Bitbucket can link to as it is: relative, without ways out, nothing invisible. */
function isPlainPath(path: string): boolean {
  if (path === '' || path.length > LONGEST_PATH || escapeInvisible(path) !== path) return false
  return !/^[/\\]/.test(path) && !path.split('/').includes('..')
}

/** After a stop there is time to take a green report back, and for no other. */
export function deliverCodeInsights(poster: Poster): Delivery {
  const { commit, target, stop, log } = poster
  let delivered: Report | null = null
  let showsGreen = false
  return {
    name: 'Code Insights',
    isDelivered: (report) => delivered === report || (stop.aborted && !showsGreen),
    async deliver(report) {
      await poster.post(async (feedback) => {
        if (commit === null) return
        const annotations = insightAnnotations(report, target)
        await putReport(commit, insightReport(report, target), feedback)
        showsGreen = isGreen(report.verdict)
        if (stop.aborted) return
        await feedback.replaceAnnotations(commit, REPORT_KEY, annotations)
        const short = commit.commit.slice(0, 11)
        log.info(`Code Insights report of commit ${short}: posted with ${annotations.length} annotations.`)
      })
      delivered = report
    },
  }
}

/** Bitbucket refuses to replace a report that another account has made, and names rights only as the reason. */
async function putReport(commit: Commit, report: InsightReport, feedback: Feedback): Promise<void> {
  try {
    await feedback.putReport(commit, REPORT_KEY, report)
  } catch (caught) {
    const { code, message } = asGateError(caught)
    const isRefused =
      ['RIGHT_MISSING', 'CREDENTIALS_REFUSED'].includes(code) || / answered 4\d\d/.test(message)
    if (!isRefused || !(await feedback.hasReport(commit, REPORT_KEY).catch(() => false))) throw caught
    throw new GateError(
      'DELIVERY_FAILED',
      `The commit has a Code Insights report "${REPORT_KEY}" already, and only the account that made it can replace it: ${message}`,
      { hint: 'Use the account of the earlier run, or delete its report.', cause: caught },
    )
  }
}
