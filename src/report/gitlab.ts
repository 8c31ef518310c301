/** GitLab's secret detection report, schema 15.0.7 (from GitLab 15.0 on). Suppressed findings would be shown as open. Pure. */
import type { Severity } from '../finding.ts'
import { count } from '../text.ts'
import { historyAdvice, ruleAdvice, whereOmitted } from './advice.ts'
import { type Entry, entriesOf } from './entries.ts'
import { jsonText, oneLine, shorten } from './escape.ts'
import { isJudged, onlyRepository, type Report, repositoryName } from './model.ts'

/** Entries that GitLab still shows in reasonable time. */
const VULNERABILITY_LIMIT = 5_000
const BRANCHES_SHOWN = 20
/** GitLab's own analyzers write this when they know no commit. */
const NO_COMMIT = '0000000'

const severityNames: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
}

export function renderGitlab(report: Report): string {
  const entries = isJudged(report) ? entriesOf(report.shortlist) : []
  const open = entries.filter(({ status }) => status !== 'suppressed')
  const shown = open.slice(0, VULNERABILITY_LIMIT)
  const single = onlyRepository(report) !== null
  const { version } = report.tool
  const value = {
    version: '15.0.7',
    scan: {
      analyzer: { id: 'soteri-gate', name: 'soteri-gate', version, vendor: { name: 'soteri-gate' } },
      scanner: {
        id: 'soteri',
        name: 'Security for Bitbucket',
        version: 'unknown',
        vendor: { name: 'Soteri' },
      },
      type: 'secret_detection',
      start_time: secondsOf(report.evidence.startedAt),
      end_time: secondsOf(report.evidence.finishedAt),
      status: report.verdict.word === 'error' ? 'failure' : 'success',
      messages: messagesOf(report, open.length - shown.length),
    },
    vulnerabilities: shown.map((entry) => vulnerabilityOf(entry, report, single)),
  }
  return `${jsonText(value, 2)}\n`
}

/** `yyyy-mm-ddThh:mm:ss` in UTC, as the schema demands. */
function secondsOf(instant: string): string {
  return new Date(instant).toISOString().slice(0, 19)
}

function messagesOf(report: Report, omitted: number): object[] {
  const { verdict, shortlistCut } = report
  const place = whereOmitted(report)
  const level = verdict.word === 'error' ? 'fatal' : verdict.word === 'pass' ? 'info' : 'warn'
  const messages = [{ level, value: oneLine(verdict.sentence) }]
  if (omitted > 0) messages.push({ level: 'warn', value: `${count(omitted)} more findings are ${place}.` })
  if (shortlistCut)
    messages.push({ level: 'warn', value: `Only the worst findings are here; the others are ${place}.` })
  return messages
}

function knownText(isNew: boolean, { change, hasBaseline }: Report): string {
  if (change) return isNew ? 'The change adds it.' : 'It was there before the change.'
  if (hasBaseline === false) return ''
  return isNew ? 'It is not in the baseline.' : 'It is in the baseline.'
}

function vulnerabilityOf(finding: Entry, report: Report, single: boolean): object {
  const rule = oneLine(finding.rule) || 'unnamed'
  const { what, rotate, link } = ruleAdvice(finding.rule, report.remedies)
  const path = oneLine(finding.path)
  const { line } = finding
  return {
    id: uuidOf(finding.fingerprint),
    category: 'secret_detection',
    name: shorten(rule, 255),
    // GitLab renders it as Markdown, so it holds no foreign text: name, place and rule have fields of their own.
    description: `${what} ${knownText(finding.status === 'new', report)}`.trim(),
    severity: severityNames[finding.severity],
    solution: `${rotate} ${historyAdvice}`,
    location: {
      file: single ? path : `${oneLine(repositoryName(finding))}/${path}`,
      commit: { sha: NO_COMMIT },
      ...(line !== null && { start_line: line, end_line: line }),
    },
    ...(link !== null && { links: [{ name: 'How to revoke it', url: link }] }),
    details: { branches: { type: 'list', name: 'Branches', items: branchItems(finding) } },
    identifiers: [{ type: 'soteri_rule_id', name: `Soteri rule ${rule}`, value: rule }],
  }
}

function branchItems({ branches }: Entry): object[] {
  const items = branches.slice(0, BRANCHES_SHOWN).map((name) => oneLine(name) || 'not named')
  const left = branches.length - items.length
  return [...items, ...(left > 0 ? [`${count(left)} more`] : [])].map((value) => ({ type: 'text', value }))
}

/** The fingerprint in the form of a UUID (version 8: custom), the same in every run. */
function uuidOf(fingerprint: string): string {
  const hex = fingerprint.toLowerCase().replace(/[^0-9a-f]/g, '')
  return hex.padStart(32, '0').replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-a$4-$5')
}
