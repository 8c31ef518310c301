/** The subject of a report: whether it was judged, and its repositories. Pure. */
import type { Repository } from '../target.ts'
import type { JudgedFinding, Report } from './model.ts'

/**
 * False for a run that ended before all exports were compared with the thresholds. Its findings and counts must not be
 * shown: readers would take a part for the whole.
 */
export function isJudged(report: Report): boolean {
  return report.thresholds.length > 0
}

/**
 * The only repository of the report, or `null`. Targets decide, but for local files (`evaluate`) the findings do. A wider
 * scope with findings in one repository only is not about that one.
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
