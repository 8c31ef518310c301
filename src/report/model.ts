/**
 * The one model that every renderer receives. It holds no secret: matched text is `REDACTED` (or shown by the
 * user's wish, for `findings.csv` and `report.html` only).
 */

import type { Evidence } from '../evidence.ts'
import type { Counts, Finding, Ruling, ThresholdOutcome } from '../finding.ts'
import type { Verdict } from '../verdict.ts'

/** A finding with what the policy said of it. */
export type JudgedFinding = Finding & Ruling

/** All that the files of a run are rendered from. */
export type Report = {
  readonly tool: { readonly name: 'soteri-gate'; readonly version: string }
  readonly operation: string
  /** Names as in `targetName`; paths of the exports for `evaluate`. */
  readonly targets: readonly string[]
  /** Base URL without credentials; `null` for `evaluate`. For links to lines in Bitbucket. */
  readonly bitbucketUrl: string | null
  readonly runUrl: string | null
  readonly mode: 'enforce' | 'warn' | 'report'
  /** ISO 8601 bounds of the period asked for. */
  readonly period: { readonly from: string | null; readonly to: string | null }
  readonly evidence: Evidence
  readonly counts: Counts
  /** Violated ones first. */
  readonly thresholds: readonly ThresholdOutcome[]
  readonly verdict: Verdict
  /** The worst findings (new before known before suppressed, then by severity), at most `SHORTLIST_LIMIT`. */
  readonly shortlist: readonly JudgedFinding[]
  /** True when the shortlist does not hold every finding. */
  readonly shortlistCut: boolean
}

/** Findings kept for HTML, SARIF, annotations: the rest is in `findings.csv`, where that is written. */
export const SHORTLIST_LIMIT = 50_000
