/** Writes `baseline.json`: sorted, a line for each file, equal findings giving equal text. */
import { byCodeUnits } from '../text.ts'
import { BASELINE_FORMAT, BASELINE_VERSION } from './baseline.ts'

/** Findings of one file and rule that stand on the same branches. */
export type AcceptedGroup = {
  /** Sorted; groups that stand on the same branches share the list itself. */
  readonly branches: readonly string[]
  readonly count: number
  /** Kept digits of their fingerprints; empty for kind `counts`. */
  readonly fingerprints: readonly string[]
}

/** All accepted findings of one file and rule. */
export type AcceptedKey = {
  readonly path: string
  readonly rule: string
  readonly groups: readonly AcceptedGroup[]
}

/** A repository as `PROJ/slug`; its findings (one at least), sorted by path and rule, are asked for in their turn. */
export type AcceptedRepository = { readonly name: string; readonly keys: () => readonly AcceptedKey[] }

/** Characters after which a piece is given away, so that a large repository need not be in memory as a text. */
const PIECE = 1 << 16

/**
 * The text in pieces, so that a large baseline need not be in memory as a whole.
 * @param keyCheck `null` for kind `counts`
 */
export function* baselineLines(
  repositories: readonly AcceptedRepository[],
  keyCheck: string | null,
): Generator<string, undefined> {
  yield `{\n"format": "${BASELINE_FORMAT}",\n"version": ${BASELINE_VERSION},\n`
  yield keyCheck === null
    ? '"kind": "counts",\n'
    : `"kind": "keyed",\n"keyCheck": ${JSON.stringify(keyCheck)},\n`
  yield '"repositories": {'
  let separator = '\n'
  for (const { name, keys } of repositories.toSorted((a, b) => byCodeUnits(a.name, b.name))) {
    yield `${separator}${JSON.stringify(name)}: {\n`
    yield* repositoryLines(keys(), keyCheck !== null)
    yield '}'
    separator = ',\n'
  }
  yield '\n}\n}\n'
}

function* repositoryLines(keys: readonly AcceptedKey[], keyed: boolean): Generator<string, undefined> {
  const labels = labelsOf(keys)
  const branches = [...labels].map(([group, label]) => `"${label}": ${JSON.stringify(group)}`)
  let text = `"branches": {\n${branches.join(',\n')}\n},\n"files": {`
  let file: string | null = null
  for (const { path, rule, groups } of keys) {
    if (path === file) text += ', '
    else text += `${file === null ? '\n' : '},\n'}${JSON.stringify(path)}: {`
    text += `${JSON.stringify(rule)}: ${groupsText(groups, labels, keyed)}`
    file = path
    if (text.length < PIECE) continue
    yield text
    text = ''
  }
  yield `${text}}\n}`
}

function groupsText(groups: readonly AcceptedGroup[], labels: Labels, keyed: boolean): string {
  const [only] = groups
  if (only !== undefined && groups.length === 1 && !keyed)
    return `{"${labels.get(only.branches)}": ${only.count}}`
  const texts = groups
    .map((group) => ({ ...group, label: labels.get(group.branches) ?? 0 }))
    .sort((a, b) => a.label - b.label)
    .map(({ label, count, fingerprints }) => {
      return `"${label}": ${keyed ? JSON.stringify(fingerprints.toSorted(byCodeUnits)) : count}`
    })
  return `{${texts.join(', ')}}`
}

type Labels = ReadonlyMap<readonly string[], number>

/** A short label for each group of branches, the most used first, so that a new branch changes one line only. */
function labelsOf(keys: readonly AcceptedKey[]): Labels {
  const uses = new Map<readonly string[], number>()
  for (const { groups } of keys) {
    for (const { branches, count } of groups) uses.set(branches, (uses.get(branches) ?? 0) + count)
  }
  const sorted = [...uses].sort(
    ([a, usesOfA], [b, usesOfB]) => usesOfB - usesOfA || byCodeUnits(JSON.stringify(a), JSON.stringify(b)),
  )
  return new Map(sorted.map(([branches], index) => [branches, index + 1]))
}
