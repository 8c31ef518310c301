/** Exports that hold more or fewer rows than the finished scans told, and whether reviewed findings explain it. Pure. */
import type { Period } from '../config/inputs.ts'
import { GateError } from '../errors.ts'
import type { ExportEvidence, TargetEvidence } from '../evidence.ts'
import type { ReviewedRow } from '../export/finding-row.ts'
import { type Target, targetName } from '../target.ts'
import { counted } from '../text.ts'
import { byRepository, isWide, looseName, provenTotal, type WideTarget } from './consistency.ts'

/** What was read of an export: its rows, and those of each repository by `PROJ/slug` as the export names it. */
export type RowsRead = Pick<ExportEvidence, 'rows'> & {
  readonly byRepository: Readonly<Record<string, number>>
}

/** An export whose rows are not as many as the findings that were told. */
export type Misfit = {
  /** `more` is worth a note; with `fewer`, findings may be missing. */
  readonly kind: 'more' | 'fewer'
  /** What was compared: the target, or a repository in it. */
  readonly of: Target
  readonly rows: number
  readonly total: number
}

/** Compares an export with what the finished scans told. Where a period was asked for, they told of more than that. */
export function misfitsOf(
  target: Target,
  read: RowsRead,
  period: Period,
  evidence: readonly TargetEvidence[],
): readonly Misfit[] {
  if (period.from !== null || period.to !== null) return []
  if (isWide(target)) return missingOf(target, read, evidence)
  const { rows } = read
  const total = provenTotal(target, evidence)
  if (total === null || rows === total) return []
  return [{ kind: rows > total ? 'more' : 'fewer', of: target, rows, total }]
}

/**
 * What an export of a project or the instance lacks: it must have at least the findings that were told, in all and of
 * each repository. An export that names repositories otherwise than Bitbucket does is looked at as a whole only.
 */
function missingOf(
  target: WideTarget,
  { rows, byRepository: read }: RowsRead,
  evidence: readonly TargetEvidence[],
): readonly Misfit[] {
  const told = leastTold(target, evidence)
  const total = [...told.values()].reduce((sum, least) => sum + least, 0)
  if (rows < total) return [{ kind: 'fewer', of: target, rows, total }]
  const found = new Map<string, number>()
  for (const [name, count] of Object.entries(read)) {
    found.set(looseName(name), (found.get(looseName(name)) ?? 0) + count)
  }
  const listed = new Set([...byRepository(evidence).keys()].map(looseName))
  if ([...found.keys()].some((name) => !listed.has(name))) return []
  return [...told]
    .map(([name, least]) => {
      const has = found.get(looseName(name)) ?? 0
      return { kind: 'fewer' as const, of: targetOf(name), rows: has, total: least }
    })
    .filter((misfit) => misfit.rows < misfit.total)
}

/** The findings that each repository of a target has at least, by `PROJ/slug`. */
function leastTold(target: WideTarget, evidence: readonly TargetEvidence[]): ReadonlyMap<string, number> {
  const least = new Map<string, number>()
  for (const [name, parts] of byRepository(evidence)) {
    if (target.kind === 'project' && !isIn(target.project, name)) continue
    // A repository and a branch of it may both have been asked for: the one tells of the other.
    const totals = parts.map(({ provenBy, total }) => (provenBy === null ? 0 : (total ?? 0)))
    least.set(name, Math.max(0, ...totals))
  }
  return least
}

function isIn(project: string, repository: string): boolean {
  return repository.toLowerCase().startsWith(`${project.toLowerCase()}/`)
}

function targetOf(name: string): Target {
  const slash = name.indexOf('/')
  return { kind: 'repo', project: name.slice(0, slash), repo: name.slice(slash + 1) }
}

/** The error for an export that is smaller than what was told, when reviewed findings do not explain it. */
export function exportTooSmall({ of, rows, total }: Misfit, reviewed: number): GateError {
  const explained =
    reviewed === 0 ? 'no reviewed finding explains it' : `${reviewed} reviewed ones do not explain it`
  return new GateError(
    'EXPORT_INCONSISTENT',
    `The export of ${targetName(of)} has ${counted(rows, 'row')}, but its finished scan told ${counted(total, 'finding')}, and ${explained}.`,
  )
}

/**
 * Whether reviewed findings can explain what is missing. Nobody knows whether one stands for a finding on one branch or
 * on all of them; for more it cannot stand.
 */
export function isExplained(
  { of, rows, total }: Misfit,
  reviewed: number,
  evidence: readonly TargetEvidence[],
): boolean {
  if (isWide(of)) return reviewed > 0
  if (of.kind === 'branch') return total - rows <= reviewed
  const parts = byRepository(evidence).get(`${of.project}/${of.repo}`) ?? []
  const isWhole = parts.some(({ target }) => !target.includes('@'))
  return isWhole ? reviewed > 0 : total - rows <= reviewed * parts.length
}

/** How many of the reviewed findings of an export may be of a part of it. */
export function countReviewed(
  of: Target,
  rows: readonly Pick<ReviewedRow, 'project' | 'repository'>[],
): number {
  if (isWide(of)) return rows.length
  return rows.filter(({ project, repository }) => {
    const name = `${project ?? of.project}/${repository ?? of.repo}`
    return looseName(name) === looseName(`${of.project}/${of.repo}`)
  }).length
}
