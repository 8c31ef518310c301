/**
 * Identity of a matched text, which may be a live secret: SipHash-1-3 under a key of the run, so that equal texts are known
 * as equal and nobody can try guesses. With a `fingerprint-key` also an HMAC-SHA-256 under it, which outlives the run. And
 * the part of a text by which two branches are compared.
 */
import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { PairTable } from './typed-tables.ts'

const HMAC_BYTES = 32

export class SecretHasher {
  /** Halves of the hash of the last text; both 0 when there was none. */
  low = 0
  high = 0
  readonly #key = new Int32Array(Uint8Array.from(randomBytes(16)).buffer)
  readonly #fingerprintKey: KeyObject | null
  /** Hashes of the texts that have an HMAC. */
  readonly #texts = new PairTable()
  #hmacs = Buffer.alloc(64 * HMAC_BYTES)

  /** @param fingerprintKey bytes for HMAC-SHA-256; `null` when the user gave none */
  constructor(fingerprintKey: Buffer | null) {
    // A key object once: from a buffer, each HMAC would take seven times as long.
    this.#fingerprintKey = fingerprintKey === null ? null : createSecretKey(fingerprintKey)
  }

  /** Takes a text without blanks around it. */
  hash(bytes: Buffer, start: number, end: number): void {
    if (start === end) {
      this.low = 0
      this.high = 0
      return
    }
    this.hashBytes(bytes, start, end)
    if (this.low === 0 && this.high === 0) this.low = 1
    if (this.#fingerprintKey !== null) this.#keepHmac(bytes.subarray(start, end), this.#fingerprintKey)
  }

  /** HMAC (hex) of the text with this hash. Only with a `fingerprint-key`. */
  hmac(low: number, high: number): string {
    const text = this.#texts.find(low, high)
    return this.#hmacs.toString('hex', text * HMAC_BYTES, (text + 1) * HMAC_BYTES)
  }

  #keepHmac(text: Buffer, key: KeyObject): void {
    const known = this.#texts.size
    const id = this.#texts.intern(this.low, this.high)
    if (id < known) return
    if (this.#hmacs.length < (id + 1) * HMAC_BYTES) {
      const wider = Buffer.alloc(2 * this.#hmacs.length)
      this.#hmacs.copy(wider)
      this.#hmacs = wider
    }
    createHmac('sha256', key)
      .update(text)
      .digest()
      .copy(this.#hmacs, id * HMAC_BYTES)
  }

  /**
   * Sets `low` and `high`, and keeps nothing. The reference algorithm, with each 64-bit number in two halves: `a` is low,
   * `b` is high. A sum of low halves has a carry when it is below either.
   */
  hashBytes(bytes: Buffer, start: number, end: number): void {
    const [k0a, k0b, k1a, k1b] = this.#key as unknown as [number, number, number, number]
    let v0a = k0a ^ 0x70736575
    let v0b = k0b ^ 0x736f6d65
    let v1a = k1a ^ 0x6e646f6d
    let v1b = k1b ^ 0x646f7261
    let v2a = k0a ^ 0x6e657261
    let v2b = k0b ^ 0x6c796765
    let v3a = k1a ^ 0x79746573
    let v3b = k1b ^ 0x74656462
    let at = start
    // Whole words, the last one with the length, and three rounds of finalization.
    for (let round = ((end - start) >> 3) + 4; round > 0; round--) {
      let wordA = 0
      let wordB = 0
      if (round > 4) {
        wordA = word32(bytes, at)
        wordB = word32(bytes, at + 4)
        at += 8
      } else if (round === 4) {
        wordA = lastBytes(bytes, at, Math.min(at + 4, end))
        wordB = lastBytes(bytes, at + 4, end) | ((end - start) << 24)
      } else if (round === 3) v2a ^= 0xff
      v3a ^= wordA
      v3b ^= wordB
      let sum = (v0a + v1a) | 0
      v0b = (v0b + v1b + (sum >>> 0 < v0a >>> 0 ? 1 : 0)) | 0
      v0a = sum
      let left = (v1a << 13) | (v1b >>> 19)
      v1b = ((v1b << 13) | (v1a >>> 19)) ^ v0b
      v1a = left ^ v0a
      left = v0a
      v0a = v0b
      v0b = left
      sum = (v2a + v3a) | 0
      v2b = (v2b + v3b + (sum >>> 0 < v2a >>> 0 ? 1 : 0)) | 0
      v2a = sum
      left = (v3a << 16) | (v3b >>> 16)
      v3b = ((v3b << 16) | (v3a >>> 16)) ^ v2b
      v3a = left ^ v2a
      sum = (v0a + v3a) | 0
      v0b = (v0b + v3b + (sum >>> 0 < v0a >>> 0 ? 1 : 0)) | 0
      v0a = sum
      left = (v3a << 21) | (v3b >>> 11)
      v3b = ((v3b << 21) | (v3a >>> 11)) ^ v0b
      v3a = left ^ v0a
      sum = (v2a + v1a) | 0
      v2b = (v2b + v1b + (sum >>> 0 < v2a >>> 0 ? 1 : 0)) | 0
      v2a = sum
      left = (v1a << 17) | (v1b >>> 15)
      v1b = ((v1b << 17) | (v1a >>> 15)) ^ v2b
      v1a = left ^ v2a
      left = v2a
      v2a = v2b
      v2b = left
      v0a ^= wordA
      v0b ^= wordB
    }
    this.low = (v0a ^ v1a ^ v2a ^ v3a) >>> 0
    this.high = (v0b ^ v1b ^ v2b ^ v3b) >>> 0
  }
}

/** A digest of the rows of an export, in any order and any packing. */
export class RowDigest {
  readonly #hasher: SecretHasher
  readonly #headers = new Set<string>()
  #rows = 0
  #low = 0
  #high = 0

  constructor(hasher: SecretHasher) {
    this.#hasher = hasher
  }

  header(header: readonly string[]): void {
    this.#headers.add(JSON.stringify(header))
  }

  /** Takes a row of so many cells. */
  row(bytes: Buffer, bounds: Int32Array, cells: number): void {
    this.#hasher.hashBytes(bytes, bounds[0] as number, bounds[2 * cells - 1] as number)
    this.#rows += 1
    this.#low = (this.#low + this.#hasher.low) >>> 0
    this.#high = (this.#high + this.#hasher.high) >>> 0
  }

  /** `null` without rows. */
  text(): string | null {
    if (this.#rows === 0) return null
    return JSON.stringify([[...this.#headers].sort(), this.#rows, this.#high, this.#low])
  }
}

function word32(bytes: Buffer, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  )
}

function lastBytes(bytes: Buffer, start: number, end: number): number {
  let word = 0
  for (let at = start; at < end; at++) word |= (bytes[at] as number) << (8 * (at - start))
  return word
}

/** Longer texts are compared as they are. */
const LONGEST = 4096
/** From this length on a value can identify its line, and so can a word beside it from the other. */
const [VALUE_FROM, WORD_FROM] = [6, 16]

/** What is quoted, else what an assignment gives. */
const values = /(["'`])((?:\\.|(?!\1)[^\\])+)\1|(?<=[=:] ?)[^\s"'`;,]+/gs
const plainWord = /^[A-Za-z_.$-]*$/

/**
 * The values in a line of source, so that indenting it, or writing another name before them, makes no new secret. Where
 * anything beside the values could be a secret too, it is the whole line with its blanks collapsed.
 */
export function secretIdentity(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ')
  if (line.length > LONGEST) return line
  const found: string[] = []
  const rest = line.replace(values, (assigned: string, _quote: string, quoted: string | undefined) => {
    found.push(quoted ?? assigned)
    return ' '
  })
  const words = rest.split(/[^\p{L}\p{N}_.$-]+/u)
  const isPlain = words.every((word) => word.length < WORD_FROM && plainWord.test(word))
  return isPlain && found.some((value) => value.length >= VALUE_FROM) ? JSON.stringify(found) : line
}

/** Whether the server masked the text, so that another secret would look the same. */
export function isMaskedText(text: string): boolean {
  return /\*{3}|[•●▪]{3}|#{6}|x{8}|\[redacted\]|<redacted>/i.test(text)
}
