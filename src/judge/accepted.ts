/** What the next baseline will accept: each distinct finding of this run that is not suppressed, with its branches. */
import type { FindingNames } from '../export/name-table.ts'
import { mix, PairTable } from '../export/typed-tables.ts'
import { type FindingIndex, type Lists, sortedByShelf } from './finding-index.ts'

/** The accepted findings of a run. Making it takes a moment for a million of them. */
export class Accepted {
  readonly names: FindingNames
  /** Ids of findings, by key. */
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

  /** How many distinct findings. */
  get size(): number {
    return this.byKey.items.length
  }

  /** Ids of the findings of a key. */
  findingsOf(key: number): Uint32Array {
    return this.byKey.items.subarray(this.byKey.starts[key], this.byKey.starts[key + 1])
  }

  /** How many lists of branches. */
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

  /** Keys that have findings, by repository. */
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
