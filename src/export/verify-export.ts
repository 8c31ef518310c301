/** Does the export hold what the scan counted? A smaller export is a lost finding. */
import { literalMatch, placeTest } from '../config/blind-selectors.ts'
import type { Period } from '../config/inputs.ts'
import type { Policy } from '../config/policy.ts'
import type { ExportEvidence, RunContext, RunState, TargetEvidence } from '../context.ts'
import { GateError } from '../errors.ts'
import type { MappableColumn } from '../finding.ts'
import { NO_BRANCHES } from '../server/tracked-target.ts'
import { isWide, normalizeName, repositoryNameOf, type Target, targetName, targetOfName } from '../target.ts'
import { namesOf, plural } from '../text.ts'
import type { FindingNames, ReviewedRow } from './finding-row.ts'
import { compareWithScans, explainByReviews, type RowCounts, scannedOf } from './missing-rows.ts'
import { unreadMembers } from './open-export.ts'
import type { ExportReading } from './read-export.ts'

type ExportRead = Pick<ExportReading, 'flagged' | 'unread'> & {
  /** Names it in notes and errors. */
  readonly name: string
  /** `null` for a local file. */
  readonly target: Target | null
  /** `null`: the server answered with 404 */
  readonly evidence: ExportEvidence | null
  readonly rows: RowCounts
  /** The server sent a length, chunks or a zip, so that a cut is seen. */
  readonly isEndMarked: boolean
}

/** A threshold over a column that the export does not have would see nothing, and always pass. */
export function rejectBlindThresholds(
  absent: readonly MappableColumn[],
  source: string,
  { thresholds }: Policy,
): void {
  const blind = thresholds.find(({ match }) => match.branch !== undefined)
  if (blind === undefined || !absent.includes('branch')) return
  const why = `${source}: threshold "${blind.name}" looks at branches, but no column of the export was recognised as the branch.`
  throw new GateError('HEADER_UNKNOWN', why)
}

const keyShape = /^(?:~.*|[A-Z][A-Z0-9_]*)$/
const slugShape = /^[a-z0-9][a-z0-9._-]*$/

/**
 * A selector of keys and slugs would see nothing in an export of display names, and always pass.
 * @param names `PROJ/slug` of every finding, as exported
 * @param areListed whether Bitbucket lists the literal names of selectors; else they may be display names too
 */
export function rejectDisplayNames(
  names: readonly string[],
  { thresholds }: Pick<Policy, 'thresholds'>,
  areListed: boolean,
): void {
  const places = names.map(partsOf)
  for (const { name, match } of thresholds) {
    const { project = [], repo = [] } = literalMatch(match)
    const asked = [...project.map((key) => ({ project: key, repo: '*' })), ...repo.map(partsOf)]
    const keys = asked.filter((one) => one.project !== '*' && (areListed || keyShape.test(one.project)))
    const slugs = asked.filter((one) => one.repo !== '*' && (areListed || slugShape.test(one.repo)))
    const fits = placeTest({ ...match, branch: [] })
    if (places.some((place) => fits({ ...place, branch: null }))) continue
    const strange: string[] = []
    for (const place of places) {
      const isKey = keys.length === 0 || keyShape.test(place.project)
      if (!isKey || (slugs.length > 0 && !slugShape.test(place.repo))) {
        strange.push(`"${place.project}/${place.repo}"`)
      }
    }
    if (strange.length === 0) continue
    const why = `Threshold "${name}" fits no finding, and the export has display names where it looks for keys and slugs: ${namesOf(strange)}.`
    throw new GateError('HEADER_UNKNOWN', why)
  }
}

function partsOf(name: string): { readonly project: string; readonly repo: string } {
  const slash = name.indexOf('/')
  return slash < 0
    ? { project: '*', repo: '*' }
    : { project: name.slice(0, slash), repo: name.slice(slash + 1) }
}

/**
 * Proves that an export holds all that the scan counted: nothing, or less, is accepted only for a known reason.
 * @param readReviewed reads the reviewed false positives of a target, which may explain missing rows
 * @returns notes for the report
 */
export async function verifyExport(
  read: ExportRead,
  names: FindingNames,
  { inputs }: RunContext,
  { targets }: RunState,
  readReviewed: (target: Target) => Promise<readonly ReviewedRow[]>,
): Promise<readonly string[]> {
  const { target, evidence } = read
  if (evidence === null || evidence.format === 'empty') return [emptyNote(read, inputs, targets)]
  if (target === null) {
    rejectUnread(read, [])
    return []
  }
  const compared = compareWithScans(target, read.rows, names, inputs.period, targets)
  const { missing } = compared
  const { from, to } = inputs.period
  // A period may leave rows out, so not every total is compared.
  const met = missing.length > 0 || from !== null || to !== null ? [] : targets
  rejectUnread(read, met)
  if (missing.length === 0) {
    const rows = evidence.rows - read.flagged
    return [...unmarkedEndNotes(read, met), ...moreNotes(target, rows, inputs.period, targets)]
  }
  // If they cannot be read they explain nothing, and the run ends with the error that they might have explained. Where scans
  // leave flagged rows out, they count no reviewed texts.
  const reviewed = compared.isWithoutFlagged ? [] : await readReviewed(target).catch(() => [])
  explainByReviews(target, compared, reviewed, inputs.reviewedRowsPerText)
  const explained = missing.slice(0, NOTED_PARTS).map(({ of, rows, total }) => {
    return `${targetName(of)}: the export has ${plural(rows, 'row')}, the finished scan counted ${total}; reviewed findings may explain it.`
  })
  return [...unmarkedEndNotes(read, met), ...explained]
}

/** Parts that are noted by name; thousands of branches may have reviewed findings. */
const NOTED_PARTS = 20

/**
 * Members that were not read are harmless only where every total is known and met without them.
 * @param met evidence of the scans whose totals are met
 */
function rejectUnread({ name, target, unread }: ExportRead, met: readonly TargetEvidence[]): void {
  if (unread.length === 0 || (target !== null && areAllKnown(met))) return
  throw unreadMembers(name, unread)
}

function areAllKnown(met: readonly TargetEvidence[]): boolean {
  return met.length > 0 && met.every(({ provenBy, total }) => provenBy !== null && total !== null)
}

/**
 * Without a length or chunks, an end between two rows and a cut between two rows look the same (RFC 9112, 6.3).
 * @param met evidence of the scans whose totals are met
 */
function unmarkedEndNotes({ name, isEndMarked }: ExportRead, met: readonly TargetEvidence[]): string[] {
  if (isEndMarked) return []
  const what = `${name}: the server did not mark the end of the export (no Content-Length, no chunks), so a download cut between two rows would go unseen`
  if (areAllKnown(met)) return [`${what}; it has all rows that the finished scans counted.`]
  const why = `${what}, and no totals of finished scans show that it is whole.`
  throw new GateError('EXPORT_INCONSISTENT', why, {
    hint: 'Ask Bitbucket by an address without the proxy that drops the length, or use `operation: gate`, which learns the totals.',
  })
}

function emptyNote(
  { name, target, evidence }: ExportRead,
  inputs: RunContext['inputs'],
  targets: readonly TargetEvidence[],
): string {
  const why = target === null ? null : whyEmpty(target, targets)
  if (why !== null) return `${name}: the export is empty, as ${why}.`
  const what = evidence === null ? 'answered with 404' : 'is empty, without even a header'
  const total = target === null ? null : totalOf(scannedOf(target, targets))
  const counted = total !== null && `the finished scans counted ${plural(total, 'finding')}`
  const proof = counted || 'nothing proves that there are no findings'
  throw new GateError('EXPORT_MISSING', `The export of ${name} ${what}, and ${proof}.`, {
    hint: emptyHint(inputs, total),
  })
}

function emptyHint({ operation, wait }: RunContext['inputs'], total: number | null): string {
  if (operation === 'evaluate')
    return 'Export again: without findings there is a header at least. Only `operation: gate` can prove that an empty export is right.'
  const browser = 'Open the export in a browser with the same account'
  if (total !== null) return `${browser}: it has to list what the scans counted. Then run again.`
  if (operation === 'export')
    return `${browser}, or use \`operation: gate\`, whose scan proves an empty result.`
  if (!wait) return 'Set `wait: true`, so that the finished scan proves an empty result.'
  return `${browser}: the scan status gave no number of findings for a part of the scope, so it proves nothing.`
}

function moreNotes(
  target: Target,
  rows: number,
  { from, to }: Period,
  targets: readonly TargetEvidence[],
): readonly string[] {
  const total = scannedTotal(target, targets)
  if (total === null || rows <= total || from !== null || to !== null) return []
  return [`${targetName(target)}: the export has ${plural(rows, 'row')}, the finished scan counted ${total}.`]
}

/**
 * The number of findings that the scan status counted in exactly what this export covers; `null` when it did not
 * count all of it, or a part is not proven. Of wider targets than a repository only a least number is known.
 */
export function scannedTotal(target: Target, evidence: readonly TargetEvidence[]): number | null {
  return isWide(target) ? null : totalOf(scannedOf(target, evidence))
}

function totalOf(parts: readonly TargetEvidence[]): number | null {
  return areAllKnown(parts) ? parts.reduce((sum, { total }) => sum + (total ?? 0), 0) : null
}

/**
 * Why an empty or missing export is correct: the scan was proven done and counted zero findings in all of it, or there
 * is nothing to scan. `null` when it is not.
 */
export function whyEmpty(target: Target, evidence: readonly TargetEvidence[]): string | null {
  const parts = scannedOf(target, evidence)
  if (totalOf(parts) !== 0) return null
  // Its one entry is for the whole repository, whose scan was never polled.
  return parts.every(({ provenBy }) => provenBy === NO_BRANCHES)
    ? 'Bitbucket says that there are no branches; no scan was asked for its findings'
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
  if (!targets.some(isWide)) return null
  const listed = new Set(evidence.map(({ target }) => normalizeName(repositoryNameOf(targetOfName(target)))))
  const unlisted = Object.keys(byRepository).filter((name) => !listed.has(normalizeName(name)))
  if (listed.size === 0 || unlisted.length === 0) return null
  const names = unlisted.slice(0, 3).join(', ')
  const more = unlisted.length > 3 ? ` and ${unlisted.length - 3} more` : ''
  return `The export has findings of repositories that Bitbucket did not list to this user, so their scans were not waited for: ${names}${more}.`
}
