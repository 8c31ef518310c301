/** The header that stands before each member of a zip (APPNOTE 4.3.7). */
import type { StoredBytes } from './stored-bytes.ts'

/** Its signature, and its length and fields without the name and the extra field that follow it. */
export const LOCAL_HEADER = { bytes: 30, signature: 0x04034b50, nameLength: 26, extraLength: 28 }

/** Where the local header at `offset` ends, and the member's bytes begin; `null` when there is none. */
export async function localHeaderAt(
  offset: number,
  archive: StoredBytes,
): Promise<{ readonly end: number } | null> {
  if (offset + LOCAL_HEADER.bytes > archive.bytes) return null
  const header = await archive.readAt(offset, LOCAL_HEADER.bytes)
  if (header.readUInt32LE(0) !== LOCAL_HEADER.signature) return null
  const name = header.readUInt16LE(LOCAL_HEADER.nameLength)
  return { end: offset + LOCAL_HEADER.bytes + name + header.readUInt16LE(LOCAL_HEADER.extraLength) }
}
