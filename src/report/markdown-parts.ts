/** Parts of the summary: the page with its size limit, evidence, Mermaid charts. Pure. */
import type { ExportEvidence, TargetEvidence } from '../context.ts'
import { count, heaviestFirst, plural } from '../text.ts'
import { markdownCode, markdownProse, markdownText, mermaidLabel } from './escape.ts'
import type { PastRun } from './history.ts'
import type { Report } from './model.ts'

const numberHeads: readonly string[] = ['Findings', 'Found', 'Limit', 'Rows', 'Refused', 'Bytes']

/** Markdown of at most `limit` bytes (UTF-8): GitHub drops a summary that is too large and fails the step. */
export class MarkdownPage {
  readonly #limit: number
  readonly #lines: string[] = []
  #used = 0
  #reserved = 0
  #closing = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Adds all lines, or none and returns false when they do not fit. */
  add(...lines: readonly string[]): boolean {
    const bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0)
    if (this.#used + bytes > this.#limit - this.#reserved - this.#closing) return false
    this.#lines.push(...lines)
    this.#used += bytes
    return true
  }

  /** Adds rows of the first `limit` items, as many as fit; returns how many items have none. Cells are Markdown already. */
  table<T>(
    heads: readonly string[],
    items: readonly T[],
    limit: number,
    cellsOf: (item: T) => readonly string[],
  ): number {
    if (items.length === 0) return 0
    const alignments = heads.map((head) => (numberHeads.includes(head) ? ' ---: ' : ' --- '))
    if (!this.add(tableRow(heads), `|${alignments.join('|')}|`)) return items.length
    const shown = items.slice(0, limit)
    const unfitted = shown.findIndex((item) => !this.add(tableRow(cellsOf(item))))
    this.add('')
    return items.length - (unfitted === -1 ? shown.length : unfitted)
  }

  /** What `draw` adds, folded under a title; nothing where not even the title fits. */
  fold(title: string, draw: () => void): void {
    const end = ['</details>', '']
    this.#closing = end.join('\n').length + 1
    const opened = this.add('<details>', `<summary>${title}</summary>`, '')
    if (opened) draw()
    this.#closing = 0
    if (opened) this.add(...end)
  }

  /** Keeps bytes for later lines; 0 releases them. */
  reserve(bytes: number): void {
    this.#reserved = bytes
  }

  text(): string {
    return `${this.#lines.join('\n')}\n`
  }
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** Rows of a table of evidence, and notes; all of them are in `report.json`. */
const ROWS_SHOWN = 50
const CLOSING_BYTES = 1000

/** One line about exports and proven scans; none when there were none. */
export function evidenceInShort({ evidence: { exports, targets } }: Report): string[] {
  const rows = exports.reduce((sum, one) => sum + one.rows, 0)
  const proven = targets.filter((target) => target.provenBy !== null).length
  const parts = [
    ...(exports.length > 0 ? [`${plural(rows, 'row')} read from ${plural(exports.length, 'export')}`] : []),
    ...(targets.length > 0
      ? [`scan proven for ${count(proven)} of ${plural(targets.length, 'target')}`]
      : []),
  ]
  return parts.length === 0 ? [] : [`Based on: ${parts.join(', ')}.`, '']
}

export function evidenceSection(page: MarkdownPage, report: Report): void {
  const { evidence } = report
  page.reserve(CLOSING_BYTES)
  for (const note of evidence.notes.slice(0, ROWS_SHOWN)) page.add(`* ⚠️ ${markdownProse(note, 500)}`)
  if (evidence.notes.length > 0) page.add('')
  page.fold('Evidence', () => foldedEvidence(page, report))
  page.reserve(0)
}

function foldedEvidence(page: MarkdownPage, { evidence, period }: Report): void {
  page.add(`From ${markdownCode(evidence.startedAt)} to ${markdownCode(evidence.finishedAt)}.`, '')
  if (period.from !== null || period.to !== null) page.add(`Only findings scanned ${periodText(period)}.`, '')
  const policyHeads = ['Policy file', 'SHA-256']
  const policies = page.table(policyHeads, evidence.policyFiles, ROWS_SHOWN, ({ path, sha256 }) => {
    return [markdownCode(path, 160), markdownCode(sha256, 64)]
  })
  const scanHeads = ['Target', 'Triggered', 'Proven by', 'Last state']
  const scans = page.table(scanHeads, evidence.targets, ROWS_SHOWN, scanRow)
  const exportHeads = ['Export', 'Format', 'Bytes', 'Rows', 'Refused', 'SHA-256']
  const exports = page.table(exportHeads, evidence.exports, ROWS_SHOWN, exportRow)
  const omitted = Object.entries({ 'policy file': policies, target: scans, export: exports })
    .filter(([, left]) => left > 0)
    .map(([name, left]) => plural(left, name))
  page.reserve(0)
  if (omitted.length > 0) page.add(`${omitted.join(' and ')} more in \`report.json\`.`, '')
}

function periodText({ from, to }: Report['period']): string {
  const start = from === null ? [] : [`at or after ${markdownCode(from)}`]
  const end = to === null ? [] : [`before ${markdownCode(to)}`]
  return [...start, ...end].join(' and ')
}

function scanRow({ target, triggeredAt, provenBy, states }: TargetEvidence): string[] {
  return [
    markdownCode(target, 160),
    triggeredAt === null ? 'no' : markdownCode(triggeredAt),
    provenBy === null ? '**not proven**' : markdownText(provenBy, 200),
    markdownText(states.at(-1)?.state ?? '–', 100),
  ]
}

function exportRow({ source, format, bytes, rows, refused, sha256 }: ExportEvidence): string[] {
  return [markdownCode(source, 160), format, ...[bytes, rows, refused].map(count), markdownCode(sha256, 64)]
}

/** Slices that eyes can distinguish; the rest is one slice. */
const SLICES = 8

/** A pie of the heaviest names, which GitHub and GitLab draw; no lines when there is nothing to draw. */
export function pieOf(title: string, counts: Readonly<Record<string, number>>): string[] {
  const sorted = heaviestFirst(counts).filter(([, value]) => value > 0)
  if (sorted.length === 0) return []
  const slices = slicesOf(sorted).map(([name, value]) => `  "${name}" : ${value}`)
  return ['```mermaid', 'pie showData', `  title ${title}`, ...slices, '```']
}

/** Different names with the same label get a number, since mermaid would merge them. */
function slicesOf(sorted: readonly (readonly [string, number])[]): [string, number][] {
  const slices = new Map<string, number>()
  for (const [name, value] of sorted.slice(0, SLICES)) {
    const label = mermaidLabel(name)
    slices.set(slices.has(label) ? `${label} ${slices.size + 1}` : label, value)
  }
  const rest = sorted.slice(SLICES).reduce((sum, [, value]) => sum + value, 0)
  return rest === 0 ? [...slices] : [...slices, ['all other', rest]]
}

/** Bars (all findings) with a line (new ones), oldest run first; from two runs on. */
export function trendChart(runs: readonly PastRun[]): string[] {
  if (runs.length < 2) return []
  const most = Math.max(1, ...runs.map((run) => run.total))
  return [
    '```mermaid',
    'xychart-beta',
    `  title "Findings of the last ${runs.length} runs (line: new)"`,
    `  x-axis "run" 1 --> ${runs.length}`,
    `  y-axis "findings" 0 --> ${most}`,
    `  bar [${runs.map((run) => run.total).join(', ')}]`,
    `  line [${runs.map((run) => run.new).join(', ')}]`,
    '```',
  ]
}
