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
  const ordered = [...thresholds].sort((a, b) => Number(a.passed) - Number(b.passed))
  page.add('### Thresholds', '')
  const rows = ordered.slice(0, THRESHOLDS_SHOWN).map(thresholdRow)
  const unfitted = page.table(['', 'Threshold', 'Found', 'Limit', 'Most from'], rows)
  omitted(page, thresholds.length - rows.length + unfitted, 'report.json')
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
  page.table(
    ['Severity', 'Rule', 'Repository', 'Branches', 'Place'],
    violating.slice(0, FIRST_FINDINGS).map((finding) => findingCells(finding, report.bitbucketUrl)),
  )
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
  const sorted = heaviestFirst(counts)
  const rows = sorted
    .slice(0, TOP_NAMES)
    .map(([name, findings]) => [markdownCode(name, 200), count(findings)])
  omitted(page, sorted.length - rows.length + page.table([head, 'Findings'], rows), 'report.json')
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
  const worst = heaviestFirst(history.at(-1)?.byRepository ?? {}).slice(0, TOP_NAMES)
  const rows = worst.map(([name, now]) => {
    const values = history.map(({ byRepository }) => byRepository[name] ?? 0)
    return [markdownCode(name, 200), sparkline(values), count(now)]
  })
  page.table(['Repository', 'Runs', 'Findings'], rows)
}

function worstSection(page: MarkdownPage, report: Report): void {
  const entries = entriesOf(report.shortlist)
  const worst = entries.slice(0, WORST_FINDINGS)
  if (worst.length === 0) return
  page.fold(`The worst ${plural(worst.length, 'finding')}`, () =>
    worstTable(page, report, entries.length, worst),
  )
}

function worstTable(page: MarkdownPage, report: Report, all: number, worst: readonly Entry[]): void {
  const isBlamed = worst.some(({ blame }) => blame !== undefined)
  const rows = worst.map((finding) => [
    ...findingCells(finding, report.bitbucketUrl),
    statusWord(finding, report),
    markdownCode(finding.fingerprint, 64),
    ...(isBlamed ? [exposedSince(finding)] : []),
  ])
  const heads = ['Severity', 'Rule', 'Repository', 'Branches', 'Place', 'Status', 'Fingerprint']
  if (isBlamed) heads.push('Exposed since')
  const unfitted = page.table(heads, rows)
  page.reserve(0)
  const { total, suppressed } = report.counts
  const beyond = report.shortlistCut ? Math.max(0, total + suppressed - report.shortlist.length) : 0
  const others = all - worst.length + beyond + unfitted
  if (hasFindingsFile(report)) omitted(page, others, 'findings.csv')
  else if (others > 0) page.add(`${count(others)} more are ${whereOmitted(report)}.`, '')
}

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
