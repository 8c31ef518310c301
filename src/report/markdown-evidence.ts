/** The folded part of the summary that says what the verdict rests on. Pure. */
import { count, counted } from './count.ts'
import { markdownCode, markdownText } from './escape.ts'
import type { TargetEvidence } from './evidence.ts'
import type { MarkdownPage } from './markdown-page.ts'
import type { Report } from './model.ts'

const ROWS_SHOWN = 50
/** Bytes of the closing lines. */
const CLOSING_BYTES = 1000

/** One line of what was read and proven; no lines when nothing was. */
export function evidenceInShort({ evidence: { exports, targets } }: Report): string[] {
  const rows = exports.reduce((sum, one) => sum + one.rows, 0)
  const proven = targets.filter((target) => target.provenBy !== null).length
  const told = [
    ...(exports.length > 0 ? [`${counted(rows, 'row')} read from ${counted(exports.length, 'export')}`] : []),
    ...(targets.length > 0
      ? [`scan proven for ${count(proven)} of ${counted(targets.length, 'target')}`]
      : []),
  ]
  return told.length === 0 ? [] : [`Rests on: ${told.join(', ')}.`, '']
}

/** Adds notes, scans and exports, each cut to what a reader would look at; the rest is in `report.json`. */
export function evidenceSection(page: MarkdownPage, report: Report): void {
  const { evidence, period } = report
  page.reserve(CLOSING_BYTES)
  for (const note of evidence.notes.slice(0, ROWS_SHOWN)) page.add(`* ⚠️ ${markdownText(note, 500)}`)
  if (evidence.notes.length > 0) page.add('')
  if (!page.add('<details>', '<summary>What this rests on</summary>', '')) return
  page.add(`From ${markdownCode(evidence.startedAt)} to ${markdownCode(evidence.finishedAt)}.`, '')
  if (period.from !== null || period.to !== null) {
    page.add(`Only findings scanned ${periodText(period)}.`, '')
  }
  const policies = page.table(
    ['Policy file', 'SHA-256'],
    evidence.policyFiles
      .slice(0, ROWS_SHOWN)
      .map(({ path, sha256 }) => [markdownCode(path, 160), markdownCode(sha256, 64)]),
  )
  const scans = page.table(
    ['Target', 'Triggered', 'Proven by', 'Last state'],
    evidence.targets.slice(0, ROWS_SHOWN).map(scanRow),
  )
  const exports = page.table(
    ['Export', 'Format', 'Bytes', 'Rows', 'Refused', 'SHA-256'],
    evidence.exports
      .slice(0, ROWS_SHOWN)
      .map((one) => [
        markdownCode(one.source, 160),
        one.format,
        count(one.bytes),
        count(one.rows),
        count(one.refused),
        markdownCode(one.sha256, 64),
      ]),
  )
  const hidden = [
    ...left(policies, evidence.policyFiles.length, 'policy file'),
    ...left(scans, evidence.targets.length, 'target'),
    ...left(exports, evidence.exports.length, 'export'),
  ]
  page.reserve(0)
  if (hidden.length > 0) page.add(`${hidden.join(' and ')} more in \`report.json\`.`, '')
  page.add('</details>', '')
}

function left(unfitted: number, all: number, name: string): string[] {
  const hidden = unfitted + Math.max(0, all - ROWS_SHOWN)
  return hidden === 0 ? [] : [counted(hidden, name)]
}

function periodText({ from, to }: Report['period']): string {
  const start = from === null ? '' : `at or after ${markdownCode(from)}`
  const end = to === null ? '' : `before ${markdownCode(to)}`
  return [start, end].filter((part) => part !== '').join(' and ')
}

function scanRow(target: TargetEvidence): string[] {
  return [
    markdownCode(target.target, 160),
    target.triggeredAt === null ? 'no' : markdownCode(target.triggeredAt),
    target.provenBy === null ? '**not proven**' : markdownText(target.provenBy, 200),
    markdownText(target.states.at(-1)?.state ?? '–', 100),
  ]
}
