/**
 * Takes a zip's directory into memory and nothing else of it, and tells whether all of it was read. adm-zip wants a
 * buffer in which offsets count from the start of the zip, so it gets one of the zip's length with only the end filled
 * in: the system gives no memory for pages that nobody wrote to.
 */
import { PIECE, type StoredBytes } from './stored-bytes.ts'

/** A line of the directory without the name, extra field and comment that follow it (APPNOTE 4.3.12). */
const DIRECTORY_LINE = { bytes: 46, signature: 0x02014b50, crc: 16 }
/** An end record, and the longest comment that may follow it (APPNOTE 4.3.16). */
const END_RECORD = { bytes: 22, signature: 0x06054b50, directoryAt: 16 }
const LONGEST_COMMENT = 0xffff
/** The end record of zip64, which stands before the other one with its locator between (APPNOTE 4.3.14). */
const END_RECORD_64 = { bytes: 56, signature: 0x06064b50, directoryAt: 48 }
/** Tells where that is (APPNOTE 4.3.15). */
const LOCATOR_64 = { bytes: 20, signature: 0x07064b50, recordAt: 8 }
const TAIL = END_RECORD.bytes + LONGEST_COMMENT + END_RECORD_64.bytes + LOCATOR_64.bytes

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

/** A line of the directory as it was read: its length with all that belongs to it, and the CRC it tells. */
export type DirectoryLine = { readonly bytes: number; readonly crc: number }

/**
 * Where these lines begin when they are a whole directory: they stand where an end record says, and behind the last of
 * them stands that record; `null` when they are none. adm-zip believes the number of members that it tells, which has
 * only 16 bits.
 * @param zip as `directoryOnly` gives it
 */
export function startOfDirectory(zip: Buffer, lines: readonly DirectoryLine[]): number | null {
  // A comment may look like an end record too.
  for (const record of endRecords(zip)) {
    const place = placeOfDirectory(zip, record)
    if (place !== null && endOfLines(zip, place.start, lines) === place.end) return place.start
  }
  return null
}

function* endRecords(zip: Buffer): Generator<number, undefined> {
  const signature = Buffer.alloc(4)
  signature.writeUInt32LE(END_RECORD.signature)
  const earliest = Math.max(0, zip.length - TAIL)
  let at = zip.lastIndexOf(signature, zip.length - END_RECORD.bytes)
  while (at >= earliest) {
    yield at
    at = at === 0 ? -1 : zip.lastIndexOf(signature, at - 1)
  }
}

/** Where the directory begins, and where the end record (or that of zip64) behind it does; `null`: it is damaged. */
function placeOfDirectory(
  zip: Buffer,
  record: number,
): { readonly start: number; readonly end: number } | null {
  const locator = record - LOCATOR_64.bytes
  if (locator < 0 || zip.readUInt32LE(locator) !== LOCATOR_64.signature) {
    return { start: zip.readUInt32LE(record + END_RECORD.directoryAt), end: record }
  }
  const end = Number(zip.readBigUInt64LE(locator + LOCATOR_64.recordAt))
  if (end + END_RECORD_64.bytes > locator || zip.readUInt32LE(end) !== END_RECORD_64.signature) return null
  return { start: Number(zip.readBigUInt64LE(end + END_RECORD_64.directoryAt)), end }
}

/** Where the lines end when they stand at `start`; -1 when they do not. */
function endOfLines(zip: Buffer, start: number, lines: readonly DirectoryLine[]): number {
  let at = start
  for (const { bytes, crc } of lines) {
    if (at + DIRECTORY_LINE.bytes > zip.length) return -1
    if (zip.readUInt32LE(at) !== DIRECTORY_LINE.signature) return -1
    if (zip.readUInt32LE(at + DIRECTORY_LINE.crc) !== crc) return -1
    at += bytes
  }
  return at
}
