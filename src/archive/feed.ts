/** Bytes that are read as they arrive, once, from front to back, with a look ahead. */

/** What arrives cannot be read as it comes: the reader has to wait until all is stored. Never leaves a run. */
export class NotStreamable extends Error {}

export type ByteFeed = {
  /** Offset of the next byte. */
  at(): number
  /** The next `length` bytes without taking them; fewer when no more come. */
  peek(length: number): Promise<Buffer>
  /** Takes what is there, waiting for at least one byte, and at most `limit`; `null` when no more come. */
  take(limit?: number): Promise<Buffer | null>
  /** Puts back the end of what was taken last. */
  giveBack(rest: Buffer): void
}

/** @param source what it throws comes out of `peek` and `take`. */
export function createFeed(source: AsyncIterable<Buffer>): ByteFeed {
  const chunks = source[Symbol.asyncIterator]()
  let held: Buffer = Buffer.alloc(0)
  let at = 0
  let ended = false
  const more = async (): Promise<void> => {
    const next = await chunks.next()
    if (next.done === true) ended = true
    else held = held.length === 0 ? next.value : Buffer.concat([held, next.value])
  }
  return {
    at: () => at,
    async peek(length) {
      while (held.length < length && !ended) await more()
      return held.subarray(0, length)
    },
    async take(limit = Number.POSITIVE_INFINITY) {
      while (held.length === 0 && !ended) await more()
      if (held.length === 0) return null
      const taken = held.subarray(0, Math.min(limit, held.length))
      held = held.subarray(taken.length)
      at += taken.length
      return taken
    },
    giveBack(rest) {
      held = held.length === 0 ? rest : Buffer.concat([rest, held])
      at -= rest.length
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
