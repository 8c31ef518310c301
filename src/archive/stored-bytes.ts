/** Bytes that lie on the disk, whole, and are read piece by piece from any place. */

import { ownMemory } from './own-memory.ts'

/** Bytes read at a time: large enough that reading costs next to nothing beside what is done with them. */
export const PIECE = 512 * 1024

/** Whole bytes and a way to read any part of them, in plain. */
export type StoredBytes = {
  /** Length of the plain bytes. */
  readonly bytes: number
  /**
   * Exactly `length` plain bytes from `at`.
   * @throws GateError DOWNLOAD_NOT_STORED or FILE_UNREADABLE when they are no longer there.
   */
  readAt(at: number, length: number): Promise<Buffer>
}

/** `length` bytes from `at`, piece after piece; the next one is read while the consumer works on this one. */
export async function* piecesOf(stored: StoredBytes, at: number, length: number): AsyncGenerator<Buffer> {
  const end = at + length
  const pieceAt = (start: number): Promise<Buffer> | null =>
    start < end ? stored.readAt(start, Math.min(PIECE, end - start)) : null
  let from = at
  let next = pieceAt(from)
  while (next !== null) {
    const piece = await next
    from += piece.length
    next = pieceAt(from)
    // A consumer that leaves will not ask what became of it.
    next?.catch(() => undefined)
    yield piece
  }
}

/** All bytes, where `readAt` keeps nothing of what it gives: the memory of each piece is its own. */
export async function* ownPiecesOf(stored: StoredBytes): AsyncGenerator<Buffer> {
  for await (const piece of piecesOf(stored, 0, stored.bytes)) yield ownMemory(piece)
}

/**
 * The same bytes, of which the last piece read is kept: for thousands of small reads that follow each other.
 * @param size bytes that are read at a time, at least
 */
export function withWindow(stored: StoredBytes, size = WINDOW): StoredBytes {
  let start = 0
  let window: Buffer = Buffer.alloc(0)
  return {
    bytes: stored.bytes,
    async readAt(at, length) {
      if (at < start || at + length > start + window.length) {
        window = await stored.readAt(at, Math.max(length, Math.min(size, stored.bytes - at)))
        start = at
      }
      return window.subarray(at - start, at - start + length)
    },
  }
}

const WINDOW = 128 * 1024
