/**
 * Tells findings that are the same on several branches apart from those that are more. One pass over rows in any
 * order, with a few bytes kept for each. Pure.
 *
 * Within one branch, the n-th line on which a file holds the same matched text under the same rule is one finding.
 * The n-th on another branch is the same finding, even if its line moved. Rows equal in branch, path, line, rule and
 * matched text are one place. Without matched text the line stands in for it; a row that came with a fingerprint
 * (`findings.csv`) is known by that. So the count is, for each text, the most places that one branch has.
 *
 * Names are kept as 53-bit keys under a random seed. The odds that any two of n keys meet are n^2 / 2^54: one to
 * 18,000 for a million rows, one to 180 for ten million. A finding would then go uncounted in `distinct`, never in
 * `total`.
 */
import type { Finding } from './finding.ts'
import { createKeyMaker, createKeyTable, type KeyMaker, NO_CONTEXT } from './keys.ts'

/** Where one row belongs. */
export type Place = {
  /** Counts from 1: the how many-th place of its text in its file and branch. */
  readonly occurrence: number
  /** Number of the distinct finding, from 0 in order of appearance: fit for sets of bits. */
  readonly id: number
  /** Whether this row is the first of its distinct finding. */
  readonly first: boolean
}

export type Distinct = {
  /**
   * @param key a number of the caller's for project, repository, path and rule of the finding: equal for equal ones.
   * Given for all rows or for none; it spares going through their letters.
   */
  place(finding: Finding, key?: number): Place
}

/** Occurrence of the first place of a text on a branch, by far the most common. */
const FIRST = 1

/** Starts empty. `seed`: two random numbers below 2^32. */
export function createDistinct(seed: readonly [number, number]): Distinct {
  const keyOf = createKeyMaker(seed)
  /** (text, branch) -> line of its first place. */
  const firstLines = createKeyTable()
  /** (text, branch, line) -> occurrence, for second and later places. */
  const laterPlaces = createKeyTable()
  /** (text, branch) -> number of places, where there is more than one. */
  const placeCounts = createKeyTable()
  /** (text, occurrence) -> id. */
  const ids = createKeyTable()

  const occurrenceOf = (text: number, branch: string, line: number): number => {
    const onBranch = keyOf(text, branch)
    if (firstLines.getOrSet(onBranch, line) === line) return FIRST
    const place = keyOf(onBranch, line)
    const known = laterPlaces.get(place)
    if (known !== undefined) return known
    const occurrence = (placeCounts.get(onBranch) ?? FIRST) + 1
    placeCounts.set(onBranch, occurrence)
    laterPlaces.set(place, occurrence)
    return occurrence
  }

  const textKey = createTextKey(keyOf)

  return {
    place(finding, key) {
      const text = textKey(finding, key)
      const occurrence = occurrenceOf(text, finding.branch, finding.line ?? 0)
      const next = ids.size()
      const id = ids.getOrSet(keyOf(text, occurrence), next)
      return { occurrence, id, first: id === next }
    },
  }
}

/** Hex digits of a `matchId` that go into a key: 64 random bits, more than a key has. */
const MATCH_DIGITS = 16

/**
 * The key of a text under a rule in a file, on whatever branch. Rows of one file mostly come together, so the part
 * that they share is remembered.
 */
function createTextKey(keyOf: KeyMaker): (finding: Finding, key?: number) => number {
  let last: Finding | null = null
  let file = NO_CONTEXT
  return (finding, key) => {
    if (finding.fingerprint !== undefined) return keyOf(NO_CONTEXT, finding.fingerprint)
    if (key !== undefined) file = keyOf(NO_CONTEXT, key)
    else if (last === null || !sameFileAndRule(last, finding)) {
      const repository = keyOf(keyOf(NO_CONTEXT, finding.project), finding.repository)
      file = keyOf(keyOf(repository, finding.path), finding.rule)
    }
    last = finding
    if (finding.matchId === '') return keyOf(file, finding.line ?? 0)
    return keyOf(file, finding.matchId.slice(0, MATCH_DIGITS))
  }
}

function sameFileAndRule(a: Finding, b: Finding): boolean {
  return a.path === b.path && a.rule === b.rule && a.repository === b.repository && a.project === b.project
}
