/** The result of a run, from which its report is built. */
import { compileGlobs } from '../config/globs.ts'
import type { Inputs } from '../config/inputs.ts'
import type { Policy } from '../config/policy.ts'
import { credentialMask } from '../config/sources.ts'
import { evidenceOf, type RunState, startState } from '../context.ts'
import type { Counts } from '../finding.ts'
import type { Clock, Host } from '../host.ts'
import type { Decision } from '../judge/judge.ts'
import type { Verdict } from '../judge/verdict.ts'
import { targetName } from '../target.ts'
import { toolVersion } from '../version.ts'
import type { ReportedChange } from './change.ts'
import { maskReport } from './mask.ts'
import type { JudgedFinding, Remedy, Report } from './model.ts'
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
    targets: inputs === null ? [] : targetsOf(inputs.targets.map(targetName), inputs.reportFiles),
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

function targetsOf(targets: readonly string[], files: readonly string[]): readonly string[] {
  return targets.length > 0 ? targets : files
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
