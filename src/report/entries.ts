/** Findings as people count them, with all branches that show them, and their links. Pure; runs in the page too. */
import type { Finding, Ruling, ThresholdOutcome } from '../finding.ts'
import { byCodeUnits, count } from '../text.ts'
import type { JudgedFinding, Report } from './model.ts'

/** The row of the most important branch, with the worst status of all rows. */
export type Entry = JudgedFinding & {
  /** Main ones first, then those of releases, then by name; '' when the export names none. */
  readonly branches: readonly string[]
}

const known = new WeakMap<readonly JudgedFinding[], readonly Entry[]>()

/** In the order of the rows. A suppressed row is an entry apart from those of the same finding that count. */
export function entriesOf(rows: readonly JudgedFinding[]): readonly Entry[] {
  const before = known.get(rows)
  if (before !== undefined) return before
  const byFinding = Map.groupBy(rows, ({ fingerprint, status }) =>
    status === 'suppressed' ? `-${fingerprint}` : fingerprint,
  )
  const entries = Array.from(byFinding.values(), entryOf)
  known.set(rows, entries)
  return entries
}

function entryOf(rows: readonly JudgedFinding[]): Entry {
  const [first] = rows as [JudgedFinding]
  if (rows.length === 1) return { ...first, branches: [first.branch] }
  const branches = [...new Set(rows.map(({ branch }) => branch))].sort(byImportance)
  const shown = rows.find(({ branch }) => branch === branches[0]) ?? first
  const counted = rows.flatMap(({ countedBy }) => countedBy ?? [])
  const countedBy = first.countedBy && [...new Set(counted)]
  return { ...shown, status: first.status, branches, ...(countedBy && { countedBy }) }
}

/** Entries that have a row which is wanted; such a row is the one shown, the branches are those of all. */
export function entriesWith(
  rows: readonly JudgedFinding[],
  isWanted: (row: JudgedFinding) => boolean,
): readonly Entry[] {
  const branches = new Map(entriesOf(rows).map((entry) => [entry.fingerprint, entry.branches]))
  return entriesOf(rows.filter(isWanted)).map((entry) => {
    return { ...entry, branches: branches.get(entry.fingerprint) ?? entry.branches }
  })
}

/** 0 for a main branch, 1 for one of releases, 2 for any other. */
export function branchRank(name: string): 0 | 1 | 2 {
  if (/^(main|master|trunk)$/.test(name)) return 0
  return /^(release|hotfix|support)s?[-/]|^prod(uction)?$/.test(name) ? 1 : 2
}

function byImportance(a: string, b: string): number {
  return branchRank(a) - branchRank(b) || byCodeUnits(a, b)
}

/** `main, release/1.4 and 4 more`; '' without names. */
export function branchesText(branches: readonly string[], shown = 2): string {
  const left = branches.length - shown
  return `${branches.slice(0, shown).join(', ')}${left > 0 ? ` and ${count(left)} more` : ''}`
}

/** Without a baseline nothing is called new. */
export function statusWord(
  { status }: Pick<Ruling, 'status'>,
  { hasBaseline }: Pick<Report, 'hasBaseline'>,
): Ruling['status'] | 'open' {
  return status === 'new' && hasBaseline === false ? 'open' : status
}

/** Whether a threshold counted this finding. Reports of other origin than a judge do not say so: then it did. */
export function isCountedBy(
  { countedBy, status }: JudgedFinding,
  { position }: Pick<ThresholdOutcome, 'position'>,
): boolean {
  if (countedBy === undefined || position === undefined) return status !== 'suppressed'
  return countedBy.includes(position)
}

/** What makes the run fail or warn: the findings of violated thresholds, worst first. */
export function violatingEntries({ shortlist, thresholds }: Report): readonly Entry[] {
  const violated = thresholds.filter(({ passed }) => !passed)
  return entriesOf(shortlist).filter((entry) => violated.some((outcome) => isCountedBy(entry, outcome)))
}

export function placeOf({ path, line }: Pick<JudgedFinding, 'path' | 'line'>): string {
  return line === null ? path : `${path}:${line}`
}

/** The signs of project keys, user names and slugs in Bitbucket. */
const slug = /^[\w.~-]+$/

/** `null` without an http(s) base, and for names that Bitbucket would not give: they could lead elsewhere. */
export function repositoryUrl(
  base: string | null,
  { project, repository }: Pick<Finding, 'project' | 'repository'>,
): string | null {
  if (base === null || !/^https?:\/\//i.test(base)) return null
  const owner = project.replace(/^~/, '')
  if ([owner, repository].some((part) => !slug.test(part) || /^\.{1,2}$/.test(part))) return null
  return `${base.replace(/\/+$/, '')}/${project.startsWith('~') ? 'users' : 'projects'}/${owner}/repos/${repository}`
}

/** The line at a commit, where a link to a change would miss lines that it leaves as they are. */
export function commitLink(
  base: string | null,
  finding: Parameters<typeof lineLink>[1],
  commit: string | null,
): string | null {
  const link = lineLink(base, finding)
  return commit === null ? link : (link?.replace(/(\?at=[^#]*)?(?=#\d+$|$)/, `?at=${commit}`) ?? null)
}

/** `null` too for a path that could lead elsewhere: browsers resolve `.` and `..` even when percent-encoded. */
export function lineLink(
  base: string | null,
  finding: Pick<Finding, 'project' | 'repository' | 'branch' | 'path' | 'line'>,
): string | null {
  const repository = repositoryUrl(base, finding)
  const segments = finding.path.replace(/^\/+/, '').split('/')
  if (repository === null || segments.some((segment) => /^\.{0,2}$/.test(segment))) return null
  const { branch } = finding
  const ref = branch.startsWith('refs/') ? branch : `refs/heads/${branch}`
  const at = branch === '' ? '' : `?at=${encoded(ref.split('/'))}`
  const line = finding.line === null ? '' : `#${finding.line}`
  return `${repository}/browse/${encoded(segments)}${at}${line}`
}

function encoded(segments: readonly string[]): string {
  return segments.map((segment) => encodeURIComponent(segment.toWellFormed())).join('/')
}
