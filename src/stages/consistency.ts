/** Compares what an export held with what the scan status told: a smaller export is a lost finding. Pure. */
import { GateError } from '../errors.ts'
import type { Period } from '../inputs/inputs.ts'
import type { ExportEvidence, TargetEvidence } from '../report/evidence.ts'
import { type Target, targetName } from '../target.ts'

/**
 * The number of findings that the scan status told for exactly what this export covers; `null` when it did not
 * tell all of it, or a part is not proven. Wider targets than a repository are never known whole: only their
 * default branches are asked for a total.
 */
export function provenTotal(target: Target, evidence: readonly TargetEvidence[]): number | null {
  if (target.kind === 'instance' || target.kind === 'project') return null
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

/** How rows read and proven total fit: `fits`, `more` (worth a note) or `fewer` (findings may be missing). */
export function compareWithTotal(
  target: Target,
  read: ExportEvidence,
  period: Period,
  evidence: readonly TargetEvidence[],
): { readonly fit: 'fits' | 'more' | 'fewer'; readonly total: number } {
  const total = provenTotal(target, evidence)
  if (total === null || period.from !== null || period.to !== null) return { fit: 'fits', total: read.rows }
  if (read.rows === total) return { fit: 'fits', total }
  return { fit: read.rows > total ? 'more' : 'fewer', total }
}

/** The error for an export that is smaller than a proven total, when no reviewed finding can explain it. */
export function exportTooSmall(target: Target, rows: number, total: number): GateError {
  return new GateError(
    'EXPORT_INCONSISTENT',
    `The export of ${targetName(target)} has ${rows} rows, but its finished scan told ${total} findings, and no reviewed finding explains it.`,
  )
}

/** Names the export of reviewed false positives of a target in evidence and errors. */
export function reviewedSource(target: Target): string {
  return `${REVIEWED}${targetName(target)}`
}

const REVIEWED = 'reviewed of '

/**
 * Where a server takes no notice of what was asked for and answers with the findings, every finding would be taken for
 * a reviewed one, and none would count.
 * @param exports all that was read before, exports of reviewed false positives among them
 * @throws GateError EXPORT_INCONSISTENT
 */
export function refuseFindingsAsReviewed(read: ExportEvidence, exports: readonly ExportEvidence[]): void {
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
