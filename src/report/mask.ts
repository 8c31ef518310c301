/**
 * Masks the credentials of a run in its report: names, notes and errors quote the server, which may repeat a credential
 * in any of them. Done when the report is made, before a renderer shortens a text. Pure.
 */

import type { Evidence, ExportEvidence, SkippedEvidence, TargetEvidence } from '../context.ts'
import { cleanName, LONGEST } from '../export/clean-names.ts'
import type { Counts, ThresholdOutcome } from '../finding.ts'
import type { Verdict } from '../judge/verdict.ts'
import type { Blame } from '../server/blame.ts'
import type { Mask } from '../text.ts'
import type { ReportedChange } from './change.ts'
import type { JudgedFinding, Report } from './model.ts'

/** Masks every text of foreign origin; digests, dates and our own words stay. */
export function maskReport(report: Report, mask: Mask): Report {
  return {
    ...report,
    targets: report.targets.map(mask),
    ...(report.change && { change: maskChange(report.change, mask) }),
    evidence: maskEvidence(report.evidence, mask),
    counts: maskCounts(report.counts, mask),
    thresholds: report.thresholds.map((threshold) => maskThreshold(threshold, mask)),
    verdict: maskVerdict(report.verdict, mask),
    shortlist: report.shortlist.map((finding) => maskFinding(finding, mask)),
  }
}

function maskChange(change: ReportedChange, mask: Mask): ReportedChange {
  return { ...change, branch: mask(change.branch), compared: mask(change.compared) }
}

function maskVerdict(verdict: Verdict, mask: Mask): Verdict {
  const { error, sentence } = verdict
  const masked = error && { ...error, message: mask(error.message), hint: mask(error.hint) }
  return { ...verdict, sentence: mask(sentence), error: masked }
}

function maskEvidence(evidence: Evidence, mask: Mask): Evidence {
  return {
    ...evidence,
    policyFiles: evidence.policyFiles.map(({ path, sha256 }) => ({ path: mask(path), sha256 })),
    targets: evidence.targets.map((target) => maskTarget(target, mask)),
    exports: evidence.exports.map((one) => maskExport(one, mask)),
    skippedFiles: evidence.skippedFiles && maskSkipped(evidence.skippedFiles, mask),
    shards: evidence.shards.map(({ shard, targets }) => ({ shard, targets: targets.map(mask) })),
    notes: evidence.notes.map(mask),
  }
}

/** People put credentials into names of files too. */
function maskSkipped({ count, files }: SkippedEvidence, mask: Mask): SkippedEvidence {
  const clean = (name: string, longest: number): string => mask(cleanName(name, null, longest))
  return {
    count,
    files: files.map(({ repository, branch, path, reason }) => ({
      repository: repository && clean(repository, LONGEST.repository),
      branch: branch && clean(branch, LONGEST.branch),
      path: clean(path, LONGEST.path),
      reason: clean(reason, LONGEST.path),
    })),
  }
}

function maskTarget(target: TargetEvidence, mask: Mask): TargetEvidence {
  return {
    ...target,
    target: mask(target.target),
    states: target.states.map(({ at, state }) => ({ at, state: mask(state) })),
    provenBy: target.provenBy && mask(target.provenBy),
  }
}

function maskExport(one: ExportEvidence, mask: Mask): ExportEvidence {
  const members = one.members.map((member) => ({ ...member, name: mask(member.name) }))
  const columns = one.columns.map(({ read, unread }) => {
    return {
      read: read.map(({ column, header }) => ({ column, header: mask(header) })),
      unread: unread.map(mask),
    }
  })
  return { ...one, source: mask(one.source), members, columns }
}

function maskCounts(counts: Counts, mask: Mask): Counts {
  return {
    ...counts,
    byRule: maskNames(counts.byRule, mask),
    byProject: maskNames(counts.byProject, mask),
    byRepository: maskNames(counts.byRepository, mask),
    byBranch: maskNames(counts.byBranch, mask),
    byOwner: maskNames(counts.byOwner, mask),
  }
}

/** Names that differ only in a credential are counted as one. */
function maskNames(counts: Readonly<Record<string, number>>, mask: Mask): Record<string, number> {
  // A name may be `__proto__`.
  const sums = Object.create(null) as Record<string, number>
  for (const [name, count] of Object.entries(counts)) {
    const masked = mask(name)
    sums[masked] = (sums[masked] ?? 0) + count
  }
  return sums
}

function maskThreshold(threshold: ThresholdOutcome, mask: Mask): ThresholdOutcome {
  const contributors = threshold.contributors.map(({ repository, rule, count }) => {
    return { repository: mask(repository), rule: mask(rule), count }
  })
  const { byRepository } = threshold
  return byRepository === undefined
    ? { ...threshold, contributors }
    : { ...threshold, contributors, byRepository: maskNames(byRepository, mask) }
}

/** Copies only what changes: there may be tens of thousands of findings. */
function maskFinding(finding: JudgedFinding, mask: Mask): JudgedFinding {
  const { project, repository, branch, path, rule, owner, blame } = finding
  const texts = [
    project,
    repository,
    branch,
    path,
    rule,
    owner ?? '',
    blame?.author ?? '',
    blame?.email ?? '',
  ]
  if (texts.every((text) => mask(text) === text)) return finding
  return {
    ...finding,
    project: mask(project),
    repository: mask(repository),
    branch: mask(branch),
    path: mask(path),
    rule: mask(rule),
    ...(owner !== undefined && { owner: mask(owner) }),
    ...(blame !== undefined && { blame: maskBlame(blame, mask) }),
  }
}

function maskBlame({ email, ...blame }: Blame, mask: Mask): Blame {
  return { ...blame, author: mask(blame.author), ...(email !== undefined && { email: mask(email) }) }
}
