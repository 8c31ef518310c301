/**
 * Ids for the names of a run: equal names get equal ids, so that each is decoded, cleaned and matched by globs once, and
 * everything else is arithmetic on small numbers. Ids leave this folder only for `judge/`.
 */
import { randomInt } from 'node:crypto'
import type { Finding } from '../finding.ts'
import type { Repository } from '../target.ts'
import { MaskedNames } from './masked-names.ts'
import { IdList } from './typed-tables.ts'

/** Bytes of a piece of records, so that growing never copies them. */
const PIECE = 1 << 18
/** Longest name in bytes. Cleaned names are shorter by far. */
export const LONGEST_NAME = 65_535
/** Characters that surely fit into it. */
const LONGEST_TEXT = 16_384
/** The bytes of one name. */
const textBytes = Buffer.alloc(LONGEST_NAME)

/** Numbers of a record, before the bytes of its name: all that a look-up compares is in one or two cache lines. */
const HEAD = 4
const [ID, OUTER, INNER, LENGTH] = [0, 1, 2, 3]

/** The same memory as bytes and as numbers. */
type Piece = { readonly bytes: Buffer; readonly numbers: Uint32Array }

/** Ids 0, 1, 2, ... for names within one or two other ids, such as a path in a repository under a rule. Exact. */
export class NameTable {
  #size = 0
  /** Open addressing, two numbers a slot: position of a record + 1 (0: free), and the hash. At most half is taken. */
  #slots = new Uint32Array(2 * 128)
  /** By id: the position of the record, in numbers. It stays below 2^32 for 16 GiB of names. */
  readonly #positions = new IdList()
  readonly #pieces: Piece[] = []
  /** Numbers taken of the last piece. */
  #taken = 0
  /** Random, so that nobody can choose names that all fall on one slot. */
  readonly #seed = randomInt(2 ** 32)

  get size(): number {
    return this.#size
  }

  /** The id of the name in `bytes` from `start` to `end`, at most LONGEST_NAME long; a new name gets the next one. */
  intern(bytes: Buffer, start: number, end: number, outer = 0, inner = 0): number {
    const seed = this.#seed ^ Math.imul(outer + 1, GOLDEN) ^ Math.imul(inner + 1, SPREAD)
    const hash = hashOf(bytes, start, end, seed)
    const slots = this.#slots
    let slot = (hash << 1) & (slots.length - 1)
    while (slots[slot] !== 0) {
      if (slots[slot + 1] === hash) {
        const id = this.#idOfSame((slots[slot] as number) - 1, bytes, start, end, outer, inner)
        if (id >= 0) return id
      }
      slot = (slot + 2) & (slots.length - 1)
    }
    slots[slot + 1] = hash
    slots[slot] = this.#add(bytes, start, end, outer, inner) + 1
    if (4 * this.#size > slots.length) this.#widen()
    return this.#size - 1
  }

  internText(name: string, outer = 0, inner = 0): number {
    // Only a baseline edited by hand has longer ones, and no finding has such a name.
    const length = textBytes.write(name.slice(0, LONGEST_TEXT))
    return this.intern(textBytes, 0, length, outer, inner)
  }

  text(id: number): string {
    const position = this.#positions.at(id)
    const { bytes, numbers } = this.#pieceOf(position)
    const head = position % (PIECE / 4)
    const start = 4 * (head + HEAD)
    return bytes.toString('utf8', start, start + (numbers[head + LENGTH] as number))
  }

  /** Wipes the bytes of a name, and gives its id another one. The name itself would get a new id. */
  replace(id: number, name: string): void {
    const position = this.#positions.at(id)
    const { bytes, numbers } = this.#pieceOf(position)
    const head = position % (PIECE / 4)
    const start = 4 * (head + HEAD)
    bytes.fill(0, start, start + (numbers[head + LENGTH] as number))
    const length = textBytes.write(name.slice(0, LONGEST_TEXT))
    this.#positions.set(id, this.#write(id, textBytes, 0, length, this.outer(id), this.inner(id)))
  }

  outer(id: number): number {
    return this.#ofRecord(id, OUTER)
  }

  inner(id: number): number {
    return this.#ofRecord(id, INNER)
  }

  #ofRecord(id: number, field: number): number {
    const position = this.#positions.at(id)
    return this.#pieceOf(position).numbers[(position % (PIECE / 4)) + field] as number
  }

  #pieceOf(position: number): Piece {
    return this.#pieces[Math.floor(position / (PIECE / 4))] as Piece
  }

  /** The id of the record at `position` when it is of this name, -1 otherwise. */
  #idOfSame(
    position: number,
    bytes: Buffer,
    start: number,
    end: number,
    outer: number,
    inner: number,
  ): number {
    const piece = this.#pieceOf(position)
    const { numbers } = piece
    const head = position % (PIECE / 4)
    if (numbers[head + LENGTH] !== end - start) return -1
    if (numbers[head + OUTER] !== outer || numbers[head + INNER] !== inner) return -1
    const name = piece.bytes
    let at = 4 * (head + HEAD)
    for (let other = start; other < end; other++) if (name[at++] !== bytes[other]) return -1
    return numbers[head + ID] as number
  }

  /** Adds a record under a new id. Returns its position. */
  #add(bytes: Buffer, start: number, end: number, outer: number, inner: number): number {
    const id = this.#size++
    const position = this.#write(id, bytes, start, end, outer, inner)
    this.#positions.set(id, position)
    return position
  }

  /** Writes a record. Returns its position. */
  #write(id: number, bytes: Buffer, start: number, end: number, outer: number, inner: number): number {
    const length = HEAD + Math.ceil((end - start) / 4)
    if (this.#pieces.length === 0 || this.#taken + length > PIECE / 4) {
      // Zeroed: memory that was freed may have bytes of exports in it.
      const memory = new ArrayBuffer(PIECE)
      this.#pieces.push({ bytes: Buffer.from(memory), numbers: new Uint32Array(memory) })
      this.#taken = 0
    }
    const last = this.#pieces.length - 1
    const head = this.#taken
    const piece = this.#pieces[last] as Piece
    piece.numbers[head + ID] = id
    piece.numbers[head + OUTER] = outer
    piece.numbers[head + INNER] = inner
    piece.numbers[head + LENGTH] = end - start
    let to = 4 * (head + HEAD)
    for (let at = start; at < end; at++) piece.bytes[to++] = bytes[at] as number
    this.#taken += length
    return last * (PIECE / 4) + head
  }

  #widen(): void {
    const before = this.#slots
    const slots = new Uint32Array(2 * before.length)
    for (let at = 0; at < before.length; at += 2) {
      if (before[at] === 0) continue
      const hash = before[at + 1] as number
      let slot = (hash << 1) & (slots.length - 1)
      while (slots[slot] !== 0) slot = (slot + 2) & (slots.length - 1)
      slots[slot] = before[at] as number
      slots[slot + 1] = hash
    }
    this.#slots = slots
  }
}

/** Odd numbers that spread bits (of Fibonacci hashing and MurmurHash3). */
const GOLDEN = 0x9e3779b1 | 0
const SPREAD = 0x85ebca6b | 0

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

  /** Wipes names, and gives their ids what `written` has for them. */
  replace(written: ReadonlyMap<string, string>): void {
    for (const [id, name] of this.#texts.entries()) {
      const other = written.get(name)
      if (other === undefined) continue
      this.#table.replace(id, other)
      this.#texts[id] = other
    }
  }
}

/** Of a cleaned id in `cleanedRules` and `cleanedKeys`: ids themselves begin at the last of these. */
export const [UNSEEN, REFUSED, FIRST_ID] = [0, 1, 2]

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
  cells = new NameTable()
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

  readonly masks = new MaskedNames()
  /** As what policies, fingerprints and reviews know every repository of the run; `null`: as itself. */
  policyRepository: Repository | null = null

  findingKey(key: number): FindingKey {
    const repository = this.repositoryOf(key)
    return {
      project: this.project(repository),
      repository: this.repositories.text(repository),
      path: this.keys.text(key),
      rule: this.rules.text(this.ruleOf(key)),
    }
  }

  policyKey(key: number): FindingKey {
    const { policyRepository: known } = this
    const own = this.findingKey(key)
    return known === null ? own : { ...own, project: known.project, repository: known.repo }
  }

  writtenKey(key: number): FindingKey {
    const { project, repository, path, rule } = this.findingKey(key)
    return {
      project: this.masks.written('project', project),
      repository: this.masks.written('repository', repository),
      path: this.masks.written('path', path),
      rule: this.masks.written('rule', rule),
    }
  }

  /** As `repositoryName`. */
  writtenRepository(repository: number): string {
    const project = this.masks.written('project', this.project(repository))
    return `${project}/${this.masks.written('repository', this.repositories.text(repository))}`
  }

  /**
   * Leaves only what is written of masked names. Not before every export is read and judged: until then equal names must
   * have equal ids in all of them, and selectors see each name when its first row comes.
   */
  forget(): void {
    textBytes.fill(0)
    if (this.masks.size === 0) return
    const { project, repository, branch, path, rule } = this.masks.byField
    this.projects.replace(project)
    this.repositories.replace(repository)
    this.branches.replace(branch)
    this.rules.replace(rule)
    this.#forgetPaths(path)
    this.cells = new NameTable()
    this.masks.clear()
    textBytes.fill(0)
  }

  /** A path as exported may be another text than the cleaned one. */
  #forgetPaths(written: ReadonlyMap<string, string>): void {
    if (written.size === 0) return
    const wiped: [number, string][] = []
    for (let id = 0; id < this.keys.size; id++) {
      const cleaned = this.cleanedKeys.at(id) - FIRST_ID
      const masked = written.get(this.keys.text(cleaned < 0 ? id : cleaned))
      if (masked !== undefined) wiped.push([id, masked])
    }
    for (const [id, masked] of wiped) this.keys.replace(id, masked)
  }
}
