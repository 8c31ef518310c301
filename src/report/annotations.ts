/** Notes beside the code, where the place can show them. Pure; the place escapes them for its own commands. */
import type { FindingStatus, Severity } from '../findings/finding.ts'
import type { Annotation } from '../ports.ts'
import { oneLine, visible } from './escape.ts'
import type { JudgedFinding, Report } from './model.ts'
import { ruleAdvice } from './rules.ts'
import { isJudged, onlyRepository } from './scope.ts'

const levels: Readonly<Record<Severity, Annotation['level']>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
}

/**
 * One note for the verdict, then at most `limit` for findings, worst first; none at all for 0. A finding gets one
 * only when the report is about a single repository and `exists` says that its path (relative to the repository)
 * is a file of the checkout: elsewhere a line would be marked that has nothing to do with it. Suppressed findings
 * get none, repeats on other branches one.
 */
export function annotationsOf(
  report: Report,
  limit: number,
  exists: (path: string) => boolean,
): Annotation[] {
  if (limit <= 0) return []
  return [verdictNote(report), ...findingNotes(report, limit, exists)]
}

/** Worst findings among which so many notes are chosen: many stand in no file of the checkout, or repeat one. */
export function annotationCandidates(limit: number): number {
  return 100 * limit
}

/** Paths (relative to the repository) that notes may be about: none where no finding gets one. */
export function pathsToAnnotate(report: Report, limit: number): ReadonlySet<string> {
  if (limit <= 0 || !isJudged(report) || onlyRepository(report) === null) return new Set()
  const worst = report.shortlist.slice(0, annotationCandidates(limit))
  return new Set(worst.map(({ path }) => path).filter(insideCheckout))
}

function verdictNote({ verdict }: Report): Annotation {
  const level = verdict.word === 'pass' ? 'notice' : verdict.word === 'warn' ? 'warning' : 'error'
  return { level, title: `soteri-gate: ${verdict.word}`, message: oneLine(verdict.sentence) }
}

function findingNotes(report: Report, limit: number, exists: (path: string) => boolean): Annotation[] {
  if (!isJudged(report) || onlyRepository(report) === null) return []
  const notes: Annotation[] = []
  const seen = new Set<string>()
  for (const finding of report.shortlist) {
    if (notes.length >= limit) break
    const place = `${finding.path}\0${finding.line}\0${finding.rule}`
    if (finding.status === 'suppressed' || seen.has(place)) continue
    seen.add(place)
    if (insideCheckout(finding.path) && exists(finding.path)) notes.push(findingNote(finding, report))
  }
  return notes
}

/** Relative, without ways out, and free of anything that is not visible: the path is shown and linked. */
function insideCheckout(path: string): boolean {
  const ways = path.split(/[/\\]/)
  return path !== '' && visible(path) === path && !/^([/\\]|[A-Za-z]:)/.test(path) && !ways.includes('..')
}

/** What a status means, for a sentence. */
export const statusWords: Readonly<Record<FindingStatus, string>> = {
  new: 'new',
  known: 'in the baseline',
  suppressed: 'suppressed',
}

function findingNote(finding: JudgedFinding, { mode }: Report): Annotation {
  const level = mode === 'enforce' ? levels[finding.severity] : 'warning'
  const { what, rotate } = ruleAdvice(finding.rule)
  return {
    level,
    title: oneLine(`${finding.rule} (${finding.severity}, ${statusWords[finding.status]})`),
    message: `${what} ${rotate} Fingerprint ${oneLine(finding.fingerprint)}.`,
    path: finding.path,
    ...(finding.line !== null && { line: finding.line }),
  }
}
