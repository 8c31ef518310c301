/** Which findings were reviewed as false positives: an exact text, per repository or globally. Pure. */
import type { ReviewedText } from './options.ts'
import type { FailingLine } from './scanner.ts'
import type { ScanResult } from './scans.ts'

/** Findings of a result that were not reviewed. */
export function withoutReviewed(
  result: ScanResult,
  reviewed: readonly ReviewedText[],
): readonly FailingLine[] {
  const texts = new Set(reviewed.filter((each) => appliesTo(each, result)).map((each) => each.text))
  if (texts.size === 0) return result.findings
  return result.findings.filter((finding) => !texts.has(finding.match) && !texts.has(finding.line))
}

function appliesTo(reviewed: ReviewedText, result: ScanResult): boolean {
  if (reviewed.project === undefined) return true
  const { project, slug } = result.repository
  return reviewed.project === project && (reviewed.slug === undefined || reviewed.slug === slug)
}

/** The reviewed texts that an export of a scope lists; the global ones belong to the instance alone. */
export function reviewedIn(
  reviewed: readonly ReviewedText[],
  scope: { readonly project?: string; readonly slug?: string },
): readonly ReviewedText[] {
  if (scope.project === undefined) return reviewed
  return reviewed.filter(
    (each) => each.project === scope.project && (scope.slug === undefined || each.slug === scope.slug),
  )
}
