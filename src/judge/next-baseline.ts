/** Writes `baseline.json`: sorted, a line for each file, equal findings giving equal text. */
import type { FindingNames } from '../export/finding-row.ts'
import { mix, PairTable } from '../export/typed-tables.ts'
import { byCodeUnits, type Mask } from '../text.ts'
import { BASELINE_FORMAT, BASELINE_VERSION, KEPT_DIGITS } from './baseline.ts'
import { type FindingIndex, type Lists, sortedByShelf } from './finding-index.ts'
import type { Fingerprints } from './fingerprint.ts'

/** Characters after which a piece is given away, so that a large repository need not be in memory as a text. */
const PIECE = 1 << 16

/** In pieces, so that a large one is never in memory as a whole. @param keyCheck `null` for kind `counts` */
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
  const repositories = Array.from({ length: starts.length - 1 }, (_none, repository) => ({
    name: mask(accepted.names.writtenRepository(repository)),
    keys: items.subarray(starts[repository], starts[repository + 1]),
  })).filter(({ keys }) => keys.length > 0)
  // Masked names of several may be one.
  const byName = [...Map.groupBy(repositories, ({ name }) => name)]
  let separator = '\n'
  for (const [name, same] of byName.sort(([a], [b]) => byCodeUnits(a, b))) {
    yield `${separator}${JSON.stringify(name)}: {\n`
    const [first] = same
    yield* writer.lines(
      first && same.length === 1 ? first.keys : Uint32Array.from(same.flatMap(({ keys }) => [...keys])),
    )
    yield '}'
    separator = ',\n'
  }
  yield '\n}\n}\n'
}

class RepositoryWriter {
  readonly #accepted: Accepted
  /** `null` for kind `counts`. */
  readonly #fingerprints: Fingerprints | null
  readonly #mask: Mask
  readonly #rules: readonly string[]
  /** Of the repository at hand, by list of branches (see `Accepted`). */
  readonly #labels: Uint32Array
  #labelled: number[] = []

  constructor(accepted: Accepted, fingerprints: Fingerprints | null, mask: Mask) {
    this.#mask = mask
    this.#accepted = accepted
    this.#fingerprints = fingerprints
    this.#labels = new Uint32Array(accepted.lists)
    const { names } = accepted
    this.#rules = Array.from({ length: names.rules.size }, (_none, rule) =>
      JSON.stringify(mask(names.masks.written('rule', names.rules.text(rule)))),
    )
  }

  *lines(keys: Uint32Array): Generator<string, undefined> {
    const branches = this.#label(keys).map((names, index) => `"${index + 1}": ${names}`)
    let text = `"branches": {\n${branches.join(',\n')}\n},\n"files": {`
    let file: string | null = null
    for (const { same, path, rule } of this.#merged(keys)) {
      if (path === file) text += ', '
      else text += `${file === null ? '\n' : '},\n'}${JSON.stringify(path)}: {`
      text += `${rule}: ${this.#findings(same)}`
      file = path
      if (text.length < PIECE) continue
      yield text
      text = ''
    }
    yield `${text}}\n}`
  }

  *#merged(keys: Uint32Array): Generator<{ same: readonly number[]; path: string; rule: string }, undefined> {
    let before: { same: number[]; path: string; rule: string } | null = null
    for (const { key, path, rule } of this.#sorted(keys)) {
      if (before !== null && before.path === path && before.rule === rule) {
        before.same.push(key)
        continue
      }
      if (before !== null) yield before
      before = { same: [key], path, rule }
    }
    if (before !== null) yield before
  }

  /** By path and rule, by UTF-16 code units: the same on every machine, whatever its language. */
  #sorted(keys: Uint32Array): readonly { key: number; path: string; rule: string }[] {
    const { names } = this.#accepted
    return Array.from(keys, (key) => ({
      key,
      path: this.#mask(names.masks.written('path', names.keys.text(key))),
      rule: this.#rules[names.ruleOf(key)] as string,
    })).sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : byCodeUnits(a.rule, b.rule)))
  }

  #findings(keys: readonly number[]): string {
    const { starts, items } = this.#accepted.byKey
    const [key = 0] = keys
    const start = starts[key] as number
    if (keys.length === 1 && starts[key + 1] === start + 1) {
      const only = items[start] as number
      return `{"${this.#labelOf(only)}": ${this.#group([only])}}`
    }
    const findings = keys.flatMap((same) => [...this.#accepted.findingsOf(same)])
    const groups = [...Map.groupBy(findings, (id) => this.#labelOf(id))]
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

  /** Labels the lists of branches from 1, most used first, so that a new branch changes one line. Returns them in order. */
  #label(keys: Uint32Array): readonly string[] {
    const accepted = this.#accepted
    const { starts, items } = accepted.byKey
    const uses = this.#labels
    for (const list of this.#labelled) uses[list] = 0
    this.#labelled = []
    for (const key of keys) {
      for (let at = starts[key] as number; at < (starts[key + 1] as number); at++) {
        const list = accepted.listOf(items[at] as number)
        if (uses[list] === 0) this.#labelled.push(list)
        uses[list] = (uses[list] as number) + 1
      }
    }
    const used = this.#labelled.map((list) => ({
      list,
      count: uses[list] as number,
      names: JSON.stringify(accepted.branchNamesOf(list).map(this.#mask)),
    }))
    used.sort((a, b) => b.count - a.count || byCodeUnits(a.names, b.names))
    for (const [index, { list }] of used.entries()) this.#labels[list] = index + 1
    return used.map(({ names }) => names)
  }
}

/** The accepted findings of a run. Making it takes a moment for a million of them. */
export class Accepted {
  readonly names: FindingNames
  readonly byKey: Lists
  /** By finding: id of the list of its branches. */
  readonly #lists: Uint32Array
  /** Lists of branches, by two hashes. */
  readonly #listIds = new PairTable()
  /** Ids of branches, ascending, each as often as the findings of the list have rows there. */
  readonly #branches: (readonly number[])[] = []
  readonly #branchNames: (readonly string[])[] = []

  constructor(index: FindingIndex, names: FindingNames) {
    this.names = names
    const branches = index.accepted()
    const findings = new Uint32Array(branches.starts.length - 1)
    this.#lists = new Uint32Array(findings.length)
    let count = 0
    for (let id = 0; id < findings.length; id++) {
      if (branches.starts[id] === branches.starts[id + 1]) continue
      findings[count++] = id
      this.#lists[id] = this.#listOf(branches, id)
    }
    const accepted = findings.subarray(0, count)
    const keys = accepted.map((id) => index.keyOf(id))
    this.byKey = sortedByShelf(accepted, keys, names.keys.size)
  }

  get size(): number {
    return this.byKey.items.length
  }

  findingsOf(key: number): Uint32Array {
    return this.byKey.items.subarray(this.byKey.starts[key], this.byKey.starts[key + 1])
  }

  get lists(): number {
    return this.#branches.length
  }

  /** Id of the list of branches that a finding is on. Findings on the same branches have the same list. */
  listOf(finding: number): number {
    return this.#lists[finding] as number
  }

  branchesOf(list: number): readonly number[] {
    return this.#branches[list] as readonly number[]
  }

  /** As they are written, sorted by UTF-16 code units. */
  branchNamesOf(list: number): readonly string[] {
    this.#branchNames[list] ??= this.branchesOf(list)
      .map((branch) => this.names.masks.written('branch', this.names.branches.text(branch)))
      .sort()
    return this.#branchNames[list] as readonly string[]
  }

  keysByRepository(): Lists {
    const { starts } = this.byKey
    const { keys, repositories } = this.names
    const taken = new Uint32Array(keys.size)
    let count = 0
    for (let key = 0; key < keys.size; key++) if (starts[key] !== starts[key + 1]) taken[count++] = key
    const accepted = taken.subarray(0, count)
    const ofKeys = accepted.map((key) => keys.outer(key))
    return sortedByShelf(accepted, ofKeys, repositories.size)
  }

  #listOf({ starts, items }: Lists, id: number): number {
    const [start, end] = [starts[id] as number, starts[id + 1] as number]
    let [first, second] = [end - start, 0]
    for (let at = start; at < end; at++) {
      first = mix(first, items[at] as number)
      second = mix((items[at] as number) ^ first, second)
    }
    const list = this.#listIds.intern(first, second)
    this.#branches[list] ??= Array.from(items.subarray(start, end))
    return list
  }
}
