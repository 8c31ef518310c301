/**
 * `gl-secret-detection-report.json`: GitLab's secret detection report, schema 15.0.7 (every GitLab from 15.0 on
 * takes it). Pure. Never holds matched text. Suppressed findings are left out: GitLab would show them as open.
 */

import type { Severity } from '../findings/finding.ts'
import { count } from './count.ts'
import { jsonText, oneLine, shorten } from './escape.ts'
import { placeOfLeftOut } from './left-out.ts'
import type { JudgedFinding, Report } from './model.ts'
import { historyAdvice, ruleAdvice } from './rules.ts'
import { isJudged, onlyRepository, repositoryName } from './scope.ts'

const SCHEMA_VERSION = '15.0.7'
/** Entries that GitLab still shows in reasonable time. */
const VULNERABILITY_LIMIT = 5_000
/** What GitLab's own analyzers write when they know no commit. */
const NO_COMMIT = '0000000'

const severityNames: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
}

/** The text of the report, pretty-printed. */
export function renderGitlab(report: Report): string {
  const open = isJudged(report) ? openFindings(report) : []
  const shown = open.slice(0, VULNERABILITY_LIMIT)
  const single = onlyRepository(report) !== null
  const tool = {
    id: 'soteri-gate',
    name: 'soteri-gate',
    version: report.tool.version,
    vendor: { name: 'soteri-gate' },
  }
  const scanner = {
    id: 'soteri',
    name: 'Security for Bitbucket',
    version: 'unknown',
    vendor: { name: 'Soteri' },
  }
  const value = {
    version: SCHEMA_VERSION,
    scan: {
      analyzer: tool,
      scanner,
      type: 'secret_detection',
      start_time: secondsOf(report.evidence.startedAt),
      end_time: secondsOf(report.evidence.finishedAt),
      status: report.verdict.word === 'error' ? 'failure' : 'success',
      messages: messagesOf(report, open.length - shown.length),
    },
    vulnerabilities: shown.map((finding) => vulnerabilityOf(finding, single)),
  }
  return `${jsonText(value, 2)}\n`
}

/** One entry per distinct finding, worst first. */
function openFindings({ shortlist }: Report): JudgedFinding[] {
  const seen = new Set<string>()
  return shortlist.filter(({ status, fingerprint }) => {
    if (status === 'suppressed' || seen.has(fingerprint)) return false
    seen.add(fingerprint)
    return true
  })
}

/** `yyyy-mm-ddThh:mm:ss` in UTC, as the schema asks for. */
function secondsOf(instant: string): string {
  return new Date(instant).toISOString().slice(0, 19)
}

function messagesOf(report: Report, leftOut: number): object[] {
  const { verdict, shortlistCut } = report
  const place = placeOfLeftOut(report)
  const level = verdict.word === 'error' ? 'fatal' : verdict.word === 'pass' ? 'info' : 'warn'
  const messages = [{ level, value: oneLine(verdict.sentence) }]
  if (leftOut > 0) messages.push({ level: 'warn', value: `${count(leftOut)} more findings are ${place}.` })
  if (shortlistCut)
    messages.push({ level: 'warn', value: `Only the worst findings are here; the others are ${place}.` })
  return messages
}

function vulnerabilityOf(finding: JudgedFinding, single: boolean): object {
  const rule = oneLine(finding.rule) || 'unnamed'
  const { what, rotate } = ruleAdvice(finding.rule)
  const repository = oneLine(repositoryName(finding))
  const path = oneLine(finding.path)
  return {
    id: uuidOf(finding.fingerprint),
    category: 'secret_detection',
    name: shorten(rule, 255),
    description: descriptionOf(finding, what),
    severity: severityNames[finding.severity],
    solution: `${rotate} ${historyAdvice}`,
    location: {
      file: single ? path : `${repository}/${path}`,
      commit: { sha: NO_COMMIT },
      ...(finding.line !== null && { start_line: finding.line, end_line: finding.line }),
    },
    identifiers: [{ type: 'soteri_rule_id', name: `Soteri rule ${rule}`, value: rule }],
  }
}

/**
 * GitLab renders a description as Markdown, so nothing foreign is in it: name, place and rule have fields of their
 * own.
 */
function descriptionOf(finding: JudgedFinding, what: string): string {
  const state = finding.status === 'new' ? 'It is not in the baseline.' : 'The baseline knows it.'
  return `${what} ${state}`
}

/** The fingerprint in the form of a UUID (version 8: made of other data), the same in every run. */
function uuidOf(fingerprint: string): string {
  const digits = [
    ...fingerprint
      .toLowerCase()
      .replace(/[^0-9a-f]/g, '')
      .padStart(32, '0')
      .slice(0, 32),
  ]
  digits[12] = '8'
  digits[16] = 'a'
  const hex = digits.join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
