/**
 * `report.sarif`: SARIF 2.1.0 for code scanning and IDEs. Pure. Never holds matched text.
 *
 * One result per distinct finding, worst first. Above the limits the least severe are omitted; a notification gives their
 * number. Suppressed findings are left out: GitHub ignores `suppressions`, and would open an alert for each.
 */
import type { Invocation, Log, Notification, Result, Run, VersionControlDetails } from 'sarif'
import { type Severity, severities } from '../finding.ts'
import { byCodeUnits, count, escapeInvisible } from '../text.ts'
import { historyAdvice, ruleAdvice, whereOmitted } from './advice.ts'
import { branchesText, type Entry, entriesOf, lineLink, repositoryUrl } from './entries.ts'
import { jsonText, markdownText, oneLine, pathUri } from './escape.ts'
import { isJudged, type JudgedFinding, onlyRepository, type Report, repositoryName } from './model.ts'

/** GitHub accepts 25,000 results a run (and shows the worst 5,000); the margin is for other readers. */
export const SARIF_RESULT_LIMIT = 20_000
const SHOWN_BY_GITHUB = 5_000
/** GitHub accepts 10 MB of gzip, and text that cannot be compressed keeps about 82 % of its size. */
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

const INFORMATION = 'https://www.npmjs.com/package/soteri-gate'

/** No text of the log can contain this, as its quotes would be escaped. */
const NO_RESULTS = '"results":[]'

/** The text of `report.sarif`, one line. Each result is serialized once: they are nearly all of it. */
export function renderSarif(report: Report): string {
  const entries = isJudged(report)
    ? entriesOf(report.shortlist).filter(({ status }) => status !== 'suppressed')
    : []
  const rules = rulesOf(entries)
  const single = onlyRepository(report) !== null
  const results = resultsOf(entries, rules, single, report)
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [runOf(report, entries, rules, results.length, single)],
  }
  return `${jsonText(log).replace(NO_RESULTS, () => `"results":[${results.join(',')}]`)}\n`
}

function runOf(report: Report, entries: readonly Entry[], rules: Rules, shown: number, single: boolean): Run {
  const omitted = Math.max(entries.length, report.counts.distinct) - shown
  const repositories = repositoriesOf(entries)
  const provenance = repositories.flatMap((one) => provenanceOf(one, report.bitbucketUrl, single))
  const { version } = report.tool
  return {
    tool: {
      driver: {
        name: 'soteri-gate',
        version,
        ...(/^\d+\.\d+\.\d+/.test(version) && { semanticVersion: version }),
        informationUri: INFORMATION,
        rules: [...rules.values()].map((rule) => ruleOf(rule, report)),
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
    invocations: [invocationOf(report, shown, omitted)],
    // Absent after an error, as SARIF demands: an empty list would close every alert in code scanning.
    ...(isJudged(report) && { results: [] }),
    properties: {
      verdict: report.verdict.word,
      findings: report.counts.total,
      suppressed: report.counts.suppressed,
      resultsLeftOut: omitted,
    },
  }
}

type Rules = ReturnType<typeof rulesOf>
type KnownRule = NonNullable<ReturnType<Rules['get']>>

function ruleIdOf({ rule }: JudgedFinding): string {
  return oneLine(rule) || 'unnamed'
}

/** Rules by their ids, in order of these, each with its worst severity. */
function rulesOf(entries: readonly Entry[]) {
  const byId = [...Map.groupBy(entries, ruleIdOf)].sort(([a], [b]) => byCodeUnits(a, b))
  const rules = byId.map(([id, found], index) => {
    const worst = severities.find((level) => found.some(({ severity }) => severity === level)) ?? 'low'
    return [id, { id, rule: found.at(-1)?.rule ?? id, index, worst }] as const
  })
  return new Map(rules)
}

function nameOf(id: string): string {
  const words = id.toLowerCase().match(/[a-z0-9]+/g) ?? []
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
  return name.toLowerCase() === id.toLowerCase() ? `${name}Rule` : name
}

function ruleOf({ id, rule, worst }: KnownRule, { remedies }: Report) {
  const { what, rotate, link, precision } = ruleAdvice(rule, remedies)
  const steps = [rotate, historyAdvice].map((step, at) => `${at + 1}. ${markdownText(step)}`)
  const page = link === null ? [] : [`[How to revoke it](<${link.replace(/[<>\s]/g, '')}>)`]
  return {
    id,
    name: nameOf(id),
    helpUri: link ?? INFORMATION,
    shortDescription: { text: `Secret found by the rule ${id}.` },
    fullDescription: { text: what },
    help: {
      text: `${what} ${rotate} ${historyAdvice}`,
      markdown: [markdownText(what), steps.join('\n'), ...page].join('\n\n'),
    },
    defaultConfiguration: { level: levels[worst] },
    properties: {
      tags: ['security', 'secret'],
      precision,
      'security-severity': securitySeverities[worst],
    },
  }
}

/** The results as JSON, within the limits. */
function resultsOf(entries: readonly Entry[], rules: Rules, single: boolean, report: Report): string[] {
  const results: string[] = []
  let bytes = 0
  for (const entry of entries) {
    const result = jsonText(resultOf(entry, rules, single, report))
    // Its two links repeat the path and compress to nothing.
    bytes += Buffer.byteLength(result) - 2 * (lineLink(report.bitbucketUrl, entry)?.length ?? 0)
    if (results.length >= SARIF_RESULT_LIMIT || bytes > RESULT_BYTES) break
    results.push(result)
  }
  return results
}

function resultOf(
  finding: Entry,
  rules: Rules,
  single: boolean,
  { bitbucketUrl, hasBaseline }: Report,
): Result {
  const { fingerprint, line, status } = finding
  const ruleId = ruleIdOf(finding)
  const repository = oneLine(repositoryName(finding))
  const branches = finding.branches.filter((name) => name !== '').map((name) => oneLine(name))
  const where = branches.length === 0 ? repository : `${repository} on ${branchesText(branches)}`
  const link = lineLink(bitbucketUrl, finding)
  return {
    ruleId,
    ruleIndex: rules.get(ruleId)?.index ?? -1,
    level: levels[finding.severity],
    message: {
      text: `${ruleId} in ${where}: revoke the secret, then remove it.${link === null ? '' : ` ${link}`}`,
    },
    ...(link !== null && { hostedViewerUri: link }),
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: pathUri(finding.path), uriBaseId: baseIdOf(finding, single) },
          region: { startLine: line !== null && line > 0 ? line : 1 },
        },
      },
    ],
    partialFingerprints: { primaryLocationLineHash: fingerprint, 'soteriGate/v1': fingerprint },
    ...(hasBaseline !== false && { baselineState: status === 'new' ? 'new' : 'unchanged' }),
    properties: { repository, branches },
  }
}

type SeenRepository = ReturnType<typeof repositoriesOf>[number]

function repositoriesOf(entries: readonly Entry[]) {
  const byName = Map.groupBy(entries, repositoryName)
  return Array.from(byName.values(), (found) => {
    const [{ project, repository }] = found as [Entry]
    const branches = new Set(found.flatMap((entry) => entry.branches))
    return { project, repository, branch: branches.size === 1 ? ([...branches][0] ?? null) : null }
  })
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

function invocationOf(report: Report, shown: number, omitted: number): Invocation {
  const { verdict, evidence } = report
  const notifications: Notification[] = []
  const notify = (level: 'error' | 'warning' | 'note', id: string, text: string): void => {
    notifications.push({ level, descriptor: { id }, message: { text } })
  }
  if (verdict.error !== null) {
    const { code, message, hint } = verdict.error
    notify('error', code, `${oneLine(message)} ${oneLine(hint)}`)
  }
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
