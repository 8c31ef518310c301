/**
 * Gives the memory of chunks back as soon as they are read. V8 would have it only after a collection, and begins one for
 * some 20 MB of chunks: 22 in a run over a million rows, a twelfth of its time (measured).
 */

/** Chunks at whose memory nobody looks but through them. */
const alone = new WeakSet<Buffer>()

/**
 * Tells of a chunk that nobody else has its memory. One that shares it with others is passed over.
 * @returns the chunk
 */
export function ownMemory(chunk: Buffer): Buffer {
  if (chunk.length === chunk.buffer.byteLength) alone.add(chunk)
  return chunk
}

/**
 * The caller, and whoever had the chunk before, is done with it: it is empty from now on, and who looks at it all the
 * same finds no bytes. So only the last reader of a chunk may call this. Nothing happens to one of which `ownMemory` was
 * not told.
 */
export function letGo(chunk: Buffer): void {
  // Memory that is shared with a thread is never one's own.
  if (alone.delete(chunk)) (chunk.buffer as ArrayBuffer).transfer(0)
}
