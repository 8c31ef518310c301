/** `report.json`. Times are in `evidence` only, names are sorted: runs and merges can be compared byte by byte. Pure. */
import type { ReportJson } from '../report-schema.ts'
import { byCodeUnits } from '../text.ts'
import { entriesOf } from './entries.ts'
import { jsonText } from './escape.ts'
import type { Report } from './model.ts'

export function renderJson(report: Report): string {
  return `${jsonText(reportJson(report), 2)}\n`
}

/** Properties are written in this order. */
function reportJson(report: Report): ReportJson {
  const { counts, verdict, targets } = report
  return {
    // The first number rises when a reader could break, the second with additions.
    schemaVersion: '1.3',
    tool: report.tool,
    operation: report.operation,
    target: targets.length === 1 ? (targets[0] ?? '') : targets,
    targets,
    mode: report.mode,
    period: report.period,
    verdict: verdict.word,
    exitCode: verdict.exitCode,
    decisive: verdict.sentence,
    // `mend` is the name of `hint` before 1.2.
    error: verdict.error && { ...verdict.error, mend: verdict.error.hint },
    counts: {
      ...pick(counts, 'total', 'distinct', 'new', 'suppressed'),
      ...(counts.moved !== undefined && pick(counts, 'moved', 'behind')),
      byRule: sorted(counts.byRule),
      bySeverity: counts.bySeverity,
      byProject: sorted(counts.byProject),
      byRepository: sorted(counts.byRepository),
      byBranch: sorted(counts.byBranch),
      byOwner: sorted(counts.byOwner),
    },
    thresholds: report.thresholds.map((outcome) =>
      pick(outcome, 'name', 'selector', 'observed', 'max', 'passed', 'level', 'origin', 'contributors'),
    ),
    ...blameJson(report),
    evidence: report.evidence,
  }
}

function blameJson({ shortlist }: Report): Pick<ReportJson, 'blame'> {
  const blame = entriesOf(shortlist).flatMap((entry) => {
    const place = pick(entry, 'fingerprint', 'project', 'repository', 'branches', 'path', 'line', 'rule')
    return entry.blame === undefined ? [] : [{ ...place, ...entry.blame }]
  })
  return blame.length === 0 ? {} : { blame }
}

function pick<T, K extends keyof T>(value: T, ...keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(keys.map((key) => [key, value[key]])) as Pick<T, K>
}

function sorted(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => byCodeUnits(a, b)))
}
