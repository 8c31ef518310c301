/** Bytes that are read as they arrive, once, from front to back, with a look ahead. */

/** What arrives cannot be read as it comes: the reader has to wait until all is stored. Never leaves a run. */
export class NotStreamable extends Error {}

/** Bytes that come in order, taken by one reader. */
export type ByteFeed = {
  /** Offset of the next byte. */
  at(): number
  /** The next `length` bytes without taking them; fewer when no more come. */
  peek(length: number): Promise<Buffer>
  /** Takes what is there, waiting for at least one byte, and at most `limit`; `null` when no more come. */
  take(limit?: number): Promise<Buffer | null>
  /** Puts back so many bytes of what was taken last. */
  giveBack(bytes: number): void
}

/** @param source what it throws comes out of `peek` and `take`. */
export function createFeed(source: AsyncIterable<Buffer>): ByteFeed {
  const chunks = source[Symbol.asyncIterator]()
  /** Of `held`, the bytes from `from` are yet to be taken: those before may be given back. */
  let held: Buffer = Buffer.alloc(0)
  let from = 0
  let at = 0
  let ended = false
  const left = (): number => held.length - from
  const more = async (): Promise<void> => {
    const next = await chunks.next()
    if (next.done === true) {
      ended = true
      return
    }
    held = left() === 0 ? next.value : Buffer.concat([held.subarray(from), next.value])
    from = 0
  }
  return {
    at: () => at,
    async peek(length) {
      while (left() < length && !ended) await more()
      return held.subarray(from, from + length)
    },
    async take(limit = Number.POSITIVE_INFINITY) {
      while (left() === 0 && !ended) await more()
      if (left() === 0) return null
      const taken = held.subarray(from, Math.min(from + limit, held.length))
      from += taken.length
      at += taken.length
      return taken
    },
    giveBack(bytes) {
      if (bytes > from) throw new Error('more is given back than was taken')
      from -= bytes
      at -= bytes
    },
  }
}

/** The next `length` bytes in pieces. Throws NotStreamable when fewer come. */
export async function* takeExactly(feed: ByteFeed, length: number): AsyncGenerator<Buffer> {
  for (let left = length; left > 0; ) {
    const piece = await feed.take(left)
    if (piece === null) throw new NotStreamable('it ends too early')
    left -= piece.length
    yield piece
  }
}

/** All that is left. */
export async function* takeAll(feed: ByteFeed): AsyncGenerator<Buffer> {
  for (let piece = await feed.take(); piece !== null; piece = await feed.take()) yield piece
}
