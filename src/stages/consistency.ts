/** Compares what an export held with what the scan status told: a smaller export is a lost finding. Pure. */
import { GateError } from '../errors.ts'
import type { ReviewedRow } from '../findings/reviewed.ts'
import type { Period } from '../inputs/inputs.ts'
import type { ExportEvidence, TargetEvidence } from '../report/evidence.ts'
import { type Target, targetName } from '../target.ts'

/**
 * The number of findings that the scan status told for exactly what this export covers; `null` when it did not
 * tell all of it, or a part is not proven. Of wider targets than a repository only a least number is known.
 */
export function provenTotal(target: Target, evidence: readonly TargetEvidence[]): number | null {
  if (isWide(target)) return null
  const repository = `${target.project}/${target.repo}`
  const name = targetName(target)
  const ofRepository = byRepository(evidence).get(repository) ?? []
  const parts = target.kind === 'repo' ? ofRepository : ofRepository.filter((entry) => entry.target === name)
  if (parts.length === 0) return null
  let total = 0
  for (const part of parts) {
    if (part.provenBy === null || part.total === null) return null
    total += part.total
  }
  return total
}

type ByRepository = ReadonlyMap<string, readonly TargetEvidence[]>

/** The last list that was sorted: thousands of exports are checked against the same one. */
const sorted = new WeakMap<
  readonly TargetEvidence[],
  { readonly length: number; readonly by: ByRepository }
>()

/** What is known of each repository and its branches, by `PROJ/slug`. */
function byRepository(evidence: readonly TargetEvidence[]): ByRepository {
  const before = sorted.get(evidence)
  if (before?.length === evidence.length) return before.by
  const by = Map.groupBy(evidence, ({ target }) => /^[^/]+\/[^@]+/.exec(target)?.[0] ?? target)
  sorted.set(evidence, { length: evidence.length, by })
  return by
}

/** Whether an empty or missing export is right: the scan was proven done and told zero findings for all of it. */
export function isProvenEmpty(target: Target, evidence: readonly TargetEvidence[]): boolean {
  return provenTotal(target, evidence) === 0
}

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

type WideTarget = Extract<Target, { readonly kind: 'instance' | 'project' }>

/** Whether the export of a target tells of several repositories. */
export function isWide(target: Target | null): target is WideTarget {
  return target?.kind === 'instance' || target?.kind === 'project'
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
      return { kind: 'fewer' as const, of: repositoryOf(name), rows: has, total: least }
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

function repositoryOf(name: string): Target {
  const slash = name.indexOf('/')
  return { kind: 'repo', project: name.slice(0, slash), repo: name.slice(slash + 1) }
}

/** The error for an export that is smaller than what was told, when reviewed findings do not explain it. */
export function exportTooSmall({ of, rows, total }: Misfit, reviewed: number): GateError {
  const explained =
    reviewed === 0 ? 'no reviewed finding explains it' : `${reviewed} reviewed ones do not explain it`
  return new GateError(
    'EXPORT_INCONSISTENT',
    `The export of ${targetName(of)} has ${rows} rows, but its finished scan told ${total} findings, and ${explained}.`,
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

/**
 * Repositories that have findings in an export of a project or the instance, and whose scan was not waited for
 * since Bitbucket did not list them: hidden from this user, archived, or named otherwise in the export. `null`
 * when there are none. Names are compared without regard to case and punctuation.
 */
export function unlistedRepositories(
  targets: readonly Target[],
  byRepository: Readonly<Record<string, number>>,
  evidence: readonly TargetEvidence[],
): string | null {
  if (!targets.some(({ kind }) => kind === 'instance' || kind === 'project')) return null
  const listed = new Set(evidence.map(({ target }) => looseName(target.split('@')[0] ?? target)))
  const unlisted = Object.keys(byRepository).filter((name) => !listed.has(looseName(name)))
  if (listed.size === 0 || unlisted.length === 0) return null
  const names = unlisted.slice(0, 3).join(', ')
  const more = unlisted.length > 3 ? ` and ${unlisted.length - 3} more` : ''
  return `The export has findings of repositories that Bitbucket did not list to this user, so their scans were not waited for: ${names}${more}.`
}

function looseName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}/]/gu, '')
}
