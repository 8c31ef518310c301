/** Bytes in memory that are read as if they lay on the disk. */
import type { StoredBytes } from '../../../src/export/temp-file.ts'

export function heldBytes(bytes: Buffer): StoredBytes {
  return {
    bytes: bytes.length,
    async readAt(at, length) {
      if (at < 0 || length < 0 || at + length > bytes.length) throw new Error('read beyond the end')
      return Buffer.from(bytes.subarray(at, at + length))
    },
  }
}

export async function collect(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const chunk of chunks) pieces.push(chunk)
  return Buffer.concat(pieces)
}
