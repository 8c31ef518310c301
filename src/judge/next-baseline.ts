/** Writes `baseline.json`: sorted, a line for each file, equal findings giving equal text. */
import { byCodeUnits, type Mask } from '../text.ts'
import type { Accepted } from './accepted.ts'
import { BASELINE_FORMAT, BASELINE_VERSION, KEPT_DIGITS } from './baseline.ts'
import type { Fingerprints } from './fingerprint.ts'

/** Characters after which a piece is given away, so that a large repository need not be in memory as a text. */
const PIECE = 1 << 16

/**
 * The text in pieces, so that a large baseline need not be in memory as a whole.
 * @param keyCheck `null` for kind `counts`
 */
export function* baselineLines(
  accepted: Accepted,
  fingerprints: Fingerprints,
  keyCheck: string | null,
  mask: Mask = (text) => text,
): Generator<string, undefined> {
  yield `{\n"format": "${BASELINE_FORMAT}",\n"version": ${BASELINE_VERSION},\n`
  yield keyCheck === null
    ? '"kind": "counts",\n'
    : `"kind": "keyed",\n"keyCheck": ${JSON.stringify(keyCheck)},\n`
  yield '"repositories": {'
  const writer = new RepositoryWriter(accepted, keyCheck === null ? null : fingerprints, mask)
  const { starts, items } = accepted.keysByRepository()
  // Names that differ only in a credential are one.
  const repositories = new Map<string, Uint32Array>()
  for (let repository = 0; repository < starts.length - 1; repository++) {
    const keys = items.subarray(starts[repository], starts[repository + 1])
    const name = mask(accepted.names.repositoryName(repository))
    if (keys.length > 0) repositories.set(name, joined(repositories.get(name), keys))
  }
  let separator = '\n'
  for (const [name, keys] of [...repositories].sort(([a], [b]) => byCodeUnits(a, b))) {
    yield `${separator}${JSON.stringify(name)}: {\n`
    yield* writer.lines(keys)
    yield '}'
    separator = ',\n'
  }
  yield '\n}\n}\n'
}

function joined(before: Uint32Array | undefined, more: Uint32Array): Uint32Array {
  if (before === undefined) return more
  const all = new Uint32Array(before.length + more.length)
  all.set(before)
  all.set(more, before.length)
  return all
}

class RepositoryWriter {
  readonly #accepted: Accepted
  /** `null` for kind `counts`. */
  readonly #fingerprints: Fingerprints | null
  readonly #mask: Mask
  readonly #rules: readonly string[]
  /** Of the repository at hand, by list of branches (see `Accepted`). */
  readonly #labels: Uint32Array

  constructor(accepted: Accepted, fingerprints: Fingerprints | null, mask: Mask) {
    this.#mask = mask
    this.#accepted = accepted
    this.#fingerprints = fingerprints
    this.#labels = new Uint32Array(accepted.lists)
    const { rules } = accepted.names
    this.#rules = Array.from({ length: rules.size }, (_none, rule) => JSON.stringify(mask(rules.text(rule))))
  }

  *lines(keys: Uint32Array): Generator<string, undefined> {
    const branches = this.#label(keys).map((names, index) => `"${index + 1}": ${names}`)
    let text = `"branches": {\n${branches.join(',\n')}\n},\n"files": {`
    let file: string | null = null
    let same: Uint32Array | undefined
    const sorted = this.#sorted(keys)
    for (const [at, { key, path, rule }] of sorted.entries()) {
      const after = sorted[at + 1]
      const ids = joined(same, this.#accepted.findingsOf(key))
      same = after?.path === path && after.rule === rule ? ids : undefined
      if (same !== undefined) continue
      if (path === file) text += ', '
      else text += `${file === null ? '\n' : '},\n'}${JSON.stringify(path)}: {`
      text += `${rule}: ${this.#findings(ids)}`
      file = path
      if (text.length < PIECE) continue
      yield text
      text = ''
    }
    yield `${text}}\n}`
  }

  /** By path and rule, by UTF-16 code units: the same on every machine, whatever its language. */
  #sorted(keys: Uint32Array): readonly { key: number; path: string; rule: string }[] {
    const table = this.#accepted.names.keys
    return Array.from(keys, (key) => ({
      key,
      path: this.#mask(table.text(key)),
      rule: this.#rules[table.inner(key)] as string,
    })).sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : byCodeUnits(a.rule, b.rule)))
  }

  #findings(ids: Uint32Array): string {
    const [only = 0] = ids
    if (ids.length === 1) return `{"${this.#labelOf(only)}": ${this.#group([only])}}`
    const groups = [...Map.groupBy(ids, (id) => this.#labelOf(id))]
    groups.sort(([a], [b]) => a - b)
    return `{${groups.map(([label, members]) => `"${label}": ${this.#group(members)}`).join(', ')}}`
  }

  /** Findings of one file and rule that are on the same branches. */
  #group(members: readonly number[]): string {
    const fingerprints = this.#fingerprints
    if (fingerprints === null) return String(members.length)
    const kept = members.map((id) => fingerprints.known(id).slice(0, KEPT_DIGITS))
    return JSON.stringify(kept.sort(byCodeUnits))
  }

  #labelOf(finding: number): number {
    return this.#labels[this.#accepted.listOf(finding)] as number
  }

  /**
   * Labels the lists of branches of a repository from 1, the most used first, so that a new branch changes one line only.
   * Returns the lists in this order, as JSON.
   */
  #label(keys: Uint32Array): readonly string[] {
    const accepted = this.#accepted
    const { starts, items } = accepted.byKey
    const uses = this.#labels.fill(0)
    for (const key of keys) {
      for (let at = starts[key] as number; at < (starts[key + 1] as number); at++) {
        const list = accepted.listOf(items[at] as number)
        uses[list] = (uses[list] as number) + 1
      }
    }
    const used: { list: number; count: number; names: string }[] = []
    uses.forEach((count, list) => {
      if (count > 0)
        used.push({ list, count, names: JSON.stringify(accepted.branchNamesOf(list).map(this.#mask)) })
    })
    used.sort((a, b) => b.count - a.count || byCodeUnits(a.names, b.names))
    for (const [index, { list }] of used.entries()) this.#labels[list] = index + 1
    return used.map(({ names }) => names)
  }
}
