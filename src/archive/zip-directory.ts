/**
 * Takes a zip's directory into memory and nothing else of it. adm-zip wants a buffer in which offsets count from the
 * start of the zip, so it gets one of the zip's length with only the end filled in: the system gives no memory for
 * pages that nobody wrote to.
 */
import { PIECE, type StoredBytes } from './stored-bytes.ts'

/** An end record, and the longest comment that may follow it (APPNOTE 4.3.16). */
const END_RECORD = { bytes: 22, signature: 0x06054b50, directoryAt: 16 }
const LONGEST_COMMENT = 0xffff
/** The end record of zip64, which stands before the other one with its locator between (APPNOTE 4.3.14). */
const END_RECORD_64 = { bytes: 56, signature: 0x06064b50, directoryAt: 48 }
const LOCATOR_64 = 20
const TAIL = END_RECORD.bytes + LONGEST_COMMENT + END_RECORD_64.bytes + LOCATOR_64

/** A buffer of the zip's length that is empty but for its directory and what follows. */
export async function directoryOnly(archive: StoredBytes): Promise<Buffer> {
  // Shared, because V8 would answer an ordinary one of that size with garbage collections.
  const sparse = Buffer.from(new SharedArrayBuffer(archive.bytes))
  const tail = Math.max(0, archive.bytes - TAIL)
  await fill(sparse, archive, tail, archive.bytes)
  await fill(sparse, archive, Math.min(tail, earliestDirectory(sparse, tail)), tail)
  return sparse
}

async function fill(buffer: Buffer, archive: StoredBytes, from: number, to: number): Promise<void> {
  for (let at = from; at < to; ) {
    const piece = await archive.readAt(at, Math.min(PIECE, to - at))
    at += piece.copy(buffer, at)
  }
}

/**
 * Where the directory begins at the earliest: whatever looks like an end record is believed, so that adm-zip, which
 * decides which one it is, finds all that it may want.
 */
function earliestDirectory(zip: Buffer, from: number): number {
  let earliest = zip.length
  for (let at = zip.indexOf('PK', from); at >= 0 && at + 4 <= zip.length; at = zip.indexOf('PK', at + 1)) {
    const signature = zip.readUInt32LE(at)
    const left = zip.length - at
    if (signature === END_RECORD.signature && left >= END_RECORD.bytes) {
      earliest = Math.min(earliest, zip.readUInt32LE(at + END_RECORD.directoryAt))
    }
    if (signature === END_RECORD_64.signature && left >= END_RECORD_64.bytes) {
      earliest = Math.min(earliest, Number(zip.readBigUInt64LE(at + END_RECORD_64.directoryAt)))
    }
  }
  return earliest
}
