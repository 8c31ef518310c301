/**
 * The bytes of a CSV that a scanner has at hand: pieces joined behind what is left of those before, and what is known
 * of them. Where there is a kernel with room they lie in its memory, so that it can read rows from them.
 */
import { isAscii, isUtf8 } from 'node:buffer'
import { CR, LF } from './cell-bytes.ts'
import type { Kernel } from './kernel.ts'

const NOTHING = Buffer.alloc(0)

/** The bytes that one scanner has at hand. */
export class BytesAtHand {
  /** Rows before the one that is left are done. */
  bytes: Buffer = NOTHING
  /** What they are, as far as the last line end: without NUL and in UTF-8; ASCII only. */
  sound = true
  ascii = true
  /** Pieces that came since, until there are enough of them. */
  #waiting: Buffer[] = []
  #waitingBytes = 0
  #length = 0
  readonly #kernel: Kernel | null
  #inKernel = false

  constructor(kernel: Kernel | null) {
    this.#kernel = kernel
  }

  /** Takes a piece. Returns whether there are as many new bytes as there are left from `row` on. */
  push(piece: Buffer, row: number): boolean {
    this.#waiting.push(piece)
    this.#waitingBytes += piece.length
    return this.#waitingBytes >= this.bytes.length - row
  }

  /** Whether pieces are kept as they came; all others were copied. */
  get waits(): boolean {
    return this.#waitingBytes > 0
  }

  /** Joins the pieces to what is left from `row` on. */
  gather(row: number): void {
    const rest = this.bytes.subarray(row)
    this.#length = rest.length + this.#waitingBytes
    this.#inKernel = this.#kernel !== null && this.#length <= this.#kernel.inputBytes
    this.bytes = this.#joined([rest, ...this.#waiting])
    this.#waiting = []
    this.#waitingBytes = 0
    const end = Math.max(this.bytes.lastIndexOf(LF), this.bytes.lastIndexOf(CR)) + 1
    const whole = this.bytes.subarray(0, end)
    this.ascii = isAscii(whole)
    this.sound = !whole.includes(0) && (this.ascii || isUtf8(whole))
  }

  /** The first piece may lie in the kernel's memory already, so it must be copied first. */
  #joined(pieces: readonly Buffer[]): Buffer {
    if (this.#kernel === null || !this.#inKernel) return Buffer.concat(pieces, this.#length)
    const bytes = this.#kernel.input(this.#length)
    let at = 0
    for (const piece of pieces) at += piece.copy(bytes, at)
    return bytes
  }

  /** Puts these bytes in place of all that are left. */
  replace(bytes: Buffer): void {
    this.#inKernel = false
    this.bytes = bytes
  }

  /**
   * Lets the kernel read usual rows from `row` on.
   * @returns how many it read; `row` is where it stopped. `null`: it cannot read these bytes.
   */
  readUsualRows(row: number): { readonly rows: number; readonly row: number } | null {
    if (this.#kernel === null || !this.#inKernel || !this.sound) return null
    const { inputAt } = this.#kernel
    const rows = this.#kernel.scan(inputAt + row, inputAt + this.#length)
    return { rows, row: this.#kernel.stoppedAt - inputAt }
  }

  /** To be called when anything may have numbered a name: the view of a memory goes stale when that grows. */
  refresh(): void {
    if (this.#inKernel && this.#kernel !== null && this.bytes.length !== this.#length) {
      this.bytes = this.#kernel.input(this.#length)
    }
  }
}
