/**
 * `report.sarif`: SARIF 2.1.0 for code scanning and IDEs. Pure. Never holds matched text.
 *
 * One result per finding of the shortlist, worst first. Above the limits, repeats of a finding on other branches are
 * omitted first, then the least severe; a notification gives their number.
 */
import type { Invocation, Log, Notification, Result, Run, VersionControlDetails } from 'sarif'
import type { Severity } from '../finding.ts'
import { count, escapeInvisible } from '../text.ts'
import { historyAdvice, ruleAdvice, whereOmitted } from './advice.ts'
import { repositoryUrl } from './bitbucket-links.ts'
import { jsonText, oneLine, pathUri } from './escape.ts'
import { isJudged, type JudgedFinding, onlyRepository, type Report, repositoryName } from './model.ts'

/** GitHub accepts 25,000 results a run (and shows the worst 5,000); the margin is for other readers. */
export const SARIF_RESULT_LIMIT = 20_000
const SHOWN_BY_GITHUB = 5_000
/**
 * GitHub accepts 10 MB of gzip. Text that cannot be compressed keeps about 82 % of its size (printable ASCII has 6.6 bits
 * a byte), so 11 million bytes of it stay below.
 */
const RESULT_BYTES = 11_000_000

const levels = { critical: 'error', high: 'error', medium: 'warning', low: 'note' } as const satisfies Record<
  Severity,
  Result.level
>
/** GitHub: above 9.0 is critical, from 7.0 high, from 4.0 medium, above 0.1 low. */
const securitySeverities: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
}

/** No text of the log can contain this, as its quotes would be escaped. */
const NO_RESULTS = '"results":[]'

/** The text of `report.sarif`, one line. Each result is serialized once: they are nearly all of it. */
export function renderSarif(report: Report): string {
  const shortlist = isJudged(report) ? report.shortlist : []
  const rules = rulesOf(shortlist)
  const single = onlyRepository(report) !== null
  const results = withinLimits(shortlist, (finding) => jsonText(resultOf(finding, rules, single)))
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [runOf(report, rules, single, results.length)],
  }
  return `${jsonText(log).replace(NO_RESULTS, () => `"results":[${results.join(',')}]`)}\n`
}

/** The run with an empty list of results; `shown`: how many there are. */
function runOf(report: Report, rules: Rules, single: boolean, shown: number): Run {
  const repositories = isJudged(report) ? repositoriesOf(report.shortlist) : []
  const provenance = repositories.flatMap((one) => provenanceOf(one, report.bitbucketUrl, single))
  const { version } = report.tool
  return {
    tool: {
      driver: {
        name: 'soteri-gate',
        version,
        ...(/^\d+\.\d+\.\d+/.test(version) && { semanticVersion: version }),
        informationUri: 'https://www.npmjs.com/package/soteri-gate',
        rules: [...rules.values()].map(ruleOf),
      },
    },
    automationDetails: { id: `soteri-gate/${oneLine(report.targets.join(', '), 200)}/` },
    columnKind: 'utf16CodeUnits',
    ...(provenance.length > 0 && { versionControlProvenance: provenance }),
    originalUriBaseIds: Object.fromEntries(
      repositories.map((one) => [
        baseIdOf(one, single),
        { description: { text: `Root of the repository ${escapeInvisible(repositoryName(one))}.` } },
      ]),
    ),
    invocations: [invocationOf(report, shown)],
    // Absent after an error, as SARIF demands: an empty list would close every alert in code scanning.
    ...(isJudged(report) && { results: [] }),
    properties: {
      verdict: report.verdict.word,
      findings: report.counts.total,
      suppressed: report.counts.suppressed,
      resultsLeftOut: omittedFrom(report, shown),
    },
  }
}

type KnownRule = { readonly id: string; readonly index: number; readonly worst: Severity }
type Rules = ReadonlyMap<string, KnownRule>

function ruleIdOf({ rule }: JudgedFinding): string {
  return oneLine(rule) || 'unnamed'
}

/** Rules in order of their ids, each with its worst severity. */
function rulesOf(shortlist: readonly JudgedFinding[]): Rules {
  const rank = Object.keys(levels)
  const worst = new Map<string, Severity>()
  for (const finding of shortlist) {
    const id = ruleIdOf(finding)
    const before = worst.get(id)
    if (before === undefined || rank.indexOf(finding.severity) < rank.indexOf(before))
      worst.set(id, finding.severity)
  }
  const ids = [...worst.keys()].sort()
  return new Map(ids.map((id, index) => [id, { id, index, worst: worst.get(id) ?? 'low' }]))
}

function ruleOf({ id, worst }: KnownRule) {
  const { what, rotate } = ruleAdvice(id)
  return {
    id,
    shortDescription: { text: `Secret found by the rule ${id}.` },
    fullDescription: { text: what },
    help: { text: `${what} ${rotate} ${historyAdvice}` },
    defaultConfiguration: { level: levels[worst] },
    properties: {
      tags: ['security', 'secret'],
      precision: 'high',
      'security-severity': securitySeverities[worst],
    },
  }
}

/** The JSON of results in order, as many as the limits allow. */
function withinLimits(
  shortlist: readonly JudgedFinding[],
  textOf: (finding: JudgedFinding) => string,
): string[] {
  const firsts = shortlist.filter((finding) => finding.firstOfDistinct)
  const repeats = shortlist.filter((finding) => !finding.firstOfDistinct)
  const results: string[] = []
  let bytes = 0
  for (const finding of [...firsts, ...repeats]) {
    const result = textOf(finding)
    bytes += Buffer.byteLength(result)
    if (results.length >= SARIF_RESULT_LIMIT || bytes > RESULT_BYTES) break
    results.push(result)
  }
  return results
}

function resultOf(finding: JudgedFinding, rules: Rules, single: boolean): Result {
  const { fingerprint, line, status } = finding
  const ruleId = ruleIdOf(finding)
  const repository = oneLine(repositoryName(finding))
  const branch = oneLine(finding.branch)
  const where = branch === '' ? repository : `${repository} on ${branch}`
  return {
    ruleId,
    ruleIndex: rules.get(ruleId)?.index ?? -1,
    level: levels[finding.severity],
    message: { text: `${ruleId} in ${where}: revoke the secret, then remove it.` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: pathUri(finding.path), uriBaseId: baseIdOf(finding, single) },
          region: { startLine: line !== null && line > 0 ? line : 1 },
        },
      },
    ],
    partialFingerprints: { primaryLocationLineHash: fingerprint, 'soteriGate/v1': fingerprint },
    baselineState: status === 'new' ? 'new' : 'unchanged',
    ...(status === 'suppressed' && {
      suppressions: [
        { kind: 'external', status: 'accepted', justification: 'Accepted by policy or review.' },
      ],
    }),
    properties: { repository, branch },
  }
}

type SeenRepository = {
  readonly project: string
  readonly repository: string
  /** The branch of all its findings; `null` for several. */
  branch: string | null
}

/** In the order of the findings. */
function repositoriesOf(shortlist: readonly JudgedFinding[]): SeenRepository[] {
  const byName = new Map<string, SeenRepository>()
  for (const finding of shortlist) {
    const { project, repository, branch } = finding
    const name = repositoryName(finding)
    const seen = byName.get(name)
    if (seen === undefined) byName.set(name, { project, repository, branch })
    else if (seen.branch !== branch) seen.branch = null
  }
  return [...byName.values()]
}

/** Viewers find the checkout by the usual name, but only one repository can have it. */
function baseIdOf(repository: Pick<JudgedFinding, 'project' | 'repository'>, single: boolean): string {
  return single ? '%SRCROOT%' : oneLine(repositoryName(repository))
}

function provenanceOf(
  one: SeenRepository,
  bitbucketUrl: string | null,
  single: boolean,
): VersionControlDetails[] {
  const repositoryUri = repositoryUrl(bitbucketUrl, one)
  if (repositoryUri === null) return []
  const branch = one.branch === null || one.branch === '' ? {} : { branch: oneLine(one.branch) }
  return [{ repositoryUri, ...branch, mappedTo: { uriBaseId: baseIdOf(one, single) } }]
}

function omittedFrom({ counts }: Report, shown: number): number {
  return Math.max(0, counts.total + counts.suppressed - shown)
}

function invocationOf(report: Report, shown: number): Invocation {
  const { verdict, evidence } = report
  const notifications: Notification[] = []
  const notify = (level: 'error' | 'warning' | 'note', id: string, text: string): void => {
    notifications.push({ level, descriptor: { id }, message: { text } })
  }
  if (verdict.error !== null) {
    const { code, message, hint } = verdict.error
    notify('error', code, `${oneLine(message)} ${oneLine(hint)}`)
  }
  const omitted = omittedFrom(report, shown)
  if (omitted > 0)
    notify('warning', 'RESULTS_LEFT_OUT', `${count(omitted)} more findings are ${whereOmitted(report)}.`)
  if (shown > SHOWN_BY_GITHUB) {
    const text = `GitHub shows the worst ${count(SHOWN_BY_GITHUB)} of these ${count(shown)} results.`
    notify('note', 'RESULTS_NOT_SHOWN', text)
  }
  return {
    executionSuccessful: verdict.word !== 'error',
    exitCode: verdict.exitCode,
    exitCodeDescription: oneLine(verdict.sentence),
    startTimeUtc: evidence.startedAt,
    endTimeUtc: evidence.finishedAt,
    ...(notifications.length > 0 && { toolExecutionNotifications: notifications }),
  }
}
