/**
 * The compiled scanner of `kernel/` and its memory: where the bytes of a CSV are put, rows come out as numbers, and
 * names are numbered. One for each run, as its numbers and hashes are compared across exports. Pure: it starts no
 * code but the one that is compiled in.
 */
import { kernelBytes } from './kernel-bytes.ts'

/** Words (32 bits) that a row has for each wanted cell: two that tell it, where it begins, where it ends. */
export const WORDS_OF_CELL = 4
/** In place of a number that is not just digits. */
export const NOT_PLAIN = 2 ** 32 - 1

const kinds = { name: 1, number: 2, secret: 3, plain: 4 } as const
/** What becomes of the cells of a column: see `kernel/scan.ts`. */
export type CellKind = keyof typeof kinds

/** A column to tell, from 0, and how. */
export type WantedCell = { readonly column: number; readonly kind: CellKind }

/** Most cells that may be wanted of a row. */
const MAX_WANTED = 32

/** Five random numbers below 2^32: a key for hashes, and the seed of a table. */
export type KernelSeed = readonly [number, number, number, number, number]

type Exports = {
  readonly memory: WebAssembly.Memory
  readonly stoppedAt: WebAssembly.Global<'i32'>
  readonly lastLow: WebAssembly.Global<'i32'>
  readonly lastHigh: WebAssembly.Global<'i32'>
  open(seed: number): void
  setKey(a: number, b: number, c: number, d: number): void
  inputAt(): number
  inputBytes(): number
  outputAt(): number
  begin(cells: number): void
  want(column: number, kind: number): void
  scan(from: number, end: number): number
  intern(start: number, length: number): number
  textAt(name: number): number
  textBytes(name: number): number
  scratchFor(bytes: number): number
  hash(start: number, length: number): void
}

/** The compiled kernel with its memory: one for a run. */
export class Kernel {
  /** Bytes that can be at hand at a time. */
  readonly inputBytes: number
  /** Address of the first byte at hand. */
  readonly inputAt: number
  readonly #outputWord: number
  readonly #exports: Exports
  #bytes: Buffer
  #words: Uint32Array
  readonly #texts: (string | undefined)[] = []

  constructor(seed: KernelSeed) {
    const module = new WebAssembly.Module(Buffer.from(kernelBytes, 'base64'))
    this.#exports = new WebAssembly.Instance(module).exports as unknown as Exports
    const [tableSeed, ...key] = seed
    this.#exports.open(tableSeed)
    this.#exports.setKey(...key)
    this.inputAt = this.#exports.inputAt()
    this.inputBytes = this.#exports.inputBytes()
    this.#outputWord = this.#exports.outputAt() / Uint32Array.BYTES_PER_ELEMENT
    this.#bytes = Buffer.from(this.#exports.memory.buffer)
    this.#words = new Uint32Array(this.#exports.memory.buffer)
  }

  /** The whole memory; a view goes stale when a name is numbered, since memory may have to grow. */
  get bytes(): Buffer {
    if (this.#bytes.length === 0) this.#bytes = Buffer.from(this.#exports.memory.buffer)
    return this.#bytes
  }

  /** The first `length` bytes of the room for bytes at hand. */
  input(length: number): Buffer {
    return this.bytes.subarray(this.inputAt, this.inputAt + length)
  }

  /** The whole memory in words. */
  get words(): Uint32Array {
    if (this.#words.length === 0) this.#words = new Uint32Array(this.#exports.memory.buffer)
    return this.#words
  }

  /** Begins a CSV. Returns whether it can be scanned here. @param cells of its header */
  begin(cells: number, wanted: readonly WantedCell[]): boolean {
    if (wanted.length > MAX_WANTED || wanted.some(({ column }) => column >= cells)) return false
    this.#exports.begin(cells)
    for (const { column, kind } of wanted) this.#exports.want(column, kinds[kind])
    return true
  }

  /**
   * Reads usual rows from the bytes at hand, up to the address `end`. Their words stand from `firstRow` on, a word of
   * flags (0: nothing odd) behind those of each row. `stoppedAt` tells where the first row begins that was not read.
   * @returns how many rows.
   */
  scan(from: number, end: number): number {
    return this.#exports.scan(from, end)
  }

  get stoppedAt(): number {
    return this.#exports.stoppedAt.value
  }

  /** The word in which the first row begins. */
  get firstRow(): number {
    return this.#outputWord
  }

  /** The text between two addresses, as a cell means it. */
  cell(start: number, end: number): string {
    return unescaped(this.bytes.toString('utf8', start, end))
  }

  /** The text of a name's number. */
  text(name: number): string {
    const known = this.#texts[name]
    if (known !== undefined) return known
    const start = this.#exports.textAt(name)
    const text = this.cell(start, start + this.#exports.textBytes(name))
    this.#texts[name] = text
    return text
  }

  /** The number of a name, the same as that of a cell which means it. */
  number(text: string): number {
    const bytes = Buffer.from(escaped(text))
    return this.#exports.intern(this.#put(bytes), bytes.length)
  }

  /** The hash of a matched text, the same as that of a cell which means it; [0, 0] for blanks. */
  hash(text: string): readonly [low: number, high: number] {
    const bytes = Buffer.from(escaped(text.trim()))
    if (bytes.length === 0) return [0, 0]
    this.#exports.hash(this.#put(bytes), bytes.length)
    return [this.#exports.lastLow.value >>> 0, this.#exports.lastHigh.value >>> 0]
  }

  #put(bytes: Buffer): number {
    const at = this.#exports.scratchFor(bytes.length + READ_BEYOND)
    bytes.copy(this.bytes, at)
    return at
  }
}

/** Bytes that are looked at behind the end of a text. */
const READ_BEYOND = 16

/** Quotes in a quoted cell are written twice, and no other cell has any. */
function escaped(text: string): string {
  return text.replaceAll('"', '""')
}

function unescaped(text: string): string {
  return text.includes('"') ? text.replaceAll('""', '"') : text
}
