/** The result of a run, from which its report is built, with every credential masked. */
import { compileGlobs } from '../config/globs.ts'
import type { Inputs } from '../config/inputs.ts'
import type { Policy } from '../config/policy.ts'
import { credentialMask } from '../config/sources.ts'
import { type Evidence, evidenceOf, type SkippedEvidence, startState } from '../context.ts'
import { cleanName, LONGEST } from '../export/clean-names.ts'
import type { Counts, ThresholdOutcome } from '../finding.ts'
import type { Clock, Host } from '../host.ts'
import type { Decision } from '../judge/judge.ts'
import type { Verdict } from '../judge/verdict.ts'
import { targetName } from '../target.ts'
import type { Mask } from '../text.ts'
import { toolVersion } from '../version.ts'
import type { JudgedFinding, Remedy, Report, ReportedChange } from './model.ts'
import type { Failures, ReportFolder } from './report-folder.ts'

export type RunResult = ReturnType<typeof startResult>

export function startResult(clock: Clock) {
  return {
    state: startState(clock),
    inputs: null as Inputs | null,
    policy: null as Policy | null,
    reports: null as ReportFolder | null,
    /** `null` until every export was read to its end and judged. */
    decision: null as Decision | null,
    shortlist: [] as readonly JudgedFinding[],
    shortlistCut: false,
    /** Report files that could not be prepared before the report was built. */
    failures: new Map() as Failures,
    /** Whether `reviewed.csv` was prepared in the report folder. */
    hasReviewedFile: false,
    matrix: '',
  }
}

/** The report of a run that ends with `verdict`, with every credential masked. */
export function reportOf(result: RunResult, verdict: Verdict, host: Host): Report {
  return maskReport(modelOf(result, verdict, host), credentialMask(host))
}

function modelOf(result: RunResult, verdict: Verdict, host: Host): Report {
  const { inputs, decision } = result
  return {
    tool: { name: 'soteri-gate', version: toolVersion },
    operation: inputs?.operation ?? 'unknown',
    targets: inputs?.targets.length ? inputs.targets.map(targetName) : (inputs?.reportFiles ?? []),
    bitbucketUrl: inputs?.operation === 'evaluate' ? null : (inputs?.bitbucketUrl?.href ?? null),
    runUrl: host.runUrl,
    mode: inputs?.mode ?? 'enforce',
    period: { from: instant(inputs?.period.from), to: instant(inputs?.period.to) },
    evidence: evidenceOf(result.state, host.clock),
    counts: decision?.counts ?? noCounts(),
    change: changeOf(inputs, decision),
    thresholds: decision?.thresholds ?? [],
    verdict,
    hasBaseline: inputs !== null && (inputs.baselineFile !== null || inputs.compared !== null),
    remedies: remediesOf(result),
    shortlist: result.shortlist,
    shortlistCut: result.shortlistCut,
  }
}

function changeOf(inputs: Inputs | null, decision: Decision | null): ReportedChange | null {
  const [target] = inputs?.targets ?? []
  if (!inputs?.compared || target?.kind !== 'branch') return null
  const { pull, compared } = inputs
  return {
    branch: target.branch,
    commit: inputs.commit,
    compared: compared.branch,
    comparedCommit: pull?.targetCommit ?? null,
    pullRequest: pull?.id ?? null,
    gone: decision?.gone ?? 0,
    hasBaseline: inputs.baselineFile !== null,
  }
}

function remediesOf({ policy, decision, shortlist }: RunResult): Record<string, Remedy> {
  const rules = new Set([...Object.keys(decision?.counts.byRule ?? {}), ...shortlist.map(({ rule }) => rule)])
  const remedies = (policy?.remedies ?? []).map((one) => ({ ...one, fits: compileGlobs([one.rule], 'rule') }))
  const found = Object.create(null) as Record<string, Remedy>
  for (const rule of [...rules].sort()) {
    const remedy = remedies.find(({ fits }) => fits(rule))
    if (remedy !== undefined) found[rule] = { text: remedy.text, link: remedy.link }
  }
  return found
}

function instant(ms: number | null | undefined): string | null {
  return ms === null || ms === undefined ? null : new Date(ms).toISOString()
}

function noCounts(): Counts {
  return {
    total: 0,
    distinct: 0,
    new: 0,
    suppressed: 0,
    byRule: {},
    bySeverity: { critical: 0, high: 0, medium: 0, low: 0 },
    byProject: {},
    byRepository: {},
    byBranch: {},
    byOwner: {},
  }
}

/** Masks every text of foreign origin; digests, dates and our own words stay. */
export function maskReport(report: Report, mask: Mask): Report {
  const { change, verdict } = report
  const error = verdict.error && {
    ...verdict.error,
    message: mask(verdict.error.message),
    hint: mask(verdict.error.hint),
  }
  return {
    ...report,
    targets: report.targets.map(mask),
    ...(change && { change: { ...change, branch: mask(change.branch), compared: mask(change.compared) } }),
    evidence: maskEvidence(report.evidence, mask),
    counts: maskCounts(report.counts, mask),
    thresholds: report.thresholds.map((threshold) => maskThreshold(threshold, mask)),
    verdict: { ...verdict, sentence: mask(verdict.sentence), error },
    shortlist: report.shortlist.map((finding) => maskFinding(finding, mask)),
  }
}

/** Texts of evidence that are ours: digests, dates, words of a list. */
const own = ['startedAt', 'finishedAt', 'sha256', 'triggeredAt', 'at', 'format', 'column', 'keyCheck']

function maskEvidence(evidence: Evidence, mask: Mask): Evidence {
  const text = JSON.stringify({
    ...evidence,
    skippedFiles: evidence.skippedFiles && cleanSkips(evidence.skippedFiles),
  })
  return JSON.parse(text, (name, value: unknown) =>
    typeof value === 'string' && !own.includes(name) ? mask(value) : value,
  )
}

/** People put credentials into names of files too. */
function cleanSkips({ count, files }: SkippedEvidence): SkippedEvidence {
  const clean = files.map(({ repository, branch, path, reason }) => ({
    repository: repository && cleanName(repository, null, LONGEST.repository),
    branch: branch && cleanName(branch, null, LONGEST.branch),
    path: cleanName(path, null, LONGEST.path),
    reason: cleanName(reason, null, LONGEST.path),
  }))
  return { count, files: clean }
}

function maskCounts(counts: Counts, mask: Mask): Counts {
  const named = ['byRule', 'byProject', 'byRepository', 'byBranch', 'byOwner'] as const
  return { ...counts, ...Object.fromEntries(named.map((by) => [by, maskNames(counts[by], mask)])) }
}

/** Names that differ only in a credential are counted as one. */
function maskNames(counts: Readonly<Record<string, number>>, mask: Mask): Record<string, number> {
  // A name may be `__proto__`.
  const sums = Object.create(null) as Record<string, number>
  for (const [name, count] of Object.entries(counts)) {
    const masked = mask(name)
    sums[masked] = (sums[masked] ?? 0) + count
  }
  return sums
}

function maskThreshold(threshold: ThresholdOutcome, mask: Mask): ThresholdOutcome {
  const contributors = threshold.contributors.map(({ repository, rule, count }) => {
    return { repository: mask(repository), rule: mask(rule), count }
  })
  const { byRepository } = threshold
  return {
    ...threshold,
    contributors,
    ...(byRepository && { byRepository: maskNames(byRepository, mask) }),
  }
}

/** Copies only what changes: there may be tens of thousands of findings. */
function maskFinding(finding: JudgedFinding, mask: Mask): JudgedFinding {
  const names = (['project', 'repository', 'branch', 'path', 'rule', 'owner'] as const).flatMap((name) => {
    const masked = mask(finding[name] ?? '')
    return masked === (finding[name] ?? '') ? [] : [[name, masked] as const]
  })
  const { blame } = finding
  if (names.length === 0 && blame === undefined) return finding
  const email = blame?.email === undefined ? {} : { email: mask(blame.email) }
  return {
    ...finding,
    ...Object.fromEntries(names),
    ...(blame && { blame: { ...blame, author: mask(blame.author), ...email } }),
  }
}
