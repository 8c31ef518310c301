/** Does the export hold what the scan counted? A smaller export is a lost finding. */
import type { Period } from '../config/inputs.ts'
import type { Policy } from '../config/policy.ts'
import type { RunContext, RunState } from '../context.ts'
import { GateError } from '../errors.ts'
import type { ExportEvidence, TargetEvidence } from '../evidence.ts'
import type { MappableColumn } from '../finding.ts'
import { NO_BRANCHES } from '../server/tracked-target.ts'
import { normalizeName, repositoryNameOf, type Target, targetName, targetOfName } from '../target.ts'
import { counted } from '../text.ts'
import type { FindingRow, ReviewedRow } from './finding-row.ts'
import type { FindingNames } from './name-table.ts'
import { CountList, PairTable } from './typed-tables.ts'

/** An export that was read to its end. */
export type ExportRead = {
  /** Names it in notes and errors. */
  readonly name: string
  /** `null` for a local file. */
  readonly target: Target | null
  /** `null`: the server answered with 404 */
  readonly evidence: ExportEvidence | null
  readonly rows: RowCounts
}

/** Counts the rows of an export by repository and branch. */
export class RowCounts {
  readonly #pairs = new PairTable()
  readonly #counts = new CountList()

  add({ repository, branch }: Pick<FindingRow, 'repository' | 'branch'>): void {
    this.#counts.add(this.#pairs.intern(repository, branch), 1)
  }

  /** By name of the repository as the export has it, then by branch. */
  byName(names: FindingNames): ReadonlyMap<string, ReadonlyMap<string, number>> {
    const byName = new Map<string, Map<string, number>>()
    for (let pair = 0; pair < this.#pairs.size; pair += 1) {
      const name = names.repositoryName(this.#pairs.first(pair))
      const branches = byName.get(name) ?? new Map<string, number>()
      byName.set(name, branches.set(names.branches.text(this.#pairs.second(pair)), this.#counts.at(pair)))
    }
    return byName
  }
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
  names: FindingNames,
  { inputs }: RunContext,
  { targets }: RunState,
  readReviewed: (target: Target) => Promise<readonly ReviewedRow[]>,
): Promise<readonly string[]> {
  const { target, evidence } = read
  if (evidence === null || evidence.format === 'empty') return [emptyNote(read, targets)]
  if (target === null) return []
  const counts = countsByListedName(read.rows.byName(names), targets)
  const known = scannedParts(target, targets).filter((part) => covers(inputs.period, part))
  const missing = withoutBranches(known, counts).flatMap((part) => missingRows(part, counts))
  if (missing.length === 0) return moreNotes(target, evidence.rows, inputs.period, targets)
  // If they cannot be read they explain nothing, and the run ends with the error that they might have explained.
  const reviewed = await readReviewed(target).catch(() => [])
  const perText = inputs.reviewedRowsPerText
  const compared = missing.map((part) => ({ ...part, texts: reviewedTexts(part.of, reviewed) }))
  const unexplained = compared.filter(({ texts, branches, rows, total }) => {
    return total - rows > texts * perText * branches
  })
  if (unexplained.length > 0) throw exportTooSmall(target, unexplained, perText, counts.unlisted)
  return compared.slice(0, NOTED_PARTS).map(explainedNote)
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

/** Parts that are noted by name; thousands of branches may have reviewed findings. */
const NOTED_PARTS = 20

function explainedNote({ of, rows, total }: MissingRows): string {
  return `${targetName(of)}: the export has ${counted(rows, 'row')}, the finished scan counted ${total}; reviewed findings may explain it.`
}

function moreNotes(
  target: Target,
  rows: number,
  period: Period,
  targets: readonly TargetEvidence[],
): readonly string[] {
  const total = scannedTotal(target, targets)
  if (total === null || rows <= total || period.from !== null || period.to !== null) return []
  return [
    `${targetName(target)}: the export has ${counted(rows, 'row')}, the finished scan counted ${total}.`,
  ]
}

type WideTarget = Extract<Target, { readonly kind: 'instance' | 'project' }>

function isWide(target: Target): target is WideTarget {
  return target.kind === 'instance' || target.kind === 'project'
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

/** A branch or repository whose scan is proven to have counted `total` findings. */
type ScannedPart = {
  readonly of: Extract<Target, { readonly kind: 'repo' | 'branch' }>
  readonly total: number
  /** Milliseconds since the epoch; `null` when this run did not trigger it. */
  readonly triggeredMs: number | null
  /** How many branches it is the sum of, where the export names none. */
  readonly branches?: number
}

/** Each is a lower bound of its own, whatever is not known of others. */
function scannedParts(target: Target, evidence: readonly TargetEvidence[]): readonly ScannedPart[] {
  return evidence.flatMap(({ target: name, provenBy, total, triggeredAt }) => {
    const of = targetOfName(name)
    if (of.kind === 'instance' || of.kind === 'project' || provenBy === null || total === null) return []
    if (!isWithin(of, target)) return []
    return [{ of, total, triggeredMs: triggeredAt === null ? null : Date.parse(triggeredAt) }]
  })
}

function isWithin(part: ScannedPart['of'], target: Target): boolean {
  if (target.kind === 'instance') return true
  if (target.kind === 'project') return part.project.toLowerCase() === target.project.toLowerCase()
  if (repositoryNameOf(part) !== repositoryNameOf(target)) return false
  return target.kind === 'repo' || (part.kind === 'branch' && part.branch === target.branch)
}

/** Whether the rows of a part's scan are within the period of the export, as far as clocks agree. */
function covers({ from, to }: Period, { triggeredMs }: ScannedPart): boolean {
  if (from === null && to === null) return true
  return triggeredMs !== null && to === null && (from ?? 0) <= triggeredMs
}

type Counts = {
  /** Rows by listed repository (normalized `PROJ/slug`) and branch. */
  readonly listed: ReadonlyMap<string, ReadonlyMap<string, number>>
  /** Repositories of the export that were not listed. */
  readonly unlisted: readonly string[]
}

/**
 * Counts under the names that Bitbucket lists. An export may spell them otherwise, and may name the project by its
 * display name: then the slug tells, where only one repository has it.
 */
function countsByListedName(
  read: ReadonlyMap<string, ReadonlyMap<string, number>>,
  evidence: readonly TargetEvidence[],
): Counts {
  const names = new Set([...byRepository(evidence).keys()].map(normalizeName))
  const bySlug = Map.groupBy(names, slugOf)
  const listed = new Map<string, Map<string, number>>()
  const unlisted: string[] = []
  for (const [name, branches] of read) {
    const same = bySlug.get(slugOf(normalizeName(name))) ?? []
    const found = names.has(normalizeName(name))
      ? normalizeName(name)
      : same.length === 1
        ? same[0]
        : undefined
    if (found === undefined) unlisted.push(name)
    const sum = listed.get(found ?? normalizeName(name)) ?? new Map<string, number>()
    for (const [branch, rows] of branches) sum.set(branch, (sum.get(branch) ?? 0) + rows)
    listed.set(found ?? normalizeName(name), sum)
  }
  return { listed, unlisted }
}

function slugOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1)
}

/** Rows that an export lacks of a part. */
type MissingRows = Pick<ScannedPart, 'of' | 'total'> & {
  readonly rows: number
  /** How many branches they may be on. */
  readonly branches: number
}

/** Where an export names no branches, those of a repository are compared in sum. */
function withoutBranches(parts: readonly ScannedPart[], { listed }: Counts): readonly ScannedPart[] {
  const namesBranch = ({ of }: ScannedPart): boolean => {
    const branches = listed.get(normalizeName(repositoryNameOf(of)))
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

function missingRows(part: ScannedPart, { listed }: Counts): readonly MissingRows[] {
  const { of, total } = part
  const branches = listed.get(normalizeName(repositoryNameOf(of))) ?? new Map<string, number>()
  const ofRepository = [...branches.values()].reduce((sum, count) => sum + count, 0)
  const rows = of.kind === 'branch' ? (branches.get(of.branch) ?? 0) : ofRepository
  if (rows >= total) return []
  const onBranches = of.kind === 'branch' ? 1 : Math.max(1, branches.size, part.branches ?? 0)
  return [{ of, total, rows, branches: onBranches }]
}

/** How many reviewed texts may be on a branch of a repository. */
function reviewedTexts(of: ScannedPart['of'], rows: readonly ReviewedRow[]): number {
  const texts = rows
    .filter(({ project, repository }) => {
      const name = `${project ?? of.project}/${repository ?? of.repo}`
      return normalizeName(name) === normalizeName(repositoryNameOf(of))
    })
    .map(({ secretHash, rule, path, line }) =>
      secretHash === '' ? JSON.stringify([rule, path, line]) : `${rule ?? ''} ${secretHash}`,
    )
  return new Set(texts).size
}

type Unexplained = MissingRows & { readonly texts: number }

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
        : `${counted(texts, 'reviewed text')} with ${counted(perText, 'row')} each on a branch`
    return `${targetName(of)} has ${counted(rows, 'row')}, and its finished scan counted ${counted(total, 'finding')} (${reviewed})`
  })
  const more = parts.length > named.length ? `; and ${parts.length - named.length} more` : ''
  const others =
    unlisted.length === 0
      ? ''
      : ` It has rows of repositories that Bitbucket did not list: ${unlisted.slice(0, NAMED_PARTS).join(', ')}.`
  return new GateError(
    'EXPORT_INCONSISTENT',
    `The export of ${targetName(target)} holds fewer rows than were scanned: ${named.join('; ')}${more}.${others}`,
    { mend: hintFor(parts) },
  )
}

function hintFor(parts: readonly Unexplained[]): string {
  const again = 'Run again; if it stays, look in the product whether the findings are there.'
  if (parts.some(({ texts }) => texts === 0)) return again
  const least = Math.max(
    ...parts.map(({ total, rows, texts, branches }) => (total - rows) / (texts * branches)),
  )
  return `${again} Where one reviewed text stands for several rows of a branch, \`reviewed-rows-per-text: ${Math.ceil(least)}\` explains it.`
}
