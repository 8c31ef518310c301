/**
 * A report without the credentials of its own run. Names, notes and errors quote the server, which may tell a credential
 * back in any of them. Done where the report is made, so before any renderer cuts a text. Pure.
 */
import type { Blank } from '../blanks.ts'
import type { Counts } from '../findings/finding.ts'
import type { ThresholdOutcome } from '../policy/policy.ts'
import type { Verdict } from '../verdict.ts'
import type { Evidence, ExportEvidence, TargetEvidence } from './evidence.ts'
import type { JudgedFinding, Report } from './model.ts'

/** The report with every text of foreign origin blanked; digests, dates and the words of ours stay. */
export function blanked(report: Report, blank: Blank): Report {
  return {
    ...report,
    targets: report.targets.map(blank),
    evidence: evidenceWithout(report.evidence, blank),
    counts: countsWithout(report.counts, blank),
    thresholds: report.thresholds.map((threshold) => thresholdWithout(threshold, blank)),
    verdict: verdictWithout(report.verdict, blank),
    shortlist: report.shortlist.map((finding) => findingWithout(finding, blank)),
  }
}

function verdictWithout(verdict: Verdict, blank: Blank): Verdict {
  const { error } = verdict
  return {
    ...verdict,
    sentence: blank(verdict.sentence),
    error: error && { ...error, message: blank(error.message), mend: blank(error.mend) },
  }
}

function evidenceWithout(evidence: Evidence, blank: Blank): Evidence {
  return {
    ...evidence,
    policyFiles: evidence.policyFiles.map(({ path, sha256 }) => ({ path: blank(path), sha256 })),
    targets: evidence.targets.map((target) => targetWithout(target, blank)),
    exports: evidence.exports.map((read) => exportWithout(read, blank)),
    shards: evidence.shards.map(({ shard, targets }) => ({ shard, targets: targets.map(blank) })),
    notes: evidence.notes.map(blank),
  }
}

function targetWithout(target: TargetEvidence, blank: Blank): TargetEvidence {
  return {
    ...target,
    target: blank(target.target),
    states: target.states.map(({ at, state }) => ({ at, state: blank(state) })),
    provenBy: target.provenBy && blank(target.provenBy),
  }
}

function exportWithout(read: ExportEvidence, blank: Blank): ExportEvidence {
  const members = read.members.map((member) => ({ ...member, name: blank(member.name) }))
  return { ...read, source: blank(read.source), members }
}

function countsWithout(counts: Counts, blank: Blank): Counts {
  return {
    ...counts,
    byRule: keysWithout(counts.byRule, blank),
    byProject: keysWithout(counts.byProject, blank),
    byRepository: keysWithout(counts.byRepository, blank),
    byBranch: keysWithout(counts.byBranch, blank),
  }
}

/** Names that differ in nothing but a credential become one. */
function keysWithout(counts: Readonly<Record<string, number>>, blank: Blank): Record<string, number> {
  // Any name may come, `__proto__` too.
  const sums = Object.create(null) as Record<string, number>
  for (const [name, count] of Object.entries(counts)) {
    const shown = blank(name)
    sums[shown] = (sums[shown] ?? 0) + count
  }
  return sums
}

function thresholdWithout(threshold: ThresholdOutcome, blank: Blank): ThresholdOutcome {
  const contributors = threshold.contributors.map((contributor) => ({
    ...contributor,
    repository: blank(contributor.repository),
    rule: blank(contributor.rule),
  }))
  return { ...threshold, contributors }
}

/** There may be tens of thousands, of which hardly one is copied. */
function findingWithout(finding: JudgedFinding, blank: Blank): JudgedFinding {
  const isShown = (text: string): boolean => blank(text) === text
  const { project, repository, branch, path, rule } = finding
  if (isShown(project) && isShown(repository) && isShown(branch) && isShown(path) && isShown(rule)) {
    return finding
  }
  return {
    ...finding,
    project: blank(project),
    repository: blank(repository),
    branch: blank(branch),
    path: blank(path),
    rule: blank(rule),
  }
}
