/** Compares what an export held with what the scan status told: a smaller export is a lost finding. Pure. */
import { GateError } from '../errors.ts'
import type { ExportEvidence, TargetEvidence } from '../evidence.ts'
import { NO_BRANCHES } from '../server/tracked-target.ts'
import { type Repository, type Target, targetName } from '../target.ts'

/** A target whose export tells of several repositories. */
export type WideTarget = Extract<Target, { readonly kind: 'instance' | 'project' }>

/** Whether the export of a target tells of several repositories. */
export function isWide(target: Target | null): target is WideTarget {
  return target?.kind === 'instance' || target?.kind === 'project'
}

/**
 * The number of findings that the scan status told for exactly what this export covers; `null` when it did not
 * tell all of it, or a part is not proven. Of wider targets than a repository only a least number is known.
 */
export function provenTotal(target: Target, evidence: readonly TargetEvidence[]): number | null {
  if (isWide(target)) return null
  const name = targetName(target)
  const ofRepository = byRepository(evidence).get(repositoryOf(target)) ?? []
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
export function byRepository(evidence: readonly TargetEvidence[]): ByRepository {
  const before = sorted.get(evidence)
  if (before?.length === evidence.length) return before.by
  const by = Map.groupBy(evidence, ({ target }) => /^[^/]+\/[^@]+/.exec(target)?.[0] ?? target)
  sorted.set(evidence, { length: evidence.length, by })
  return by
}

/** Of a target that is a repository or one of its branches: `PROJ/slug`. */
function repositoryOf({ project, repo }: Repository): string {
  return `${project}/${repo}`
}

/**
 * What makes an empty or missing export right, to go behind "as": the scan was proven done and told zero findings
 * for all of it, or there is nothing to scan. `null` when nothing does.
 */
export function whyEmpty(target: Target, evidence: readonly TargetEvidence[]): string | null {
  if (isWide(target)) return null
  if (provenTotal(target, evidence) !== 0) return null
  // Its one entry stands for the whole repository, and nothing was ever asked of its scan.
  const own = byRepository(evidence).get(repositoryOf(target)) ?? []
  return own.every(({ provenBy }) => provenBy === NO_BRANCHES)
    ? 'Bitbucket says that the repository has no branches; no scan of it was asked for its findings'
    : 'the finished scan told 0 findings'
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

/** Names are told apart without regard to case and punctuation. */
export function looseName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}/]/gu, '')
}
