/** Counts findings by everything a selector can name, in one pass. Memory grows with distinct names only. */
import type { Counts, Finding, Ruling } from './finding.ts'

export type Tally = {
  /** Counts one row. A suppressed row counts in `suppressed` and nowhere else. */
  add(finding: Finding, ruling: Ruling): void
  /** The counts so far; a copy. */
  counts(): Counts
}

/** An empty tally. Names come from outside, so the records have no prototype: `__proto__` is a name like others. */
export function createTally(): Tally {
  const counts: Counts = {
    total: 0,
    distinct: 0,
    new: 0,
    suppressed: 0,
    byRule: named(),
    bySeverity: { critical: 0, high: 0, medium: 0, low: 0 },
    byProject: named(),
    byRepository: named(),
    byBranch: named(),
  }
  return {
    add(finding, ruling) {
      if (ruling.status === 'suppressed') {
        counts.suppressed += 1
        return
      }
      counts.total += 1
      if (ruling.firstOfDistinct) counts.distinct += 1
      if (ruling.status === 'new') counts.new += 1
      counts.bySeverity[ruling.severity] += 1
      increase(counts.byRule, finding.rule)
      increase(counts.byProject, finding.project)
      increase(counts.byRepository, `${finding.project}/${finding.repository}`)
      increase(counts.byBranch, finding.branch)
    },
    counts: () => ({
      ...counts,
      byRule: named(counts.byRule),
      bySeverity: { ...counts.bySeverity },
      byProject: named(counts.byProject),
      byRepository: named(counts.byRepository),
      byBranch: named(counts.byBranch),
    }),
  }
}

function named(from: Record<string, number> = {}): Record<string, number> {
  return Object.assign(Object.create(null) as Record<string, number>, from)
}

function increase(record: Record<string, number>, name: string): void {
  record[name] = (record[name] ?? 0) + 1
}
