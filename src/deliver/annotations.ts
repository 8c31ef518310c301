/** Lines beside the code, for CIs that show them. Pure; the host escapes them for its commands. */
import type { FindingStatus, Severity } from '../finding.ts'
import type { Annotation } from '../host.ts'
import { ruleAdvice } from '../report/advice.ts'
import { oneLine } from '../report/escape.ts'
import type { JudgedFinding, Report } from '../report/model.ts'
import { isJudged, onlyRepository } from '../report/model.ts'
import { annotationCandidates } from '../report/top-findings.ts'
import { escapeInvisible } from '../text.ts'

const levels: Readonly<Record<Severity, Annotation['level']>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
}

export const statusWords: Readonly<Record<FindingStatus, string>> = {
  new: 'new',
  known: 'in the baseline',
  suppressed: 'suppressed',
}

/**
 * One for the verdict, then at most `limit` for findings, worst first; none at all for 0. Findings get one only in a
 * report about a single repository, and where `exists` finds their path (relative to the repository) in the checkout:
 * else an unrelated line would be marked. Suppressed findings get none, repeats on other branches one.
 */
export function annotationsOf(
  report: Report,
  limit: number,
  exists: (path: string) => boolean,
): Annotation[] {
  if (limit <= 0) return []
  return [verdictAnnotation(report), ...findingAnnotations(report, limit, exists)]
}

function verdictAnnotation({ verdict }: Report): Annotation {
  const level = verdict.word === 'pass' ? 'notice' : verdict.word === 'warn' ? 'warning' : 'error'
  return { level, title: `soteri-gate: ${verdict.word}`, message: oneLine(verdict.sentence) }
}

function findingAnnotations(report: Report, limit: number, exists: (path: string) => boolean): Annotation[] {
  if (!isJudged(report) || onlyRepository(report) === null) return []
  const annotations: Annotation[] = []
  const seen = new Set<string>()
  for (const finding of report.shortlist.slice(0, annotationCandidates(limit))) {
    if (annotations.length >= limit) break
    const place = `${finding.path}\0${finding.line}\0${finding.rule}`
    if (finding.status === 'suppressed' || seen.has(place)) continue
    seen.add(place)
    if (isInsideCheckout(finding.path) && exists(finding.path))
      annotations.push(findingAnnotation(finding, report))
  }
  return annotations
}

/** Relative, without `..`, and free of invisible characters, as the path is shown and linked. */
function isInsideCheckout(path: string): boolean {
  const segments = path.split(/[/\\]/)
  return (
    path !== '' &&
    escapeInvisible(path) === path &&
    !/^([/\\]|[A-Za-z]:)/.test(path) &&
    !segments.includes('..')
  )
}

function findingAnnotation(finding: JudgedFinding, { mode }: Report): Annotation {
  const { rule, severity, status, fingerprint, path, line } = finding
  const { what, rotate } = ruleAdvice(rule)
  return {
    level: mode === 'enforce' ? levels[severity] : 'warning',
    title: oneLine(`${rule} (${severity}, ${statusWords[status]})`),
    message: `${what} ${rotate} Fingerprint ${oneLine(fingerprint)}.`,
    path,
    ...(line !== null && { line }),
  }
}
