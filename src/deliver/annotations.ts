/** Lines beside the code, for CIs that show them. Pure; the host escapes them for its commands. */
import type { Severity } from '../finding.ts'
import type { Annotation } from '../host.ts'
import { ruleAdvice } from '../report/advice.ts'
import {
  branchesText,
  type Entry,
  entriesOf,
  lineLink,
  placeOf,
  statusWord,
  violatingEntries,
} from '../report/entries.ts'
import { oneLine } from '../report/escape.ts'
import { isJudged, isShown, onlyRepository, type Report, repositoryName } from '../report/model.ts'
import { candidatesFor } from '../report/top-findings.ts'
import { escapeInvisible } from '../text.ts'

const levels: Readonly<Record<Severity, Annotation['level']>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
}

export const statusWords: Readonly<Record<ReturnType<typeof statusWord>, string>> = {
  open: 'open',
  new: 'new',
  known: 'in the baseline',
  suppressed: 'suppressed',
}

/**
 * One for a pass (these CIs show any other verdict, the last line of the log, by themselves), then at most `limit` findings.
 * A finding marks a file only in a report about one repository, where `exists` finds its path in the checkout: else an
 * unrelated line would be marked. One that exceeds a threshold gets a note without a file then.
 */
export function annotationsOf(
  report: Report,
  limit: number,
  exists: (path: string) => boolean,
): Annotation[] {
  if (limit <= 0) return []
  const findings = isJudged(report) ? findingAnnotations(report, limit, exists) : []
  const { word, sentence } = report.verdict
  if (word !== 'pass') return findings
  return [{ level: 'notice', title: 'soteri-gate: pass', message: oneLine(sentence) }, ...findings]
}

function findingAnnotations(report: Report, limit: number, exists: (path: string) => boolean): Annotation[] {
  const violating = new Set(violatingEntries(report))
  const marksFiles = onlyRepository(report) !== null
  const annotations: Annotation[] = []
  for (const entry of entriesOf(report.shortlist).slice(0, candidatesFor(limit))) {
    if (annotations.length >= limit) break
    if (!isShown(entry, report)) continue
    const isMarked = marksFiles && isInsideCheckout(entry.path) && exists(entry.path)
    if (isMarked || violating.has(entry)) annotations.push(findingAnnotation(entry, isMarked, report))
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

function findingAnnotation(entry: Entry, isMarked: boolean, report: Report): Annotation {
  const { rule, severity, fingerprint, path, line, branches } = entry
  const { mode, bitbucketUrl, remedies } = report
  const { what, rotate } = ruleAdvice(rule, remedies)
  const on = branches.length > 1 || !isMarked ? branchesText(branches) : ''
  const where = isMarked ? '' : `${repositoryName(entry)} ${placeOf(entry)}`
  const place = [where, on && `on ${on}`, isMarked ? '' : (lineLink(bitbucketUrl, entry) ?? '')]
    .join(' ')
    .trim()
  return {
    level: mode === 'enforce' ? levels[severity] : 'warning',
    title: oneLine(`${rule} (${severity}, ${statusWords[statusWord(entry, report)]})`),
    message: `${place === '' ? '' : `${oneLine(place)}: `}${what} ${rotate} Fingerprint ${oneLine(fingerprint)}.`,
    ...(isMarked && { path, ...(line !== null && { line }) }),
  }
}
