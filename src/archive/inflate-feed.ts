/** Inflates deflated bytes as they arrive; where they end, nobody but inflate itself knows. */
import { createInflateRaw, type InflateRaw, inflateRawSync, type ZlibOptions } from 'node:zlib'
import { type ByteFeed, NotStreamable } from './feed.ts'
import { CHUNK, CHUNKS_AHEAD } from './inflate.ts'
import { ownMemory } from './own-memory.ts'

/** A chunk of plain bytes, and how many packed bytes were used up to it. */
export type Inflated = { readonly chunk: Buffer; readonly fed: number }

/** So much of what has already come is tried at once, and so much may come out of it. */
const AT_ONCE = { packed: 64 * 1024, plain: 256 * 1024 }

/**
 * The inflated bytes; `feed` then stands behind the last packed one.
 * @throws NotStreamable when they are damaged or end too early; what `feed` throws.
 */
export async function* inflateFeed(feed: ByteFeed): AsyncGenerator<Inflated> {
  const small = await inflatedAtOnce(feed)
  if (small !== null) yield small
  else yield* inflatedAsItComes(feed)
}

/** For thousands of small members: a stream for each would take a hundred times as long. */
async function inflatedAtOnce(feed: ByteFeed): Promise<Inflated | null> {
  const packed = await feed.take(AT_ONCE.packed)
  if (packed === null) return null
  try {
    const options = { info: true, maxOutputLength: AT_ONCE.plain }
    // With `info`, zlib tells more than its types do.
    const result = inflateRawSync(packed, options) as unknown as {
      buffer: Buffer
      engine: { bytesWritten: number }
    }
    const fed = result.engine.bytesWritten
    feed.giveBack(packed.length - fed)
    return { chunk: result.buffer, fed }
  } catch {
    feed.giveBack(packed.length)
    return null
  }
}

/** Stream options are passed on by zlib, though its types do not say so. */
const inflateOptions: ZlibOptions & { readableHighWaterMark: number } = {
  chunkSize: CHUNK,
  readableHighWaterMark: CHUNKS_AHEAD * CHUNK,
}

async function* inflatedAsItComes(feed: ByteFeed): AsyncGenerator<Inflated> {
  const inflate = createInflateRaw(inflateOptions)
  // Its errors come out of the iteration below; this is for the time before and after it.
  inflate.on('error', () => undefined)
  const feeding = feedTo(inflate, feed)
  let damaged = false
  try {
    for await (const chunk of inflate) yield { chunk: ownMemory(chunk), fed: inflate.bytesWritten }
  } catch {
    damaged = true
  } finally {
    inflate.destroy()
  }
  const failure = await feeding
  if (failure !== null) throw failure.caught
  if (damaged) throw new NotStreamable('a deflate stream is damaged or cut')
}

/** Feeds until inflate wants no more, and gives back what it did not use. Never rejects. */
async function feedTo(inflate: InflateRaw, feed: ByteFeed): Promise<{ readonly caught: unknown } | null> {
  const write = writerTo(inflate)
  try {
    for (let piece = await feed.take(); piece !== null; piece = await feed.take()) {
      const before = inflate.bytesWritten
      if (!(await write(piece))) return null
      const used = inflate.bytesWritten - before
      if (used === piece.length) continue
      feed.giveBack(piece.length - used)
      return null
    }
    inflate.end()
    return null
  } catch (caught) {
    inflate.destroy()
    return { caught }
  }
}

/** Tells of each piece whether all of it was looked at: not when the stream breaks or is left. */
function writerTo(inflate: InflateRaw): (piece: Buffer) => Promise<boolean> {
  let settle: (looked: boolean) => void = () => undefined
  // A stream that breaks does not call back for what it was given last.
  inflate.once('close', () => settle(false))
  return (piece) =>
    new Promise((resolve) => {
      settle = resolve
      if (inflate.destroyed) resolve(false)
      else inflate.write(piece, (error) => resolve(error === null || error === undefined))
    })
}
