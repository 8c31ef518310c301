/** Delivery: the Code Insights report of a commit and its annotations, within Bitbucket's limits; never matched text. */
import { asGateError } from '../errors.ts'
import type { Severity } from '../finding.ts'
import { isGreen, type VerdictWord } from '../judge/verdict.ts'
import { isRecord } from '../parse.ts'
import { ruleAdvice } from '../report/advice.ts'
import { branchesText, type Entry, entriesWith, statusWord } from '../report/entries.ts'
import { oneLine } from '../report/escape.ts'
import {
  changeSentence,
  isJudged,
  isShown,
  type JudgedFinding,
  type Report,
  repositoryName,
} from '../report/model.ts'
import type { Bitbucket } from '../server/bitbucket.ts'
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

/** Verdicts of the pull requests of one commit, by their numbers: they share a report. */
type PullVerdicts = ReadonlyMap<number, VerdictWord>

/** Red as long as one pull request of the commit is. @param others verdicts of the other open ones */
export function insightReport(
  report: Report,
  target: PostTarget,
  others: PullVerdicts = new Map(),
): InsightReport {
  const link = linkOf(report, target)
  const red = redAmong(others)
  const also = red.map(([id, word]) => `; pull request ${id}: ${word}`).join('')
  return {
    title: oneLine(`${titleOf(report)}${also}`, LONGEST_TITLE),
    details: detailsOf(report, target),
    result: isGreen(report.verdict) && red.length === 0 ? 'PASS' : 'FAIL',
    reporter: 'soteri-gate',
    ...(link !== null && { link }),
    data: fieldsOf(report, target, others),
  }
}

function redAmong(others: PullVerdicts): readonly (readonly [number, VerdictWord])[] {
  return [...others].filter(([, word]) => word === 'fail' || word === 'error')
}

const PULLS_TITLE = 'Pull requests'

function pullsText(report: Report, others: PullVerdicts): string {
  const { change, verdict } = report
  const all = [...others, ...(change?.pullRequest ? [[change.pullRequest, verdict.word] as const] : [])]
  return all.map(([id, word]) => `#${id} ${word}`).join(', ')
}

/** What an earlier report says of the pull requests of its commit. */
function pullVerdictsIn(report: Readonly<Record<string, unknown>> | null): PullVerdicts {
  const fields = Array.isArray(report?.data) ? report.data : []
  const field = fields.find((one: unknown) => isRecord(one) && one.title === PULLS_TITLE)
  const text = isRecord(field) && typeof field.value === 'string' ? field.value : ''
  const found = text.matchAll(/#([1-9]\d{0,14}) (pass|warn|fail|error)\b/g)
  return new Map(Array.from(found, ([, id, word]) => [Number(id), word as VerdictWord]))
}

function titleOf(report: Report): string {
  const { verdict, counts, change, hasBaseline } = report
  if (change && isJudged(report)) {
    const known = counts.total - counts.new
    const more = known > 0 ? ` (${known} more are known)` : ''
    return `soteri-gate: ${verdict.word}, ${plural(counts.new, 'new secret')}${more}`
  }
  const numbers = isJudged(report)
    ? `, ${plural(counts.total, 'finding')}${hasBaseline !== false ? ` (${counts.new} new)` : ''}`
    : ''
  return `soteri-gate: ${verdict.word}${numbers}`
}

/** The decisive sentence, how to go on after an error, then what a reader should know. */
function detailsOf(report: Report, target: PostTarget): string {
  const { verdict, evidence } = report
  const shown = insightAnnotations(report, target).length
  const cut = shown === MOST_ANNOTATIONS ? [`Only the worst ${MOST_ANNOTATIONS} findings are annotated.`] : []
  const change = changeSentence(report)
  const lines = [verdict.sentence, ...(change === null ? [] : [`${change}.`]), ...cut, ...evidence.notes]
  return wholeLines(lines.map((each) => oneLine(each, LONGEST_NAME * 2)))
}

function wholeLines(lines: readonly string[]): string {
  let text = ''
  for (const each of lines) {
    const longer = text === '' ? each : `${text}\n${each}`
    if (longer.length > LONGEST_DETAILS) break
    text = longer
  }
  return text
}

function fieldsOf(report: Report, { name }: PostTarget, others: PullVerdicts): InsightReport['data'] {
  const { verdict, counts, thresholds, hasBaseline } = report
  const text = (title: string, value: string) => ({ title, type: 'TEXT', value }) as const
  const pulls = pullsText(report, others)
  const scope = pulls === '' ? text('Judged', oneLine(name, LONGEST_NAME)) : text(PULLS_TITLE, pulls)
  const word = text('Verdict', verdict.word)
  if (!isJudged(report)) return [word, text('Reason', verdict.error?.code ?? 'nothing was judged'), scope]
  const exceeded = thresholds.filter(({ passed }) => !passed).length
  return [
    word,
    text('Thresholds exceeded', `${exceeded} of ${thresholds.length}`),
    { title: 'Findings', type: 'NUMBER', value: counts.total },
    ...(hasBaseline === false ? [] : [{ title: 'New', type: 'NUMBER', value: counts.new } as const]),
    { title: 'Suppressed', type: 'NUMBER', value: counts.suppressed },
    scope,
  ]
}

/** The worst of the commit's own branch. A run that judged nothing has none: a part would be taken for the whole. */
export function insightAnnotations(report: Report, target: PostTarget): readonly InsightAnnotation[] {
  const own = ownEntries(report, target).slice(0, MOST_ANNOTATIONS)
  return own.map((entry) => annotationOf(entry, report))
}

/** The findings on the branch whose commit is annotated; Bitbucket ignores the case of keys and slugs. */
export function ownEntries(report: Report, { source, branch }: PostTarget): readonly Entry[] {
  const name = `${source.project}/${source.repo}`.toLowerCase()
  const isOwn = (row: JudgedFinding): boolean =>
    isShown(row, report) && row.branch === branch && repositoryName(row).toLowerCase() === name
  return isJudged(report) ? entriesWith(report.shortlist, isOwn) : []
}

const levels: Readonly<Record<Severity, InsightAnnotation['severity']>> = {
  critical: 'HIGH',
  high: 'HIGH',
  medium: 'MEDIUM',
  low: 'LOW',
}

function annotationOf(finding: Entry, report: Report): InsightAnnotation {
  const { rule, severity, fingerprint, path, branch } = finding
  const { what, rotate } = ruleAdvice(rule, report.remedies)
  const others = branchesText(finding.branches.filter((other) => other !== branch))
  const also = others === '' ? '' : ` Also on ${oneLine(others, LONGEST_NAME)}.`
  const linked = isPlainPath(path)
  const elsewhere = linked ? '' : ` In ${oneLine(path, LONGEST_NAME)}.`
  const message = `${oneLine(rule, LONGEST_NAME)} (${severity}, ${statusWords[statusWord(finding, report)]}): ${what} ${rotate}${elsewhere}${also} Fingerprint ${fingerprint}.`
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

/** After a stop it only takes a green report back. @param notes gets one where a foreign report is in the way */
export function deliverCodeInsights(poster: Poster, notes: string[]): Delivery {
  const { commit, target, stop, log } = poster
  let showsGreen = false
  return {
    isDelivered: () => stop.aborted && !showsGreen,
    async deliver(report) {
      await poster.post(async (feedback, bitbucket) => {
        if (commit === null) return
        const annotations = insightAnnotations(report, target)
        const others = stop.aborted ? undefined : await otherPulls(report, commit, feedback, bitbucket)
        const foreign = await putReport(commit, insightReport(report, target, others), feedback)
        if (foreign !== null) {
          notes.push(foreign)
          return
        }
        showsGreen = isGreen(report.verdict)
        // The annotations of a red one are of more use than none.
        if (others === undefined || (annotations.length === 0 && redAmong(others).length > 0)) return
        await feedback.replaceAnnotations(commit, REPORT_KEY, annotations)
        const short = commit.commit.slice(0, 11)
        log.info(
          `Code Insights report of commit ${short}: posted with ${plural(annotations.length, 'annotation')}.`,
        )
      })
    },
  }
}

/** The other pull requests of a commit that are still open, as the present report of the commit knows them. */
async function otherPulls(
  { change }: Report,
  commit: Commit,
  feedback: Feedback,
  bitbucket: Pick<Bitbucket, 'pullRequest'>,
): Promise<PullVerdicts> {
  if (!change?.pullRequest) return new Map()
  const others = new Map<number, VerdictWord>()
  for (const [id, word] of pullVerdictsIn(await feedback.readReport(commit, REPORT_KEY))) {
    if (id === change.pullRequest) continue
    const pull = await bitbucket.pullRequest(commit, id)
    if (isRecord(pull) && pull.state === 'OPEN') others.set(id, word)
  }
  return others
}

/** Bitbucket refuses to replace the report of another account, and names rights as the reason: a note, else `null`. */
async function putReport(commit: Commit, report: InsightReport, feedback: Feedback): Promise<string | null> {
  try {
    await feedback.putReport(commit, REPORT_KEY, report)
    return null
  } catch (caught) {
    const { code, message } = asGateError(caught)
    const isRefused =
      ['RIGHT_MISSING', 'CREDENTIALS_REFUSED'].includes(code) || / answered 4(01|03|09)\b/.test(message)
    const found = isRefused ? await feedback.readReport(commit, REPORT_KEY).catch(() => null) : null
    if (found === null) throw caught
    const shown = found.result === 'PASS' || found.result === 'FAIL' ? ` (${found.result})` : ''
    return `The Code Insights report "${REPORT_KEY}" of commit ${commit.commit.slice(0, 11)} is of another account, and only that account can replace it (${message}). Bitbucket still shows its own result there${shown}, not that of this run: delete that report, or use the same account.`
  }
}
