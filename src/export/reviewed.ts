/**
 * Reads the export of reviewed false positives: exact matched texts that somebody called harmless, for a repository
 * or for everything. Redacted like findings.
 */
import type { ExportEvidence } from '../context.ts'
import { GateError } from '../errors.ts'
import { isWide, type Target, targetName } from '../target.ts'
import { plural } from '../text.ts'
import type { ColumnPlan } from './columns.ts'
import type { FindingRow, ReviewedRow } from './finding-row.ts'
import { type Member, openExport } from './open-export.ts'
import {
  type ExportReading,
  MemberRows,
  type Opened,
  type Reading,
  type ReadingContext,
  type ReadSettings,
  readMembers,
  startReading,
} from './read-export.ts'
import type { TempFile } from './temp-file.ts'

/** How an export of reviewed false positives is read: whole, whatever the period. */
export type ReviewedSettings = Omit<ReadSettings, 'period'> & {
  /** `exclude` demands columns that keep a review of one repository from counting for another. */
  readonly use: 'exclude' | 'list'
  /** The input `reveal-secrets`. */
  readonly reveal: boolean
}

/**
 * Reads an export of reviewed false positives; an empty body is no rows. A row without matched text needs path and line.
 */
export async function readReviewed(
  stored: TempFile,
  settings: ReviewedSettings,
  context: ReadingContext,
  onRow: (row: ReviewedRow) => void,
  { stop }: { readonly stop: AbortSignal },
): Promise<Pick<ExportReading, 'digest' | 'evidence' | 'notices'>> {
  const content = await openExport(stored, settings.source, settings.limits, stop)
  const reading = startReading({ ...settings, digests: true }, context)
  const rowsOf = (member: Member): ReviewedRows => new ReviewedRows(member, reading, settings, onRow)
  // An empty CSV excludes nothing.
  const { evidence, proof } = await readMembers(content, reading, rowsOf)
  const { refused } = evidence
  const notices = [
    ...proof.notices,
    ...(refused > 0 ? [`${refused} reviewed rows could not be read and exclude nothing.`] : []),
  ]
  return {
    evidence,
    notices: notices.map((notice) => `${content.where}: ${notice}`),
    digest: reading.digest?.text() ?? null,
  }
}

class ReviewedRows extends MemberRows {
  protected readonly purpose = 'reviewed'
  readonly #settings: ReviewedSettings
  readonly #onRow: (row: ReviewedRow) => void

  constructor(
    member: Member,
    reading: Reading,
    settings: ReviewedSettings,
    onRow: (row: ReviewedRow) => void,
  ) {
    super(member, reading)
    this.#settings = settings
    this.#onRow = onRow
  }

  /** Without a repository, a text reviewed in one would be excluded in all of them. */
  protected begin({ at }: ColumnPlan): void {
    const { use, target } = this.#settings
    if (use !== 'exclude' || at.repository !== null || !isWide(target ?? { kind: 'instance' })) return
    throw new GateError('HEADER_UNKNOWN', `${this.member.where}: no column has the repository of a review.`, {
      hint: 'Map it with `columns: repository = ...`, judge single repositories, or leave `exclude-reviewed` off (docs/first-run.md).',
    })
  }

  protected take(bytes: Buffer, bounds: Int32Array, number: number, { redactor }: Opened): void {
    const row = redactor.reviewed(bytes, bounds)
    if (typeof row === 'string') {
      this.bad(number, row, false)
      return
    }
    this.count += 1
    this.#onRow(this.#settings.reveal ? { ...row, match: redactor.matchedText(bytes, bounds) } : row)
  }

  protected refuse(): void {
    // Excludes nothing.
  }
}

/**
 * Finds out which findings were reviewed as false positives in Soteri. "Reviewed" means an exact matched text, per
 * repository or for all of them; texts are compared by their hashes. In doubt a finding was not reviewed, and counts.
 */
export function reviewedIndex(entries: readonly ReviewedRow[]): (row: FindingRow) => boolean {
  const byText = Map.groupBy(entries, ({ secretHash }) => secretHash)
  const placed = (byText.get('') ?? []).filter(({ path, line, rule, repository }) => {
    return path !== null && line !== null && rule !== null && repository !== null
  })
  const byPlace = Map.groupBy(placed, ({ path, line }) => `${line}:${path}`)
  return (row) => {
    const isCovered = (entry: ReviewedRow): boolean => covers(entry, row)
    if (row.hasText) return byText.get(row.secretHash)?.some(isCovered) ?? false
    if (row.line === 0 || byPlace.size === 0) return false
    const path = row.names.keys.text(row.key)
    const paths = [path, row.names.masks.written('path', path)]
    return paths.some((one) => byPlace.get(`${row.line}:${one}`)?.some(isCovered))
  }
}

/** What an entry names must be equal, masked or not; Bitbucket takes keys and slugs without regard to case. */
function covers(
  { project, repository, rule }: ReviewedRow,
  { names, key, repository: id, rule: ruleId }: FindingRow,
): boolean {
  const [written, known] = [names.writtenKey(key), names.policyKey(key)]
  const isSame = (named: string | null, ...found: readonly string[]): boolean =>
    named === null || found.some((name) => named.toLowerCase() === name.toLowerCase())
  const foundRule = names.rules.text(ruleId)
  return (
    isSame(project, names.project(id), written.project, known.project) &&
    isSame(repository, names.repositories.text(id), written.repository, known.repository) &&
    (rule === null || rule === foundRule || rule === written.rule)
  )
}

/** Names the export of reviewed false positives of a target in evidence and errors. */
export function reviewedSource(target: Target): string {
  return `reviewed of ${targetName(target)}`
}

/**
 * Where a server ignores the path and answers with the findings, every finding would be taken for a reviewed one, and
 * none would count.
 * @param digest of the findings, as are those of the reviewed exports by their names
 */
export function rejectFindingsAsReviewed(
  { source, rows }: ExportEvidence,
  digest: string | null,
  reviewed: ReadonlyMap<string, string | null>,
): void {
  const twin = [...reviewed].find(([, other]) => digest !== null && other === digest)?.[0]
  if (twin === undefined) return
  const why = `The export of ${twin} has the header and the ${plural(rows, 'row')} of the findings of ${source}: the server did not answer with reviewed false positives.`
  throw new GateError('EXPORT_INCONSISTENT', why, {
    hint: 'Leave `exclude-reviewed` off until the server, or the proxy before it, answers `export/reviewed` with its own export.',
  })
}
