/**
 * Reads the export of reviewed false positives: exact matched texts that somebody called harmless, for a repository
 * or for everything. Redacted like findings.
 */
import { GateError } from '../errors.ts'
import { type Member, openExport } from '../export/open-export.ts'
import type { TempFile } from '../export/temp-file.ts'
import type { MemberEvidence } from '../report/evidence.ts'
import { type CellReader, createCellReader } from './cells.ts'
import { cleanText, pathFromRoot } from './clean-text.ts'
import { type ColumnPlan, planColumns } from './columns.ts'
import { readMoment } from './dates.ts'
import { createMatchIds, isBlankable, shownMatch } from './matched-text.ts'
import { headerless, unreadableRow } from './member-rows.ts'
import type { ExportReading, ReadSettings, ReadWorld } from './read.ts'
import { readRows } from './read-rows.ts'
import { lineOf } from './redact.ts'
import type { RowSink } from './rows.ts'
import { splitRepository } from './scope.ts'

/** One reviewed text. `null` in a place means: whichever. */
export type ReviewedRow = {
  readonly project: string | null
  readonly repository: string | null
  readonly rule: string | null
  readonly path: string | null
  readonly line: number | null
  /** As in a finding, made under the same key; '' when the export carries no text. */
  readonly matchId: string
  /** As in a finding: redacted unless revealed. */
  readonly match: string
  /** Milliseconds since the epoch; `null` when absent or not understood. */
  readonly reviewedAt: number | null
}

/** How a reviewed export is read: whole, whatever the period. */
export type ReviewedSettings = Omit<ReadSettings, 'period'> & {
  /** `exclude` asks for columns that keep a review of one repository from counting for another. */
  readonly use: 'exclude' | 'list'
}

/** Longest texts, in characters, as in a finding. */
const LONGEST = { name: 256, path: 4096 } as const

/**
 * Reads the export to its end; an empty body is no rows. A row without matched text needs path and line.
 *
 * @throws GateError as `readExport` does.
 */
export async function readReviewed(
  stored: TempFile,
  settings: ReviewedSettings,
  onRow: (row: ReviewedRow) => void,
  world: ReadWorld,
): Promise<Omit<ExportReading, 'absent'>> {
  const content = await openExport(stored, settings.source, settings.limits, world.stop)
  const members: MemberEvidence[] = []
  for (const member of content.members) {
    const { sink, counts } = createSink(member, settings, onRow)
    if (!(await readRows(member.chunks(), sink))) throw headerless(member.where)
    members.push({ name: member.name, bytes: member.bytes(), ...counts() })
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
      rows,
      refused,
    },
    notices: notices.map((notice) => `${where}: ${notice}`),
  }
}

function createSink(member: Member, settings: ReviewedSettings, onRow: (row: ReviewedRow) => void) {
  let toRow: ((cells: readonly string[]) => ReviewedRow | string) | null = null
  let rows = 0
  let refused = 0
  const refuse = (number: number, reason: string): void => {
    if (number === 1 || settings.onBadRow === 'error') throw unreadableRow(member.where, number, reason)
    rows += 1
    refused += 1
  }
  const sink: RowSink = {
    header(cells) {
      const plan = planColumns(
        cells,
        { byHand: settings.columns, target: settings.target, purpose: 'reviewed' },
        member.where,
      )
      if (settings.use === 'exclude') refuseScopeless(plan, settings, member.where)
      const reader = createCellReader(plan)
      toRow = createRowMaker(reader, settings)
      return reader.wanted
    },
    row(cells, number) {
      const made = toRow?.(cells) ?? 'it came before the header'
      if (typeof made === 'string') {
        refuse(number, made)
        return
      }
      rows += 1
      onRow(made)
    },
    bad: refuse,
  }
  return { sink, counts: () => ({ rows, refused }) }
}

/** Without these columns a text reviewed in one repository would be excluded in all of them. */
function refuseScopeless(plan: ColumnPlan, { target }: ReviewedSettings, where: string): void {
  const kind = target?.kind ?? 'instance'
  const wide = kind === 'instance' || kind === 'project'
  if (!wide || plan.at.repository !== null) return
  throw new GateError('HEADER_UNKNOWN', `${where}: no column tells the repository that a review is for.`, {
    mend: 'Map it with `columns: repository = ...`, judge single repositories, or leave `exclude-reviewed` off.',
  })
}

function createRowMaker(
  reader: CellReader,
  { target, reveal, matchKey }: ReviewedSettings,
): (cells: readonly string[]) => ReviewedRow | string {
  const asked = target ?? { kind: 'instance' }
  const projectAsked = asked.kind === 'instance' ? null : asked.project
  const repositoryAsked = asked.kind === 'repo' || asked.kind === 'branch' ? asked.repo : null
  const matchIdOf = createMatchIds(matchKey)

  return (cells) => {
    const match = reader.cell(cells, 'match')
    const line = lineOf(reader.cell(cells, 'line'))
    const pathCell = pathFromRoot(reader.cell(cells, 'path'))
    if (line === undefined) return 'its line is not a number'
    if (match.trim() === '' && (pathCell === '' || line === null)) {
      return 'it has neither a matched text nor path and line'
    }
    const secrets = reader
      .matchedTexts(cells)
      .map((text) => text.trim())
      .filter(isBlankable)
    const place = splitRepository(
      anyAsEmpty(reader.cell(cells, 'project')),
      anyAsEmpty(reader.cell(cells, 'repository')),
    )
    const orNull = (text: string): string | null =>
      text === '' ? null : cleanText(text, secrets, LONGEST.name)
    return {
      project: orNull(place.project) ?? projectAsked,
      repository: orNull(place.repository) ?? repositoryAsked,
      rule: orNull(reader.cell(cells, 'rule').trim()),
      path: pathCell === '' ? null : cleanText(pathCell, secrets, LONGEST.path),
      line,
      matchId: matchIdOf(match),
      match: shownMatch(match, reveal),
      reviewedAt: readMoment(reader.cell(cells, 'reviewed_at'))?.ms ?? null,
    }
  }
}

function anyAsEmpty(cell: string): string {
  const text = cell.trim()
  return text === '*' ? '' : text
}
