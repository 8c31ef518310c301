/**
 * Ids for the names of a run: equal names get equal ids, so that each is decoded, cleaned and matched by globs once, and
 * everything else is arithmetic on small numbers. Ids leave this folder only for `judge/`.
 */
import { randomInt } from 'node:crypto'
import type { Finding } from '../finding.ts'
import { grown, IdList } from './typed-tables.ts'

/** Bytes of names kept in one piece, so that growing never copies them. */
const PIECE = 1 << 18
/** Longest name in bytes. Cleaned names are shorter by far. */
export const LONGEST_NAME = 65_535
/** Characters that surely fit into it. */
const LONGEST_TEXT = 16_384

/** Numbers of an entry: outer id, inner id, position of the first byte, length. One cache line holds them. */
const ENTRY = 4

/** Ids 0, 1, 2, ... for names within one or two other ids, such as a path in a repository under a rule. Exact. */
export class NameTable {
  #size = 0
  #entries = new Uint32Array(64 * ENTRY)
  /** Open addressing, two numbers a slot: id + 1 (0: free), and the hash. At most half is taken. */
  #slots = new Uint32Array(2 * 128)
  readonly #pieces: Buffer[] = []
  /** Bytes taken of the last piece. */
  #taken = PIECE
  /** Random, so that nobody can choose names that all fall on one slot. */
  readonly #seed = randomInt(2 ** 32)

  get size(): number {
    return this.#size
  }

  /** The id of the name in `bytes` from `start` to `end`, at most LONGEST_NAME long; a new name gets the next one. */
  intern(bytes: Buffer, start: number, end: number, outer = 0, inner = 0): number {
    const hash = hashOf(
      bytes,
      start,
      end,
      this.#seed ^ Math.imul(outer + 1, GOLDEN) ^ Math.imul(inner + 1, SPREAD),
    )
    const slots = this.#slots
    let slot = (2 * hash) & (slots.length - 1)
    while (slots[slot] !== 0) {
      const id = (slots[slot] as number) - 1
      if (slots[slot + 1] === hash && this.#isName(id, bytes, start, end, outer, inner)) return id
      slot = (slot + 2) & (slots.length - 1)
    }
    slots[slot] = this.#size + 1
    slots[slot + 1] = hash
    return this.#add(bytes, start, end, outer, inner)
  }

  internText(name: string, outer = 0, inner = 0): number {
    // Only a baseline edited by hand has longer ones, and no finding has such a name.
    const bytes = Buffer.from(name.slice(0, LONGEST_TEXT))
    return this.intern(bytes, 0, bytes.length, outer, inner)
  }

  text(id: number): string {
    const position = this.#entries[id * ENTRY + 2] as number
    const offset = position % PIECE
    const length = this.#entries[id * ENTRY + 3] as number
    return this.#pieceOf(position).toString('utf8', offset, offset + length)
  }

  outer(id: number): number {
    return this.#entries[id * ENTRY] as number
  }

  inner(id: number): number {
    return this.#entries[id * ENTRY + 1] as number
  }

  #pieceOf(position: number): Buffer {
    return this.#pieces[Math.floor(position / PIECE)] as Buffer
  }

  #isName(id: number, bytes: Buffer, start: number, end: number, outer: number, inner: number): boolean {
    const entries = this.#entries
    const entry = id * ENTRY
    const length = end - start
    if (entries[entry + 3] !== length || entries[entry] !== outer || entries[entry + 1] !== inner)
      return false
    const position = entries[entry + 2] as number
    const piece = this.#pieceOf(position)
    const offset = position % PIECE
    for (let at = 0; at < length; at++) if (piece[offset + at] !== bytes[start + at]) return false
    return true
  }

  #add(bytes: Buffer, start: number, end: number, outer: number, inner: number): number {
    const id = this.#size++
    const entry = id * ENTRY
    if (entry === this.#entries.length) this.#entries = grown(this.#entries, entry + 1)
    this.#entries[entry] = outer
    this.#entries[entry + 1] = inner
    this.#entries[entry + 2] = this.#store(bytes, start, end)
    this.#entries[entry + 3] = end - start
    if (4 * this.#size > this.#slots.length) this.#widen()
    return id
  }

  /** Copies the bytes of a name. Returns the position, which stays below 2^32 for 4 GiB of names. */
  #store(bytes: Buffer, start: number, end: number): number {
    const length = end - start
    if (this.#pieces.length === 0 || this.#taken + length > PIECE) {
      // Zeroed: memory that was freed may have bytes of exports in it.
      this.#pieces.push(Buffer.alloc(PIECE))
      this.#taken = 0
    }
    const piece = this.#pieces.length - 1
    bytes.copy(this.#pieces[piece] as Buffer, this.#taken, start, end)
    const position = piece * PIECE + this.#taken
    this.#taken += length
    return position
  }

  #widen(): void {
    const before = this.#slots
    const slots = new Uint32Array(2 * before.length)
    for (let at = 0; at < before.length; at += 2) {
      if (before[at] === 0) continue
      let slot = (2 * (before[at + 1] as number)) & (slots.length - 1)
      while (slots[slot] !== 0) slot = (slot + 2) & (slots.length - 1)
      slots[slot] = before[at] as number
      slots[slot + 1] = before[at + 1] as number
    }
    this.#slots = slots
  }
}

/** Odd numbers that spread bits (of Fibonacci hashing and MurmurHash3). */
const [GOLDEN, SPREAD] = [0x9e3779b1, 0x85ebca6b]

/** A hash of bytes, four at a time. */
function hashOf(bytes: Buffer, start: number, end: number, seed: number): number {
  let hash = seed
  let at = start
  for (; at + 4 <= end; at += 4) {
    const word =
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24)
    hash = Math.imul(hash ^ word, GOLDEN)
    hash ^= hash >>> 15
  }
  for (; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), GOLDEN) ^ (hash >>> 13)
  hash = Math.imul(hash ^ (hash >>> 16) ^ (end - start), SPREAD)
  return (hash ^ (hash >>> 15)) >>> 0
}

/** What a baseline counts by. */
export type FindingKey = Pick<Finding, 'project' | 'repository' | 'path' | 'rule'>

/** Cleaned names of a few hundred values, with their texts at hand. */
export class Names {
  readonly #table = new NameTable()
  readonly #texts: string[] = []

  get size(): number {
    return this.#texts.length
  }

  intern(name: string, outer = 0): number {
    const id = this.#table.internText(name, outer)
    this.#texts[id] ??= name
    return id
  }

  text(id: number): string {
    return this.#texts[id] as string
  }

  outer(id: number): number {
    return this.#table.outer(id)
  }
}

/** The cleaned names of a run. A *key* is a path in a repository under a rule. */
export class FindingNames {
  readonly projects = new Names()
  /** Slugs within a project. */
  readonly repositories = new Names()
  readonly branches = new Names()
  readonly rules = new Names()
  /** Paths within a repository (outer) under a rule (inner). */
  readonly keys = new NameTable()
  /** Cells as exported, and what became of them: see redact.ts. */
  readonly cells = new NameTable()
  readonly cleanedRules = new IdList()
  readonly cleanedKeys = new IdList()

  repository(project: string, slug: string): number {
    return this.repositories.intern(slug, this.projects.intern(project))
  }

  key({ project, repository, path, rule }: FindingKey): number {
    return this.keys.internText(path, this.repository(project, repository), this.rules.intern(rule))
  }

  repositoryOf(key: number): number {
    return this.keys.outer(key)
  }

  ruleOf(key: number): number {
    return this.keys.inner(key)
  }

  project(repository: number): string {
    return this.projects.text(this.repositories.outer(repository))
  }

  /** `PROJ/slug` */
  repositoryName(repository: number): string {
    return `${this.project(repository)}/${this.repositories.text(repository)}`
  }
}
