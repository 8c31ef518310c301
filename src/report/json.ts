/**
 * `report.json`: the report for programs. Pure. All that differs between two runs over the same exports (times, addresses)
 * is inside `evidence`, and names are sorted: so a run and a merge of its shards can be compared byte by byte.
 */
import { byCodeUnits } from '../text.ts'
import { entriesOf } from './entries.ts'
import { jsonText } from './escape.ts'
import type { ReportJson } from './json-schema.ts'
import type { Report } from './model.ts'

/** The first number rises when a reader could break, the second with additions. */
const REPORT_SCHEMA_VERSION = '1.3'

/** The text of `report.json`, pretty-printed, with a line end. */
export function renderJson(report: Report): string {
  return `${jsonText(reportJson(report), 2)}\n`
}

/** Properties are written in this order. */
function reportJson(report: Report): ReportJson {
  const { counts, verdict, targets } = report
  return {
    schemaVersion: REPORT_SCHEMA_VERSION,
    tool: pick(report.tool, 'name', 'version'),
    operation: report.operation,
    target: targets.length === 1 ? (targets[0] ?? '') : [...targets],
    targets: [...targets],
    mode: report.mode,
    period: pick(report.period, 'from', 'to'),
    verdict: verdict.word,
    exitCode: verdict.exitCode,
    decisive: verdict.sentence,
    // `mend` is the name of `hint` before 1.2.
    error: verdict.error && { ...pick(verdict.error, 'code', 'message', 'hint'), mend: verdict.error.hint },
    counts: {
      ...pick(counts, 'total', 'distinct', 'new', 'suppressed'),
      ...(counts.moved !== undefined && pick(counts, 'moved', 'behind')),
      byRule: sorted(counts.byRule),
      bySeverity: pick(counts.bySeverity, 'critical', 'high', 'medium', 'low'),
      byProject: sorted(counts.byProject),
      byRepository: sorted(counts.byRepository),
      byBranch: sorted(counts.byBranch),
      byOwner: sorted(counts.byOwner),
    },
    thresholds: report.thresholds.map((outcome) => ({
      ...pick(outcome, 'name', 'selector', 'observed', 'max', 'passed', 'level', 'origin'),
      contributors: outcome.contributors.map((one) => pick(one, 'repository', 'rule', 'count')),
    })),
    ...blameJson(report),
    evidence: evidenceJson(report.evidence),
  }
}

function blameJson({ shortlist }: Report): Pick<ReportJson, 'blame'> {
  const blame = entriesOf(shortlist).flatMap(({ blame, ...entry }) =>
    blame === undefined
      ? []
      : [
          {
            ...pick(entry, 'fingerprint', 'project', 'repository'),
            branches: [...entry.branches],
            ...pick(entry, 'path', 'line', 'rule'),
            ...blame,
          },
        ],
  )
  return blame.length === 0 ? {} : { blame }
}

function evidenceJson(evidence: Report['evidence']): ReportJson['evidence'] {
  const { startedAt, finishedAt, policyFiles, targets, exports, findingsFile, skippedFiles, shards, notes } =
    evidence
  return {
    startedAt,
    finishedAt,
    policyFiles: policyFiles.map((file) => pick(file, 'path', 'sha256')),
    targets: targets.map((target) => ({
      ...pick(target, 'target', 'triggeredAt'),
      states: target.states.map((seen) => pick(seen, 'at', 'state')),
      ...pick(target, 'provenBy', 'total'),
    })),
    exports: exports.map((one) => ({
      ...pick(one, 'source', 'format', 'bytes', 'sha256', 'rows', 'refused'),
      members: one.members.map((member) => pick(member, 'name', 'bytes', 'rows', 'refused')),
      columns: one.columns.map(({ read, unread }) => ({
        read: read.map((column) => pick(column, 'column', 'header')),
        unread: [...unread],
      })),
    })),
    findingsFile:
      findingsFile && pick(findingsFile, 'rows', 'bytes', 'sha256', 'keyCheck', 'suppressed', 'reviewed'),
    skippedFiles: skippedFiles && {
      count: skippedFiles.count,
      files: skippedFiles.files.map((file) => pick(file, 'repository', 'branch', 'path', 'reason')),
    },
    shards: shards.map((one) => ({ shard: one.shard, targets: [...one.targets] })),
    notes: [...notes],
  }
}

function pick<T, K extends keyof T>(value: T, ...keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(keys.map((key) => [key, value[key]])) as Pick<T, K>
}

function sorted(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => byCodeUnits(a, b)))
}
