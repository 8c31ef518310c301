/**
 * `summary.md` and the GitHub job summary. Pure. The decisive numbers come first; everything long is folded, and
 * whatever does not fit into the size that GitHub allows is said to be in the artifact. Foreign text is always in
 * `markdownCode` or `markdownText`. Matched text never appears here.
 */

import { count, counted, heaviestFirst } from './count.ts'
import { markdownCode, markdownText } from './escape.ts'
import { changeOf, type PastRun, sparkline } from './history.ts'
import { hasFindingsFile, placeOfLeftOut } from './left-out.ts'
import { lineLink } from './line-link.ts'
import { evidenceInShort, evidenceSection } from './markdown-evidence.ts'
import { createMarkdownPage, type MarkdownPage } from './markdown-page.ts'
import { pieOf, trendChart } from './mermaid.ts'
import type { JudgedFinding, Report } from './model.ts'
import { historyAdvice } from './rules.ts'
import { isJudged, repositoryName } from './scope.ts'

/** GitHub refuses a step summary above 1 MiB (1,048,576 bytes); the margin is for what the toolkit may add. */
const LIMIT_BYTES = 1_000_000
/** Findings shown at most: a page for people. */
const WORST_FINDINGS = 200
const TOP_NAMES = 10
const THRESHOLDS_SHOWN = 100
/** For the lines after the long table: evidence in short and the footer. */
const CLOSING_BYTES = 150_000

/**
 * The text of `summary.md`, at most `limitBytes` bytes. `history` holds the runs of this scope, oldest first, this
 * run last; a trend is shown from two on.
 */
export function renderMarkdown(
  report: Report,
  history: readonly PastRun[] = [],
  limitBytes: number = LIMIT_BYTES,
): string {
  const page = createMarkdownPage(limitBytes)
  page.reserve(Math.min(CLOSING_BYTES, limitBytes / 4))
  headline(page, report)
  page.add(...evidenceInShort(report))
  thresholdsSection(page, report)
  if (isJudged(report)) findingsSection(page, report)
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
      `**${counted(counts.total, 'finding')}**`,
      `**${count(counts.new)} new**`,
      `${count(counts.distinct)} distinct`,
      `${count(counts.suppressed)} suppressed`,
    ]
    page.add(`${numbers.join(' · ')} in ${targetsText(report)}`, '')
  } else {
    page.add(`\`${report.operation}\` of ${targetsText(report)}`, '')
  }
  if (verdict.error === null) {
    page.add(`> ${markdownText(verdict.sentence)}`, '')
    return
  }
  const { code, message, mend } = verdict.error
  page.add(
    `**Error ${markdownCode(code)}, exit code ${verdict.exitCode}. This is no result of the scan.**`,
    '',
  )
  for (const line of message.split('\n').slice(0, 100)) page.add(`* ${markdownText(line)}`)
  page.add('', `**What to do:** ${markdownText(mend)}`, '')
}

function targetsText({ targets }: Report): string {
  const shown = targets.slice(0, 3).map((target) => markdownCode(target, 120))
  if (shown.length === 0) return 'no target'
  return targets.length > shown.length
    ? `${shown.join(', ')} and ${count(targets.length - shown.length)} more`
    : shown.join(', ')
}

function thresholdsSection(page: MarkdownPage, { thresholds }: Report): void {
  if (thresholds.length === 0) return
  const ordered = [...thresholds].sort((a, b) => Number(a.passed) - Number(b.passed))
  page.add('### Thresholds', '')
  const rows = ordered
    .slice(0, THRESHOLDS_SHOWN)
    .map((outcome) => [
      outcome.passed ? '✅' : outcome.level === 'fail' ? '❌' : '⚠️',
      thresholdName(outcome),
      count(outcome.observed),
      count(outcome.max),
      outcome.contributors
        .map(
          (one) =>
            `${count(one.count)} × ${markdownCode(one.rule, 80)} in ${markdownCode(one.repository, 80)}`,
        )
        .join('<br>'),
    ])
  more(
    page,
    thresholds.length - rows.length + page.table(['', 'Threshold', 'Observed', 'Limit', 'Most from'], rows),
    'report.json',
  )
}

function thresholdName({ name, selector }: Report['thresholds'][number]): string {
  const named = markdownCode(name, 120)
  return name === selector ? named : `${named} (${markdownCode(selector, 120)})`
}

function findingsSection(page: MarkdownPage, { counts }: Report): void {
  if (counts.total === 0) return
  const { critical, high, medium, low } = counts.bySeverity
  page.add('### Findings', '')
  page.add(
    `${count(critical)} critical · ${count(high)} high · ${count(medium)} medium · ${count(low)} low`,
    '',
  )
  page.add(...pieOf('Findings by rule', counts.byRule), '')
  topTable(page, 'Rule', counts.byRule)
  topTable(page, 'Repository', counts.byRepository)
  topTable(page, 'Branch', counts.byBranch)
}

function topTable(page: MarkdownPage, head: string, counts: Readonly<Record<string, number>>): void {
  const sorted = heaviestFirst(counts)
  const rows = sorted
    .slice(0, TOP_NAMES)
    .map(([name, findings]) => [markdownCode(name, 200), count(findings)])
  more(page, sorted.length - rows.length + page.table([head, 'Findings'], rows), 'report.json')
}

function trendSection(page: MarkdownPage, history: readonly PastRun[]): void {
  if (history.length < 2) return
  const change = changeOf(history)
  page.add(
    '### Trend',
    '',
    `${sparkline(history.map((run) => run.total))} (${counted(history.length, 'run')})`,
    '',
  )
  if (change !== null) {
    const { appeared, fixed, remaining } = change
    page.add(
      `Since ${markdownCode(change.since)}: at least ${count(appeared)} new, at least ${count(fixed)} fixed, at most ${count(remaining)} remaining.`,
      '',
    )
  }
  page.add(...trendChart(history), '')
}

function worstSection(page: MarkdownPage, report: Report): void {
  const worst = report.shortlist.slice(0, WORST_FINDINGS)
  if (worst.length === 0) return
  if (!page.add('<details>', `<summary>The worst ${counted(worst.length, 'finding')}</summary>`, '')) return
  const rows = worst.map((finding) => findingRow(finding, report.bitbucketUrl))
  const left = page.table(
    ['Severity', 'Status', 'Rule', 'Repository', 'Branch', 'Place', 'Fingerprint'],
    rows,
  )
  const all = report.counts.total + report.counts.suppressed
  page.reserve(0)
  const beyond = Math.max(0, all - worst.length) + left
  if (hasFindingsFile(report)) more(page, beyond, 'findings.csv')
  else if (beyond > 0) page.add(`${count(beyond)} more are ${placeOfLeftOut(report)}.`, '')
  page.add(historyAdvice, '', '</details>', '')
}

function findingRow(finding: JudgedFinding, bitbucketUrl: string | null): string[] {
  const place = markdownCode(finding.line === null ? finding.path : `${finding.path}:${finding.line}`, 240)
  const link = lineLink(bitbucketUrl, finding)
  return [
    finding.severity,
    finding.status,
    markdownCode(finding.rule, 120),
    markdownCode(repositoryName(finding), 160),
    markdownCode(finding.branch, 120),
    link === null || link.length > 2000 ? place : `[${place}](<${link.replaceAll('|', '%7C')}>)`,
    markdownCode(finding.fingerprint, 64),
  ]
}

function more(page: MarkdownPage, left: number, file: string): void {
  if (left > 0) page.add(`${count(left)} more in the artifact (\`${file}\`).`, '')
}

function footer({ tool, runUrl }: Report): string {
  const run = runUrl !== null && /^https?:\/\/[^\s<>|]+$/.test(runUrl) ? ` · [this run](<${runUrl}>)` : ''
  return `<sub>${tool.name} ${markdownCode(tool.version)}${run}</sub>`
}
