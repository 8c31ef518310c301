/**
 * Reads the export of reviewed false positives: exact matched texts that somebody called harmless, for a repository
 * or for everything. Redacted like findings.
 */

import type { ExportEvidence, MemberEvidence } from '../context.ts'
import { GateError } from '../errors.ts'
import { type Target, targetName } from '../target.ts'
import { plural } from '../text.ts'
import { type ColumnPlan, planColumns } from './columns.ts'
import { badReasons, cellText, type RowSink } from './csv-rows.ts'
import type { FindingRow, ReviewedRow } from './finding-row.ts'
import { type Member, openExport } from './open-export.ts'
import { readCsv } from './read-csv.ts'
import {
  addHeader,
  type ExportReading,
  type HeaderKinds,
  type ReadingContext,
  type ReadSettings,
  type ReadWorld,
  RowDigest,
  unreadableRow,
} from './read-export.ts'
import { Redactor } from './redact.ts'
import type { TempFile } from './temp-file.ts'

/** How a reviewed export is read: whole, whatever the period. */
export type ReviewedSettings = Omit<ReadSettings, 'period' | 'digests'> & {
  /** `exclude` demands columns that keep a review of one repository from counting for another. */
  readonly use: 'exclude' | 'list'
  /** The input `reveal-secrets`. */
  readonly reveal: boolean
}

/**
 * Reads the export to its end; an empty body is no rows. A row without matched text needs path and line.
 *
 * @throws GateError as `readExport` does.
 */
export async function readReviewed(
  stored: TempFile,
  settings: ReviewedSettings,
  context: ReadingContext,
  onRow: (row: ReviewedRow) => void,
  { stop }: ReadWorld,
): Promise<Omit<ExportReading, 'absent' | 'unread' | 'flagged'>> {
  const content = await openExport(stored, settings.source, settings.limits, stop)
  const members: MemberEvidence[] = []
  const digest = new RowDigest(context.hasher)
  const headers: HeaderKinds = new Map()
  for (const member of content.members) {
    const rows = new ReviewedRows(member, settings, context, onRow, digest, headers)
    // An empty CSV excludes nothing.
    await readCsv(member.chunks(), rows)
    members.push({ name: member.name, bytes: member.bytes(), rows: rows.count, refused: rows.refused })
  }
  const rows = members.reduce((sum, member) => sum + member.rows, 0)
  const refused = members.reduce((sum, member) => sum + member.refused, 0)
  const { format, where } = content
  const { bytes, sha256, notices: ofContent } = await content.proven()
  const notices = [
    ...ofContent,
    ...(refused > 0 ? [`${refused} reviewed rows could not be read and exclude nothing.`] : []),
  ]
  return {
    evidence: {
      source: settings.source,
      format,
      bytes,
      sha256,
      members,
      columns: [...headers.values()],
      rows,
      refused,
    },
    notices: notices.map((notice) => `${where}: ${notice}`),
    digest: digest.text(),
  }
}

class ReviewedRows implements RowSink {
  count = 0
  refused = 0
  readonly #member: Member
  readonly #settings: ReviewedSettings
  readonly #context: ReadingContext
  readonly #onRow: (row: ReviewedRow) => void
  readonly #digest: RowDigest
  readonly #headers: HeaderKinds
  #redactor: Redactor | null = null
  #firstRows: readonly (readonly string[])[] = []
  #width = 0
  /** The cells that are read, and what the header has there. */
  #header: readonly (readonly [cell: number, name: string])[] = []

  constructor(
    member: Member,
    settings: ReviewedSettings,
    context: ReadingContext,
    onRow: (row: ReviewedRow) => void,
    digest: RowDigest,
    headers: HeaderKinds,
  ) {
    this.#digest = digest
    this.#headers = headers
    this.#member = member
    this.#settings = settings
    this.#context = context
    this.#onRow = onRow
  }

  firstRows(rows: readonly (readonly string[])[]): void {
    this.#firstRows = rows
  }

  header(header: readonly string[]): void {
    this.#digest.header(header)
    this.#width = header.length
    const { columns: byHand, target, use } = this.#settings
    const wishes = { byHand, target, purpose: 'reviewed', firstRows: this.#firstRows } as const
    const plan = planColumns(header, wishes, this.#member.where)
    this.#firstRows = []
    addHeader(this.#headers, plan, this.#settings.source, this.#context)
    if (use === 'exclude') this.#refuseScopeless(plan)
    this.#redactor = new Redactor(plan, target, this.#context.row, this.#context.hasher)
    const read = [...Object.values(plan.at), ...plan.secrets].filter((cell) => cell !== null)
    this.#header = read.map((cell) => [cell, withoutMark(header[cell] ?? '')])
  }

  row(bytes: Buffer, bounds: Int32Array, number: number): void {
    if (this.#redactor === null) throw new Error('a row came before the header')
    this.#digest.row(bytes, bounds, this.#width)
    if (this.#header.every(([cell, name]) => withoutMark(cellText(bytes, bounds, cell)) === name)) {
      this.bad(number, badReasons.headerAgain)
      return
    }
    const row = this.#redactor.reviewed(bytes, bounds)
    if (typeof row === 'string') {
      this.bad(number, row)
      return
    }
    this.count += 1
    this.#onRow(this.#settings.reveal ? { ...row, match: this.#redactor.matchedText(bytes, bounds) } : row)
  }

  bad(number: number, reason: string): void {
    if (number === 1 || this.#settings.onBadRow === 'error') {
      throw unreadableRow(this.#member.where, number, reason)
    }
    this.count += 1
    this.refused += 1
  }

  /** Without this column a text reviewed in one repository would be excluded in all of them. */
  #refuseScopeless({ at }: ColumnPlan): void {
    const kind = this.#settings.target?.kind ?? 'instance'
    if ((kind !== 'instance' && kind !== 'project') || at.repository !== null) return
    throw new GateError(
      'HEADER_UNKNOWN',
      `${this.#member.where}: no column has the repository of a review.`,
      {
        hint: 'Map it with `columns: repository = ...`, judge single repositories, or leave `exclude-reviewed` off.',
      },
    )
  }
}

/** Without the byte order mark that a joined file begins with. */
function withoutMark(cell: string): string {
  return cell.replace(/^\ufeff/, '')
}

/**
 * Finds out which findings were reviewed as false positives in Soteri. "Reviewed" means an exact matched text, per
 * repository or for all of them; texts are compared by their hashes. In doubt a finding was not reviewed, and counts.
 */
export function reviewedIndex(entries: Iterable<ReviewedRow>): (row: FindingRow) => boolean {
  const byText = new Map<string, ReviewedRow[]>()
  const byPlace = new Map<string, ReviewedRow[]>()
  for (const entry of entries) {
    const { secretHash, path, line, rule, repository } = entry
    if (secretHash !== '') push(byText, secretHash, entry)
    else if (path !== null && line !== null && rule !== null && repository !== null) {
      push(byPlace, placeOf(path, line), entry)
    }
  }
  return (row) => {
    if (row.hasText) return byText.get(row.secretHash)?.some((entry) => covers(entry, row)) ?? false
    if (row.line === 0 || byPlace.size === 0) return false
    const path = row.names.keys.text(row.key)
    const paths = new Set([path, row.names.masks.written('path', path)])
    return [...paths].some((one) => byPlace.get(placeOf(one, row.line))?.some((entry) => covers(entry, row)))
  }
}

/**
 * What an entry names must be equal, masked or not; Bitbucket takes keys and slugs without regard to case.
 */
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

function placeOf(path: string, line: number): string {
  return `${line}:${path}`
}

function push(map: Map<string, ReviewedRow[]>, key: string, entry: ReviewedRow): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [entry])
  else list.push(entry)
}

/** Names the export of reviewed false positives of a target in evidence and errors. */
export function reviewedSource(target: Target): string {
  return `reviewed of ${targetName(target)}`
}

/**
 * Where a server ignores the path and answers with the findings, every finding would be taken for a reviewed one, and
 * none would count.
 * @param digest of the findings, as are those of the reviewed exports by their names
 * @throws GateError EXPORT_INCONSISTENT
 */
export function rejectFindingsAsReviewed(
  { source, rows }: ExportEvidence,
  digest: string | null,
  reviewed: ReadonlyMap<string, string | null>,
): void {
  const twin = [...reviewed].find(([, other]) => digest !== null && other === digest)?.[0]
  if (twin === undefined) return
  throw new GateError(
    'EXPORT_INCONSISTENT',
    `The export of ${twin} has the header and the ${plural(rows, 'row')} of the findings of ${source}: the server did not answer with reviewed false positives.`,
    {
      hint: 'Leave `exclude-reviewed` off until the server, or the proxy before it, answers `export/reviewed` with its own export.',
    },
  )
}
