/**
 * `report.json`: the report for programs. Pure. Everything that differs between two runs over the same exports
 * (times, addresses) is inside `evidence`; maps are sorted by name: so a run and a merge of its shards can be
 * compared byte by byte.
 */
import { byCodeUnits } from '../by-code-units.ts'
import { jsonText } from './escape.ts'
import type { FindingsFileEvidence } from './evidence.ts'
import type { ReportJson } from './json-schema.ts'
import type { Report } from './model.ts'

/** Raised with every change that could break a reader: the first number for removals, the second for additions. */
const REPORT_SCHEMA_VERSION = '1.2'

/** The text of `report.json`, pretty-printed, with a line end. */
export function renderJson(report: Report): string {
  return `${jsonText(reportJson(report), 2)}\n`
}

/** The value behind `report.json`, in the order in which it is written. */
function reportJson(report: Report): ReportJson {
  const { counts, verdict, targets } = report
  return {
    schemaVersion: REPORT_SCHEMA_VERSION,
    tool: { name: report.tool.name, version: report.tool.version },
    operation: report.operation,
    target: targets.length === 1 ? (targets[0] ?? '') : [...targets],
    targets: [...targets],
    mode: report.mode,
    period: { from: report.period.from, to: report.period.to },
    verdict: verdict.word,
    exitCode: verdict.exitCode,
    decisive: verdict.sentence,
    error: verdict.error && {
      code: verdict.error.code,
      message: verdict.error.message,
      mend: verdict.error.mend,
    },
    counts: {
      total: counts.total,
      distinct: counts.distinct,
      new: counts.new,
      suppressed: counts.suppressed,
      byRule: sorted(counts.byRule),
      bySeverity: {
        critical: counts.bySeverity.critical,
        high: counts.bySeverity.high,
        medium: counts.bySeverity.medium,
        low: counts.bySeverity.low,
      },
      byProject: sorted(counts.byProject),
      byRepository: sorted(counts.byRepository),
      byBranch: sorted(counts.byBranch),
    },
    thresholds: report.thresholds.map((outcome) => ({
      name: outcome.name,
      selector: outcome.selector,
      observed: outcome.observed,
      max: outcome.max,
      passed: outcome.passed,
      level: outcome.level,
      origin: outcome.origin,
      contributors: outcome.contributors.map(({ repository, rule, count }) => ({ repository, rule, count })),
    })),
    evidence: evidenceJson(report.evidence),
  }
}

function evidenceJson(evidence: Report['evidence']): ReportJson['evidence'] {
  return {
    startedAt: evidence.startedAt,
    finishedAt: evidence.finishedAt,
    policyFiles: evidence.policyFiles.map(({ path, sha256 }) => ({ path, sha256 })),
    targets: evidence.targets.map(({ target, triggeredAt, states, provenBy, total }) => ({
      target,
      triggeredAt,
      states: states.map(({ at, state }) => ({ at, state })),
      provenBy,
      total,
    })),
    exports: evidence.exports.map(({ source, format, bytes, sha256, rows, refused, members }) => ({
      source,
      format,
      bytes,
      sha256,
      rows,
      refused,
      members: members.map((member) => ({
        name: member.name,
        bytes: member.bytes,
        rows: member.rows,
        refused: member.refused,
      })),
    })),
    findingsFile: evidence.findingsFile && findingsFileJson(evidence.findingsFile),
    shards: evidence.shards.map(({ shard, targets }) => ({ shard, targets: [...targets] })),
    notes: [...evidence.notes],
  }
}

function findingsFileJson(file: FindingsFileEvidence): FindingsFileEvidence {
  const { rows, bytes, sha256, keyCheck, suppressed, reviewed } = file
  return { rows, bytes, sha256, keyCheck, suppressed, reviewed }
}

function sorted(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => byCodeUnits(a, b)))
}
