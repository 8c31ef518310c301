/** The result of a run, from which its report is built, with every credential masked. */
import { compileGlobs } from '../config/globs.ts'
import type { Inputs } from '../config/inputs.ts'
import type { Policy } from '../config/policy.ts'
import { credentialMask } from '../config/sources.ts'
import {
  type Evidence,
  type ExportEvidence,
  evidenceOf,
  type RunState,
  type SkippedEvidence,
  startState,
  type TargetEvidence,
} from '../context.ts'
import { cleanName, LONGEST } from '../export/clean-names.ts'
import type { Counts, ThresholdOutcome } from '../finding.ts'
import type { Clock, Host } from '../host.ts'
import type { Decision } from '../judge/judge.ts'
import type { Verdict } from '../judge/verdict.ts'
import type { Blame } from '../server/blame.ts'
import { targetName } from '../target.ts'
import type { Mask } from '../text.ts'
import { toolVersion } from '../version.ts'
import type { JudgedFinding, Remedy, Report, ReportedChange } from './model.ts'
import type { Failures, ReportFolder } from './report-folder.ts'

/** Each part is `null` or empty until the run gets to it. Only `run.ts` fills it. */
export type RunResult = {
  readonly state: RunState
  inputs: Inputs | null
  policy: Policy | null
  /** `output-dir` */
  reports: ReportFolder | null
  /** `null` until every export was read to its end and judged. */
  decision: Decision | null
  shortlist: readonly JudgedFinding[]
  shortlistCut: boolean
  /** Report files that could not be prepared before the report was built. */
  readonly failures: Failures
  /** Whether `reviewed.csv` was prepared in the report folder. */
  hasReviewedFile: boolean
  /** The output `matrix`. */
  matrix: string
}

export function startResult(clock: Clock): RunResult {
  return {
    state: startState(clock),
    inputs: null,
    policy: null,
    reports: null,
    decision: null,
    shortlist: [],
    shortlistCut: false,
    failures: new Map(),
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

/** For each rule of which there are findings. */
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
  return {
    ...report,
    targets: report.targets.map(mask),
    ...(report.change && { change: maskChange(report.change, mask) }),
    evidence: maskEvidence(report.evidence, mask),
    counts: maskCounts(report.counts, mask),
    thresholds: report.thresholds.map((threshold) => maskThreshold(threshold, mask)),
    verdict: maskVerdict(report.verdict, mask),
    shortlist: report.shortlist.map((finding) => maskFinding(finding, mask)),
  }
}

function maskChange(change: ReportedChange, mask: Mask): ReportedChange {
  return { ...change, branch: mask(change.branch), compared: mask(change.compared) }
}

function maskVerdict(verdict: Verdict, mask: Mask): Verdict {
  const { error, sentence } = verdict
  const masked = error && { ...error, message: mask(error.message), hint: mask(error.hint) }
  return { ...verdict, sentence: mask(sentence), error: masked }
}

function maskEvidence(evidence: Evidence, mask: Mask): Evidence {
  return {
    ...evidence,
    policyFiles: evidence.policyFiles.map(({ path, sha256 }) => ({ path: mask(path), sha256 })),
    targets: evidence.targets.map((target) => maskTarget(target, mask)),
    exports: evidence.exports.map((one) => maskExport(one, mask)),
    skippedFiles: evidence.skippedFiles && maskSkipped(evidence.skippedFiles, mask),
    shards: evidence.shards.map(({ shard, targets }) => ({ shard, targets: targets.map(mask) })),
    notes: evidence.notes.map(mask),
  }
}

/** People put credentials into names of files too. */
function maskSkipped({ count, files }: SkippedEvidence, mask: Mask): SkippedEvidence {
  const clean = (name: string, longest: number): string => mask(cleanName(name, null, longest))
  return {
    count,
    files: files.map(({ repository, branch, path, reason }) => ({
      repository: repository && clean(repository, LONGEST.repository),
      branch: branch && clean(branch, LONGEST.branch),
      path: clean(path, LONGEST.path),
      reason: clean(reason, LONGEST.path),
    })),
  }
}

function maskTarget(target: TargetEvidence, mask: Mask): TargetEvidence {
  return {
    ...target,
    target: mask(target.target),
    states: target.states.map(({ at, state }) => ({ at, state: mask(state) })),
    provenBy: target.provenBy && mask(target.provenBy),
  }
}

function maskExport(one: ExportEvidence, mask: Mask): ExportEvidence {
  const members = one.members.map((member) => ({ ...member, name: mask(member.name) }))
  const columns = one.columns.map(({ read, unread }) => {
    return {
      read: read.map(({ column, header }) => ({ column, header: mask(header) })),
      unread: unread.map(mask),
    }
  })
  return { ...one, source: mask(one.source), members, columns }
}

function maskCounts(counts: Counts, mask: Mask): Counts {
  return {
    ...counts,
    byRule: maskNames(counts.byRule, mask),
    byProject: maskNames(counts.byProject, mask),
    byRepository: maskNames(counts.byRepository, mask),
    byBranch: maskNames(counts.byBranch, mask),
    byOwner: maskNames(counts.byOwner, mask),
  }
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
  return byRepository === undefined
    ? { ...threshold, contributors }
    : { ...threshold, contributors, byRepository: maskNames(byRepository, mask) }
}

/** Copies only what changes: there may be tens of thousands of findings. */
function maskFinding(finding: JudgedFinding, mask: Mask): JudgedFinding {
  const names = (['project', 'repository', 'branch', 'path', 'rule', 'owner'] as const).flatMap((name) => {
    const masked = mask(finding[name] ?? '')
    return masked === (finding[name] ?? '') ? [] : [[name, masked] as const]
  })
  if (names.length === 0 && finding.blame === undefined) return finding
  return {
    ...finding,
    ...Object.fromEntries(names),
    ...(finding.blame && { blame: maskBlame(finding.blame, mask) }),
  }
}

function maskBlame({ email, ...blame }: Blame, mask: Mask): Blame {
  return { ...blame, author: mask(blame.author), ...(email !== undefined && { email: mask(email) }) }
}
