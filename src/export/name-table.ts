/**
 * Ids for the names of a run: equal names get equal ids, so that each is decoded, cleaned and matched by globs once, and
 * everything else is arithmetic on small numbers. Ids leave this folder only for `judge/`.
 */
import { randomInt } from 'node:crypto'
import type { Finding } from '../findings/finding.ts'
import { grown, IdList } from './typed-tables.ts'

/** Bytes of names kept in one piece, so that growing never copies them. */
const PIECE = 1 << 18
/** Longest name in bytes. Cleaned names are shorter by far. */
export const LONGEST_NAME = 65_535
/** Characters that surely fit into it. */
const LONGEST_TEXT = 16_384

/** Ids 0, 1, 2, ... for names within one or two other ids, such as a path in a repository under a rule. Exact. */
export class NameTable {
  #size = 0
  #hashes = new Uint32Array(64)
  #outer = new Uint32Array(64)
  #inner = new Uint32Array(64)
  /** Position of the first byte: piece * PIECE + offset, which stays below 2^32 for 4 GiB of names. */
  #starts = new Uint32Array(64)
  #lengths = new Uint16Array(64)
  /** Open addressing: id + 1, 0 for a free slot; at most half is taken. */
  #slots = new Uint32Array(128)
  readonly #pieces: Buffer[] = []
  #free = PIECE
  /** Random, so that nobody can choose names that all fall on one slot. */
  readonly #seed = randomInt(2 ** 32)

  get size(): number {
    return this.#size
  }

  /** The id of the name in `bytes` from `start` to `end`, at most LONGEST_NAME long; a new name gets the next one. */
  intern(bytes: Buffer, start: number, end: number, outer = 0, inner = 0): number {
    const hash = this.#hash(bytes, start, end, outer, inner)
    const last = this.#slots.length - 1
    let slot = hash & last
    for (;;) {
      const id = (this.#slots[slot] as number) - 1
      if (id < 0) break
      if (this.#hashes[id] === hash && this.#isName(id, bytes, start, end, outer, inner)) return id
      slot = (slot + 1) & last
    }
    return this.#add(hash, bytes, start, end, outer, inner)
  }

  internText(name: string, outer = 0, inner = 0): number {
    // Only a baseline edited by hand has longer ones, and no finding has such a name.
    const bytes = Buffer.from(name.slice(0, LONGEST_TEXT))
    return this.intern(bytes, 0, bytes.length, outer, inner)
  }

  text(id: number): string {
    const start = this.#starts[id] as number
    const offset = start % PIECE
    return this.#pieceOf(start).toString('utf8', offset, offset + (this.#lengths[id] as number))
  }

  outer(id: number): number {
    return this.#outer[id] as number
  }

  inner(id: number): number {
    return this.#inner[id] as number
  }

  #pieceOf(start: number): Buffer {
    return this.#pieces[Math.floor(start / PIECE)] as Buffer
  }

  #isName(id: number, bytes: Buffer, start: number, end: number, outer: number, inner: number): boolean {
    const length = end - start
    if (this.#lengths[id] !== length || this.#outer[id] !== outer || this.#inner[id] !== inner) return false
    const from = this.#starts[id] as number
    const piece = this.#pieceOf(from)
    const offset = from % PIECE
    for (let at = 0; at < length; at++) if (piece[offset + at] !== bytes[start + at]) return false
    return true
  }

  #add(hash: number, bytes: Buffer, start: number, end: number, outer: number, inner: number): number {
    if (end - start > LONGEST_NAME) throw new RangeError(`a name is longer than ${LONGEST_NAME} bytes`)
    if (this.#size === this.#hashes.length) this.#grow()
    const id = this.#size++
    this.#hashes[id] = hash
    this.#outer[id] = outer
    this.#inner[id] = inner
    this.#starts[id] = this.#store(bytes, start, end)
    this.#lengths[id] = end - start
    this.#place(hash, id)
    return id
  }

  #store(bytes: Buffer, start: number, end: number): number {
    if (this.#free + end - start > PIECE) {
      this.#pieces.push(Buffer.allocUnsafeSlow(PIECE))
      this.#free = 0
    }
    const piece = this.#pieces.length - 1
    bytes.copy(this.#pieces[piece] as Buffer, this.#free, start, end)
    const at = piece * PIECE + this.#free
    this.#free += end - start
    return at
  }

  #place(hash: number, id: number): void {
    const last = this.#slots.length - 1
    let slot = hash & last
    while (this.#slots[slot] !== 0) slot = (slot + 1) & last
    this.#slots[slot] = id + 1
  }

  #grow(): void {
    const room = this.#size * 2
    this.#hashes = grown(this.#hashes, room)
    this.#outer = grown(this.#outer, room)
    this.#inner = grown(this.#inner, room)
    this.#starts = grown(this.#starts, room)
    const lengths = new Uint16Array(room)
    lengths.set(this.#lengths)
    this.#lengths = lengths
    this.#slots = new Uint32Array(room * 2)
    for (let id = 0; id < this.#size; id++) this.#place(this.#hashes[id] as number, id)
  }

  /** Four bytes at a time: multiply and xor-shift. */
  #hash(bytes: Buffer, start: number, end: number, outer: number, inner: number): number {
    let h = this.#seed ^ Math.imul(outer + 1, 0x9e3779b1) ^ Math.imul(inner + 1, 0x85ebca6b)
    let at = start
    for (; at + 4 <= end; at += 4) {
      const word =
        (bytes[at] as number) |
        ((bytes[at + 1] as number) << 8) |
        ((bytes[at + 2] as number) << 16) |
        ((bytes[at + 3] as number) << 24)
      h = Math.imul(h ^ word, 0x9e3779b1)
      h ^= h >>> 15
    }
    for (; at < end; at++) h = Math.imul(h ^ (bytes[at] as number), 0x9e3779b1) ^ (h >>> 13)
    h = Math.imul(h ^ (h >>> 16) ^ (end - start), 0xc2b2ae35)
    return (h ^ (h >>> 15)) >>> 0
  }
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
