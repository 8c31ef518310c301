/**
 * Which findings were reviewed as false positives in Soteri. Pure. "Reviewed" means an exact matched string, per
 * repository or for all of them; texts are compared by their HMACs, so none is kept.
 */
import type { Finding } from '../findings/finding.ts'
import type { ReviewedRow } from '../findings/reviewed.ts'

/** What of a reviewed row tells which findings it is about. */
export type ReviewedEntry = Pick<ReviewedRow, 'project' | 'repository' | 'rule' | 'path' | 'line' | 'matchId'>

/** Says of a finding whether it was reviewed; in doubt it was not, and counts. */
export function reviewedIndex(entries: Iterable<ReviewedEntry>): (finding: Finding) => boolean {
  const byMatch = new Map<string, ReviewedEntry[]>()
  const byPlace = new Map<string, ReviewedEntry[]>()
  for (const entry of entries) {
    if (entry.matchId !== '') push(byMatch, entry.matchId, entry)
    else if (entry.path !== null && entry.line !== null && entry.rule !== null && entry.repository !== null) {
      push(byPlace, placeOf(entry.path, entry.line), entry)
    }
  }
  return (finding) => {
    const candidates =
      finding.matchId === ''
        ? finding.line !== null && byPlace.get(placeOf(finding.path, finding.line))
        : byMatch.get(finding.matchId)
    return candidates ? candidates.some((entry) => covers(entry, finding)) : false
  }
}

/** What an entry tells must be so; Bitbucket takes keys and slugs without regard to case. */
function covers({ project, repository, rule }: ReviewedEntry, finding: Finding): boolean {
  const same = (told: string | null, found: string): boolean =>
    told === null || told.toLowerCase() === found.toLowerCase()
  return (
    same(project, finding.project) &&
    same(repository, finding.repository) &&
    (rule ?? finding.rule) === finding.rule
  )
}

function placeOf(path: string, line: number): string {
  return `${line}:${path}`
}

function push(map: Map<string, ReviewedEntry[]>, key: string, entry: ReviewedEntry): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [entry])
  else list.push(entry)
}
