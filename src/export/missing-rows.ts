/** Compares the rows of an export with the totals of the scans, branch by branch. Pure. */
import type { Period } from '../config/inputs.ts'
import type { TargetEvidence } from '../context.ts'
import { GateError } from '../errors.ts'
import { normalizeName, repositoryNameOf, type Target, targetName, targetOfName } from '../target.ts'
import { plural } from '../text.ts'
import { MOST_FLAGS } from './csv-rows.ts'
import type { FindingNames, FindingRow, ReviewedRow } from './finding-row.ts'
import { PairList } from './typed-tables.ts'

export class RowCounts {
  readonly #byFlags = new Map<number, PairList>()

  add({ flags, repository, branch }: Pick<FindingRow, 'flags' | 'repository' | 'branch'>): void {
    if (!this.#byFlags.has(flags)) this.#byFlags.set(flags, new PairList())
    this.#byFlags.get(flags)?.count(repository, branch)
  }

  /** All flags that some row has. */
  flags(): number {
    return [...this.#byFlags.keys()].reduce((some, flags) => some | flags, 0)
  }

  /** Without rows of these flags. By name of the repository as it is written (what the server listed is never masked), then by branch. */
  byName(names: FindingNames, without: number): ReadonlyMap<string, ReadonlyMap<string, number>> {
    const byName = new Map<string, Map<string, number>>()
    for (const [flags, rows] of this.#byFlags) {
      if ((flags & without) !== 0) continue
      const { pairs } = rows
      for (let pair = 0; pair < pairs.size; pair += 1) {
        const [repositoryId, branchId] = [pairs.first(pair), pairs.second(pair)]
        const name = names.writtenRepository(repositoryId)
        const branch = names.masks.written('branch', names.branches.text(branchId))
        const branches = byName.get(name) ?? new Map<string, number>()
        addTo(branches, branch, rows.at(repositoryId, branchId))
        byName.set(name, branches)
      }
    }
    return byName
  }
}

function addTo(counts: Map<string, number>, name: string, count: number): void {
  counts.set(name, (counts.get(name) ?? 0) + count)
}

type ByRepository = ReadonlyMap<string, readonly TargetEvidence[]>

/** Thousands of exports are checked against the same list. */
const grouped = new WeakMap<
  readonly TargetEvidence[],
  { readonly length: number; readonly by: ByRepository }
>()

/** The evidence of each repository and its branches, by `PROJ/slug`. */
function byRepository(evidence: readonly TargetEvidence[]): ByRepository {
  const before = grouped.get(evidence)
  if (before?.length === evidence.length) return before.by
  const by = Map.groupBy(evidence, ({ target }) => repositoryNameOf(targetOfName(target)))
  grouped.set(evidence, { length: evidence.length, by })
  return by
}

/** What an export lacks, and the repositories in it that were not listed. */
export type ScanComparison = {
  readonly missing: readonly ComparedPart[]
  readonly unlisted: readonly string[]
  readonly listedId: ListedId
  /** Parts that have as many rows as were counted, and more. */
  readonly met: number
  readonly more: number
  /** Whether flagged rows were left out. */
  readonly isWithoutFlagged: boolean
}

/**
 * Known totals are lower bounds, each of its own, whatever is not known of others. Whether scans count flagged rows is not
 * documented. Where they are more than was counted, some are not, and must not take the place of others that are missing:
 * then the reading by which most totals are met exactly decides, and the strictest of equal ones.
 */
export function compareWithScans(
  target: Target,
  rows: RowCounts,
  names: FindingNames,
  period: Period,
  evidence: readonly TargetEvidence[],
): ScanComparison {
  const without = (flags: number): ScanComparison => {
    const counts = countsByListedName(rows.byName(names, flags), evidence)
    const known = scannedParts(target, evidence).filter((part) => covers(period, part))
    const parts = withoutBranches(known, counts).map((part) => compared(part, counts))
    return {
      missing: parts.filter(({ rows, total }) => rows < total),
      unlisted: counts.unlisted,
      listedId: counts.listedId,
      met: parts.filter(({ rows, total }) => rows === total).length,
      more: parts.filter(({ rows, total }) => rows > total).length,
      isWithoutFlagged: flags !== 0,
    }
  }
  const [all, plain] = [rows.flags(), without(0)]
  if (all === 0) return plain
  const strictest = without(all)
  if (plain.more <= strictest.more) return plain
  const bits = Array.from({ length: MOST_FLAGS }, (_none, at) => all & (1 << at)).filter((bit) => bit !== 0)
  return [...bits.map(without), plain].reduce((best, one) => (one.met > best.met ? one : best), strictest)
}

/** Each reviewed text may explain `perText` missing rows on each branch of its repository. */
export function explainByReviews(
  target: Target,
  { missing, unlisted, listedId }: ScanComparison,
  reviewed: readonly ReviewedRow[],
  perText: number,
): void {
  const unexplained = missing
    .map((part) => ({ ...part, texts: reviewedTexts(part.of, reviewed, listedId) }))
    .filter(({ texts, branches, rows, total }) => total - rows > texts * perText * branches)
  if (unexplained.length > 0) throw exportTooSmall(target, unexplained, perText, unlisted)
}

/** A branch or repository whose scan is proven to have counted `total` findings. */
type ScannedPart = {
  readonly of: Extract<Target, { readonly kind: 'repo' | 'branch' }>
  readonly total: number
  /** Milliseconds since the epoch; `null` when this run did not trigger it. */
  readonly triggeredMs: number | null
  /** How many branches it is the sum of, where the export names none. */
  readonly branches?: number
}

export function scannedOf(target: Target, evidence: readonly TargetEvidence[]): readonly TargetEvidence[] {
  if (target.kind === 'instance') return evidence
  if (target.kind === 'project') {
    const key = target.project.toLowerCase()
    const isWithin = (of: Target): boolean => of.kind !== 'instance' && of.project.toLowerCase() === key
    return evidence.filter((part) => isWithin(targetOfName(part.target)))
  }
  const ofRepository = byRepository(evidence).get(repositoryNameOf(target)) ?? []
  const name = targetName(target)
  return target.kind === 'repo' ? ofRepository : ofRepository.filter((part) => part.target === name)
}

function scannedParts(target: Target, evidence: readonly TargetEvidence[]): readonly ScannedPart[] {
  return scannedOf(target, evidence).flatMap((scanned): readonly ScannedPart[] => {
    const of = targetOfName(scanned.target)
    if (of.kind === 'instance' || of.kind === 'project' || scanned.provenBy === null) return []
    const triggeredMs = scanned.triggeredAt === null ? null : Date.parse(scanned.triggeredAt)
    const { branches } = scanned
    if (branches === undefined) return knownPart(of, scanned.total, triggeredMs)
    return [...branches].flatMap(([branch, total]) => {
      return knownPart({ kind: 'branch', project: of.project, repo: of.repo, branch }, total, triggeredMs)
    })
  })
}

function knownPart(
  of: ScannedPart['of'],
  total: number | null,
  triggeredMs: number | null,
): readonly ScannedPart[] {
  return total === null ? [] : [{ of, total, triggeredMs }]
}

/** Whether the rows of a part's scan are within the period of the export, as far as clocks agree. */
function covers({ from, to }: Period, { triggeredMs }: ScannedPart): boolean {
  if (from === null && to === null) return true
  // A run that scans takes no end that its scan may outlast.
  return triggeredMs !== null && (from ?? 0) <= triggeredMs
}

type ListedCounts = {
  /** Rows by listed repository (see `idOf`) and branch. */
  readonly listed: ReadonlyMap<string, ReadonlyMap<string, number>>
  /** Repositories of the export that were not listed. */
  readonly unlisted: readonly string[]
  readonly listedId: ListedId
}

/** `idOf` of the listed repository that a name means, however it is spelt; `undefined` where it may be several. */
type ListedId = (name: string) => string | undefined

/** Bitbucket ignores the case of keys and slugs. */
function idOf(target: ScannedPart['of']): string {
  return repositoryNameOf(target).toLowerCase()
}

/**
 * Counts under the names that Bitbucket lists. An export may spell them otherwise, and may name the project by its
 * display name: then the slug decides, if only one repository has it.
 */
function countsByListedName(
  read: ReadonlyMap<string, ReadonlyMap<string, number>>,
  evidence: readonly TargetEvidence[],
): ListedCounts {
  const ids = new Set([...byRepository(evidence).keys()].map((name) => name.toLowerCase()))
  const alike = Map.groupBy(ids, normalizeName)
  const bySlug = Map.groupBy(ids, (id) => slugOf(normalizeName(id)))
  const listedId: ListedId = (name) => {
    const id = name.toLowerCase()
    return ids.has(id) ? id : onlyOne(alike.get(normalizeName(name)))
  }
  const listed = new Map<string, Map<string, number>>()
  const unlisted: string[] = []
  for (const [name, branches] of read) {
    const id = listedId(name) ?? onlyOne(bySlug.get(slugOf(normalizeName(name))))
    if (id === undefined) {
      unlisted.push(name)
      continue
    }
    const sum = listed.get(id) ?? new Map<string, number>()
    for (const [branch, rows] of branches) addTo(sum, branch, rows)
    listed.set(id, sum)
  }
  return { listed, unlisted, listedId }
}

function onlyOne(ids: readonly string[] = []): string | undefined {
  return ids.length === 1 ? ids[0] : undefined
}

function slugOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1)
}

/** A part, and how many rows of it an export has. */
type ComparedPart = Pick<ScannedPart, 'of' | 'total'> & {
  readonly rows: number
  /** How many branches they may be on. */
  readonly branches: number
}

/** Where an export names no branches, those of a repository are compared in sum. */
function withoutBranches(parts: readonly ScannedPart[], { listed }: ListedCounts): readonly ScannedPart[] {
  const namesBranch = ({ of }: ScannedPart): boolean => {
    const branches = listed.get(idOf(of))
    return of.kind === 'repo' || branches === undefined || branches.size > 1 || !branches.has('')
  }
  const nameless = Map.groupBy(
    parts.filter((part) => !namesBranch(part)),
    ({ of }) => repositoryNameOf(of),
  )
  const sums = [...nameless].map(([name, ofRepository]): ScannedPart => {
    const total = ofRepository.reduce((sum, part) => sum + part.total, 0)
    const of = targetOfName(name) as ScannedPart['of']
    return { of, total, triggeredMs: null, branches: ofRepository.length }
  })
  return [...parts.filter(namesBranch), ...sums]
}

function compared(part: ScannedPart, { listed }: ListedCounts): ComparedPart {
  const { of, total } = part
  const branches = listed.get(idOf(of)) ?? new Map<string, number>()
  const ofRepository = [...branches.values()].reduce((sum, count) => sum + count, 0)
  const rows = of.kind === 'branch' ? (branches.get(of.branch) ?? 0) : ofRepository
  const onBranches = of.kind === 'branch' ? 1 : Math.max(1, branches.size, part.branches ?? 0)
  return { of, total, rows, branches: onBranches }
}

/** How many reviewed texts may be on a branch of a repository. */
function reviewedTexts(of: ScannedPart['of'], rows: readonly ReviewedRow[], listedId: ListedId): number {
  const texts = rows
    .filter(({ project, repository }) => {
      return listedId(`${project ?? of.project}/${repository ?? of.repo}`) === idOf(of)
    })
    .map(({ secretHash, rule, path, line }) =>
      secretHash === '' ? JSON.stringify([rule, path, line]) : `${rule ?? ''} ${secretHash}`,
    )
  return new Set(texts).size
}

type Unexplained = ComparedPart & { readonly texts: number }

const NAMED_PARTS = 5

function exportTooSmall(
  target: Target,
  parts: readonly Unexplained[],
  perText: number,
  unlisted: readonly string[],
): GateError {
  const named = parts.slice(0, NAMED_PARTS).map(({ of, rows, total, texts }) => {
    const reviewed =
      texts === 0
        ? 'no reviewed text explains it'
        : `${plural(texts, 'reviewed text')} with ${plural(perText, 'row')} each on a branch`
    return `${targetName(of)} has ${plural(rows, 'row')}, and its finished scan counted ${plural(total, 'finding')} (${reviewed})`
  })
  const more = parts.length > named.length ? `; and ${parts.length - named.length} more` : ''
  const listed = unlisted.slice(0, NAMED_PARTS).join(', ')
  const others = listed && ` It has rows of repositories that Bitbucket did not list: ${listed}.`
  const why = `The export of ${targetName(target)} holds fewer rows than were scanned: ${named.join('; ')}${more}.${others}`
  return new GateError('EXPORT_INCONSISTENT', why, { hint: hintFor(parts) })
}

function hintFor(parts: readonly Unexplained[]): string {
  const again = 'Run again; if it stays, look in the product whether the findings are there.'
  if (parts.some(({ texts }) => texts === 0)) return again
  const least = Math.max(
    ...parts.map(({ total, rows, texts, branches }) => (total - rows) / (texts * branches)),
  )
  return `${again} If one reviewed text explains several rows of a branch, \`reviewed-rows-per-text: ${Math.ceil(least)}\` explains it.`
}
