/**
 * Inflates entries of a zip piece by piece, within limits, and proves each against the directory. No entry is ever
 * held whole, unless it is small.
 */
import { pipeline } from 'node:stream'
import { constants, crc32, createInflateRaw, inflateRawSync, type ZlibOptions } from 'node:zlib'
import { GateError } from '../errors.ts'
import { piecesOf, type StoredBytes } from './temp-file.ts'

/** Inflated bytes at a time: of 64, 128 and 256 KiB the fastest (measured). */
const CHUNK = 128 * 1024
/** Inflated chunks that may wait for the consumer. */
const CHUNKS_AHEAD = 3
/** Entries of at most so many bytes are inflated in one call: a stream for each would take a hundred times as long. */
const SMALL = { packed: 64 * 1024, plain: 256 * 1024 }
/** How much of an entry is read to see what it is. Deflate makes at most a thousand bytes of one. */
const PEEKED = { packed: 8 * 1024, plain: 64 * 1024 }

export type InflateLimits = {
  /** Inflated bytes of all entries together, or bytes of a bare CSV: the input `max-export-size`. */
  readonly maxExportBytes: number
  /** Inflated bytes for each compressed byte, checked only above `ratioFloorBytes`: `max-export-ratio`. */
  readonly maxRatio: number
  /** Inflated bytes of one entry below which no ratio is suspicious. */
  readonly ratioFloorBytes: number
}

export type PackedEntry = {
  /** Escaped. */
  readonly name: string
  /** Where its local header begins. */
  readonly offset: number
  readonly method: 'stored' | 'deflated'
  /** Length of the packed bytes. */
  readonly packed: number
  /** Inflated bytes modulo 2^32: adm-zip keeps no more, like the classic header. */
  readonly size: number
  readonly crc: number
}

/** `inflated` bytes more came, `ofEntry` in all from `fed` compressed ones. Throws GateError EXPORT_TOO_LARGE. */
type Spend = (inflated: number, ofEntry: number, fed: number, name: string) => void

/** Counts what all entries of one zip inflate to, and enforces its limits. */
export function openBudget({ maxExportBytes, ratioFloorBytes, maxRatio }: InflateLimits): Spend {
  let total = 0
  return (inflated, ofEntry, fed, name) => {
    total += inflated
    if (total > maxExportBytes) {
      const why = `The zip inflates to more than max-export-size (${maxExportBytes} bytes), in member "${name}".`
      throw new GateError('EXPORT_TOO_LARGE', why)
    }
    if (ofEntry > ratioFloorBytes && ofEntry > maxRatio * fed) {
      const why = `Member "${name}" inflates to ${ofEntry} bytes from ${fed}, as a zip bomb does: more than max-export-ratio (${maxRatio}) to 1.`
      throw new GateError('EXPORT_TOO_LARGE', why)
    }
  }
}

/** The inflated bytes. Only at the end are CRC and size proven: report nothing before. */
export async function* inflateEntry(
  entry: PackedEntry,
  archive: StoredBytes,
  spend: Spend,
): AsyncGenerator<Buffer> {
  let bytes = 0
  let crc = 0
  for await (const { chunk, fed } of unpack(entry, archive)) {
    bytes += chunk.length
    spend(chunk.length, bytes, fed, entry.name)
    crc = crc32(chunk, crc)
    yield chunk
  }
  if (bytes % 2 ** 32 !== entry.size) {
    throw broken(`member "${entry.name}" has ${bytes} bytes, not the ${entry.size} its directory entry says`)
  }
  if (crc !== entry.crc) {
    throw broken(
      `the CRC of member "${entry.name}" disagrees with its directory entry, or there are bytes after the end of its deflate stream`,
    )
  }
}

/** The beginning of an entry, not proven; `whole` when that is all of it. */
export type EntryHead = { readonly bytes: Buffer; readonly whole: boolean }

export async function peekEntry(entry: PackedEntry, archive: StoredBytes): Promise<EntryHead> {
  const { name, method, packed: length } = entry
  const packed = await archive.readAt(await dataStart(entry, archive), Math.min(length, PEEKED.packed))
  const bytes = method === 'stored' || length === 0 ? packed : inflateStart(packed, name)
  return {
    bytes: bytes.subarray(0, PEEKED.plain),
    whole: packed.length === length && bytes.length <= PEEKED.plain,
  }
}

function inflateStart(packed: Buffer, name: string): Buffer {
  try {
    // With this flush, a deflate stream may end anywhere.
    return inflateRawSync(packed, { finishFlush: constants.Z_SYNC_FLUSH })
  } catch {
    throw damaged(name)
  }
}

/** A chunk of plain bytes, and how many packed bytes were used up to it. */
type Unpacked = { readonly chunk: Buffer; readonly fed: number }

async function* unpack(entry: PackedEntry, archive: StoredBytes): AsyncGenerator<Unpacked> {
  const { method, packed, size, name } = entry
  const start = await dataStart(entry, archive)
  if (method === 'deflated' && packed <= SMALL.packed && size <= SMALL.plain) {
    yield inflateSmall(entry, await archive.readAt(start, packed))
    return
  }
  const pieces = piecesOf(archive, start, start + packed)
  if (method === 'deflated') {
    yield* inflateLarge(pieces, packed, name)
    return
  }
  let fed = 0
  for await (const chunk of pieces) {
    fed += chunk.length
    yield { chunk, fed }
  }
}

function inflateSmall({ name, size }: PackedEntry, packed: Buffer): Unpacked {
  let result: { buffer: Buffer; engine: { bytesWritten: number } }
  try {
    // `info` is missing in the types. One byte more than announced is enough to find a wrong size.
    result = inflateRawSync(packed, { info: true, maxOutputLength: size + 1 }) as unknown as typeof result
  } catch {
    throw broken(`member "${name}" is damaged, cut, or larger than its directory entry says`)
  }
  if (result.engine.bytesWritten !== packed.length) throw trailingBytes(name)
  return { chunk: result.buffer, fed: packed.length }
}

/** zlib passes stream options on, which is missing in its types. */
const inflateOptions: ZlibOptions & { readableHighWaterMark: number } = {
  chunkSize: CHUNK,
  readableHighWaterMark: CHUNKS_AHEAD * CHUNK,
}

/** zlib inflates on a thread of its own, so the next chunk is made while the consumer works on this one. */
async function* inflateLarge(
  pieces: AsyncIterable<Buffer>,
  packed: number,
  name: string,
): AsyncGenerator<Unpacked> {
  const inflate = createInflateRaw(inflateOptions)
  // Failures of the pipeline come out of the loop below.
  pipeline(pieces, inflate, () => undefined)
  try {
    for await (const chunk of inflate) yield { chunk, fed: inflate.bytesWritten }
  } catch (caught) {
    throw caught instanceof GateError ? caught : damaged(name)
  } finally {
    inflate.destroy()
  }
  if (inflate.bytesWritten !== packed) throw trailingBytes(name)
}

/** The header before the bytes of each entry, which name and extra field follow (APPNOTE 4.3.7). */
export const LOCAL_HEADER = {
  bytes: 30,
  signature: 0x04034b50,
  flags: 6,
  method: 8,
  nameLength: 26,
  extraLength: 28,
}

/** Where the local header at `offset` ends and the bytes of its entry begin; `null` when there is none. */
export async function endOfHeader(offset: number, archive: StoredBytes): Promise<number | null> {
  if (offset + LOCAL_HEADER.bytes > archive.bytes) return null
  const header = await archive.readAt(offset, LOCAL_HEADER.bytes)
  if (header.readUInt32LE(0) !== LOCAL_HEADER.signature) return null
  const name = header.readUInt16LE(LOCAL_HEADER.nameLength)
  return offset + LOCAL_HEADER.bytes + name + header.readUInt16LE(LOCAL_HEADER.extraLength)
}

async function dataStart({ name, offset, packed }: PackedEntry, archive: StoredBytes): Promise<number> {
  const start = await endOfHeader(offset, archive)
  if (start !== null && start + packed <= archive.bytes) return start
  throw broken(`member "${name}" is not where the directory says`)
}

function damaged(name: string): GateError {
  return broken(`member "${name}" is damaged or cut (its deflate stream cannot be read)`)
}

function trailingBytes(name: string): GateError {
  return broken(`member "${name}" has bytes after the end of its deflate stream`)
}

export function broken(reason: string): GateError {
  return new GateError('ARCHIVE_BROKEN', `The zip cannot be trusted: ${reason}.`)
}
