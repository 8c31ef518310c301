/**
 * What became of the findings of one run in another: new, fixed, moved. Branches do not matter: a finding is the
 * same on whatever branch it stands.
 */
import type { Finding } from '../finding.ts'
import type { FindingIndex, IndexedRow } from '../judge/finding-index.ts'
import { byCodeUnits } from '../text.ts'

/** What `diff` looks at. */
export type DiffFinding = Finding & {
  /**
   * Tells one secret from another, on both sides by the same recipe: `matchId`, or a fingerprint made with a key.
   * '' when nothing does; then a file's findings of a rule are told apart by their lines and number only.
   */
  readonly token: string
}

/** Where a finding stands, on whatever branch. */
export type DiffItem = Pick<Finding, 'project' | 'repository' | 'path' | 'line' | 'rule'>
/** A finding at two places: before and after. */
export type MovedItem = { readonly from: DiffItem; readonly to: DiffItem }

/** What `diff` tells. */
export type Difference = {
  readonly new: readonly DiffItem[]
  readonly fixed: readonly DiffItem[]
  readonly moved: readonly MovedItem[]
  /** All of them, also those that the lists have no room for; `same` stand where they stood. */
  readonly counts: {
    readonly new: number
    readonly fixed: number
    readonly moved: number
    readonly same: number
  }
}

/** Takes the rows of two runs, then tells their difference. */
export type Diff = {
  /** Takes a row of the earlier run, and its finding where that is the first of its kind. */
  before(row: IndexedRow, finding: () => DiffFinding): void
  /** Takes a row of the later run. */
  after(row: IndexedRow, finding: () => DiffFinding): void
  /** The difference, sorted by place. @param limit most items in each list */
  conclude(limit: number): Difference
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
    conclude: (limit) => differenceOf(before, after, limit),
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
    // Renamed or copied elsewhere: only a token can tell that.
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

/** The difference for people, one line each; says how many are not shown. */
export function differenceLines({ counts, ...lists }: Difference): readonly string[] {
  const head = `${counts.new} new, ${counts.fixed} fixed, ${counts.moved} moved, ${counts.same} as before.`
  const items = [
    ...lists.new.map((item) => `new    ${placeText(item)}`),
    ...more('new', counts.new, lists.new.length),
    ...lists.fixed.map((item) => `fixed  ${placeText(item)}`),
    ...more('fixed', counts.fixed, lists.fixed.length),
    ...lists.moved.map(({ from, to }) => `moved  ${placeText(from)} -> ${to.path}${lineText(to)}`),
    ...more('moved', counts.moved, lists.moved.length),
  ]
  return [head, ...items]
}

function more(what: string, count: number, shown: number): readonly string[] {
  return count > shown ? [`${what}  ... and ${count - shown} more`] : []
}

function placeText(item: DiffItem): string {
  return `${item.rule}  ${item.project}/${item.repository}  ${item.path}${lineText(item)}`
}

function lineText({ line }: DiffItem): string {
  return line === null ? '' : `:${line}`
}
