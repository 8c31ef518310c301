/** The worst findings of a run in bounded memory. Pure. */
import type { Inputs } from '../config/inputs.ts'
import type { FindingRow } from '../export/finding-row.ts'
import type { MaskedNames } from '../export/masked-names.ts'
import type { FindingStatus, Ruling, Severity } from '../finding.ts'
import { findingStatuses, severities } from '../finding.ts'
import { type JudgedFinding, SHORTLIST_LIMIT } from './model.ts'

/** Takes all rows, keeps the worst. */
export type TopFindings = {
  /** Takes one row; keeps a copy of it while it is among the worst. */
  add(row: Pick<FindingRow, 'finding'>, ruling: KeepableRuling): void
  /** Masks names that were kept before a later row showed a secret in them. */
  mask(masks: MaskedNames): void
  /** Worst first: new before known before suppressed, then by severity, then as first seen. */
  items(): readonly JudgedFinding[]
  /** True when at least one finding was left out. */
  readonly cut: boolean
}

/** A ruling that holds until the next row. */
export type KeepableRuling = Pick<Ruling, 'status' | 'severity'> & { copy(): Ruling }

/**
 * An empty list of at most `limit` findings. There are only twelve ranks, so each has its own list and the
 * lowest one gives way: constant work per finding, and the result depends on the order of the rows alone.
 */
export function createTopFindings(limit: number = SHORTLIST_LIMIT): TopFindings {
  const ranks: JudgedFinding[][] = Array.from(
    { length: findingStatuses.length * severities.length },
    () => [],
  )
  let kept = 0
  let cut = false
  /** The lists after this one are empty. */
  let lowest = 0

  /** Makes room for one of `rank`; false when everything kept is at least as bad. */
  const makeRoom = (rank: number): boolean => {
    cut = true
    while (lowest > 0 && ranks[lowest]?.length === 0) lowest--
    if (lowest <= rank) return false
    ranks[lowest]?.pop()
    kept--
    return true
  }

  return {
    add(row, ruling) {
      const rank = rankOf(ruling.status, ruling.severity)
      if (kept >= limit && !makeRoom(rank)) return
      ranks[rank]?.push({ ...row.finding(), ...ruling.copy() })
      lowest = Math.max(lowest, rank)
      kept++
    },
    mask(masks) {
      if (masks.size === 0) return
      for (const list of ranks)
        for (const [at, finding] of list.entries()) list[at] = masks.writtenFinding(finding)
    },
    items: () => ranks.flat(),
    get cut() {
      return cut
    },
  }
}

const statusRank: Readonly<Record<FindingStatus, number>> = { new: 0, known: 1, suppressed: 2 }
const severityRank: Readonly<Record<Severity, number>> = { critical: 0, high: 1, medium: 2, low: 3 }

function rankOf(status: FindingStatus, severity: Severity): number {
  return statusRank[status] * severities.length + severityRank[severity]
}

/** Findings kept for what is posted in Bitbucket, where no file lists them. */
const POSTED_LIMIT = 5_000

/** How many of the worst findings are kept: each costs time, and most runs show only a few beside the code. */
export function topFindingsLimit(inputs: Inputs): number {
  const { formats, codeInsights, pullRequestComment, annotations, logFindings, blame } = inputs
  if (formats.some((format) => format === 'html' || format === 'sarif' || format === 'gitlab'))
    return SHORTLIST_LIMIT
  return codeInsights || pullRequestComment !== 'never'
    ? POSTED_LIMIT
    : candidatesFor(Math.max(annotations, logFindings, blame))
}

/** Many of the worst findings are in no file of the checkout, repeat another, or are within every limit. */
export function candidatesFor(limit: number): number {
  return 100 * limit
}
