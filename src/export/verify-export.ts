/** Does the export hold what the scan counted? A smaller export is a lost finding. */
import type { Period } from '../config/inputs.ts'
import type { Policy } from '../config/policy.ts'
import type { RunContext, RunState } from '../context.ts'
import { GateError } from '../errors.ts'
import type { ExportEvidence, TargetEvidence } from '../evidence.ts'
import type { MappableColumn } from '../finding.ts'
import { NO_BRANCHES } from '../server/tracked-target.ts'
import { normalizeName, repositoryNameOf, type Target, targetName, targetOfName } from '../target.ts'
import { plural } from '../text.ts'
import type { ReviewedRow } from './finding-row.ts'
import type { FindingNames } from './name-table.ts'
import type { CountList } from './typed-tables.ts'

/** An export that was read to its end. */
export type ExportRead = {
  /** Names it in notes and errors. */
  readonly name: string
  /** `null` for a local file. */
  readonly target: Target | null
  /** `null`: the server answered with 404 */
  readonly evidence: ExportEvidence | null
  /** Rows by the ids of their repositories in `names`. */
  readonly byRepository: CountList
  readonly names: FindingNames
}

/**
 * A threshold over a column that the export does not have would see nothing, and always pass.
 * @throws GateError HEADER_UNKNOWN
 */
export function rejectBlindThresholds(
  absent: readonly MappableColumn[],
  source: string,
  { thresholds }: Policy,
): void {
  const blind = thresholds.find(({ match }) => match.branch !== undefined)
  if (blind === undefined || !absent.includes('branch')) return
  throw new GateError(
    'HEADER_UNKNOWN',
    `${source}: threshold "${blind.name}" looks at branches, but no column of the export was recognised as the branch.`,
  )
}

/**
 * Proves that an export holds all that the scan counted: nothing, or less, is accepted only for a known reason.
 * @param readReviewed reads the reviewed false positives of a target, which may explain missing rows
 * @returns notes for the report
 * @throws GateError EXPORT_MISSING, EXPORT_INCONSISTENT.
 */
export async function verifyExport(
  read: ExportRead,
  { inputs }: RunContext,
  { targets }: RunState,
  readReviewed: (target: Target) => Promise<readonly ReviewedRow[]>,
): Promise<readonly string[]> {
  const { target, evidence } = read
  if (evidence === null || evidence.format === 'empty') return [emptyNote(read, targets)]
  if (target === null) return []
  const rows = { rows: evidence.rows, byRepository: isWide(target) ? rowsByName(read) : {} }
  const differences = compareRowCounts(target, rows, inputs.period, targets)
  const missing = differences.filter(({ kind }) => kind === 'fewer')
  // If they cannot be read they explain nothing, and the run ends with the error that they might have explained.
  const reviewed = missing.length === 0 ? [] : await readReviewed(target).catch(() => [])
  for (const difference of missing) {
    const count = countReviewed(difference.of, reviewed)
    if (!isExplained(difference, count, targets)) throw exportTooSmall(difference, count)
  }
  return differences.slice(0, NOTED_DIFFERENCES).map(differenceNote)
}

function emptyNote({ name, target, evidence }: ExportRead, targets: readonly TargetEvidence[]): string {
  const why = target === null ? null : whyEmpty(target, targets)
  if (why !== null) return `${name}: the export is empty, as ${why}.`
  const what = evidence === null ? 'answered with 404' : 'is empty, without even a header'
  throw new GateError(
    'EXPORT_MISSING',
    `The export of ${name} ${what}, and nothing proves that there are no findings.`,
  )
}

function rowsByName({ byRepository, names }: ExportRead): RowCounts['byRepository'] {
  const rows = Object.create(null) as Record<string, number>
  for (let repository = 0; repository < names.repositories.size; repository += 1) {
    const count = byRepository.at(repository)
    if (count > 0) rows[names.repositoryName(repository)] = count
  }
  return rows
}

/** Repositories that are noted by name; thousands may have reviewed findings. */
const NOTED_DIFFERENCES = 20

function differenceNote({ kind, of, rows, total }: RowCountDifference): string {
  const scanned = `${targetName(of)}: the export has ${plural(rows, 'row')}, the finished scan counted ${total}`
  return kind === 'more' ? `${scanned}.` : `${scanned}; reviewed findings may explain it.`
}

/** A target whose export covers several repositories. */
type WideTarget = Extract<Target, { readonly kind: 'instance' | 'project' }>

function isWide(target: Target | null): target is WideTarget {
  return target?.kind === 'instance' || target?.kind === 'project'
}

/**
 * The number of findings that the scan status counted in exactly what this export covers; `null` when it did not
 * count all of it, or a part is not proven. Of wider targets than a repository only a least number is known.
 */
export function scannedTotal(target: Target, evidence: readonly TargetEvidence[]): number | null {
  if (isWide(target)) return null
  const name = targetName(target)
  const ofRepository = byRepository(evidence).get(repositoryNameOf(target)) ?? []
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

/** The evidence of each repository and its branches, by `PROJ/slug`. */
function byRepository(evidence: readonly TargetEvidence[]): ByRepository {
  const before = sorted.get(evidence)
  if (before?.length === evidence.length) return before.by
  const by = Map.groupBy(evidence, ({ target }) => repositoryNameOf(targetOfName(target)))
  sorted.set(evidence, { length: evidence.length, by })
  return by
}

/**
 * Why an empty or missing export is correct: the scan was proven done and counted zero findings in all of it, or there
 * is nothing to scan. `null` when it is not.
 */
export function whyEmpty(target: Target, evidence: readonly TargetEvidence[]): string | null {
  if (isWide(target)) return null
  if (scannedTotal(target, evidence) !== 0) return null
  // Its one entry is for the whole repository, whose scan was never polled.
  const own = byRepository(evidence).get(repositoryNameOf(target)) ?? []
  return own.every(({ provenBy }) => provenBy === NO_BRANCHES)
    ? 'Bitbucket says that the repository has no branches; no scan of it was asked for its findings'
    : 'the finished scan counted 0 findings'
}

/** Names the export of reviewed false positives of a target in evidence and errors. */
export function reviewedSource(target: Target): string {
  return `${REVIEWED}${targetName(target)}`
}

const REVIEWED = 'reviewed of '

/**
 * Where a server ignores the path and answers with the findings, every finding would be taken for a reviewed one, and
 * none would count.
 * @param exports evidence of all exports so far, those of reviewed false positives among them
 * @throws GateError EXPORT_INCONSISTENT
 */
export function rejectFindingsAsReviewed(read: ExportEvidence, exports: readonly ExportEvidence[]): void {
  if (read.rows === 0) return
  const twin = exports.find(
    ({ source, bytes, sha256 }) =>
      source.startsWith(REVIEWED) && bytes === read.bytes && sha256 === read.sha256,
  )
  if (twin === undefined) return
  throw new GateError(
    'EXPORT_INCONSISTENT',
    `The export of ${twin.source} is byte for byte the export of the findings of ${read.source}, with ${read.rows} rows: the server did not answer with reviewed false positives.`,
    {
      mend: 'Leave `exclude-reviewed` off until the server, or the proxy before it, answers `export/reviewed` with its own export.',
    },
  )
}

/**
 * Repositories that have findings in an export of a project or the instance, and whose scan was not waited for
 * since Bitbucket did not list them: hidden from this user, archived, or with another name in the export. `null`
 * when there are none. Names are compared without regard to case and punctuation.
 */
export function unlistedRepositories(
  targets: readonly Target[],
  byRepository: Readonly<Record<string, number>>,
  evidence: readonly TargetEvidence[],
): string | null {
  if (!targets.some(({ kind }) => kind === 'instance' || kind === 'project')) return null
  const listed = new Set(evidence.map(({ target }) => normalizeName(repositoryNameOf(targetOfName(target)))))
  const unlisted = Object.keys(byRepository).filter((name) => !listed.has(normalizeName(name)))
  if (listed.size === 0 || unlisted.length === 0) return null
  const names = unlisted.slice(0, 3).join(', ')
  const more = unlisted.length > 3 ? ` and ${unlisted.length - 3} more` : ''
  return `The export has findings of repositories that Bitbucket did not list to this user, so their scans were not waited for: ${names}${more}.`
}

/** Rows of an export, in all and of each repository by `PROJ/slug` as the export names it. */
export type RowCounts = Pick<ExportEvidence, 'rows'> & {
  readonly byRepository: Readonly<Record<string, number>>
}

/** A number of rows that differs from the number of findings that were scanned. */
export type RowCountDifference = {
  /** `more` is worth a note; with `fewer`, findings may be missing. */
  readonly kind: 'more' | 'fewer'
  /** What was compared: the target, or a repository in it. */
  readonly of: Target
  readonly rows: number
  readonly total: number
}

/** Compares an export with the totals of the finished scans. A period leaves rows out, so nothing is compared. */
export function compareRowCounts(
  target: Target,
  read: RowCounts,
  period: Period,
  evidence: readonly TargetEvidence[],
): readonly RowCountDifference[] {
  if (period.from !== null || period.to !== null) return []
  if (isWide(target)) return missingRows(target, read, evidence)
  const { rows } = read
  const total = scannedTotal(target, evidence)
  if (total === null || rows === total) return []
  return [{ kind: rows > total ? 'more' : 'fewer', of: target, rows, total }]
}

/**
 * An export of a project or the instance must have at least the findings that were scanned, in all and of each
 * repository. One that uses other names of repositories than Bitbucket is compared as a whole only.
 */
function missingRows(
  target: WideTarget,
  { rows, byRepository: read }: RowCounts,
  evidence: readonly TargetEvidence[],
): readonly RowCountDifference[] {
  const scanned = leastScanned(target, evidence)
  const total = [...scanned.values()].reduce((sum, least) => sum + least, 0)
  if (rows < total) return [{ kind: 'fewer', of: target, rows, total }]
  const found = new Map<string, number>()
  for (const [name, count] of Object.entries(read)) {
    found.set(normalizeName(name), (found.get(normalizeName(name)) ?? 0) + count)
  }
  const listed = new Set([...byRepository(evidence).keys()].map(normalizeName))
  if ([...found.keys()].some((name) => !listed.has(name))) return []
  return [...scanned]
    .map(([name, least]) => {
      const has = found.get(normalizeName(name)) ?? 0
      return { kind: 'fewer' as const, of: targetOfName(name), rows: has, total: least }
    })
    .filter((difference) => difference.rows < difference.total)
}

/** The findings that each repository of a target has at least, by `PROJ/slug`. */
function leastScanned(target: WideTarget, evidence: readonly TargetEvidence[]): ReadonlyMap<string, number> {
  const least = new Map<string, number>()
  for (const [name, parts] of byRepository(evidence)) {
    if (target.kind === 'project' && !isIn(target.project, name)) continue
    // The total of a repository includes those of its branches.
    const totals = parts.map(({ provenBy, total }) => (provenBy === null ? 0 : (total ?? 0)))
    least.set(name, Math.max(0, ...totals))
  }
  return least
}

function isIn(project: string, repository: string): boolean {
  return repository.toLowerCase().startsWith(`${project.toLowerCase()}/`)
}

/** For an export that is smaller than the scan, when reviewed findings do not explain it. */
export function exportTooSmall({ of, rows, total }: RowCountDifference, reviewed: number): GateError {
  const explained =
    reviewed === 0 ? 'no reviewed finding explains it' : `${reviewed} reviewed ones do not explain it`
  return new GateError(
    'EXPORT_INCONSISTENT',
    `The export of ${targetName(of)} has ${plural(rows, 'row')}, but its finished scan counted ${plural(total, 'finding')}, and ${explained}.`,
  )
}

/**
 * Whether reviewed findings can explain the missing rows. It is unknown whether one counts for one branch or for all of
 * them; for more it cannot count.
 */
export function isExplained(
  { of, rows, total }: RowCountDifference,
  reviewed: number,
  evidence: readonly TargetEvidence[],
): boolean {
  if (isWide(of)) return reviewed > 0
  if (of.kind === 'branch') return total - rows <= reviewed
  const parts = byRepository(evidence).get(repositoryNameOf(of)) ?? []
  const isWhole = parts.some(({ target }) => !target.includes('@'))
  return isWhole ? reviewed > 0 : total - rows <= reviewed * parts.length
}

/** The reviewed findings of an export that may belong to a part of it. */
export function countReviewed(
  of: Target,
  rows: readonly Pick<ReviewedRow, 'project' | 'repository'>[],
): number {
  if (isWide(of)) return rows.length
  return rows.filter(({ project, repository }) => {
    const name = `${project ?? of.project}/${repository ?? of.repo}`
    return normalizeName(name) === normalizeName(repositoryNameOf(of))
  }).length
}
