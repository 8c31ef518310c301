/** `diff A B`: reads two report folders or exports and lists the findings that are new, fixed or moved. */
import { join } from 'node:path'
import { ALWAYS } from '../config/inputs.ts'
import { inputReader } from '../config/sources.ts'
import { GateError } from '../errors.ts'
import type { FindingRow } from '../export/finding-row.ts'
import { unreadMembers } from '../export/open-export.ts'
import { createReadingContext, readExport } from '../export/read-export.ts'
import { openLocalFile } from '../export/temp-file.ts'
import { archiveDefaults } from '../export/zip.ts'
import { isFile, pathOf, readTextFile } from '../files.ts'
import type { Finding } from '../finding.ts'
import type { Host } from '../host.ts'
import { FindingIndex, type IndexedRow } from '../judge/finding-index.ts'
import { jsonText, markdownCode } from '../report/escape.ts'
import { reportFormats } from '../report/formats.ts'
import { byCodeUnits } from '../text.ts'

/** Items listed of each kind; the counts are of all. */
const LISTED = 50
/** `diff` takes no inputs, so the defaults apply. */
const defaults = inputReader({ given: new Map(), mistakes: [] }, 'evaluate', 0)
const limits = { ...archiveDefaults, maxExportBytes: defaults.values.maxExportSize }

/** One side: `keyed` when its fingerprints were made with a key, so that they distinguish secrets. */
type Source = { readonly source: string; readonly file: string; readonly keyed: boolean }

/** Compares two runs or exports, each a report folder, a `findings.csv`, a CSV or a zip. */
export async function compare(earlier: string, later: string, host: Host): Promise<Difference> {
  const [before, after] = [await sourceOf(earlier, host), await sourceOf(later, host)]
  const tokenOf = tokensFor(before, after)
  // By its own names: that one of them shows a matched text, a later row may be the first to say.
  const diffFinding = (row: FindingRow): DiffFinding => {
    return { ...row.finding(), ...row.names.findingKey(row.key), token: tokenOf(row) }
  }
  const context = createReadingContext(null)
  const findingsOf = async ({ source, file }: Source): Promise<readonly DiffFinding[]> => {
    const side = new DiffSide()
    const onRow = (row: FindingRow): void => side.add(row, () => diffFinding(row))
    const settings = { source, target: null, columns: {}, onBadRow: 'error', period: ALWAYS, limits } as const
    const stored = await openLocalFile(file)
    try {
      const { evidence, unread } = await readExport(stored, settings, context, { onRow }, host)
      if (unread.length > 0) throw unreadMembers(source, unread)
      if (evidence.format !== 'empty') return side.findings
      throw new GateError('EXPORT_MISSING', `${source} is empty, without even a header.`)
    } finally {
      await stored.dispose()
    }
  }
  const [found, foundLater] = [await findingsOf(before), await findingsOf(after)]
  const { masks } = context.row.names
  const written = (finding: DiffFinding): DiffFinding => masks.writtenFinding(finding)
  return differenceOf(found.map(written), foundLater.map(written), LISTED)
}

async function sourceOf(source: string, host: Host): Promise<Source> {
  const path = pathOf(source, host.workingFolder)
  const inFolder = join(path, reportFormats.csv.name)
  if (!isFile(inFolder)) return { source, file: path, keyed: false }
  const baseline = join(path, reportFormats.baseline.name)
  // The kind is in the first lines of a baseline; without a kind it is not keyed.
  const start = isFile(baseline) ? (await readTextFile(baseline, 'diff')).slice(0, 200) : ''
  return { source, file: inFolder, keyed: /^"kind": "keyed",$/m.test(start) }
}

/** Both sides must identify secrets by the same recipe, or neither does. */
function tokensFor(before: Source, after: Source): (row: FindingRow) => DiffFinding['token'] {
  if (before.keyed && after.keyed) return (row) => row.fingerprint ?? ''
  const folder = [before, after].some(({ file }) => file.endsWith(reportFormats.csv.name))
  return folder ? () => '' : (row) => row.secretHash
}

export type DiffFinding = Finding & {
  /**
   * Identifies the secret, on both sides by the same recipe: its hash, or a fingerprint made with a key. '' where nothing
   * does; then only lines and number distinguish findings of a rule in a file.
   */
  readonly token: string
}

export type DiffItem = Pick<Finding, 'project' | 'repository' | 'path' | 'line' | 'rule'>
export type Difference = ReturnType<typeof differenceOf>

export class DiffSide {
  readonly findings: DiffFinding[] = []
  readonly #index = new FindingIndex()

  add(row: IndexedRow, finding: () => DiffFinding): void {
    if (this.#index.place(row) === this.findings.length) this.findings.push(finding())
  }
}

type Pair = { readonly from: DiffFinding; readonly to: DiffFinding }
type Sides = Record<'before' | 'after', readonly DiffFinding[]>

/** The difference, sorted by place. @param limit most items in each list; the counts are of all */
export function differenceOf(before: readonly DiffFinding[], after: readonly DiffFinding[], limit: number) {
  const rounds: readonly ((finding: DiffFinding) => string | null)[] = [
    (f) => key(f.project, f.repository, f.path, f.rule, f.token, f.line),
    (f) => key(f.project, f.repository, f.path, f.rule, f.token),
    // Renamed or copied elsewhere: only a token shows that.
    (f) => (f.token === '' ? null : key(f.project, f.repository, f.rule, f.token)),
  ]
  let left: Sides = { before, after }
  const pairs: Pair[] = []
  for (const round of rounds) left = pairUp(left, round, pairs)
  const moved = pairs.filter(({ from, to }) => from.path !== to.path || from.line !== to.line)
  const listed = (findings: readonly DiffFinding[]): readonly DiffItem[] =>
    findings.toSorted(byPlace).slice(0, limit).map(itemOf)
  return {
    new: listed(left.after),
    fixed: listed(left.before),
    moved: moved
      .toSorted((a, b) => byPlace(a.from, b.from))
      .slice(0, limit)
      .map(({ from, to }) => ({ from: itemOf(from), to: itemOf(to) })),
    counts: {
      new: left.after.length,
      fixed: left.before.length,
      moved: moved.length,
      same: pairs.length - moved.length,
    },
  }
}

/** Pairs findings that have the same key, in the order of their places; `null` pairs with nothing. @returns the others */
function pairUp(
  { before, after }: Sides,
  keyOf: (finding: DiffFinding) => string | null,
  pairs: Pair[],
): Sides {
  const waiting = Map.groupBy(before.toSorted(byPlace), keyOf)
  const alone: DiffFinding[] = []
  for (const finding of after.toSorted(byPlace)) {
    const wanted = keyOf(finding)
    const from = wanted === null ? undefined : waiting.get(wanted)?.shift()
    if (from === undefined) alone.push(finding)
    else pairs.push({ from, to: finding })
  }
  return { before: [...waiting.values()].flat(), after: alone }
}

function key(...parts: readonly (string | number | null)[]): string {
  return JSON.stringify(parts)
}

function itemOf({ project, repository, path, line, rule }: DiffFinding): DiffItem {
  return { project, repository, path, line, rule }
}

function byPlace(a: DiffItem, b: DiffItem): number {
  return (
    byCodeUnits(a.project, b.project) ||
    byCodeUnits(a.repository, b.repository) ||
    byCodeUnits(a.path, b.path) ||
    (a.line ?? 0) - (b.line ?? 0) ||
    byCodeUnits(a.rule, b.rule)
  )
}

/** As one JSON object; its lists are cut like those of the text, its counts are not. */
export function differenceJson({ counts, ...lists }: Difference): string {
  return jsonText({ counts, ...lists }, 2)
}

export function differenceMarkdown(difference: Difference): string {
  const kinds = kindsOf(difference)
  const rows = kinds.flatMap(({ kind, items }) => items.map((item) => rowOf(kind, item)))
  const omitted = kinds.filter(({ more }) => more > 0).map(({ kind, more }) => `and ${more} more ${kind}`)
  const head = ['', '| | Rule | Repository | Place |', '| --- | --- | --- | --- |']
  return [
    `**${headLine(difference)}**`,
    ...(rows.length === 0 ? [] : [...head, ...rows]),
    ...(omitted.length === 0 ? [] : ['', omitted.join(', ')]),
  ].join('\n')
}

/** The difference for people, one line each; says how many are not shown. */
export function differenceLines(difference: Difference): readonly string[] {
  const lines = kindsOf(difference).flatMap(({ kind, items, more }) => [
    ...items.map((item) => lineOf(kind, item)),
    ...(more > 0 ? [`${kind}  ... and ${more} more`] : []),
  ])
  return [headLine(difference), ...lines]
}

/** The items of each kind, and how many its list has no room for; only what moved has a `to`. */
function kindsOf({ counts, new: added, fixed, moved }: Difference) {
  const unmoved = (from: DiffItem) => ({ from, to: null })
  return [
    { kind: 'new', items: added.map(unmoved), more: counts.new - added.length },
    { kind: 'fixed', items: fixed.map(unmoved), more: counts.fixed - fixed.length },
    { kind: 'moved', items: moved, more: counts.moved - moved.length },
  ]
}

type ShownItem = { readonly from: DiffItem; readonly to: DiffItem | null }

function rowOf(kind: string, { from, to }: ShownItem): string {
  const moved = to === null ? '' : ` → ${markdownCode(placeText(to))}`
  const repository = markdownCode(`${from.project}/${from.repository}`)
  return `| ${kind} | ${markdownCode(from.rule)} | ${repository} | ${markdownCode(placeText(from))}${moved} |`
}

function lineOf(kind: string, { from, to }: ShownItem): string {
  const { rule, project, repository } = from
  const moved = to === null ? '' : ` -> ${placeText(to)}`
  return `${kind.padEnd(5)}  ${rule}  ${project}/${repository}  ${placeText(from)}${moved}`
}

function headLine({ counts }: Difference): string {
  return `${counts.new} new, ${counts.fixed} fixed, ${counts.moved} moved, ${counts.same} as before.`
}

function placeText({ path, line }: DiffItem): string {
  return line === null ? path : `${path}:${line}`
}
