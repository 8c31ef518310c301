/** The one model that every renderer receives. Matched text in it is `REDACTED`, or shown by the user's wish. */
import type { Evidence } from '../context.ts'
import type { Counts, Finding, Ruling, ThresholdOutcome } from '../finding.ts'
import type { Verdict } from '../judge/verdict.ts'
import type { Blame } from '../server/blame.ts'
import { parseTarget, type Repository } from '../target.ts'
import { count } from '../text.ts'

export type JudgedFinding = Finding &
  Ruling & {
    /** Only of the findings that `blame` asks for. */
    readonly blame?: Blame
  }

/** What a policy says of a rule; it comes before the advice here. */
export type Remedy = { readonly text: string; readonly link: string | null }

export type Report = {
  readonly tool: { readonly name: 'soteri-gate'; readonly version: string }
  readonly operation: string
  /** Names as in `targetName`; paths of the exports for `evaluate`. */
  readonly targets: readonly string[]
  /** Base URL without credentials; `null` for `evaluate`. For links to lines in Bitbucket. */
  readonly bitbucketUrl: string | null
  readonly runUrl: string | null
  readonly mode: 'enforce' | 'warn' | 'report'
  /** ISO 8601 bounds of the chosen period. */
  readonly period: { readonly from: string | null; readonly to: string | null }
  readonly evidence: Evidence
  readonly counts: Counts
  /** Absent or `null` for a run that compares no branches. */
  readonly change?: ReportedChange | null
  /** Violated ones first. */
  readonly thresholds: readonly ThresholdOutcome[]
  readonly verdict: Verdict
  /** False: nothing says what was there before, so nothing is called new on the page. */
  readonly hasBaseline?: boolean
  readonly remedies?: Readonly<Record<string, Remedy>>
  /** The worst findings (new before known before suppressed, then by severity), at most `SHORTLIST_LIMIT`. */
  readonly shortlist: readonly JudgedFinding[]
  readonly shortlistCut: boolean
}

/** Findings kept for HTML, SARIF, annotations: the rest is in `findings.csv`, where that is written. */
export const SHORTLIST_LIMIT = 50_000

/** False for a run that ended early: its findings and counts are not shown, as readers would take a part for the whole. */
export function isJudged(report: Report): boolean {
  return report.thresholds.length > 0
}

/** By the targets, for local files by the findings; a wider scope with findings in one repository is not about that one. */
export function onlyRepository(report: Report): Repository | null {
  const isOfFiles = report.operation === 'evaluate'
  // The shortlist may hold the worst findings of one repository alone.
  if (isOfFiles && Object.keys(report.counts.byRepository).length > 1) return null
  const named = isOfFiles
    ? report.shortlist.map(({ project, repository }): Repository => ({ project, repo: repository }))
    : report.targets.map(repositoryOfTarget)
  const [first] = named
  if (first === undefined || first === null) return null
  const others = named.some((one) => one === null || one.project !== first.project || one.repo !== first.repo)
  return others ? null : first
}

/** The repository of a target named `PROJ/slug` or `PROJ/slug@branch`; `null` for wider ones. */
export function repositoryOfTarget(target: string): Repository | null {
  const parsed = parseTarget(target)
  if (!('value' in parsed) || parsed.value.kind === 'instance' || parsed.value.kind === 'project') return null
  return { project: parsed.value.project, repo: parsed.value.repo }
}

/** `PROJ/slug` of a finding, as in the selector `repo:`. */
export function repositoryName(finding: Pick<JudgedFinding, 'project' | 'repository'>): string {
  return `${finding.project}/${finding.repository}`
}

export type ReportedChange = {
  readonly branch: string
  readonly commit: string | null
  readonly compared: string
  readonly comparedCommit: string | null
  readonly pullRequest: number | null
  /** Findings of the compared branch that the branch has not. */
  readonly gone: number
  /** What a baseline accepts is known too. */
  readonly hasBaseline: boolean
}

/** `2 secrets on feature/x (abc) that are not on main (def); 14 more are on both`; `null` unless a change was judged. */
export function changeSentence(report: Report): string | null {
  const { change, counts } = report
  if (!change || !isJudged(report)) return null
  const { branch, commit, compared, comparedCommit, hasBaseline } = change
  const { total, new: fresh, behind = 0 } = counts
  const secrets = fresh === 1 ? '1 secret' : `${fresh === 0 ? 'no' : count(fresh)} secrets`
  const added = `${secrets} on ${tip(branch, commit)} that ${fresh === 1 ? 'is' : 'are'} not on ${tip(compared, comparedCommit)}`
  const known = total - fresh - behind
  const more = fresh === 0 ? count(known) : `${count(known)} more`
  const both = `${more} ${known === 1 ? 'is' : 'are'} ${hasBaseline ? 'known' : 'on both'}`
  const mended = `${count(behind)} more ${behind === 1 ? 'is' : 'are'} already removed on ${compared}`
  return [added, ...(known > 0 ? [both] : []), ...(behind > 0 ? [mended] : [])].join('; ')
}

function tip(branch: string, commit: string | null): string {
  return commit === null ? branch : `${branch} (${commit.slice(0, 11)})`
}

/** What is shown beside the code and in Bitbucket: of a change, what it adds alone. */
export function isShown({ status }: Pick<Ruling, 'status'>, { change }: Pick<Report, 'change'>): boolean {
  return change ? status === 'new' : status !== 'suppressed'
}

/** The sentence, what the branch no longer has, and once what a comparison of tips cannot show; none without a sentence. */
export function changeLines(report: Report): readonly string[] {
  const sentence = changeSentence(report)
  if (!report.change || sentence === null) return []
  const { gone } = report.change
  // A file that was skipped may have what seems to be gone.
  const isWhole = gone > 0 && !report.evidence.skippedFiles?.count
  return [
    `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`,
    ...(isWhole ? [`No longer reported here: ${count(gone)}.`] : []),
    'Branch tips are compared: a secret that was committed and deleted again is not seen.',
  ]
}
