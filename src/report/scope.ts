/** What a report is about: whether anything was judged, and which repositories. Pure. */
import type { Repository } from '../target.ts'
import type { JudgedFinding, Report } from './model.ts'

/**
 * Whether thresholds were held against exports that were read to their end. If not, findings and counts are those
 * of a run that broke off: shown anywhere, half of them would be taken for the whole.
 */
export function isJudged(report: Report): boolean {
  return report.thresholds.length > 0
}

/**
 * The one repository that the report is about, or `null`. Targets decide; only where they are files (`evaluate`)
 * the findings do. A wider scope that happens to have findings in one repository is not about that one.
 */
export function onlyRepository(report: Report): Repository | null {
  const isOfFiles = report.operation === 'evaluate'
  // The shortlist may hold the worst findings of one repository alone.
  if (isOfFiles && Object.keys(report.counts.byRepository).length > 1) return null
  const named = isOfFiles
    ? report.shortlist.map(({ project, repository }): Repository => ({ project, repo: repository }))
    : report.targets.map(repositoryOfTarget)
  const [first] = named
  if (first === undefined || first === null) return null
  const others = named.some((one) => one === null || one.project !== first.project || one.repo !== first.repo)
  return others ? null : first
}

/** The repository of a target named `PROJ/slug` or `PROJ/slug@branch`; `null` for wider ones. */
export function repositoryOfTarget(target: string): Repository | null {
  const parts = /^([^/@]+)\/([^/@]+)(?:@.*)?$/su.exec(target)
  const [, project, repo] = parts ?? []
  return project === undefined || repo === undefined ? null : { project, repo }
}

/** `PROJ/slug` of a finding, as in the selector `repo:`. */
export function repositoryName(finding: Pick<JudgedFinding, 'project' | 'repository'>): string {
  return `${finding.project}/${finding.repository}`
}
