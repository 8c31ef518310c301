/**
 * `report.sarif`: SARIF 2.1.0 for code scanning and IDEs. Pure. Never holds matched text.
 *
 * One result per row of the shortlist, worst first. Where the limits do not allow all of them, repeats of a finding
 * on further branches are left out first, then the least bad; a notification says how many.
 */

import type { Invocation, Log, Notification, Result, Run, VersionControlDetails } from 'sarif'
import type { Severity } from '../findings/finding.ts'
import { count } from './count.ts'
import { jsonText, oneLine, pathUri, visible } from './escape.ts'
import { placeOfLeftOut } from './left-out.ts'
import type { JudgedFinding, Report } from './model.ts'
import { repositoryUrl } from './repository-url.ts'
import { historyAdvice, ruleAdvice } from './rules.ts'
import { isJudged, onlyRepository, repositoryName } from './scope.ts'

/** GitHub takes 25,000 results a run (and shows the worst 5,000); well below, so that it never refuses a file. */
export const SARIF_RESULT_LIMIT = 20_000
/** GitHub shows so many of them. */
const SHOWN_BY_GITHUB = 5_000
/**
 * GitHub takes 10 MB of gzip. Text that cannot be compressed at all keeps about 82 % of its size (printable ASCII
 * has 6.6 bits a byte), so 11 million bytes of it stay below.
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

/** How the run says that there are no results; no text in it can say so, as its quotes would be escaped. */
const NO_RESULTS = '"results":[]'

/** The text of `report.sarif`, one line. Each result is put into words once: they are nearly all of it. */
export function renderSarif(report: Report): string {
  const shortlist = isJudged(report) ? report.shortlist : []
  const rules = rulesOf(shortlist)
  const single = onlyRepository(report) !== null
  const results = withinLimits(shortlist, (finding) => jsonText(resultOf(finding, rules, single)))
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [runOf(report, { shortlist, rules, single, shown: results.length })],
  }
  return `${jsonText(log).replace(NO_RESULTS, () => `"results":[${results.join(',')}]`)}\n`
}

type Shown = {
  readonly shortlist: readonly JudgedFinding[]
  readonly rules: ReadonlyMap<string, KnownRule>
  /** The report is about one repository. */
  readonly single: boolean
  /** How many results there are. */
  readonly shown: number
}

/** The run without its results. */
function runOf(report: Report, { shortlist, rules, single, shown }: Shown): Run {
  const repositories = repositoriesOf(shortlist)
  const provenance = repositories.flatMap((one) => provenanceOf(one, report.bitbucketUrl, single))
  return {
    tool: {
      driver: {
        name: 'soteri-gate',
        version: report.tool.version,
        ...(/^\d+\.\d+\.\d+/.test(report.tool.version) && { semanticVersion: report.tool.version }),
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
        { description: { text: `Root of the repository ${visible(repositoryName(one))}.` } },
      ]),
    ),
    invocations: [invocationOf(report, shown)],
    // Absent, as SARIF wants it of a run that broke off: an empty list would say that nothing is left to find,
    // and code scanning would close every alert.
    ...(isJudged(report) && { results: [] }),
    properties: {
      verdict: report.verdict.word,
      findings: report.counts.total,
      suppressed: report.counts.suppressed,
      resultsLeftOut: leftOut(report, shown),
    },
  }
}

type KnownRule = { readonly id: string; readonly index: number; readonly worst: Severity }

function ruleIdOf({ rule }: JudgedFinding): string {
  return oneLine(rule) || 'unnamed'
}

/** Rules in order of their ids, each with the worst severity that it was given. */
function rulesOf(shortlist: readonly JudgedFinding[]): Map<string, KnownRule> {
  const worst = new Map<string, Severity>()
  for (const finding of shortlist) {
    const id = ruleIdOf(finding)
    const before = worst.get(id)
    if (before === undefined || levelNumber(finding.severity) < levelNumber(before))
      worst.set(id, finding.severity)
  }
  const ids = [...worst.keys()].sort()
  return new Map(ids.map((id, index) => [id, { id, index, worst: worst.get(id) ?? 'low' }]))
}

function levelNumber(severity: Severity): number {
  return Object.keys(levels).indexOf(severity)
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

/** The JSON of results in order, as many as stay within the limits. */
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

function resultOf(finding: JudgedFinding, rules: ReadonlyMap<string, KnownRule>, single: boolean): Result {
  const ruleId = ruleIdOf(finding)
  const { fingerprint } = finding
  return {
    ruleId,
    ruleIndex: rules.get(ruleId)?.index ?? -1,
    level: levels[finding.severity],
    message: { text: messageOf(finding) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: pathUri(finding.path), uriBaseId: baseIdOf(finding, single) },
          region: { startLine: finding.line !== null && finding.line > 0 ? finding.line : 1 },
        },
      },
    ],
    partialFingerprints: { primaryLocationLineHash: fingerprint, 'soteriGate/v1': fingerprint },
    baselineState: finding.status === 'new' ? 'new' : 'unchanged',
    ...(finding.status === 'suppressed' && {
      suppressions: [
        { kind: 'external', status: 'accepted', justification: 'Accepted by policy or review.' },
      ],
    }),
    properties: { repository: oneLine(repositoryName(finding)), branch: oneLine(finding.branch) },
  }
}

function messageOf(finding: JudgedFinding): string {
  const where = `${oneLine(repositoryName(finding))}${finding.branch === '' ? '' : ` on ${oneLine(finding.branch)}`}`
  return `${ruleIdOf(finding)} in ${where}: revoke the secret, then remove it.`
}

type SeenRepository = {
  readonly project: string
  readonly repository: string
  /** The branch of all its findings; `null` when they are of several. */
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

/** The usual name where there is one repository, so that viewers find the checkout; else its own. */
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

function leftOut({ counts }: Report, shown: number): number {
  return Math.max(0, counts.total + counts.suppressed - shown)
}

function invocationOf(report: Report, shown: number): Invocation {
  const { verdict, evidence } = report
  const notifications: Notification[] = []
  if (verdict.error !== null) {
    const { code, message, mend } = verdict.error
    notifications.push(notification('error', code, `${oneLine(message)} ${oneLine(mend)}`))
  }
  const left = leftOut(report, shown)
  if (left > 0) {
    notifications.push(
      notification(
        'warning',
        'RESULTS_LEFT_OUT',
        `${count(left)} more findings are ${placeOfLeftOut(report)}.`,
      ),
    )
  }
  if (shown > SHOWN_BY_GITHUB) {
    const text = `GitHub shows the worst ${count(SHOWN_BY_GITHUB)} of these ${count(shown)} results.`
    notifications.push(notification('note', 'RESULTS_NOT_SHOWN', text))
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

function notification(level: 'error' | 'warning' | 'note', id: string, text: string): Notification {
  return { level, descriptor: { id }, message: { text } }
}
