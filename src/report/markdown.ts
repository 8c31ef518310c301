/** `summary.md` and the GitHub job summary. Foreign text is always escaped; matched text never appears. Pure. */
import { count, heaviestFirst, plural } from '../text.ts'
import { hasFindingsFile, historyAdvice, whereOmitted } from './advice.ts'
import { type Entry, entriesOf, lineLink, placeOf, statusWord, violatingEntries } from './entries.ts'
import { markdownCode, markdownProse, markdownText } from './escape.ts'
import { changeOf, type PastRun, sparkline } from './history.ts'
import { evidenceInShort, evidenceSection, MarkdownPage, pieOf, trendChart } from './markdown-parts.ts'
import { changeLines, isJudged, type Report, repositoryName } from './model.ts'

/** GitHub rejects a step summary above 1 MiB (1,048,576 bytes); the margin is for what the toolkit may add. */
const LIMIT_BYTES = 1_000_000
const WORST_FINDINGS = 200
const FIRST_FINDINGS = 10
const TOP_NAMES = 10
const BRANCHES_SHOWN = 3
const THRESHOLDS_SHOWN = 100
/** For the lines after the long table: evidence in short and the footer. */
const CLOSING_BYTES = 150_000

/** @param history runs of this scope, oldest first, this run last; a trend needs two */
export function renderMarkdown(
  report: Report,
  history: readonly PastRun[] = [],
  limitBytes: number = LIMIT_BYTES,
): string {
  const page = new MarkdownPage(limitBytes)
  page.reserve(Math.min(CLOSING_BYTES, limitBytes / 4))
  headline(page, report)
  page.add(...evidenceInShort(report))
  thresholdsSection(page, report)
  if (isJudged(report)) {
    fixFirstSection(page, report)
    countsSection(page, report)
  }
  trendSection(page, history)
  if (isJudged(report)) worstSection(page, report)
  page.reserve(0)
  evidenceSection(page, report)
  page.add(footer(report))
  return page.text()
}

const signs = { pass: '✅', warn: '⚠️', fail: '❌', error: '🛑' } as const

function headline(page: MarkdownPage, report: Report): void {
  const { counts, verdict } = report
  page.add(`## ${signs[verdict.word]} soteri-gate: ${verdict.word}`, '')
  if (isJudged(report)) {
    const numbers = [
      `**${plural(counts.total, 'finding')}**`,
      ...(report.hasBaseline === false ? [] : [`**${count(counts.new)} new**`]),
      `${count(counts.distinct)} distinct`,
      `${count(counts.suppressed)} suppressed`,
    ]
    page.add(`${numbers.join(' · ')} in ${targetsText(report)}`, '')
  } else {
    page.add(`\`${report.operation}\` of ${targetsText(report)}`, '')
  }
  if (verdict.error === null) {
    page.add(`> ${markdownProse(verdict.sentence)}`, '')
    const [sentence, ...small] = changeLines(report)
    if (sentence !== undefined) page.add(markdownProse(sentence), '', `<sub>${small.join(' ')}</sub>`, '')
    return
  }
  const { code, message, hint } = verdict.error
  page.add(
    `**Error ${markdownCode(code)}, exit code ${verdict.exitCode}. This is no result of the scan.**`,
    '',
  )
  for (const line of message.split('\n').slice(0, 100)) page.add(`* ${markdownProse(line)}`)
  page.add('', `**What to do:** ${markdownProse(hint)}`, '')
}

function targetsText({ targets }: Report): string {
  const shown = targets.slice(0, 3).map((target) => markdownCode(target, 120))
  if (shown.length === 0) return 'no target'
  const others = targets.length - shown.length
  return others > 0 ? `${shown.join(', ')} and ${count(others)} more` : shown.join(', ')
}

function thresholdsSection(page: MarkdownPage, { thresholds }: Report): void {
  if (thresholds.length === 0) return
  page.add('### Thresholds', '')
  const heads = ['', 'Threshold', 'Found', 'Limit', 'Most from']
  const ordered = thresholds.toSorted((a, b) => Number(a.passed) - Number(b.passed))
  omitted(page, page.table(heads, ordered, THRESHOLDS_SHOWN, thresholdRow), 'report.json')
}

function thresholdRow(outcome: Report['thresholds'][number]): string[] {
  const { name, selector, observed, max, passed, level, contributors } = outcome
  const sign = passed ? '✅' : level === 'fail' ? '❌' : '⚠️'
  const code = markdownCode(name, 120)
  const most = contributors.map(
    (one) => `${count(one.count)} × ${markdownCode(one.rule, 80)} in ${markdownCode(one.repository, 80)}`,
  )
  return [
    sign,
    name === selector ? code : `${code} (${markdownCode(selector, 120)})`,
    count(observed),
    count(max),
    most.join('<br>'),
  ]
}

function fixFirstSection(page: MarkdownPage, report: Report): void {
  const violating = violatingEntries(report)
  if (violating.length === 0) return
  page.add('### Fix first', '')
  page.table(findingHeads, violating, FIRST_FINDINGS, (finding) => findingCells(finding, report.bitbucketUrl))
  page.add(historyAdvice, '')
}

function countsSection(page: MarkdownPage, { counts }: Report): void {
  if (counts.total === 0) return
  const { critical, high, medium, low } = counts.bySeverity
  const severities = `${count(critical)} critical · ${count(high)} high · ${count(medium)} medium · ${count(low)} low`
  page.add('### Findings', '', severities, '')
  page.fold('By rule, repository, branch and owner', () => {
    page.add(...pieOf('Findings by rule', counts.byRule), '')
    topTable(page, 'Rule', counts.byRule)
    topTable(page, 'Repository', counts.byRepository)
    topTable(page, 'Branch', counts.byBranch)
    topTable(page, 'Owner', counts.byOwner)
  })
}

function topTable(page: MarkdownPage, head: string, counts: Readonly<Record<string, number>>): void {
  const left = page.table([head, 'Findings'], heaviestFirst(counts), TOP_NAMES, ([name, findings]) => {
    return [markdownCode(name, 200), count(findings)]
  })
  omitted(page, left, 'report.json')
}

function trendSection(page: MarkdownPage, history: readonly PastRun[]): void {
  if (history.length < 2) return
  const change = changeOf(history)
  const line = sparkline(history.map((run) => run.total))
  page.add('### Trend', '', `${line} (${plural(history.length, 'run')})`, '')
  if (change !== null) {
    const { since, appeared, fixed, remaining } = change
    page.add(
      `Since ${markdownCode(since)}: at least ${count(appeared)} new, at least ${count(fixed)} fixed, at most ${count(remaining)} remaining.`,
      '',
    )
  }
  page.add(...trendChart(history), '')
  const repositories = heaviestFirst(history.at(-1)?.byRepository ?? {})
  page.table(['Repository', 'Runs', 'Findings'], repositories, TOP_NAMES, ([name, now]) => {
    const values = history.map(({ byRepository }) => byRepository[name] ?? 0)
    return [markdownCode(name, 200), sparkline(values), count(now)]
  })
}

function worstSection(page: MarkdownPage, report: Report): void {
  const entries = entriesOf(report.shortlist)
  const worst = entries.slice(0, WORST_FINDINGS)
  if (worst.length === 0) return
  const isBlamed = worst.some(({ blame }) => blame !== undefined)
  page.fold(`The worst ${plural(worst.length, 'finding')}`, () => worstTable(page, report, entries, isBlamed))
}

function worstTable(page: MarkdownPage, report: Report, entries: readonly Entry[], isBlamed: boolean): void {
  const heads = [...findingHeads, 'Status', 'Fingerprint', ...(isBlamed ? ['Exposed since'] : [])]
  const left = page.table(heads, entries, WORST_FINDINGS, (finding) => [
    ...findingCells(finding, report.bitbucketUrl),
    statusWord(finding, report),
    markdownCode(finding.fingerprint, 64),
    ...(isBlamed ? [exposedSince(finding)] : []),
  ])
  page.reserve(0)
  const { total, suppressed } = report.counts
  const beyond = report.shortlistCut ? Math.max(0, total + suppressed - report.shortlist.length) : 0
  const others = left + beyond
  if (hasFindingsFile(report)) omitted(page, others, 'findings.csv')
  else if (others > 0) page.add(`${count(others)} more are ${whereOmitted(report)}.`, '')
}

const findingHeads = ['Severity', 'Rule', 'Repository', 'Branches', 'Place']

function findingCells(finding: Entry, bitbucketUrl: string | null): string[] {
  const place = markdownCode(placeOf(finding), 240)
  const link = lineLink(bitbucketUrl, finding)
  return [
    finding.severity,
    markdownCode(finding.rule, 120),
    markdownCode(repositoryName(finding), 160),
    branchCodes(finding),
    link === null || link.length > 2000 ? place : `[${place}](<${link.replaceAll('|', '%7C')}>)`,
  ]
}

function exposedSince({ blame }: Entry): string {
  if (blame === undefined) return ''
  const by = markdownText(`${blame.author}${blame.email === undefined ? '' : ` <${blame.email}>`}`, 120)
  return `${blame.date?.slice(0, 10) ?? ''} ${markdownCode(blame.commit.slice(0, 11))} ${by}`.trim()
}

/** As chips: code spans, the most important first. */
function branchCodes({ branches }: Entry): string {
  const left = branches.length - BRANCHES_SHOWN
  const codes = branches.slice(0, BRANCHES_SHOWN).map((name) => markdownCode(name, 120))
  return `${codes.join(' ')}${left > 0 ? ` and ${count(left)} more` : ''}`
}

function omitted(page: MarkdownPage, rows: number, file: string): void {
  if (rows > 0) page.add(`${count(rows)} more in the artifact (\`${file}\`).`, '')
}

function footer({ tool, runUrl }: Report): string {
  const run = runUrl !== null && /^https?:\/\/[^\s<>|]+$/.test(runUrl) ? ` · [this run](<${runUrl}>)` : ''
  return `<sub>${tool.name} ${markdownCode(tool.version)}${run}</sub>`
}
