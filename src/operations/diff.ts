/** `diff A B`: reads two report folders or exports and lists the findings that are new, fixed or moved. */
import { join } from 'node:path'
import { inputReader } from '../config/sources.ts'
import { GateError } from '../errors.ts'
import type { FindingRow } from '../export/finding-row.ts'
import { createReadingContext, type ReadingContext, readExport } from '../export/read-export.ts'
import { openLocalFile } from '../export/temp-file.ts'
import { archiveDefaults } from '../export/zip.ts'
import { unreadMembers } from '../export/zip-checks.ts'
import { isFile, pathOf, readTextFile } from '../files.ts'
import type { Finding } from '../finding.ts'
import type { Host } from '../host.ts'
import { FindingIndex, type IndexedRow } from '../judge/finding-index.ts'
import { reportFileNames } from '../report/formats.ts'
import { byCodeUnits } from '../text.ts'

/** Items listed of each kind; the counts are of all. */
const LISTED = 50
/** `diff` takes no inputs, so the defaults apply. */
const defaults = inputReader({ given: new Map(), mistakes: [] }, 'evaluate', 0)
const limits = { ...archiveDefaults, maxExportBytes: defaults.values.maxExportSize }

/** One side: `keyed` when its fingerprints were made with a key, so that they distinguish secrets. */
type Side = { readonly source: string; readonly file: string; readonly keyed: boolean }

/**
 * Compares two runs or exports, each a report folder, a `findings.csv`, a CSV or a zip.
 * @throws GateError FILE_UNREADABLE, EXPORT_MISSING, or what reading an export meets
 */
export async function compare(earlier: string, later: string, host: Host): Promise<Difference> {
  const [before, after] = [await sideOf(earlier, host), await sideOf(later, host)]
  const diff = createDiff({ before: new FindingIndex(), after: new FindingIndex() })
  const tokenOf = tokensFor(before, after)
  // By its own names: that one of them shows a matched text, a later row may be the first to say.
  const diffFinding = (row: FindingRow): DiffFinding => {
    return { ...row.finding(), ...row.names.findingKey(row.key), token: tokenOf(row) }
  }
  const read = { context: createReadingContext(null), host }
  await readSide(before, read, (row) => diff.before(row, () => diffFinding(row)))
  await readSide(after, read, (row) => diff.after(row, () => diffFinding(row)))
  const { masks } = read.context.row.names
  return diff.conclude(LISTED, (finding) => masks.writtenFinding(finding))
}

async function sideOf(source: string, host: Host): Promise<Side> {
  const path = pathOf(source, host.workingFolder)
  const inFolder = join(path, reportFileNames.csv)
  if (!isFile(inFolder)) return { source, file: path, keyed: false }
  const baseline = join(path, reportFileNames.baseline)
  const keyed = isFile(baseline) && isKeyed(await readTextFile(baseline, 'diff'))
  return { source, file: inFolder, keyed }
}

/** The kind is in the first lines of a baseline; without a kind it is not keyed. */
function isKeyed(baseline: string): boolean {
  return /^"kind": "keyed",$/m.test(baseline.slice(0, 200))
}

/** Both sides must identify secrets by the same recipe, or neither does. */
function tokensFor(before: Side, after: Side): (row: FindingRow) => DiffFinding['token'] {
  if (before.keyed && after.keyed) return (row) => row.fingerprint ?? ''
  const folder = [before, after].some(({ file }) => file.endsWith(reportFileNames.csv))
  return folder ? () => '' : (row) => row.secretHash
}

async function readSide(
  { source, file }: Side,
  { context, host }: { context: ReadingContext; host: Host },
  onRow: (row: FindingRow) => void,
): Promise<void> {
  const stored = await openLocalFile(file)
  try {
    const settings = {
      source,
      target: null,
      columns: {},
      onBadRow: 'error',
      period: { from: null, to: null },
      limits,
    } as const
    const { evidence, unread } = await readExport(stored, settings, context, { onRow }, host)
    if (unread.length > 0) throw unreadMembers(source, unread)
    if (evidence.format !== 'empty') return
    throw new GateError('EXPORT_MISSING', `${source} is empty, without even a header.`)
  } finally {
    await stored.dispose()
  }
}

/** A finding to compare. */
export type DiffFinding = Finding & {
  /**
   * Identifies the secret, on both sides by the same recipe: its hash, or a fingerprint made with a key. '' when nothing
   * does; then findings of a rule in a file are distinguished by their lines and number only.
   */
  readonly token: string
}

/** A finding on any branch. */
export type DiffItem = Pick<Finding, 'project' | 'repository' | 'path' | 'line' | 'rule'>
/** A finding at two places: before and after. */
export type MovedItem = { readonly from: DiffItem; readonly to: DiffItem }

export type Difference = {
  readonly new: readonly DiffItem[]
  readonly fixed: readonly DiffItem[]
  readonly moved: readonly MovedItem[]
  /** All of them, also those that the lists have no room for; `same` have not moved. */
  readonly counts: {
    readonly new: number
    readonly fixed: number
    readonly moved: number
    readonly same: number
  }
}

/** Takes the rows of two runs, then concludes their difference. */
export type Diff = {
  /** Takes a row of the earlier run, and its finding where that is the first of its kind. */
  before(row: IndexedRow, finding: () => DiffFinding): void
  /** Takes a row of the later run. */
  after(row: IndexedRow, finding: () => DiffFinding): void
  /** The difference, sorted by place. @param limit most items in each list @param written gives names as they are written */
  conclude(limit: number, written?: (finding: DiffFinding) => DiffFinding): Difference
}

/** Both sides empty; `index` counts the findings of each side once. */
export function createDiff(index: { readonly before: FindingIndex; readonly after: FindingIndex }): Diff {
  const before: DiffFinding[] = []
  const after: DiffFinding[] = []
  return {
    before(row, finding) {
      if (index.before.place(row) === before.length) before.push(finding())
    },
    after(row, finding) {
      if (index.after.place(row) === after.length) after.push(finding())
    },
    conclude: (limit, written = (finding) => finding) =>
      differenceOf(before.map(written), after.map(written), limit),
  }
}

type Pair = readonly [from: DiffFinding, to: DiffFinding]

function differenceOf(
  before: readonly DiffFinding[],
  after: readonly DiffFinding[],
  limit: number,
): Difference {
  const rounds: readonly ((finding: DiffFinding) => string | null)[] = [
    (f) => key(f.project, f.repository, f.path, f.rule, f.token, f.line),
    (f) => key(f.project, f.repository, f.path, f.rule, f.token),
    // Renamed or copied elsewhere: only a token shows that.
    (f) => (f.token === '' ? null : key(f.project, f.repository, f.rule, f.token)),
  ]
  let left = { before, after }
  const pairs: Pair[] = []
  for (const round of rounds) {
    const matched = pairUp(left.before, left.after, round)
    pairs.push(...matched.pairs)
    left = matched.left
  }
  const moved = pairs.filter(([from, to]) => from.path !== to.path || from.line !== to.line)
  return {
    new: firstOf(left.after.map(itemOf), limit, (item) => item),
    fixed: firstOf(left.before.map(itemOf), limit, (item) => item),
    moved: firstOf(
      moved.map(([from, to]) => ({ from: itemOf(from), to: itemOf(to) })),
      limit,
      ({ from }) => from,
    ),
    counts: {
      new: left.after.length,
      fixed: left.before.length,
      moved: moved.length,
      same: pairs.length - moved.length,
    },
  }
}

/** Pairs findings of both sides that have the same key, in the order of their places; `null` pairs with nothing. */
function pairUp(
  before: readonly DiffFinding[],
  after: readonly DiffFinding[],
  keyOf: (finding: DiffFinding) => string | null,
): { readonly pairs: readonly Pair[]; readonly left: Record<'before' | 'after', readonly DiffFinding[]> } {
  const waiting = Map.groupBy(before.toSorted(byPlace), keyOf)
  const pairs: Pair[] = []
  const alone: DiffFinding[] = []
  for (const finding of after.toSorted(byPlace)) {
    const wanted = keyOf(finding)
    const from = wanted === null ? undefined : waiting.get(wanted)?.shift()
    if (from === undefined) alone.push(finding)
    else pairs.push([from, finding])
  }
  return { pairs, left: { before: [...waiting.values()].flat(), after: alone } }
}

function key(...parts: readonly (string | number | null)[]): string {
  return JSON.stringify(parts)
}

function itemOf({ project, repository, path, line, rule }: DiffFinding): DiffItem {
  return { project, repository, path, line, rule }
}

function firstOf<T>(items: readonly T[], limit: number, placeOf: (item: T) => DiffItem): readonly T[] {
  return items.toSorted((a, b) => byPlace(placeOf(a), placeOf(b))).slice(0, limit)
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
